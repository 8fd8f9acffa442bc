// The payment schedule: labels ("3月底") and the percents below or beside them.
#pragma once

#include <vector>

#include "normalize/table_grid.h"
#include "schemas/record.h"

namespace budgetlift {

// Reads the cells that belong to the schedule's label, in printed order. Dates are filled in later, when the
// document's fiscal year is known.
void read_schedule(const TableGrid& grid, const std::vector<int>& cells, ProjectRecord& record);

}  // namespace budgetlift
