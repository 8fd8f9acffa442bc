// Which rows of an indicator table belong under which printed first-level label.
#pragma once

#include <vector>

#include "extract/dump_rows.h"

namespace budgetlift {

// Rows [first, last) under one label; `label` is an index of TableCut::labels, -1 where no label is printed for them.
struct RowGroup {
  int label = -1;
  int first = 0;
  int last = 0;
  std::vector<int> unsure;  // rows that may as well belong to the neighbour group
};

// `level1`: of each row, the index of the level 1 that its level 2 belongs under by the taxonomy, -1 unknown. A label
// stands somewhere between the first and the last row of its group, in the dumps that we know before the last one;
// where the taxonomy says nothing, that decides, and the rows are named unsure. What is printed wins.
std::vector<RowGroup> group_rows(const std::vector<int>& level1, const std::vector<LabelCut>& labels);

}  // namespace budgetlift
