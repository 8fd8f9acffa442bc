// Which cell of which grid a piece of text stands in.
#pragma once

#include <vector>

#include "extract/grid.h"
#include "extract/text_lines.h"

namespace budgetlift {

// Where a piece belongs: a grid (-1: none of them) and a cell of it (-1: inside its outline but in no cell).
struct GridPlace {
  int grid = -1;
  int cell = -1;
  bool operator==(const GridPlace&) const = default;
};

struct PlacedPiece {
  GridPlace place;
  Piece piece;
};

// Cuts pieces at the borders of cells, and sets right what hangs over a border. In the order painted.
std::vector<PlacedPiece> place_pieces(const Page& page, const std::vector<Piece>& pieces, const std::vector<Grid>& grids, const TableOptions& options);

}  // namespace budgetlift
