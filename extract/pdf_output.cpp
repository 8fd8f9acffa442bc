#include "extract/pdf_output.h"

#include <Gfx.h>
#include <GfxFont.h>
#include <GfxState.h>
#include <UTF.h>
#include <goo/GooString.h>

#include <algorithm>
#include <cmath>

#include "extract/pdf_glyphs.h"
#include "extract/pdf_paths.h"

namespace budgetlift {
namespace {

constexpr std::size_t kMaxClipPoints = 4096;  // a path with more is taken by its bounding box

Box clip_box(const GfxState* state) {
  Box box;
  state->getClipBBox(&box.x0, &box.y0, &box.x1, &box.y1);
  return box;
}

bool white(const GfxRGB& rgb, double level) {
  const double least = std::min({colToDbl(rgb.r), colToDbl(rgb.g), colToDbl(rgb.b)});
  return least >= level;
}

bool is_gray(const GfxColorSpace& space) {
  return space.getMode() != csIndexed && space.getMode() != csPattern && space.getNComps() == 1;
}

// The em of a Type 3 font in units of its font size, and its ascent in ems.
struct Em {
  double size;
  double ascent;
};

// Its font box is the best witness; where that is empty or absurd, the widest character is as wide as an em.
Em type3_em(const Gfx8BitFont* font) {
  const double* box = font->getFontBBox();
  const double scale = font->getFontMatrix()[3];  // negative where glyphs are drawn upside down
  const double low = std::min(box[1] * scale, box[3] * scale);
  const double high = std::max(box[1] * scale, box[3] * scale);
  double widest = 0;
  for (int code = 0; code < 256; ++code) widest = std::max(widest, font->getWidth(static_cast<unsigned char>(code)));
  if (high > low && (widest <= 0 || ((high - low) > 0.3 * widest && (high - low) < 10 * widest))) {
    return {high - low, std::clamp(high / (high - low), 0.0, 1.0)};
  }
  return {widest > 0 ? widest : 1, 0.88};
}

}  // namespace

void PdfOutput::startPage(int /*page*/, GfxState* state, XRef* /*xref*/) {
  canvas_.start(state->getPageWidth(), state->getPageHeight());
  saved_.clear();
  clips_.clear();
  group_alphas_.clear();
  group_alpha_ = 1;
  soft_mask_ = false;
  fill_known_ = stroke_known_ = false;
  in_actual_text_ = false;
  clip_text_.clear();
}

void PdfOutput::endPage() {
  drop_clip_text();
}

void PdfOutput::saveState(GfxState* state) {
  saved_.push_back({clips_.size(), state->getFillOpacity(), soft_mask_});
}

void PdfOutput::restoreState(GfxState* /*state*/) {
  fill_known_ = stroke_known_ = false;
  if (saved_.empty()) return;
  const Saved& saved = saved_.back();
  if (saved.clips < clips_.size()) clips_.resize(saved.clips);
  soft_mask_ = saved.soft_mask;
  saved_.pop_back();
  if (saved_.size() < clip_text_depth_) drop_clip_text();
}

Paint PdfOutput::fill_paint(GfxState* state) {
  if (!fill_known_) {
    fill_white_ = false;
    if (state->getFillColorSpace()->getMode() != csPattern) {
      GfxRGB rgb;
      state->getFillRGB(&rgb);
      fill_white_ = white(rgb, options_.white_level);
    }
    fill_known_ = true;
  }
  return {fill_white_, state->getFillOpacity() * group_alpha_};
}

Paint PdfOutput::stroke_paint(GfxState* state) {
  if (!stroke_known_) {
    stroke_white_ = false;
    if (state->getStrokeColorSpace()->getMode() != csPattern) {
      GfxRGB rgb;
      state->getStrokeRGB(&rgb);
      stroke_white_ = white(rgb, options_.white_level);
    }
    stroke_known_ = true;
  }
  return {stroke_white_, state->getStrokeOpacity() * group_alpha_};
}

// Whether a fill hides what is below it: a mask or a blend mode lets it through.
bool PdfOutput::solid(const GfxState* state) const {
  return !soft_mask_ && clips_.empty() && clip_text_.empty() && state->getBlendMode() == gfxBlendNormal;
}

// --- paths

void PdfOutput::stroke(GfxState* state) {
  const Paint paint = stroke_paint(state);
  const Box clip = clip_box(state);
  const double* m = state->getCTM();
  const double width = state->getLineWidth();
  const GfxPath* path = state->getPath();
  for (int s = 0; s < path->getNumSubpaths(); ++s) {
    const GfxSubpath* sub = path->getSubpath(s);
    for (int i = 1; i < sub->getNumPoints(); ++i) {
      if (sub->getCurve(i) || sub->getCurve(i - 1)) continue;  // control points of a curve, and its end
      const double ux = sub->getX(i) - sub->getX(i - 1);
      const double uy = sub->getY(i) - sub->getY(i - 1);
      const double length = std::hypot(ux, uy);
      if (length <= 0) continue;
      double x0, y0, x1, y1;
      state->transform(sub->getX(i - 1), sub->getY(i - 1), &x0, &y0);
      state->transform(sub->getX(i), sub->getY(i), &x1, &y1);
      // The pen's width across the line, as displayed: area scale over length scale.
      const double shown = std::hypot(x1 - x0, y1 - y0);
      if (shown <= 0) continue;
      const double thickness = width * std::abs(m[0] * m[3] - m[1] * m[2]) * length / shown;
      canvas_.line(x0, y0, x1, y1, thickness, clip, paint);
    }
  }
}

void PdfOutput::fill(GfxState* state) {
  fill_path(state, false);
}
void PdfOutput::eoFill(GfxState* state) {
  fill_path(state, true);
}

void PdfOutput::fill_path(GfxState* state, bool even_odd) {
  const Paint paint = fill_paint(state);
  const Box clip = clip_box(state);
  const GfxPath* path = state->getPath();
  const int n = path->getNumSubpaths();
  const double thin = options_.max_ruling_thickness;
  const bool is_solid = solid(state);
  for (int s = 0; s < n; ++s) {
    const GfxSubpath* sub = path->getSubpath(s);
    bool upright = false;
    const Box box = subpath_box(state, sub, upright);
    if (!clip_text_.empty()) show_clip_text(box, paint);
    if (upright && s + 1 < n) {
      // A border as a ring: an outer rectangle with a hole a little smaller.
      const GfxSubpath* hole = path->getSubpath(s + 1);
      bool hole_upright = false;
      const Box in = subpath_box(state, hole, hole_upright);
      const bool nested = hole_upright && in.width() > thin && in.height() > thin && in.x0 > box.x0 - 0.01 &&
                          in.y0 > box.y0 - 0.01 && in.x1 < box.x1 + 0.01 && in.y1 < box.y1 + 0.01;
      if (nested && (even_odd || turning(sub) * turning(hole) < 0)) {
        const Box sides[] = {{box.x0, box.y0, box.x1, in.y0},
                             {box.x0, in.y1, box.x1, box.y1},
                             {box.x0, box.y0, in.x0, box.y1},
                             {in.x1, box.y0, box.x1, box.y1}};
        for (const Box& side : sides) {
          if (side.width() > 0.01 && side.height() > 0.01) canvas_.rectangle(side, clip, paint, is_solid);
        }
        ++s;
        continue;
      }
    }
    if (upright) {
      canvas_.rectangle(box, clip, paint, n == 1 && is_solid);
    } else if (std::min(box.width(), box.height()) <= thin && sub->getNumPoints() <= 8 && !is_curved(sub)) {
      // A border with mitred ends; dots and slanted strokes are as long as thick and go away when joined.
      if (std::max(box.width(), box.height()) > 2 * thin) canvas_.rectangle(box, clip, paint, false);
    } else if (!paint.white && std::min(box.width(), box.height()) > thin) {
      // Any shape may be the ground that white text stands on.
      canvas_.rectangle(box, clip, paint, false);
    }
    if (!upright) canvas_.shape(box, clip, paint);
  }
}

void PdfOutput::add_clip(GfxState* state, bool even_odd) {
  const GfxPath* path = state->getPath();
  const int n = path->getNumSubpaths();
  if (n == 0) return;  // Poppler's clip box is empty then
  if (n == 1) {
    bool upright = false;
    subpath_box(state, path->getSubpath(0), upright);
    if (upright) return;  // the clip box says it all
  }
  ClipPath clip{even_odd, {}};
  std::size_t points = 0;
  for (int s = 0; s < n; ++s) {
    const GfxSubpath* sub = path->getSubpath(s);
    points += static_cast<std::size_t>(sub->getNumPoints());
    if (points > kMaxClipPoints) return;
    std::vector<Point> ring;
    ring.reserve(static_cast<std::size_t>(sub->getNumPoints()));
    // Control points stand for their curve: near enough for the centre of a glyph.
    for (int i = 0; i < sub->getNumPoints(); ++i) {
      Point p;
      state->transform(sub->getX(i), sub->getY(i), &p.x, &p.y);
      ring.push_back(p);
    }
    clip.rings.push_back(std::move(ring));
  }
  clips_.push_back(std::move(clip));
}

bool PdfOutput::clipped(const GfxState* state, Point p) const {
  if (!clip_box(state).contains(p.x, p.y)) return true;
  for (const ClipPath& clip : clips_) {
    int winding = 0;
    for (const auto& ring : clip.rings) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[(i + 1) % ring.size()];
        if ((a.y <= p.y) == (b.y <= p.y)) continue;
        const double side = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
        if (b.y > a.y && side > 0) ++winding;
        if (b.y < a.y && side < 0) --winding;
      }
    }
    if (clip.even_odd ? winding % 2 == 0 : winding == 0) return true;
  }
  return false;
}

