// Image files of all kinds become upright rasters.
#include "extract/raster.h"
#include "extract/scan/image_file.h"

#include <leptonica/allheaders.h>

#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

class ImageFiles : public testing::Test {
 protected:
  TemporaryFolder folder;

  // 60 x 40 pixels, white with a black corner at the top left, as an inch of 200 dpi would have them.
  static Pix* picture(int depth) {
    Pix* pix = pixCreate(600, 400, depth);
    if (depth == 1) {
      pixClearAll(pix);
    } else {
      pixSetAllArbitrary(pix, depth == 32 ? 0xFFFFFF00u : 0xFF);
    }
    for (int y = 0; y < 100; ++y) {
      for (int x = 0; x < 100; ++x) pixSetPixel(pix, x, y, depth == 1 ? 1 : depth == 32 ? 0xD0203000u : 0x10);
    }
    pixSetResolution(pix, 200, 200);
    return pix;
  }

  std::string written(const std::string& name, int depth, int format) {
    const std::string path = folder.path() / name;
    Pix* pix = picture(depth);
    EXPECT_EQ(pixWrite(path.c_str(), pix, format), 0);
    pixDestroy(&pix);
    return path;
  }

  static Expected<Raster> first_page(const std::string& path, const ScanOptions& options = {}) {
    auto file = open_image_file(path, options);
    if (!file) return tl::unexpected<Error>(file.error());
    return (*file)->page(1);
  }
};

int gray_at(const Raster& raster, int x, int y) {
  return raster.pixels[static_cast<size_t>((y * raster.width + x) * raster.channels)];
}

TEST_F(ImageFiles, KindsOfFiles) {
  struct Case {
    const char* name;
    int depth, format;
  };
  for (const Case& c : {Case{"a.png", 8, IFF_PNG}, Case{"b.png", 1, IFF_PNG}, Case{"c.jpg", 8, IFF_JFIF_JPEG},
                        Case{"d.tif", 1, IFF_TIFF_G4}, Case{"e.tif", 1, IFF_TIFF_G3}, Case{"f.tif", 8, IFF_TIFF_LZW},
                        Case{"g.bmp", 8, IFF_BMP}, Case{"h.tif", 8, IFF_TIFF_JPEG}}) {
    SCOPED_TRACE(c.name);
    const auto raster = first_page(written(c.name, c.depth, c.format));
    ASSERT_TRUE(raster) << raster.error().message;
    EXPECT_EQ(raster->width, 600);
    EXPECT_EQ(raster->height, 400);
    EXPECT_EQ(raster->channels, 1);
    EXPECT_NEAR(raster->dpi, 200, 1);
    EXPECT_FALSE(raster->damaged);
    EXPECT_LT(gray_at(*raster, 50, 50), 40);
    EXPECT_GT(gray_at(*raster, 300, 50), 230);
    EXPECT_GT(gray_at(*raster, 50, 300), 230);
  }
}

TEST_F(ImageFiles, Colours) {
  const auto raster = first_page(written("a.png", 32, IFF_PNG));
  ASSERT_TRUE(raster);
  ASSERT_EQ(raster->channels, 3);
  EXPECT_EQ(raster->pixels[0], 0xD0);
  EXPECT_EQ(raster->pixels[1], 0x20);
  EXPECT_EQ(raster->pixels[2], 0x30);
}

TEST_F(ImageFiles, PagesOfATiff) {
  const std::string path = folder.path() / "pages.tif";
  for (int page = 0; page < 3; ++page) {
    Pix* pix = picture(1);
    pixRasterop(pix, 200 * page, 200, 100, 100, PIX_SET, nullptr, 0, 0);
    ASSERT_EQ(pixWriteTiff(path.c_str(), pix, IFF_TIFF_G4, page == 0 ? "w" : "a"), 0);
    pixDestroy(&pix);
  }
  const auto file = open_image_file(path, {});
  ASSERT_TRUE(file);
  ASSERT_EQ((*file)->pages(), 3);
  for (int page = 0; page < 3; ++page) {
    const auto raster = (*file)->page(page + 1);
    ASSERT_TRUE(raster);
    for (int other = 0; other < 3; ++other) {
      EXPECT_EQ(gray_at(*raster, 200 * other + 50, 250) < 128, other == page) << page << " " << other;
    }
  }
  EXPECT_FALSE((*file)->page(4));
}

