// The rows of a listing become records: one for each project, whose own cells are merged over its indicator rows.
#pragma once

#include <functional>
#include <vector>

#include "normalize/form_match.h"
#include "schemas/record.h"

namespace budgetlift {

// `begin_project` gives the record of the next project. Rows of sums and rows above the first project go to `unplaced`. True if there are
// rows of the latter kind: the rest of a project of the table before, perhaps.
bool read_listing(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const std::function<ProjectRecord&()>& begin_project,
                  std::vector<TextLine>& unplaced);

}  // namespace budgetlift
