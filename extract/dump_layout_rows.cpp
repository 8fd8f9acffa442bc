#include "extract/dump_layout_rows.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>

namespace budgetlift {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

constexpr double kLooseLines = 1;       // printed lines by which a cell may be off the row's middle where these are not to be trusted …
constexpr double kLooseShare = 0.15;    // … and what a line more counts of a cell
constexpr double kApartShare = 0.4;     // of a cell that stands on other lines than one of as many lines does
constexpr double kNearlyAsGood = 1;     // twice the lines by which labels may be further off in all, and their rows be others all the same
constexpr double kTopOfCentred = 0.5;   // lines by which a centred label must be off to be held for one at the top

// Half pitches of the row's lines from its middle (centred) or pitches from its begin (top), of a cell of so many lines.
int place_of(int line, int lines, bool top) { return top ? line : 2 * line - (lines - 1); }

int count_misplaced(const std::vector<CellLines>& cells, size_t without, bool top) {
  std::set<int> printed, places;
  for (size_t c = 0; c < cells.size(); ++c) {
    if (c == without) continue;
    const int n = static_cast<int>(cells[c].size());
    for (int k = 0; k < n; ++k) {
      printed.insert(cells[c][static_cast<size_t>(k)]);
      places.insert(place_of(k, n, top));
    }
  }
  if (printed.size() != places.size()) return static_cast<int>(cells.size());
  std::vector<int> line_of(printed.begin(), printed.end());
  const std::vector<int> order(places.begin(), places.end());
  int wrong = 0;
  for (size_t c = 0; c < cells.size(); ++c) {
    if (c == without) continue;
    const int n = static_cast<int>(cells[c].size());
    bool right = true;
    for (int k = 0; k < n; ++k) {
      const auto at = std::lower_bound(order.begin(), order.end(), place_of(k, n, top));
      right = right && line_of[static_cast<size_t>(at - order.begin())] == cells[c][static_cast<size_t>(k)];
    }
    wrong += !right;
  }
  return wrong;
}

}  // namespace

double misplaced_cells(const std::vector<CellLines>& cells, Alignment alignment) {
  if (alignment == Alignment::loose) {
    int first = std::numeric_limits<int>::max(), last = 0;
    for (const CellLines& cell : cells) first = std::min(first, cell.front()), last = std::max(last, cell.back());
    double off = 0;
    for (const CellLines& cell : cells) off += std::max(0.0, std::abs(cell.front() + cell.back() - first - last) / 2.0 - kLooseLines);
    // Cells of as many lines stand at the same heights, which are printed together.
    std::map<size_t, std::map<CellLines, int>> by_length;
    for (const CellLines& cell : cells) ++by_length[cell.size()][cell];
    int apart = 0;
    for (const auto& [length, same] : by_length) {
      int all = 0, most = 0;
      for (const auto& [lines, count] : same) all += count, most = std::max(most, count);
      apart += all - most;
    }
    return kLooseShare * off + kApartShare * apart;
  }
  const bool top = alignment == Alignment::top;
  int least = count_misplaced(cells, cells.size(), top);
  // One cell alone may be out of place.
  for (size_t c = 0; c < cells.size() && least > 1 && cells.size() > 2; ++c) least = std::min(least, 1 + count_misplaced(cells, c, top));
  return least;
}

std::vector<std::pair<int, int>> rows_beside(const std::vector<PrintedLines>& labels, const std::vector<PrintedLines>& rows, bool top, std::vector<char>* unsure, double* cost) {
  const size_t n = labels.size(), m = rows.size();
  // Twice the lines between a label's middle and that of rows [first, last) on its page.
  const auto off = [&](const PrintedLines& label, size_t first, size_t last) {
    int begin = -1, end = -1;
    for (size_t r = first; r < last; ++r) {
      if (rows[r].page != label.page) continue;
      if (begin < 0) begin = rows[r].first;
      end = rows[r].last;
    }
    if (begin < 0) return kNever;
    // What a page's end cuts begins at the top in either.
    const double at_top = 2 * std::abs(label.first - begin);
    return top ? at_top : std::min<double>(std::abs(label.first + label.last - begin - end), at_top + kTopOfCentred);
  };
  std::vector<std::vector<double>> best(n + 1, std::vector<double>(m + 1, kNever));
  std::vector<std::vector<size_t>> from(n + 1, std::vector<size_t>(m + 1, 0));
  for (size_t r = 0; r <= m; ++r) best[0][r] = 0;   // rows that go on from another page's label
  for (size_t r = 0; r <= m && n > 0; ++r) {
    if (r > 0 && rows[r - 1].page == labels[0].page) best[0][r] = kNever;
  }
  for (size_t k = 0; k < n; ++k) {
    for (size_t first = 0; first < m; ++first) {
      if (best[k][first] == kNever) continue;
      for (size_t last = first + 1; last <= m; ++last) {
        const double sum = best[k][first] + off(labels[k], first, last);
        if (sum >= best[k + 1][last]) continue;
        best[k + 1][last] = sum;
        from[k + 1][last] = first;
      }
    }
  }
  std::vector<std::pair<int, int>> out(n);
  if (cost) *cost = best[n][m];
  if (n == 0 || best[n][m] == kNever) return {};
  for (size_t k = n, last = m; k > 0; --k) {
    out[k - 1] = {static_cast<int>(from[k][last]), static_cast<int>(last)};
    last = from[k][last];
  }
  if (!unsure) return out;
  unsure->assign(m, 0);
  std::vector<double> rest(m + 1, kNever);   // what the labels from k + 1 on cost, by their first row
  rest[m] = 0;
  for (size_t k = n; k-- > 0;) {
    std::vector<double> next(m + 1, kNever);
    for (size_t first = 0; first < m; ++first) {
      for (size_t last = first + 1; last <= m; ++last) {
        const double own = rest[last] == kNever ? kNever : off(labels[k], first, last);
        if (own == kNever) continue;
        next[first] = std::min(next[first], own + rest[last]);
        if (best[k][first] + own + rest[last] > best[n][m] + kNearlyAsGood) continue;
        const auto [a, b] = out[k];
        for (int r = 0; r < static_cast<int>(m); ++r) {
          const bool here = r >= static_cast<int>(first) && r < static_cast<int>(last);
          if (here != (r >= a && r < b)) (*unsure)[static_cast<size_t>(r)] = 1;
        }
      }
    }
    rest = std::move(next);
  }
  return out;
}

