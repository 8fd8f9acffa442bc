// The tables that records become, as schemas/tables.v1.json defines them for every target alike.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace budgetlift {

enum class ColumnType { text, integer, year, number, date, json };

constexpr bool is_number(ColumnType type) { return type == ColumnType::integer || type == ColumnType::year || type == ColumnType::number; }

struct TableColumn {
  std::string name;
  ColumnType type = ColumnType::text;
  bool required = false;
  bool money = false;          // an amount in yuan
  std::string source;          // as in the file
  std::string doubtful_with;   // "" if nothing but its own source
  std::string title;           // Chinese, for people
  double width = 0;            // of a workbook's column, in characters; 0: as its type has it
};

struct TableDefinition {
  std::string name;
  std::string rows;            // JSON Pointer to the list in a record; "": a row is a record, or a document
  std::vector<TableColumn> columns;
  std::vector<std::string> key;
  std::vector<std::string> parent_key;   // columns of the foreign key; none in documents
  std::string parent;
  nlohmann::ordered_json schema;         // Table Schema with Data Package's title and description
};

// Place in table_definitions().
enum TableId : size_t { kDocuments, kProjects, kSchedule, kGoals, kIndicators, kReview, kTables };

const std::vector<TableDefinition>& table_definitions();

// Throws std::out_of_range.
size_t column_of(TableId table, std::string_view name);

// A value as text: a number with its digits as they stand in the record, JSON as it stands there. None is NULL.
struct TableCell {
  std::optional<std::string> text;
  bool doubtful = false;   // `review` names it
};
using TableRow = std::vector<TableCell>;

// Rows of one document, in the order of its records, by table; documents has one.
struct DocumentRows {
  std::array<std::vector<TableRow>, kTables> tables;

  const std::string& sha256() const { return *tables[kDocuments].front()[0].text; }
};

}  // namespace budgetlift
