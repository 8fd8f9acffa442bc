// The indicators of a project in a dump that keeps columns become a Table.
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

// What the tables of a document share.
struct LayoutWords {
  const LabelWordsOfForms& labels;
  const LevelNames& levels;
  const RE2& target;
  const DumpOptions& options;
  CharPairs pairs;
  bool auto_space = false;
};

// A printed header of indicators.
struct LayoutHeader {
  int first = 0, last = 0;            // printed lines [first, last)
  std::vector<LayoutLabel> columns;   // from left to right
  std::vector<LayoutLabel> above;     // labels of blocks of columns, and what stands beside the header
};

// The header that begins on the line, if one does: labels of a second level and of a value and whatever stands around them.
std::optional<LayoutHeader> layout_header(const LayoutText& text, int line, int last, const LayoutWords& words);

// One table, its pieces given to columns.
class LayoutTable {
 public:
  // Lines up to `last` are the header and all that follows it. `loose`: neither heights nor columns are to be trusted.
  LayoutTable(const LayoutText& text, const LayoutHeader& header, int last, const LayoutWords& words, bool loose);

  void measure(LaneWidths& widths) const;
  // `fit` is added to.
  Table build(const LaneWidths& widths, RowFit& fit) const;

 private:
  struct Shape {
    double misplaced = 0;   // cells, over all its parts
    int breaks = 0;         // page ends inside
  };
  // One printed line with text of rows, by lane.
  struct BodyLine {
    int line = 0;
    std::vector<std::vector<const LayoutPiece*>> cells;
  };
  // A printed first or second level.
  struct Name {
    std::u32string key;
    std::vector<TextLine> lines;
    PrintedLines place;
  };
  void place(const LayoutHeader& header, int last);
  Shape shape_of(int first, int last, Alignment alignment, bool level2_merged) const;
  double row_cost(int first, int last, Alignment alignment, bool level2_merged, const std::vector<double>& widths) const;
  double cell_cost(size_t lane, int first, int last, double width) const;
  std::vector<CellLines> cells_of(int first, int last, bool level2_merged) const;
  std::u32string key_of(size_t lane, int first, int last) const;
  std::vector<TextLine> lines_of(size_t lane, int first, int last) const;
  std::vector<Name> names_in(const std::vector<const LayoutPiece*>& pieces, bool level1) const;
  std::vector<PrintedLines> places_of(const std::vector<RowRange>& rows, bool level2_merged) const;
  std::vector<std::pair<int, int>> merged_over(const std::vector<Name>& names, const std::vector<PrintedLines>& rows, bool top) const;
  std::vector<std::u32string> add_merged_level2(const std::vector<RowRange>& rows, bool top, Table& table) const;
  void add_level1(const std::vector<RowRange>& rows, const std::vector<std::u32string>& level2, bool level2_merged, bool top, Table& table) const;
  Cell cell(int row, size_t lane, std::vector<TextLine> lines) const;

  const LayoutText& text_;
  const LayoutWords& words_;
  bool loose_;
  LayoutHeader header_;
  std::vector<Lane> lanes_;
  int level1_ = -1, level2_ = -1;   // lanes
  std::vector<BodyLine> body_;
  std::vector<const LayoutPiece*> level1_pieces_, stray_;
  std::vector<Join> joins_;
  std::set<int> pages_;
};

}  // namespace budgetlift
