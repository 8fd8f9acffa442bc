// The printed lines of a dump cut into pieces: what stands between two spaces of a line.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/dump_lines.h"
#include "extract/options.h"
#include "schemas/document.h"

namespace budgetlift {

// What stands between two pieces, in the order of how strongly it parts them.
enum class Gap {
  none,        // nothing: one printed piece that a label may have been glued to
  space,       // a space in a line: the border of two cells, or a space of the text
  line,        // a new line
  blank,       // a new line after a blank line
  lost,        // a new line after more blank lines than the dump has elsewhere
  page_break,  // a page break, with the repeated header row or without
};

// A piece of text that is never cut further.
struct DumpPiece {
  int begin = 0;  // of PieceText::raw and PieceText::key
  int end = 0;
  int line = 0;          // index of its printed line
  Gap gap = Gap::space;  // before it
  double width = 0;      // in full-width characters
};

// Pieces of consecutive lines. `key` is `raw` character by character with full-width forms as ASCII and radicals
// as ideographs, so that labels and numbers compare.
struct PieceText {
  std::u32string raw;
  std::u32string key;
  std::vector<DumpPiece> pieces;
  std::span<const DumpLine> lines;

  std::u32string_view key_of(int first, int last) const;  // of pieces [first, last)
};

// Pairs of neighbouring characters that a document prints within its lines: what two lines of one cell join to is
// usually printed somewhere else in one line. Digits count as one character, and so do Latin letters.
class CharPairs {
 public:
  void add(std::string_view line);  // UTF-8; spaces beside an ideograph are skipped
  bool known(char32_t a, char32_t b) const { return count(a, b) > 0; }
  int count(char32_t a, char32_t b) const;

 private:
  static constexpr size_t kMost = 1 << 20;  // pairs kept; real documents have some thousands
  std::unordered_map<std::uint64_t, int> pairs_;
};

// Cuts `lines` into pieces at their spaces, and also where a piece begins or ends with one of `labels` (keys): a dump
// may print two cells without a space.
PieceText cut_pieces(std::span<const DumpLine> lines, const std::vector<std::u32string>& labels, bool blank_habit);

// Pieces [first, last) as printed lines, for a cell.
void append_lines(const PieceText& text, int first, int last, std::vector<TextLine>& out);

// A whole printed line.
TextLine text_line(const DumpLine& line);

// One character, or a text, as PieceText::key has it; spaces are dropped from a text.
char32_t key_char(char32_t c);
std::u32string key_text(std::string_view text);

// Width in full-width characters as office fonts print it: digits and Latin letters a little over half, a
// comparison sign full. Fitted to the line ends of a real document (±0.1).
double glyph_width(char32_t c);

// Whether a word processor sets a small gap between the two, which a dump prints as a space.
bool spaced_apart(char32_t a, char32_t b);
inline constexpr double kAutoSpace = 0.28;  // full-width characters

// Width of what a word processor keeps together at the start of `key`: one full-width character, or a run of digits,
// Latin letters and their marks.
double first_unit_width(std::u32string_view raw);

// RE2 on the folded text of a whole cell that is an indicator's target with a number or a date, words of comparison before it.
std::string target_pattern(const DumpOptions& options);

}  // namespace budgetlift
