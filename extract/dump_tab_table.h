// Rows of cells without places become tables: which cells are merged, and over which columns, follows from the empty ones.
#pragma once

#include <vector>

#include "extract/dump_words.h"
#include "schemas/document.h"

namespace budgetlift {

// The cells of a printed row, left to right, each with its lines. A cell merged over columns is one cell; a cell below one that is
// merged over rows is empty.
struct TabRow {
  std::vector<std::vector<TextLine>> cells;
};

// The head of a form, and its indicators or a listing: tables of their own.
std::vector<Table> tables_of(const std::vector<TabRow>& rows, const DumpWords& words);

}  // namespace budgetlift
