#include "normalize/label_paths.h"

#include <algorithm>

#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

std::string joined(const std::vector<std::string>& pieces, size_t first) {
  std::string out;
  for (size_t i = first; i < pieces.size(); ++i) out += (i > first ? "/" : "") + pieces[i];
  return out;
}

}  // namespace

void LabelPaths::add(const std::string& path, int target) {
  std::vector<std::string> pieces;
  for (const std::string& label : labels_of_path(path)) pieces.push_back(label_key(folded(label)).key);
  words_.insert(pieces.begin(), pieces.end());
  paths_.emplace(joined(pieces, 0), target);
}

void LabelPaths::add_group(const std::string& label) { words_.insert(label_key(folded(label)).key); }

bool LabelPaths::knows(const std::string& folded_text) const { return words_.count(label_key(folded_text).key) > 0; }

// What a column is that has these labels above it, the lowest last: the longest path that is known.
std::optional<int> LabelPaths::target_of(const std::vector<std::string>& labels) const {
  for (size_t first = 0; first < labels.size(); ++first) {
    if (auto it = paths_.find(joined(labels, first)); it != paths_.end()) return it->second;
  }
  return std::nullopt;
}

bool LabelPaths::is_header_row(const TableGrid& grid, int row, int from) const {
  int labels = 0;
  for (int cell : grid.row_cells(row)) {
    const Cell& c = grid.cell(cell);
    if (c.row != row || c.column < from || grid.text(cell).empty()) continue;
    if (!knows(grid.folded_text(cell))) return false;
    ++labels;
  }
  return labels > 0;
}

HeaderColumns LabelPaths::read(const TableGrid& grid, int begin, int from, int most_rows) const {
  HeaderColumns out;
  const int limit = std::min(grid.rows(), begin + most_rows);
  out.end = begin + 1;
  for (int row = begin; row < out.end; ++row) {
    for (int cell : grid.row_cells(row)) {
      const Cell& c = grid.cell(cell);
      if (c.row == row && c.column >= from && knows(grid.folded_text(cell))) out.end = std::max(out.end, std::min(c.row + c.row_span, limit));
    }
    if (row + 1 == out.end && out.end < limit && is_header_row(grid, out.end, from)) ++out.end;
  }
  for (int column = from; column < grid.columns(); ++column) {
    std::vector<std::string> labels;
    std::string unit;
    int last = -1;
    for (int row = begin; row < out.end; ++row) {
      const int cell = grid.at(row, column);
      if (cell < 0 || cell == last || grid.text(cell).empty()) continue;
      const LabelKey label = label_key(grid.folded_text(cell));
      labels.push_back(label.key);
      if (!label.unit.empty()) unit = label.unit;
      last = cell;
    }
    if (last < 0 || grid.cell(last).column != column) continue;   // a column begins where its lowest label does
    const auto target = target_of(labels);
    if (!target || !out.place_of.emplace(*target, column).second) continue;
    if (!unit.empty()) out.unit = unit;
  }
  return out;
}

}  // namespace budgetlift
