#include "normalize/indicators.h"

#include <algorithm>
#include <map>
#include <set>

#include "normalize/code.h"
#include "normalize/draft.h"
#include "normalize/side_columns.h"

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

// Where the indicators of a block go.
std::vector<Indicator>& list_of(ProjectRecord& record, const std::string& key) {
  const std::string prefix = "/extra/";
  if (key.rfind(prefix, 0) != 0) return record.indicators;
  Extra& extra = record.extra[key.substr(prefix.size())];
  if (!std::holds_alternative<std::vector<Indicator>>(extra)) extra = std::vector<Indicator>();
  return std::get<std::vector<Indicator>>(extra);
}

void flag_row_doubts(ProjectRecord& record, const std::string& list, const std::string& pointer, const Cell& cell) {
  flag_doubts(record, pointer, cell);
  for (const Doubt& doubt : cell.doubts) {
    if (doubt.rows) flag(record, list, doubt.reason, doubt.detail);
  }
}

// Columns of the form that the part fills somewhere: one that is empty in every row is not printed by this document; elsewhere an
// empty cell is worth a look.
std::vector<bool> used_columns(const TableGrid& grid, const TablePart& part, const BlockColumns& block) {
  std::vector<bool> used(block.columns.size(), false);
  for (size_t k = 0; k < block.columns.size(); ++k) {
    for (int row = part.first_body_row; row < part.row_end && block.columns[k] >= 0 && !used[k]; ++row) {
      used[k] = is_filled(grid, row, block.columns[k]);
    }
  }
  return used;
}

// The rows of one block; cells whose text went into a field are added to `placed`.
void read_block(const FormMatcher& matcher, const TableGrid& grid, const BlockColumns& block, const std::vector<bool>& used,
                const std::vector<SideColumn>& sides, int row_begin, int row_end, ProjectRecord& record, std::map<int, size_t>& row_of, std::set<int>& placed) {
  const std::vector<FormColumn>& columns = matcher.form().columns;
  std::vector<Indicator>& indicators = list_of(record, block.key);
  std::vector<int> last_cell(columns.size(), -1);
  for (int row = row_begin; row < row_end; ++row) {
    // A row that nobody filled in holds at most the printed name of its first level; one that has nothing but parts of cells
    // of the row above is no row: a stroke was taken for a ruling.
    const bool blank = std::none_of(columns.begin(), columns.end(), [&](const FormColumn& column) {
      const int at = block.columns[static_cast<size_t>(&column - columns.data())];
      return column.kind != "level1" && at >= 0 && is_filled(grid, row, at) && !placed.count(grid.at(row, at));
    });
    if (blank) continue;
    const std::string base = block.key + "/" + std::to_string(indicators.size());
    row_of[row] = indicators.size();
    Indicator indicator;
    int target_cell = -1;
    for (size_t k = 0; k < columns.size(); ++k) {
      if (block.columns[k] < 0) continue;
      const std::string pointer = base + "/" + columns[k].key;
      int cell = grid.at(row, block.columns[k]);
      if (columns[k].kind == "level1" && (cell < 0 || grid.text(cell).empty()) && last_cell[k] >= 0) {
        cell = last_cell[k];   // printed once for the group, its cells not merged
      }
      if (cell < 0 || grid.text(cell).empty()) {
        if (used[k] || columns[k].kind == "level1") {
          flag(record, pointer, "empty-cell", "the cell is empty where other rows are filled");
        }
        if (cell >= 0) flag_row_doubts(record, block.key, pointer, grid.cell(cell));
        continue;
      }
      placed.insert(cell);
      last_cell[k] = cell;
      const Cell& c = grid.cell(cell);
      note_origin(record, pointer, c.lines);
      flag_row_doubts(record, block.key, pointer, c);
      if (columns[k].kind == "target") {
        indicator.target.emplace();
        indicator.target->text = grid.text(cell);
        target_cell = cell;
      } else if (auto* field = text_field(indicator, columns[k].key)) {
        *field = grid.text(cell);
      }
    }
    read_side_columns(sides, grid, row, indicators.size(), target_cell, indicator, record, placed);
    if (!indicator.level2) {
      // Every row has a second level: this one may be the tail of the row before it.
      const std::string detail = "the row has no second-level indicator: it may be a part of the row before it";
      flag(record, base, "incomplete-row", detail);
      if (!indicators.empty()) flag(record, block.key + "/" + std::to_string(indicators.size() - 1), "incomplete-row", detail);
    }
    indicators.push_back(std::move(indicator));
  }
}

}  // namespace

void read_indicators(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, int row_begin, int row_end,
                     const std::vector<int>& other_columns, ProjectRecord& record, std::vector<TextLine>& unplaced) {
  const size_t first = record.indicators.size();
  std::map<int, size_t> row_of;   // rows of the table that the last block made indicators of, the record's own
  std::set<int> placed;           // cells whose text went into a field
  const std::vector<SideColumn> sides = side_columns(matcher, grid, part);
  for (const BlockColumns& block : part.blocks) {
    row_of.clear();
    // What is in doubt about a header is in doubt about all rows below it.
    for (int row = part.row_begin; row < part.first_body_row; ++row) {
      for (int column : block.columns) {
        if (const int cell = column >= 0 ? grid.at(row, column) : -1; cell >= 0) flag_doubts(record, block.key, grid.cell(cell));
      }
    }
    read_block(matcher, grid, block, used_columns(grid, part, block), sides, row_begin, row_end, record, row_of, placed);
  }
  int leftmost = grid.columns();
  for (const BlockColumns& block : part.blocks) {
    for (int column : block.columns) leftmost = column < 0 ? leftmost : std::min(leftmost, column);
  }
  std::set<size_t> beside;   // indicators with text under no column
  size_t at = first;
  for (int row = row_begin; row < row_end; ++row) {
    if (auto it = row_of.find(row); it != row_of.end()) at = it->second;
    for (int cell : grid.row_cells(row)) {
      const Cell& c = grid.cell(cell);
      if (c.row != row || grid.text(cell).empty() || placed.count(cell) || matcher.is_group(grid.text(cell))) continue;
      if (c.column < leftmost && matcher.is_part_of_group(grid.text(cell))) continue;
      if (std::find(other_columns.begin(), other_columns.end(), c.column) != other_columns.end()) continue;
      placed.insert(cell);
      // The heading of its column was not found; its check character says what it is.
      if (!record.code && check_code(grid.text(cell)).result == CodeCheck::Result::valid) {
        record.code = grid.text(cell);
        note_origin(record, "/project/code", c.lines);
        flag(record, "/project/code", "unplaced-text", "found by its shape and its check character under no column of the form");
        continue;
      }
      beside.insert(at);
      flag(record, "/indicators/" + std::to_string(at), "unplaced-text", "text under no column of the form: " + grid.text(cell));
      unplaced.insert(unplaced.end(), c.lines.begin(), c.lines.end());
    }
  }
  // In most rows: a column whose heading was not found, of which the others may have something, too.
  if (2 * beside.size() <= record.indicators.size() - first) return;
  for (size_t i = first; i < record.indicators.size(); ++i) {
    if (!beside.count(i)) flag(record, "/indicators/" + std::to_string(i), "unplaced-text", "the rows around have text under no column of the form");
  }
}

}  // namespace budgetlift
