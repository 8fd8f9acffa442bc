// The way from a page's pixels to glyphs and rulings. What does it (OpenCV, Tesseract, the models) lies in a library of
// its own, extract/scan/, that is loaded when the first scanned page comes: digital documents never pay for it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
  bool bilevel = false;                // its source has only black and white, though it may have been scaled since
  bool damaged = false;                // a part of the picture could not be decoded and is blank here
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

// An image file, page by page: only the page that is asked for is decoded.
class ImageFile {
 public:
  virtual ~ImageFile() = default;

  virtual int pages() const = 0;   // at least 1

  // `number` counts from 1. Turned as the file says (EXIF), at the file's own resolution or the one that is likely.
  // Errors: damaged, too_large, out_of_memory.
  virtual Expected<Raster> page(int number) = 0;
};

// What the library gives. It has one symbol, the data object `budgetlift_scan_module` of this type.
struct ScanModule {
  unsigned version = 0;   // kScanModuleVersion where it was built; no other member is looked at if it differs
  Expected<std::unique_ptr<ScanReader>> (*make_reader)(const ScanOptions& options) = nullptr;
  Expected<std::unique_ptr<ImageFile>> (*open_image)(const std::string& path, const ScanOptions& options) = nullptr;
};

// Changes with the types that cross the border of the library. The sizes catch what nobody counted up.
inline constexpr unsigned kScanModuleVersion =
    (3u << 24) + ((sizeof(ScanOptions) + 7 * sizeof(Page) + 13 * sizeof(Raster)) & 0xFFFFFFu);
inline constexpr const char* kScanModuleSymbol = "budgetlift_scan_module";

// Where the library and the folder of models are: as the options say, else the environment (BUDGETLIFT_SCAN_LIBRARY,
// BUDGETLIFT_MODELS), else beside the program (../lib/budgetlift, ../share/budgetlift/models), else where they were
// to be installed. Empty: nowhere.
std::string find_scan_library(const ScanOptions& options);
std::string find_scan_models(const ScanOptions& options);

// Loads the library, once in a process and file. Errors: not_found, with what to install in the message.
Expected<const ScanModule*> load_scan_module(const ScanOptions& options);

// Loads the library and the models. Errors: not_found, with what to install in the message.
Expected<std::unique_ptr<ScanReader>> load_scan_reader(const ScanOptions& options);

// The scans of one worker: what reads them is loaded when the first one comes, and kept for the next document. What
// could not be loaded is not tried again.
class ScanSession {
 public:
  explicit ScanSession(ScanOptions options) : options_(std::move(options)) {}
  ScanSession(ScanOptions options, const ScanModule& module) : options_(std::move(options)), module_(&module) {}

  const ScanOptions& options() const { return options_; }

  Expected<ScanReader*> reader();
  Expected<std::unique_ptr<ImageFile>> open_image(const std::string& path);

 private:
  Expected<const ScanModule*> module();

  ScanOptions options_;
  const ScanModule* module_ = nullptr;
  std::unique_ptr<ScanReader> reader_;
  std::optional<Error> problem_;   // why there is no reader
};

}  // namespace budgetlift
