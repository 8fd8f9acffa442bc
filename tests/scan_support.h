// Scanned documents for tests, and a reader of scans that needs no OpenCV: it knows what the pages say.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "extract/options.h"
#include "extract/scan_reader.h"
#include "tests/pdf_made.h"

namespace budgetlift::test {

// What the fake reader and the fake image files do; set by each test, and reset by FakeScans.
struct FakeBehaviour {
  std::function<Expected<Page>(const Raster&, PageInfo)> read;
  std::function<Expected<Raster>(int page)> image;
  int image_pages = 1;
  std::optional<Error> no_reader;    // why the models cannot be loaded
  int readers_made = 0;
  std::vector<Raster> rasters;       // all that were read
};

inline FakeBehaviour& fake() {
  static FakeBehaviour behaviour;
  return behaviour;
}

class FakeReader : public ScanReader {
 public:
  Expected<Page> read(const Raster& raster, PageInfo info) override {
    fake().rasters.push_back(raster);
    if (fake().read) return fake().read(raster, std::move(info));
    Page page;
    page.info = std::move(info);
    return page;
  }
};

class FakeImage : public ImageFile {
 public:
  int pages() const override { return fake().image_pages; }
  Expected<Raster> page(int number) override { return fake().image(number); }
};

inline const ScanModule& fake_module() {
  static const ScanModule module = {
      kScanModuleVersion,
      [](const ScanOptions&) -> Expected<std::unique_ptr<ScanReader>> {
        ++fake().readers_made;
        if (fake().no_reader) return tl::unexpected<Error>(*fake().no_reader);
        return std::make_unique<FakeReader>();
      },
      [](const std::string&, const ScanOptions&) -> Expected<std::unique_ptr<ImageFile>> {
        return std::make_unique<FakeImage>();
      }};
  return module;
}

// Options whose scans go to the fake reader, which begins anew.
inline ReadOptions fake_options(ScanOptions scan = {}) {
  fake() = {};
  ReadOptions options;
  options.scan = scan;
  options.scans = std::make_shared<ScanSession>(scan, fake_module());
  return options;
}

// A line of text as the reader gives it: full-width characters of 10 points from (x, y) on.
inline void add_text(Page& page, const std::vector<std::string>& characters, double x, double y, double confidence = 0.9) {
  for (const std::string& character : characters) {
    page.glyphs.push_back({character, {x, y, x + 10, y + 10}, 10, 0, confidence});
    page.readings.push_back({character, confidence, {{"口", 0.05}}});
    x += 10;
  }
}

// An image XObject of gray or RGB bytes, uncompressed. `keys`: further entries, which may replace /BitsPerComponent 8.
inline int add_image(MadePdf& pdf, int width, int height, const std::string& bytes, const std::string& space = "/DeviceGray",
                     const std::string& keys = "/BitsPerComponent 8") {
  return pdf.object("<< /Type /XObject /Subtype /Image /Width " + std::to_string(width) + " /Height " +
                    std::to_string(height) + (space.empty() ? "" : " /ColorSpace " + space) + " " + keys + " /Length " +
                    std::to_string(bytes.size()) + " >>\nstream\n" + bytes + "\nendstream");
}

// Resources that name it /Im.
inline std::string image_resources(int object) {
  return "/XObject << /Im " + std::to_string(object) + " 0 R >>";
}

}  // namespace budgetlift::test
