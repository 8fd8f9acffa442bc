// Lanes: the way without text between two cells, where a ruling is likely though a fax has lost it.
#pragma once

#include <vector>

#include "extract/scan/picture_sides.h"

namespace budgetlift {

struct CellLane {
  int start = 0, end = 0;  // pixels across the rulings that may run in it
};

// The lanes of the stretch from one pixel to another along a ruling. `text`, `ink`: not 0 where characters stand, and where
// there is any ink; a row for each place across.
std::vector<CellLane> lanes_between(const cv::Mat& text, const cv::Mat& ink, int from, int to, double per_mm, const PictureOptions& options);

// Those of each side from one line of the other direction to the next.
using Lanes = std::vector<std::vector<CellLane>>;
Lanes lanes_of(const Direction& d, const Marks& marks, const std::vector<Line>& others, const PictureOptions& options);

// The ways between two lines of text, one below the other, of each side from one upright ruling to the next: those that are
// wider than within a cell, where lines follow each other at one pitch. Empty if that is not known. `marks`: of lying rulings.
Lanes row_lanes_of(const Direction& d, const Marks& marks, const std::vector<Line>& columns, const PictureOptions& options);

// One side runs in a lane: the one that has most ink. Lanes speak for it.
void add_lanes(std::vector<Line>& lines, const Lanes& lanes, const PictureOptions& options);

}  // namespace budgetlift
