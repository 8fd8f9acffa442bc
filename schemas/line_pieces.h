// The parts of a printed line that gaps part.
#pragma once

#include <vector>

#include "schemas/document.h"

namespace budgetlift {

// From left to right. The box of a part is that of its characters where their places are known, else its share of the line's
// by their number.
std::vector<TextLine> pieces_of(const TextLine& line);

}  // namespace budgetlift
