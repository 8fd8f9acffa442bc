#include "extract/pdf_paths.h"

#include <cmath>

namespace budgetlift {

Box subpath_box(const GfxState* state, const GfxSubpath* path, bool& upright) {
  const int n = path->getNumPoints();
  Box box;
  double previous_x = 0, previous_y = 0;
  bool straight = true;
  for (int i = 0; i < n; ++i) {
    double x, y;
    state->transform(path->getX(i), path->getY(i), &x, &y);
    if (i == 0) {
      box = {x, y, x, y};
    } else {
      box = box.united({x, y, x, y});
      constexpr double kJitter = 0.05;
      if (path->getCurve(i) || (std::abs(x - previous_x) > kJitter && std::abs(y - previous_y) > kJitter)) {
        straight = false;
      }
    }
    previous_x = x;
    previous_y = y;
  }
  // 4 points, 5 with the closing one; degenerate rectangles have fewer.
  upright = straight && n <= 6;
  return box;
}

bool is_curved(const GfxSubpath* path) {
  for (int i = 0; i < path->getNumPoints(); ++i) {
    if (path->getCurve(i)) return true;
  }
  return false;
}

double turning(const GfxSubpath* path) {
  double sum = 0;
  const int n = path->getNumPoints();
  for (int i = 0; i < n; ++i) {
    const int j = (i + 1) % n;
    sum += path->getX(i) * path->getY(j) - path->getX(j) * path->getY(i);
  }
  return sum;
}

}  // namespace budgetlift
