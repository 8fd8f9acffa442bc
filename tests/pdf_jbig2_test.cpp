// Faxes inside of JBIG2: all pixels as they were coded.
#include <tiffio.h>

#include <filesystem>
#include <random>

#include "extract/pdf_reader.h"
#include "tests/scan_support.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

// Black and white pixels: 1 is ink.
struct Bits {
  int width = 0, height = 0;
  std::vector<char> ink;
};

// Strokes of all kinds in lines, as of handwriting: runs that begin, end, shift and vanish from one row to the next, some of
// them together with all others.
Bits scribble(int width, int height, unsigned seed) {
  Bits out{width, height, std::vector<char>(static_cast<size_t>(width * height), 0)};
  std::mt19937 random(seed);
  auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int stroke = 0; stroke < width * height / 600; ++stroke) {
    int x = below(width), y = below(height);
    for (int step = below(30); step >= 0; --step) {
      for (int k = below(6); k >= 0; --k) {
        if (x + k < width && y < height && y % 30 < 20) out.ink[static_cast<size_t>(y * width + x + k)] = 1;
      }
      x = std::max(0, x + below(5) - 2);
      y += below(3) > 0;
    }
  }
  return out;
}

std::string number(std::uint32_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

// Some rows as a fax codes them (T.6).
std::string fax(const Bits& bits, int top, int rows) {
  const TemporaryFile file("", ".tif");
  TIFF* tiff = TIFFOpen(file.path().c_str(), "w");
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, bits.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, rows);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  for (int y = 0; y < rows; ++y) {
    std::vector<unsigned char> row(static_cast<size_t>(bits.width + 7) / 8, 0);
    for (int x = 0; x < bits.width; ++x) {
      if (bits.ink[static_cast<size_t>((top + y) * bits.width + x)]) row[static_cast<size_t>(x) / 8] |= static_cast<unsigned char>(0x80 >> x % 8);
    }
    TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y));
  }
  TIFFClose(tiff);
  tiff = TIFFOpen(file.path().c_str(), "r");
  std::string out(static_cast<size_t>(TIFFRawStripSize(tiff, 0)), '\0');
  TIFFReadRawStrip(tiff, 0, out.data(), static_cast<tmsize_t>(out.size()));
  TIFFClose(tiff);
  return out;
}

std::string segment(std::uint32_t index, std::uint32_t type, const std::string& data) {
  return number(index, 4) + number(type, 1) + number(0, 1) + number(1, 1) + number(static_cast<std::uint32_t>(data.size()), 4) + data;
}

// A JBIG2 page of fax-coded stripes.
std::string jbig2(const Bits& bits, int stripe) {
  const auto width = static_cast<std::uint32_t>(bits.width);
  std::string out = segment(0, 48, number(width, 4) + number(static_cast<std::uint32_t>(bits.height), 4) + number(0, 4) + number(0, 4) + number(0, 3));
  for (int top = 0; top < bits.height; top += stripe) {
    const int rows = std::min(stripe, bits.height - top);
    const std::string region = number(width, 4) + number(static_cast<std::uint32_t>(rows), 4) + number(0, 4) +
                               number(static_cast<std::uint32_t>(top), 4) + number(0, 1) + number(1, 1);
    out += segment(static_cast<std::uint32_t>(1 + top / stripe), 38, region + fax(bits, top, rows));
  }
  return out;
}

Raster rendered(const Bits& bits, const std::string& coded) {
  MadePdf pdf;
  const int image = add_image(pdf, bits.width, bits.height, coded, "/DeviceGray", "/BitsPerComponent 1 /Filter /JBIG2Decode");
  pdf.page("q 72 0 0 108 0 0 cm /Im Do Q", "/MediaBox [0 0 72 108]", image_resources(image));
  const TemporaryFile file(pdf.bytes());
  auto reader = PdfReader::open(file.path(), {});
  EXPECT_TRUE(reader);
  EXPECT_TRUE(reader->read(1));
  auto raster = reader->render(1, {});
  EXPECT_TRUE(raster);
  return raster ? *raster : Raster{};
}

int wrong_pixels(const Bits& bits, const Raster& raster) {
  int wrong = 0;
  for (size_t i = 0; i < bits.ink.size(); ++i) wrong += (raster.pixels[i] < 128) != (bits.ink[i] != 0);
  return wrong;
}

TEST(PdfJbig2, AFaxInsideKeepsEveryPixel) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const Bits bits = scribble(200, 300, seed);
    for (const int stripe : {300, 64}) {
      const Raster raster = rendered(bits, jbig2(bits, stripe));
      ASSERT_EQ(raster.pixels.size(), bits.ink.size());
      EXPECT_EQ(wrong_pixels(bits, raster), 0) << "seed " << seed << ", stripes of " << stripe;
      EXPECT_FALSE(raster.damaged);
    }
  }
}

TEST(PdfJbig2, AFaxInsideThatIsCutOffIsDamaged) {
  const Bits bits = scribble(200, 300, 7);
  const std::string whole = jbig2(bits, 300);
  const Raster raster = rendered(bits, whole.substr(0, whole.size() / 2));
  ASSERT_EQ(raster.pixels.size(), bits.ink.size());
  EXPECT_TRUE(raster.damaged);
}

}  // namespace
}  // namespace budgetlift::test
