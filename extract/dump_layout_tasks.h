// A table of rows inside a form's head (a department's tasks) in a dump that keeps columns.
#pragma once

#include <optional>

#include "extract/dump_layout_table.h"

namespace budgetlift {

// Where such a table is printed.
struct LayoutTasks {
  int first = 0, last = 0;              // printed lines [first, last): its header, its rows, its row of totals
  LayoutLabel label;                    // beside it; without pieces where it was not found
  std::vector<LayoutLabel> columns;     // from left to right
  std::vector<LayoutLabel> above;       // over several of them
  std::optional<LayoutLabel> total;     // of the row of totals
};

// The first one within lines [first, last).
std::optional<LayoutTasks> find_tasks(const LayoutText& text, int first, int last, const LayoutWords& words);

// Its label in column 0, the labels of its columns, its rows. `loose`: heights are not to be trusted. `fit` is added to.
Table layout_tasks(const LayoutText& text, const LayoutTasks& tasks, const LayoutWords& words, bool loose, RowFit& fit);

}  // namespace budgetlift
