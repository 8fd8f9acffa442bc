// What must fit together in a record that a text dump gave: nothing shows where a dump's cells end, so what does not fit may be a cut in
// the wrong place, and all that stands beside it is named.
#pragma once

#include <vector>

#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

void check_dump(const Form& form, ProjectRecord& record);
// Of all records of a document: where one's cells are shifted, the one before may have lost rows to it.
void check_dumped_listing(std::vector<ProjectRecord>& records);

}  // namespace budgetlift