RowLines cheapest_rows(int lines, int most, double margin, const std::function<double(int, int)>& cost, const std::vector<char>& idle) {
  struct Edge {
    int first, last;
    double cost;
  };
  std::vector<Edge> edges;
  std::vector<double> to(static_cast<size_t>(lines) + 1, kNever), rest(static_cast<size_t>(lines) + 1, kNever);
  std::vector<int> from(static_cast<size_t>(lines) + 1, -1);
  to[0] = 0;
  for (int first = 0; first < lines; ++first) {
    for (int last = first + 1; last <= std::min(lines, first + most); ++last) {
      const double own = cost(first, last);
      if (own == kNever) continue;
      edges.push_back({first, last, own});
      double& best = to[static_cast<size_t>(last)];
      if (to[static_cast<size_t>(first)] + own >= best) continue;
      best = to[static_cast<size_t>(first)] + own;
      from[static_cast<size_t>(last)] = first;
    }
  }
  RowLines out;
  out.cost = to.back();
  out.disputed.assign(static_cast<size_t>(lines), 0);
  if (lines == 0 || out.cost == kNever) return out;
  rest.back() = 0;
  const auto without_idle = [&](int first, int last) {
    while (!idle.empty() && first < last && idle[static_cast<size_t>(first)]) ++first;
    while (!idle.empty() && first < last && idle[static_cast<size_t>(last - 1)]) --last;
    return std::pair(first, last);
  };
  std::set<std::pair<int, int>> chosen;
  for (int at = lines; at > 0; at = from[static_cast<size_t>(at)]) {
    chosen.insert(without_idle(from[static_cast<size_t>(at)], at));
    out.rows.push_back({from[static_cast<size_t>(at)], at, false});
  }
  std::reverse(out.rows.begin(), out.rows.end());
  for (size_t e = edges.size(); e-- > 0;) {
    double& best = rest[static_cast<size_t>(edges[e].first)];
    best = std::min(best, edges[e].cost + rest[static_cast<size_t>(edges[e].last)]);
  }
  for (const Edge& edge : edges) {
    const double extra = to[static_cast<size_t>(edge.first)] + edge.cost + rest[static_cast<size_t>(edge.last)] - out.cost;
    // Not a structured binding: clang 14 does not capture those.
    const std::pair<int, int> span = without_idle(edge.first, edge.last);
    const int first = span.first, last = span.second;
    if (extra > margin || first == last || chosen.count({first, last})) continue;
    // Of the row that it shares most lines with, it has more or less.
    const auto shared = [&](const RowRange& row) { return std::min(row.last, last) - std::max(row.first, first); };
    const RowRange& nearest = *std::max_element(out.rows.begin(), out.rows.end(), [&](const RowRange& a, const RowRange& b) { return shared(a) < shared(b); });
    for (int i = std::min(first, nearest.first); i < std::max(last, nearest.last); ++i) {
      if ((i >= first && i < last) != (i >= nearest.first && i < nearest.last)) out.disputed[static_cast<size_t>(i)] = 1;
    }
    for (RowRange& row : out.rows) row.unsure |= row.first < last && first < row.last;
  }
  return out;
}

std::vector<RowRange> disputed_beside(const std::vector<char>& disputed, const RowRange& row) {
  std::vector<RowRange> out;
  const int count = static_cast<int>(disputed.size());
  for (int first = 0; first < count;) {
    int last = first;
    while (last < count && disputed[static_cast<size_t>(last)]) ++last;
    if (last > first && first <= row.last && row.first <= last) out.push_back({first, last, true});
    first = last + 1;
  }
  return out;
}

}  // namespace budgetlift