// Patterns and shadings fill the clip, which Poppler has set to the path.
bool PdfOutput::patterned_area(GfxState* state) {
  const Box clip = clip_box(state);
  if (clip.x0 <= clip.x1 && clip.y0 <= clip.y1) {
    const Paint paint{false, state->getFillOpacity() * group_alpha_};
    canvas_.rectangle(clip, clip, paint, false);
    if (!clip_text_.empty()) show_clip_text(clip, paint);
  }
  return true;
}

bool PdfOutput::tilingPatternFill(GfxState* state, Gfx*, Catalog*, GfxTilingPattern*, const double*, int, int, int, int,
                                  double, double) {
  return patterned_area(state);
}

// --- text

void PdfOutput::beginString(GfxState* state, const GooString* /*text*/) {
  run_ = TextRun();
  const GfxFont* font = state->getFont().get();
  if (!font) return;
  const double* t = state->getTextMat();
  const double* m = state->getCTM();
  const double font_size = state->getFontSize();
  const double scaling = state->getHorizScaling();
  auto device = [&](double x, double y) {
    const double ux = t[0] * x + t[2] * y;
    const double uy = t[1] * x + t[3] * y;
    return Point{m[0] * ux + m[2] * uy, m[1] * ux + m[3] * uy};
  };
  const Point along = device(font_size * scaling, 0);
  const Point up = device(0, font_size);
  const double along_length = std::hypot(along.x, along.y);
  if (!(along_length > 0) || !std::isfinite(along_length)) return;
  run_.along = {along.x / along_length, along.y / along_length};
  // The part of `up` across the baseline: slanted type does not widen the boxes.
  const double lean = up.x * run_.along.x + up.y * run_.along.y;
  const Point across{up.x - lean * run_.along.x, up.y - lean * run_.along.y};
  double size = std::hypot(across.x, across.y);
  if (!(size > 0) || !std::isfinite(size)) return;
  run_.up = {across.x / size, across.y / size};

  double ascent = font->getAscent();
  double descent = font->getDescent();
  bool visible = size >= options_.min_font_size;
  if (font->getType() == fontType3) {
    const Em em = type3_em(static_cast<const Gfx8BitFont*>(font));
    size *= em.size;
    ascent = em.ascent;
    descent = em.ascent - 1;
    visible = visible || size >= options_.min_font_size;
  } else {
    // Poppler's own limits for fonts that lie; a font without any gets those of a typical CJK font.
    ascent = std::min(ascent, 1.05);
    descent = std::max(descent, -0.4);
    if (ascent - descent < 0.3) ascent = 0.88, descent = -0.12;
  }
  if (!visible) return;
  run_.size = size;
  run_.ascent = ascent * size;
  run_.descent = descent * size;
  run_.vertical = font->getWMode() != 0;
  const double space = state->getCharSpace();
  const double word = state->getWordSpace();
  run_.char_space = run_.vertical ? device(0, space) : device(space * scaling, 0);
  run_.word_space = run_.vertical ? device(0, word) : device(word * scaling, 0);
  const Point direction = run_.vertical ? Point{-run_.up.x, -run_.up.y} : run_.along;
  double angle = std::atan2(-direction.y, direction.x) * 180 / M_PI;
  if (angle < -0.005) angle += 360;
  run_.angle = std::abs(angle) < 0.005 ? 0 : angle;

  // Text in a pattern's colour arrives as a clip for that pattern.
  const int render = state->getRender() & 3;
  const bool patterned = state->getFillColorSpace()->getMode() == csPattern;
  run_.hidden = render == 3 && !patterned;
  run_.clips = run_.hidden && state->getRender() == 7;
  run_.paint = render == 1 ? stroke_paint(state) : fill_paint(state);
  if (render == 2) {
    const Paint outline = stroke_paint(state);
    run_.paint.white = run_.paint.white && outline.white;
    run_.paint.alpha = std::max(run_.paint.alpha, outline.alpha);
  }
  run_.drawable = true;
}

