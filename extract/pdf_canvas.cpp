#include "extract/pdf_canvas.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "extract/pdf_glyphs.h"
#include "extract/pdf_rulings.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr double kBandHeight = 16;  // points; about one line of text
constexpr std::size_t kMaxBands = 4096;
constexpr std::size_t kCompactPieces = 65536;
constexpr std::size_t kMaxAreas = 10000;  // a drawing with more is not searched for what white stands on

Box intersection(const Box& a, const Box& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

bool finite(const Box& box) {
  return std::isfinite(box.x0) && std::isfinite(box.y0) && std::isfinite(box.x1) && std::isfinite(box.y1);
}

}  // namespace

void PdfCanvas::start(double width, double height) {
  width_ = width;
  height_ = height;
  glyphs_.clear();
  gone_.clear();
  bands_.clear();
  const double bands = std::clamp(height / kBandHeight, 0.0, static_cast<double>(kMaxBands - 1));
  bands_.resize(static_cast<std::size_t>(bands) + 1);
  pieces_.clear();
  compact_at_ = kCompactPieces;
  areas_.clear();
  marks_ = 0;
  facts_ = {};
  choice_ = {};
}

std::size_t PdfCanvas::band(double y) const {
  const double index = std::clamp(y / kBandHeight, 0.0, static_cast<double>(bands_.size() - 1));
  return static_cast<std::size_t>(index);
}

bool PdfCanvas::visible(const Paint& paint, double x, double y) const {
  if (paint.alpha < options_.min_alpha) return false;
  if (!paint.white) return true;
  if (areas_.size() >= kMaxAreas) return true;
  // White shows only on something that is not white: the last area painted there decides.
  for (auto area = areas_.rbegin(); area != areas_.rend(); ++area) {
    if (area->box.contains(x, y)) return area->ground == Ground::other;
  }
  return false;
}

void PdfCanvas::glyph(Glyph&& glyph, const Paint& paint, bool hidden) {
  ++marks_;
  if (hidden || !visible(paint, glyph.box.center_x(), glyph.box.center_y())) {
    ++facts_.invisible;
    return;
  }
  ++facts_.other_marks;
  bands_[band(glyph.box.center_y())].push_back(static_cast<std::uint32_t>(glyphs_.size()));
  glyphs_.push_back(std::move(glyph));
  gone_.push_back(0);
}

void PdfCanvas::apply_actual_text(std::size_t first, const std::string& text) {
  if (first >= glyphs_.size() || text.empty()) return;
  const std::u32string characters = decode_utf8(text);
  if (characters.size() == glyphs_.size() - first) {
    for (std::size_t i = 0; i < characters.size(); ++i) glyphs_[first + i].text = encode_utf8(characters.substr(i, 1));
    return;
  }
  bool unreadable = false;
  for (std::size_t i = first; i < glyphs_.size(); ++i) unreadable = unreadable || is_unreadable(glyphs_[i].text);
  if (!unreadable) return;
  Glyph& whole = glyphs_[first];
  whole.text = text;
  for (std::size_t i = first + 1; i < glyphs_.size(); ++i) {
    whole.box = whole.box.united(glyphs_[i].box);
    gone_[i] = 1;
  }
}

void PdfCanvas::piece(bool horizontal, double position, double start, double end, double thickness,
                      const Paint& paint) {
  const double middle = (start + end) / 2;
  if (!visible(paint, horizontal ? middle : position, horizontal ? position : middle)) return;
  ++facts_.other_marks;
  pieces_.push_back({horizontal, position, start, end, thickness});
  if (pieces_.size() < compact_at_) return;
  // Keep memory flat on pages of millions of pieces. Short pieces must survive: later ones may join them.
  pieces_ = join_rulings(std::move(pieces_), options_, true);
  compact_at_ = std::max(kCompactPieces, 2 * pieces_.size());
}

void PdfCanvas::line(double x0, double y0, double x1, double y1, double thickness, const Box& clip,
                     const Paint& paint) {
  ++marks_;
  if (!std::isfinite(x0 + y0 + x1 + y1 + thickness)) return;
  const double dx = std::abs(x1 - x0);
  const double dy = std::abs(y1 - y0);
  const bool horizontal = dx >= dy;
  const double along = horizontal ? dx : dy;
  const double across = horizontal ? dy : dx;
  if (across > std::max(along * options_.off_axis_slope, options_.off_axis_jitter)) return;
  const double half = thickness / 2;
  const double centre = horizontal ? (y0 + y1) / 2 : (x0 + x1) / 2;
  const double start = horizontal ? std::min(x0, x1) : std::min(y0, y1);
  Box box = horizontal ? Box{start, centre - half, start + along, centre + half}
                       : Box{centre - half, start, centre + half, start + along};
  rectangle(box, clip, paint, false);
}

