// The indicators of a project in a dump that keeps columns become a Table.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "extract/dump_layout_body.h"
#include "schemas/document.h"

namespace budgetlift {

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
  // Lines up to `last` are the header and all that follows it.
  LayoutTable(const LayoutText& text, const LayoutHeader& header, int last, const LayoutWords& words, PlaceTrust trust);

  void measure(LaneWidths& widths) const { body_.measure(widths); }
  // `fit` is added to.
  Table build(const LaneWidths& widths, RowFit& fit);

 private:
  // Rows and how they stand.
  struct Cut : RowLines {
    Alignment alignment = Alignment::centred;
    bool merged = false;   // the second level is merged over rows
  };
  void place(int last);
  Cut cheapest_cut() const;
  bool has_shared_level2(const std::vector<RowRange>& rows) const;

  const LayoutText& text_;
  const LayoutWords& words_;
  bool loose_;   // heights are not to be trusted
  LayoutHeader header_;
  LayoutBody body_;
  std::vector<Join> joins_;
  std::set<int> pages_;
};

}  // namespace budgetlift
