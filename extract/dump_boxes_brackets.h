// Brackets that a line's end cuts, in a dump that is sorted by place.
#pragma once

#include <vector>

#include "extract/dump_boxes_rows.h"

namespace budgetlift {

// A piece that is only the end of brackets becomes a line of the last piece above, on its page, that leaves one open.
void close_brackets(std::vector<BoxPiece>& pieces);

}  // namespace budgetlift
