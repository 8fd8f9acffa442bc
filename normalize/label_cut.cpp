#include "normalize/label_cut.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// The parts of a line that gaps part, left to right. Their boxes share the line's by the number of their characters.
std::vector<TextLine> pieces_of(const TextLine& line) {
  const auto length = static_cast<double>(decode_utf8(line.text).size());
  std::vector<TextLine> out;
  size_t read = 0;
  double before = 0;   // characters, gaps too
  for (size_t at = 0; at <= line.text.size();) {
    const size_t end = std::min(line.text.find(' ', at), line.text.size());
    TextLine piece = line;
    piece.text = line.text.substr(at, end - at);
    piece.raw.clear();
    const auto own = static_cast<double>(decode_utf8(piece.text).size());
    if (!line.readings.empty()) {
      const auto first = line.readings.begin() + static_cast<std::ptrdiff_t>(std::min(read, line.readings.size()));
      const auto last = line.readings.begin() + static_cast<std::ptrdiff_t>(std::min(read + static_cast<size_t>(own), line.readings.size()));
      piece.readings.assign(first, last);
    }
    if (line.box) {
      piece.box->x0 = line.box->x0 + line.box->width() * before / length;
      piece.box->x1 = line.box->x0 + line.box->width() * (before + own) / length;
    }
    if (own > 0) out.push_back(std::move(piece));
    read += static_cast<size_t>(own);
    before += own + 1;
    at = end + 1;
  }
  return out;
}

// A cell's lines from left to right, parted where a label begins or ends; empty if there is nothing to part.
std::vector<std::vector<TextLine>> segments_of(const Cell& cell, const std::vector<FormMatcher>& matchers) {
  if (cell.lines.empty() || cell.lines.front().source != Source::ocr) return {};
  std::vector<std::vector<TextLine>> out;
  bool labels = false, after_label = true;
  for (TextLine& piece : pieces_in_row(cell)) {
    const bool is_label = std::any_of(matchers.begin(), matchers.end(), [&](const FormMatcher& m) { return m.is_label(piece.text); });
    if (is_label || after_label) out.emplace_back();
    out.back().push_back(std::move(piece));
    labels = labels || is_label;
    after_label = is_label;
  }
  return labels && out.size() > 1 ? out : std::vector<std::vector<TextLine>>();
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

std::optional<Table> cut_at_labels(const Table& table, const std::vector<FormMatcher>& matchers) {
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
        part.box->x0 = part.lines.front().box->x0;
        part.box->x1 = part.lines.back().box->x1;
      }
      out.cells.push_back(std::move(part));
    }
  }
  return out;
}

}  // namespace budgetlift
