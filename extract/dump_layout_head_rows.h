// Printed lines of a form's head, in a dump that keeps columns, read as one row, and what that costs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "extract/dump_layout_table.h"

namespace budgetlift {

// Lines read as one row.
struct HeadRow {
  std::vector<const LayoutLabel*> labels;                // from left to right
  std::vector<std::vector<const LayoutPiece*>> values;   // behind each label; before them all where there are none
  double cost = 0;                                       // nats
};

class HeadRows {
 public:
  static constexpr double kMisplaced = 6;   // nats that a cell costs that stands elsewhere than its row's

  // Of printed lines [first, last). `more`: labels there that no form knows.
  HeadRows(const LayoutText& text, int first, int last, const LayoutWords& words, const std::vector<LayoutLabel>& more);

  const std::vector<LayoutLabel>& labels() const { return labels_; }
  // Lines with nothing but a part of a label that may be merged over rows.
  std::vector<char> idle_lines() const;
  // The cheapest reading of printed lines [first, last) as one row.
  HeadRow row(int first, int last, Alignment alignment) const;
  // Of the row's cells, their lines among [first, last).
  std::vector<CellLines> cells_of(const HeadRow& row, int first, int last) const;

 private:
  bool is_below_label(int line) const;
  bool is_leftmost(const LayoutLabel& label) const;
  bool may_be_merged(const LayoutLabel& label) const;
  HeadRow row_with(int first, int last, std::vector<const LayoutLabel*> labels, Alignment alignment) const;

  const LayoutText& text_;
  int first_, last_;
  std::vector<LayoutLabel> labels_;
  std::map<const LayoutPiece*, int> label_of_;
};

}  // namespace budgetlift
