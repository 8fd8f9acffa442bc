// Inputs that cannot be read and outputs that cannot be written, as a user meets them: one message in the contract's
// words, the right exit status, and everything else of the same call still done.
#include <algorithm>
#include <set>
#include <sstream>

#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;

// The smallest document of the corpus of that kind (".pdf", ".txt"): it has project records.
std::string good_document(const std::string& extension) {
  std::string best;
  for (const auto& entry : fs::directory_iterator(source_dir() / "corpus/made")) {
    if (entry.path().extension() != extension) continue;
    if (best.empty() || entry.file_size() < fs::file_size(best)) best = entry.path();
  }
  return best;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// A PDF without any page, its cross-reference table right.
std::string pdf_without_pages() {
  std::string pdf = "%PDF-1.4\n";
  std::vector<size_t> offsets;
  for (const char* object :
       {"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", "2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"}) {
    offsets.push_back(pdf.size());
    pdf += object;
  }
  const size_t table = pdf.size();
  pdf += "xref\n0 3\n0000000000 65535 f \n";
  for (size_t offset : offsets) {
    const std::string digits = std::to_string(offset);
    pdf += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return pdf + "trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

// One message line `budgetlift: PATH: KIND: words`.
void expect_message(const ProgramResult& result, const std::string& path, const std::string& kind) {
  const auto lines = lines_of(result.err);
  ASSERT_EQ(lines.size(), 1u) << result.err;
  const std::string begin = "budgetlift: " + path + ": " + kind + ": ";
  EXPECT_EQ(lines[0].substr(0, begin.size()), begin);
  EXPECT_GT(lines[0].size(), begin.size() + 10) << "what happened and what to do: " << lines[0];
}

// Tries the bad input alone, then between two good ones whose records must be written all the same.
void expect_refused(const std::string& path, const std::string& kind) {
  SCOPED_TRACE(path);
  const ProgramResult alone = budgetlift({"extract", path});
  EXPECT_EQ(alone.status, 1);
  EXPECT_EQ(alone.out, "");
  expect_message(alone, path, kind);

  const std::string good = good_document(".pdf");
  const ProgramResult only_good = budgetlift({"extract", good});
  ASSERT_EQ(only_good.status, 0) << only_good.err;
  ASSERT_FALSE(only_good.out.empty());

  const TemporaryFolder folder;
  const std::string output = folder.path() / "records.jsonl";
  const ProgramResult among = budgetlift({"extract", good, path, good, "-o", output});
  EXPECT_EQ(among.status, 1);
  EXPECT_EQ(among.out, "");
  expect_message(among, path, kind);
  EXPECT_EQ(read_file(output), only_good.out + only_good.out);

  const ProgramResult tables = budgetlift({"tables", path});
  EXPECT_EQ(tables.status, 1);
  expect_message(tables, path, kind);
}

class BadInput : public testing::Test {
 protected:
  TemporaryFolder folder;
};

TEST_F(BadInput, NotFound) {
  expect_refused(folder.path() / "missing.pdf", "not-found");
}

TEST_F(BadInput, Empty) {
  expect_refused(folder.file("empty.pdf", ""), "damaged");
  expect_refused(folder.file("empty.txt", ""), "damaged");
}

TEST_F(BadInput, ZeroPages) {
  expect_refused(folder.file("zero.pdf", pdf_without_pages()), "damaged");
}

TEST_F(BadInput, HeaderOnly) {
  expect_refused(folder.file("header.pdf", "%PDF-1.7\n"), "damaged");
}

TEST_F(BadInput, Truncated) {
  const std::string whole = read_file(good_document(".pdf"));
  expect_refused(folder.file("half.pdf", whole.substr(0, whole.size() / 2)), "damaged");
}

TEST_F(BadInput, TruncatedAnywhereEndsOrderly) {
  const std::string whole = read_file(good_document(".pdf"));
  for (size_t part = 1; part < 16; ++part) {
    const std::string path = folder.file("part.pdf", whole.substr(0, whole.size() * part / 16));
    const ProgramResult result = budgetlift({"extract", path});
    EXPECT_TRUE(result.status == 0 || result.status == 1) << part << "/16: " << result.status;
    if (result.status == 1) expect_message(result, path, "damaged");
  }
}

TEST_F(BadInput, WebPageNamedPdf) {
  expect_refused(folder.file("error.pdf", "<!DOCTYPE html>\n<html><body>404 页面不存在</body></html>\n"),
                 "not-a-document");
}

TEST_F(BadInput, ProgramNamedText) {
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * i * 7 + i);
  expect_refused(folder.file("program.txt", bytes), "not-a-document");
}

TEST_F(BadInput, TextInNoKnownEncoding) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "montant pr\xFFvu \xFE\xFF\xA0\xFF: 12\n";
  expect_refused(folder.file("unknown.txt", text), "not-a-document");
}

TEST_F(BadInput, UserPassword) {
  const std::string locked = folder.path() / "locked.pdf";
  const ProgramResult qpdf =
      run_program({"qpdf", "--encrypt", "secret", "owner", "256", "--", good_document(".pdf"), locked});
  ASSERT_EQ(qpdf.status, 0) << qpdf.err << " (setup/install test)";
  expect_refused(locked, "encrypted");
}

TEST_F(BadInput, OwnerPasswordOnlyIsRead) {
  const std::string good = good_document(".pdf");
  const std::string restricted = folder.path() / "restricted.pdf";
  const ProgramResult qpdf =
      run_program({"qpdf", "--encrypt", "", "owner", "256", "--extract=n", "--print=none", "--", good, restricted});
  ASSERT_EQ(qpdf.status, 0) << qpdf.err << " (setup/install test)";
  const ProgramResult result = budgetlift({"extract", restricted});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(lines_of(result.out).size(), lines_of(budgetlift({"extract", good}).out).size());
}

TEST_F(BadInput, FolderWithNothingToRead) {
  folder.file("notes.docx", "PK");
  expect_refused(folder.path(), "not-found");
}

TEST_F(BadInput, FolderWithOneBadDocument) {
  fs::create_directory(folder.path() / "in");
  fs::copy(good_document(".pdf"), folder.path() / "in/a.pdf");
  const std::string bad = folder.file("in/b.pdf", "%PDF-1.7\n");
  const ProgramResult result = budgetlift({"extract", (folder.path() / "in").string()});
  EXPECT_EQ(result.status, 1);
  expect_message(result, bad, "damaged");
  EXPECT_FALSE(result.out.empty());
}

TEST_F(BadInput, ListOfInputs) {
  const std::string missing = folder.path() / "missing.pdf";
  const std::string list = folder.file("list.txt", good_document(".pdf") + "\r\n\n" + missing + "\n");
  const ProgramResult result = budgetlift({"extract", "@" + list});
  EXPECT_EQ(result.status, 1);
  expect_message(result, missing, "not-found");
  EXPECT_FALSE(result.out.empty());
}

TEST_F(BadInput, NoRecordsIsAWarning) {
  const std::string path = folder.file("letter.txt", "关于召开会议的通知\n请于本周五前报送参会名单。\n");
  const ProgramResult result = budgetlift({"extract", path});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, "");
  expect_message(result, path, "no-records");
}

