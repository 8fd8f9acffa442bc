// What must hold for blocks, whichever reader they come from.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "schemas/document.h"

namespace budgetlift::fuzz {

// How often each character that is printed (no space, no control, radicals as ideographs) occurs.
using Characters = std::map<char32_t, long>;

void count(Characters& counts, std::string_view text);
void count(Characters& counts, const std::vector<TextLine>& lines);
void count(Characters& counts, const Block& block);

// A repeated header goes away by design: what it held is what the table's own header holds.
void count_removed_headers(Characters& counts, const Block& block);

// Aborts, naming the first character that differs, where the two are not the same.
void same(const Characters& printed, const Characters& read, const char* what);

// Aborts where a table's cells leave its grid, overlap, or do not come by row and column.
void check_grid(const Block& block);

}  // namespace budgetlift::fuzz
