// What earlier runs may have left, and what may have happened to the inputs since: nothing is missing, doubled or stale
// without a word.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/folder_lock.h"
#include "batch/ledger.h"
#include "batch/sqlite.h"
#include "tests/batch_support.h"

namespace budgetlift::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class BatchStates : public Batch {
 protected:
  std::string at(const std::string& name) const { return (folder.path() / name).string(); }
  void change(const std::string& out, const std::string& sql) { Database(at(out + "/ledger.sqlite"), Database::Mode::write).execute(sql); }
};

// ---- inputs that are not as they were

TEST_F(BatchStates, RecordsOfAnInputThatIsNotThereStay) {
  const std::string gone = (in / "first.chromium.pdf").string(), stays = (in / "cuts.txt").string();
  const auto both = [&] { return budgetlift({"batch", gone, stays, "--out", at("out"), "--progress-every", "0"}); };
  ASSERT_EQ(both().status, 0);
  const std::string before = output();
  fs::rename(gone, at("away.pdf"));
  EXPECT_EQ(both().status, 1);
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"first.chromium.pdf not-found"}));
  EXPECT_EQ(output(), before);
  fs::rename(at("away.pdf"), gone);
  EXPECT_EQ(both().status, 0);
  EXPECT_EQ(output(), before);
}

TEST_F(BatchStates, AnInputThatWasLeftToDoAndIsGoneIsNamed) {
  batch();
  change("out", "UPDATE inputs SET state = 0, sha256 = NULL WHERE path LIKE '%cuts.txt'");
  fs::rename(in / "cuts.txt", at("away.txt"));
  EXPECT_EQ(batch().status, 1);
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"cuts.txt not-found"}));
}

TEST_F(BatchStates, InputsLeftToDoThatAreNotNamedAreCounted) {
  batch();
  change("out", "UPDATE inputs SET state = 0, sha256 = NULL WHERE path LIKE '%cuts.txt'");
  const ProgramResult other = budgetlift({"batch", (in / "first.chromium.pdf").string(), "--out", at("out"), "--progress-every", "0"});
  EXPECT_THAT(other.out, HasSubstr("1 inputs that an earlier run has left to do were not named this time"));
  EXPECT_THAT(budgetlift({"merge", at("out"), "--out", at("merged")}).err, HasSubstr("1 inputs are left to do"));
}

TEST_F(BatchStates, AFolderThatWasEmptyIsNoFailureForEver) {
  fs::create_directory(at("more"));
  const auto more = [&] { return budgetlift({"batch", at("more"), "@" + at("list.txt"), "--out", at("out"), "--progress-every", "0"}); };
  EXPECT_EQ(more().status, 1);
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"more not-found", "list.txt not-found"}));
  fs::copy(in / "cuts.txt", at("more/cuts.txt"));
  folder.file("list.txt", "");
  EXPECT_EQ(more().status, 0);
  EXPECT_EQ(failures(folder.path() / "out"), std::set<std::string>{});
}

TEST_F(BatchStates, ADocumentIsCalledByANameThatIsThere) {
  fs::copy(in / "cuts.txt", in / "a.txt");
  batch();
  EXPECT_THAT(output(), HasSubstr("/in/a.txt"));
  fs::remove(in / "a.txt");
  EXPECT_EQ(batch().status, 0);
  EXPECT_THAT(output(), Not(HasSubstr("/in/a.txt")));
  EXPECT_THAT(output("review.tsv"), Not(HasSubstr("/in/a.txt")));
  EXPECT_THAT(output(), HasSubstr("/in/cuts.txt"));
}

TEST_F(BatchStates, MergedDocumentsAreCalledByNamesThatAreThere) {
  fs::copy(in / "cuts.txt", in / "a.txt");
  batch();
  fs::remove(in / "a.txt");
  batch();
  const ProgramResult merged = budgetlift({"merge", at("out"), "--out", at("merged")});
  EXPECT_EQ(output("records.jsonl", "merged"), output());
  EXPECT_THAT(merged.out, HasSubstr("1 inputs of earlier runs were not named this time"));
}

// ---- archives

