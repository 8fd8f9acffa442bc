// What normalize gives: one project record, and a document's overall part. The published JSON Schema is
// schemas/record.v1.schema.json; names and meaning follow it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "schemas/document.h"

namespace budgetlift {

// An exact decimal: `digits` is a plain decimal number ("5000000.00"), never a binary float.
struct Decimal {
  std::string digits;   // [-]digits[.digits]
  bool operator==(const Decimal&) const = default;
};

struct CodeParts {
  std::string division;   // 6 digits, GB/T 2260
  int year = 0;           // four digits
  std::string category;   // one letter
  std::string serial;     // 11 characters
  std::string check;      // one character
};

struct Amount {
  std::string printed;             // canonical text of the cell
  std::optional<Decimal> cny;      // yuan; none where the unit or the number is not understood
};

struct ScheduleStep {
  std::string label;                 // as printed: "3月底"
  std::optional<std::string> date;   // ISO date of the label in the document's fiscal year
  std::optional<Decimal> percent;
};

struct Target {
  std::string text;
  std::string kind;                      // "quantity", "percent", "date", "qualitative"
  std::optional<std::string> op;         // "=", "<=", "<", ">=", ">"
  std::optional<Decimal> value;
  std::optional<std::string> unit;
  std::optional<std::string> date;       // ISO date
};

struct Indicator {
  std::optional<std::string> level1;
  std::optional<std::string> level2;
  std::optional<std::string> level3;
  std::optional<std::string> description;
  std::optional<Target> target;
  std::optional<std::string> basis;
};

// A row of a table that a form has beyond the record's own: texts by the key of their column.
using ExtraRow = std::vector<std::pair<std::string, std::optional<std::string>>>;

// What a form prints beyond the record's keys: a text, indicators of another table than the record's own, or other rows.
using Extra = std::variant<std::string, std::vector<Indicator>, std::vector<ExtraRow>>;

// How well a form's definition fits what is printed, 0..1.
struct FormScore {
  std::string name;
  double score = 0;
};

// The form that a record was read by. Where no definition fits, `known` is false and `best` the nearest one.
struct FormFit {
  bool known = false;
  FormScore best;
  std::optional<FormScore> runner_up;
};

struct Review {
  std::string field;    // JSON Pointer into the record
  std::string reason;   // see docs/errors.md
  std::string detail;
};

// Where a field was read. Keyed by JSON Pointer in ProjectRecord::fields.
struct FieldOrigin {
  int page = 0;
  std::optional<Box> box;   // none for a text dump
  int line = 0;             // text dumps only
  Source source = Source::text_layer;
  double confidence = 1;
  std::vector<std::string> raw;   // the printed lines
  std::vector<std::string> proof;       // OCR only: what repaired or confirmed the value (docs/errors.md)
  std::vector<Reading> readings;        // OCR only: of the lines' characters; for weighing evidence, not written
};

struct ProjectRecord {
  int index = 0;   // of the record in its document, from 1, in printed order
  std::set<std::string> labelled;      // keys of the fields whose labels are printed; not written
  std::optional<int> printed_number;   // of the title ("3." of "3.…绩效目标表"); not written
  std::optional<std::string> title;
  std::optional<std::string> unit_code;
  std::optional<std::string> unit_name;
  std::optional<std::string> code;
  std::optional<CodeParts> code_parts;
  std::optional<std::string> name;
  std::optional<std::string> printed_unit;   // 万元
  std::optional<Amount> total;
  std::optional<Amount> fiscal;
  std::optional<Amount> other;
  std::optional<std::string> purpose;
  std::vector<ScheduleStep> schedule;
  std::vector<std::string> goals;
  std::vector<Indicator> indicators;
  std::map<std::string, Extra> extra;
  FormFit form;
  std::vector<Review> review;
  std::map<std::string, FieldOrigin> fields;
};

struct Subgoal {
  int index = 0;
  std::optional<std::string> title;
  std::optional<std::string> objective;
  std::optional<std::string> indicators;
};

struct Overall {
  std::vector<std::string> goal;        // paragraphs
  std::vector<Subgoal> subgoals;
  std::vector<std::string> safeguards;  // paragraphs
  std::vector<Review> review;           // pointers into the document: "/overall/goal/0"
};

// What a record says of its document.
struct DocumentFacts {
  std::optional<int> fiscal_year;
  std::optional<std::string> department;
};

}  // namespace budgetlift
