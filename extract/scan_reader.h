// The way from a page's pixels to glyphs and rulings. What does it (OpenCV, Tesseract, the models) lies in a library of
// its own, extract/scan/, that is loaded when the first scanned page comes: digital documents never pay for it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "extract/scan_options.h"
#include "schemas/error.h"
#include "schemas/page.h"

namespace budgetlift {

// A page as pixels, as displayed: rows from the top, no padding between them.
struct Raster {
  int width = 0;                       // pixels
  int height = 0;
  int channels = 1;                    // 1: gray, 3: red, green, blue
  double dpi = 0;                      // pixels an inch of the page as displayed, the same in both directions
  double true_dpi = 0;                 // of the picture that the page shows, where known; else 0
  std::vector<std::uint8_t> pixels;    // width * height * channels
};

// Reads scanned pages. Keeps its models between pages; not safe to share between threads.
class ScanReader {
 public:
  virtual ~ScanReader() = default;

  // `info` names the page and its size in points. Gives its glyphs with their readings, and its rulings, all in points
  // of the upright flat page (PageInfo::to_displayed leads back); info.source is Source::ocr. A blank page, or one
  // that shows no text, gives no glyphs. Errors: out_of_memory.
  virtual Expected<Page> read(const Raster& raster, PageInfo info) = 0;
};

// Loads the library and the models. Errors: damaged, with what to install in the message.
Expected<std::unique_ptr<ScanReader>> load_scan_reader(const ScanOptions& options);

}  // namespace budgetlift
