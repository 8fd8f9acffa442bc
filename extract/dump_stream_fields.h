// Labels of a form's head in a stream dump with what follows each, and which form they are of.
#pragma once

#include <string_view>
#include <vector>

#include "extract/dump_stream_columns.h"
#include "extract/dump_stream_text.h"
#include "schemas/form.h"

namespace budgetlift {

// A label with what follows it, up to the next one.
struct StreamItem {
  StreamLabel label;
  StreamRange value;
};

// An item's label, without its colon and unit.
std::u32string_view key_of(const StreamText& text, const StreamItem& item);

// Those of characters [0, last).
std::vector<StreamItem> stream_items(const StreamText& text, size_t last, const DumpWords& words, bool glued);

// The form whose labels these are; null if none knows any.
const Form* form_of(const StreamText& text, const std::vector<StreamItem>& items, const std::vector<Form>& forms);

// Leaves out labels of other forms: they are parts of values.
void keep_known(const StreamText& text, const Form& form, std::vector<StreamItem>& items);

}  // namespace budgetlift
