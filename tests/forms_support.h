// Tables written by hand for the tests of forms.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "normalize/normalizer.h"
#include "normalize/table_grid.h"
#include "schemas/document.h"
#include "schemas/form_set.h"
#include "tests/support.h"

namespace budgetlift::test {

inline TextLine text_line(const std::string& text, int page = 1) {
  TextLine out;
  out.text = text;
  out.page = page;
  return out;
}

// A table by rows. "<" is merged with the cell on its left, "^" with the one above it; '|' parts the lines of a cell.
inline Table table_of(const std::vector<std::vector<std::string>>& rows) {
  Table out;
  out.rows = static_cast<int>(rows.size());
  std::map<std::pair<int, int>, size_t> owner;
  for (int r = 0; r < out.rows; ++r) {
    const auto& row = rows[static_cast<size_t>(r)];
    out.columns = std::max(out.columns, static_cast<int>(row.size()));
    for (int c = 0; c < static_cast<int>(row.size()); ++c) {
      const std::string& text = row[static_cast<size_t>(c)];
      if (text == "<" || text == "^") {
        const size_t cell = owner.at(text == "<" ? std::pair(r, c - 1) : std::pair(r - 1, c));
        owner[{r, c}] = cell;
        out.cells[cell].row_span = std::max(out.cells[cell].row_span, r - out.cells[cell].row + 1);
        out.cells[cell].column_span = std::max(out.cells[cell].column_span, c - out.cells[cell].column + 1);
        continue;
      }
      Cell cell;
      cell.row = r;
      cell.column = c;
      cell.page = 1;
      for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('|', at), text.size());
        cell.lines.push_back(text_line(text.substr(at, end - at)));
        at = end + 1;
      }
      owner[{r, c}] = out.cells.size();
      out.cells.push_back(std::move(cell));
    }
  }
  return out;
}

// The cell with this text, the `nth` of them; -1 if there is none.
inline int find_cell(const TableGrid& grid, const std::string& text, int nth = 0) {
  for (int cell = 0; cell < grid.cells(); ++cell) {
    if (grid.text(cell) == text && nth-- == 0) return cell;
  }
  return -1;
}

// A cell, and all its lines, of another page.
inline void put_on_page(Table& table, int row, int column, int page) {
  for (Cell& cell : table.cells) {
    if (cell.row != row || cell.column != column) continue;
    cell.page = page;
    for (TextLine& line : cell.lines) line.page = page;
  }
}

inline const Form& builtin(const std::string& name) {
  const Form* form = find_form(builtin_forms(), name);
  if (!form) throw std::runtime_error("no form " + name);
  return *form;
}

// The place of a field in its form, -1 for none.
inline int field_at(const Form& form, const std::string& key) {
  const auto it = std::find_if(form.fields.begin(), form.fields.end(), [&](const FormField& field) { return field.key == key; });
  return it == form.fields.end() ? -1 : static_cast<int>(it - form.fields.begin());
}

inline bool is_named(const ProjectRecord& record, const std::string& field, const std::string& reason) {
  return std::any_of(record.review.begin(), record.review.end(), [&](const Review& r) { return r.field == field && r.reason == reason; });
}

inline std::string all_reviews(const ProjectRecord& record) {
  std::string out;
  for (const Review& r : record.review) out += r.field + " " + r.reason + ": " + r.detail + "\n";
  return out;
}

inline NormalizedDocument normalize(std::vector<Block> blocks, const std::vector<Form>& forms = builtin_forms()) {
  Normalizer normalizer(forms, NormalizeOptions{.keep_unplaced = true});
  for (Block& block : blocks) normalizer.take(std::move(block));
  return normalizer.finish();
}

inline std::vector<std::string> texts(const std::vector<TextLine>& lines) {
  std::vector<std::string> out;
  for (const TextLine& line : lines) out.push_back(line.text);
  return out;
}

inline std::string extra_text(const ProjectRecord& record, const std::string& key) {
  const auto it = record.extra.find(key);
  const auto* text = it == record.extra.end() ? nullptr : std::get_if<std::string>(&it->second);
  return text ? *text : "<none>";
}

}  // namespace budgetlift::test
