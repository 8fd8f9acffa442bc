// Geometry shared by all stages.
//
// One convention inside the program: points (1/72 inch), origin at the top left of the page as it is
// displayed (after /Rotate and CropBox), x to the right, y down.
#pragma once

#include <algorithm>

namespace budgetlift {

// An axis-parallel rectangle in points; x0 <= x1 and y0 <= y1.
struct Box {
  double x0 = 0;
  double y0 = 0;
  double x1 = 0;
  double y1 = 0;

  double width() const { return x1 - x0; }
  double height() const { return y1 - y0; }
  double center_x() const { return (x0 + x1) / 2; }
  double center_y() const { return (y0 + y1) / 2; }

  bool contains(double x, double y) const { return x >= x0 && x <= x1 && y >= y0 && y <= y1; }

  bool intersects(const Box& other) const {
    return x0 < other.x1 && other.x0 < x1 && y0 < other.y1 && other.y0 < y1;
  }

  // Smallest rectangle that holds both.
  Box united(const Box& other) const {
    return {std::min(x0, other.x0), std::min(y0, other.y0), std::max(x1, other.x1), std::max(y1, other.y1)};
  }

  bool operator==(const Box&) const = default;
};

}  // namespace budgetlift
