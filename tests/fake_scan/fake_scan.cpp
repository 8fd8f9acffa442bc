// A library for scans that reads nothing but says the same two lines of every page: for tests of the loader and of the
// program's messages, without OpenCV, Tesseract or models.
#include "extract/scan/image_file.h"
#include "extract/scan_reader.h"

namespace budgetlift {
namespace {

class SameWords : public ScanReader {
 public:
  Expected<Page> read(const Raster&, PageInfo info) override {
    Page page;
    page.info = std::move(info);
    double y = 100;
    for (const char* word : {"扫", "描"}) {
      page.glyphs.push_back({word, {50, y, 60, y + 10}, 10, 0, 0.9});
      page.readings.push_back({word, 0.9, {}});
      y += 20;
    }
    return page;
  }
};

Expected<std::unique_ptr<ScanReader>> make_same_words(const ScanOptions&) {
  return std::make_unique<SameWords>();
}

}  // namespace
}  // namespace budgetlift

#ifndef FAKE_SCAN_VERSION
#define FAKE_SCAN_VERSION budgetlift::kScanModuleVersion
#endif

extern "C" {
__attribute__((visibility("default"))) extern const budgetlift::ScanModule budgetlift_scan_module;
}

const budgetlift::ScanModule budgetlift_scan_module = {FAKE_SCAN_VERSION, budgetlift::make_same_words,
                                                       budgetlift::open_image_file};
