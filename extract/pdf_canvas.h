// The page while it is painted: what a person would see of it in the end. Knows nothing of PDF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "extract/options.h"
#include "extract/pdf_choice.h"
#include "schemas/page.h"

namespace budgetlift {

// How something is painted.
struct Paint {
  bool white = false;
  double alpha = 1;  // 0 invisible … 1 opaque
};

class PdfCanvas {
 public:
  explicit PdfCanvas(const PdfOptions& options) : options_(options) {}

  // Starts a page of this size in points, as displayed.
  void start(double width, double height);

  // A glyph inside the clip. `hidden`: the file itself says that it is not shown (render mode 3).
  void glyph(Glyph&& glyph, const Paint& paint, bool hidden);

  // The index that the next glyph will have, and the glyphs painted so far from there on.
  std::size_t glyph_count() const { return glyphs_.size(); }
  // The file says in words what the glyphs from `first` on show. One character a glyph is taken at its word: producers
  // say so where a font uses one glyph for two characters (户 and 戶, ／ and ∕). Otherwise the words stand only for
  // glyphs of which any has no usable Unicode value: one glyph with `text` and their common box.
  void apply_actual_text(std::size_t first, const std::string& text);

  // A stroked straight line, clipped to `clip`. Lines that are neither horizontal nor vertical are ignored.
  void line(double x0, double y0, double x1, double y1, double thickness, const Box& clip, const Paint& paint);

  // A filled rectangle, clipped to `clip`: a ruling if thin, else a shading, which may hide what lies below.
  // `solid`: it hides it wholly (no blending, no mask, no pattern).
  void rectangle(const Box& box, const Box& clip, const Paint& paint, bool solid);

  // An image in its place; a thin one is a ruling. Of `placed`, the box is set here.
  void image(PlacedImage placed, const Box& box, const Box& clip, const Paint& paint, bool solid);

  // A filled outline of any shape, with its bounding box: it may be a letter's.
  void shape(const Box& box, const Box& clip, const Paint& paint);

  bool has_area() const { return width_ > 0 && height_ > 0; }

  // More marks than options.max_marks: the caller should stop.
  bool full() const { return marks_ > options_.max_marks; }

  // The finished page. `info` has page, rotation; the rest is filled in here.
  Page finish(PageInfo info);

  // Of the finished page.
  const PageFacts& facts() const { return facts_; }
  const PageChoice& choice() const { return choice_; }

 private:
  enum class Ground : std::uint8_t { white, other };
  struct Area {
    Box box;
    Ground ground;
  };

  bool visible(const Paint& paint, double x, double y) const;
  void piece(bool horizontal, double position, double start, double end, double thickness, const Paint& paint);
  void cover(const Box& box);
  std::size_t band(double y) const;

  const PdfOptions& options_;
  double width_ = 0;
  double height_ = 0;
  std::vector<Glyph> glyphs_;
  std::vector<char> gone_;                         // per glyph: covered later
  std::vector<std::vector<std::uint32_t>> bands_;  // glyphs by the band of their centre, for cover()
  std::vector<Ruling> pieces_;
  std::size_t compact_at_ = 0;  // pieces_ is joined when it reaches this size
  std::vector<Area> areas_;
  std::size_t marks_ = 0;
  PageFacts facts_;
  PageChoice choice_;
};

}  // namespace budgetlift
