// Rows of indicators that a text dump gave: what cannot be a cell of its column was cut in the wrong place, and the rows beside it are named.
#pragma once

#include <string>

#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

// Why a cell of names or texts, or of targets, cannot have been cut out right; empty if it may have been.
std::string miscut(const Form& form, const std::string& text, bool target = false);

// Flags rows, and those beside them, of which a cell was not.
void check_dumped_rows(const Form& form, ProjectRecord& record);

}  // namespace budgetlift
