// What stands behind a page's end that cuts a row.
#pragma once

#include <vector>

#include "extract/dump_stream_rows.h"

namespace budgetlift {

// Gives the pieces behind a page's end to the last row's columns, from the left: here what stands above is known. `rest`: indices into `at`,
// the places where cells may begin; it is empty afterwards.
void fit_rest(StreamCut& out, StreamRange& rest, const std::vector<size_t>& at, const std::vector<StreamColumn>& columns, const StreamCells& costs);

}  // namespace budgetlift
