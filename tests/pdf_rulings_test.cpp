// Which lines of a PDF become rulings, and how pieces are joined.
#include "extract/pdf_rulings.h"

#include <cmath>

#include "extract/pdf_reader.h"
#include "tests/pdf_made.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::MadePdf;
using test::TemporaryFile;

std::vector<Ruling> rulings(const std::string& content, const std::string& keys = "",
                            const std::string& resources = "") {
  const TemporaryFile file(MadePdf().page(content, keys, resources).bytes());
  auto reader = PdfReader::open(file.path(), PdfOptions());
  auto page = reader ? reader->read(1) : tl::unexpected<Error>(reader.error());
  if (!page) {
    ADD_FAILURE() << page.error().message;
    return {};
  }
  return page->rulings;
}

void expect_ruling(const Ruling& r, bool horizontal, double position, double start, double end, double thickness) {
  EXPECT_EQ(r.horizontal, horizontal);
  EXPECT_NEAR(r.position, position, 0.06);
  EXPECT_NEAR(r.start, start, 0.06);
  EXPECT_NEAR(r.end, end, 0.06);
  EXPECT_NEAR(r.thickness, thickness, 0.06);
}

TEST(PdfRulings, StrokesAndThinFillsAreTheSame) {
  auto strokes = rulings("2 w 20 200 m 120 200 l S 50 100 m 50 250 l S");
  ASSERT_EQ(strokes.size(), 2u);
  expect_ruling(strokes[0], true, 100, 20, 120, 2);
  expect_ruling(strokes[1], false, 50, 50, 200, 2);
  auto fills = rulings("20 199 100 2 re f 49 100 2 150 re f");
  ASSERT_EQ(fills.size(), 2u);
  expect_ruling(fills[0], true, 100, 20, 120, 2);
  expect_ruling(fills[1], false, 50, 50, 200, 2);
}

TEST(PdfRulings, RectangleOutlineGivesFour) {
  EXPECT_EQ(rulings("20 100 100 50 re S").size(), 4u);
  EXPECT_EQ(rulings("20 100 m 120 100 l 120 150 l 20 150 l s").size(), 4u);
  // The same as a filled ring: a hole a little smaller than its rectangle.
  auto ring = rulings("20 100 100 50 re 21 101 98 48 re f*");
  ASSERT_EQ(ring.size(), 4u);
  expect_ruling(ring[0], true, 150.5, 20, 120, 1);
  EXPECT_EQ(rulings("20 100 100 50 re 21 101 m 21 149 l 119 149 l 119 101 l h f").size(), 4u);
}

TEST(PdfRulings, ShadingIsNone) {
  EXPECT_TRUE(rulings("0.9 g 20 100 100 50 re f").empty());
  EXPECT_TRUE(rulings("0.9 G 30 w 20 100 m 120 100 l S").empty());
}

TEST(PdfRulings, ScaleAndRotationCount) {
  auto r = rulings("q 10 0 0 2 0 0 cm 1 w 2 100 m 12 100 l S Q", "/Rotate 90");
  ASSERT_EQ(r.size(), 1u);
  expect_ruling(r[0], false, 200, 20, 120, 2);
}

TEST(PdfRulings, CurvesAndSlantsAreIgnored) {
  EXPECT_TRUE(rulings("20 100 m 40 140 80 140 120 100 c S 20 100 m 120 104 l S").empty());
  EXPECT_EQ(rulings("20 100 m 120 100.5 l S").size(), 1u);
}

TEST(PdfRulings, ClippedToWhatShows) {
  auto r = rulings("q 40 50 50 200 re W n 1 w 20 200 m 180 200 l S 20 20 m 180 20 l S Q");
  ASSERT_EQ(r.size(), 1u);
  expect_ruling(r[0], true, 100, 40, 90, 1);
}

TEST(PdfRulings, InvisibleOnesAreNot) {
  EXPECT_TRUE(rulings("1 G 20 100 m 120 100 l S 1 g 20 150 100 1 re f").empty());
  EXPECT_TRUE(rulings("/A gs 20 100 m 120 100 l S", "", "/ExtGState << /A << /CA 0 >> >>").empty());
  EXPECT_EQ(rulings("0 0 1 rg 0 0 200 300 re f 1 G 20 100 m 120 100 l S").size(), 1u) << "white on blue shows";
  EXPECT_TRUE(rulings("20 100 m 120 100 l S 1 g 0 0 200 300 re f").empty()) << "painted over";
}

