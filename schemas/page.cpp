#include "schemas/page.h"

#include <cmath>
#include <limits>

namespace budgetlift {
namespace {

using Matrix = std::array<double, 9>;

Box mapped(const Matrix& m, const Box& box) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Box out{kInfinity, kInfinity, -kInfinity, -kInfinity};
  for (const auto& [x, y] : {std::pair{box.x0, box.y0}, {box.x1, box.y0}, {box.x0, box.y1}, {box.x1, box.y1}}) {
    const double w = m[6] * x + m[7] * y + m[8];
    if (!(std::abs(w) > 1e-12)) return box;
    const double u = (m[0] * x + m[1] * y + m[2]) / w, v = (m[3] * x + m[4] * y + m[5]) / w;
    if (!std::isfinite(u) || !std::isfinite(v)) return box;
    out = out.united({u, v, u, v});
  }
  return out;
}

// Up to a factor, which a map of this kind does not have.
Matrix inverse(const Matrix& m) {
  return {m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
          m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
          m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
}

}  // namespace

Box to_displayed(const PageInfo& page, const Box& box) {
  return page.to_displayed ? mapped(*page.to_displayed, box) : box;
}

Box from_displayed(const PageInfo& page, const Box& box) {
  return page.to_displayed ? mapped(inverse(*page.to_displayed), box) : box;
}

}  // namespace budgetlift
