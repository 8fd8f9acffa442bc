#include "normalize/head.h"

#include <algorithm>
#include <map>

#include "normalize/amount.h"
#include "normalize/code.h"
#include "normalize/draft.h"
#include "normalize/numbered_list.h"
#include "normalize/row_table.h"
#include "normalize/schedule.h"
#include "normalize/unit_name.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// What stands beside one label: the cells in printed order.
struct LabelledCells {
  std::vector<int> cells;
  std::string inline_value;   // value in the label's own cell
  std::vector<TextLine> inline_lines;
};

// The label that owns a cell: the nearest one to the left in the cell's first row that no other label parts from
// it; failing that, the nearest one above in its first column.
int owner_of(const TableGrid& grid, const std::map<int, LabelMatch>& labels, const TablePart& part, int cell) {
  const Cell& c = grid.cell(cell);
  for (int column = c.column - 1; column >= 0; --column) {
    const int left = grid.at(c.row, column);
    if (left >= 0 && labels.count(left)) return left;
  }
  for (int row = c.row - 1; row >= part.row_begin; --row) {
    const int above = grid.at(row, c.column);
    if (above >= 0 && above != cell && labels.count(above)) return above;
  }
  return -1;
}

void set_goals(ProjectRecord& record, const std::vector<TextLine>& lines, const std::string& inline_value, double width) {
  std::vector<ListItem> items = split_numbered(lines, width);
  if (lines.empty() && !inline_value.empty()) items.push_back({inline_value, {}, ""});
  for (ListItem& item : items) {
    const std::string pointer = "/goals/" + std::to_string(record.goals.size());
    // Cut wrongly in one place, the list may have an item too many or too few.
    if (!item.doubt.empty()) flag(record, "/goals", "list-cut-unsure", item.doubt);
    note_origin(record, pointer, item.lines);
    record.goals.push_back(std::move(item.text));
  }
}

// The record's text field behind a pointer; null for a pointer of another kind.
std::optional<std::string>* text_field(ProjectRecord& record, const std::string& key) {
  if (key == "/project/code") return &record.code;
  if (key == "/project/name") return &record.name;
  if (key == "/purpose") return &record.purpose;
  if (key == "/title") return &record.title;
  if (key == "/unit/code") return &record.unit_code;
  if (key == "/unit/name") return &record.unit_name;
  return nullptr;
}

std::optional<Amount>* amount_field(ProjectRecord& record, const std::string& key) {
  if (key == "/budget/total") return &record.total;
  if (key == "/budget/fiscal") return &record.fiscal;
  if (key == "/budget/other") return &record.other;
  return nullptr;
}

// The code that a text of more begins with; empty if there is none. Right behind it other letters may stand, where its lines
// end with it.
std::string code_before_more(const std::string& text, const std::vector<TextLine>& lines) {
  std::string begun;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    begun += canonical(lines[i].text);
    if (check_code(begun).result == CodeCheck::Result::valid) return begun;
  }
  return std::string(leading_code(text));
}

}  // namespace

void set_value(const FormField& field, const FieldValue& value, ProjectRecord& record) {
  const std::string text = canonical(value.text);
  if (field.kind == "goals") {
    set_goals(record, value.lines, text, value.width > 0 ? value.width : field.wrap);
    return;
  }
  if (text.empty()) return;
  const std::vector<TextLine>& lines = value.lines;
  if (field.kind == "unit") {
    const UnitName unit = split_unit(text);
    set_unit(record, {unit.code, unit.name, "", lines});
    return;
  }
  note_origin(record, field.key, lines);
  if (auto* amount = amount_field(record, field.key)) {
    *amount = parse_amount(text, record.printed_unit);
  } else if (auto* target = text_field(record, field.key)) {
    // What stands behind a whole code came from another cell whose ruling was lost.
    const std::string code(field.key == "/project/code" ? code_before_more(text, lines) : "");
    if (!code.empty()) flag(record, field.key, "unplaced-text", "text behind the code: " + text.substr(code.size()));
    *target = code.empty() ? text : code;
  } else if (field.key.rfind("/extra/", 0) == 0) {
    record.extra[field.key.substr(7)] = text;
  }
}

