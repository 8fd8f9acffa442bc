// Where paragraphs begin in lines of which only the text is known.
#pragma once

#include <string>
#include <vector>

namespace budgetlift {

struct WidthLine {
  std::u32string chars;
  bool begins = false;   // known to begin a paragraph
};

struct WidthBreaks {
  std::vector<bool> begins;   // of each line, whether it is the first of its paragraph
  std::vector<bool> unsure;   // of each line, whether the other is nearly as likely
};

// Finds the likeliest breaks of `lines`: a line that goes on is as full as it can be, one that ends its paragraph ends a
// sentence. `all` is everything set to the same width. It shows that width, whether first lines are set in, how wide
// digits and quotation marks are, and how many sentences a paragraph has.
WidthBreaks breaks_by_width(const std::vector<WidthLine>& lines, const std::vector<WidthLine>& all);

}  // namespace budgetlift
