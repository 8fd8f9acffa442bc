// Cells of a scan that run together, or are cut by a stroke, although the rows around them tell their columns.
#pragma once

#include "schemas/document.h"

namespace budgetlift {

// Joins cells of scanned tables where one character follows the other across the edge between them, and does so in the rows
// around too: a stroke was taken for a ruling. They get a doubt.
void join_across_columns(Table& table);

// Cuts cells of scanned tables where an edge between columns that the rows around have falls into a gap of the cell's text: the
// ruling was lost there. Text of a cell that is printed over several columns runs across such an edge and stays. Where a
// stroke beside the edge is dropped both cells get a doubt.
void cut_at_columns(Table& table);

}  // namespace budgetlift
