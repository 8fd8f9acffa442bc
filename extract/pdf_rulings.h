// Pieces of vector lines become few long rulings.
#pragma once

#include <vector>

#include "extract/options.h"
#include "schemas/page.h"

namespace budgetlift {

// Joins pieces of one line: overlapping or touching ones, those a crossing line parts, dashes, double lines, a fill
// and its own outline. Never bridges a gap as wide as a cell. What is shorter than min_ruling_length afterwards is
// left out, unless `keep_short`: then more pieces are to come. The result has horizontal rulings first, each kind by
// position, then start.
std::vector<Ruling> join_rulings(std::vector<Ruling> pieces, const PdfOptions& options, bool keep_short = false);

}  // namespace budgetlift
