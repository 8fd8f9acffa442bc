// The parts of a batch one by one: cells of lists, paths put into records, the walk of inputs, the ledger.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/assemble.h"
#include "batch/input_walk.h"
#include "batch/ledger.h"
#include "batch/protocol.h"
#include "batch/record_line.h"
#include "batch/tsv.h"
#include "tests/program.h"
#include "tests/support.h"

#include <sys/socket.h>

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;

TEST(TsvCell, IsOneCellOfOneLineAndCanBeUndone) {
  EXPECT_EQ(tsv_cell("年/2024 预算.pdf"), "年/2024 预算.pdf");
  EXPECT_EQ(tsv_cell("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e");
  EXPECT_EQ(tsv_cell(std::string("\x01\xC4\xE3", 3)), "\\x01\\xC4\\xE3");   // GBK
  EXPECT_EQ(tsv_cell("\xE5\xB9"), "\\xE5\\xB9");   // cut off
  EXPECT_EQ(tsv_cell("\xEF\xBF\xBD"), "\xEF\xBF\xBD");
}

TEST(WithPath, PutsTheNameIntoTheDocument) {
  const std::string line = R"({"record_version":1,"document":{"path":"","sha256":"ab"},"title":"\"path\":\"x\""})";
  const std::string named = with_path(line, R"("a \"b\".pdf")");
  EXPECT_EQ(named, R"({"record_version":1,"document":{"path":"a \"b\".pdf","sha256":"ab"},"title":"\"path\":\"x\""})");
  EXPECT_EQ(with_path(named, "\"\""), line);
  for (const char* other : {"", "[1]", R"({"document":{}})"}) EXPECT_EQ(with_path(other, "\"\""), other);
}

struct Walked {
  std::vector<std::string> files, problems;
};

Walked walk(const std::vector<std::string>& arguments, bool archives = true) {
  Walked out;
  walk_inputs(arguments, {archives}, {[&](const std::string& path, const FileStamp&) { out.files.push_back(path); },
                                      [&](const std::string& path, const Error& error) { out.problems.push_back(path + ": " + name(error.kind)); }});
  return out;
}

TEST(InputWalk, AFolderGivesItsDocumentsInOrderAndNothingElse) {
  const TemporaryFolder folder;
  const std::string root = folder.path();
  fs::create_directories(folder.path() / "b");
  for (const char* name : {"c.PDF", "a.txt", "a.doc", "b/x.tar.gz", "b/y.tiff", "z.zip"}) folder.file(name, "x");
  fs::create_directory_symlink(root, folder.path() / "b" / "loop");
  ::mkfifo((root + "/pipe.pdf").c_str(), 0600);
  fs::create_symlink("nowhere.pdf", folder.path() / "broken.pdf");
  const Walked all = walk({root});
  EXPECT_EQ(all.files, (std::vector<std::string>{root + "/a.txt", root + "/c.PDF", root + "/z.zip", root + "/b/x.tar.gz", root + "/b/y.tiff"}));
  EXPECT_EQ(all.problems, (std::vector<std::string>{root + "/broken.pdf: not-found", root + "/pipe.pdf: not-a-document"}));
  EXPECT_EQ(walk({root}, false).files.size(), 3u);
}

TEST(InputWalk, ListsHaveAPathALineOrZeroBytesBetween) {
  const TemporaryFolder folder;
  const std::string odd = folder.file("two\nlines.pdf", "x"), plain = folder.file("a.pdf", "x");
  const std::string lines = folder.file("lines.txt", plain + "\r\n\n" + plain);
  const std::string zeros = folder.file("zeros.txt", odd + '\0' + plain + '\0');
  EXPECT_EQ(walk({"@" + lines}).files, (std::vector<std::string>{plain, plain}));
  EXPECT_EQ(walk({"@" + zeros}).files, (std::vector<std::string>{odd, plain}));
  EXPECT_EQ(walk({"@" + folder.path().string() + "/none"}).problems.size(), 1u);
  // Zero bytes behind the part that tells how paths are parted: no other file passes for the one that is meant.
  const std::string mixed = folder.file("mixed.txt", std::string(1 << 16, '\n') + plain + '\0' + "b\n" + plain);
  EXPECT_EQ(walk({"@" + mixed}).files, (std::vector<std::string>{plain}));
  EXPECT_EQ(walk({"@" + mixed}).problems.size(), 1u);
}

