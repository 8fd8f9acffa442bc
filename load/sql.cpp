#include <fmt/format.h>

#include "load/target.h"

namespace budgetlift {
namespace {

constexpr size_t kDigitsOfDouble = 15;   // that come back as they were

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

std::string quoted_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + quoted(name);
  return out;
}

}  // namespace

const char* sql_type(SqlDialect dialect, ColumnType type) {
  const bool postgres = dialect == SqlDialect::postgres;
  switch (type) {
    case ColumnType::integer:
    case ColumnType::year: return postgres ? "integer" : "INTEGER";
    case ColumnType::number: return postgres ? "numeric" : "NUMERIC";
    case ColumnType::date: return postgres ? "date" : "TEXT";
    case ColumnType::json: return postgres ? "jsonb" : "TEXT";
    case ColumnType::text: break;
  }
  return postgres ? "text" : "TEXT";
}

std::string create_tables_sql(SqlDialect dialect, const std::string& prefix) {
  std::string out;
  for (const TableDefinition& table : table_definitions()) {
    out += fmt::format("CREATE TABLE {}{} (\n", prefix, quoted(table.name));
    for (const TableColumn& column : table.columns) {
      out += fmt::format("  {} {}{},\n", quoted(column.name), sql_type(dialect, column.type), column.required ? " NOT NULL" : "");
    }
    out += fmt::format("  PRIMARY KEY ({})", quoted_list(table.key));
    if (!table.parent.empty()) {
      out += fmt::format(",\n  FOREIGN KEY ({}) REFERENCES {}{} ON DELETE CASCADE", quoted_list(table.parent_key), prefix, quoted(table.parent));
    }
    out += "\n);\n";
  }
  return out;
}

std::string column_list(const TableDefinition& table) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  return quoted_list(names);
}

bool fits_double(std::string_view digits) {
  std::string all;
  bool fraction = false;
  for (const char c : digits) {
    if (c == '.') fraction = true;
    if (c == 'e' || c == 'E') return false;
    if (c >= '0' && c <= '9' && !(all.empty() && c == '0')) all += c;
  }
  while (fraction && !all.empty() && all.back() == '0') all.pop_back();
  return all.size() <= kDigitsOfDouble;
}

}  // namespace budgetlift
