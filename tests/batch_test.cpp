// `batch` and `merge` as their users run them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/sqlite.h"
#include "tests/batch_support.h"
#include "tests/scan_support.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;

TEST_F(Batch, GivesTheRecordsThatExtractGives) {
  const ProgramResult result = batch();
  EXPECT_EQ(result.status, 0) << result.err;
  std::map<std::pair<std::string, int>, std::string> extracted;
  for (const std::string& line : lines_of(budgetlift({"extract", in.string()}).out)) {
    const auto record = nlohmann::json::parse(line);
    extracted[{record["document"]["sha256"], record["index"]}] = line;
  }
  std::string expected;
  for (const auto& [key, line] : extracted) expected += line + "\n";
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(output(), expected);
  EXPECT_FALSE(fs::exists(folder.path() / "out" / "spool"));
}

TEST_F(Batch, GivesTheSameBytesForAnyNumberOfWorkersAndAnyOrder) {
  batch({"--jobs", "1"});
  std::vector<std::string> words = {"batch", "--out", (folder.path() / "other").string(), "--jobs", "3", "--renew", "1", "--progress-every", "0"};
  for (const char* name : {"wide.pieces.pdf", "units.locked.pdf", "cuts.txt", "listing.chromium.pdf", "first.chromium.pdf"}) words.push_back((in / name).string());
  EXPECT_EQ(budgetlift(words).status, 0);
  EXPECT_EQ(outputs(), outputs("other"));
}

TEST_F(Batch, DoesNothingTwice) {
  batch();
  const std::string before = outputs();
  const auto log = (folder.path() / "log").string();
  const ProgramResult again = batch({"--log-json", log});
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.err, testing::HasSubstr("5 inputs: 0 to do, 5 unchanged"));
  EXPECT_EQ(outputs(), before);
  for (const std::string& line : lines_of(read_file(log))) EXPECT_NE(nlohmann::json::parse(line)["event"], "read");
  // A changed file, and one under a second name.
  fs::copy(in / "cuts.txt", in / "copy.txt");
  fs::copy_file(kMade + "first.libreoffice.pdf", in / "first.chromium.pdf", fs::copy_options::overwrite_existing);
  fs::remove(log);
  EXPECT_THAT(batch({"--log-json", log}).err, testing::HasSubstr("6 inputs: 2 to do, 4 unchanged"));
  int read = 0;
  for (const std::string& line : lines_of(read_file(log))) read += nlohmann::json::parse(line)["event"] == "read";
  EXPECT_EQ(read, 1);
  EXPECT_THAT(output(), testing::HasSubstr("copy.txt"));   // the first of its names
  EXPECT_THAT(output(), testing::Not(testing::HasSubstr("cuts.txt")));
  const std::string grown = outputs();
  EXPECT_EQ(batch({}, "fresh").status, 0);
  EXPECT_EQ(outputs("fresh"), grown);
}

TEST_F(Batch, ListsWhatCannotBeRead) {
  folder.file("in/broken.pdf", "%PDF-1.4 nothing behind");
  folder.file("in/web.pdf", "<html>");
  folder.file("in/two\nlines.pdf", "");
  fs::create_symlink("nowhere.pdf", in / "lost.pdf");
  const ProgramResult result = batch();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"broken.pdf damaged", "web.pdf not-a-document", "two\\nlines.pdf damaged", "lost.pdf not-found"}));
  EXPECT_THAT(result.out, testing::HasSubstr("9 inputs: 5 read, 4 failed"));
  EXPECT_FALSE(output().empty());
  // They are not tried again but on request; what is missing is looked for each time.
  EXPECT_THAT(batch().err, testing::HasSubstr("0 to do"));
  folder.file("in/web.pdf", read_file(kMade + "first.libreoffice.pdf"));
  fs::copy(kMade + "wide.landscape.pdf", in / "lost.pdf.new");
  fs::rename(in / "lost.pdf.new", in / "lost.pdf");
  EXPECT_THAT(batch({"--retry-failed"}).err, testing::HasSubstr("4 to do"));
  EXPECT_EQ(failures(folder.path() / "out").size(), 2u);
}

TEST_F(Batch, TwoOnOneFolderTheSecondLeaves) {
  batch();
  const fs::path lock = folder.path() / "out" / "lock";
  const pid_t holder = ::fork();
  if (holder == 0) {
    ::execlp("flock", "flock", "--no-fork", lock.c_str(), "sleep", "30", nullptr);
    ::_exit(127);
  }
  ::usleep(300'000);
  const ProgramResult second = batch();
  ::kill(holder, SIGKILL);
  ::waitpid(holder, nullptr, 0);
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.err, testing::HasSubstr("another batch"));
}