void PdfCanvas::rectangle(const Box& box, const Box& clip, const Paint& paint, bool solid) {
  ++marks_;
  if (!finite(box)) return;
  Box seen = intersection(box, clip);
  // A hairline may lie exactly on the edge of a clip that was meant to hold it.
  constexpr double kEdge = 0.1;
  if (seen.x0 > seen.x1 + kEdge || seen.y0 > seen.y1 + kEdge) return;
  seen.x1 = std::max(seen.x0, seen.x1);
  seen.y1 = std::max(seen.y0, seen.y1);
  const double width = seen.width();
  const double height = seen.height();
  const bool thin_x = box.width() <= options_.max_ruling_thickness || width <= 4 * kEdge;
  const bool thin_y = box.height() <= options_.max_ruling_thickness || height <= 4 * kEdge;
  // A square dot is a piece of a dotted line or the corner between two borders: it may serve both ways.
  if (thin_y && width > 0) piece(true, seen.center_y(), seen.x0, seen.x1, height, paint);
  if (thin_x && height > 0) piece(false, seen.center_x(), seen.y0, seen.y1, width, paint);
  if (thin_x || thin_y || paint.alpha < options_.min_alpha) return;
  const bool opaque = solid && paint.alpha > 0.98;
  if (paint.white && !opaque) return;
  // White below a page's only image is its paper, and above it hides a part of it.
  facts_.other_marks += !paint.white || facts_.image_count > 0;
  // White on bare paper changes nothing for what is painted later.
  if ((!paint.white || !areas_.empty()) && areas_.size() < kMaxAreas) {
    areas_.push_back({seen, paint.white ? Ground::white : Ground::other});
  }
  if (opaque) cover(seen);
}

void PdfCanvas::image(PlacedImage placed, const Box& box, const Box& clip, const Paint& paint, bool solid) {
  ++marks_;
  facts_.most_pixels = std::max(facts_.most_pixels, static_cast<double>(placed.width) * placed.height);
  if (!finite(box)) return;
  const Box seen = intersection(box, clip);
  if (seen.x0 >= seen.x1 || seen.y0 >= seen.y1 || paint.alpha < options_.min_alpha) return;
  if (std::min(box.width(), box.height()) <= options_.max_ruling_thickness) {
    rectangle(box, clip, paint, false);
    return;
  }
  ++facts_.image_count;
  placed.box = intersection(seen, {0, 0, width_, height_});
  placed.faint = paint.alpha <= 0.5;
  const Box shown = intersection(box, {0, 0, width_, height_});
  constexpr double kCut = 1;  // points; a clip that cuts off less does not matter
  placed.whole = placed.whole && paint.alpha > 0.98 && placed.box.x0 < shown.x0 + kCut &&
                 placed.box.y0 < shown.y0 + kCut && placed.box.x1 > shown.x1 - kCut && placed.box.y1 > shown.y1 - kCut;
  if (placed.box.x0 < placed.box.x1 && placed.box.y0 < placed.box.y1) {
    facts_.image_area += placed.area();
    if (facts_.images.size() < options_.max_images) facts_.images.push_back(placed);
    // Letters may be little pictures each.
    if (std::max(box.width(), box.height()) <= options_.most_shape) shape(box, clip, paint);
  }
  if (areas_.size() < kMaxAreas) areas_.push_back({seen, Ground::other});
  if (solid && paint.alpha > 0.98) cover(seen);
}

// Glyphs painted before and now hidden are gone.
void PdfCanvas::cover(const Box& box) {
  const std::size_t last = band(box.y1);
  for (std::size_t b = band(box.y0); b <= last; ++b) {
    auto& list = bands_[b];
    std::size_t kept = 0;
    for (std::uint32_t i : list) {
      const Box& g = glyphs_[i].box;
      const double mx = options_.cover_margin * g.width();
      const double my = options_.cover_margin * g.height();
      const bool hidden = box.x0 <= g.x0 + mx && box.x1 >= g.x1 - mx && box.y0 <= g.y0 + my && box.y1 >= g.y1 - my;
      if (hidden) {
        if (!gone_[i]) ++facts_.invisible;
        gone_[i] = 1;
      } else {
        list[kept++] = i;
      }
    }
    list.resize(kept);
  }
  // Lines below a cover: only looked at under a large one, since a cell's shading is painted before its borders.
  if (box.width() * box.height() < 0.25 * width_ * height_) return;
  std::erase_if(pieces_, [&](const Ruling& r) {
    const Box line =
        r.horizontal ? Box{r.start, r.position, r.end, r.position} : Box{r.position, r.start, r.position, r.end};
    return box.x0 < line.x0 && box.x1 > line.x1 && box.y0 < line.y0 && box.y1 > line.y1;
  });
}

void PdfCanvas::shape(const Box& box, const Box& clip, const Paint& paint) {
  const double side = std::max(box.width(), box.height());
  if (!(side >= options_.least_shape && side <= options_.most_shape)) return;
  if (paint.white || paint.alpha < options_.min_alpha || !clip.contains(box.center_x(), box.center_y())) return;
  if (box.x1 < 0 || box.y1 < 0 || box.x0 > width_ || box.y0 > height_) return;
  facts_.shapes_box = facts_.shapes == 0 ? box : facts_.shapes_box.united(box);
  ++facts_.shapes;
}

Page PdfCanvas::finish(PageInfo info) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < glyphs_.size(); ++i) {
    if (gone_[i]) continue;
    if (kept != i) glyphs_[kept] = std::move(glyphs_[i]);
    ++kept;
  }
  glyphs_.resize(kept);
  remove_duplicates(glyphs_, options_.duplicate_shift);
  Page page;
  page.info = std::move(info);
  page.info.width = width_;
  page.info.height = height_;
  facts_.width = width_;
  facts_.height = height_;
  choice_ = choose_way(facts_, glyphs_, options_);
  page.info.reason = choice_.reason;
  page.glyphs = std::move(glyphs_);
  page.rulings = join_rulings(std::move(pieces_), options_);
  glyphs_ = {};
  pieces_ = {};
  return page;
}

}  // namespace budgetlift
