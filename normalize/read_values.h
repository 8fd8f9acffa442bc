// Values read by OCR that have a grammar or must agree: amounts, the payment schedule, targets, words of the taxonomy.
#pragma once

#include <string>
#include <vector>

#include "normalize/form_match.h"
#include "normalize/read_fields.h"

namespace budgetlift {

// total = fiscal + other.
void weigh_amounts(std::vector<ReadField>& fields, const std::vector<ProjectRecord>& records, const std::vector<const FormMatcher*>& matcher_of,
                   const EvidenceOptions& options);

// The steps' labels are dates, one after the other; their percentages rise to 100.
void weigh_schedules(std::vector<ReadField>& fields, const EvidenceOptions& options);

void weigh_targets(std::vector<ReadField>& fields, const EvidenceOptions& options);

// Cells that hold a word of their form's taxonomy.
void weigh_words(std::vector<ReadField>& fields, const std::vector<ProjectRecord>& records,
                 const std::vector<const FormMatcher*>& matcher_of, const EvidenceOptions& options);

// The printed numbers of the forms' titles go up by one.
void weigh_numbers(std::vector<ProjectRecord>& records, const EvidenceOptions& options);

}  // namespace budgetlift
