// What stands below a table's header in a dump that keeps columns: its texts by lane and line, and what rows of them cost.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "extract/dump_layout_lanes.h"
#include "extract/dump_layout_rows.h"
#include "schemas/document.h"

namespace budgetlift {

// Widths of the printed lines of each column of the document's tables so far, by the column's key; full-width characters.
using LaneWidths = std::map<std::string, std::vector<double>>;

// What of a document's places is to be trusted. Of a font whose size the tool takes for larger than it is, it prints lines of different
// heights together, and takes neighbouring columns for one block of text, which begins at another column of characters than the next.
enum class PlaceTrust { all, columns, none };

// What the tables of a document share.
struct LayoutWords {
  const LabelWordsOfForms& labels;
  const LevelNames& levels;
  const RE2& target;
  const DumpOptions& options;
  CharPairs pairs;
  TextSpaces spaces;
};

// A printed first or second level.
struct LevelName {
  std::u32string key;
  std::vector<TextLine> lines;
  PrintedLines place;
};

class LayoutBody {
 public:
  // `by_line`: columns are not to be trusted over the page, but line by line.
  LayoutBody(const LayoutText& text, const LayoutWords& words, std::vector<Lane> lanes, bool by_line);

  // Gives a page's pieces to the lanes; pages come in order.
  void add(const PagePieces& page);
  void measure(LaneWidths& widths) const;
  // The lanes' widths in the document.
  void use(const LaneWidths& widths);

  int lines() const { return static_cast<int>(lines_.size()); }
  const std::vector<Lane>& lanes() const { return lanes_; }
  int level1() const { return level1_; }   // lanes; -1: none
  int level2() const { return level2_; }
  const std::vector<const LayoutPiece*>& level1_pieces() const { return level1_pieces_; }
  const std::vector<const LayoutPiece*>& stray() const { return stray_; }
  const std::vector<const LayoutPiece*>& pieces(size_t lane, int line) const { return lines_[static_cast<size_t>(line)].cells[lane]; }
  int printed(int line) const { return lines_[static_cast<size_t>(line)].line; }   // as an index of LayoutText::lines
  int page(int line) const { return text_.lines[static_cast<size_t>(printed(line))].page; }

  // Of lines [first, last).
  std::u32string key_of(size_t lane, int first, int last) const;
  std::vector<TextLine> lines_of(size_t lane, int first, int last) const;
  // Cells of a row of indicators there, without merged ones.
  std::vector<CellLines> cells_of(int first, int last, bool level2_merged) const;
  // Cells that stand elsewhere than the row allows, page by page.
  double misplaced(int first, int last, Alignment alignment, bool level2_merged) const;
  // The same of any cells.
  double misplaced_by_page(int first, int last, Alignment alignment, const std::function<std::vector<CellLines>(int, int)>& cells) const;
  // Nats that a row of indicators there costs.
  double row_cost(int first, int last, Alignment alignment, bool level2_merged) const;
  // Nats that the lines' ends and the text of a lane's cell cost.
  double text_cost(size_t lane, int first, int last) const;

  // Whether the row has no target: then it may be a part of another one.
  bool lacks_value(const RowRange& row) const;
  // Whether the row looks like several: its second level is none of any form, or each line of its target is a value.
  bool may_be_several(const RowRange& row) const;
  // Whether a line of the row's cell is wider than its column, as where it holds a text of the next one.
  bool is_overfull(const RowRange& row, size_t lane) const;
  // Whether a piece of the row stands behind a single space, so that its column is not known from its place.
  bool has_glued(const RowRange& row) const;
  // Gives the pieces of a row to the lanes of rows anew, so that its cells cost least, and where they stand. Gives the lanes of which a
  // piece may as well be another's, at a cost of at most `margin` more.
  std::vector<char> relane(const RowRange& row, Alignment alignment, bool level2_merged, double margin);

  // Of a font whose size the tool mistakes, it may print a text's second line above its first. Turns these where a name, another text of the
  // row or, in lanes that it gives, pairs of characters printed elsewhere show it.
  std::vector<char> turn_lines(const RowRange& row);

  // Where the rows' texts stand but for those of merged columns; of a row that a page's end cuts, before it.
  std::vector<PrintedLines> places_of(const std::vector<RowRange>& rows, bool level2_merged) const;
  // The names that pieces of a lane spell, from the top down.
  std::vector<LevelName> names_in(const std::vector<const LayoutPiece*>& pieces, bool level1) const;
  Cell cell(int row, size_t lane, std::vector<TextLine> lines) const;

 private:
  // One printed line with text of rows, by lane.
  struct BodyLine {
    int line = 0;
    std::vector<std::vector<const LayoutPiece*>> cells;
  };
  double cell_cost(size_t lane, int first, int last) const;
  bool is_quality(const std::u32string& text) const;
  bool ends_with_comparison(const std::u32string& text) const;
  bool has_two_values(size_t lane, int first, int last) const;
  double off_lane(const LayoutPiece& piece, size_t lane, int first, int last) const;

  const LayoutText& text_;
  const LayoutWords& words_;
  std::vector<Lane> lanes_;
  bool by_line_;
  int level1_ = -1, level2_ = -1;
  std::vector<size_t> row_lanes_;                 // those of rows of indicators
  std::vector<double> widths_;
  std::vector<BodyLine> lines_;
  std::vector<const LayoutPiece*> level1_pieces_, stray_;
};

}  // namespace budgetlift
