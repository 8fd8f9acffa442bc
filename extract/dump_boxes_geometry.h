// Where the pieces of an indicator table stand on their pages if its rows are these, and how well that agrees with the dump's order.
#pragma once

#include <vector>

#include "extract/dump_boxes_rows.h"

namespace budgetlift {

// How a document's tables are set; full-width characters.
struct BoxMeasures {
  double pitch = 1.4;     // from a line of a cell to the next
  double above = 0.4;     // between a cell's text and the ruling above or below it
  double beside = 0.5;    // ... left or right of it
  int centred = 1;        // columns whose lines are centred: 0 none, 1 those of short texts, 2 all
};

class BoxGeometry {
 public:
  BoxGeometry(const std::vector<BoxSort>& sorts, const std::vector<int>& blocks, const DumpWords& words, const BoxHabits& habits)
      : sorts_(sorts), blocks_(blocks), words_(words), habits_(habits) {}

  // The pieces that begin boxes which should not follow the box before them.
  std::vector<size_t> breaks(const std::vector<BoxPiece>& pieces, const BoxRows& rows, const BoxMeasures& measures) const;

 private:
  const std::vector<BoxSort>& sorts_;
  const std::vector<int>& blocks_;
  const DumpWords& words_;
  const BoxHabits& habits_;
};

// The measures that agree best with the dump's order.
struct SolvedTable {
  const std::vector<BoxPiece>* pieces;
  const BoxRows* rows;
};
struct Fit {
  BoxMeasures measures;
  size_t breaks = 0;   // of all tables, with these measures
};
Fit fit_measures(const BoxGeometry& geometry, const std::vector<SolvedTable>& tables);

}  // namespace budgetlift
