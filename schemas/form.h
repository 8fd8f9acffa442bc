// A form definition: what a printed form's labels are, where their values stand, and the columns of its indicator
// table. Forms are data (schemas/forms/*.json); nothing in the program names a label.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/error.h"

namespace budgetlift {

// A column of a table inside a form's head, like the tasks of a department.
struct FormRowColumn {
  std::string key;                   // of the row's object: "name"
  std::vector<std::string> labels;   // a label below another one is written with it: "预算金额/总额"
  std::string total;                 // key of the field that the row of totals gives: "/budget/total"; may be empty
};

// One label of the form's head and the field its value goes to.
struct FormField {
  std::string key;                   // JSON Pointer into the record ("/project/code") or "/extra/NAME"
  std::vector<std::string> labels;   // canonical texts; the first is the usual one, the others are synonyms. In a listing a
                                     // label below another one is written with it: "预算数/合计"
  std::string kind;                  // "code", "text", "amount", "schedule", "goals", "unit", "rows"
  bool required = true;              // a record without it is flagged
  bool optional = false;             // the form may lack the label
  std::string under{};               // key of the field whose label is the nearest above (or to the left) in the same column, where
                                     // a label is printed twice
  int wrap = 0;                      // text dumps: width of the value's cell in full-width characters, 0 unknown
  int row = -1;                      // printed row of the head that the value stands in, from 0; -1: a row of its own
  int label_row = -1;                // first printed row of the label, where the label spans more rows than one
  std::vector<FormRowColumn> columns{};       // kind "rows"
  std::vector<std::string> total_labels{};    // kind "rows": labels of its row of totals
};

struct FormColumn {
  std::string key;                   // "level1" … "basis"
  std::vector<std::string> labels;
  std::string kind;                  // "level1", "level2", "text", "target"
  int wrap = 0;                      // text dumps: usual width of the column in full-width characters
  bool optional = false;             // the form may lack the column
};

// One of several indicator tables side by side: the labels above its columns, and where its rows go.
struct FormBlock {
  std::string key;                   // "/indicators" or "/extra/NAME"
  std::vector<std::string> labels;
};

// Amounts that add up: keys of fields.
struct FormSum {
  std::string total;
  std::vector<std::string> parts;
  std::vector<std::string> maybe{};   // a part of its own, or counted within another one
};

// A first-level indicator and the second-level ones that belong under it.
struct TaxonomyEntry {
  std::string level1;
  std::vector<std::string> level2;
};

// Running text before the forms. All patterns are RE2 on canonical text of a line or paragraph.
struct OverallForm {
  std::vector<std::string> captions;          // lines that are labels only ("第一部分")
  std::string goal_heading;                   // "^一、总体绩效目标$"
  std::string subgoal_heading;
  std::string safeguard_heading;
  std::string end_heading;                    // what ends the overall part besides a project's title
  std::string subgoal_title;                  // group "index", group "text"
  std::string objective_prefix;
  std::string indicators_prefix;
};

struct Form {
  std::string name;                  // "hebei-2024"
  bool listing = false;              // one table of many projects: the fields are columns, too
  std::string title_pattern;         // RE2 on canonical text: group "title", groups "index" and "year" (optional)
  int title_max_lines = 3;
  std::string title_ending;          // what a title adds to the project's name ("绩效目标表"); empty: no check
  std::string unit_line_pattern;     // groups "code", "name", "unit", "department"; empty: the form has no such line
  std::string year_line_pattern;     // group "year": a line of its own beside the title; may be empty
  std::string document_title_pattern;   // lines of the title page: groups "department", "year", "department_behind", all optional
  std::string document_department_pattern;   // a line that names the document's department behind a label: group "department"
  std::vector<std::string> place_endings;    // a title page's department that ends so is a place alone
  std::string main_unit_ending;         // ending of the unit that is the department itself ("本级")
  std::vector<FormField> fields;     // in printed order
  std::vector<std::string> groups;   // labels without a value of their own: "绩效指标"
  std::vector<FormSum> sums;
  std::vector<std::string> total_labels;   // listings: labels of a row of totals
  std::vector<FormColumn> columns;   // of the indicator table, in printed order
  std::vector<FormBlock> blocks;     // in printed order; empty: one table, "/indicators"
  std::vector<TaxonomyEntry> taxonomy;
  OverallForm overall;
};

// Reads a form definition. `text` is JSON (schemas/form.v1.schema.json); errors name the key that is wrong.
Expected<Form> parse_form(std::string_view text);

// One form with the labels and columns of all: what a form that nobody defined may print. Where two disagree about a label, the first
// one is followed.
Form united(const std::vector<Form>& forms);

// The form of that name; null if there is none.
const Form* find_form(const std::vector<Form>& forms, std::string_view name);

}  // namespace budgetlift
