// A listing (one table of many projects, their own columns merged over their indicators) in a dump that keeps columns becomes a Table.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "extract/dump_layout_body.h"
#include "schemas/document.h"

namespace budgetlift {

// A text of a header's upper row, over columns [first, last).
struct ListingGroup {
  std::vector<const LayoutPiece*> pieces;
  int first = 0, last = 0;
  double center = 0;
};

struct LayoutListingHeader {
  int first = 0, last = 0;              // printed lines [first, last)
  std::vector<LayoutLabel> columns;     // from left to right
  std::vector<ListingGroup> outer;      // above groups, where there are three rows of them; from left to right
  std::vector<ListingGroup> groups;     // from left to right
  std::vector<ListingGroup> nested;     // between them and the labels of some of their columns
  std::vector<const LayoutPiece*> pieces;   // all of it
};

// The header that begins on the line or few below it, if one does: labels of indicators' columns beside those of projects.
std::optional<LayoutListingHeader> listing_header(const LayoutText& text, int line, int last, const LayoutWords& words);

class LayoutListing {
 public:
  // Lines up to `last` are the header and all that follows it.
  LayoutListing(const LayoutText& text, const LayoutListingHeader& header, int last, const LayoutWords& words, PlaceTrust trust);

  void measure(LaneWidths& widths) const { body_.measure(widths); }
  // `fit` is added to.
  Table build(const LaneWidths& widths, RowFit& fit);

 private:
  void place(int last);
  bool is_sum(int line) const { return sums_.count(body_.printed(line)) > 0; }
  CellLines lines_in(size_t lane, int first, int last) const;
  double misplaced(int first, int last, Alignment alignment) const;
  double own_cost(int first, int last, Alignment alignment) const;
  double place_cost(int first, int last, Alignment alignment) const;
  double level_cost(int first, int last) const;
  int number(int line) const { return text_.lines[static_cast<size_t>(body_.printed(line))].number; }
  RowLines projects(Alignment alignment) const;
  RowLines rows_of(const RowRange& project, Alignment alignment) const;
  void add_header(Table& table) const;
  void add_project(const RowRange& project, Alignment alignment, RowFit& fit, Table& table) const;
  void doubt_neighbours(const std::vector<int>& ends, Table& table) const;
  void add_sum(const RowRange& row, Table& table) const;

  const LayoutText& text_;
  const LayoutWords& words_;
  bool loose_;   // heights are not to be trusted
  LayoutListingHeader header_;
  LayoutBody body_;
  std::map<int, const LayoutPiece*> sums_;   // labels of sums, by printed line
  std::vector<const LayoutPiece*> stray_;
  std::vector<LevelName> names_;             // first levels …
  std::vector<LevelName> level2_;            // … and second ones
  std::vector<Join> joins_;
  std::set<int> pages_;
};

}  // namespace budgetlift
