#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <unistd.h>

#include "batch/new_file.h"
#include "batch/sqlite.h"
#include "load/target.h"

namespace budgetlift {
namespace {

constexpr int kTablesVersion = 1;
constexpr const char* kUnfinished = NewFile::kSuffix;
// Of a row of review that a target adds: a number of more digits than SQLite keeps.
constexpr const char* kInexact = "inexact-in-table";

class SqliteTarget : public LoadTarget {
 public:
  explicit SqliteTarget(const LoadOptions& options)
      : options_(options), path_(options.anew ? options.place + kUnfinished : options.place) {
    if (options.anew) remove_files(path_);
    try {
      begin();
    } catch (...) {
      close();
      if (options.anew) remove_files(path_);
      throw;
    }
  }

  ~SqliteTarget() override {
    close();
    if (options_.anew && !finished_) remove_files(path_);
  }

  std::optional<std::string> stored(const std::string& sha256) override {
    const bool there = stored_->run(sha256);
    const std::string digest = there ? stored_->text(0) : "";
    stored_->reset();
    return there ? std::optional(digest) : std::nullopt;
  }

  // NUMERIC keeps whole numbers of 18 digits and others of 15.
  void review(DocumentRows& rows) override {
    AddedReviews added(rows);
    for (const TableId id : {kProjects, kSchedule, kIndicators}) {
      const auto& columns = table_definitions()[id].columns;
      for (const TableRow& row : rows.tables[id]) {
        for (size_t i = 0; i < columns.size(); ++i) {
          if (columns[i].type == ColumnType::number && row[i].text && !fits_double(*row[i].text)) {
            added.add(id, row, i, kInexact, "the exact value is " + *row[i].text);
          }
        }
      }
    }
    added.put();
  }

  void write(DocumentRows rows, bool replaces) override {
    Transaction transaction(*database_);
    if (replaces) remove_->run(rows.sha256());
    for (size_t id = 0; id < kTables; ++id) {
      for (const TableRow& row : rows.tables[id]) insert(id, row);
    }
    came_->run(rows.sha256());
    transaction.commit();
  }

  void keep(const std::string& sha256) override { came_->run(sha256); }

  End finish(bool remove_elsewhere) override {
    End out;
    {
      Statement count = database_->prepare("SELECT count(*) FROM documents WHERE document_sha256 NOT IN temp.came");
      count.run();
      out.elsewhere = count.integer(0);
    }
    if (remove_elsewhere && out.elsewhere > 0) {
      Transaction transaction(*database_);
      database_->execute("DELETE FROM documents WHERE document_sha256 NOT IN temp.came");
      transaction.commit();
      out.removed = out.elsewhere;
    }
    clear_statements();
    if (!options_.anew) database_->become_one_file();
    close();
    finished_ = true;
    if (options_.anew) put_in_place();
    return out;
  }

 private:
  void begin() {
    database_.emplace(path_, Database::Mode::write);
    database_->execute("PRAGMA foreign_keys = ON");
    database_->execute("PRAGMA cache_size = -16000");
    if (options_.anew) {
      // Nobody sees the file before it is whole.
      database_->execute("PRAGMA journal_mode = OFF");
      database_->execute("PRAGMA synchronous = OFF");
    } else {
      database_->execute("PRAGMA journal_mode = WAL");
      database_->execute("PRAGMA synchronous = NORMAL");
    }
    make_or_check();
    database_->execute("CREATE TEMP TABLE came (sha256 TEXT PRIMARY KEY) WITHOUT ROWID");
    came_.emplace(database_->prepare("INSERT OR IGNORE INTO temp.came VALUES (?)"));
    stored_.emplace(database_->prepare("SELECT records_sha256 FROM documents WHERE document_sha256 = ?"));
    remove_.emplace(database_->prepare("DELETE FROM documents WHERE document_sha256 = ?"));
    for (const TableDefinition& table : table_definitions()) {
      std::string marks;
      for (size_t i = 0; i < table.columns.size(); ++i) marks += i ? ", ?" : "?";
      inserts_.push_back(database_->prepare(fmt::format("INSERT INTO \"{}\" ({}) VALUES ({})", table.name, column_list(table), marks)));
    }
  }

  static void remove_files(const std::string& path) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((path + suffix).c_str());
  }

  void put_in_place() {
    for (const char* suffix : {"-wal", "-shm", "-journal"}) ::unlink((options_.place + suffix).c_str());
    std::filesystem::rename(path_, options_.place);
  }

  void clear_statements() {
    came_.reset();
    stored_.reset();
    remove_.reset();
    inserts_.clear();
  }
  void close() {
    clear_statements();
    database_.reset();
  }

  std::int64_t number(const std::string& sql) {
    Statement statement = database_->prepare(sql);
    return statement.run() ? statement.integer(0) : 0;
  }

  void make_or_check() {
    const std::int64_t version = number("PRAGMA user_version");
    if (version == 0 && number("SELECT count(*) FROM sqlite_master WHERE name IN ('documents', 'projects')") == 0) {
      Transaction transaction(*database_);
      database_->execute(create_tables_sql(SqlDialect::sqlite, ""));
      database_->execute(fmt::format("PRAGMA user_version = {}", kTablesVersion));
      transaction.commit();
      return;
    }
    if (version != kTablesVersion) {
      throw LoadError(version > kTablesVersion ? "its tables are of a newer budgetlift; use that one"
                                               : "it holds tables of another program with these names; choose another file");
    }
    for (const TableDefinition& table : table_definitions()) check(table);
  }

  void check(const TableDefinition& table) {
    std::set<std::string> there;
    Statement columns = database_->prepare(fmt::format("PRAGMA table_info(\"{}\")", table.name));
    while (columns.step()) there.insert(columns.text(1));
    for (const TableColumn& column : table.columns) {
      if (there.contains(column.name)) continue;
      throw LoadError(fmt::format("its table {} has no column {}; it was changed, or made by another version: load into a new file", table.name, column.name));
    }
  }

  void insert(size_t id, const TableRow& row) {
    Statement& statement = inserts_[id];
    statement.begin();
    for (const TableCell& cell : row) statement.add(cell.text);
    statement.end();
  }

  LoadOptions options_;
  std::string path_;
  std::optional<Database> database_;
  std::optional<Statement> came_, stored_, remove_;
  std::vector<Statement> inserts_;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<LoadTarget> make_sqlite_target(const LoadOptions& options) { return std::make_unique<SqliteTarget>(options); }

}  // namespace budgetlift
