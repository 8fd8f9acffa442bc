#include "batch/sqlite.h"

#include <sqlite3.h>

namespace budgetlift {
namespace {

constexpr int kBusyMilliseconds = 5000;   // somebody looks into the ledger with sqlite3

[[noreturn]] void fail(sqlite3* database, const std::string& doing) {
  throw DatabaseError(doing + ": " + (database ? sqlite3_errmsg(database) : "out of memory"));
}

}  // namespace

Statement::~Statement() { sqlite3_finalize(statement_); }

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) {
    sqlite3* database = sqlite3_db_handle(statement_);
    const std::string sql = sqlite3_sql(statement_);
    sqlite3_reset(statement_);
    fail(database, sql.substr(0, sql.find_first_of(" (")));
  }
  // Ready for the next run: a statement left at its end keeps its read lock.
  sqlite3_reset(statement_);
  return false;
}

void Statement::reset() { sqlite3_reset(statement_); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return bytes ? std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, column))) : "";
}

void Statement::bind(int at, std::int64_t value) { sqlite3_bind_int64(statement_, at, value); }

void Statement::bind(int at, std::string_view value) {
  sqlite3_bind_text64(statement_, at, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int at, std::nullopt_t) { sqlite3_bind_null(statement_, at); }

void Database::become_one_file() noexcept {
  sqlite3_busy_timeout(database_, 0);
  sqlite3_exec(database_, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
}

Database::Database(const std::string& path, Mode mode) : database_(nullptr) {
  const int flags = mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &database_, flags, nullptr) != SQLITE_OK) {
    const std::string why = database_ ? sqlite3_errmsg(database_) : "out of memory";
    sqlite3_close(database_);
    throw DatabaseError(path + " cannot be opened: " + why);
  }
  sqlite3_busy_timeout(database_, kBusyMilliseconds);
}

Database::~Database() { sqlite3_close(database_); }

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(database_, sql.substr(0, sql.find_first_of(" (")));
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    fail(database_, std::string(sql.substr(0, sql.find_first_of(" ("))));
  }
  return Statement(statement);
}

std::int64_t Database::changes() const { return sqlite3_changes64(database_); }

Transaction::~Transaction() {
  if (!database_) return;
  try {
    database_->execute("ROLLBACK");
  } catch (const DatabaseError&) {
    // It was taken back already.
  }
}

void Transaction::commit() {
  database_->execute("COMMIT");
  database_ = nullptr;
}

}  // namespace budgetlift
