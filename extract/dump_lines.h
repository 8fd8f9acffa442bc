// A text dump as its printed lines: pages told, page numbers set aside.
#pragma once

#include <string_view>
#include <vector>

#include "schemas/document.h"

namespace budgetlift {

// One printed line that is neither blank nor a page number. `text` views into the dump, without the spaces around.
struct DumpLine {
  std::string_view text;
  int line = 0;             // line of the file, counts from 1
  int page = 1;             // counts from 1
  int blanks = 0;           // blank lines between it and the line before
  bool page_start = false;  // first line of its page
};

struct DumpLines {
  std::vector<DumpLine> lines;
  std::vector<TextLine> furniture;  // the page-number lines
  int pages = 1;
  bool blank_habit = false;  // most lines stand apart by a blank line, so two that do not are told apart
};

// `text`: UTF-8. Form feeds begin pages; where there are none, a line with exactly one leading space does, a lone
// space, and what follows a page number (habits of the dumps that we know). A lone number is a page number only where
// a page ends after it or blank lines set it apart, and it is not the tail of a project code.
DumpLines split_lines(std::string_view text);

}  // namespace budgetlift
