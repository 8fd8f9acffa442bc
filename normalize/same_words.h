// The same words elsewhere in the document: what stood there between the same neighbours.
#pragma once

#include <string>
#include <vector>

#include "normalize/read_fields.h"

namespace budgetlift {

// Weighs the unsure characters of all fields by the characters that stand between the same neighbours elsewhere, in
// fields read by OCR and in `sure_texts`, and a little by how often a character comes at all. Numbers and codes are left
// alone, and so is one numeral against another: texts that differ in nothing else are the rule in budgets.
void weigh_same_words(std::vector<ReadField>& fields, const std::vector<std::string>& sure_texts, const EvidenceOptions& options);

}  // namespace budgetlift
