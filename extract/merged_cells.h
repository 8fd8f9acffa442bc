// Cells merged over rows: which of them go on over a page break, and how far those reach whose sides are not drawn.
#pragma once

#include <vector>

#include "extract/form_words.h"
#include "extract/row_cut.h"
#include "schemas/document.h"

namespace budgetlift {

// Rules that Join::rule names.
inline constexpr const char* kMergedContinued = "merged cell continued";

// A producer may leave the box of a merged first-level cell undrawn below its first row: the cell goes on to where the next one
// begins. `columns`: the indicators' of the table.
void close_gaps(Table& table, const FormColumns& columns, const FormWords& words);

// Of cells that are no part of a cut row, those that span rows on both sides of the page break. `table`: what is before it.
class ContinuedCells {
 public:
  // `pairs`: of the row before the break and the one behind it; `columns`: the indicators' of the table, or null.
  ContinuedCells(const Table& table, const std::vector<CutPair>& pairs, const FormColumns* columns, const FormWords& words);

  bool has(const CutPair& pair) const;

 private:
  bool merges_rows(int column) const;

  const Table& table_;
  const FormColumns* columns_;
  const FormWords& words_;
  // Cells that are merged over rows, beside the indicators' columns, tell whether the rows behind the break are of the same group:
  // then most of them have nothing there, and a text is the rest of the one before; where another group begins, most have a text.
  bool group_goes_on_ = false, group_ends_ = false;
  int group_begin_ = 0;   // row where its cells begin
};

}  // namespace budgetlift
