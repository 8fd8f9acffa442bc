// A table's cells by row and column.
#pragma once

#include <string>
#include <vector>

#include "schemas/document.h"

namespace budgetlift {

// Looks cells up by position and keeps their canonical and folded texts. The table must outlive the grid.
class TableGrid {
 public:
  explicit TableGrid(const Table& table);

  int cells() const { return static_cast<int>(table_.cells.size()); }
  int rows() const { return table_.rows; }
  int columns() const { return table_.columns; }

  // Index into Table::cells of the cell that covers (row, column); -1 where there is none.
  int at(int row, int column) const;

  const Cell& cell(int index) const { return table_.cells[static_cast<size_t>(index)]; }
  const std::string& text(int index) const { return texts_[static_cast<size_t>(index)]; }        // canonical
  const std::string& folded_text(int index) const { return folded_[static_cast<size_t>(index)]; }

  // Distinct cells that begin or go on in `row`, left to right.
  std::vector<int> row_cells(int row) const;

 private:
  const Table& table_;
  std::vector<int> index_;   // rows × columns
  std::vector<std::string> texts_;
  std::vector<std::string> folded_;
};

}  // namespace budgetlift
