// Indicator tables side by side of unequal length: whose rows those are that stand alone.
#pragma once

#include "extract/dump_stream_rows.h"

namespace budgetlift {

// A row that only one of two blocks fills may as well be the other one's: nothing in the text tells but the order of the second levels,
// which a table keeps together. Moves such rows where that speaks for it; where it does not, the cells of their first level's rows, of
// both blocks, get no margin. `kind`: whether what stands on one line of the page is one line of the text.
void settle_blocks(const StreamText& text, const std::vector<StreamColumn>& columns, DumpKind kind, StreamCut& cut);

}  // namespace budgetlift
