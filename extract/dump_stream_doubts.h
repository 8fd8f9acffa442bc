// Which rows of a table in a stream dump are in doubt once they are cut.
#pragma once

#include <vector>

#include "extract/dump_stream_rows.h"

namespace budgetlift {

// Takes the margins of cells that a doubtful one beside them puts in doubt, and says of the cut whether it may have other rows.
void doubt_rows(StreamCut& cut, const StreamText& text, const std::vector<StreamColumn>& columns, const StreamCells& cells, const StreamHabits& habits);

}  // namespace budgetlift
