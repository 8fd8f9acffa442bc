// Two types of one name in one namespace are undefined behaviour that no compiler reports across files.
#include <map>
#include <regex>
#include <sstream>

#include "tests/support.h"

namespace budgetlift::test {
namespace {

TEST(Names, StandForOneTypeEach) {
  // Types of the headers begin a line and live in namespace budgetlift; those of a .cpp stand in an unnamed one.
  const std::regex type("^(?:struct|class|enum class) (\\w+)\\b.*\\{$");
  std::map<std::string, std::string> where;
  for (const char* folder : {"schemas", "extract", "normalize", "cli"}) {
    for (const auto& entry : std::filesystem::directory_iterator(source_dir() / folder)) {
      if (entry.path().extension() != ".h") continue;
      std::istringstream lines(read_file(entry.path()));
      for (std::string line; std::getline(lines, line);) {
        std::smatch name;
        if (!std::regex_match(line, name, type)) continue;
        const auto [first, is_new] = where.emplace(name[1], entry.path().string());
        EXPECT_TRUE(is_new) << name[1] << " is a type of " << first->second << " and of " << entry.path();
      }
    }
  }
  EXPECT_GT(where.size(), 20u);
}

}  // namespace
}  // namespace budgetlift::test
