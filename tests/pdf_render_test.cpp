// Pages as pixels: the picture's own where a page is one picture, at its true resolution within bounds.
#include <cmath>

#include "extract/pdf_reader.h"
#include "tests/scan_support.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

// A gray image whose pixels tell where they stand: x to the right, y down.
std::string ramp(int width, int height) {
  std::string bytes;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) bytes += static_cast<char>(x * 100 / width + y * 150 / height);
  }
  return bytes;
}

// A page of 72 x 108 points, so that an image of 1 x 1.5 inches covers it.
struct Rendered {
  Expected<Raster> raster = fail(ErrorKind::damaged, "not rendered");
  PdfPage page;
};

Rendered render(const MadePdf& pdf, const ScanOptions& options = {}, int number = 1) {
  const TemporaryFile file(pdf.bytes());
  auto reader = PdfReader::open(file.path(), {});
  if (!reader) return {tl::unexpected<Error>(reader.error()), {}};
  Rendered out;
  if (auto page = reader->read(number)) out.page = *page;
  out.raster = reader->render(number, options);
  return out;
}

MadePdf one_image(int width, int height, const std::string& bytes, const std::string& placed = "72 0 0 108 0 0",
                  const std::string& keys = "", const std::string& space = "/DeviceGray",
                  const std::string& image_keys = "/BitsPerComponent 8") {
  MadePdf pdf;
  const int image = add_image(pdf, width, height, bytes, space, image_keys);
  pdf.page("q " + placed + " cm /Im Do Q", "/MediaBox [0 0 72 108] " + keys, image_resources(image));
  return pdf;
}

int at(const Raster& raster, double x, double y) {   // shares of width and height
  const int px = std::min(raster.width - 1, static_cast<int>(x * raster.width));
  const int py = std::min(raster.height - 1, static_cast<int>(y * raster.height));
  return raster.pixels[static_cast<size_t>((py * raster.width + px) * raster.channels)];
}

TEST(PdfRender, OneImageGivesItsOwnPixels) {
  const std::string bytes = ramp(200, 300);
  const auto [raster, page] = render(one_image(200, 300, bytes));
  ASSERT_TRUE(raster) << raster.error().message;
  EXPECT_EQ(raster->width, 200);
  EXPECT_EQ(raster->height, 300);
  EXPECT_EQ(raster->channels, 1);
  EXPECT_DOUBLE_EQ(raster->dpi, 200);
  EXPECT_DOUBLE_EQ(raster->true_dpi, 200);
  EXPECT_FALSE(raster->damaged);
  EXPECT_EQ(std::string(raster->pixels.begin(), raster->pixels.end()), bytes);
}

TEST(PdfRender, FinerScansAreMadeSmallerByMeans) {
  std::string bytes;
  for (int y = 0; y < 900; ++y) bytes += y % 2 ? std::string(600, '\xC8') : std::string(600, '\x64');
  const auto [raster, page] = render(one_image(600, 900, bytes));
  ASSERT_TRUE(raster);
  EXPECT_EQ(raster->width, 300);
  EXPECT_EQ(raster->height, 450);
  EXPECT_DOUBLE_EQ(raster->dpi, 300);
  EXPECT_DOUBLE_EQ(raster->true_dpi, 600);
  for (std::uint8_t value : raster->pixels) ASSERT_EQ(value, 150);
}

TEST(PdfRender, NoWholeRatioIsSmallerWithoutStripes) {
  std::string bytes(400 * 600, '\x96');
  const auto [raster, page] = render(one_image(400, 600, bytes));
  ASSERT_TRUE(raster);
  EXPECT_EQ(raster->width, 300);
  EXPECT_EQ(raster->height, 450);
  for (std::uint8_t value : raster->pixels) ASSERT_EQ(value, 150);
}

TEST(PdfRender, CoarserScansAreEnlarged) {
  const auto [raster, page] = render(one_image(100, 150, ramp(100, 150)));
  ASSERT_TRUE(raster);
  EXPECT_EQ(raster->width, 150);
  EXPECT_EQ(raster->height, 225);
  EXPECT_DOUBLE_EQ(raster->true_dpi, 100);
  EXPECT_NEAR(at(*raster, 0.5, 0.5), 125, 3);
  EXPECT_NEAR(at(*raster, 0.01, 0.99), 149, 4);
}

TEST(PdfRender, BilevelStaysBlackAndWhite) {
  const std::string bytes(25 * 300, '\x0F');   // 200 pixels a row: four white, four black
  const auto [raster, page] = render(one_image(200, 300, bytes, "72 0 0 108 0 0", "", "/DeviceGray", "/BitsPerComponent 1"));
  ASSERT_TRUE(raster);
  for (size_t i = 0; i < raster->pixels.size(); ++i) ASSERT_EQ(raster->pixels[i], i % 8 < 4 ? 0 : 255);
}