namespace {

void set_field(const FormMatcher& matcher, const FormField& field, const TableGrid& grid, const LabelledCells& value, ProjectRecord& record) {
  for (int cell : value.cells) flag_doubts(record, field.key, grid.cell(cell));
  if (field.kind == "schedule") {
    read_schedule(grid, value.cells, record);
    return;
  }
  constexpr size_t kLeastLabel = 12;   // bytes: four characters
  FieldValue whole{value.inline_lines, value.inline_value, 0};
  int filled = whole.text.empty() ? 0 : 1;
  // What stands beside a label in its own cell is no item of a list.
  if (field.kind == "goals" && value.cells.empty()) whole.lines.clear();
  for (int cell : value.cells) {
    const Cell& c = grid.cell(cell);
    whole.lines.insert(whole.lines.end(), c.lines.begin(), c.lines.end());
    whole.text += grid.text(cell);
    if (c.box) whole.width = c.box->width();
    filled += grid.text(cell).empty() ? 0 : 1;
    // The ruling above the next table's header was lost: its labels are lines of this cell.
    for (size_t i = 1; i < c.lines.size(); ++i) {
      const std::string line = canonical(c.lines[i].text);
      if (line.size() < kLeastLabel) continue;   // 资金 ends many a name
      if (matcher.is_group(line) || matcher.is_column_label(folded(line))) flag(record, field.key, "several-cells", "a label of the form is in it: " + line);
    }
  }
  // Rows of other parts, whose labels were not read, end up here.
  if (filled > 1) flag(record, field.key, "several-cells", "the label's value stands in more than one cell");
  set_value(field, whole, record);
}

// Rows above the first label, and cells that belong to no label: a title or a unit line printed inside the grid.
bool take_as_caption(const FormMatcher& matcher, const std::string& text, const std::vector<TextLine>& lines,
                     ProjectRecord& record) {
  if (auto unit = matcher.lines().match_unit_line(text); unit && !record.printed_unit) {
    unit->lines = lines;
    set_unit(record, *unit);
    return true;
  }
  if (auto title = matcher.lines().match_title(text); title && !record.title) {
    title->lines = lines;
    set_title(record, *title);
    return true;
  }
  return matcher.lines().match_year_line(text) || matcher.is_caption(text);
}

}  // namespace

void set_title(ProjectRecord& record, const TitleMatch& title) {
  record.title = title.title;
  record.printed_number = title.number;
  note_origin(record, "/title", title.lines);
}

void set_unit(ProjectRecord& record, const UnitMatch& unit) {
  if (!unit.code.empty()) {
    record.unit_code = unit.code;
    note_origin(record, "/unit/code", unit.lines);
  }
  if (!unit.name.empty()) {
    record.unit_name = unit.name;
    note_origin(record, "/unit/name", unit.lines);
  }
  if (!unit.unit.empty()) {
    record.printed_unit = unit.unit;
    note_origin(record, "/budget/printed_unit", unit.lines);
  }
}

void read_head(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, ProjectRecord& record,
               std::set<int>& seen, std::vector<TextLine>& unplaced) {
  std::map<int, LabelMatch> labels;
  std::vector<int> cells;   // in printed order, each once
  std::set<int> of_rows;    // cells of a table inside the head
  for (int row = part.row_begin; row < part.row_end; ++row) {
    for (int cell : grid.row_cells(row)) {
      if (grid.cell(cell).row != row || of_rows.count(cell)) continue;
      std::string unit;
      if (matcher.is_group(grid.text(cell), &unit) && !matcher.label(grid, cell)) {
        if (!unit.empty()) set_unit(record, {"", "", unit, grid.cell(cell).lines});
        continue;
      }
      auto match = matcher.label(grid, cell);
      if (!match && matcher.begins_group(grid, cell)) continue;
      cells.push_back(cell);
      if (!match) continue;
      if (!match->unit.empty()) set_unit(record, {"", "", match->unit, grid.cell(cell).lines});
      const FormField& field = matcher.form().fields[static_cast<size_t>(match->field)];
      record.labelled.insert(field.key);
      if (field.kind == "rows") {
        seen.insert(match->field);
        cells.pop_back();
        read_row_table(field, grid, cell, part.row_end, record, of_rows, unplaced);
        continue;
      }
      labels.emplace(cell, *std::move(match));
    }
  }
  std::erase_if(cells, [&](int cell) { return of_rows.count(cell) > 0; });
  std::map<int, LabelledCells> values;   // by label cell
  for (auto& [cell, match] : labels) {
    seen.insert(match.field);
    LabelledCells& value = values[cell];
    value.inline_value = match.inline_value;
    if (!match.inline_value.empty()) value.inline_lines = grid.cell(cell).lines;
  }
  for (int cell : cells) {
    if (labels.count(cell)) continue;
    // An empty cell may be in doubt as well.
    if (grid.text(cell).empty() && (grid.cell(cell).doubts.empty() || owner_of(grid, labels, part, cell) < 0)) continue;
    const int owner = owner_of(grid, labels, part, cell);
    if (owner >= 0) {
      values[owner].cells.push_back(cell);
      continue;
    }
    const std::vector<TextLine>& lines = grid.cell(cell).lines;
    if (take_as_caption(matcher, grid.text(cell), lines, record)) continue;
    flag(record, "", "unplaced-text", "text in the form that belongs to no label: " + grid.text(cell));
    unplaced.insert(unplaced.end(), lines.begin(), lines.end());
  }
  for (auto& [cell, value] : values) {
    set_field(matcher, matcher.form().fields[static_cast<size_t>(labels.at(cell).field)], grid, value, record);
  }
}

}  // namespace budgetlift
