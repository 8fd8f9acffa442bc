// Rows of a form's head, in a dump that keeps columns, as cells of a Table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/dump_layout_head_rows.h"
#include "schemas/document.h"

namespace budgetlift {

// A row of the head, of printed lines [first, last).
struct PlacedHeadRow {
  int first, last;
  bool unsure;   // other rows cost about as little
  HeadRow part;
};

// A label of no row stands beside several.
struct FloatingLabel {
  const LayoutLabel* label;
  size_t first, last;   // rows
};

class HeadTable {
 public:
  // Of printed lines [first, last). `disputed`: RowLines::disputed.
  HeadTable(const LayoutText& text, int first, int last, const LayoutWords& words, std::vector<PlacedHeadRow> rows, std::vector<FloatingLabel> floating,
            std::vector<char> disputed)
      : text_(text), first_(first), last_(last), words_(words), rows_(std::move(rows)), floating_(std::move(floating)), disputed_(std::move(disputed)) {}

  Table build();

 private:
  std::vector<TextLine> lines_of(const std::vector<const LayoutPiece*>& pieces) const;
  bool is_disputed(const std::vector<const LayoutPiece*>& pieces, const PlacedHeadRow& row) const;
  void put(int row, int column, const std::vector<const LayoutPiece*>& pieces, int row_span, const PlacedHeadRow* from);
  void leave(const std::vector<const LayoutPiece*>& pieces);         // what belongs to no label that a form knows
  const FloatingLabel* floating_at(size_t row) const;                // null: none is
  std::string kind_of_value(size_t row, size_t value) const;
  // Columns between which values stand below the labels of the row above; none where they do not. The row has no label but one left of those.
  std::optional<std::vector<int>> borders_below(size_t row) const;
  std::vector<int> columns_of(size_t r, const std::vector<int>& above) const;
  // Dates and percents: each piece is a cell, each line a row. Gives the rows besides the first.
  int put_schedule(int row, int column, const std::vector<const LayoutPiece*>& pieces, const PlacedHeadRow& from);

  const LayoutText& text_;
  int first_, last_;
  const LayoutWords& words_;
  std::vector<PlacedHeadRow> rows_;
  std::vector<FloatingLabel> floating_;
  std::vector<char> disputed_;
  Table table_;
};

}  // namespace budgetlift
