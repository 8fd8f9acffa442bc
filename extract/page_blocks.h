// One page: glyphs and rulings become lines of text and tables.
#pragma once

#include <vector>

#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/page.h"

namespace budgetlift {

// Marks in Table::joins of a page's tables, with the column in Join::row: no ruling closes a cell of the first row
// above, or one of the last row below. The joiner weighs them and takes them out.
inline constexpr const char* kOpenAbove = "open above";
inline constexpr const char* kOpenBelow = "open below";

// The blocks of one page in reading order: tables with spans from rulings (header_rows guessed, not yet joined to
// other pages' tables), and the lines of text outside them. Every glyph of the page ends in exactly one line.
std::vector<Block> page_blocks(const Page& page, const TableOptions& options);

}  // namespace budgetlift
