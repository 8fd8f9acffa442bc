// The one file that includes Leptonica and libtiff.
#include "extract/scan/image_file.h"

#include <fcntl.h>
#include <leptonica/allheaders.h>
#include <tiffio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <new>
#include <string_view>

namespace budgetlift {
namespace {

struct PixDelete {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixDelete>;

struct FileClose {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// What libtiff complains of; its page may be whole all the same, but nobody can say so.
thread_local int tiff_errors = 0;

void count_tiff_error(const char*, const char*, va_list) {
  ++tiff_errors;
}

// A fax that ends too early is but a warning to libtiff; others are about tags that nobody knows.
void count_tiff_warning(const char*, const char* format, va_list) {
  tiff_errors += std::strstr(format, "EOF") != nullptr || std::strstr(format, "EOL") != nullptr;
}

void silence() {
  setMsgSeverity(L_SEVERITY_NONE);
  TIFFSetErrorHandler(count_tiff_error);
  TIFFSetWarningHandler(count_tiff_warning);
}

// libpng and libjpeg say on standard error what is wrong with a file, and Leptonica lets them. Here it goes nowhere: the
// caller says it in the program's own words.
class QuietStandardError {
 public:
  QuietStandardError() : kept_(::dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0) return;
    if (kept_ >= 0) ::dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
  }
  ~QuietStandardError() {
    if (kept_ < 0) return;
    std::fflush(stderr);
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
  }
  QuietStandardError(const QuietStandardError&) = delete;
  QuietStandardError& operator=(const QuietStandardError&) = delete;

 private:
  int kept_;
};

bool is_tiff(int format) {
  return format == IFF_TIFF || format == IFF_TIFF_PACKBITS || format == IFF_TIFF_RLE || format == IFF_TIFF_G3 ||
         format == IFF_TIFF_G4 || format == IFF_TIFF_LZW || format == IFF_TIFF_ZIP || format == IFF_TIFF_JPEG;
}

constexpr const char* kNoPages = "an image file without any page that can be read; get a fresh copy of it";

// Leptonica knows a TIFF by its first page, which may be missing.
bool has_tiff_head(const std::string& path) {
  std::array<char, 4> head{};
  std::ifstream(path, std::ios::binary).read(head.data(), head.size());
  const std::string_view bytes(head.data(), head.size());
  return bytes.substr(0, 3) == "II*" || bytes == std::string_view("MM\0*", 4);
}

PixPtr replaced(PixPtr from, Pix* (*change)(Pix*)) {
  return PixPtr(from ? change(from.get()) : nullptr);
}

// 8 bits of gray, or 32 of red, green, blue.
PixPtr plain(PixPtr pix) {
  pix = replaced(std::move(pix), [](Pix* p) { return pixRemoveColormap(p, REMOVE_CMAP_BASED_ON_SRC); });
  pix = replaced(std::move(pix), pixRemoveAlpha);
  if (pix && pixGetDepth(pix.get()) != 32) pix = replaced(std::move(pix), [](Pix* p) { return pixConvertTo8(p, 0); });
  return pix;
}

// Upright, from the orientation of Exif: 2 mirrored, 3 upside down, 4 both, 6 turned to the left, 8 to the right, 5 and 7
// these two mirrored.
PixPtr upright(PixPtr pix, int orientation) {
  if (orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7) {
    pix = replaced(std::move(pix), [](Pix* p) { return pixFlipLR(nullptr, p); });
  }
  if (orientation == 3 || orientation == 4) pix = replaced(std::move(pix), [](Pix* p) { return pixRotateOrth(p, 2); });
  if (orientation == 6 || orientation == 7) pix = replaced(std::move(pix), [](Pix* p) { return pixRotateOrth(p, 1); });
  if (orientation == 5 || orientation == 8) pix = replaced(std::move(pix), [](Pix* p) { return pixRotateOrth(p, 3); });
  return pix;
}

// Pixels an inch: what the file says if the page that follows is one, else as if the page were of the usual size.
double likely_dpi(int width, int height, double stated, const ScanOptions& options) {
  const double longer = std::max(width, height);
  if (stated > 0) {
    const double side = 72 * longer / stated;
    if (side >= options.short_side && side <= options.long_side) return stated;
  }
  return 72 * longer / options.usual_side;
}

Raster raster_of(Pix* pix) {
  Raster raster;
  raster.width = pixGetWidth(pix);
  raster.height = pixGetHeight(pix);
  raster.channels = pixGetDepth(pix) == 32 ? 3 : 1;
  raster.pixels.resize(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height) *
                       static_cast<std::size_t>(raster.channels));
  std::uint8_t* out = raster.pixels.data();
  const l_uint32* line = pixGetData(pix);
  for (int y = 0; y < raster.height; ++y, line += pixGetWpl(pix)) {
    for (int x = 0; x < raster.width; ++x) {
      if (raster.channels == 1) {
        *out++ = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
      } else {
        for (int shift : {L_RED_SHIFT, L_GREEN_SHIFT, L_BLUE_SHIFT}) *out++ = static_cast<std::uint8_t>(line[x] >> shift);
      }
    }
  }
  return raster;
}

class LeptonicaFile : public ImageFile {
 public:
  LeptonicaFile(std::string path, int format, int pages, const ScanOptions& options)
      : path_(std::move(path)), format_(format), pages_(pages), options_(options) {}

