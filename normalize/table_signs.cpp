#include "normalize/table_signs.h"

#include <algorithm>
#include <set>

#include "normalize/code.h"
#include "schemas/canonical.h"

namespace budgetlift {

bool is_scanned(const Table& table) {
  return std::any_of(table.cells.begin(), table.cells.end(), [](const Cell& cell) { return !cell.lines.empty() && cell.lines.front().source == Source::ocr; });
}

bool is_dumped(const TableGrid& grid) {
  for (int i = 0; i < grid.cells(); ++i) {
    if (!grid.cell(i).lines.empty()) return grid.cell(i).lines.front().source == Source::text_dump;
  }
  return false;
}

std::string first_text(const TableGrid& grid, int row) {
  const std::vector<int> cells = grid.row_cells(row);
  return cells.empty() ? "" : grid.text(cells.front());
}

std::vector<TextLine> lines_of_rows(const TableGrid& grid, int begin, int end) {
  std::vector<TextLine> out;
  for (int row = begin; row < end; ++row) {
    for (int cell : grid.row_cells(row)) {
      const std::vector<TextLine>& lines = grid.cell(cell).lines;
      if (grid.cell(cell).row == row) out.insert(out.end(), lines.begin(), lines.end());
    }
  }
  return out;
}

size_t codes_in(const TableGrid& grid) {
  size_t out = 0;
  for (int i = 0; i < grid.cells(); ++i) {
    for (const TextLine& line : grid.cell(i).lines) out += shows_code(line.text);
  }
  return out;
}

size_t first_levels_in(const TableGrid& grid, const Form& form) {
  std::set<std::string> names;
  for (const TaxonomyEntry& entry : form.taxonomy) names.insert(canonical(entry.level1));
  // "效益指标" ends names of second levels, too.
  for (const TaxonomyEntry& entry : form.taxonomy) {
    for (const std::string& second : entry.level2) {
      std::erase_if(names, [&](const std::string& name) { return canonical(second).find(name) != std::string::npos; });
    }
  }
  std::string text;
  for (int i = 0; i < grid.cells(); ++i) text += canonical(grid.text(i)) + "\n";
  size_t out = 0;
  for (const std::string& name : names) {
    size_t printed = 0;
    for (size_t at = text.find(name); at != text.npos; at = text.find(name, at + name.size())) ++printed;
    out = std::max(out, printed);
  }
  return out;
}

bool names_indicators(const TableGrid& grid, const FormMatchers& matchers) {
  const auto begins = [&](const FormMatcher& matcher, int cell) {
    return std::any_of(matcher.taxonomy().begin(), matcher.taxonomy().end(), [&](const auto& entry) { return grid.text(cell).rfind(entry.first, 0) == 0; });
  };
  for (size_t form = 0; form < matchers.size(); ++form) {
    for (int cell = 0; cell < grid.cells(); ++cell) {
      if (begins(matchers.at(form), cell)) return true;
    }
  }
  return false;
}

}  // namespace budgetlift
