// The search for the rows of an indicator table: the cheapest way to cut a stream of pieces into rows of cells.
#pragma once

#include <string>
#include <vector>

#include "extract/dump_cells.h"

namespace budgetlift {

// A row: one range a column (level 1 left out).
struct DumpRow {
  std::vector<CellRange> cells;
  bool over_break = false;  // the row was cut by a page break
  double cost = 0;          // nats
};

// A printed first-level label.
struct LabelCut {
  int label = -1;           // index in CellModel::level1_labels()
  int first = 0, last = 0;  // pieces [first, last)
  int rows_before = 0;      // rows that begin before it
};

// A cell of another cut that costs little more than the chosen one.
struct OtherCut {
  size_t column = 0;
  CellRange range;
  double extra = 0;  // nats
};

struct TableCut {
  std::vector<DumpRow> rows;
  std::vector<LabelCut> labels;
  std::vector<int> skipped;      // pieces that fit nowhere
  std::vector<OtherCut> others;  // within DumpOptions::ambiguity_margin
  double cost = 0;
};

// `columns`: those of the table without level 1, in printed order. With `wide`, second-level names outside the form's
// taxonomy and rows without one are looked for too. Time is linear in the number of pieces.
TableCut cut_rows(const PieceText& text, const CellModel& model, const std::vector<Column>& columns,
                  const DumpOptions& options, bool wide);

}  // namespace budgetlift
