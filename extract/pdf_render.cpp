// The one file that includes Poppler's rasterizer.
#include "extract/pdf_render.h"

#include <Annot.h>
#include <Page.h>
#include <SplashOutputDev.h>
#include <fmt/format.h>
#include <splash/SplashBitmap.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "extract/pdf_image.h"
#include "extract/raster.h"

namespace budgetlift {
namespace {

// Poppler's rasterizer, with an eye on the images' bytes.
class PagePainter : public SplashOutputDev {
 public:
  PagePainter(SplashColorMode mode, SplashColor paper) : SplashOutputDev(mode, 1, false, paper) {}

  bool damaged = false;

  void drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height, bool invert, bool interpolate,
                     bool inline_image) override {
    watch(stream, width, height, [&](Stream* watched) {
      SplashOutputDev::drawImageMask(state, ref, watched, width, height, invert, interpolate, inline_image);
    });
  }

  void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                 bool interpolate, const int* mask, bool inline_image) override {
    watch(stream, width, height, [&](Stream* watched) {
      SplashOutputDev::drawImage(state, ref, watched, width, height, colors, interpolate, mask, inline_image);
    });
  }

  void drawMaskedImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                       bool interpolate, Stream* mask, int mask_width, int mask_height, bool invert,
                       bool mask_interpolate) override {
    watch(mask, mask_width, mask_height, [&](Stream* watched) {
      SplashOutputDev::drawMaskedImage(state, ref, stream, width, height, colors, interpolate, watched, mask_width,
                                       mask_height, invert, mask_interpolate);
    });
  }

  void drawSoftMaskedImage(GfxState* state, Object* ref, Stream* stream, int width, int height,
                           GfxImageColorMap* colors, bool interpolate, Stream* mask, int mask_width, int mask_height,
                           GfxImageColorMap* mask_colors, bool mask_interpolate) override {
    watch(stream, width, height, [&](Stream* watched) {
      SplashOutputDev::drawSoftMaskedImage(state, ref, watched, width, height, colors, interpolate, mask, mask_width,
                                           mask_height, mask_colors, mask_interpolate);
    });
  }

 private:
  template <typename Draw>
  void watch(Stream* stream, int width, int height, const Draw& draw) {
    const unsigned long errors = poppler_errors();
    WatchedStream watched(stream, width, height);
    draw(&watched);
    damaged = damaged || watched.cut_off() || poppler_errors() != errors;
  }
};

double page_pixels(const PageFacts& facts, double dpi) {
  return std::ceil(facts.width * dpi / 72) * std::ceil(facts.height * dpi / 72);
}

std::string megapixels(double pixels) {
  return fmt::format("{:.0f} million pixels", std::ceil(pixels / 1e6));
}

}  // namespace

bool show_annotation(Annot* annotation, void*) {
  const Annot::AnnotSubtype type = annotation->getType();
  return type != Annot::typeLink && type != Annot::typeText && type != Annot::typePopup;
}

Expected<Raster> render_page(PDFDoc& document, ::Page& page, double unit, const PageFacts& facts, bool with_text,
                             const ScanOptions& options) {
  const auto most = static_cast<double>(options.max_pixels);
  if (facts.most_pixels > most) {
    return fail(ErrorKind::too_large, fmt::format("it has a picture of {}, more than {}", megapixels(facts.most_pixels), megapixels(most)));
  }
  const double found = true_dpi(facts);
  double dpi = found > 0 ? std::clamp(found, options.least_dpi, options.most_dpi) : options.usual_dpi;
  // A poster is read as finely as it can be.
  if (page_pixels(facts, dpi) > most) {
    dpi = std::floor(dpi * std::sqrt(most / page_pixels(facts, dpi)));
  }
  if (dpi < options.least_dpi || page_pixels(facts, dpi) > most) {
    return fail(ErrorKind::too_large, fmt::format("its picture would have {}, more than {}",
                                                  megapixels(page_pixels(facts, options.least_dpi)), megapixels(most)));
  }
  ScanOptions bounded = options;
  if (found > dpi) bounded.most_dpi = dpi;
  const bool bilevel = !facts.images.empty() &&
                       std::all_of(facts.images.begin(), facts.images.end(), [](const PlacedImage& i) { return i.bilevel; });
  if (auto raster = single_image(page, unit, facts, bounded)) {
    raster->bilevel = bilevel;
    return *std::move(raster);
  }

  const bool gray = facts.other_marks == 0 &&
                    std::all_of(facts.images.begin(), facts.images.end(), [](const PlacedImage& i) { return i.gray; });
  SplashColor paper = {255, 255, 255};
  PagePainter painter(gray ? splashModeMono8 : splashModeRGB8, paper);
  painter.startDoc(&document);
  painter.setSkipText(!with_text, !with_text);
  page.displaySlice(&painter, dpi * unit, dpi * unit, 0, false, true, -1, -1, -1, -1, false, nullptr, nullptr,
                    show_annotation, nullptr);
  SplashBitmap* bitmap = painter.getBitmap();
  if (!bitmap || !bitmap->getDataPtr() || bitmap->getWidth() <= 0 || bitmap->getHeight() <= 0) {
    return fail(ErrorKind::damaged, "it cannot be rendered");
  }
  Raster raster;
  raster.width = bitmap->getWidth();
  raster.height = bitmap->getHeight();
  raster.channels = gray ? 1 : 3;
  raster.dpi = dpi;
  raster.true_dpi = found;
  raster.bilevel = bilevel;
  raster.damaged = painter.damaged;
  const std::size_t row = static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.channels);
  raster.pixels.resize(row * static_cast<std::size_t>(raster.height));
  for (int y = 0; y < raster.height; ++y) {
    std::copy_n(bitmap->getDataPtr() + static_cast<std::ptrdiff_t>(y) * bitmap->getRowSize(), row,
                &raster.pixels[static_cast<std::size_t>(y) * row]);
  }
  drop_idle_colours(raster, options);
  return raster;
}

}  // namespace budgetlift