void PdfOutput::drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x, double origin_y,
                         CharCode code, int bytes, const Unicode* unicode, int length) {
  if (!run_.drawable) return;
  bool blank = true;
  for (int i = 0; i < length; ++i) blank = blank && is_white_space(unicode[i]);
  if (blank && (length > 0 || (bytes == 1 && code == 0x20))) return;

  Point pen, advance;
  state->transform(x, y, &pen.x, &pen.y);
  state->transformDelta(dx, dy, &advance.x, &advance.y);
  advance.x -= run_.char_space.x;
  advance.y -= run_.char_space.y;
  if (bytes == 1 && code == 0x20) {
    advance.x -= run_.word_space.x;
    advance.y -= run_.word_space.y;
  }
  Point from = pen;  // the two ends of the box's axis, and how far it reaches to both sides of it
  Point side = run_.up;
  double one = run_.ascent, other = run_.descent;
  if (run_.vertical) {
    Point origin;
    state->transformDelta(origin_x, origin_y, &origin.x, &origin.y);
    double half = std::abs(origin.x * run_.along.x + origin.y * run_.along.y);
    if (half <= 0) half = run_.size / 2;
    side = run_.along;
    one = half;
    other = -half;
  }
  const Point to{from.x + advance.x, from.y + advance.y};
  Box box{from.x, from.y, from.x, from.y};
  box = {from.x + side.x * one, from.y + side.y * one, from.x + side.x * one, from.y + side.y * one};
  for (const Point& p :
       {Point{from.x + side.x * other, from.y + side.y * other}, Point{to.x + side.x * one, to.y + side.y * one},
        Point{to.x + side.x * other, to.y + side.y * other}}) {
    box = box.united({p.x, p.y, p.x, p.y});
  }
  if (!std::isfinite(box.x0 + box.y0 + box.x1 + box.y1)) return;
  if (clipped(state, {box.center_x(), box.center_y()})) return;

  Glyph glyph;
  for (int i = 0; i < length; ++i) append_utf8(glyph.text, unicode[i] == 0 ? 0xFFFD : unicode[i]);
  if (length == 0) append_utf8(glyph.text, 0xFFFD);
  glyph.box = box;
  glyph.font_size = run_.size;
  glyph.angle = run_.angle;
  if (run_.clips) {
    if (clip_text_.empty()) clip_text_depth_ = saved_.size();
    clip_text_.push_back(std::move(glyph));
    return;
  }
  canvas_.glyph(std::move(glyph), run_.paint, run_.hidden);
}

