// Pages' ends that nothing shows but what they cut.
#pragma once

#include "extract/dump_stream_text.h"
#include "extract/dump_words.h"

namespace budgetlift {

// Whether the rest of an indicator's level stands at `at` whose beginning stands above, with something else between.
bool name_goes_on(const StreamText& text, const DumpWords& words, size_t at);

// Where a page may begin (StreamGap::maybe_page) and the rest of an indicator's level stands, cut off before, one does.
void find_hidden_breaks(StreamText& text, const DumpWords& words);

}  // namespace budgetlift