TEST_F(BatchStates, DocumentsOfOneNameInAnArchiveAreAllRead) {
  pack(at("a.zip"), {{"????.pdf", read_file(in / "first.chromium.pdf")}, {"????.pdf", read_file(in / "units.locked.pdf")}});
  budgetlift({"batch", at("a.zip"), "--out", at("out")});
  EXPECT_THAT(output(), HasSubstr("a.zip/????.pdf\""));
  EXPECT_THAT(output(), HasSubstr("a.zip/????.pdf (2)\""));
}

TEST_F(BatchStates, AnArchiveIsOpenedAgainForAnotherShard) {
  for (const char* name : {"first.chromium.pdf", "wide.pieces.pdf", "units.locked.pdf", "cuts.txt"}) {
    const std::string bytes = read_file(in / name);
    fs::remove(in / name);
    pack((in / (std::string(name) + ".zip")).string(), {{name, bytes}});
  }
  batch({}, "whole");
  batch({"--shard", "1/2"});
  batch({"--shard", "2/2"});
  EXPECT_EQ(outputs(), outputs("whole"));
}

TEST_F(BatchStates, WhatAnArchiveHeldBeforeItWasSpoiltIsGone) {
  pack((in / "a.zip").string(), {{"wide.txt", read_file(kMade + "wide.txt")}});
  batch();
  EXPECT_THAT(output(), HasSubstr("a.zip/wide.txt"));
  folder.file("in/a.zip", "no archive");
  batch();
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"a.zip not-a-document"}));
  EXPECT_THAT(output(), Not(HasSubstr("a.zip/wide.txt")));
}

TEST_F(BatchStates, AnArchiveIsLeftInItsMiddleOnRequest) {
  const std::string dump = read_file(in / "cuts.txt");
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 150; ++i) many.emplace_back(std::to_string(i) + ".txt", dump + "\n" + std::to_string(i));
  fs::remove_all(in);
  fs::create_directory(in);
  pack((in / "a.zip").string(), many);
  const ProgramResult stopped = batch({}, "out", {.interrupt_after = 300});
  if (stopped.status == 0) GTEST_SKIP() << "it was done before it could be stopped";
  EXPECT_EQ(stopped.status, 130);
  EXPECT_THAT(stopped.out, HasSubstr("1 inputs are left to do"));
  EXPECT_EQ(batch().status, 0);
  batch({}, "whole");
  EXPECT_EQ(outputs(), outputs("whole"));
}

TEST(BatchLedger, ADocumentInAnArchiveIsNoInputOfItsOwn) {
  const TemporaryFolder folder;
  Ledger ledger(folder.path().string());
  ledger.begin_run({"1", "m", "f"}, {}, {});
  ledger.begin_plan();
  ledger.plan("a.zip", {1, 2, 3, 4});
  ledger.end_plan();
  ASSERT_TRUE(ledger.content("a.zip/a.pdf", "a.zip", {1, 2, 3, 4}, std::string(64, '1')));   // that is being read
  EXPECT_TRUE(ledger.next("a.zip", 10).empty());
  EXPECT_EQ(ledger.todo(), 1);
}

// ---- runs that were stopped

TEST_F(BatchStates, AMergeThatWasKilledLeavesNoPlacesOfFilesThatHaveChanged) {
  batch({}, "part");
  fs::create_directories(at("out/failed.tsv.new"));   // it ends when the documents are taken and before they are written
  EXPECT_EQ(budgetlift({"merge", at("part"), "--out", at("out")}).status, 1);
  fs::remove(at("out/failed.tsv.new"));
  for (const char* name : {"wide.landscape.pdf", "early.libreoffice.pdf"}) fs::copy(kMade + name, in / name);
  batch({}, "part");
  EXPECT_EQ(budgetlift({"merge", at("part"), "--out", at("out")}).status, 0);
  EXPECT_EQ(outputs(), outputs("part"));
}