// Text that only clips (render mode 7) shows where something is painted through it.
void PdfOutput::show_clip_text(const Box& painted, const Paint& paint) {
  std::erase_if(clip_text_, [&](Glyph& glyph) {
    const bool shows = painted.contains(glyph.box.center_x(), glyph.box.center_y());
    if (shows) canvas_.glyph(std::move(glyph), paint, false);
    return shows;
  });
}

void PdfOutput::drop_clip_text() {
  for (Glyph& glyph : clip_text_) canvas_.glyph(std::move(glyph), {}, true);
  clip_text_.clear();
}

void PdfOutput::beginActualText(GfxState* /*state*/, const GooString* text) {
  Unicode* code_points = nullptr;
  const int length = TextStringToUCS4(text->toStr(), &code_points);
  actual_text_.clear();
  for (int i = 0; i < length; ++i) {
    if (!is_white_space(code_points[i])) append_utf8(actual_text_, code_points[i]);
  }
  gfree(code_points);
  actual_start_ = canvas_.glyph_count();
  in_actual_text_ = true;
}

void PdfOutput::endActualText(GfxState* /*state*/) {
  if (in_actual_text_) canvas_.apply_actual_text(actual_start_, actual_text_);
  in_actual_text_ = false;
}

// --- images

void PdfOutput::place_image(GfxState* state, PlacedImage placed, bool masked, bool is_solid) {
  const double* m = state->getCTM();
  const Box box{m[4] + std::min(m[0], 0.0) + std::min(m[2], 0.0), m[5] + std::min(m[1], 0.0) + std::min(m[3], 0.0),
                m[4] + std::max(m[0], 0.0) + std::max(m[2], 0.0), m[5] + std::max(m[1], 0.0) + std::max(m[3], 0.0)};
  const Paint paint{false, state->getFillOpacity() * group_alpha_};
  placed.matrix = {m[0], m[1], m[2], m[3], m[4], m[5]};
  placed.masked = masked || soft_mask_;
  placed.whole = !masked && solid(state);
  canvas_.image(placed, box, clip_box(state), paint, is_solid && solid(state));
  if (!clip_text_.empty()) show_clip_text(box, paint);
}

