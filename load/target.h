// Places that tables are written to. Each target is one file of its own (csv.cpp, xlsx.cpp, sqlite_target.cpp, postgres.cpp)
// that alone includes its library.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "load/load_module.h"
#include "load/record_rows.h"

namespace budgetlift {

// Takes documents one after the other. Throws LoadError, after which only the destructor may be called: what was finished
// before is kept by targets that go on (databases), and nothing is left of those that are written whole or not at all.
class LoadTarget {
 public:
  virtual ~LoadTarget() = default;

  // The digest that the document's rows were written with, if they are there.
  virtual std::optional<std::string> stored(const std::string& /*sha256*/) { return std::nullopt; }
  // Rows of review for what it cannot hold as it is (AddedReviews), before the rows are counted and written.
  virtual void review(DocumentRows& /*rows*/) {}
  // In place of the rows that are there, `replaces`; all of them or none.
  virtual void write(DocumentRows rows, bool replaces) = 0;
  // It is there already; counted for finish().
  virtual void keep(const std::string& /*sha256*/) {}

  struct End {
    std::int64_t elsewhere = 0;   // documents that are there and were neither written nor kept this time
    std::int64_t removed = 0;     // of those
  };
  virtual End finish(bool /*remove_elsewhere*/) { return {}; }
};

std::unique_ptr<LoadTarget> make_csv_target(const LoadOptions& options);
std::unique_ptr<LoadTarget> make_xlsx_target(const LoadOptions& options);
std::unique_ptr<LoadTarget> make_sqlite_target(const LoadOptions& options);
std::unique_ptr<LoadTarget> make_postgres_target(const LoadOptions& options);

// What the module opens: the loader of the options' target.
LoadResult<std::unique_ptr<Loader>> open_target(const LoadOptions& options);

// Rows of `review` for what a target cannot hold as it is, with numbers behind those that the records have.
class AddedReviews {
 public:
  explicit AddedReviews(DocumentRows& rows) : rows_(rows) {}
  // Of a cell that is in `rows`.
  void add(TableId table, const TableRow& row, size_t column, const std::string& reason, const std::string& detail);
  void put();   // the entries into `rows`, where they count like others

 private:
  DocumentRows& rows_;
  std::map<std::string, std::int64_t> next_;   // by project_index
  std::vector<TableRow> entries_;
};

// CREATE TABLE of each table with keys, one statement after the other. `name`: the table's, quoted as the dialect wants it.
enum class SqlDialect { sqlite, postgres };
std::string create_tables_sql(SqlDialect dialect, const std::string& prefix);
// The type of a column.
const char* sql_type(SqlDialect dialect, ColumnType type);
// "\"a\", \"b\""
std::string column_list(const TableDefinition& table);

// Whether a double holds the number's decimal digits exactly: at most 15 of them count.
bool fits_double(std::string_view digits);

}  // namespace budgetlift