  int pages() const override { return pages_; }

  Expected<Raster> page(int number) override {
    const QuietStandardError quiet;
    try {
      return decode(number);
    } catch (const std::bad_alloc&) {
      return fail(ErrorKind::out_of_memory, "there is not enough memory for its picture");
    }
  }

 private:
  Expected<Raster> decode(int number) {
    if (number < 1 || number > pages_) return fail(ErrorKind::damaged, "there is no such page");
    if (const double pixels = pixels_of(number); pixels > static_cast<double>(options_.max_pixels)) {
      return fail(ErrorKind::too_large, "its picture has " + std::to_string(static_cast<long long>(pixels / 1e6)) +
                                            " million pixels, more than " +
                                            std::to_string(options_.max_pixels / 1'000'000) + "; scan it at 300 dpi");
    }
    tiff_errors = 0;
    int warnings = 0;
    PixPtr pix(is_tiff(format_)            ? pixReadTiff(path_.c_str(), number - 1)
               : format_ == IFF_JFIF_JPEG ? pixReadJpeg(path_.c_str(), 0, 1, &warnings, 0)
                                          : pixRead(path_.c_str()));
    if (!pix) return fail(ErrorKind::damaged, "its picture cannot be decoded; get a fresh copy of it");
    double dpi_x = pixGetXRes(pix.get()), dpi_y = pixGetYRes(pix.get());
    const bool bilevel = pixGetDepth(pix.get()) == 1;
    pix = plain(std::move(pix));
    // A fax has half the lines: pixels become square.
    constexpr double kSquare = 1.05, kMostStretch = 4;
    const double stretch = dpi_x > 0 && dpi_y > 0 ? dpi_x / dpi_y : 1;
    if (pix && std::max(stretch, 1 / stretch) > kSquare && std::max(stretch, 1 / stretch) < kMostStretch) {
      const auto x = static_cast<float>(std::max(1.0, 1 / stretch)), y = static_cast<float>(std::max(1.0, stretch));
      pix = PixPtr(pixScaleLI(pix.get(), x, y));
      dpi_x = dpi_y = std::max(dpi_x, dpi_y);
    }
    if (format_ == IFF_JFIF_JPEG) pix = upright(std::move(pix), exif_orientation(path_));
    if (!pix) return fail(ErrorKind::out_of_memory, "there is not enough memory for its picture");
    Raster raster = raster_of(pix.get());
    raster.bilevel = bilevel;
    raster.dpi = raster.true_dpi = likely_dpi(raster.width, raster.height, std::max(dpi_x, dpi_y), options_);
    raster.damaged = warnings > 0 || tiff_errors > 0;
    return raster;
  }

  // From the header alone; 0 if that does not say.
  double pixels_of(int number) const {
    l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, resolution = 0, map = 0;
    if (is_tiff(format_)) {
      readHeaderTiff(path_.c_str(), number - 1, &width, &height, &bits, &samples, &resolution, &map, &format);
    } else {
      pixReadHeader(path_.c_str(), &format, &width, &height, &bits, &samples, &map);
    }
    return static_cast<double>(width) * height;
  }

  std::string path_;
  int format_;
  int pages_;
  ScanOptions options_;
};

}  // namespace

Expected<std::unique_ptr<ImageFile>> open_image_file(const std::string& path, const ScanOptions& options) {
  silence();
  const QuietStandardError quiet;
  l_int32 format = IFF_UNKNOWN;
  if (findFileFormat(path.c_str(), &format) != 0 || format == IFF_UNKNOWN) {
    if (has_tiff_head(path)) return fail(ErrorKind::damaged, kNoPages);
    return fail(ErrorKind::not_a_document, "an image of a kind that cannot be read; save it as PNG, JPEG or TIFF");
  }
  l_int32 pages = 1;
  if (is_tiff(format)) {
    const std::unique_ptr<std::FILE, FileClose> file(std::fopen(path.c_str(), "rb"));
    if (!file || tiffGetCount(file.get(), &pages) != 0 || pages < 1) {
      return fail(ErrorKind::damaged, kNoPages);
    }
  }
  return std::make_unique<LeptonicaFile>(path, format, pages, options);
}

}  // namespace budgetlift
