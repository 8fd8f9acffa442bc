// Is the first row after a page break the rest of the last row before it?
#pragma once

#include <string_view>
#include <vector>

#include "extract/form_words.h"
#include "extract/options.h"
#include "schemas/document.h"

namespace budgetlift {

struct RowCut {
  bool cut = false;
  bool unsure = false;  // the evidence is balanced
  double score = 0;     // above 0: cut
};

// A cell of the last row before the break and the one below it after the break, in the same columns.
struct CutPair {
  Cell* before = nullptr;
  Cell* after = nullptr;
};

// Digits, with points, commas and signs perhaps.
bool is_number(std::string_view folded_text);

// The pairs of the table's last row and the part's row `first`. Both count the same columns. Empty if the cells of
// the two rows do not stand under each other.
std::vector<CutPair> pair_rows(Table& table, Table& part, int first);

// Where a page's end parts the rows of a header: labels merged over both rows stand above, each with an empty cell below;
// the others have labels of their parts below them. The former; empty if it is no header that goes on.
std::vector<CutPair> pair_header(Table& table, Table& part);

// `columns`: which form's columns these are, or null. `open_below`: columns of the table's last row without a ruling
// below. The weights of the evidence stand in row_cut.cpp.
RowCut weigh_cut(const Table& table, const Table& part, int first, const std::vector<CutPair>& pairs,
                 const FormWords& words, const FormColumns* columns, const std::vector<int>& open_below,
                 const TableOptions& options);

}  // namespace budgetlift
