// Any bytes as an image file, and all its pages.
#include "extract/scan/image_file.h"

#include <cmath>

#include "tests/fuzz/targets.h"
#include "tests/fuzz/targets/memory_file.h"

namespace budgetlift::fuzz {
namespace {

void check_error(const Error& error) {
  promise(error.kind == ErrorKind::not_a_document || error.kind == ErrorKind::damaged || error.kind == ErrorKind::too_large ||
              error.kind == ErrorKind::out_of_memory,
          "an image file fails in one of four ways");
  promise(!error.message.empty() && error.message.find('\n') == std::string::npos, "an error is one line");
}

}  // namespace

void image_file(const std::uint8_t* data, std::size_t size) {
  constexpr int kMostPages = 20;   // decoded of one file; more are only slow
  const MemoryFile bytes(text_of(data, size));
  ScanOptions options;
  options.max_pixels = 1'000'000;
  const auto file = open_image_file(bytes.path(), options);
  if (!file) return check_error(file.error());
  const int pages = (*file)->pages();
  promise(pages >= 1, "an image file has a page");
  for (const int none : {0, pages + 1}) promise(!(*file)->page(none), "there are no pages beyond its own");
  for (int number = 1; number <= std::min(pages, kMostPages); ++number) {
    const auto raster = (*file)->page(number);
    if (!raster) {
      check_error(raster.error());
      continue;
    }
    promise(raster->width >= 1 && raster->height >= 1 && (raster->channels == 1 || raster->channels == 3), "a page has pixels");
    const std::size_t pixels = static_cast<std::size_t>(raster->width) * static_cast<std::size_t>(raster->height);
    promise(raster->pixels.size() == pixels * static_cast<std::size_t>(raster->channels), "a page has as many pixels as it says");
    // A fax's lines are doubled, or pixels are made square otherwise, after the limit.
    promise(pixels <= 4 * options.max_pixels, "no page is larger than allowed");
    promise(std::isfinite(raster->dpi) && raster->dpi > 0, "a page has a resolution");
  }
}

}  // namespace budgetlift::fuzz
