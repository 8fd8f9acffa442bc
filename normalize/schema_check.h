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
      false;  // the record's own `review` names this value (its pointer or one above it): known, not silent
};

// One line of records.jsonl. The rules on top of the schema: the project code's check character, parts and year;
// `cny` is what `printed` and `printed_unit` say; total = fiscal + other; the schedule rises to 100; dates exist
// and belong to their labels; a target is what its text says; pointers in `review` and `fields` lead somewhere.
// Never throws; a line that is no JSON gives one problem.
std::vector<SchemaProblem> check_record_json(std::string_view line, int line_number = 0);

// All lines of a file (empty lines are passed over), and what only shows across lines: an index or a code twice in
// one document.
std::vector<SchemaProblem> check_records(std::istream& records);

// The reasons of `review` that the schema knows, in its order.
const std::vector<std::string>& known_review_reasons();

// The text of the record's schema, as `budgetlift schema` prints it.
std::string_view record_schema_text();

}  // namespace budgetlift
