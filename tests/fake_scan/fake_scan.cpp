// A library for scans that reads nothing but says the same two lines of every page: for tests of the loader and of the
// program's messages, without OpenCV, Tesseract or models. On page 13 it does what BUDGETLIFT_FAKE_FAULT says.
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "extract/scan/image_file.h"
#include "extract/scan_reader.h"

namespace budgetlift {
namespace {

constexpr int kUnlucky = 13;

// Says in words whether a call that a confined process may not make went through.
Error tried(int result) { return {ErrorKind::damaged, result >= 0 ? "allowed" : "refused"}; }

std::optional<Error> fault() {
  const char* value = std::getenv("BUDGETLIFT_FAKE_FAULT");
  const std::string_view kind = value ? value : "";
  if (kind == "crash") std::raise(SIGSEGV);
  if (kind == "exit") ::_exit(9);
  if (kind == "hang") for (;;) ::pause();
  if (kind == "spin") for (volatile bool on = true; on;) {}
  if (kind == "eat") for (std::vector<std::vector<char>> all;;) all.emplace_back(64 << 20, 'x');
  if (kind == "abort") {   // as Poppler does
    std::vector<char*> all;
    for (;;) {
      all.push_back(static_cast<char*>(std::malloc(64 << 20)));
      if (!all.back()) std::abort();
      for (size_t i = 0; i < 64 << 20; i += 4096) all.back()[i] = 1;
    }
  }
  if (kind == "write") return tried(::open("/tmp/budgetlift-must-not-be", O_WRONLY | O_CREAT, 0600));
  if (kind == "remove") return tried(::unlink("/tmp/budgetlift-must-not-be"));
  if (kind == "connect") return tried(::socket(AF_INET, SOCK_STREAM, 0));
  return std::nullopt;
}

class SameWords : public ScanReader {
 public:
  Expected<Page> read(const Raster&, PageInfo info) override {
    if (info.page == kUnlucky) {
      if (auto error = fault()) return tl::unexpected<Error>(*error);
    }
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
