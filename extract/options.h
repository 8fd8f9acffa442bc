// Every threshold of extract, with its unit.
#pragma once

#include <cstdint>
#include <functional>

namespace budgetlift {

struct PdfOptions {
  int max_pages = 100000;
};

struct TableOptions {
  // Text. Sizes in em are multiples of the glyph's font size.
  double word_gap = 0.2;         // em; a wider gap between glyphs gives a space (word spaces are 0.25 em or so)
  double piece_space = 0.6;      // em; a wider gap ends a piece, so that columns without a ruling stay apart
  double line_overlap = 0.5;     // share of the lower height; pieces that overlap so much stand on one line

  // Rulings.
  double same_line = 1.0;        // points across; pieces of one ruling (thousands of thin fills) lie this near
  double dash_gap = 2.5;         // points along; pieces of one ruling with smaller gaps are one
  double touch = 2.0;            // points; a ruling that ends this near to another one meets it
  double snap = 3.0;             // points; parallel rulings nearer than this are one edge (doubled lines)
  double min_ruling = 4.0;       // points; shorter ones are marks, not edges of cells
  double min_row = 5.0;          // points; an outer row without border is at least this high: a line of 5 pt type
  double min_column = 8.0;       // points; an outer column without border is at least this wide: one glyph
  double edge_cover = 0.5;       // share of a cell's side that must be drawn for the side to stand
  double grid_cover = 0.5;       // share of a grid's outline that must be cells: boxes joined by lines are a chart
  int max_grid_cells = 250000;   // rows times columns; more is a drawing
};

struct DumpOptions {
};

struct ReadOptions {
  std::uint64_t max_bytes = 2ull << 30;                  // a larger file is `too-large`
  std::function<void(int page, int pages)> progress;     // called after each page; may be empty
  PdfOptions pdf;
  TableOptions table;
  DumpOptions dump;
};

}  // namespace budgetlift
