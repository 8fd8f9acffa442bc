// The rows of a listing become records: one for each project, whose own cells are merged over its indicator rows.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "normalize/form_match.h"
#include "schemas/record.h"

namespace budgetlift {

// `begin_project` gives the record of the next project. Rows of sums and rows that belong to no project go to `unplaced`. Gives behind
// which of the projects rows of the latter kind stand, counted from 1: they may be that one's; 0 is the last one of the table before.
std::set<size_t> read_listing(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const std::function<ProjectRecord&()>& begin_project,
                              std::vector<TextLine>& unplaced);

}  // namespace budgetlift
