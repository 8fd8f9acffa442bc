// Rulings as drawn become long segments, and segments that meet become components.
#pragma once

#include <vector>

#include "extract/options.h"
#include "schemas/page.h"

namespace budgetlift {

// A straight line put together from all its pieces. Points; `position` is across, `start` and `end` along it.
struct Segment {
  double position = 0;
  double start = 0;
  double end = 0;
  double thickness = 0;
};

// Segments that meet each other, directly or over others.
struct Component {
  std::vector<Segment> horizontal;
  std::vector<Segment> vertical;
  Box reach;  // of all their ends
};

// Components with at least one segment of each direction. Takes n log n time and the number of crossings.
std::vector<Component> find_components(const std::vector<Ruling>& rulings, const TableOptions& options);

// Lonely vertical segments of the same height, three or more: the sides of the cells of one row, whose horizontal rulings a page break
// took away.
std::vector<Component> find_sides(const std::vector<Ruling>& rulings, const TableOptions& options);

// The positions of the segments, those nearer than `snap` as one (the mean by length), ascending.
std::vector<double> edge_positions(const std::vector<Segment>& segments, double snap);

// Index of the position that is nearest to `value`. `positions` is ascending and not empty.
size_t nearest(const std::vector<double>& positions, double value);

}  // namespace budgetlift
