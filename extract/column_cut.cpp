#include "extract/column_cut.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "extract/read_cells.h"
#include "schemas/line_pieces.h"

namespace budgetlift {
namespace {

constexpr int kAgree = 3;       // rows on one side, the nearest ones, that must have the edge
constexpr double kAcross = 1;   // points on each side by which text that runs across an edge does so

// Where an edge between columns lies in each row that has it, in points.
using Edges = std::map<int, std::map<int, double>>;   // by column, then row

Edges edges_of(const Table& table) {
  Edges out;
  for (const Cell& cell : table.cells) {
    if (!cell.box || cell.column == 0) continue;
    for (int row = cell.row; row < cell.row + cell.row_span; ++row) out[cell.column][row] = cell.box->x0;
  }
  return out;
}

// The edge's place beside the row; none if neither the rows above nor those below agree on it.
std::optional<double> edge_near(const std::map<int, double>& edge, int row) {
  for (const int step : {1, -1}) {
    int agree = 0;
    while (agree < kAgree && edge.count(row + step * (agree + 1))) ++agree;
    if (agree == kAgree) return edge.at(row + step);
  }
  return std::nullopt;
}

// The cell's lines left and right of x; none if text runs across it, or stands on one side only.
std::optional<std::pair<std::vector<TextLine>, std::vector<TextLine>>> parted(const Cell& cell, double x) {
  std::vector<TextLine> left, right;
  for (const TextLine& line : cell.lines) {
    if (!line.box || line.page != cell.page) return std::nullopt;
    for (TextLine& piece : pieces_of(line)) {
      if (piece.box->x0 < x - kAcross && piece.box->x1 > x + kAcross) return std::nullopt;
      (piece.box->center_x() < x ? left : right).push_back(std::move(piece));
    }
  }
  if (left.empty() || right.empty()) return std::nullopt;
  return std::pair{std::move(left), std::move(right)};
}

// Whether a cell was cut: it and what was cut from it may be cut again, and tell more of the rows around.
bool cut_once(Table& table) {
  for (const auto& [column, rows] : edges_of(table)) {
    for (Cell& whole : table.cells) {
      if (column <= whole.column || column >= whole.column + whole.column_span || !is_scanned(whole) || !whole.box || whole.row_span > 1) continue;
      const std::optional<double> x = edge_near(rows, whole.row);
      if (!x) continue;
      auto parts = parted(whole, *x);
      if (!parts) continue;
      Cell right = whole;
      right.lines = std::move(parts->second);
      right.column = column;
      right.column_span = whole.column + whole.column_span - column;
      right.box->x0 = *x;
      whole.lines = std::move(parts->first);
      whole.column_span = column - whole.column;
      whole.box->x1 = *x;
      table.cells.push_back(std::move(right));
      return true;
    }
  }
  return false;
}

}  // namespace

void cut_at_columns(Table& table) {
  if (!cut_once(table)) return;
  while (cut_once(table)) {}
  std::stable_sort(table.cells.begin(), table.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
}

}  // namespace budgetlift
