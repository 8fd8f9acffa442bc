// Project codes read by OCR: the likeliest code whose check character is right. Unit codes: the one that the document
// prints with the same unit elsewhere.
#pragma once

#include <vector>

#include "normalize/read_fields.h"

namespace budgetlift {

void weigh_codes(std::vector<ReadField>& fields, const EvidenceOptions& options);
void weigh_unit_codes(std::vector<ReadField>& fields, const EvidenceOptions& options);

}  // namespace budgetlift
