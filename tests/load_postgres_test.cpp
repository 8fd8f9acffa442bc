// Loading into a PostgreSQL server of the tests' own.
#include <gmock/gmock.h>

#include <csignal>
#include <glob.h>
#include <pwd.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/load_support.h"
#include "tests/program.h"
#include "tests/support.h"
#include "tests/tools.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// The server's programs, which Debian keeps out of PATH.
std::string server_programs() {
  glob_t found{};
  std::string out;
  if (::glob("/usr/lib/postgresql/*/bin/initdb", 0, nullptr, &found) == 0 && found.gl_pathc > 0) {
    out = fs::path(found.gl_pathv[found.gl_pathc - 1]).parent_path().string();
  }
  ::globfree(&found);
  return out;
}

class Server {
 public:
  Server() {
    // Root may not run it; its package brings a user.
    if (::geteuid() == 0) {
      const passwd* user = ::getpwnam("postgres");
      if (!user || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) return;
      prefix_ = {"setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"};
    }
    const ProgramResult made = run({bin_ + "/initdb", "-D", data(), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"});
    EXPECT_EQ(made.status, 0) << made.err;
    start();
  }
  ~Server() { stop("fast"); }

  void start() {
    const ProgramResult started = run({bin_ + "/pg_ctl", "-D", data(), "-l", (folder_.path() / "log").string(), "-w", "-o",
                                       "-k " + folder_.path().string() + " -c listen_addresses= -c shared_buffers=16MB", "start"});
    EXPECT_EQ(started.status, 0) << started.out << started.err;
  }
  void stop(const std::string& mode) { run({bin_ + "/pg_ctl", "-D", data(), "-w", "-m", mode, "stop"}); }

  std::string place(const std::string& user = "postgres") const { return "postgresql://" + user + "@/postgres?host=" + folder_.path().string(); }

  std::string query(const std::string& sql) const {
    const ProgramResult result = run_program({"psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, place()});
    EXPECT_EQ(result.status, 0) << result.err;
    return result.out.substr(0, result.out.find_last_not_of('\n') + 1);
  }

 private:
  std::string data() const { return (folder_.path() / "data").string(); }
  ProgramResult run(std::vector<std::string> words) {
    words.insert(words.begin(), prefix_.begin(), prefix_.end());
    return run_program(words, {.stdout_path = "/dev/null"});
  }

  TemporaryFolder folder_;
  std::string bin_ = server_programs();
  std::vector<std::string> prefix_;
};

class LoadPostgres : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!server_programs().empty() && !find_tool("psql").empty()) server = std::make_unique<Server>();
  }
  static void TearDownTestSuite() { server.reset(); }
  void SetUp() override {
    BUDGETLIFT_NEEDS(server, "PostgreSQL's server");
    server->query("DROP SCHEMA IF EXISTS budgetlift CASCADE");
  }

  static LoadOptions options(const std::string& schema = "budgetlift") { return {.format = "postgresql", .place = server->place(), .schema = schema}; }
  static std::string refused(const LoadOptions& with = options()) { return refused_target(with); }
  static std::string q(const std::string& sql) { return server->query(sql); }

  static std::unique_ptr<Server> server;
};

std::unique_ptr<Server> LoadPostgres::server;

TEST_F(LoadPostgres, KeepsEveryValue) {
  ProjectRecord record = full_record();
  record.total->cny = Decimal{"123456789012345678901.123456"};
  record.purpose = "a\tb\\c\nd\r'e'\"f\"\\N";
  load_lines(options(), {record_line(record)});
  EXPECT_EQ(q("SELECT total_cny FROM budgetlift.projects"), "123456789012345678901.123456");
  EXPECT_EQ(q("SELECT fiscal_cny FROM budgetlift.projects"), "4999950.00");
  EXPECT_EQ(q("SELECT purpose = E'a\\tb\\\\c\\nd\\r''e''\"f\"\\\\N' FROM budgetlift.projects"), "t");
  EXPECT_EQ(q("SELECT extra->>'authority' FROM budgetlift.projects"), "虚构县财政局");
  EXPECT_EQ(q("SELECT date + 1 FROM budgetlift.schedule ORDER BY schedule_index LIMIT 1"), "2024-04-01");
  EXPECT_EQ(q("SELECT count(*) FROM budgetlift.indicators WHERE target_text IS NULL"), "1");
  EXPECT_EQ(q("SELECT reason FROM budgetlift.review"), "empty-cell");
}

TEST_F(LoadPostgres, GoesOnWithWhatItHolds) {
  EXPECT_EQ(load_lines(options(), {numbered_line(1), numbered_line(1, 2), numbered_line(2)}).added, 2);
  const LoadFacts again = load_lines(options(), {numbered_line(1), numbered_line(1, 2), numbered_line(3)});
  EXPECT_EQ(again.added, 1);
  EXPECT_EQ(again.unchanged, 1);
  EXPECT_EQ(again.elsewhere, 1);
  const LoadFacts read_anew = load_lines(options(), {numbered_line(1)}, true);
  EXPECT_EQ(read_anew.replaced, 1);
  EXPECT_EQ(read_anew.removed, 2);
  EXPECT_EQ(q("SELECT count(*) FROM budgetlift.projects"), "1");
  EXPECT_EQ(q("SELECT count(*) FROM budgetlift.indicators"), "3");
}

TEST_F(LoadPostgres, SchemasAreApart) {
  load_lines(options(), {numbered_line(1)});
  load_lines(options("other \"one\""), {numbered_line(2), numbered_line(3)});
  EXPECT_EQ(q("SELECT count(*) FROM budgetlift.documents"), "1");
  EXPECT_EQ(q("SELECT count(*) FROM \"other \"\"one\"\"\".documents"), "2");
}

TEST_F(LoadPostgres, ChecksTheTablesThatAreThere) {
  load_lines(options(), {numbered_line(1)});
  q("ALTER TABLE budgetlift.projects ADD COLUMN remark text");   // of the user's own
  EXPECT_EQ(refused(), "");
  q("ALTER TABLE budgetlift.schedule ALTER COLUMN percent TYPE double precision");
  EXPECT_THAT(refused(), HasSubstr("budgetlift.schedule.percent is of the type double precision, not numeric"));
  q("ALTER TABLE budgetlift.schedule DROP COLUMN percent");
  EXPECT_THAT(refused(), HasSubstr("budgetlift.schedule.percent is missing"));
}

TEST_F(LoadPostgres, OneAtATime) {
  const auto first = open_target(options());
  ASSERT_TRUE(first);
  EXPECT_THAT(refused(), HasSubstr("another load"));
  EXPECT_EQ(refused(options("else")), "");
}

TEST_F(LoadPostgres, ARoleWithoutRightsIsToldSo) {
  q("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') THEN CREATE ROLE reader LOGIN; END IF; END $$");
  EXPECT_THAT(refused({.format = "postgresql", .place = server->place("reader")}), HasSubstr("needs CREATE"));
  // A schema of its own is all it needs.
  q("CREATE SCHEMA own AUTHORIZATION reader");
  EXPECT_EQ(refused({.format = "postgresql", .place = server->place("reader"), .schema = "own"}), "");
}

TEST_F(LoadPostgres, PasswordsAreNotPrinted) {
  const ProgramResult result = budgetlift({"load", "/dev/null", "-o", "postgresql://nobody:geheim@127.0.0.1:1/none"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("postgresql://nobody@127.0.0.1:1/none: not-written: the database cannot be reached"));
  EXPECT_THAT(result.err, testing::Not(HasSubstr("geheim")));
}

// The server is stopped in the middle and started again: the run says so, the next one completes it, no row is there twice.
TEST_F(LoadPostgres, TheServerMayStop) {
  constexpr int kDocuments = 4000;
  TemporaryFolder folder;
  std::string lines;
  for (int i = 0; i < kDocuments; ++i) lines += numbered_line(i) + "\n" + numbered_line(i, 2) + "\n";
  const std::string records = folder.file("records.jsonl", lines);
  for (const char* mode : {"immediate", "fast"}) {
    ProgramResult stopped;
    const int before = q("SELECT to_regclass('budgetlift.documents') IS NULL") == "t" ? 0 : std::stoi(q("SELECT count(*) FROM budgetlift.documents"));
    std::thread load([&] { stopped = budgetlift({"load", records, "-o", server->place()}); });
    // Until it has written something more.
    while (q("SELECT to_regclass('budgetlift.documents') IS NULL") == "t" || std::stoi(q("SELECT count(*) FROM budgetlift.documents")) < before + 100) ::usleep(1000);
    server->stop(mode);
    load.join();
    EXPECT_EQ(stopped.status, 1);
    EXPECT_THAT(stopped.err, HasSubstr("not-written: "));
    server->start();
    EXPECT_LT(std::stoi(q("SELECT count(*) FROM budgetlift.documents")), kDocuments);
    EXPECT_EQ(q("SELECT count(*) FROM budgetlift.documents d WHERE projects <> (SELECT count(*) FROM budgetlift.projects p WHERE p.document_sha256 = d.document_sha256)"), "0");
  }
  const ProgramResult done = budgetlift({"load", records, "-o", server->place()});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(q("SELECT count(*), sum(total_cny) FROM budgetlift.projects"), "8000|40000000000.00");
  EXPECT_EQ(q("SELECT count(*) FROM budgetlift.indicators"), "24000");
}

}  // namespace
}  // namespace budgetlift::test