class BadOutput : public BadInput {
 protected:
  const std::string good = good_document(".pdf");

  // Nothing but the named files is left in the folder.
  std::set<std::string> left() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) names.insert(entry.path().filename());
    return names;
  }
};

TEST_F(BadOutput, FullDevice) {
  for (const char* command : {"extract", "tables"}) {
    const ProgramResult file = budgetlift({command, good, "-o", "/dev/full"});
    EXPECT_EQ(file.status, 1);
    expect_message(file, "/dev/full", "not-written");
    const ProgramResult standard = budgetlift({command, good}, {.stdout_path = "/dev/full"});
    EXPECT_EQ(standard.status, 1);
    expect_message(standard, "standard output", "not-written");
  }
}

TEST_F(BadOutput, OtherCommandsToFullDeviceOrClosedPipe) {
  const std::string records =
      folder.file("records.jsonl", std::string(10000, '{') + "\n" + std::string(10000, '\n') + "[]\n");
  for (const std::vector<std::string>& words : {std::vector<std::string>{"schema"}, {"doctor"}, {"check", records}}) {
    EXPECT_EQ(budgetlift(words, {.stdout_path = "/dev/full"}).status, 1) << words[0];
    EXPECT_EQ(budgetlift(words, {.closed_pipe = true}).status, 1) << words[0];
  }
}

