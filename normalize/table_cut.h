// Two forms may stand in one grid: rulings between them were lost, or the document draws its titles inside.
#pragma once

#include <vector>

#include "normalize/form_match.h"
#include "schemas/document.h"

namespace budgetlift {

// The table, cut at the first title of a form that stands below rows of a form: what is above, the title's lines and those
// beside it, what is below. Empty where there is none.
std::vector<Block> cut_at_title(const Table& table, const TableGrid& grid, const std::vector<const FormMatcher*>& matchers);

}  // namespace budgetlift
