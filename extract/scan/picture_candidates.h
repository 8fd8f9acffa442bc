// Lines on which rulings may lie, before it is decided which sides of cells are drawn on them.
#pragma once

#include <vector>

#include "extract/scan/picture_lanes.h"

namespace budgetlift {

// What has been found, and more rows of pixels that look like rulings. `share`: of a ruling's blocks that show ink; `lanes`:
// between `others`, where known; `lean`: the page has lost most of its ink.
std::vector<Line> lines_of(const Direction& d, const Marks& marks, double share, const std::vector<Line>& others, const Lanes& lanes, const std::vector<Track>& found, bool lean, const PictureOptions& options);

// Adds the places where lines of the other direction end that meet none: the page cuts their table there.
// `size`: of the picture.
void add_open(std::vector<Line>& lines, const std::vector<Line>& others, double size, const Direction& d, const PictureOptions& options);

}  // namespace budgetlift
