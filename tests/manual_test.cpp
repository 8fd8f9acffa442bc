// The man page and the completions are made of the command line: nothing of it may be missing in them.
#include <gmock/gmock.h>

#include <regex>

#include "tests/program.h"
#include "tests/support.h"
#include "tests/tools.h"

namespace budgetlift::test {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kCommands = {"extract", "batch", "merge", "load", "tables", "check", "schema", "doctor"};

// Words with two dashes that the help of a command offers.
std::set<std::string> options_of(const std::string& command) {
  const std::string help = budgetlift({command, "--help"}).out;
  std::set<std::string> out;
  const std::regex option("\n +(?:-[a-zA-Z],)?(--[a-z-]+)");
  for (std::sregex_iterator it(help.begin(), help.end(), option), end; it != end; ++it) out.insert((*it)[1]);
  out.erase("--help");
  return out;
}

TEST(Manual, NamesEveryCommandAndOption) {
  const std::string man = std::regex_replace(budgetlift({"manual", "man"}).out, std::regex("\\\\-"), "-");
  const std::string bash = budgetlift({"manual", "bash"}).out, zsh = budgetlift({"manual", "zsh"}).out;
  for (const std::string& command : kCommands) {
    EXPECT_THAT(man, HasSubstr(".SS " + command + "\n"));
    EXPECT_THAT(zsh, HasSubstr("'" + command + ":"));
    const auto options = options_of(command);
    EXPECT_EQ(options.empty(), command == "schema" || command == "doctor" || command == "check") << command;
    for (const std::string& option : options) {
      EXPECT_THAT(man, HasSubstr("\\fB" + option + "\\fR"));
      EXPECT_THAT(bash, HasSubstr(option));
      EXPECT_THAT(zsh, HasSubstr(option));
    }
  }
  EXPECT_EQ(man.find("batch-worker"), std::string::npos);
}

// What bash offers for a line whose last word is being typed.
std::string completed(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += " '" + word + "'";
  return run_program({"bash", "-c", "source <(\"$0\" manual bash); COMP_WORDS=(budgetlift" + line + "); COMP_CWORD=" + std::to_string(words.size()) + "; _budgetlift; echo \"${COMPREPLY[*]}\"",
                      BUDGETLIFT_EXECUTABLE}).out;
}

TEST(Manual, BashCompletes) {
  EXPECT_EQ(completed({"ext"}), "extract\n");
  EXPECT_EQ(completed({"extract", "--form"}), "--format --form\n");
  EXPECT_EQ(completed({"extract", "a.pdf", "-f", "j"}), "jsonl json\n");
  EXPECT_EQ(completed({"load", "out", "--format", "post"}), "postgresql\n");
  TemporaryFolder folder;
  folder.file("a.pdf", "");
  EXPECT_EQ(completed({"extract", (folder.path() / "a").string()}), (folder.path() / "a.pdf").string() + "\n");
}

TEST(Manual, ZshTakesIt) {
  if (find_tool("zsh").empty()) GTEST_SKIP() << "zsh is missing";
  TemporaryFolder folder;
  const std::string file = folder.file("_budgetlift", budgetlift({"manual", "zsh"}).out);
  EXPECT_EQ(run_program({"zsh", "-n", file}).status, 0);
}

TEST(Manual, ManTakesIt) {
  if (find_tool("groff").empty()) GTEST_SKIP() << "groff is missing";
  TemporaryFolder folder;
  const ProgramResult result = run_program({"groff", "-man", "-Tutf8", "-K", "utf8", "-ww", folder.file("budgetlift.1", budgetlift({"manual", "man"}).out)});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, HasSubstr("postgresql://USER@HOST/DATABASE"));
}

}  // namespace
}  // namespace budgetlift::test
