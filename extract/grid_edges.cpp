#include "extract/grid_edges.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace budgetlift {
namespace {

double overlap(double a0, double a1, double b0, double b1) {
  return std::min(a1, b1) - std::max(a0, b0);
}

}  // namespace

Edges cover(const std::vector<Segment>& segments, std::vector<double> at, const std::vector<double>& across,
            const TableOptions& options) {
  Edges out;
  out.at = std::move(at);
  out.cells = across.size() - 1;
  out.drawn.assign(out.at.size() * out.cells, 0);
  std::vector<std::pair<size_t, const Segment*>> order;
  for (const Segment& s : segments) order.emplace_back(nearest(out.at, s.position), &s);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->start < b.second->start;
  });
  std::vector<double> length(out.cells);
  for (size_t i = 0; i < order.size();) {
    const size_t edge = order[i].first;
    std::fill(length.begin(), length.end(), 0.0);
    double done = across.front() - 1;  // doubled lines count once
    for (; i < order.size() && order[i].first == edge; ++i) {
      const double start = std::max(order[i].second->start, done), end = order[i].second->end;
      if (end <= start) continue;
      done = end;
      auto k = static_cast<size_t>(std::upper_bound(across.begin(), across.end(), start) - across.begin());
      for (k = k == 0 ? 0 : k - 1; k < out.cells && across[k] < end; ++k) {
        length[k] += std::max(0.0, overlap(start, end, across[k], across[k + 1]));
      }
    }
    for (size_t k = 0; k < out.cells; ++k) {
      out.drawn[edge * out.cells + k] = length[k] >= options.edge_cover * (across[k + 1] - across[k]);
    }
  }
  return out;
}

void lengthen(Edges& vertical, const Edges& horizontal) {
  constexpr size_t kLeastDrawn = 2, kMostLacking = 2;   // rows
  constexpr size_t kOfColumn = 3;   // an edge drawn along a third of the rows is that of a column, and lacks more of them
  const size_t rows = vertical.cells, columns = horizontal.cells;
  auto meets = [&](size_t edge, size_t row) {
    return (edge > 0 && horizontal.has(row, edge - 1)) || (edge < columns && horizontal.has(row, edge));
  };
  for (size_t edge = 0; edge < vertical.at.size(); ++edge) {
    size_t drawn = 0, all = 0;
    for (size_t row = 0; row < rows; ++row) all += vertical.has(edge, row);
    const bool of_column = kOfColumn * all >= rows;
    for (size_t row = 0; row < rows; ++row) {
      if (vertical.has(edge, row)) {
        ++drawn;
        continue;
      }
      size_t end = row;   // the horizontal edge at which it would end
      while (end < rows && !meets(edge, end)) ++end;
      const bool lacks = end > row && drawn > 0 && (of_column || (drawn >= kLeastDrawn && end - row <= kMostLacking));
      for (size_t r = row; lacks && r < end; ++r) vertical.drawn[edge * rows + r] = 1;
      drawn = 0;
    }
  }
}

void close_steps(Edges& vertical, const Edges& horizontal) {
  constexpr size_t kOfColumn = 3;   // as in lengthen()
  const size_t rows = vertical.cells;
  for (size_t edge = 1; edge + 1 < vertical.at.size(); ++edge) {
    size_t all = 0;
    for (size_t row = 0; row < rows; ++row) all += vertical.has(edge, row);
    if (all == 0 || kOfColumn * all < rows) continue;
    bool begins = false;   // the horizontal edge below
    for (size_t row = rows; row-- > 0;) {
      const bool left = horizontal.has(row + 1, edge - 1), right = horizontal.has(row + 1, edge);
      if (left || right) begins = right && !left;
      bool outside = true;
      for (size_t e = 0; e < edge && outside; ++e) outside = !vertical.has(e, row);
      if (begins && outside) vertical.drawn[edge * rows + row] = 1;
    }
  }
}

void draw_seams(Component& part, const TableOptions& options) {
  constexpr int kLeast = 2;   // sides that end, and that begin
  std::vector<double> ends;
  for (const Segment& v : part.vertical) ends.push_back(v.end);
  std::sort(ends.begin(), ends.end());
  for (size_t i = 0; i < ends.size();) {
    const double y = ends[i];
    int ending = 0, beginning = 0, crossing = 0;
    for (; i < ends.size() && ends[i] - y <= options.touch; ++i) ++ending;
    for (const Segment& v : part.vertical) {
      beginning += std::abs(v.start - y) <= options.touch;
      crossing += v.start < y - options.touch && v.end > y + 2 * options.touch;
    }
    // Sides of both that happen to stand in line are drawn as one.
    if (ending < kLeast || beginning < kLeast || crossing >= ending + beginning) continue;
    const bool drawn = std::any_of(part.horizontal.begin(), part.horizontal.end(), [&](const Segment& h) { return std::abs(h.position - y) <= options.snap; });
    if (!drawn) part.horizontal.push_back({y, part.reach.x0, part.reach.x1, 0});
  }
}

}  // namespace budgetlift
