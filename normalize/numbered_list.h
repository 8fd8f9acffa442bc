// A cell of printed goals becomes a list.
#pragma once

#include <string>
#include <vector>

#include "schemas/document.h"

namespace budgetlift {

struct ListItem {
  std::string text;               // canonical, its number removed
  std::vector<TextLine> lines;
  std::string doubt;              // empty, or why the cut before this item may be wrong
};

// Cuts the lines of a cell into items. A line that begins with the next number ("1." "2、" "（3）" "④" "目标5：")
// begins an item, and so does that number behind the end of a sentence inside a line; without numbers, a line clearly shorter than its cell ends one. `width` is that of the cell: in
// points where the lines have boxes, in full-width characters for text dumps, 0 where unknown.
std::vector<ListItem> split_numbered(const std::vector<TextLine>& lines, double width = 0);

}  // namespace budgetlift
