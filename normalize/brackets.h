// Brackets that close each other are of one kind, also where the cell's lines break between them.
#pragma once

#include <string>
#include <vector>

#include "normalize/read_fields.h"

namespace budgetlift {

// Brackets that lack their other one. Authors forget to close one; a closing one by itself was rather not printed so: the
// opening one was overlooked.
enum class Open { none, unclosed, unopened };
Open open_brackets(const std::string& text);

// Weighs each bracket of a text by the one that closes it.
void weigh_brackets(std::vector<ReadField>& fields, const EvidenceOptions& options);

}  // namespace budgetlift
