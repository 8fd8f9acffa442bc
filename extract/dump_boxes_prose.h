// Running text in a dump that is sorted by place.
#pragma once

#include <vector>

#include "extract/dump_stream_text.h"

namespace budgetlift {

// Where lines stand far apart each is a box, and pdfminer may print the short last lines of paragraphs behind the first lines of those below,
// or before the lines that they end. No paragraph is a few characters long: such a line goes behind one that fills the column and ends no
// sentence. Lines [first, last) are put in order, on each page.
void order_prose(std::vector<StreamLine>& lines, size_t first, size_t last);

}  // namespace budgetlift