void PdfOutput::drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height, bool invert,
                              bool interpolate, bool inline_image) {
  place_image(state, {.width = width, .height = height, .gray = is_gray(*state->getFillColorSpace()), .bilevel = true}, false, false);
  OutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, inline_image);
}

void PdfOutput::drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                          bool interpolate, const int* mask, bool inline_image) {
  place_image(state, {.width = width, .height = height, .gray = is_gray(*colors->getColorSpace()),
                      .bilevel = colors->getBits() == 1 && colors->getNumPixelComps() == 1}, mask != nullptr, mask == nullptr);
  OutputDev::drawImage(state, ref, stream, width, height, colors, interpolate, mask, inline_image);
}

void PdfOutput::drawMaskedImage(GfxState* state, Object*, Stream*, int width, int height, GfxImageColorMap* colors,
                                bool, Stream*, int mask_width, int mask_height, bool, bool) {
  // The mask of a compressed scan is its text, finer than the colours below it.
  place_image(state, {.width = std::max(width, mask_width), .height = std::max(height, mask_height),
                      .gray = is_gray(*colors->getColorSpace())}, true, false);
}

void PdfOutput::drawSoftMaskedImage(GfxState* state, Object*, Stream*, int width, int height, GfxImageColorMap* colors,
                                    bool, Stream*, int mask_width, int mask_height, GfxImageColorMap*, bool) {
  place_image(state, {.width = std::max(width, mask_width), .height = std::max(height, mask_height),
                      .gray = is_gray(*colors->getColorSpace())}, true, false);
}

// --- transparency

void PdfOutput::beginTransparencyGroup(GfxState* /*state*/, const double*, GfxColorSpace*, bool, bool,
                                       bool for_soft_mask) {
  group_alphas_.push_back(group_alpha_);
  // Poppler has already set the alpha inside the group to 1; what it was stands in the saved state.
  const double outside = saved_.empty() ? 1 : saved_.back().alpha;
  group_alpha_ *= for_soft_mask ? 0 : outside;
}

void PdfOutput::endTransparencyGroup(GfxState* /*state*/) {
  if (group_alphas_.empty()) return;
  group_alpha_ = group_alphas_.back();
  group_alphas_.pop_back();
}

}  // namespace budgetlift
