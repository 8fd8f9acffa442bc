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
// begins an item; without numbers, a line clearly shorter than its cell ends one.
std::vector<ListItem> split_numbered(const std::vector<TextLine>& lines);

}  // namespace budgetlift
