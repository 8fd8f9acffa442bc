// Columns of an indicator table beyond the record's keys: a sign and a unit beside the target, a weight, a remark.
#pragma once

#include <set>
#include <vector>

#include "normalize/form_match.h"
#include "normalize/table_grid.h"
#include "normalize/table_part.h"
#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

struct SideColumn {
  const FormSideColumn* column = nullptr;   // of the form
  int place = 0;                            // column of the grid
};

// The side columns that the part's header names, from left to right. None where two tables stand side by side: no header says
// whose they are.
std::vector<SideColumn> side_columns(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part);

// Reads the side cells of a row: they go into a row of "/extra/indicator_columns" that says which indicator it is of, and a sign
// and a unit into the indicator's target, too. Cells that were read are added to `placed`.
void read_side_columns(const std::vector<SideColumn>& columns, const TableGrid& grid, int row, size_t index, int target_cell,
                       Indicator& indicator, ProjectRecord& record, std::set<int>& placed);

}  // namespace budgetlift
