// Lines of records as anybody may hand them to `load`: refused in one line of words, or rows that every target can take.
#include <nlohmann/json.hpp>
#include <string_view>

#include "load/record_rows.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {

void record_rows(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static RecordMapper mapper;
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string_view line = bytes.substr(begin, end - begin);
    begin = end + 1;
    DocumentRows rows;
    try {
      rows = mapper.map(line);
    } catch (const RecordError& error) {
      promise(std::string_view(error.what()).find('\n') == std::string_view::npos, "a problem is one line");
      continue;
    }
    promise(rows.tables[kProjects].size() == 1, "a record is one project");
    for (size_t id = kProjects; id < kTables; ++id) {
      const TableDefinition& table = table_definitions()[id];
      for (const TableRow& row : rows.tables[id]) {
        promise(row.size() == table.columns.size(), "a row has its table's columns");
        for (size_t i = 0; i < row.size(); ++i) {
          promise(row[i].text || !table.columns[i].required, "what is required is there");
          if (!row[i].text) continue;
          promise(row[i].text->find('\0') == std::string::npos, "no text holds NUL");
          if (table.columns[i].type == ColumnType::json) promise(nlohmann::json::accept(*row[i].text), "JSON stays JSON");
          if (table.columns[i].type == ColumnType::number) promise(nlohmann::json::accept(*row[i].text), "numbers are such");
          if (table.columns[i].type == ColumnType::integer) {
            promise(nlohmann::json::accept(*row[i].text) && row[i].text->find_first_not_of("-0123456789") == std::string::npos, "whole numbers are such");
          }
        }
      }
    }
  }
}

}  // namespace budgetlift::fuzz
