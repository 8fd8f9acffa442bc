// What a record, and a document's records together, must satisfy. What does not goes into `review`.
#pragma once

#include <vector>

#include "normalize/form_match.h"
#include "schemas/record.h"

namespace budgetlift {

// Checks that need only the record: required fields, title against name, sum of the amounts, schedule, levels of
// the indicators.
void check_record(const FormMatcher& matcher, ProjectRecord& record);

// Checks that need all records of a document: the kind of its codes and their check characters, a code twice,
// gaps in the printed numbers.
void check_document(std::vector<ProjectRecord>& records);

}  // namespace budgetlift
