#include <gmock/gmock.h>

#include "batch/sqlite.h"
#include "tests/load_support.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LoadSqlite : public testing::Test {
 protected:
  LoadFacts load(const std::vector<std::string>& lines, bool remove_elsewhere = false) { return load_lines({.format = "sqlite", .place = place, .anew = false}, lines, remove_elsewhere); }
  std::string refused() { return refused_target({.format = "sqlite", .place = place, .anew = false}); }
  std::string query(const std::string& sql) {
    Database database(place, Database::Mode::read);
    Statement statement = database.prepare(sql);
    return statement.run() ? statement.text(0) : "no row";
  }

  TemporaryFolder folder;
  std::string place = (folder.path() / "records.sqlite").string();
};

TEST_F(LoadSqlite, GoesOnWithWhatItHolds) {
  EXPECT_EQ(load({numbered_line(1), numbered_line(1, 2), numbered_line(2)}).added, 2);
  const LoadFacts again = load({numbered_line(1), numbered_line(1, 2), numbered_line(3)});
  EXPECT_EQ(again.added, 1);
  EXPECT_EQ(again.unchanged, 1);
  EXPECT_EQ(again.elsewhere, 1);
  EXPECT_EQ(query("SELECT count(*) FROM documents"), "3");
  EXPECT_EQ(query("SELECT count(*) FROM projects"), "4");
  EXPECT_EQ(query("SELECT count(*) FROM indicators"), "12");
  EXPECT_EQ(query("SELECT group_concat(quote(total_cny)) FROM projects WHERE project_index = 2"), "5000000");
  EXPECT_EQ(query("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(query("SELECT count(*) FROM pragma_foreign_key_check"), "0");
  EXPECT_EQ(query("PRAGMA journal_mode"), "delete");
  EXPECT_FALSE(fs::exists(place + "-wal"));
}

TEST_F(LoadSqlite, ADocumentReadAnewTakesTheOldOnesPlace) {
  load({numbered_line(1), numbered_line(1, 2), numbered_line(2)});
  ProjectRecord record = full_record();
  record.name = "新名";
  record.indicators.pop_back();
  DocumentInfo info = pdf_info();
  info.sha256 = std::string(63, '0') + "1";
  const LoadFacts facts = load({record_line(record, info)});
  EXPECT_EQ(facts.replaced, 1);
  EXPECT_EQ(facts.elsewhere, 1);
  EXPECT_EQ(query("SELECT count(*) FROM projects"), "2");
  EXPECT_EQ(query("SELECT count(*) FROM indicators"), "5");
  EXPECT_EQ(query("SELECT name FROM projects WHERE document_sha256 LIKE '%01'"), "新名");
}

TEST_F(LoadSqlite, OthersAreRemovedOnlyIfAsked) {
  load({numbered_line(1), numbered_line(2)});
  const LoadFacts facts = load({numbered_line(2)}, true);
  EXPECT_EQ(facts.removed, 1);
  EXPECT_EQ(query("SELECT count(*) FROM documents"), "1");
  EXPECT_EQ(query("SELECT count(*) FROM goals"), "2");
}

TEST_F(LoadSqlite, WhatItCannotKeepExactlyIsNamed) {
  ProjectRecord record = full_record();
  record.total->cny = Decimal{"123456789012345678.25"};
  record.indicators[0].target->value = Decimal{"0.12345678901234567"};
  load({record_line(record)});
  EXPECT_EQ(query("SELECT detail FROM review WHERE field = '/budget/total/cny' AND reason = 'inexact-in-table'"), "the exact value is 123456789012345678.25");
  EXPECT_EQ(query("SELECT count(*) FROM review WHERE field = '/indicators/0/target/value'"), "1");
  EXPECT_EQ(query("SELECT group_concat(review_index) FROM review"), "0,1,2");
  EXPECT_EQ(query("SELECT review_entries FROM projects"), "3");   // where it is 0, nobody looks
  EXPECT_EQ(query("SELECT review_entries FROM documents"), "3");
}

TEST_F(LoadSqlite, WhatOnlyTheTableLosesIsToBeReviewed) {
  ProjectRecord record = full_record();
  record.review.clear();
  EXPECT_EQ(load({record_line(record)}).reviewed, 0);
  record.total->cny = Decimal{"123456789012345678.25"};
  EXPECT_EQ(load({record_line(record)}).reviewed, 1);
  EXPECT_EQ(query("SELECT review_entries FROM projects"), "1");
}

TEST_F(LoadSqlite, TwoAtOnceBothFinish) {
  auto one = open_target({.format = "sqlite", .place = place, .anew = false});
  auto two = open_target({.format = "sqlite", .place = place, .anew = false});
  ASSERT_TRUE((*one)->record(numbered_line(1)));
  EXPECT_TRUE((*one)->finish(false));
  ASSERT_TRUE((*two)->record(numbered_line(2)));
  EXPECT_TRUE((*two)->finish(false));
  EXPECT_EQ(query("SELECT count(*) FROM documents"), "2");
}

TEST_F(LoadSqlite, AFailureLeavesTheDocumentsBefore) {
  auto loader = open_target({.format = "sqlite", .place = place, .anew = false});
  ASSERT_TRUE(loader);
  ASSERT_TRUE((*loader)->record(numbered_line(1)));
  ASSERT_TRUE((*loader)->record(numbered_line(2)));
  ASSERT_TRUE((*loader)->record(numbered_line(2)));   // the same index twice: no such document can be
  const auto end = (*loader)->finish(false);
  ASSERT_FALSE(end);
  EXPECT_THAT(end.error().words, HasSubstr("UNIQUE"));
  loader->reset();
  EXPECT_EQ(query("SELECT count(*) FROM documents"), "1");
}

TEST_F(LoadSqlite, RefusesDatabasesThatAreNotIts) {
  {
    Database database(place, Database::Mode::write);
    database.execute("CREATE TABLE projects (name TEXT)");
  }
  EXPECT_THAT(refused(), HasSubstr("another program"));
  folder.file("records.sqlite", "no database, but long enough to be looked at as one");
  EXPECT_THAT(refused(), HasSubstr("not a database"));
  fs::remove(place);
  load({numbered_line(1)});
  {
    Database database(place, Database::Mode::write);
    database.execute("ALTER TABLE goals RENAME COLUMN text TO words");
  }
  EXPECT_THAT(refused(), HasSubstr("goals has no column text"));
  {
    Database database(place, Database::Mode::write);
    database.execute("PRAGMA user_version = 99");
  }
  EXPECT_THAT(refused(), HasSubstr("newer budgetlift"));
}

TEST_F(LoadSqlite, OtherTablesMayStandBeside) {
  {
    Database database(place, Database::Mode::write);
    database.execute("CREATE TABLE mine (name TEXT)");
  }
  EXPECT_EQ(load({numbered_line(1)}).added, 1);
}

// The program is killed while it writes: the file is sound, and the next run completes it.
TEST_F(LoadSqlite, SurvivesAKill) {
  std::string lines;
  constexpr int kDocuments = 3000;
  for (int i = 0; i < kDocuments; ++i) lines += numbered_line(i) + "\n";
  const std::string records = folder.file("records.jsonl", lines);
  // Killed once it has written something; the machine's speed does not matter.
  const ProgramResult killed = run_program({"/bin/sh", "-c",
      "\"$0\" load \"$1\" -o \"$2\" & p=$!; while kill -0 $p 2>/dev/null; do n=$(stat -c %s \"$2-wal\" 2>/dev/null || echo 0); [ \"$n\" -gt 1000000 ] && kill -9 $p; done; wait $p",
      BUDGETLIFT_EXECUTABLE, records, place});
  ASSERT_EQ(killed.status, 128 + 9) << killed.err;
  {
    Database database(place, Database::Mode::write);
    Statement check = database.prepare("PRAGMA integrity_check");
    check.run();
    EXPECT_EQ(check.text(0), "ok");
  }
  const std::string before = query("SELECT count(*) FROM documents");
  EXPECT_GT(std::stoi(before), 0);
  EXPECT_LT(std::stoi(before), kDocuments);
  EXPECT_EQ(query("SELECT count(*) FROM documents d WHERE projects <> (SELECT count(*) FROM projects p WHERE p.document_sha256 = d.document_sha256)"), "0");
  const ProgramResult done = budgetlift({"load", records, "-o", place});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("; " + before + " were there"));
  EXPECT_EQ(query("SELECT count(*) FROM projects"), std::to_string(kDocuments));
  EXPECT_EQ(query("SELECT count(*) FROM pragma_foreign_key_check"), "0");
}

}  // namespace
}  // namespace budgetlift::test