const std::string kOne(64, '1'), kTwo(64, '2');

DocumentOutcome outcome_of(const std::string& sha256, std::optional<Error> error = std::nullopt) {
  DocumentOutcome out;
  out.sha256 = sha256;
  out.error = std::move(error);
  out.records = 1;
  return out;
}

class LedgerTest : public testing::Test {
 protected:
  // One run over the inputs: those that it has to do.
  std::vector<std::string> todo(const std::vector<std::pair<std::string, FileStamp>>& inputs, Redo redo = {}, const std::string& version = "1", Shard shard = {}) {
    ledger.begin_run({version, "m", "f"}, redo, shard);
    ledger.begin_plan();
    for (const auto& [path, own] : inputs) ledger.plan(path, own);
    counts = ledger.end_plan();
    return ledger.next("", 100);
  }

  TemporaryFolder folder;
  Ledger ledger{folder.path().string()};
  PlanCounts counts;
  const FileStamp stamp{10, 20, 30, 40};
};

TEST_F(LedgerTest, WhatIsDoneIsNotDoneAgain) {
  EXPECT_EQ(todo({{"a", stamp}, {"b", stamp}}), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(ledger.content("a", "", stamp, kOne));
  ledger.document_done(outcome_of(kOne));
  EXPECT_FALSE(ledger.content("b", "", stamp, kOne));   // the same bytes
  EXPECT_TRUE(todo({{"a", stamp}, {"b", stamp}}).empty());
  EXPECT_EQ(counts.unchanged, 2);
  FileStamp touched = stamp;
  ++touched.modified;
  EXPECT_EQ(todo({{"a", touched}, {"b", stamp}}), (std::vector<std::string>{"a"}));
}

TEST_F(LedgerTest, WhatWasGivenAwayButNotFinishedIsStillToDo) {
  todo({{"a", stamp}, {"b", stamp}});
  EXPECT_TRUE(ledger.content("a", "", stamp, kOne));
  EXPECT_TRUE(ledger.content("b", "", stamp, kOne));
  EXPECT_EQ(todo({{"a", stamp}, {"b", stamp}}).size(), 2u);
  ledger.document_done(outcome_of(kOne));   // for both names
  EXPECT_TRUE(ledger.next("", 10).empty());
}

TEST_F(LedgerTest, FailedAndStaleDocumentsAreRedoneOnRequest) {
  const Error damaged{ErrorKind::damaged, "x"};
  todo({{"a", stamp}, {"b", stamp}});
  ledger.content("a", "", stamp, kOne);
  ledger.document_done(outcome_of(kOne, damaged));
  ledger.content("b", "", stamp, kTwo);
  ledger.document_done(outcome_of(kTwo, Error{ErrorKind::no_records, "none"}));
  EXPECT_TRUE(todo({{"a", stamp}, {"b", stamp}}).empty());
  EXPECT_EQ(ledger.totals().failed, 1);
  EXPECT_EQ(todo({{"a", stamp}, {"b", stamp}}, {.failed = true}), (std::vector<std::string>{"a"}));
  EXPECT_TRUE(ledger.content("a", "", stamp, kOne));
  ledger.document_done(outcome_of(kOne));
  EXPECT_FALSE(ledger.content("a", "", stamp, kOne));   // once a run
  EXPECT_TRUE(todo({{"a", stamp}, {"b", stamp}}, {}, "2").empty());
  EXPECT_EQ(counts.stale, 2);
  EXPECT_EQ(todo({{"a", stamp}, {"b", stamp}}, {.stale = true}, "2").size(), 2u);
}

TEST_F(LedgerTest, OtherShardsDocumentsAreLeftToThem) {
  const Shard first{0, 2}, second{1, 2};
  const std::string hash = std::string(7, '0') + "1" + std::string(56, '0');
  EXPECT_FALSE(first.has(hash));
  EXPECT_TRUE(second.has(hash));
  todo({{"a", stamp}}, {}, "1", first);
  EXPECT_FALSE(ledger.content("a", "", stamp, hash));
  EXPECT_TRUE(todo({{"a", stamp}}, {}, "1", first).empty());   // its bytes are not read again
  EXPECT_EQ(todo({{"a", stamp}}, {}, "1", second).size(), 1u);
}

TEST_F(LedgerTest, ADocumentIsCalledByTheFirstNameOfTheLatestRun) {
  DocumentOutcome outcome = outcome_of(kOne);
  outcome.record_lines = {"spool/1", 0, 5};
  todo({{"b", stamp}});
  ledger.content("b", "", stamp, kOne);
  ledger.document_done(outcome);
  EXPECT_EQ(ledger.outputs("", 10).at(0).path, "b");
  todo({{"c", stamp}, {"d", stamp}});
  ledger.content("d", "", stamp, kOne);
  ledger.content("c", "", stamp, kOne);
  EXPECT_EQ(ledger.outputs("", 10).at(0).path, "c");
  EXPECT_EQ(ledger.totals().not_named, 1);
}

TEST_F(LedgerTest, AnArchivesLostDocumentsAreForgotten) {
  todo({{"z.zip", stamp}});
  ledger.content("z.zip/a", "z.zip", stamp, kOne);
  ledger.document_done(outcome_of(kOne));
  ledger.archive_done("z.zip");
  EXPECT_TRUE(todo({{"z.zip", stamp}}).empty());
  FileStamp touched = stamp;
  ++touched.size;
  EXPECT_EQ(todo({{"z.zip", touched}}).size(), 1u);
  ledger.content("z.zip/b", "z.zip", touched, kTwo);
  ledger.document_done(outcome_of(kTwo));
  ledger.archive_done("z.zip");
  ledger.drop_unnamed();
  EXPECT_EQ(ledger.totals().documents, 1);
}

TEST(Protocol, MessagesComeAsTheyWereSent) {
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  Channel here(pair[0]), there(pair[1]);
  DocumentOutcome outcome = outcome_of(kOne, Error{ErrorKind::encrypted, "w"});
  outcome.reasons = {{"low-confidence", 3}};
  outcome.review_lines = {"f", 1, 2};
  const std::string name = "GBK \xC4\xE3\n.pdf";
  ASSERT_TRUE(here.send(message::Content{name, "", {1, 2, 3, 4}, kTwo}) && here.send(message::Done{outcome}) && here.send(message::Answer{true}));
  const auto content = there.receive(), done = there.receive(), answer = there.receive();
  EXPECT_EQ(std::get<message::Content>(*content).path, name);
  EXPECT_EQ(std::get<message::Content>(*content).stamp, (FileStamp{1, 2, 3, 4}));
  EXPECT_EQ(std::get<message::Done>(*done).outcome.reasons.at("low-confidence"), 3);
  EXPECT_EQ(std::get<message::Done>(*done).outcome.error->kind, ErrorKind::encrypted);
  EXPECT_TRUE(std::get<message::Answer>(*answer).read);
}

TEST(Protocol, NonsenseEndsTheTalk) {
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  Channel here(pair[0]);
  const std::string nonsense("\x05\x00\x00\x00hello", 9);
  ASSERT_EQ(::write(pair[1], nonsense.data(), nonsense.size()), 9);
  EXPECT_FALSE(here.receive());
  ::close(pair[1]);
}

}  // namespace
}  // namespace budgetlift::test
