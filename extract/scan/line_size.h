// How large the type of a line is, told better once it is read.
#pragma once

#include <vector>

#include "extract/scan/line_reader.h"

namespace budgetlift {

// The em of each line's type in pixels. It was told from the line's height, where digits that touch look as wide as Han
// characters and a ≥ as high; a line whose characters say otherwise by more than `other_size` gets the em that they say.
std::vector<double> true_sizes(const std::vector<LineBox>& lines, const std::vector<ReadLine>& read, const PictureOptions& options);

}  // namespace budgetlift
