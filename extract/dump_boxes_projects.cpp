#include <algorithm>
#include <set>

#include "extract/dump_boxes_listing.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";

// First row of each project below the header: where a first level stands that the project above has already.
std::vector<int> project_rows(const Table& table, size_t projects) {
  std::vector<const Cell*> firsts;
  for (const Cell& cell : table.cells) {
    if (cell.column == 0 && cell.row >= table.header_rows) firsts.push_back(&cell);
  }
  std::sort(firsts.begin(), firsts.end(), [](const Cell* a, const Cell* b) { return a->row < b->row; });
  std::vector<std::u32string> names;
  for (const Cell* cell : firsts) {
    std::string text;
    for (const TextLine& line : cell->lines) text += line.text;
    names.push_back(key_text(text));
  }
  const size_t n = firsts.size();
  if (n < projects || projects == 0) return {};
  // best[p][i]: least cost of the first i names as p projects.
  constexpr double kAgain = 3, kOtherStart = 1;
  std::vector<std::vector<double>> best(projects + 1, std::vector<double>(n + 1, 1e9));
  std::vector<std::vector<size_t>> from(projects + 1, std::vector<size_t>(n + 1, 0));
  best[0][0] = 0;
  for (size_t p = 1; p <= projects; ++p) {
    for (size_t begin = p - 1; begin < n; ++begin) {
      if (best[p - 1][begin] >= 1e9) continue;
      double cost = best[p - 1][begin] + (names[begin] != names[0] ? kOtherStart : 0);
      std::set<std::u32string> seen;
      for (size_t end = begin + 1; end <= n; ++end) {
        if (!seen.insert(names[end - 1]).second) cost += kAgain;
        if (cost < best[p][end]) best[p][end] = cost, from[p][end] = begin;
      }
    }
  }
  std::vector<int> out(projects);
  for (size_t p = projects, end = n; p > 0; --p) {
    end = from[p][end];
    out[p - 1] = firsts[end]->row;
  }
  return out;
}

}  // namespace

void add_projects(const BoxListing& listing, Table& table) {
  std::vector<int> rows = project_rows(table, listing.projects);
  const int columns = static_cast<int>(listing.columns.size());
  const bool known = !rows.empty();
  const int body = table.rows - table.header_rows;
  for (size_t p = rows.size(); p < listing.projects; ++p) rows.push_back(table.header_rows + std::min(body - 1, static_cast<int>(p)));
  if (known) rows[0] = table.header_rows;
  const bool grouped = std::any_of(listing.columns.begin(), listing.columns.end(), [](const auto& column) { return !column.group.empty(); });
  const int more = grouped && table.header_rows == 1 ? 1 : 0;
  for (Cell& cell : table.cells) {
    cell.column += columns;
    if (cell.row >= table.header_rows) cell.row += more;
    else if (cell.row == 0) cell.row_span += more;
  }
  table.header_rows += more;
  table.rows += more;
  const int page = table.cells.empty() ? 1 : table.cells.front().page;
  const auto put = [&](int row, int column, std::vector<TextLine> lines) -> Cell& {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.page = lines.empty() ? page : lines.front().page;
    cell.lines = std::move(lines);
    table.cells.push_back(std::move(cell));
    return table.cells.back();
  };
  const auto label = [&](const std::string& text) {
    TextLine line;
    line.text = text;
    line.page = page;
    line.source = Source::text_dump;
    return std::vector<TextLine>{line};
  };
  for (int c = 0; c < columns; ++c) {
    const BoxListing::Column& column = listing.columns[static_cast<size_t>(c)];
    if (column.group.empty()) {
      put(0, c, label(column.label)).row_span = table.header_rows;
    } else {
      const bool first = c == 0 || listing.columns[static_cast<size_t>(c) - 1].group != column.group;
      int span = 1;
      while (c + span < columns && listing.columns[static_cast<size_t>(c + span)].group == column.group) ++span;
      if (first) put(0, c, label(column.group)).column_span = span;
      put(1, c, label(column.label)).row_span = table.header_rows - 1;
    }
    for (size_t p = 0; p < listing.projects; ++p) {
      const int end = p + 1 < listing.projects ? rows[p + 1] + more : table.rows;
      if (end <= rows[p] + more) continue;
      Cell& cell = put(rows[p] + more, c, column.values[p]);
      cell.row_span = end - rows[p] - more;
      if (!column.sure || !known) cell.doubts.push_back({kAmbiguous, "the text is sorted by place: which project this is of is not certain"});
    }
  }
  table.columns += columns;
  table.doubts.push_back({kAmbiguous, "the text is sorted by place: what is of which project is not certain"});
  table.stray.insert(table.stray.end(), listing.stray.begin(), listing.stray.end());
  std::sort(table.cells.begin(), table.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
}

}  // namespace budgetlift
