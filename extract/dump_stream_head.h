// The head of a form in a stream dump (labels and values above the indicators) becomes a Table.
#pragma once

#include <re2/re2.h>

#include "extract/dump_stream_cells.h"
#include "extract/dump_stream_columns.h"
#include "extract/dump_stream_pair.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

// A label with what follows it, up to the next one.
struct StreamItem {
  StreamLabel label;
  StreamRange value;
};

// An item's label, without its colon and unit.
std::u32string_view key_of(const StreamText& text, const StreamItem& item);

std::vector<StreamItem> stream_items(const StreamText& text, size_t last, const DumpWords& words, bool glued);

// The form whose labels these are; null if none knows any.
const Form* form_of(const StreamText& text, const std::vector<StreamItem>& items, const std::vector<Form>& forms);

// Leaves out labels of other forms: they are parts of values.
void keep_known(const StreamText& text, const Form& form, std::vector<StreamItem>& items);

// Characters [0, last): label cells, each with its value cell to its right or, where two texts stand side by side, below it. Values that
// do not fit their label's kind, and texts side by side that cannot be told apart for sure, carry a Doubt.
Table read_stream_head(const StreamText& text, size_t last, const Form& form, const std::vector<StreamItem>& items, const DumpWords& words,
                       const RE2& target, const StreamHabits& document, const StreamSentences& sentences);

}  // namespace budgetlift
