#include "extract/grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "extract/grid_edges.h"
#include "extract/grid_rulings.h"

namespace budgetlift {
namespace {

// Rows without horizontal rulings are looked for in this share of the page, from its top.
constexpr double kTopShare = 0.15;

class Sets {
 public:
  explicit Sets(size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0); }
  int find(int i) {
    while (parent_[static_cast<size_t>(i)] != i) {
      auto& p = parent_[static_cast<size_t>(i)];
      p = parent_[static_cast<size_t>(p)];
      i = p;
    }
    return i;
  }
  void join(int a, int b) { parent_[static_cast<size_t>(find(a))] = find(b); }

 private:
  std::vector<int> parent_;
};

// Outer edges that are not drawn: rulings of the other direction reach beyond the outermost edge, to `low` and
// `high`. `text` tells whether glyphs stand in the strip.
template <typename Text>
void add_outer(std::vector<double>& at, double low, double high, double least, const Text& text) {
  if (at.empty() || (at.front() - low >= least && text(low, at.front()))) at.insert(at.begin(), low);
  if (high - at.back() >= least && text(at.back(), high)) at.push_back(high);
}

// Flood fill over the atomic cells, then one GridCell for each region (or several where it is no rectangle).
class Builder {
 public:
  Builder(Edges vertical, Edges horizontal)
      : v_(std::move(vertical)),
        h_(std::move(horizontal)),
        rows_(h_.at.size() - 1),
        columns_(v_.at.size() - 1),
        sets_(rows_ * columns_) {}

  Grid build() {
    fill();
    mark_outside();
    cut();
    for (GridCell& cell : cells_) {
      const auto c = static_cast<size_t>(cell.column);
      cell.open_above = cell.row == 0 && !h_.has(0, c);
      cell.open_below = static_cast<size_t>(cell.row + cell.row_span) == rows_ && !h_.has(rows_, c);
    }
    Grid grid;
    compact(grid);
    return grid;
  }

 private:
  int atom(size_t r, size_t c) const { return static_cast<int>(r * columns_ + c); }

  void fill() {
    for (size_t r = 0; r < rows_; ++r) {
      for (size_t c = 0; c < columns_; ++c) {
        if (c + 1 < columns_ && !v_.has(c + 1, r)) sets_.join(atom(r, c), atom(r, c + 1));
        if (r + 1 < rows_ && !h_.has(r + 1, c)) sets_.join(atom(r, c), atom(r + 1, c));
      }
    }
  }

  // A region whose outer side is open is outside the table, unless the whole side of the table is not drawn
  // (tables without border) or the rulings on both its flanks reach the edge.
  void mark_outside() {
    outside_.assign(rows_ * columns_, 0);
    auto missing = [](const Edges& edges, size_t edge) {
      for (size_t k = 0; k < edges.cells; ++k) {
        if (edges.has(edge, k)) return false;
      }
      return true;
    };
    const bool h_missing[2] = {missing(h_, 0), missing(h_, rows_)};
    const bool v_missing[2] = {missing(v_, 0), missing(v_, columns_)};
    if (!v_missing[0])
      side(
          v_, 0, [&](size_t r) { return atom(r, 0); }, h_, 0, h_missing);
    if (!v_missing[1])
      side(
          v_, columns_, [&](size_t r) { return atom(r, columns_ - 1); }, h_, columns_ - 1, h_missing);
    if (!h_missing[0])
      side(
          h_, 0, [&](size_t c) { return atom(0, c); }, v_, 0, v_missing);
    if (!h_missing[1])
      side(
          h_, rows_, [&](size_t c) { return atom(rows_ - 1, c); }, v_, rows_ - 1, v_missing);
  }