TEST(PdfRulings, DashesAreOneLine) {
  auto r = rulings("[3 2] 0 d 1 w 20 200 m 120 200 l S");
  ASSERT_EQ(r.size(), 1u);
  expect_ruling(r[0], true, 100, 20, 120, 1);
  std::string pieces;
  for (int x = 20; x < 120; x += 5) pieces += std::to_string(x) + " 200 3 0.5 re f ";
  r = rulings(pieces);
  ASSERT_EQ(r.size(), 1u);
  expect_ruling(r[0], true, 99.75, 20, 118, 0.5);
  std::string dots;
  for (int x = 20; x < 120; x += 2) dots += std::to_string(x) + " 200 1 1 re f ";
  r = rulings(dots);
  ASSERT_EQ(r.size(), 1u);
  expect_ruling(r[0], true, 99.5, 20, 119, 1);
}

TEST(PdfRulings, ThinImagesAreLines) {
  auto r = rulings("q 100 0 0 0.5 20 200 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x01 EI Q");
  ASSERT_EQ(r.size(), 1u);
  expect_ruling(r[0], true, 99.75, 20, 120, 0.5);
}

TEST(PdfRulings, GridInPiecesBecomesLongLines) {
  std::string pieces;
  for (int row = 0; row <= 10; ++row) {
    for (int column = 0; column < 8; ++column) {
      pieces += std::to_string(20 + 20 * column) + ".5 " + std::to_string(50 + 20 * row) + " 19.5 0.5 re f ";
    }
  }
  for (int column = 0; column <= 8; ++column) {
    for (int row = 0; row < 10; ++row) {
      pieces += std::to_string(20 + 20 * column) + " " + std::to_string(50 + 20 * row) + ".5 0.5 19.5 re f ";
    }
    for (int row = 0; row <= 10; ++row) {
      pieces += std::to_string(20 + 20 * column) + " " + std::to_string(50 + 20 * row) + " 0.5 0.5 re f ";
    }
  }
  EXPECT_EQ(rulings(pieces).size(), 20u);
}

Ruling piece(bool horizontal, double position, double start, double end, double thickness = 0.5) {
  return {horizontal, position, start, end, thickness};
}

TEST(JoinRulings, MergedCellsStayOpen) {
  EXPECT_EQ(join_rulings({piece(true, 100, 0, 50), piece(true, 100, 58, 120)}, PdfOptions()).size(), 2u);
  EXPECT_EQ(join_rulings({piece(true, 100, 0, 50), piece(true, 100, 51, 120)}, PdfOptions()).size(), 1u);
  EXPECT_EQ(join_rulings({piece(true, 100, 0, 50), piece(false, 100, 50, 120)}, PdfOptions()).size(), 2u);
}

TEST(JoinRulings, DoubleLinesBecomeOneAndRowsStayApart) {
  auto r = join_rulings({piece(true, 100, 0, 50), piece(true, 101.5, 0, 50)}, PdfOptions());
  ASSERT_EQ(r.size(), 1u);
  EXPECT_NEAR(r[0].position, 100.75, 1e-9);
  EXPECT_EQ(join_rulings({piece(true, 100, 0, 50), piece(true, 106, 0, 50)}, PdfOptions()).size(), 2u);
}

TEST(JoinRulings, LinesOfOtherTablesDoNotInterfere) {
  // Two pairs of double lines, each on its own stretch, all four near in position.
  auto r =
      join_rulings({piece(false, 75, 0, 50), piece(false, 77.6, 60, 100), piece(false, 79.6, 60, 100)}, PdfOptions());
  ASSERT_EQ(r.size(), 2u);
  EXPECT_NEAR(r[1].position, 78.6, 1e-9);
}

TEST(JoinRulings, OrderOfPiecesDoesNotMatter) {
  std::vector<Ruling> pieces;
  for (int i = 0; i < 40; ++i) pieces.push_back(piece(true, 100 + 0.1 * (i % 3), 5 * i, 5 * i + 4.5));
  auto reversed = std::vector<Ruling>(pieces.rbegin(), pieces.rend());
  auto a = join_rulings(pieces, PdfOptions());
  auto b = join_rulings(reversed, PdfOptions());
  ASSERT_EQ(a.size(), 1u);
  ASSERT_EQ(b.size(), 1u);
  EXPECT_EQ(a[0].position, b[0].position);
}

}  // namespace
}  // namespace budgetlift
