// `load`, `batch --load` and the tables of `extract`, as their users run them.
#include <gmock/gmock.h>

#include "tests/load_support.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string kMade = std::string(BUDGETLIFT_SOURCE_DIR) + "/corpus/made/";

class LoadProgram : public testing::Test {
 protected:
  std::string at(const std::string& name) const { return (folder.path() / name).string(); }
  TemporaryFolder folder;
};

TEST_F(LoadProgram, TablesAreTheSameFromExtractAndFromABatch) {
  const std::string document = kMade + "first.chromium.pdf";
  ASSERT_EQ(budgetlift({"extract", document, "-f", "csv", "-o", at("a")}).status, 0);
  ASSERT_EQ(budgetlift({"batch", document, "--out", at("batch")}).status, 0);
  const ProgramResult loaded = budgetlift({"load", at("batch"), "-f", "csv", "-o", at("b")});
  ASSERT_EQ(loaded.status, 0) << loaded.err;
  EXPECT_THAT(loaded.out, HasSubstr("1 documents loaded (3 projects"));
  for (const TableDefinition& table : table_definitions()) {
    EXPECT_EQ(read_file(at("a") + "/" + table.name + ".csv"), read_file(at("b") + "/" + table.name + ".csv")) << table.name;
  }
  const ProgramResult piped = budgetlift({"load", at("batch") + "/records.jsonl", "-f", "csv"});
  EXPECT_EQ(piped.out, read_file(at("a") + "/projects.csv"));
}

TEST_F(LoadProgram, ExtractWritesWholeFilesOrNone) {
  const std::string document = kMade + "first.chromium.pdf";
  for (const char* format : {"xlsx", "sqlite"}) {
    const std::string place = folder.file(std::string("there.") + format, "something else");
    EXPECT_EQ(budgetlift({"extract", document, "-f", format, "-o", place}).status, 0);
    EXPECT_NE(read_file(place), "something else");
    EXPECT_FALSE(fs::exists(place + ".new"));
    const ProgramResult nowhere = budgetlift({"extract", document, "-f", format, "-o", at("none/file")});
    EXPECT_EQ(nowhere.status, 1);
    EXPECT_THAT(nowhere.err, HasSubstr("none/file: not-written: "));
    EXPECT_EQ(budgetlift({"extract", document, "-f", format}).status, 2);
  }
}

TEST_F(LoadProgram, ADocumentWithoutRecordsHasARowOfExtract) {
  const std::string text = folder.file("a.txt", "这里没有项目绩效目标表。\n");
  budgetlift({"extract", text, "-f", "csv", "-o", at("a")});
  const CsvRows documents = parse_csv(read_file(at("a") + "/documents.csv"));
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(column(documents, "projects", 1), "0");
}

TEST_F(LoadProgram, BatchLoadsAtItsEndAndGoesOn) {
  const std::vector<std::string> words = {"batch", kMade + "first.chromium.pdf", kMade + "cuts.txt", "--out", at("batch"), "--load", at("none/a.sqlite"), "--load", at("b.sqlite")};
  const ProgramResult failed = budgetlift(words);
  EXPECT_EQ(failed.status, 1);
  EXPECT_THAT(failed.err, HasSubstr("none/a.sqlite: not-written: "));
  EXPECT_THAT(failed.out, HasSubstr("b.sqlite: 2 documents loaded"));
  fs::create_directory(at("none"));
  const ProgramResult done = budgetlift(words);
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("none/a.sqlite: 2 documents loaded"));
  EXPECT_THAT(done.out, HasSubstr("b.sqlite: 0 documents loaded (0 projects, 0 with something to review); 2 were there"));
  EXPECT_EQ(budgetlift({"batch", kMade, "--out", at("other"), "--load", at("tables")}).status, 2);
}

TEST_F(LoadProgram, SaysWhatIsWrongWithItsInput) {
  const auto load = [&](const std::string& input) { return budgetlift({"load", input, "-o", at("a.sqlite")}); };
  EXPECT_THAT(load(at("none")).err, HasSubstr("none: not-found: "));
  fs::create_directory(at("empty"));
  EXPECT_THAT(load(at("empty")).err, HasSubstr("no batch was run here"));
  EXPECT_THAT(load(folder.file("a.jsonl", numbered_line(1) + "\n{}\n")).err, HasSubstr("a.jsonl: not-a-document: line 2: /record_version is missing"));
  EXPECT_THAT(load(folder.file("b.jsonl", numbered_line(1) + "\n" + numbered_line(2).substr(0, 500))).err, HasSubstr("b.jsonl: damaged: line 2 is not whole"));
  EXPECT_EQ(load(folder.file("c.jsonl", numbered_line(1))).status, 0);   // its last line has no end, but is whole
  ASSERT_EQ(budgetlift({"batch", kMade + "cuts.txt", "--out", at("batch")}).status, 0);
  fs::resize_file(at("batch") + "/records.jsonl", 1000);
  EXPECT_THAT(load(at("batch")).err, HasSubstr("records.jsonl is not as the batch has written it"));
  EXPECT_EQ(budgetlift({"load", at("batch")}).status, 2);
  EXPECT_EQ(budgetlift({"load", at("batch"), "-o", at("folder")}).status, 2);
}

}  // namespace
}  // namespace budgetlift::test
