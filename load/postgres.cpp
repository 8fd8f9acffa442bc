// PostgreSQL: a transaction a document, its rows by COPY. Sets of documents are told apart by schemas of the database.
#include <fmt/format.h>

#include "load/postgres_writer.h"

namespace budgetlift {
namespace {

constexpr size_t kWriters = 3;   // while one waits for the server's word, another is at work
constexpr size_t kCameAtOnce = 1000;

class PostgresTarget : public LoadTarget {
 public:
  explicit PostgresTarget(const LoadOptions& options) : options_(options), connection_(open_postgres(options.place)) {
    guard_postgres([&] {
      pqxx::nontransaction work(*connection_);
      const std::string& schema = options.schema;
      if (!work.exec1(fmt::format("SELECT pg_try_advisory_lock(hashtext('budgetlift'), hashtext({}))", work.quote(schema)))[0].as<bool>()) {
        throw LoadError(fmt::format("another load is writing to the schema {}; wait for it", schema));
      }
    });
    guard_postgres([&] { make_or_check(); });
    guard_postgres([&] {
      pqxx::nontransaction work(*connection_);
      work.exec0("CREATE TEMP TABLE came (sha256 text PRIMARY KEY)");
      work.exec0(fmt::format("SET search_path TO {}", work.quote_name(options.schema)));
      connection_->prepare("stored", "SELECT records_sha256 FROM documents WHERE document_sha256 = $1");
      empty_ = !work.exec1("SELECT EXISTS (SELECT FROM documents)")[0].as<bool>();
    });
  }

  std::optional<std::string> stored(const std::string& sha256) override {
    if (empty_) return std::nullopt;   // when this run began, and nobody else writes
    return guard_postgres([&]() -> std::optional<std::string> {
      pqxx::nontransaction work(*connection_);
      const pqxx::result rows = work.exec_prepared("stored", sha256);
      return rows.empty() ? std::nullopt : std::optional(rows[0][0].as<std::string>());
    });
  }

  void write(DocumentRows rows, bool replaces) override {
    keep(rows.sha256());
    if (writers_.size() < kWriters) writers_.push_back(std::make_unique<PostgresWriter>(options_.place, options_.schema));
    next_ = (next_ + 1) % writers_.size();
    writers_[next_]->write(std::move(rows), replaces);
  }

  void keep(const std::string& sha256) override {
    came_.push_back(sha256);
    if (came_.size() >= kCameAtOnce) tell_came();
  }

  End finish(bool remove_elsewhere) override {
    for (const auto& writer : writers_) writer->finish();
    tell_came();
    return guard_postgres([&] {
      End out;
      pqxx::work work(*connection_);
      work.exec0("ANALYZE pg_temp.came");
      const char* elsewhere = "FROM documents d WHERE NOT EXISTS (SELECT FROM pg_temp.came c WHERE c.sha256 = d.document_sha256)";
      out.elsewhere = work.exec1(fmt::format("SELECT count(*) {}", elsewhere))[0].as<std::int64_t>();
      if (remove_elsewhere && out.elsewhere > 0) {
        work.exec0(fmt::format("DELETE {}", elsewhere));
        out.removed = out.elsewhere;
      }
      // The last transaction waits for the disk, and all before it with it.
      work.exec0("SET LOCAL synchronous_commit TO on");
      work.exec1("SELECT txid_current()");
      work.commit();
      return out;
    });
  }

 private:
  void make_or_check() {
    pqxx::work work(*connection_);
    const std::string& schema = options_.schema;
    const pqxx::result there = work.exec_params("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = $1", schema);
    std::map<std::string, std::string> types;   // by "table.column"
    for (const auto& row : there) types[row[0].as<std::string>() + "." + row[1].as<std::string>()] = row[2].as<std::string>();
    bool any = false;
    for (const TableDefinition& table : table_definitions()) any |= types.contains(table.name + "." + table.columns[0].name);
    if (!any) {
      const std::string name = work.quote_name(schema);
      // IF NOT EXISTS would want the right to make one all the same.
      const bool made = work.exec_params1("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1::name)", schema)[0].as<bool>();
      work.exec0((made ? "" : fmt::format("CREATE SCHEMA {}; ", name)) + create_tables_sql(SqlDialect::postgres, name + "."));
      work.commit();
      return;
    }
    for (const TableDefinition& table : table_definitions()) {
      for (const TableColumn& column : table.columns) {
        const auto found = types.find(table.name + "." + column.name);
        const std::string wanted = sql_type(SqlDialect::postgres, column.type);
        if (found != types.end() && found->second == wanted) continue;
        throw LoadError(fmt::format("{}.{}.{} {}; the tables were changed, or made by another version: load into another schema (--schema)", schema, table.name,
                                    column.name, found == types.end() ? "is missing" : fmt::format("is of the type {}, not {}", found->second, wanted)));
      }
    }
  }

  void tell_came() {
    if (came_.empty()) return;
    guard_postgres([&] {
      pqxx::work work(*connection_);
      pqxx::stream_to stream(work, "came");
      for (const std::string& sha256 : came_) stream << std::array{sha256.c_str()};
      stream.complete();
      work.commit();
    });
    came_.clear();
  }

  LoadOptions options_;
  std::unique_ptr<pqxx::connection> connection_;   // holds the lock
  bool empty_ = false;
  std::vector<std::string> came_;                  // documents that the server has still to be told of
  std::vector<std::unique_ptr<PostgresWriter>> writers_;
  size_t next_ = 0;
};

}  // namespace

std::unique_ptr<LoadTarget> make_postgres_target(const LoadOptions& options) { return std::make_unique<PostgresTarget>(options); }

}  // namespace budgetlift