// A JPEG whose Exif block states an orientation.
std::string with_orientation(const std::string& jpeg, int orientation) {
  std::string exif("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 25);
  exif += static_cast<char>(orientation);
  exif += std::string(6, '\0');
  const size_t length = exif.size() + 2;
  std::string segment = "\xFF\xE1";
  segment += static_cast<char>(length >> 8);
  segment += static_cast<char>(length & 0xFF);
  return jpeg.substr(0, 2) + segment + exif + jpeg.substr(2);
}

TEST_F(ImageFiles, OrientationOfExif) {
  const std::string jpeg = read_file(written("a.jpg", 8, IFF_JFIF_JPEG));
  // Where the dark corner of the stored picture is shown: its place in shares of the upright page.
  struct Case {
    int orientation;
    bool wide, right, bottom;
  };
  for (const Case& c : {Case{1, true, false, false}, Case{2, true, true, false}, Case{3, true, true, true},
                        Case{4, true, false, true}, Case{5, false, false, false}, Case{6, false, true, false},
                        Case{7, false, true, true}, Case{8, false, false, true}}) {
    SCOPED_TRACE(c.orientation);
    const std::string path = folder.file("turned.jpg", with_orientation(jpeg, c.orientation));
    EXPECT_EQ(exif_orientation(path), c.orientation);
    const auto raster = first_page(path);
    ASSERT_TRUE(raster) << raster.error().message;
    EXPECT_EQ(raster->width, c.wide ? 600 : 400);
    EXPECT_EQ(raster->height, c.wide ? 400 : 600);
    for (bool right : {false, true}) {
      for (bool bottom : {false, true}) {
        const int x = right ? raster->width - 50 : 50, y = bottom ? raster->height - 50 : 50;
        EXPECT_EQ(gray_at(*raster, x, y) < 128, right == c.right && bottom == c.bottom);
      }
    }
  }
}

TEST_F(ImageFiles, ResolutionThatCannotBeTrue) {
  Pix* pix = pixCreate(2480, 3508, 1);
  pixSetResolution(pix, 72, 72);   // a page of 87 cm
  const std::string path = folder.path() / "a.png";
  ASSERT_EQ(pixWrite(path.c_str(), pix, IFF_PNG), 0);
  pixDestroy(&pix);
  const auto raster = first_page(path);
  ASSERT_TRUE(raster);
  EXPECT_NEAR(raster->dpi, 300, 1);
}

// A point that a web page counts its readers with: as an A4 page it would have less than one pixel an inch.
TEST_F(ImageFiles, OnePixelIsNoPageOfATinyResolution) {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 900}, {900, 1}}) {
    Pix* pix = pixCreate(width, height, 8);
    const std::string path = folder.path() / "a.png";
    ASSERT_EQ(pixWrite(path.c_str(), pix, IFF_PNG), 0);
    pixDestroy(&pix);
    auto raster = first_page(path);
    ASSERT_TRUE(raster);
    const ScanOptions options;
    fit_resolution(*raster, options);
    EXPECT_GE(raster->dpi, options.least_dpi);
    EXPECT_LE(raster->dpi, options.most_dpi);
    EXPECT_EQ(raster->width, width);
    EXPECT_EQ(raster->height, height);
  }
}

TEST_F(ImageFiles, FaxWithHalfTheLines) {
  Pix* pix = pixCreate(1728, 1078, 1);
  pixSetResolution(pix, 204, 98);
  const std::string path = folder.path() / "fax.tif";
  ASSERT_EQ(pixWrite(path.c_str(), pix, IFF_TIFF_G3), 0);
  pixDestroy(&pix);
  const auto raster = first_page(path);
  ASSERT_TRUE(raster);
  EXPECT_EQ(raster->width, 1728);
  EXPECT_NEAR(raster->height, 1078 * 204 / 98, 2);
  EXPECT_NEAR(raster->dpi, 204, 1);
}

TEST_F(ImageFiles, TooManyPixels) {
  ScanOptions options;
  options.max_pixels = 200'000;
  for (const auto& path : {written("a.png", 8, IFF_PNG), written("b.tif", 1, IFF_TIFF_G4), written("c.jpg", 8, IFF_JFIF_JPEG)}) {
    const auto raster = first_page(path, options);
    ASSERT_FALSE(raster) << path;
    EXPECT_EQ(static_cast<int>(raster.error().kind), static_cast<int>(ErrorKind::too_large));
  }
}

TEST_F(ImageFiles, CutOff) {
  struct Case {
    const char* name;
    int depth, format;
  };
  for (const Case& c : {Case{"a.png", 8, IFF_PNG}, Case{"b.tif", 1, IFF_TIFF_G4}, Case{"c.jpg", 8, IFF_JFIF_JPEG},
                        Case{"d.bmp", 8, IFF_BMP}, Case{"e.tif", 8, IFF_TIFF_LZW}}) {
    SCOPED_TRACE(c.name);
    const std::string whole = read_file(written(c.name, c.depth, c.format));
    for (size_t part : {20u, 50u, 90u}) {
      const std::string path = folder.file("part", whole.substr(0, whole.size() * part / 100));
      const auto raster = first_page(path);
      if (raster) {
        EXPECT_TRUE(raster->damaged) << part;
      } else {
        EXPECT_EQ(static_cast<int>(raster.error().kind), static_cast<int>(ErrorKind::damaged)) << part;
      }
    }
  }
}

TEST_F(ImageFiles, NoImage) {
  const auto file = open_image_file(folder.file("a.png", "text"), {});
  ASSERT_FALSE(file);
  EXPECT_EQ(static_cast<int>(file.error().kind), static_cast<int>(ErrorKind::not_a_document));
}

}  // namespace
}  // namespace budgetlift::test
