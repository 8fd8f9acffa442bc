// What a row's target alone tells where cells are glued.
#pragma once

#include <vector>

#include "extract/dump_stream_rows.h"

namespace budgetlift {

// Where cells are glued, what a target alone tells: words of comparison before it are its own; behind one that is whole, what a line's
// end parts from it is the rest of the text before it, mostly, as pypdf prints lines of a row one after the other. Both are in doubt.
void settle_target(StreamRow& row, const std::vector<StreamColumn>& columns, const StreamCells& cells);

}  // namespace budgetlift
