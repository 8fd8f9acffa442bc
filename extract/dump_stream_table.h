// The chosen cut of a table in a stream dump becomes a Table, with a doubt on each cell that may be wrong.
#pragma once

#include "extract/dump_stream_rows.h"
#include "schemas/document.h"

namespace budgetlift {

// `head`: the text that the header was found in; `body`: the one that was cut. `sums`: a listing's last row, may be empty.
Table stream_table(const StreamHeader& header, const StreamText& head, const StreamText& body, const StreamCut& cut, StreamRange sums);

}  // namespace budgetlift
