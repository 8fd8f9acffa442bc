#include "extract/table_parts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "extract/form_words.h"
#include "extract/misread.h"

namespace budgetlift {

std::vector<double> column_edges(const Table& table) {
  std::vector<double> edges(static_cast<size_t>(table.columns) + 1, 0);
  for (const Cell& cell : table.cells) {
    if (!cell.box) continue;
    edges[static_cast<size_t>(cell.column)] = cell.box->x0;
    edges[static_cast<size_t>(cell.column + cell.column_span)] = cell.box->x1;
  }
  return edges;
}

EdgeMatch match_edges(const std::vector<double>& table, const std::vector<double>& part, const TableOptions& options,
                      bool scanned) {
  EdgeMatch out;
  const double width = table.back() - table.front(), part_width = part.back() - part.front();
  const double tolerance = scanned ? std::max(options.scan_edge_shift, options.scan_edge_share * width)
                                   : std::max(options.edge_shift, options.edge_share * width);
  // Margins may alternate; a turned page prints the same columns at another size, and so does a camera held elsewhere.
  const bool same_size = !scanned && std::abs(width - part_width) <= 2 * tolerance;
  const double scale = same_size || part_width <= 0 ? 1 : width / part_width;
  out.index.assign(part.size(), -1);
  int next = 0;
  for (size_t i = 0; i < part.size(); ++i) {
    const double x = table.front() + (part[i] - part.front()) * scale;
    out.moved.push_back(x);
    int best = -1;
    for (int k = next; k < static_cast<int>(table.size()) && table[static_cast<size_t>(k)] <= x + tolerance; ++k) {
      const double distance = std::abs(table[static_cast<size_t>(k)] - x);
      if (distance <= tolerance && (best < 0 || distance < std::abs(table[static_cast<size_t>(best)] - x))) best = k;
    }
    if (best < 0) continue;
    out.index[i] = best;
    out.moved[i] = table[static_cast<size_t>(best)];
    next = best + 1;
    ++out.matched;
  }
  out.outer = out.index.front() == 0 && out.index.back() == static_cast<int>(table.size()) - 1;
  out.nested = out.matched == static_cast<int>(std::min(table.size(), part.size()));
  return out;
}

void align_columns(Table& table, std::vector<double>& edges, Table& part, const EdgeMatch& match) {
  std::vector<int> new_of_table(edges.size()), new_of_part(match.index.size());
  std::vector<double> all;
  size_t t = 0, p = 0;
  while (t < edges.size() || p < match.index.size()) {
    const bool same = t < edges.size() && p < match.index.size() && match.index[p] == static_cast<int>(t);
    // A matched edge of the part waits for its partner.
    const bool take_table =
        same || p >= match.index.size() || match.index[p] >= 0 || (t < edges.size() && edges[t] <= match.moved[p]);
    if (take_table) {
      new_of_table[t] = static_cast<int>(all.size());
      if (same) new_of_part[p++] = static_cast<int>(all.size());
      all.push_back(edges[t++]);
    } else {
      new_of_part[p] = static_cast<int>(all.size());
      all.push_back(match.moved[p++]);
    }
  }
  auto renumber = [&](Table& which, const std::vector<int>& to) {
    for (Cell& cell : which.cells) {
      const int end = to[static_cast<size_t>(cell.column + cell.column_span)];
      cell.column = to[static_cast<size_t>(cell.column)];
      cell.column_span = end - cell.column;
    }
    for (Join& join : which.joins) {
      if (&which == &part) join.row = to[static_cast<size_t>(join.row)];  // marks of page_blocks.h hold a column
    }
    which.columns = static_cast<int>(all.size()) - 1;
  };
  if (all.size() != edges.size()) renumber(table, new_of_table);
  renumber(part, new_of_part);
  edges = std::move(all);
}

namespace {

constexpr double kScanMove = 25;       // points; how far a page of a scan may lie beside the one before
constexpr double kScanScale = 0.08;    // … and how much larger or smaller it may be
constexpr size_t kEdgesToShift = 4;    // of a part; fewer may lie anywhere

// Where a part's edges lie among the table's, which may have more at either side. Pages of a scan lie otherwise in their pictures, and are of
// slightly other sizes.
struct Shift {
  double from = 0, to = 0, scale = 1;   // x of the part's page `from` is x of the table's page `to`
  double there(double x) const { return to + (x - from) * scale; }
  double back(double x) const { return from + (x - to) / scale; }
};

std::optional<Shift> shift_of(const std::vector<double>& table, const std::vector<double>& part, const TableOptions& options) {
  std::optional<Shift> best;
  double least = 0;
  for (double first : table) {
    for (double last : table) {
      const Shift shift{part.front(), first, (last - first) / std::max(1.0, part.back() - part.front())};
      if (std::abs(shift.scale - 1) > kScanScale || std::abs(first - part.front()) > kScanMove) continue;
      double farthest = 0;
      for (double x : part) {
        double nearest = options.scan_edge_shift + 1;
        for (double edge : table) nearest = std::min(nearest, std::abs(edge - shift.there(x)));
        farthest = std::max(farthest, nearest);
      }
      if (farthest > options.scan_edge_shift || (best && farthest >= least)) continue;
      best = shift;
      least = farthest;
    }
  }
  return best;
}

}  // namespace

void add_lost_columns(Table& table, const std::vector<double>& edges, Table& part, const TableOptions& options, bool scanned) {
  const std::vector<double> part_edges = column_edges(part);
  if (part.rows == 0) return;
  const std::optional<Shift> shift = scanned && part_edges.size() >= kEdgesToShift ? shift_of(edges, part_edges, options) : Shift{};
  if (!shift) return;
  auto edge_at = [&](double x) {
    const auto it = std::find_if(edges.begin(), edges.end(), [&](double edge) { return std::abs(edge - shift->there(x)) <= (scanned ? options.scan_edge_shift : options.edge_shift); });
    return it == edges.end() ? -1 : static_cast<int>(it - edges.begin());
  };
  if (std::any_of(part_edges.begin(), part_edges.end(), [&](double x) { return edge_at(x) < 0; })) return;
  const int first = edge_at(part_edges.front()), last = edge_at(part_edges.back());   // columns of the table
  if (first == 0 && last + 1 == static_cast<int>(edges.size())) return;
  std::vector<Cell> left, right;
  for (const Cell* over : cells_over(table, table.rows - 1)) {
    if (!over) return;
    const int end = over->column + over->column_span;
    if (over->column >= first && end <= last) continue;
    if ((over->column < first && end > first) || (over->column < last && end > last)) return;
    std::vector<Cell>& side = over->column < first ? left : right;
    const double x0 = shift->back(edges[static_cast<size_t>(over->column)]), x1 = shift->back(edges[static_cast<size_t>(end)]);
    if (!side.empty() && side.back().box->x0 == x0) continue;   // covers more than one column
    const Box& region = *part.regions[0].box;
    Cell cell{0, static_cast<int>(side.size()), part.rows, 1, {}, part.regions[0].page, Box{x0, region.y0, x1, region.y1}, {}};
    for (auto line = part.stray.begin(); line != part.stray.end();) {
      if (line->box && line->box->center_x() > x0 && line->box->center_x() < x1) {
        cell.lines.push_back(std::move(*line));
        line = part.stray.erase(line);
      } else {
        ++line;
      }
    }
    side.push_back(std::move(cell));
  }
  const int lost = static_cast<int>(left.size());
  for (Cell& cell : part.cells) cell.column += lost;
  for (Join& join : part.joins) join.row += lost;   // marks of page_blocks.h hold a column
  for (Cell& cell : right) cell.column += part.columns + lost;
  part.columns += lost + static_cast<int>(right.size());
  part.cells.insert(part.cells.begin(), std::make_move_iterator(left.begin()), std::make_move_iterator(left.end()));
  // Cells stand by row, then column.
  const size_t at = cells_of_row(part, 0).second;
  part.cells.insert(part.cells.begin() + static_cast<std::ptrdiff_t>(at), std::make_move_iterator(right.begin()), std::make_move_iterator(right.end()));
}

std::pair<size_t, size_t> cells_of_row(const Table& table, int row) {
  auto first = std::lower_bound(table.cells.begin(), table.cells.end(), row,
                                [](const Cell& cell, int value) { return cell.row < value; });
  auto last =
      std::lower_bound(first, table.cells.end(), row + 1, [](const Cell& cell, int value) { return cell.row < value; });
  return {static_cast<size_t>(first - table.cells.begin()), static_cast<size_t>(last - table.cells.begin())};
}

std::string bare_text(const Cell& cell) {
  std::string out;
  for (const TextLine& line : cell.lines) {
    for (char c : line.text) {
      if (c != ' ') out += c;
    }
  }
  return out;
}

namespace {

bool is_scanned(const Cell& cell) {
  return std::any_of(cell.lines.begin(), cell.lines.end(), [](const TextLine& line) { return line.source == Source::ocr; });
}

// The same texts in the same order, and more than one of them (or one that fills the row, like a title). Where one of
// the rows was scanned, every third text may be misread.
bool rows_equal(const Table& a, int row_a, const Table& b, int row_b) {
  auto [i, i_end] = cells_of_row(a, row_a);
  auto [k, k_end] = cells_of_row(b, row_b);
  int texts = 0, misread = 0;
  bool wide = false;
  while (true) {
    while (i < i_end && a.cells[i].lines.empty()) ++i;
    while (k < k_end && b.cells[k].lines.empty()) ++k;
    if (i == i_end || k == k_end) break;
    if (bare_text(a.cells[i]) != bare_text(b.cells[k]) && folded_text(a.cells[i]) != folded_text(b.cells[k])) {
      if (!is_scanned(a.cells[i]) && !is_scanned(b.cells[k])) return false;
      if (!is_misread(folded_text(a.cells[i]), folded_text(b.cells[k]))) return false;
      ++misread;
    }
    wide |= a.cells[i].column_span * 2 > a.columns;
    ++texts, ++i, ++k;
  }
  return i == i_end && k == k_end && (texts >= 2 || wide) && 3 * misread <= texts;
}

bool is_blank_row(const Table& table, int row) {
  const auto [first, last] = cells_of_row(table, row);
  return std::all_of(table.cells.begin() + static_cast<std::ptrdiff_t>(first), table.cells.begin() + static_cast<std::ptrdiff_t>(last),
                     [](const Cell& cell) { return cell.lines.empty(); });
}

}  // namespace

bool looks_like_labels(const Table& table, int row) {
  auto [first, last] = cells_of_row(table, row);
  std::vector<std::string> texts;
  for (size_t i = first; i < last; ++i) {
    if (table.cells[i].lines.empty()) return false;
    std::string text = bare_text(table.cells[i]);
    if (text.size() > 40 || text.find_first_not_of("0123456789.,-%") == std::string::npos) return false;
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
  }
  return texts.size() >= 3;
}

RepeatedHeader repeated_header(const Table& table, const Table& part, int labels_row) {
  std::vector<int> starts;
  for (int row = 0; row < std::min({table.rows, std::max(table.header_rows, 1), 6}); ++row) starts.push_back(row);
  if (labels_row >= 0) starts.push_back(labels_row);
  RepeatedHeader best;
  for (int start : starts) {
    int n = 0, own = start;
    while (n < std::min(part.rows, 8) && own < table.rows) {
      // On a scan a ruling that is not straight, or read twice, makes a row of no height, without text.
      const int blank = n > 0 && n + 1 < part.rows && is_blank_row(part, n) ? 1 : 0;
      const int own_blank = n > 0 && own + 1 < table.rows && is_blank_row(table, own) ? 1 : 0;
      if (!rows_equal(table, own + own_blank, part, n + blank)) break;
      n += 1 + blank;
      own += 1 + own_blank;
    }
    if (n > best.rows) best = {n, start, own - start};
  }
  if (best.rows == 0 && looks_like_labels(part, 0)) {
    // Unknown forms too have their column labels below a head of their own.
    constexpr int kRowsOfAHead = 60;
    for (int row = 0; row < std::min(table.rows, kRowsOfAHead) && best.rows == 0; ++row) {
      if (rows_equal(table, row, part, 0)) best = {1, row, 1};
    }
  }
  if (best.rows == 0) return best;
  // A label that reaches over more rows takes them with it, unless they have text of their own: then the ruling below it was
  // not found.
  int reach = best.rows;
  for (const Cell& cell : part.cells) {
    if (cell.row < best.rows && !cell.lines.empty()) reach = std::max(reach, std::min(cell.row + cell.row_span, part.rows));
  }
  const bool own_text = std::any_of(part.cells.begin(), part.cells.end(), [&](const Cell& cell) {
    return cell.row >= best.rows && cell.row < reach && !cell.lines.empty();
  });
  if (!own_text && reach > best.rows) {
    best.of_table += reach - best.rows;
    best.rows = reach;
  }
  return best;
}

std::vector<Cell*> cells_over(Table& table, int row) {
  std::vector<Cell*> out(static_cast<size_t>(table.columns), nullptr);
  int missing = table.columns;
  auto end = cells_of_row(table, row).second;
  for (size_t i = end; i > 0 && missing > 0; --i) {
    Cell& cell = table.cells[i - 1];
    if (cell.row + cell.row_span <= row) continue;
    for (int c = cell.column; c < cell.column + cell.column_span; ++c) {
      if (out[static_cast<size_t>(c)]) continue;
      out[static_cast<size_t>(c)] = &cell;
      --missing;
    }
  }
  return out;
}

}  // namespace budgetlift
