// Rows whose lines pypdf prints one after the other, so that the rest of a label or of an indicator's level stands behind what is beside
// its first line.
#pragma once

#include "extract/dump_stream_text.h"
#include "extract/dump_words.h"

namespace budgetlift {

// Puts such rests behind their beginnings: those that begin a line and complete a name that is whole nowhere near.
void join_torn_names(StreamText& text, const DumpWords& words);

}  // namespace budgetlift
