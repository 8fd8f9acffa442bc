// A dump in which tabs part the cells of a row, as Word saves a document as text, becomes blocks.
#pragma once

#include <string_view>
#include <vector>

#include "extract/dump_words.h"
#include "extract/reader.h"
#include "schemas/form.h"

namespace budgetlift {

// `text`: UTF-8. Lines outside tables are TextLines; a head, the indicators below it and a listing are Tables of their own. An empty
// cell below a merged one continues it. There are no pages: all is on page 1.
void read_tabs(std::string_view text, const DumpWords& words, const std::vector<Form>& forms, const BlockSink& sink);

}  // namespace budgetlift
