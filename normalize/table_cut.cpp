#include "normalize/table_cut.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

bool is_label(const FormMatcher& matcher, const TableGrid& grid, int cell) {
  return matcher.label(grid, cell) || matcher.is_column_label(grid.folded_text(cell));
}

// Labels of the form in the rows.
int count_labels(const FormMatcher& matcher, const TableGrid& grid, int row_begin, int row_end) {
  int count = 0;
  for (int row = row_begin; row < row_end; ++row) {
    for (int cell : grid.row_cells(row)) count += grid.cell(cell).row == row && is_label(matcher, grid, cell);
  }
  return count;
}

// Whether some of the lines that follow each other are a title with a project's name.
bool has_title(const FormMatcher& matcher, const std::vector<TextLine>& lines) {
  const auto most = static_cast<size_t>(std::max(1, matcher.form().title_max_lines));
  for (size_t i = 0; i < lines.size(); ++i) {
    std::vector<TextLine> joined;
    for (size_t k = i; k < std::min(i + most, lines.size()); ++k) {
      joined.push_back(lines[k]);
      const auto title = matcher.lines().match_title(canonical_joined(joined));
      if (title && matcher.lines().name_of_title(title->title) != title->title) return true;
    }
  }
  return false;
}

// The lines of a row that holds one cell over most of its width, and no text but in it and behind it.
std::vector<TextLine> lines_of_wide_row(const FormMatcher& matcher, const TableGrid& grid, int row) {
  std::vector<TextLine> lines;
  for (int cell : grid.row_cells(row)) {
    const Cell& c = grid.cell(cell);
    if (grid.text(cell).empty()) continue;
    if (c.row != row || is_label(matcher, grid, cell)) return {};
    // The last column of an indicator may name such a form, too.
    if (lines.empty() && 2 * c.column_span <= grid.columns()) return {};
    lines.insert(lines.end(), c.lines.begin(), c.lines.end());
  }
  return lines;
}

// Whether the row's cells begin below the line.
bool begins_below(const TableGrid& grid, int row, const TextLine& line) {
  for (int cell : grid.row_cells(row)) {
    const Cell& c = grid.cell(cell);
    if (c.row == row && c.box && (c.page > line.page || (c.page == line.page && c.box->y0 >= line.box->center_y()))) return true;
  }
  return false;
}

struct Cut {
  int above_end = 0;            // row after the last one above the title
  int below_begin = 0;          // first row below it
  std::vector<TextLine> lines;  // of the title, and what stands beside it
};

// Whether text of a cell stands beside the line.
bool has_text_beside(const Table& table, const TextLine& line) {
  for (const Cell& cell : table.cells) {
    for (const TextLine& other : cell.lines) {
      if (other.page == line.page && other.box && other.box->y0 < line.box->center_y() && other.box->y1 > line.box->center_y()) return true;
    }
  }
  return false;
}

// The first title below rows of the form. One label may stand in a table of another kind.
bool find_cut(const FormMatcher& matcher, const Table& table, const TableGrid& grid, Cut& cut) {
  for (int row = 1; row < grid.rows(); ++row) {
    std::vector<TextLine> lines = lines_of_wide_row(matcher, grid, row);
    if (!has_title(matcher, lines) || count_labels(matcher, grid, 0, row) < 2) continue;
    cut = {row, row + 1, std::move(lines)};
    return true;
  }
  // Where nothing closes the space between two tables at its sides its text lies in no cell.
  for (const TextLine& line : table.stray) {
    if (!line.box || !has_title(matcher, {line}) || has_text_beside(table, line)) continue;
    for (int row = 1; row < grid.rows(); ++row) {
      if (!begins_below(grid, row, line)) continue;
      if (count_labels(matcher, grid, 0, row) < 2) break;
      cut = {row, row, {}};
      return true;
    }
  }
  return false;
}

// The rows of a table.
Table rows_of(const Table& table, int begin, int end) {
  Table out;
  out.rows = end - begin;
  out.columns = table.columns;
  for (const Cell& cell : table.cells) {
    if (cell.row < begin || cell.row >= end) continue;
    out.cells.push_back(cell);
    out.cells.back().row -= begin;
    out.cells.back().row_span = std::min(cell.row_span, end - cell.row);
  }
  for (const Cell& cell : out.cells) {
    if (!cell.box) continue;
    if (out.regions.empty() || out.regions.back().page < cell.page) out.regions.push_back({cell.page, cell.box});
    for (TableRegion& region : out.regions) {
      if (region.page != cell.page) continue;
      region.box->x0 = std::min(region.box->x0, cell.box->x0), region.box->y0 = std::min(region.box->y0, cell.box->y0);
      region.box->x1 = std::max(region.box->x1, cell.box->x1), region.box->y1 = std::max(region.box->y1, cell.box->y1);
    }
  }
  return out;
}

// Whether the line is printed above the table.
bool is_above(const TextLine& line, const Table& table) {
  if (!line.box || table.regions.empty()) return false;
  const TableRegion& first = table.regions.front();
  return line.page < first.page || (line.page == first.page && line.box->center_y() < first.box->y0);
}

bool is_scanned(const std::vector<TextLine>& lines) {
  return !lines.empty() && lines.front().source == Source::ocr;
}

}  // namespace

std::vector<Block> cut_at_title(const Table& table, const TableGrid& grid, const std::vector<const FormMatcher*>& matchers) {
  for (const FormMatcher* matcher : matchers) {
    Cut cut;
    if (!find_cut(*matcher, table, grid, cut)) continue;
    Table above = rows_of(table, 0, cut.above_end), below = rows_of(table, cut.below_begin, table.rows);
    for (const TextLine& line : table.stray) {
      const bool after_above = line.box && !above.regions.empty() && line.page == above.regions.back().page &&
                               line.box->center_y() > above.regions.back().box->y1;
      (!is_above(line, below) ? below.stray : after_above ? cut.lines : above.stray).push_back(line);
    }
    // Where a scan shows a title, what is below it may not have been read.
    if (count_labels(*matcher, grid, cut.below_begin, table.rows) < 2 && !is_scanned(cut.lines)) continue;
    above.title = table.title, above.unit = table.unit, above.header_rows = std::min(table.header_rows, above.rows);
    std::vector<Block> out = {std::move(above)};
    for (TextLine& line : cut.lines) out.emplace_back(std::move(line));
    if (below.rows > 0) out.emplace_back(std::move(below));
    return out;
  }
  return {};
}

}  // namespace budgetlift
