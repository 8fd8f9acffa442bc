// Checks written records against the published JSON Schema and against the rules that a schema cannot say.
#pragma once

#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace budgetlift {

struct SchemaProblem {
  int line = 0;         // of the file, from 1
  std::string pointer;  // JSON Pointer into the record; "" is the record itself
  std::string message;  // in plain words, one line
  bool in_review =
      false;  // the record's own `review` names this value, one above it or a part of it: known, not silent
};

// One line of records.jsonl. The rules on top of the schema: the project code's check character, parts and year;
// `cny` is what `printed` and `printed_unit` say; total = fiscal + other; the schedule rises to 100; dates exist
// and belong to their labels; a target is what its text says; pointers in `review` and `fields` lead somewhere.
// Never throws; a line that is no JSON gives one problem.
std::vector<SchemaProblem> check_record_json(std::string_view line, int line_number = 0);

// All lines of a file (empty lines are passed over), and what only shows across lines: an index or a code twice in
// one document.
std::vector<SchemaProblem> check_records(std::istream& records);

// A finished JSON text against one of the published schemas only, without the rules: `schema` is a file's name
// ("document.v1.schema.json", "table.v1.schema.json", "form.v1.schema.json", "record.v1.schema.json").
std::vector<SchemaProblem> check_against_schema(std::string_view schema, std::string_view json);

// The reasons of `review` that the schema knows, in its order.
const std::vector<std::string>& known_review_reasons();

// The text of the record's schema, as `budgetlift schema` prints it.
std::string_view record_schema_text();

}  // namespace budgetlift