TEST_F(BadOutput, FullDiskLeavesNothing) {
  const std::string path = folder.path() / "records.jsonl";
  const ProgramResult result = budgetlift({"extract", good, "-o", path}, {.file_size_limit = 1000});
  EXPECT_EQ(result.status, 1);
  expect_message(result, path, "not-written");
  EXPECT_EQ(left(), std::set<std::string>{});
}

TEST_F(BadOutput, FullDiskLeavesTheOldFile) {
  const std::string path = folder.file("records.jsonl", "old\n");
  const ProgramResult result = budgetlift({"extract", good, "-o", path}, {.file_size_limit = 1000});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(read_file(path), "old\n");
  EXPECT_EQ(left(), std::set<std::string>{"records.jsonl"});
}

TEST_F(BadOutput, FullDiskInAFolderOfTables) {
  // Some of the tables would fit: half of them would be worse than none.
  const std::string path = folder.path() / "tables";
  const ProgramResult result = budgetlift({"extract", good, "-f", "csv", "-o", path}, {.file_size_limit = 1000});
  EXPECT_EQ(result.status, 1);
  expect_message(result, path, "not-written");
  std::set<std::string> files = left();
  files.erase("tables");
  EXPECT_EQ(files, std::set<std::string>{});
}

TEST_F(BadOutput, MessagesToFullDevice) {
  const ProgramResult result = budgetlift({"extract", "/no/such.pdf", good}, {.stderr_path = "/dev/full"});
  EXPECT_EQ(result.status, 1);
  EXPECT_FALSE(result.out.empty());
}

TEST_F(BadOutput, InterruptedLeavesTheOldFile) {
  const std::string large = folder.path() / "large.pdf";
  std::vector<std::string> words = {"qpdf", "--empty", "--pages"};
  for (int copy = 0; copy < 1500; ++copy) words.insert(words.end(), {good, "1-z"});
  words.insert(words.end(), {"--", large});
  const ProgramResult qpdf = run_program(words);
  ASSERT_EQ(qpdf.status, 0) << qpdf.err << " (setup/install test)";
  const std::string path = folder.file("records.jsonl", "old\n");
  const ProgramResult result = budgetlift({"extract", large, "-o", path}, {.interrupt_after = 300});
  EXPECT_EQ(result.status, 130);
  EXPECT_EQ(read_file(path), "old\n");
  EXPECT_EQ(left(), (std::set<std::string>{"large.pdf", "records.jsonl"}));
}

TEST_F(BadOutput, ClosedPipe) {
  for (const char* command : {"extract", "tables"}) {
    const ProgramResult result = budgetlift({command, good}, {.closed_pipe = true});
    EXPECT_EQ(result.status, 1) << command;
    expect_message(result, "standard output", "not-written");
  }
}

TEST_F(BadOutput, FolderThatIsNotThere) {
  const std::string path = folder.path() / "no/such/records.jsonl";
  const ProgramResult result = budgetlift({"extract", good, "-o", path});
  EXPECT_EQ(result.status, 1);
  expect_message(result, path, "not-written");
  EXPECT_EQ(left(), std::set<std::string>{});
}

TEST_F(BadOutput, FolderInPlaceOfAFile) {
  const ProgramResult result = budgetlift({"extract", good, "-o", folder.path()});
  EXPECT_EQ(result.status, 1);
  expect_message(result, folder.path(), "not-written");
}

TEST_F(BadOutput, FileInPlaceOfAFolder) {
  const std::string path = folder.file("tables", "mine\n");
  const ProgramResult result = budgetlift({"extract", good, "-f", "csv", "-o", path});
  EXPECT_EQ(result.status, 1);
  expect_message(result, path, "not-written");
  EXPECT_EQ(read_file(path), "mine\n");
}

TEST(BadCommandLine, HasStatusTwo) {
  EXPECT_EQ(budgetlift({}).status, 2);
  EXPECT_EQ(budgetlift({"extract"}).status, 2);
  EXPECT_EQ(budgetlift({"no-such-command"}).status, 2);
  EXPECT_EQ(budgetlift({"extract", "a.pdf", "-f", "docx"}).status, 2);
  EXPECT_EQ(budgetlift({"extract", "a.pdf", "--no-such-option"}).status, 2);
  EXPECT_EQ(budgetlift({"extract", "a.pdf", "--form", "/no/such/form.json"}).status, 2);
  EXPECT_EQ(budgetlift({"--version"}).status, 0);
  EXPECT_EQ(budgetlift({"--help"}).status, 0);
}

}  // namespace
}  // namespace budgetlift::test
