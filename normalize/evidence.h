// The document proves what OCR read, or says where it does not (docs/errors.md, "What proves a reading").
#pragma once

#include <vector>

#include "normalize/evidence_options.h"
#include "normalize/form_match.h"
#include "schemas/record.h"

namespace budgetlift {

struct ReadField;

// Weighs the evidence on all fields with readings: puts right what is proved, notes probability and proof in `fields`,
// and names in `review` what stays unsure. Nothing is done where no field was read by OCR. `matcher_of`: the form of each
// record.
void weigh_evidence(std::vector<ProjectRecord>& records, const std::vector<const FormMatcher*>& matcher_of, const EvidenceOptions& options);

// Whether the text needs no entry in `review`: its probability reaches what its sort asks for.
bool is_sure(const ReadField& field, const EvidenceOptions& options);

}  // namespace budgetlift
