#include "normalize/indicators.h"

#include <algorithm>
#include <set>

#include "normalize/draft.h"

namespace budgetlift {
namespace {

std::optional<std::string>* text_field(Indicator& indicator, const std::string& key) {
  if (key == "level1") return &indicator.level1;
  if (key == "level2") return &indicator.level2;
  if (key == "level3") return &indicator.level3;
  if (key == "description") return &indicator.description;
  if (key == "basis") return &indicator.basis;
  return nullptr;
}

bool is_filled(const TableGrid& grid, int row, int column) {
  const int cell = grid.at(row, column);
  return cell >= 0 && !grid.text(cell).empty();
}

}  // namespace

void read_indicators(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, ProjectRecord& record,
                     std::vector<TextLine>& unplaced) {
  const std::vector<FormColumn>& columns = matcher.form().columns;
  // A column that is empty in every row is not printed by this document; elsewhere an empty cell is worth a look.
  std::vector<bool> used(columns.size(), false);
  std::set<int> known_columns;
  for (size_t k = 0; k < columns.size(); ++k) {
    known_columns.insert(part.columns[k]);
    for (int row = part.first_body_row; row < part.row_end && part.columns[k] >= 0; ++row) {
      used[k] = used[k] || is_filled(grid, row, part.columns[k]);
    }
  }
  const size_t first = record.indicators.size();
  std::set<size_t> beside;   // rows with text under no column
  std::set<int> placed;   // cells whose text went into a field
  std::vector<int> last_cell(columns.size(), -1);
  for (int row = part.first_body_row; row < part.row_end; ++row) {
    // A row that nobody filled in holds at most the printed name of its first level; one that has nothing but parts of cells
    // of the row above is no row: a stroke was taken for a ruling.
    const bool blank = std::none_of(columns.begin(), columns.end(), [&](const FormColumn& column) {
      const int at = part.columns[static_cast<size_t>(&column - columns.data())];
      return column.kind != "level1" && at >= 0 && is_filled(grid, row, at) && !placed.count(grid.at(row, at));
    });
    if (blank) continue;
    const std::string base = "/indicators/" + std::to_string(record.indicators.size());
    Indicator indicator;
    for (size_t k = 0; k < columns.size(); ++k) {
      if (part.columns[k] < 0) continue;
      const std::string pointer = base + "/" + columns[k].key;
      int cell = grid.at(row, part.columns[k]);
      if (columns[k].kind == "level1" && (cell < 0 || grid.text(cell).empty()) && last_cell[k] >= 0) {
        cell = last_cell[k];   // printed once for the group, its cells not merged
      }
      if (cell < 0 || grid.text(cell).empty()) {
        if (used[k] || columns[k].kind == "level1") {
          flag(record, pointer, "empty-cell", "the cell is empty where other rows are filled");
        }
        if (cell >= 0) flag_doubts(record, pointer, grid.cell(cell));
        continue;
      }
      placed.insert(cell);
      last_cell[k] = cell;
      const Cell& c = grid.cell(cell);
      note_origin(record, pointer, c.lines);
      flag_doubts(record, pointer, c);
      if (columns[k].kind == "target") {
        indicator.target.emplace();
        indicator.target->text = grid.text(cell);
      } else if (auto* field = text_field(indicator, columns[k].key)) {
        *field = grid.text(cell);
      }
    }
    for (int cell : grid.row_cells(row)) {
      if (grid.cell(cell).row != row || grid.text(cell).empty() || placed.count(cell)) continue;
      placed.insert(cell);
      beside.insert(record.indicators.size());
      flag(record, base, "unplaced-text", "text under no column of the form: " + grid.text(cell));
      const std::vector<TextLine>& lines = grid.cell(cell).lines;
      unplaced.insert(unplaced.end(), lines.begin(), lines.end());
    }
    if (!indicator.level2) {
      // Every row has a second level: this one may be the tail of the row before it.
      const std::string detail = "the row has no second-level indicator: it may be a part of the row before it";
      flag(record, base, "incomplete-row", detail);
      if (!record.indicators.empty()) flag(record, "/indicators/" + std::to_string(record.indicators.size() - 1), "incomplete-row", detail);
    }
    record.indicators.push_back(std::move(indicator));
  }
  // In most rows: a column whose heading was not found, of which the others may have something, too.
  if (2 * beside.size() <= record.indicators.size() - first) return;
  for (size_t i = first; i < record.indicators.size(); ++i) {
    if (!beside.count(i)) flag(record, "/indicators/" + std::to_string(i), "unplaced-text", "the rows around have text under no column of the form");
  }
}

}  // namespace budgetlift