TEST_F(Batch, OutputThatWasChangedIsMadeAgain) {
  batch();
  const std::string before = outputs();
  folder.file("out/records.jsonl", "gone");
  EXPECT_THAT(batch().err, testing::HasSubstr("read again"));
  EXPECT_EQ(outputs(), before);
}

TEST_F(Batch, KilledAtAnyMomentGoesOnToTheSameBytes) {
  batch({}, "whole");
  for (int milliseconds = 20; milliseconds < 600; milliseconds += 45) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::setpgid(0, 0);
      const std::string out = (folder.path() / "out").string();
      for (int standard : {1, 2}) ::dup2(::open("/dev/null", O_WRONLY), standard);
      ::execl(BUDGETLIFT_EXECUTABLE, "budgetlift", "batch", in.c_str(), "--out", out.c_str(), "--redo", "stale", nullptr);
      ::_exit(127);
    }
    ::usleep(static_cast<useconds_t>(milliseconds) * 1000);
    ::kill(-child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  EXPECT_EQ(batch().status, 0);
  EXPECT_EQ(outputs(), outputs("whole"));
}

TEST_F(Batch, InterruptedItFinishesWhatItReadsAndGoesOnLater) {
  const ProgramResult stopped = batch({"--jobs", "1"}, "out", {.interrupt_after = 60});
  if (stopped.status == 0) GTEST_SKIP() << "it was done before it could be stopped";
  EXPECT_EQ(stopped.status, 130) << stopped.err;
  EXPECT_EQ(batch().status, 0);
  batch({}, "whole");
  EXPECT_EQ(outputs(), outputs("whole"));
}

TEST_F(Batch, WhatWasStoppedIsNoWholeShardForOthers) {
  batch({}, "whole");
  batch();
  const std::string root = folder.path().string();
  // As a first interruption leaves it: what was read is written, the rest is to do.
  Database(root + "/out/ledger.sqlite", Database::Mode::write).execute("UPDATE inputs SET state = 0 WHERE path LIKE '%cuts.txt'");
  const ProgramResult merged = budgetlift({"merge", root + "/out", root + "/whole", "--out", root + "/merged"});
  EXPECT_EQ(merged.status, 1);
  EXPECT_THAT(merged.err, testing::HasSubstr("out: its batch was stopped before its end (1 inputs are left to do); run it again first"));
  EXPECT_FALSE(fs::exists(root + "/merged/records.jsonl"));
  const ProgramResult loaded = budgetlift({"load", root + "/out", "-o", root + "/a.sqlite"});
  EXPECT_EQ(loaded.status, 0);
  EXPECT_THAT(loaded.err, testing::HasSubstr("1 inputs are left to do); what it has written is loaded"));
  const ProgramResult others = budgetlift({"load", root + "/out", "-o", root + "/a.sqlite", "--remove-others"});
  EXPECT_EQ(others.status, 1);
  EXPECT_THAT(others.err, testing::HasSubstr("--remove-others would remove what it has not read"));
  // A next run that was killed while it looked for its inputs has not named them.
  Database(root + "/out/ledger.sqlite", Database::Mode::write).execute("UPDATE meta SET value = value + 1 WHERE key = 'run'");
  EXPECT_EQ(budgetlift({"merge", root + "/out", root + "/whole", "--out", root + "/merged"}).status, 1);
  // Stopped before anything was written.
  Database(root + "/out/ledger.sqlite", Database::Mode::write).execute("UPDATE meta SET value = 0 WHERE key = 'generation'");
  EXPECT_THAT(budgetlift({"load", root + "/out", "-o", root + "/a.sqlite"}).err, testing::HasSubstr("nothing is written yet"));
}

TEST_F(Batch, ShardsMergedAreTheWhole) {
  folder.file("in/broken.pdf", "%PDF-1.4 nothing behind");
  batch({}, "whole");
  for (const char* shard : {"1/3", "2/3", "3/3"}) batch({"--shard", shard}, std::string("shard") + shard[0]);
  const std::string root = folder.path().string();
  const ProgramResult merged = budgetlift({"merge", root + "/shard3", root + "/shard1", root + "/shard2", "--out", root + "/out"});
  EXPECT_EQ(merged.status, 1);   // of the broken one
  EXPECT_EQ(outputs(), outputs("whole"));
  for (const char* shard : {"4/3", "0/3", "-2/-1", "1/3x", "1", "1/", "4294967297/4294967297"}) EXPECT_EQ(batch({"--shard", shard}).status, 2) << shard;
  // Without one of them documents are missing, and that is said.
  const ProgramResult part = budgetlift({"merge", root + "/shard1", root + "/shard2", "--out", root + "/part"});
  EXPECT_EQ(part.status, 1);
  EXPECT_THAT(part.out, testing::HasSubstr("inputs have no document here"));
  // A batch goes on in the merged folder.
  EXPECT_THAT(batch().err, testing::HasSubstr("0 to do, 6 unchanged"));
}

