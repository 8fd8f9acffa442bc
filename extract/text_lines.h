// Glyphs become pieces of lines, and pieces become lines of text.
#pragma once

#include <vector>

#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/page.h"

namespace budgetlift {

// Glyphs painted one after the other along one line without a wide gap: the glyphs [first, last) of the page.
// u runs along the writing direction, v across it (downwards for horizontal text), both in points.
struct Piece {
  int first = 0;
  int last = 0;
  int direction = 0;  // writing direction in whole degrees; multiples of 90 are exact
  double u0 = 0, u1 = 0;
  double v0 = 0, v1 = 0;
  double size = 0;  // font size of its largest glyph
  Box box;

  double v_center() const { return (v0 + v1) / 2; }
};

// The pieces of a page in the order painted. White space is in no piece of its own, but may stand inside one.
std::vector<Piece> find_pieces(const Page& page, const TableOptions& options);

// The part [first, last) of a piece as a piece; nothing but white space in it gives first == last.
Piece sub_piece(const Page& page, const Piece& piece, int first, int last);

// Puts pieces that stand on one line together and gives the lines from top to bottom. Every glyph of the pieces
// ends in exactly one line; a gap gives one space.
std::vector<TextLine> make_lines(const Page& page, std::vector<Piece> pieces, const TableOptions& options);

}  // namespace budgetlift