TEST_F(BatchStates, RecordsThatWereChangedAreNotTakenForThoseThatWereRead) {
  batch();
  batch({}, "whole");
  std::string changed = output();
  const size_t digit = changed.rfind("\"cny\":");
  ASSERT_NE(digit, std::string::npos);
  changed[digit + 6] = changed[digit + 6] == '9' ? '8' : '9';
  folder.file("out/records.jsonl", changed);   // of the same size
  for (const char* out : {"out", "whole"}) {
    fs::copy_file(kMade + "wide.landscape.pdf", in / "wide.landscape.pdf", fs::copy_options::overwrite_existing);
    EXPECT_EQ(batch({}, out).status, 0);
  }
  EXPECT_EQ(outputs(), outputs("whole"));
}

TEST_F(BatchStates, AListThatWasNotYetInItsPlaceIsPutThere) {
  batch();
  const std::string records = output();
  fs::rename(at("out/records.jsonl"), at("out/records.jsonl.new"));
  folder.file("out/records.jsonl", std::string(records.size(), '\n'));   // the one before, by chance of the same size
  EXPECT_THAT(budgetlift({"load", at("out"), "-o", at("a.sqlite")}).err, HasSubstr("not as the batch has written it"));
  EXPECT_EQ(batch().status, 0);
  EXPECT_EQ(output(), records);
}

TEST_F(BatchStates, FailuresThatWereRemovedAreListedAgain) {
  folder.file("in/broken.pdf", "%PDF-1.4 nothing behind");
  batch();
  fs::remove(at("out/failed.tsv"));
  batch();
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"broken.pdf damaged"}));
}

TEST_F(BatchStates, WhatOneShardCouldNotOpenIsNamed) {
  batch({}, "whole");
  batch({"--shard", "1/2"}, "one");
  batch({"--shard", "2/2"}, "two");
  const bool in_one = output("records.jsonl", "one").find("cuts.txt") != std::string::npos;
  const std::string has_it = in_one ? "one" : "two", other = in_one ? "two" : "one";
  fs::copy(at(other), at("other"), fs::copy_options::recursive);
  const std::string lost = "UPDATE inputs SET sha256 = NULL, failure = 'not-found', message = 'no permission' WHERE path LIKE '%cuts.txt'";
  // The shard that has the document reads it; that the other one could not is no matter.
  change(other, lost);
  EXPECT_EQ(budgetlift({"merge", at("one"), at("two"), "--out", at("read")}).status, 0);
  EXPECT_EQ(outputs("read"), outputs("whole"));
  // The other way round nobody has read it.
  change(has_it, "DELETE FROM documents WHERE sha256 = (SELECT sha256 FROM inputs WHERE path LIKE '%cuts.txt')");
  change(has_it, lost);
  EXPECT_EQ(budgetlift({"merge", at(has_it), at("other"), "--out", at("out")}).status, 1);
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"cuts.txt not-found"}));
}

// ---- what is around it

TEST_F(BatchStates, WithoutStandardErrorNoMessageGoesIntoAFile) {
  folder.file("in/broken.pdf", "%PDF-1.4 nothing behind");
  batch({}, "whole");
  batch({}, "out", {.closed_messages = true});
  EXPECT_EQ(outputs(), outputs("whole"));
  EXPECT_THAT(read_file(at("out/lock")), Not(HasSubstr("inputs")));
  budgetlift({"extract", in.string(), "-o", at("a.jsonl")}, {.closed_messages = true});
  budgetlift({"extract", in.string(), "-o", at("b.jsonl")});
  EXPECT_EQ(read_file(at("a.jsonl")), read_file(at("b.jsonl")));
}

TEST_F(BatchStates, ItsFolderCanBeReadByThoseWhoMayNotWriteThere) {
  batch();
  batch({"--jobs", "1"});   // also where nothing was to do
  EXPECT_FALSE(fs::exists(at("out/ledger.sqlite-wal")));
  Database ledger(at("out/ledger.sqlite"), Database::Mode::read);
  Statement mode = ledger.prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode.step());
  EXPECT_EQ(mode.text(0), "delete");   // nothing is made beside it
}

TEST_F(BatchStates, ABatchThatIsAtWorkWasNotStopped) {
  batch();
  change("out", "UPDATE inputs SET state = 0 WHERE path LIKE '%cuts.txt'");
  const FolderLock lock(at("out"));
  ASSERT_TRUE(lock.held());
  EXPECT_THAT(budgetlift({"merge", at("out"), "--out", at("merged")}).err, HasSubstr("its batch is still at work (1 inputs are left to do); wait for it first"));
}

