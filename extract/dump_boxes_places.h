// Where forms begin in a dump that is sorted by place.
#pragma once

#include <vector>

#include "extract/dump_stream_text.h"

namespace budgetlift {

// Lines [first, end) are a form's, with the lines of its title and of what stands beside the title (who fills it in, the year).
struct BoxPlace {
  size_t first = 0, end = 0;
  std::vector<size_t> title, unit, year;
  std::vector<size_t> other;     // headings of the running text, and the unit's line where it is printed again: none of the form's cells
  std::vector<size_t> rest;      // all other lines
  size_t projects = 1;           // how many it shows at least
};

// `text`: what `lines` were made from; page numbers that stand among other lines are taken out of `lines`.
std::vector<BoxPlace> box_places(StreamLines& lines, const DumpWords& words, const DumpPatterns& patterns);

// Whether an empty line stands before line `at`.
bool begins_box(const std::vector<StreamLine>& lines, size_t at);

// How a document's forms are set.
struct BoxStyle {
  bool whole_cells = false;   // a box is a whole cell; else it is a line of one, or several cells of a column
  bool spaced = false;        // a space may stand between an ideograph and a digit or a Latin letter of one cell
};

BoxStyle box_style(const std::vector<StreamLine>& lines, const std::vector<BoxPlace>& places, const DumpWords& words);

// Whether a space between the two may be one within a cell.
bool may_be_inside(char32_t before, char32_t after, const BoxStyle& style);

// Width in full-width characters.
double text_width(std::string_view text);

}  // namespace budgetlift
