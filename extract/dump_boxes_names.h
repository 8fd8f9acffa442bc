// Names of indicators in a dump that is sorted by place.
#pragma once

#include <vector>

#include "extract/dump_boxes_rows.h"
#include "extract/dump_words.h"

namespace budgetlift {

// Sets `level` and `rest` of the pieces that are names of indicators, or parts of one that a line's end cuts.
void find_names(std::vector<BoxPiece>& pieces, const DumpWords& words);

}  // namespace budgetlift
