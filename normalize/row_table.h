// A table inside a form's head, like the tasks of a department: its rows go to `extra`, its sums to the budget.
#pragma once

#include <set>
#include <vector>

#include "normalize/table_grid.h"
#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

// `label`: the cell with the field's label, which stands left of the table's rows; the table ends before `row_end`. Its cells are
// added to `taken`; text under no column goes to `unplaced` and the record is flagged.
void read_row_table(const FormField& field, const TableGrid& grid, int label, int row_end, ProjectRecord& record, std::set<int>& taken,
                    std::vector<TextLine>& unplaced);

}  // namespace budgetlift