TEST(PdfRender, RowsOfAFaxAreRepeated) {
  // 204 x 98 dpi: each row twice, and some of them a third time.
  const std::string bytes(26 * 147, '\x0F');
  const auto [raster, page] = render(one_image(204, 147, bytes, "72 0 0 108 0 0", "", "/DeviceGray", "/BitsPerComponent 1"));
  ASSERT_TRUE(raster);
  EXPECT_DOUBLE_EQ(raster->dpi, 204);
  ASSERT_EQ(raster->width, 204);
  ASSERT_EQ(raster->height, 306);
  for (size_t i = 0; i < raster->pixels.size(); ++i) ASSERT_EQ(raster->pixels[i], i % 204 % 8 < 4 ? 0 : 255);
}

TEST(PdfRender, StencilIsInkOnPaper) {
  const std::string bytes(25 * 300, '\x0F');
  const auto [raster, page] = render(one_image(200, 300, bytes, "72 0 0 108 0 0", "", "", "/ImageMask true /BitsPerComponent 1"));
  ASSERT_TRUE(raster);
  ASSERT_EQ(raster->width, 200);
  for (size_t i = 0; i < raster->pixels.size(); ++i) ASSERT_EQ(raster->pixels[i], i % 8 < 4 ? 0 : 255);
}

// The same picture however it is stored and turned: Poppler's rasterizer is the witness.
TEST(PdfRender, TurnedImagesAreShownAsPopplerShowsThem) {
  const std::string bytes = ramp(200, 300), wide = ramp(300, 200);
  struct Case {
    int width, height;
    std::string placed, keys;
  };
  const Case cases[] = {{200, 300, "72 0 0 108 0 0", ""},        {200, 300, "-72 0 0 108 72 0", ""},
                        {200, 300, "72 0 0 -108 0 108", ""},     {200, 300, "-72 0 0 -108 72 108", ""},
                        {300, 200, "0 108 -72 0 72 0", ""},      {300, 200, "0 -108 72 0 0 108", ""},
                        {300, 200, "0 108 72 0 0 0", ""},        {300, 200, "0 -108 -72 0 72 108", ""},
                        {200, 300, "72 0 0 108 0 0", "/Rotate 90"}, {200, 300, "72 0 0 108 0 0", "/Rotate 180"},
                        {200, 300, "72 0 0 108 0 0", "/Rotate 270"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.placed + " " + c.keys);
    const auto [direct, page] = render(one_image(c.width, c.height, ramp(c.width, c.height), c.placed, c.keys));
    // A dot of ink elsewhere makes it a page that must be rendered.
    MadePdf pdf;
    const int image = add_image(pdf, c.width, c.height, ramp(c.width, c.height));
    pdf.page("q " + c.placed + " cm /Im Do Q 0.5 g 0 0 4 4 re f", "/MediaBox [0 0 72 108] " + c.keys, image_resources(image));
    const auto [painted, painted_page] = render(pdf);
    ASSERT_TRUE(direct && painted);
    EXPECT_NEAR(direct->width, painted->width, 1);
    EXPECT_NEAR(direct->height, painted->height, 1);
    for (double x : {0.2, 0.5, 0.9}) {
      for (double y : {0.1, 0.4, 0.8}) EXPECT_NEAR(at(*direct, x, y), at(*painted, x, y), 3) << x << " " << y;
    }
  }
}

TEST(PdfRender, ImageInThePageKeepsItsPlace) {
  const auto [raster, page] = render(one_image(100, 100, std::string(10000, '\0'), "36 0 0 36 18 18"));
  ASSERT_TRUE(raster);
  EXPECT_EQ(raster->width, 200);
  EXPECT_EQ(raster->height, 300);
  EXPECT_EQ(at(*raster, 0.5, 0.49), 255);
  EXPECT_EQ(at(*raster, 0.26, 0.82), 0);
  EXPECT_EQ(at(*raster, 0.24, 0.82), 255);
  EXPECT_EQ(at(*raster, 0.74, 0.52), 0);
  EXPECT_EQ(at(*raster, 0.76, 0.52), 255);
}

TEST(PdfRender, ImageBeyondThePageIsCut) {
  const auto [raster, page] = render(one_image(400, 600, ramp(400, 600), "144 0 0 216 -36 -54"));
  ASSERT_TRUE(raster);
  EXPECT_EQ(raster->width, 200);
  EXPECT_EQ(raster->height, 300);
  EXPECT_NEAR(at(*raster, 0, 0), 62, 2);
  EXPECT_NEAR(at(*raster, 0.999, 0.999), 187, 2);
}

TEST(PdfRender, UserUnitCounts) {
  MadePdf pdf;
  const int image = add_image(pdf, 200, 300, ramp(200, 300));
  pdf.page("q 36 0 0 54 0 0 cm /Im Do Q", "/MediaBox [0 0 36 54] /UserUnit 2", image_resources(image));
  const auto [raster, page] = render(pdf);
  ASSERT_TRUE(raster);
  EXPECT_EQ(raster->width, 200);
  EXPECT_DOUBLE_EQ(raster->dpi, 200);
}

