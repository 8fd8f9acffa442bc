#include "normalize/side_columns.h"

#include <algorithm>
#include <optional>
#include <string>

#include "normalize/draft.h"
#include "normalize/target.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr const char* kList = "indicator_columns";

// "分值权重（90）": a header may say the most that its column adds up to.
std::string without_number(std::string label) {
  const size_t open = label.rfind('(');
  if (open == std::string::npos || open == 0 || label.back() != ')') return label;
  const std::string inside = label.substr(open + 1, label.size() - open - 2);
  if (inside.empty() || inside.find_first_not_of("0123456789%") != std::string::npos || inside == "%") return label;
  return label.substr(0, open);
}

// Whether a sign before a number makes it a bound: "≥", not "定性".
bool compares(const std::string& sign) {
  return sign.find_first_of("0123456789") == std::string::npos && parse_target(sign + "1", std::nullopt).op.has_value();
}

}  // namespace

std::vector<SideColumn> side_columns(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) {
  std::vector<SideColumn> out;
  if (part.blocks.size() != 1) return out;
  const std::vector<int>& own = part.blocks.front().columns;
  int leftmost = grid.columns();
  for (const int column : own) leftmost = column < 0 ? leftmost : std::min(leftmost, column);
  for (int row = part.row_begin; row < part.first_body_row; ++row) {
    for (const int cell : grid.row_cells(row)) {
      const Cell& c = grid.cell(cell);
      if (c.row != row || c.column < leftmost || std::find(own.begin(), own.end(), c.column) != own.end()) continue;
      const FormSideColumn* column = matcher.side_column(without_number(label_key(grid.folded_text(cell)).key));
      if (column) out.push_back({column, c.column});
    }
  }
  std::sort(out.begin(), out.end(), [](const SideColumn& a, const SideColumn& b) { return a.place < b.place; });
  return out;
}

void read_side_columns(const std::vector<SideColumn>& columns, const TableGrid& grid, int row, size_t index, int target_cell,
                       Indicator& indicator, ProjectRecord& record, std::set<int>& placed) {
  if (columns.empty()) return;
  Extra& extra = record.extra[kList];
  if (!std::holds_alternative<std::vector<ExtraRow>>(extra)) extra = std::vector<ExtraRow>();
  auto& rows = std::get<std::vector<ExtraRow>>(extra);
  const std::string base = "/extra/" + std::string(kList) + "/" + std::to_string(rows.size()) + "/";
  ExtraRow out{{"indicator", std::to_string(index)}};
  std::string sign, unit;
  std::vector<TextLine> before, behind;
  for (const SideColumn& side : columns) {
    const int cell = grid.at(row, side.place);
    const std::string text = cell < 0 ? "" : grid.text(cell);
    out.emplace_back(side.column->key, text.empty() ? std::nullopt : std::optional(text));
    if (text.empty()) continue;
    placed.insert(cell);
    const Cell& c = grid.cell(cell);
    note_origin(record, base + side.column->key, c.lines);
    flag_doubts(record, base + side.column->key, c);
    if (side.column->key == "operator" && compares(text)) sign = text, before = c.lines;
    if (side.column->key == "unit") unit = text, behind = c.lines;
  }
  rows.push_back(std::move(out));
  if (!indicator.target || target_cell < 0 || (sign.empty() && unit.empty())) return;
  std::string& text = indicator.target->text;
  if (text.find_first_of("0123456789") == std::string::npos) return;   // "明显" has no unit
  if (text.ends_with(unit)) unit.clear(), behind.clear();              // printed in both
  text = canonical(sign + text + unit);
  std::vector<TextLine> lines = before;
  const std::vector<TextLine>& own = grid.cell(target_cell).lines;
  lines.insert(lines.end(), own.begin(), own.end());
  lines.insert(lines.end(), behind.begin(), behind.end());
  note_origin(record, "/indicators/" + std::to_string(index) + "/target", lines);
}

}  // namespace budgetlift
