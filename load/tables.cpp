#include "load/tables.h"

#include <map>
#include <stdexcept>

#include "schemas/embedded.h"

namespace budgetlift {
namespace {

using Json = nlohmann::ordered_json;

ColumnType type_of(const std::string& name) {
  static const std::map<std::string, ColumnType> types = {
      {"string", ColumnType::text}, {"integer", ColumnType::integer}, {"year", ColumnType::year},
      {"number", ColumnType::number}, {"date", ColumnType::date}, {"object", ColumnType::json}};
  return types.at(name);
}

TableColumn column_from(Json& field) {
  TableColumn out;
  out.name = field.at("name");
  out.type = type_of(field.at("type"));
  out.required = field.contains("constraints") && field["constraints"].value("required", false);
  out.money = field.value("money", false);
  out.source = field.at("source");
  out.doubtful_with = field.value("doubtful_with", "");
  out.title = field.at("title");
  out.width = field.value("width", 0.0);
  for (const char* ours : {"money", "source", "doubtful_with", "width"}) field.erase(ours);
  return out;
}

TableDefinition table_from(Json table) {
  TableDefinition out;
  out.name = table.at("name");
  out.rows = table.value("rows", "");
  table.erase("rows");
  for (Json& field : table.at("fields")) out.columns.push_back(column_from(field));
  out.key = table.at("primaryKey");
  if (table.contains("foreignKeys")) {
    out.parent_key = table["foreignKeys"][0]["fields"];
    out.parent = table["foreignKeys"][0]["reference"]["resource"];
  }
  out.schema = std::move(table);
  return out;
}

}  // namespace

const std::vector<TableDefinition>& table_definitions() {
  static const std::vector<TableDefinition> tables = [] {
    std::vector<TableDefinition> out;
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path != "schemas/tables.v1.json") continue;
      const Json all = Json::parse(file.text);
      for (const Json& table : all.at("tables")) out.push_back(table_from(table));
    }
    return out;
  }();
  return tables;
}

size_t column_of(TableId table, std::string_view name) {
  const auto& columns = table_definitions()[table].columns;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return i;
  }
  throw std::out_of_range(std::string(name));
}

}  // namespace budgetlift
