// The head of a project's form that a page break cuts in two: does the next page's table go on with it, and is the
// first row there the rest of the last row before?
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/row_cut.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

// The labels of one form's head in folded spelling.
struct HeadLabels {
  struct Label {
    bool schedule = false;   // months above percentages beside one label
    bool more_rows = false;  // the label may stand beside more rows than one
  };
  std::unordered_map<std::string, Label> labels;
  std::unordered_set<std::string> first;   // how the label that begins a head is spelt
  std::unordered_set<std::string> column;  // labels of the columns of the indicator table

  bool has(const std::string& folded_text) const { return labels.count(folded_text) > 0; }
  // True if a label begins with this text; false for none.
  bool begins(const std::string& folded_text) const;
};

// Of all forms.
struct FormHeads {
  explicit FormHeads(const std::vector<Form>& forms);
  std::vector<HeadLabels> heads;
};

// The form that knows most of the head that the table is and has not left; null if it is none.
const HeadLabels* head_of(const Table& table, const std::vector<HeadLabels>& forms);

// The form whose first label the page break cuts: its first row stands alone before the break. Null if there is none.
const HeadLabels* head_cut_in_its_first_row(const Table& table, const Table& part, const std::vector<HeadLabels>& forms);

// What the part after the break is to the head.
struct HeadCut {
  bool goes_on = false;  // both are one table
  RowCut row;            // is the part's first row the rest of the table's last one
  // Cells of the two rows that are one: all pairs if the row is cut, else the merged label, if any.
  std::vector<CutPair> pairs;
};

// Both count the same columns.
HeadCut weigh_head(Table& table, Table& part, const HeadLabels& form);

// A cut row may be drawn too low for its label: if the line right below the table ends a label of the last row, it
// goes there.
bool take_hanging_label(Table& table, TextLine& line, const std::vector<HeadLabels>& forms);

}  // namespace budgetlift