TEST_F(Batch, MergeKilledAtAnyMomentIsMadeWholeByTheNext) {
  const std::string root = folder.path().string();
  batch({}, "whole");
  std::string list;
  for (const char* shard : {"1/4", "2/4", "3/4", "4/4"}) {
    batch({"--shard", shard}, std::string("shard") + shard[0]);
    list += root + "/shard" + shard[0] + "\n";
  }
  const std::string listed = "@" + folder.file("shards.txt", list), out = root + "/out";
  for (int milliseconds = 1; milliseconds < 60; milliseconds += 4) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int standard : {1, 2}) ::dup2(::open("/dev/null", O_WRONLY), standard);
      ::execl(BUDGETLIFT_EXECUTABLE, "budgetlift", "merge", listed.c_str(), "--out", out.c_str(), nullptr);
      ::_exit(127);
    }
    ::usleep(static_cast<useconds_t>(milliseconds) * 1000);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  EXPECT_EQ(budgetlift({"merge", listed, "--out", out}).status, 0);
  EXPECT_EQ(outputs(), outputs("whole"));
  EXPECT_EQ(budgetlift({"merge", "@" + root + "/none.txt", "--out", out}).status, 2);
}

TEST_F(Batch, InputsPrintsThePathsThatItWouldRead) {
  const std::string list = folder.file("list.txt", (in / "cuts.txt").string() + "\n" + (in / "none.pdf").string() + "\n");
  fs::create_directory(in / "more");
  folder.file("in/more/two\nlines.PDF", "");
  folder.file("in/more/old.zip", "");
  folder.file("in/more/readme.doc", "");
  fs::create_directory(in / "empty");
  const ProgramResult result = budgetlift({"inputs", (in / "more").string(), (in / "empty").string(), "@" + list});
  std::string expected;
  for (const char* name : {"more/old.zip", "more/two\nlines.PDF", "empty", "cuts.txt", "none.pdf"}) expected += (in / name).string() + '\0';
  EXPECT_EQ(result.out, expected);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, testing::HasSubstr("none.pdf: not-found"));
}

TEST_F(Batch, MergeNamesConflicts) {
  batch({}, "one");
  fs::copy_file(kMade + "first.libreoffice.pdf", in / "first.chromium.pdf", fs::copy_options::overwrite_existing);
  batch({}, "two");
  const std::string root = folder.path().string();
  const ProgramResult merged = budgetlift({"merge", root + "/one", root + "/two", "--out", root + "/out"});
  EXPECT_EQ(merged.status, 1);
  EXPECT_THAT(merged.err, testing::HasSubstr("first.chromium.pdf: conflict: other content"));
  EXPECT_THAT(budgetlift({"merge", root + "/in", "--out", root + "/out"}).err, testing::HasSubstr("no batch was run here"));
}

TEST_F(Batch, ReadsWhatArchivesHold) {
  const std::string first = read_file(kMade + "first.libreoffice.pdf"), dump = read_file(kMade + "cuts.txt");
  pack((in / "a.zip").string(), {{"x/first.pdf", first}, {"bad.pdf", "%PDF-1.4"}, {"readme.doc", "no"}, {"inner.zip", "PK"}});
  pack((in / "b.tar.gz").string(), {{"cuts.txt", dump}, {"wide.pdf", read_file(kMade + "wide.landscape.pdf")}});
  pack((in / "c.7z").string(), {{"年度.pdf", read_file(kMade + "early.libreoffice.pdf")}});
  folder.file("in/no.zip", "no archive");
  const ProgramResult result = batch();
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"bad.pdf damaged", "inner.zip not-a-document", "no.zip not-a-document"}));
  EXPECT_THAT(output(), testing::HasSubstr("a.zip/x/first.pdf"));
  EXPECT_THAT(output(), testing::HasSubstr("b.tar.gz/wide.pdf"));
  EXPECT_THAT(output(), testing::HasSubstr("c.7z/年度.pdf"));
  EXPECT_THAT(batch().err, testing::HasSubstr("0 to do"));
  batch({"--jobs", "1"}, "other");
  EXPECT_EQ(outputs(), outputs("other"));
  // What is to be read again is found in its archive.
  fs::remove(folder.path() / "out" / "records.jsonl");
  batch();
  EXPECT_EQ(outputs(), outputs("other"));
}

