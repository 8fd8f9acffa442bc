// What a row's target alone tells.
#pragma once

#include <vector>

#include "extract/dump_stream_rows.h"

namespace budgetlift {

// Where cells are glued, what a target alone tells: words of comparison before it are its own; behind one that is whole, what a line's
// end parts from it is the rest of the text before it, mostly, as pypdf prints lines of a row one after the other. Both are in doubt. Elsewhere they are where a page's end that nothing shows may
// have cut the text or the target.
void settle_target(StreamRow& row, const std::vector<StreamColumn>& columns, const StreamCells& cells, const StreamText& text, bool glued);

}  // namespace budgetlift