TEST_F(BatchStates, MergingNothingIsNoEmptyOutput) {
  folder.file("none.txt", "\n");
  const ProgramResult merged = budgetlift({"merge", "@" + at("none.txt"), "--out", at("out")});
  EXPECT_EQ(merged.status, 2);
  EXPECT_THAT(merged.err, HasSubstr("no folders are named"));
  EXPECT_FALSE(fs::exists(at("out")));
}

TEST_F(BatchStates, NothingLoadedRemovesNothing) {
  batch();
  ASSERT_EQ(budgetlift({"load", at("out"), "-o", at("a.sqlite")}).status, 0);
  folder.file("none.jsonl", "");
  const ProgramResult loaded = budgetlift({"load", at("none.jsonl"), "-o", at("a.sqlite"), "--remove-others"});
  EXPECT_EQ(loaded.status, 1);
  EXPECT_THAT(loaded.err, HasSubstr("--remove-others would remove all"));
  EXPECT_THAT(budgetlift({"load", at("out"), "-o", at("a.sqlite")}).out, HasSubstr("5 were there"));
}

TEST_F(BatchStates, ALoadWhoseLinesEndByAnInterruptionRemovesNothing) {
  batch();
  ASSERT_EQ(budgetlift({"load", at("out"), "-o", at("a.sqlite")}).status, 0);
  const ProgramResult stopped = run_program({"/bin/sh", "-c", "(head -n 1 \"$1\"; sleep 1) | \"$0\" load - -o \"$2\" --remove-others & sleep 0.5; kill -TERM $!; wait $!",
                                             BUDGETLIFT_EXECUTABLE, at("out/records.jsonl"), at("a.sqlite")});
  EXPECT_EQ(stopped.status, 130);
  EXPECT_THAT(budgetlift({"load", at("out"), "-o", at("a.sqlite")}).out, HasSubstr("5 were there"));
}

TEST_F(BatchStates, WhoWaitsForAListIsInterrupted) {
  ASSERT_EQ(::mkfifo(at("list").c_str(), 0600), 0);
  const int nobody_ends_it = ::open(at("list").c_str(), O_RDWR);
  EXPECT_EQ(budgetlift({"inputs", "@" + at("list")}, {.interrupt_after = 300, .seconds = 20}).status, 130);
  ::close(nobody_ends_it);
}

TEST_F(BatchStates, NumbersThatAreWrongAreSaidInWords) {
  const ProgramResult result = batch({"--jobs", "0"});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("--jobs: say a whole number from 1, not 0"));
}

TEST_F(BatchStates, TheStatusOfARunThatCouldNotGoOnIsNotThatItWorks) {
  fs::create_directories(at("out/failed.tsv.new"));   // so it cannot be written
  EXPECT_EQ(batch({"--status-file", at("status.json")}).status, 1);
  EXPECT_EQ(nlohmann::json::parse(read_file(at("status.json")))["state"], "interrupted");
}

TEST_F(BatchStates, AStatusFileThatCannotBeWrittenIsSaid) {
  const ProgramResult result = batch({"--status-file", at("none/status.json")});
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("none/status.json: not-written: "));
}

TEST_F(BatchStates, WhileItLooksForInputsItSaysSoAndEndsAtOnce) {
  batch({"--status-file", at("status.json")});
  ASSERT_EQ(::mkfifo(at("list").c_str(), 0600), 0);
  const int nobody_ends_it = ::open(at("list").c_str(), O_RDWR);
  const ProgramResult stopped = budgetlift({"batch", "@" + at("list"), "--out", at("out"), "--status-file", at("status.json")}, {.interrupt_after = 1500, .seconds = 30});
  ::close(nobody_ends_it);
  EXPECT_EQ(stopped.status, 130);
  EXPECT_EQ(nlohmann::json::parse(read_file(at("status.json")))["state"], "planning");
}

}  // namespace
}  // namespace budgetlift::test