  // `flanks_missing`: whether the first and the last of the flanking edges are not drawn at all.
  template <typename Atom>
  void side(const Edges& edges, size_t edge, Atom atom_at, const Edges& flanks, size_t flank_cell,
            const bool (&flanks_missing)[2]) {
    const size_t count = edges.cells;
    auto flank = [&](size_t k) {
      return flanks.has(k, flank_cell) || (k == 0 && flanks_missing[0]) || (k == count && flanks_missing[1]);
    };
    for (size_t k = 0; k < count;) {
      if (edges.has(edge, k)) {
        ++k;
        continue;
      }
      const size_t first = k;
      const int region = sets_.find(atom_at(k));
      while (k < count && !edges.has(edge, k) && sets_.find(atom_at(k)) == region) ++k;
      if (!flank(first) || !flank(k)) outside_[static_cast<size_t>(region)] = 1;
    }
  }

  // Greedy rectangles, row by row: a region that is a rectangle gives itself.
  void cut() {
    at_.assign(rows_ * columns_, -1);
    std::vector<int> parts(rows_ * columns_, 0);
    for (size_t r = 0; r < rows_; ++r) {
      for (size_t c = 0; c < columns_; ++c) {
        if (at_[static_cast<size_t>(atom(r, c))] >= 0) continue;
        const int region = sets_.find(atom(r, c));
        if (outside_[static_cast<size_t>(region)]) continue;
        auto same = [&](size_t rr, size_t cc) {
          return at_[static_cast<size_t>(atom(rr, cc))] < 0 && sets_.find(atom(rr, cc)) == region;
        };
        size_t right = c + 1;
        while (right < columns_ && same(r, right) && !v_.has(right, r)) ++right;
        size_t below = r + 1;
        auto whole_row = [&](size_t rr) {
          for (size_t cc = c; cc < right; ++cc) {
            if (!same(rr, cc) || h_.has(rr, cc) || (cc > c && v_.has(cc, rr))) return false;
          }
          return true;
        };
        while (below < rows_ && whole_row(below)) ++below;
        const int id = static_cast<int>(cells_.size());
        for (size_t rr = r; rr < below; ++rr) {
          for (size_t cc = c; cc < right; ++cc) at_[static_cast<size_t>(atom(rr, cc))] = id;
        }
        cells_.push_back(
            {static_cast<int>(r), static_cast<int>(c), static_cast<int>(below - r), static_cast<int>(right - c)});
        regions_.push_back(region);
        ++parts[static_cast<size_t>(region)];
      }
    }
    for (size_t i = 0; i < cells_.size(); ++i) {
      cells_[i].part_of_shape = parts[static_cast<size_t>(regions_[i])] > 1;
    }
  }

  // Leaves out edges at which no cell begins or ends.
  void compact(Grid& grid) {
    std::vector<char> used_row(rows_ + 1, 0), used_column(columns_ + 1, 0);
    for (const GridCell& cell : cells_) {
      used_row[static_cast<size_t>(cell.row)] = used_row[static_cast<size_t>(cell.row + cell.row_span)] = 1;
      used_column[static_cast<size_t>(cell.column)] = 1;
      used_column[static_cast<size_t>(cell.column + cell.column_span)] = 1;
    }
    std::vector<int> row_of(rows_ + 1, 0), column_of(columns_ + 1, 0);
    for (size_t r = 0; r <= rows_; ++r) {
      row_of[r] = static_cast<int>(grid.ys.size());
      if (used_row[r]) grid.ys.push_back(h_.at[r]);
    }
    for (size_t c = 0; c <= columns_; ++c) {
      column_of[c] = static_cast<int>(grid.xs.size());
      if (used_column[c]) grid.xs.push_back(v_.at[c]);
    }
    if (grid.ys.size() < 2 || grid.xs.size() < 2) return;
    grid.at.assign((grid.ys.size() - 1) * (grid.xs.size() - 1), -1);
    for (size_t i = 0; i < cells_.size(); ++i) {
      GridCell cell = cells_[i];
      cell.row_span = row_of[static_cast<size_t>(cell.row + cell.row_span)] - row_of[static_cast<size_t>(cell.row)];
      cell.column_span =
          column_of[static_cast<size_t>(cell.column + cell.column_span)] - column_of[static_cast<size_t>(cell.column)];
      cell.row = row_of[static_cast<size_t>(cell.row)];
      cell.column = column_of[static_cast<size_t>(cell.column)];
      for (int r = cell.row; r < cell.row + cell.row_span; ++r) {
        for (int c = cell.column; c < cell.column + cell.column_span; ++c) {
          grid.at[static_cast<size_t>(r) * (grid.xs.size() - 1) + static_cast<size_t>(c)] = static_cast<int>(i);
        }
      }
      grid.cells.push_back(cell);
    }
  }

