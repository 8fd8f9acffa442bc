// The head of a form in a stream dump (labels and values above the indicators) becomes a Table.
#pragma once

#include <re2/re2.h>

#include "extract/dump_stream_cells.h"
#include "extract/dump_stream_columns.h"
#include "extract/dump_stream_fields.h"
#include "extract/dump_stream_pair.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

// Characters [0, last): label cells, each with its value cell to its right or, where two texts stand side by side, below it. Values that
// do not fit their label's kind, and texts side by side that cannot be told apart for sure, carry a Doubt.
Table read_stream_head(const StreamText& text, size_t last, const Form& form, const std::vector<StreamItem>& items, const DumpWords& words,
                       const RE2& target, const StreamHabits& document, const StreamSentences& sentences);

}  // namespace budgetlift
