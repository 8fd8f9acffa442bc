// Texts that a form prints twice prove one another: the name in title and cell, the level-3 indicator in its description.
#pragma once

#include <vector>

#include "normalize/form_match.h"
#include "normalize/read_fields.h"

namespace budgetlift {

// `matcher_of`: the form of each record, in the order of `records`, whose fields `fields` are.
void weigh_twins(std::vector<ReadField>& fields, const std::vector<ProjectRecord>& records,
                 const std::vector<const FormMatcher*>& matcher_of, const EvidenceOptions& options);

}  // namespace budgetlift
