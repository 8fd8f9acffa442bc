// Which sides of a grid's atomic cells are drawn, and those that a producer of digital pages leaves out.
#pragma once

#include <cstddef>
#include <vector>

#include "extract/grid_rulings.h"
#include "extract/options.h"

namespace budgetlift {

// The edges of one direction: their positions, and which sides of the atomic cells they draw.
struct Edges {
  std::vector<double> at;
  // drawn[e * cells + k]: edge e is drawn along the k-th interval of the other direction.
  std::vector<char> drawn;
  size_t cells = 0;

  bool has(size_t edge, size_t k) const { return drawn[edge * cells + k] != 0; }
};

// `at`: the edges' positions; `across`: those of the other direction, ascending both.
Edges cover(const std::vector<Segment>& segments, std::vector<double> at, const std::vector<double>& across,
            const TableOptions& options);

// Two tables without borders, one right below the other, have no ruling between them: there the sides of the upper one's
// cells end and those of the lower one's begin. Draws it.
void draw_seams(Component& part, const TableOptions& options);

// In a table whose cells are rectangles no vertical edge ends but at a horizontal one. A word processor may draw the sides of a cell
// that is merged over rows without the last of them: such an edge goes on to the horizontal edge below.
void lengthen(Edges& vertical, const Edges& horizontal);

// A table's outline may step to the right where a merged cell at its side ends before the table: there the rows begin at an inner
// edge, which a word processor may leave out. In such a row no vertical edge is drawn left of it, and the next horizontal edge below
// that meets it begins there.
void close_steps(Edges& vertical, const Edges& horizontal);

}  // namespace budgetlift