TEST(PdfRender, ColoursAreKeptForColouredInkOnly) {
  std::string paper, seal;
  for (int i = 0; i < 200 * 300; ++i) {
    paper += std::string("\xF0\xE8\xE0", 3);
    const bool red = i % 200 < 20 && i / 200 < 20;
    seal += red ? std::string("\xD0\x20\x30", 3) : std::string("\xF0\xF0\xF0", 3);
  }
  const auto [yellowed, yellowed_page] = render(one_image(200, 300, paper, "72 0 0 108 0 0", "", "/DeviceRGB"));
  ASSERT_TRUE(yellowed);
  EXPECT_EQ(yellowed->channels, 1);
  EXPECT_NEAR(yellowed->pixels[0], 233, 2);
  const auto [sealed, sealed_page] = render(one_image(200, 300, seal, "72 0 0 108 0 0", "", "/DeviceRGB"));
  ASSERT_TRUE(sealed);
  ASSERT_EQ(sealed->channels, 3);
  EXPECT_EQ(sealed->pixels[0], 0xD0);
  EXPECT_EQ(sealed->pixels[1], 0x20);
  EXPECT_EQ(sealed->pixels[2], 0x30);
}

TEST(PdfRender, PageOwnTextIsLeftOutWhereItIsReadAsText) {
  MadePdf pdf;
  const int image = add_image(pdf, 400, 600, std::string(400 * 600, '\xFF'));
  pdf.page("q 200 0 0 300 0 0 cm /Im Do Q BT /F1 40 Tf 20 200 Td (HHHHH) Tj ET", "", image_resources(image));
  const auto [raster, page] = render(pdf);
  ASSERT_TRUE(raster);
  EXPECT_EQ(static_cast<int>(page.way), static_cast<int>(PageWay::both));
  for (std::uint8_t value : raster->pixels) ASSERT_EQ(value, 255);
}

TEST(PdfRender, PageWithoutPictureIsRenderedAtTheUsualResolution) {
  const auto [raster, page] = render(MadePdf().page("BT /F1 40 Tf 20 200 Td (HHHHH) Tj ET"));
  ASSERT_TRUE(raster);
  EXPECT_DOUBLE_EQ(raster->dpi, 300);
  EXPECT_NEAR(raster->width, 200 * 300 / 72, 1);
  EXPECT_EQ(*std::min_element(raster->pixels.begin(), raster->pixels.end()), 0);
}

TEST(PdfRender, PictureOfTooManyPixels) {
  ScanOptions options;
  options.max_pixels = 50'000;
  // Seen, in no height, and beside the page: to render it, all its pixels are decoded.
  for (const char* placed : {"72 0 0 108 0 0", "72 0 0 0.001 0 50", "72 0 0 108 500 0"}) {
    const auto [raster, page] = render(one_image(200, 300, ramp(200, 300), placed), options);
    ASSERT_FALSE(raster) << placed;
    EXPECT_EQ(static_cast<int>(raster.error().kind), static_cast<int>(ErrorKind::too_large));
  }
}

TEST(PdfRender, LargePageIsReadLessFinely) {
  ScanOptions options;
  options.max_pixels = 600'000;   // 200 x 300 points have 1,041,666 pixels at 300 dpi, 260,625 at 150
  const MadePdf pdf = MadePdf().page("BT /F1 40 Tf 20 200 Td (HHHHH) Tj ET");
  const auto [raster, page] = render(pdf, options);
  ASSERT_TRUE(raster);
  EXPECT_LE(static_cast<size_t>(raster->width) * static_cast<size_t>(raster->height), options.max_pixels);
  EXPECT_GE(raster->dpi, 200);
  options.max_pixels = 100'000;
  EXPECT_FALSE(render(pdf, options).raster);
}

TEST(PdfRender, CutOffPictureIsSaidToBeDamaged) {
  for (const bool direct : {true, false}) {
    MadePdf pdf;
    const int image = add_image(pdf, 200, 300, ramp(200, 300).substr(0, 30000));
    pdf.page(std::string("q 72 0 0 108 0 0 cm /Im Do Q") + (direct ? "" : " 0 0 4 4 re f"), "/MediaBox [0 0 72 108]",
             image_resources(image));
    const auto [raster, page] = render(pdf);
    ASSERT_TRUE(raster);
    EXPECT_TRUE(raster->damaged);
    EXPECT_EQ(raster->width, 200);
    EXPECT_NEAR(at(*raster, 0.5, 0.2), 80, 3);
    EXPECT_EQ(at(*raster, 0.5, 0.9), 255);
  }
}

}  // namespace
}  // namespace budgetlift::test
