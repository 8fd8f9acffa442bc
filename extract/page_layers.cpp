#include "extract/page_layers.h"

#include <algorithm>
#include <cmath>

namespace budgetlift {
namespace {

constexpr double kCovered = 0.4;    // of the smaller glyph's box: two glyphs that share so much are one
constexpr double kSameLine = 2.0;   // points; a ruling of both layers lies this near to itself

double area(const Box& box) {
  return std::max(0.0, box.width()) * std::max(0.0, box.height());
}

bool covers(const Box& a, const Box& b) {
  const Box both{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
  if (both.x0 >= both.x1 || both.y0 >= both.y1) return false;
  return area(both) >= kCovered * std::min(area(a), area(b));
}

// How many quarter turns lead from the page as displayed to the upright one, against the clock.
int quarter_turns(const PageInfo& page) {
  if (!page.to_displayed) return 0;
  const Box origin = from_displayed(page, {page.width / 2, page.height / 2, page.width / 2, page.height / 2});
  const Box right = from_displayed(page, {page.width / 2 + 10, page.height / 2, page.width / 2 + 10, page.height / 2});
  const double angle = std::atan2(origin.y0 - right.y0, right.x0 - origin.x0);
  return static_cast<int>(std::lround(angle / (M_PI / 2)) + 4) % 4;
}

// A glyph keeps its size and its place's middle; its line stays straight, whatever the skew of the picture.
Glyph on_upright_page(Glyph glyph, const PageInfo& page, int turns) {
  const double x = glyph.box.center_x(), y = glyph.box.center_y();
  const Box middle = from_displayed(page, {x, y, x, y});
  const double width = turns % 2 ? glyph.box.height() : glyph.box.width();
  const double height = turns % 2 ? glyph.box.width() : glyph.box.height();
  glyph.box = {middle.x0 - width / 2, middle.y0 - height / 2, middle.x0 + width / 2, middle.y0 + height / 2};
  glyph.angle = std::fmod(glyph.angle + 90.0 * turns, 360.0);
  return glyph;
}

bool same_ruling(const Ruling& a, const Ruling& b) {
  return a.horizontal == b.horizontal && std::abs(a.position - b.position) <= kSameLine &&
         std::min(a.end, b.end) - std::max(a.start, b.start) >= 0.8 * std::min(a.end - a.start, b.end - b.start);
}

}  // namespace

Page merge_layers(const Page& own, Page scanned) {
  const int turns = quarter_turns(scanned.info);
  std::vector<Glyph> glyphs;
  Box around;
  for (const Glyph& glyph : own.glyphs) {
    glyphs.push_back(scanned.info.to_displayed ? on_upright_page(glyph, scanned.info, turns) : glyph);
    around = glyphs.size() == 1 ? glyphs[0].box : around.united(glyphs.back().box);
  }
  // The picture's glyphs below them.
  std::size_t kept = 0;
  scanned.readings.resize(scanned.glyphs.size());
  for (std::size_t i = 0; i < scanned.glyphs.size(); ++i) {
    const Box& box = scanned.glyphs[i].box;
    const bool below = around.intersects(box) && std::any_of(glyphs.begin(), glyphs.end(), [&](const Glyph& glyph) {
                         return covers(glyph.box, box);
                       });
    if (below) continue;
    if (kept != i) {
      scanned.glyphs[kept] = std::move(scanned.glyphs[i]);
      scanned.readings[kept] = std::move(scanned.readings[i]);
    }
    ++kept;
  }
  scanned.glyphs.resize(kept);
  scanned.readings.resize(kept);
  for (Glyph& glyph : glyphs) scanned.glyphs.push_back(std::move(glyph));
  scanned.readings.resize(scanned.glyphs.size());
  // The picture shows the page's own rulings too; where the two lie in one plane, the drawn ones are the exact ones.
  if (!scanned.info.to_displayed) {
    std::erase_if(scanned.rulings, [&](const Ruling& found) {
      return std::any_of(own.rulings.begin(), own.rulings.end(), [&](const Ruling& drawn) { return same_ruling(drawn, found); });
    });
    scanned.rulings.insert(scanned.rulings.end(), own.rulings.begin(), own.rulings.end());
  }
  return scanned;
}

}  // namespace budgetlift
