// Where the pieces of an indicator table stand on their pages if its rows are these, and how well that agrees with the dump's order.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "extract/dump_boxes_order.h"
#include "extract/dump_boxes_rows.h"

namespace budgetlift {

// How a document's tables are set; full-width characters.
struct BoxMeasures {
  double pitch = 1.4;     // from a line of a cell to the next
  double above = 0.4;     // between a cell's text and the ruling above or below it
  double beside = 0.5;    // ... left or right of it
  int centred = 1;        // columns whose lines are centred: 0 none, 1 those of short texts, 2 all
};

// A table whose pieces have their seats.
class SeatedTable {
 public:
  // `pieces` and `sorts` must outlive this; `rows` has some.
  SeatedTable(const std::vector<BoxSort>& sorts, const std::vector<int>& blocks, const DumpWords& words, const BoxHabits& habits,
              const std::vector<BoxPiece>& pieces, const BoxRows& rows);

  // How many boxes should not follow the one before them: pdfminer would print another one there.
  size_t breaks(const BoxMeasures& measures) const;

 private:
  struct Cell {
    std::vector<std::vector<size_t>> lines;   // pieces of each
    size_t height = 0;                        // lines
  };
  struct Page {
    size_t first = 0, end = 0;                // pieces
    int low = 0, high = 0;                    // rows
    std::map<std::pair<int, int>, Cell> cells;   // by column and row
  };

  Page page_of(size_t first, size_t end, const std::vector<BoxSeat>& seats) const;
  std::vector<PlacedBox> places(const Page& page, const BoxMeasures& measures) const;
  std::vector<PlacedBox> boxes(const Page& page, const BoxMeasures& measures) const;

  const std::vector<BoxSort>& sorts_;
  const std::vector<BoxPiece>& pieces_;
  std::vector<double> widths_;                // of the columns
  std::vector<std::vector<size_t>> starts_;   // LevelParts::starts of merged columns
  std::vector<Page> pages_;
};

// The measures that agree best with the order of the tables' boxes.
struct MeasuresFit {
  BoxMeasures measures;
  size_t breaks = 0;   // of all tables, with these measures
};
MeasuresFit fit_measures(const std::vector<SeatedTable>& tables);

}  // namespace budgetlift
