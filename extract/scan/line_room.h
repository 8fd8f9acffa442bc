// Whether a line's characters are all there and no more: faint places that are none, gaps where a narrow character may
// have been lost without a trace, signs that were seen twice.
#pragma once

#include <vector>

#include "extract/scan/line_reader.h"

namespace budgetlift {

// Pixels from one Han character to the next, as the line is set; `em` where it has too few of them.
double pitch_of(const std::vector<ReadCharacter>& line, double em);

// Of each character: whether the gap beside it, between two digits or two Han characters, has room for a sign.
std::vector<char> find_room(const ReadLine& line, double em, const LineReaderOptions& options);

// Whether `c`, at a line's beginning or end beside `neighbour`, is a sign that does not stand there.
bool is_speck_beside(const ReadCharacter& c, const ReadCharacter& neighbour, bool begins);

// A line's ink ends where its last character does: where it goes on behind the last one that is sure, a faint place there is
// a character, however unsure. `box`: what the line was read from.
void keep_end(ReadLine& line, const LineBox& box, const LineReaderOptions& options);

// What is no character goes, and what is unsure of a line for other reasons than its shapes makes it less sure.
void settle(ReadLine& line, const LineReaderOptions& options);

// Makes characters beside such a gap, signs that stand twice, and ends of a line beside unread ink unsure (Reading::single).
// `box`: what the line was read from.
void doubt_room(ReadLine& line, const LineBox& box, const LineReaderOptions& options);

}  // namespace budgetlift
