// Rulings become grids: edges of columns and rows, and cells with spans.
#pragma once

#include <vector>

#include "extract/options.h"
#include "schemas/page.h"

namespace budgetlift {

struct GridCell {
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  bool open_above = false;  // no ruling on this side, which is the grid's outline
  bool open_below = false;
  bool part_of_shape = false;  // cut out of a region that is no rectangle: a ruling is missing or broken
};

// A connected set of rulings with at least two columns. Rows and columns count from 0.
struct Grid {
  std::vector<double> xs;       // column edges, points, ascending: columns + 1
  std::vector<double> ys;       // row edges: rows + 1
  std::vector<GridCell> cells;  // by row, then column
  std::vector<int> at;          // rows × columns: index into cells, -1 where the outline holds no cell

  int rows() const { return static_cast<int>(ys.size()) - 1; }
  int columns() const { return static_cast<int>(xs.size()) - 1; }
  Box box() const { return {xs.front(), ys.front(), xs.back(), ys.back()}; }
  Box cell_box(const GridCell& cell) const;

  // The cell that holds the point; -1 for none. Takes logarithmic time.
  int cell_at(double x, double y) const;
};

// The grids of a page, from top to bottom. An outer edge that is not drawn is taken from the ends of the inner
// rulings where glyphs stand beyond the outermost one. Boxes, underlines and frames are no grids.
std::vector<Grid> find_grids(const Page& page, const TableOptions& options);

}  // namespace budgetlift
