// The rows of an indicator table become indicators.
#pragma once

#include <vector>

#include "normalize/form_match.h"
#include "schemas/record.h"

namespace budgetlift {

// Appends the indicators of `part` to the record. Targets are only copied as text here; they are understood when
// the document's fiscal year is known. Cells under no column of the form go to `unplaced`.
void read_indicators(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, ProjectRecord& record,
                     std::vector<TextLine>& unplaced);

}  // namespace budgetlift
