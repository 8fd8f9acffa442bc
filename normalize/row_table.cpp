#include "normalize/row_table.h"

#include <algorithm>

#include "normalize/draft.h"
#include "normalize/head.h"
#include "normalize/label_paths.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr int kMostHeaderRows = 3;

// The row after the last one that the label stands beside.
int end_of(const TableGrid& grid, int label, int row_end) {
  const Cell& c = grid.cell(label);
  int end = c.row + c.row_span;
  if (c.row_span > 1) return std::min(end, row_end);
  // Not merged: the cells below it are empty.
  while (end < row_end && grid.at(end, c.column) >= 0 && grid.text(grid.at(end, c.column)).empty()) ++end;
  return end;
}

}  // namespace

void read_row_table(const FormField& field, const TableGrid& grid, int label, int row_end, ProjectRecord& record, std::set<int>& taken,
                    std::vector<TextLine>& unplaced) {
  LabelPaths paths;
  for (size_t i = 0; i < field.columns.size(); ++i) {
    for (const std::string& text : field.columns[i].labels) paths.add(text, static_cast<int>(i));
  }
  std::set<std::string> totals;
  for (const std::string& text : field.total_labels) totals.insert(label_key(folded(text)).key);

  const Cell& c = grid.cell(label);
  int end = end_of(grid, label, row_end);
  // The row of totals may stand below the label's cell.
  if (end < row_end) {
    const std::vector<int> below = grid.row_cells(end);
    if (!below.empty() && totals.count(label_key(grid.folded_text(below.front())).key)) ++end;
  }
  const HeaderColumns header = paths.read(grid, c.row, c.column + c.column_span, kMostHeaderRows);
  if (!header.unit.empty()) set_unit(record, {"", "", header.unit, c.lines});
  std::vector<ExtraRow> rows;
  for (int row = c.row; row < end; ++row) {
    for (int cell : grid.row_cells(row)) {
      if (cell != label) taken.insert(cell);
      // A doubt about the header is one about how many rows there are.
      if (cell != label && row < header.end) flag_doubts(record, field.key, grid.cell(cell));
    }
    if (row < header.end) continue;
    std::vector<int> cells = grid.row_cells(row);
    std::erase_if(cells, [&](int cell) { return cell == label || grid.cell(cell).row != row || grid.text(cell).empty(); });
    const bool total = !cells.empty() && totals.count(label_key(grid.folded_text(cells.front())).key) > 0;
    ExtraRow out;
    std::set<int> placed;
    if (total) placed.insert(cells.front());
    for (size_t i = 0; i < field.columns.size(); ++i) {
      const FormRowColumn& column = field.columns[i];
      const auto place = header.place_of.find(static_cast<int>(i));
      const int cell = place == header.place_of.end() ? -1 : grid.at(row, place->second);
      const bool filled = cell >= 0 && std::find(cells.begin(), cells.end(), cell) != cells.end() && !placed.count(cell);
      std::optional<std::string> text;
      if (filled) text = grid.text(cell);
      if (filled) placed.insert(cell);
      if (total) {
        if (!text || column.total.empty()) continue;
        flag_doubts(record, column.total, grid.cell(cell));
        set_value({.key = column.total, .labels = {}, .kind = "amount"}, {grid.cell(cell).lines, *text, 0}, record);
        continue;
      }
      const std::string pointer = field.key + "/" + std::to_string(rows.size()) + "/" + column.key;
      if (filled) note_origin(record, pointer, grid.cell(cell).lines);
      if (filled) flag_doubts(record, pointer, grid.cell(cell));
      out.emplace_back(column.key, std::move(text));
    }
    for (int cell : cells) {
      if (placed.count(cell)) continue;
      flag(record, field.key, "unplaced-text", "text under no column: " + grid.text(cell));
      unplaced.insert(unplaced.end(), grid.cell(cell).lines.begin(), grid.cell(cell).lines.end());
    }
    if (!total && !cells.empty()) rows.push_back(std::move(out));
  }
  if (!rows.empty()) record.extra[field.key.substr(std::string("/extra/").size())] = std::move(rows);
}

}  // namespace budgetlift
