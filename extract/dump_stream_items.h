// Items of a list whose lines' ends a dump loses.
#pragma once

#include <vector>

#include "schemas/document.h"

namespace budgetlift {

// pypdf may lose the line's end before an item: its number, written as the first one's is, and in no other place, tells.
void part_items(std::vector<TextLine>& lines);

}  // namespace budgetlift