  Edges v_, h_;
  size_t rows_, columns_;
  Sets sets_;
  std::vector<char> outside_;  // by region
  std::vector<int> at_;
  std::vector<GridCell> cells_;
  std::vector<int> regions_;
};

bool is_grid(const Grid& grid, const TableOptions& options) {
  if (grid.xs.size() < 3 || grid.ys.size() < 2 || grid.cells.size() < 2) return false;
  double covered = 0;
  for (const GridCell& cell : grid.cells) {
    const Box b = grid.cell_box(cell);
    covered += b.width() * b.height();
  }
  const Box outline = grid.box();
  return covered >= options.grid_cover * outline.width() * outline.height();
}

}  // namespace

Box Grid::cell_box(const GridCell& cell) const {
  return {xs[static_cast<size_t>(cell.column)], ys[static_cast<size_t>(cell.row)],
          xs[static_cast<size_t>(cell.column + cell.column_span)], ys[static_cast<size_t>(cell.row + cell.row_span)]};
}

int Grid::cell_at(double x, double y) const {
  if (x < xs.front() || x > xs.back() || y < ys.front() || y > ys.back()) return -1;
  const auto c = std::upper_bound(xs.begin() + 1, xs.end() - 1, x) - xs.begin() - 1;
  const auto r = std::upper_bound(ys.begin() + 1, ys.end() - 1, y) - ys.begin() - 1;
  return at[static_cast<size_t>(r) * (xs.size() - 1) + static_cast<size_t>(c)];
}

std::vector<Grid> find_grids(const Page& page, const TableOptions& options) {
  std::vector<Grid> grids;
  MetRulings found = find_components(page.rulings, options);
  if (page.info.source != Source::ocr) {
    take_sides(found, options);
    // The last row of a table alone on its page.
    for (Component& row : rows_of_sides(found, options)) {
      if (row.reach.y0 < kTopShare * page.info.height) found.components.push_back(std::move(row));
    }
  }
  for (Component& part : found.components) {
    if (page.info.source != Source::ocr) draw_seams(part, options);
    std::vector<double> ys = edge_positions(part.horizontal, options.snap);
    std::vector<double> xs = edge_positions(part.vertical, options.snap);
    if (xs.size() * ys.size() > static_cast<size_t>(options.max_grid_cells)) continue;
    const Box reach = part.reach;
    auto text_in = [&](const Box& strip) {
      return std::any_of(page.glyphs.begin(), page.glyphs.end(), [&](const Glyph& glyph) {
        return strip.contains(glyph.box.center_x(), glyph.box.center_y());
      });
    };
    add_outer(xs, reach.x0, reach.x1, options.min_column, [&](double low, double high) {
      return text_in({low, reach.y0, high, reach.y1});
    });
    add_outer(ys, reach.y0, reach.y1, options.min_row, [&](double low, double high) {
      return text_in({reach.x0, low, reach.x1, high});
    });
    if (xs.size() < 3 || ys.size() < 2) continue;
    Edges vertical = cover(part.vertical, xs, ys, options);
    Edges horizontal = cover(part.horizontal, ys, xs, options);
    if (page.info.source != Source::ocr) {
      lengthen(vertical, horizontal);
      close_steps(vertical, horizontal);
    }
    Grid grid = Builder(std::move(vertical), std::move(horizontal)).build();
    if (is_grid(grid, options)) grids.push_back(std::move(grid));
  }
  std::sort(grids.begin(), grids.end(), [](const Grid& a, const Grid& b) {
    return a.ys.front() != b.ys.front() ? a.ys.front() < b.ys.front() : a.xs.front() < b.xs.front();
  });
  return grids;
}

}  // namespace budgetlift
