#include "normalize/label_cut.h"

#include <algorithm>
#include <iterator>

#include "schemas/line_pieces.h"

namespace budgetlift {
namespace {

// Row by row, left to right.
void sort_as_read(std::vector<TextLine>& lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) { return a.box->center_y() < b.box->center_y(); });
  for (auto row = lines.begin(); row != lines.end();) {
    const auto end = std::find_if(row, lines.end(), [&](const TextLine& line) { return line.box->center_y() - row->box->center_y() > row->box->height() / 2; });
    std::stable_sort(row, end, [](const TextLine& a, const TextLine& b) { return a.box->x0 < b.box->x0; });
    row = end;
  }
}

// What stands one below the other in a cell.
struct Column {
  double x0 = 0, x1 = 0;
  std::vector<TextLine> lines;
};

// The columns that gaps part, left to right; none if a line has no place, or lies on another page.
std::vector<Column> columns_of(const Cell& cell) {
  std::vector<TextLine> pieces;
  for (const TextLine& line : cell.lines) {
    if (!line.box || line.page != cell.lines.front().page) return {};
    for (TextLine& piece : pieces_of(line)) pieces.push_back(std::move(piece));
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const TextLine& a, const TextLine& b) { return a.box->x0 < b.box->x0; });
  std::vector<Column> out;
  for (TextLine& piece : pieces) {
    if (out.empty() || piece.box->x0 >= out.back().x1) out.push_back({piece.box->x0, piece.box->x1, {}});
    out.back().x1 = std::max(out.back().x1, piece.box->x1);
    out.back().lines.push_back(std::move(piece));
  }
  for (Column& column : out) sort_as_read(column.lines);
  return out;
}

// A cell's lines from left to right, parted where a label begins or ends; empty if there is nothing to part.
std::vector<std::vector<TextLine>> segments_of(const Cell& cell, const std::vector<const FormMatcher*>& matchers) {
  if (cell.lines.empty() || cell.lines.front().source != Source::ocr) return {};
  std::vector<std::vector<TextLine>> out;
  bool labels = false, after_label = true;
  for (Column& column : columns_of(cell)) {
    std::string text;
    for (const TextLine& line : column.lines) text += line.text;
    const bool is_label = std::any_of(matchers.begin(), matchers.end(), [&](const FormMatcher* m) { return m->is_label(text); });
    if (is_label || after_label) out.emplace_back();
    std::move(column.lines.begin(), column.lines.end(), std::back_inserter(out.back()));
    labels = labels || is_label;
    after_label = is_label;
  }
  if (!labels || out.size() < 2) return {};
  for (std::vector<TextLine>& segment : out) sort_as_read(segment);
  return out;
}

}  // namespace

std::vector<TextLine> pieces_in_row(const Cell& cell) {
  std::vector<TextLine> out;
  for (const TextLine& line : cell.lines) {
    const TextLine& first = cell.lines.front();
    if (!line.box || line.page != first.page || std::abs(line.box->center_y() - first.box->center_y()) > first.box->height() / 2) return {};
    for (TextLine& piece : pieces_of(line)) out.push_back(std::move(piece));
  }
  std::stable_sort(out.begin(), out.end(), [](const TextLine& a, const TextLine& b) { return a.box->x0 < b.box->x0; });
  return out.size() > 1 ? out : std::vector<TextLine>();
}

std::optional<Table> cut_at_labels(const Table& table, const std::vector<const FormMatcher*>& matchers) {
  std::vector<std::vector<std::vector<TextLine>>> segments;
  // Columns that each column must give more, so that all parts of a cell that ends with it have one.
  std::vector<int> more(static_cast<size_t>(table.columns), 0);
  bool any = false;
  for (const Cell& cell : table.cells) {
    segments.push_back(segments_of(cell, matchers));
    const int lacking = static_cast<int>(segments.back().size()) - cell.column_span;
    int& last = more[static_cast<size_t>(cell.column + cell.column_span - 1)];
    last = std::max(last, lacking);
    any = any || !segments.back().empty();
  }
  if (!any) return std::nullopt;
  // Where each edge between columns comes to lie.
  std::vector<int> edges = {0};
  for (const int own : more) edges.push_back(edges.back() + 1 + own);
  Table out = table;
  out.columns = edges.back();
  out.cells.clear();
  for (size_t i = 0; i < table.cells.size(); ++i) {
    Cell cell = table.cells[i];
    const int end = edges[static_cast<size_t>(cell.column + cell.column_span)];
    cell.column = edges[static_cast<size_t>(cell.column)];
    cell.column_span = end - cell.column;
    const size_t count = segments[i].size();
    if (count == 0) {
      out.cells.push_back(std::move(cell));
      continue;
    }
    cell.doubts.push_back({"ambiguous-cells", "no ruling was found between this text and the text beside it"});
    for (size_t k = 0; k < count; ++k) {
      Cell part = cell;
      part.column += static_cast<int>(k);
      part.column_span = k + 1 < count ? 1 : end - part.column;
      part.lines = std::move(segments[i][k]);
      if (part.box) {
        part.box->x0 = part.box->x1 = part.lines.front().box->x0;
        for (const TextLine& line : part.lines) part.box->x0 = std::min(part.box->x0, line.box->x0), part.box->x1 = std::max(part.box->x1, line.box->x1);
      }
      out.cells.push_back(std::move(part));
    }
  }
  return out;
}

}  // namespace budgetlift
