#include "batch/ledger.h"

#include <filesystem>

namespace budgetlift {
namespace {

constexpr std::int64_t kSchemaVersion = 1;

// Paths are bytes: a name that is no UTF-8 is kept as it is. `state`: 0 to do, 1 done.
const char* const kSchema = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE inputs(
  path TEXT PRIMARY KEY, archive TEXT NOT NULL, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER,
  sha256 TEXT, state INTEGER NOT NULL, failure TEXT, message TEXT, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX inputs_by_content ON inputs(sha256, run, path);
CREATE INDEX inputs_to_do ON inputs(path) WHERE state = 0;
CREATE INDEX inputs_by_archive ON inputs(archive) WHERE archive <> '';
CREATE TABLE documents(
  sha256 TEXT PRIMARY KEY, failure TEXT, message TEXT, partial INTEGER NOT NULL, kind TEXT NOT NULL, pages INTEGER NOT NULL,
  records INTEGER NOT NULL, reviewed INTEGER NOT NULL, milliseconds INTEGER NOT NULL, attempts INTEGER NOT NULL,
  program TEXT NOT NULL, models TEXT NOT NULL, forms TEXT NOT NULL, run INTEGER NOT NULL,
  record_file TEXT NOT NULL, record_offset INTEGER NOT NULL, record_length INTEGER NOT NULL,
  review_file TEXT NOT NULL, review_offset INTEGER NOT NULL, review_length INTEGER NOT NULL,
  written_path TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE reasons(sha256 TEXT, reason TEXT, entries INTEGER NOT NULL, PRIMARY KEY(sha256, reason)) WITHOUT ROWID;
)";

// A readable document without records is listed, but nothing failed.
const std::string kWarning = "no-records";

}  // namespace

bool Shard::has(const std::string& sha256) const {
  if (count <= 1) return true;
  return static_cast<std::uint32_t>(std::stoul(sha256.substr(0, 8), nullptr, 16)) % count == index;
}

Ledger::Ledger(const std::string& folder, Database::Mode mode) : mode_(mode), database_((std::filesystem::path(folder) / "ledger.sqlite").string(), mode) {
  if (mode == Database::Mode::write) {
    database_.execute("PRAGMA journal_mode = WAL");
    // A killed process loses nothing that was committed. A power failure may lose the last commits, not the file's soundness;
    // what the ledger then says of bytes that are gone is found by their checksum.
    database_.execute("PRAGMA synchronous = NORMAL");
    database_.execute("PRAGMA cache_size = -8000");
  }
  Statement version = database_.prepare("PRAGMA user_version");
  version.step();
  const std::int64_t found = version.integer(0);
  version.reset();
  if (found > kSchemaVersion) throw DatabaseError("ledger.sqlite was written by a later version of budgetlift");
  if (found == 0 && mode == Database::Mode::read) throw DatabaseError("ledger.sqlite is empty");
  if (found == 0) {
    Transaction transaction(database_);
    database_.execute(kSchema);
    database_.execute("PRAGMA user_version = " + std::to_string(kSchemaVersion));
    transaction.commit();
  }
  current_ = number("current") != 0;
  run_ = number("run");
}

Ledger::~Ledger() {
  if (mode_ == Database::Mode::read) return;
  transaction_.reset();
  statements_.clear();
  database_.become_one_file();
}

Statement& Ledger::statement(const std::string& sql) {
  auto it = statements_.find(sql);
  if (it == statements_.end()) it = statements_.emplace(sql, database_.prepare(sql)).first;
  return it->second;
}

std::int64_t Ledger::number(const std::string& key) const {
  Statement select = database_.prepare("SELECT value FROM meta WHERE key = ?");
  return select.run(key) ? select.integer(0) : 0;
}

void Ledger::set_number(const std::string& key, std::int64_t value) {
  statement("INSERT INTO meta VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value").run(key, value);
}

void Ledger::touch() {
  if (!current_) return;
  current_ = false;
  set_number("current", 0);
}

void Ledger::begin_run(const ReaderStamp& reader, Redo redo, Shard shard) {
  reader_ = reader;
  redo_ = redo;
  shard_ = shard;
  set_number("run", ++run_);
}

void Ledger::begin_plan() {
  plan_ = {};
  transaction_.emplace(database_);
}

void Ledger::plan(const std::string& path, const FileStamp& stamp) {
  ++plan_.inputs;
  Statement& known = statement(
      "SELECT i.size, i.modified, i.changed, i.inode, i.state, i.archive, i.failure, d.sha256 IS NOT NULL, d.failure, d.program, d.models, "
      "d.forms, i.sha256 FROM inputs i LEFT JOIN documents d ON d.sha256 = i.sha256 WHERE i.path = ?");
  bool seen = false, changed = true, done = false, is_archive = false, may_hold = false;
  if (known.run(path)) {
    seen = true;
    changed = FileStamp{known.integer(0), known.integer(1), known.integer(2), known.integer(3)} != stamp;
    may_hold = known.is_null(12);
    is_archive = may_hold && known.is_null(6);
    const std::string failure = known.text(8);
    const bool failed = !known.is_null(6) || (!failure.empty() && failure != kWarning);
    const bool stale = known.integer(7) != 0 && ReaderStamp{known.text(9), known.text(10), known.text(11)} != reader_;
    const bool other_shard = !known.is_null(12) && !shard_.has(known.text(12));
    done = !changed && known.integer(4) == 1 && (known.integer(7) != 0 || is_archive || failed || other_shard) && !(failed && redo_.failed);
    if (done && stale) ++plan_.stale;
    done = done && !(stale && redo_.stale);
    // An archive is opened again for what it holds.
    if (is_archive && (redo_.failed || redo_.stale)) done = false;
  }
  known.reset();
  if (done && is_archive && lacks_member(path)) done = false;
  if (done) {
    ++plan_.unchanged;
    statement("UPDATE inputs SET run = ? WHERE path = ?").run(run_, path);
    if (may_hold) statement("UPDATE inputs SET run = ? WHERE archive = ? AND archive <> ''").run(run_, path);
    return;
  }
  if (seen && !changed) {
    statement("UPDATE inputs SET run = ?, state = 0 WHERE path = ?").run(run_, path);
    return;
  }
  statement("INSERT OR REPLACE INTO inputs VALUES(?, '', ?, ?, ?, ?, NULL, 0, NULL, NULL, ?)")
      .run(path, stamp.size, stamp.modified, stamp.changed, stamp.inode, run_);
  touch();
}

// Whether a document of the archive is not here that this shard has: it was read as another shard.
bool Ledger::lacks_member(const std::string& archive) {
  Statement& select = statement(
      "SELECT i.sha256 FROM inputs i LEFT JOIN documents d ON d.sha256 = i.sha256 WHERE i.archive = ? AND i.archive <> '' "
      "AND i.sha256 IS NOT NULL AND d.sha256 IS NULL");
  bool lacks = false;
  for (bool row = select.run(archive); row && !lacks; row = !lacks && select.step()) lacks = shard_.has(select.text(0));
  select.reset();
  return lacks;
}

void Ledger::plan_unreadable(const std::string& path, const Error& error) {
  ++plan_.inputs;
  // What was read of it before stays: the disk may only be away.
  statement(
      "INSERT INTO inputs VALUES(?, '', NULL, NULL, NULL, NULL, NULL, 1, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET size = NULL, modified = NULL, "
      "changed = NULL, inode = NULL, state = 1, failure = excluded.failure, message = excluded.message, run = excluded.run")
      .run(path, name(error.kind), error.message, run_);
  touch();
}

void Ledger::plan_readable(const std::string& path) {
  statement("DELETE FROM inputs WHERE path = ? AND size IS NULL AND sha256 IS NULL AND failure IS NOT NULL").run(path);
  if (database_.changes() > 0) touch();
}

std::vector<std::string> Ledger::left_before() {
  std::vector<std::string> out;
  Statement& select = statement("SELECT path FROM inputs WHERE state = 0 AND archive = '' AND run < ? ORDER BY path");
  for (bool row = select.run(run_); row; row = select.step()) out.push_back(select.text(0));
  return out;
}

PlanCounts Ledger::end_plan() {
  transaction_->commit();
  transaction_.reset();
  return plan_;
}

std::int64_t Ledger::todo() const {
  Statement count = database_.prepare("SELECT count(*) FROM inputs WHERE state = 0 AND archive = '' AND run = ?");
  count.run(run_);
  return count.integer(0);
}

std::int64_t Ledger::left() const {
  Statement count = database_.prepare("SELECT count(*) FROM inputs WHERE state = 0 AND archive = ''");
  count.run();
  return count.integer(0);
}

std::vector<std::string> Ledger::next(const std::string& after, size_t limit) {
  std::vector<std::string> out;
  Statement& select = statement("SELECT path FROM inputs WHERE state = 0 AND archive = '' AND path > ? AND run = ? ORDER BY path LIMIT ?");
  for (bool row = select.run(after, run_, static_cast<std::int64_t>(limit)); row; row = select.step()) out.push_back(select.text(0));
  return out;
}

bool Ledger::content(const std::string& path, const std::string& archive, const FileStamp& stamp, const std::string& sha256) {
  Statement& known = statement("SELECT failure, program, models, forms, run FROM documents WHERE sha256 = ?");
  bool wanted = true;
  if (known.run(sha256)) {
    const bool failed = !known.is_null(0) && known.text(0) != kWarning;
    const bool stale = ReaderStamp{known.text(1), known.text(2), known.text(3)} != reader_;
    wanted = known.integer(4) != run_ && ((failed && redo_.failed) || (stale && redo_.stale));
  }
  known.reset();
  wanted = wanted && shard_.has(sha256);
  statement("INSERT OR REPLACE INTO inputs VALUES(?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)")
      .run(path, archive, stamp.size, stamp.modified, stamp.changed, stamp.inode, sha256, !wanted, run_);
  touch();
  return wanted;
}

void Ledger::input_failed(const std::string& path, const std::string& archive, const FileStamp& stamp, const Error& error) {
  // Of an archive that has changed: what it held before is no longer known to be in it.
  statement(
      "DELETE FROM inputs WHERE archive = ?1 AND archive <> '' AND run < ?2 AND "
      "(size, modified, changed, inode) IS NOT (SELECT size, modified, changed, inode FROM inputs WHERE path = ?1)")
      .run(path, run_);
  statement("INSERT OR REPLACE INTO inputs VALUES(?, ?, ?, ?, ?, ?, NULL, 1, ?, ?, ?)")
      .run(path, archive, stamp.size, stamp.modified, stamp.changed, stamp.inode, name(error.kind), error.message, run_);
  touch();
}

void Ledger::archive_done(const std::string& path) {
  Transaction transaction(database_);
  statement("DELETE FROM inputs WHERE archive = ? AND run < ?").run(path, run_);
  statement("UPDATE inputs SET state = 1, sha256 = NULL, failure = NULL, message = NULL WHERE path = ?").run(path);
  touch();
  transaction.commit();
}

void Ledger::document_done(const DocumentOutcome& o) {
  Transaction transaction(database_);
  statement("INSERT OR REPLACE INTO documents VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)")
      .run(o.sha256, o.error ? std::optional<std::string>(name(o.error->kind)) : std::nullopt,
           o.error ? std::optional<std::string>(o.error->message) : std::nullopt, o.partial, o.kind, o.pages, o.records, o.reviewed,
           o.milliseconds, o.attempts, reader_.program, reader_.models, reader_.forms, run_, o.record_lines.file, o.record_lines.offset,
           o.record_lines.length, o.review_lines.file, o.review_lines.offset, o.review_lines.length, static_cast<std::int64_t>(o.checksum));
  statement("DELETE FROM reasons WHERE sha256 = ?").run(o.sha256);
  for (const auto& [reason, entries] : o.reasons) statement("INSERT INTO reasons VALUES(?, ?, ?)").run(o.sha256, reason, entries);
  statement("UPDATE inputs SET state = 1 WHERE sha256 = ?").run(o.sha256);
  touch();
  transaction.commit();
}

}  // namespace budgetlift
