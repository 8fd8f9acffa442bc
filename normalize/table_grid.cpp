#include "normalize/table_grid.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {

TableGrid::TableGrid(const Table& table)
    : table_(table), index_(static_cast<size_t>(std::max(0, table.rows)) * static_cast<size_t>(std::max(0, table.columns)), -1) {
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const Cell& cell = table.cells[i];
    texts_.push_back(canonical_joined(cell.lines));
    folded_.push_back(folded(texts_.back()));
    const int last_row = std::min(cell.row + cell.row_span, table.rows);
    const int last_column = std::min(cell.column + cell.column_span, table.columns);
    for (int r = std::max(0, cell.row); r < last_row; ++r) {
      for (int c = std::max(0, cell.column); c < last_column; ++c) {
        index_[static_cast<size_t>(r) * static_cast<size_t>(table.columns) + static_cast<size_t>(c)] = static_cast<int>(i);
      }
    }
  }
}

int TableGrid::at(int row, int column) const {
  if (row < 0 || row >= table_.rows || column < 0 || column >= table_.columns) return -1;
  return index_[static_cast<size_t>(row) * static_cast<size_t>(table_.columns) + static_cast<size_t>(column)];
}

std::vector<int> TableGrid::row_cells(int row) const {
  std::vector<int> out;
  for (int c = 0; c < table_.columns; ++c) {
    const int i = at(row, c);
    if (i >= 0 && (out.empty() || out.back() != i)) out.push_back(i);
  }
  return out;
}

}  // namespace budgetlift
