// Cells that run together on a scan although the rows around them tell their columns.
#pragma once

#include "schemas/document.h"

namespace budgetlift {

// Cuts cells of scanned tables where an edge between columns that the rows around have falls into a gap of the cell's text: the
// ruling was lost there. Text of a cell that is printed over several columns runs across such an edge and stays.
void cut_at_columns(Table& table);

}  // namespace budgetlift
