// Poppler's content interpreter paints onto a PdfCanvas. Included by extract/pdf_*.cpp only.
#pragma once

#include <OutputDev.h>

#include <vector>

#include "extract/options.h"
#include "extract/pdf_canvas.h"

namespace budgetlift {

class PdfOutput : public OutputDev {
 public:
  PdfOutput(const PdfOptions& options, PdfCanvas& canvas) : options_(options), canvas_(canvas) {}

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return true; }
  bool interpretType3Chars() override { return false; }
  bool needNonText() override { return true; }
  bool useTilingPatternFill() override { return true; }
  bool useShadedFills(int /*type*/) override { return true; }

  void startPage(int page, GfxState* state, XRef* xref) override;
  void endPage() override;
  void saveState(GfxState* state) override;
  void restoreState(GfxState* state) override;
  void updateFillColor(GfxState*) override { fill_known_ = false; }
  void updateFillColorSpace(GfxState*) override { fill_known_ = false; }
  void updateStrokeColor(GfxState*) override { stroke_known_ = false; }
  void updateStrokeColorSpace(GfxState*) override { stroke_known_ = false; }

  void stroke(GfxState* state) override;
  void fill(GfxState* state) override;
  void eoFill(GfxState* state) override;
  void clip(GfxState* state) override { add_clip(state, false); }
  void eoClip(GfxState* state) override { add_clip(state, true); }
  bool tilingPatternFill(GfxState* state, Gfx*, Catalog*, GfxTilingPattern*, const double*, int, int, int, int, double,
                         double) override;
  bool functionShadedFill(GfxState* state, GfxFunctionShading*) override { return patterned_area(state); }
  bool axialShadedFill(GfxState* state, GfxAxialShading*, double, double) override { return patterned_area(state); }
  bool radialShadedFill(GfxState* state, GfxRadialShading*, double, double) override { return patterned_area(state); }
  bool gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading*) override { return patterned_area(state); }
  bool patchMeshShadedFill(GfxState* state, GfxPatchMeshShading*) override { return patterned_area(state); }

  void beginString(GfxState* state, const GooString* text) override;
  void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x, double origin_y,
                CharCode code, int bytes, const Unicode* unicode, int length) override;
  void beginActualText(GfxState* state, const GooString* text) override;
  void endActualText(GfxState* state) override;

  void drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height, bool invert, bool interpolate,
                     bool inline_image) override;
  void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                 bool interpolate, const int* mask, bool inline_image) override;
  void drawMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool, Stream*, int, int, bool,
                       bool) override;
  void drawSoftMaskedImage(GfxState* state, Object*, Stream*, int, int, GfxImageColorMap*, bool, Stream*, int, int,
                           GfxImageColorMap*, bool) override;
  void setSoftMaskFromImageMask(GfxState*, Object*, Stream*, int, int, bool, bool, double*) override {}
  void unsetSoftMaskFromImageMask(GfxState*, double*) override {}

  void beginTransparencyGroup(GfxState* state, const double* box, GfxColorSpace* space, bool isolated, bool knockout,
                              bool for_soft_mask) override;
  void endTransparencyGroup(GfxState* state) override;
  void setSoftMask(GfxState*, const double*, bool, Function*, GfxColor*) override { soft_mask_ = true; }
  void clearSoftMask(GfxState*) override { soft_mask_ = false; }

 private:
  struct Point {
    double x, y;
  };
  // A clip path that is not one upright rectangle; its bounding box alone would let too much through.
  struct ClipPath {
    bool even_odd;
    std::vector<std::vector<Point>> rings;
  };
  struct Saved {
    std::size_t clips;
    double alpha;
    bool soft_mask;
  };
  // What all glyphs of one string share.
  struct TextRun {
    bool drawable = false;
    bool hidden = false;
    bool clips = false;  // render mode 7: shown only by what is painted through it
    bool vertical = false;
    Paint paint;
    double size = 0;     // points
    double angle = 0;    // degrees
    Point along{0, 0};   // unit vector of the baseline
    Point up{0, 0};      // unit vector from the baseline to the ascent
    double ascent = 0;   // points
    double descent = 0;  // points, negative below the baseline
    Point char_space{0, 0};
    Point word_space{0, 0};
  };

  void add_clip(GfxState* state, bool even_odd);
  void fill_path(GfxState* state, bool even_odd);
  void place_image(GfxState* state, PlacedImage placed, bool masked, bool solid);
  void show_clip_text(const Box& painted, const Paint& paint);
  void drop_clip_text();
  bool patterned_area(GfxState* state);
  bool clipped(const GfxState* state, Point p) const;
  bool solid(const GfxState* state) const;
  Paint fill_paint(GfxState* state);
  Paint stroke_paint(GfxState* state);

  const PdfOptions& options_;
  PdfCanvas& canvas_;
  std::vector<Saved> saved_;
  std::vector<ClipPath> clips_;
  std::vector<double> group_alphas_;
  double group_alpha_ = 1;
  bool soft_mask_ = false;
  bool fill_known_ = false;
  bool fill_white_ = false;
  bool stroke_known_ = false;
  bool stroke_white_ = false;
  TextRun run_;
  std::vector<Glyph> clip_text_;
  std::size_t clip_text_depth_ = 0;  // of saved_ when the first of them came
  std::string actual_text_;
  std::size_t actual_start_ = 0;
  bool in_actual_text_ = false;
};

}  // namespace budgetlift
