// The rows of an indicator table become indicators.
#pragma once

#include <vector>

#include "normalize/form_match.h"
#include "schemas/record.h"

namespace budgetlift {

// Appends the indicators of the rows [row_begin, row_end) to the record, each block's where its key says. Targets are only
// copied as text here; they are understood when the document's fiscal year is known. Cells under no column of the form, nor of
// `other_columns`, go to `unplaced`.
void read_indicators(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, int row_begin, int row_end,
                     const std::vector<int>& other_columns, ProjectRecord& record, std::vector<TextLine>& unplaced);

}  // namespace budgetlift