TEST_F(Batch, ASpoiltFileInAnArchiveIsNotRead) {
  const std::string path = (in / "a.zip").string();
  pack(path, {{"good.txt", read_file(kMade + "wide.txt")}, {"bad.txt", read_file(kMade + "units.txt")}});
  std::string bytes = read_file(path);
  const size_t last = bytes.rfind("PK\x01\x02");
  ASSERT_NE(last, std::string::npos);
  bytes[last + 16] ^= 1;   // the sum of its bytes
  folder.file("in/a.zip", bytes);
  batch();
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"bad.txt damaged"}));
  EXPECT_THAT(output(), testing::HasSubstr("a.zip/good.txt"));
  EXPECT_THAT(output(), testing::Not(testing::HasSubstr("a.zip/bad.txt")));
}

TEST_F(Batch, AGzipWhoseSumDoesNotAgreeIsNamed) {
  const std::string path = (in / "a.tar.gz").string();
  pack(path, {{"a.txt", read_file(kMade + "wide.txt")}});
  std::string bytes = read_file(path);
  bytes[bytes.size() - 8] ^= 1;
  folder.file("in/a.tar.gz", bytes);
  batch();
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"a.tar.gz damaged"}));
}

TEST_F(Batch, ABombIsNotUnpacked) {
  pack((in / "bomb.tar.gz").string(), {{"a.txt", std::string(300 << 20, 'x')}});
  batch();
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"bomb.tar.gz too-large"}));
}

// A document whose thirteenth page makes the fake library for scans do what the environment says.
class BatchFault : public Batch {
 protected:
  void SetUp() override {
    Batch::SetUp();
    MadePdf made;
    const int image = add_image(made, 40, 60, std::string(40 * 60, '\xF0'));
    for (int page = 0; page < 13; ++page) made.page("q 200 0 0 300 0 0 cm /Im Do Q ", "", image_resources(image));
    folder.file("in/unlucky.pdf", made.bytes());
    ::setenv("BUDGETLIFT_SCAN_LIBRARY", BUDGETLIFT_FAKE_SCAN, 1);
  }
  void TearDown() override {
    ::unsetenv("BUDGETLIFT_SCAN_LIBRARY");
    ::unsetenv("BUDGETLIFT_FAKE_FAULT");
  }
  void expect(const char* fault, const std::string& kind, std::vector<std::string> options = {}) {
    ::setenv("BUDGETLIFT_FAKE_FAULT", fault, 1);
    const std::string out = fault, log = (folder.path() / (out + ".log")).string();
    options.insert(options.end(), {"--log-json", log});
    EXPECT_EQ(batch(options, out).status, 1);
    EXPECT_EQ(failures(folder.path() / out), (std::set<std::string>{"unlucky.pdf " + kind}));
    EXPECT_EQ(lines_of(output("records.jsonl", out)).size(), others) << "it costs no other document";
    int again = 0;
    for (const std::string& line : lines_of(read_file(log))) again += nlohmann::json::parse(line)["event"] == "again";
    EXPECT_EQ(again, 1) << "it is tried once more";
  }
  const size_t others = [] {
    size_t records = 0;
    for (const char* name : {"first.chromium.pdf", "wide.pieces.pdf", "listing.chromium.pdf", "units.locked.pdf", "cuts.txt"}) records += lines_of(budgetlift({"extract", kMade + name}).out).size();
    return records;
  }();
};

TEST_F(BatchFault, ACrashCostsItsDocumentAlone) { expect("crash", "crashed"); }
TEST_F(BatchFault, SoDoesAnEndWithoutAWord) { expect("exit", "crashed"); }
TEST_F(BatchFault, SoDoesADocumentThatHangs) { expect("hang", "timed-out", {"--timeout", "1"}); }
TEST_F(BatchFault, SoDoesAPageThatHangs) { expect("hang", "timed-out", {"--page-timeout", "1"}); }

#if !defined(__SANITIZE_ADDRESS__)
TEST_F(BatchFault, MemoryBeyondTheLimitIsOutOfMemory) {
  ::setenv("BUDGETLIFT_FAKE_FAULT", "eat", 1);
  batch({"--memory", "300"});
  EXPECT_EQ(failures(folder.path() / "out"), (std::set<std::string>{"unlucky.pdf out-of-memory"}));
  expect("abort", "out-of-memory", {"--memory", "300"});
}
#endif

TEST_F(BatchFault, AWorkerMayNeitherWriteNorConnect) {
  for (const char* fault : {"write", "remove", "connect"}) {
    ::setenv("BUDGETLIFT_FAKE_FAULT", fault, 1);
    batch({}, fault);
    EXPECT_THAT(output("failed.tsv", fault), testing::HasSubstr("refused")) << fault;
    EXPECT_THAT(output("failed.tsv", fault), testing::Not(testing::HasSubstr("allowed"))) << fault;
  }
}

}  // namespace
}  // namespace budgetlift::test
