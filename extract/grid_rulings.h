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

// The rulings of a page by what they meet.
struct MetRulings {
  std::vector<Component> components;  // with at least one segment of each direction
  std::vector<Component> lone;        // one vertical segment each, that meets nothing
};

// Takes n log n time and the number of crossings.
MetRulings find_components(const std::vector<Ruling>& rulings, const TableOptions& options);

// Gives each component the lone segments that are just as high: between them stand cells that are merged over all
// its rows on this page, whose own horizontal rulings a page break took away.
void take_sides(MetRulings& found, const TableOptions& options);

// Lone segments of the same height, three or more: the sides of the cells of one row, whose horizontal rulings a
// page break took away.
std::vector<Component> rows_of_sides(const MetRulings& found, const TableOptions& options);

// The positions of the segments, those nearer than `snap` as one (the mean by length), ascending.
std::vector<double> edge_positions(const std::vector<Segment>& segments, double snap);

// Index of the position that is nearest to `value`. `positions` is ascending and not empty.
size_t nearest(const std::vector<double>& positions, double value);

}  // namespace budgetlift
