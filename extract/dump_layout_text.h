// A dump that keeps the page's columns (pdftotext -layout): printed lines cut into pieces with their places.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/dump_lines.h"
#include "schemas/document.h"

namespace budgetlift {

// What stands between two gaps of a printed line. `begin` and `end` are columns: characters from the line's begin, a wide one
// counting as one.
struct LayoutPiece {
  int line = 0;         // index of its printed line
  int begin = 0;
  int end = 0;
  bool glued = false;   // one space before it: the tool counts its place from the piece before, not from the page
  std::u32string raw;
  std::u32string key;   // as PieceText::key

  double center() const { return (begin + end) / 2.0; }
};

// A printed line.
struct LayoutLine {
  int page = 1;          // counts from 1
  int number = 0;        // line of the file, counts from 1
  bool page_start = false;
  std::vector<LayoutPiece> pieces;   // from left to right
};

struct LayoutText {
  std::vector<LayoutLine> lines;
  std::vector<TextLine> running;     // lines printed at the head of most pages
};

// Whether the text keeps columns: most lines are led by spaces or have wide gaps inside.
bool keeps_columns(const DumpLines& lines, std::string_view text);

// `lines` must be those of `text`. A line that `is_form` knows as a form's title or header is no
// running head, however often it begins a page.
LayoutText layout_text(const DumpLines& lines, std::string_view text, const std::function<bool(const std::string&)>& is_form);

// Width of what no gap parts at the end of pieces of one printed line, in full-width characters.
double width_of(const std::vector<const LayoutPiece*>& pieces);
// Pieces of one printed line as a line of a cell; a gap is one space.
TextLine text_of(const LayoutLine& line, const std::vector<const LayoutPiece*>& pieces);
// The whole line as one of running text, led by two spaces where it is set in: so paragraphs begin.
TextLine text_of(const LayoutLine& line);

// Whether a line of a cell begins elsewhere than the one before it, by more than so many columns, and its middle is as far off.
bool is_scattered(const std::vector<const LayoutPiece*>& pieces, int by);

}  // namespace budgetlift
