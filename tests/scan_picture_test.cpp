// Pictures of pages whose rulings are known: what make_picture and find_lines make of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>

#include "extract/scan/picture_parts.h"
#include "tests/scan_drawn.h"

namespace budgetlift {
namespace {

cv::Mat turned(const cv::Mat& page, double degrees) {
  cv::Mat out;
  const cv::Mat turn = cv::getRotationMatrix2D({page.cols / 2.0f, page.rows / 2.0f}, degrees, 1);
  cv::warpAffine(page, out, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255, 255, 255));
  return out;
}

TEST(ScanPicture, FindsRulingsOfACleanPage) {
  const Picture picture = make_picture(raster_of(page_with_table()), PictureOptions(), false);
  expect_table(picture, 1);
}

TEST(ScanPicture, RulingsMeetInOnePoint) {
  const Picture picture = make_picture(raster_of(turned(page_with_table(), 0.7)), PictureOptions(), false);
  for (const PixelRuling& r : picture.rulings) {
    for (const double end : {r.start, r.end}) {
      const bool met = std::any_of(picture.rulings.begin(), picture.rulings.end(), [&](const PixelRuling& o) {
        return o.horizontal != r.horizontal && o.position == end && o.start <= r.position && o.end >= r.position;
      });
      EXPECT_TRUE(met) << (r.horizontal ? "horizontal at " : "vertical at ") << r.position << " ends at " << end;
    }
  }
}

TEST(ScanPicture, StraightensSkew) {
  for (const double degrees : {-3.0, -0.4, 1.7, 3.0}) {
    SCOPED_TRACE(degrees);
    const Picture picture = make_picture(raster_of(turned(page_with_table(), degrees)), PictureOptions(), false);
    expect_table(picture, 2);
    // The way back: the page's middle stays where it is.
    const cv::Vec3d p = picture.to_raster * cv::Vec3d(827, 1169.5, 1);
    EXPECT_NEAR(p[0] / p[2], 827, 4);
    EXPECT_NEAR(p[1] / p[2], 1169.5, 4);
  }
}

TEST(ScanPicture, TheSheetsEdgeSaysNothingOfTheTextsSkew) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (int y = 300; y < 900; y += 60) text(page, 200, y, 36);
  page = turned(page, 1.5);
  cv::rectangle(page, cv::Rect(0, 0, 60, 2339), 90, cv::FILLED);   // the desk beside the sheet, seen straight
  EXPECT_NEAR(find_skew(page, kDrawnDpi, PictureOptions()), -1.5, 0.1);
}

TEST(ScanPicture, StrokesOfTextDoNotBendThePage) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (int y = 300; y < 800; y += 70) {
    for (int x = 200; x < 1400; x += 140) cv::line(page, {x, y}, {x + 120, y + 5}, 0, 2);   // each falls, the line does not
  }
  cv::Matx33d to_source;
  flattened(page, kDrawnDpi, PictureOptions(), false, false, to_source);
  for (const double x : {200.0, 800.0, 1400.0}) {
    const cv::Vec3d p = to_source * cv::Vec3d(x, 500, 1);
    EXPECT_NEAR(p[1] / p[2], 500, 2);
  }
}

TEST(ScanPicture, LinesOfTextThatFanOutBecomeLevel) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (int y = 300; y < 2000; y += 60) text(page, 200, y, 40);
  const std::vector<cv::Point2f> from = {{0, 0}, {1654, 0}, {1654, 2339}, {0, 2339}};
  const std::vector<cv::Point2f> to = {{0, 0}, {1654, 40}, {1654, 2310}, {0, 2339}};
  cv::Mat seen;
  cv::warpPerspective(page, seen, cv::getPerspectiveTransform(from, to), page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255));
  const std::vector<LineBox> lines = find_lines(made_of(seen), PictureOptions());
  ASSERT_EQ(lines.size(), 29u);
  for (const LineBox& line : lines) EXPECT_LT(line.box.height, 34);
}

// Not met yet: the flattened table is 2 % too small on its far side.
TEST(ScanPicture, DISABLED_FlattensPerspective) {
  const cv::Mat page = page_with_table();
  const std::vector<cv::Point2f> from = {{0, 0}, {1654, 0}, {1654, 2339}, {0, 2339}};
  const std::vector<cv::Point2f> to = {{20, 10}, {1620, 0}, {1654, 2330}, {0, 2300}};
  cv::Mat seen;
  cv::warpPerspective(page, seen, cv::getPerspectiveTransform(from, to), page.size(), cv::INTER_LINEAR,
                      cv::BORDER_CONSTANT, cv::Scalar(255));
  const Picture picture = make_picture(raster_of(seen), PictureOptions(), false);
  expect_table(picture, 20);
}

TEST(ScanPicture, FindsTheSheetOnADesk) {
  const cv::Mat page = page_with_table() * 0.85;
  const std::vector<cv::Point2f> from = {{0, 0}, {1654, 0}, {1654, 2339}, {0, 2339}};
  const std::vector<cv::Point2f> to = {{60, 70}, {1590, 40}, {1610, 2290}, {30, 2260}};
  cv::Mat seen;
  cv::warpPerspective(page, seen, cv::getPerspectiveTransform(from, to), page.size(), cv::INTER_LINEAR,
                      cv::BORDER_CONSTANT, cv::Scalar(50));
  const Picture picture = make_picture(raster_of(seen), PictureOptions(), false);
  // The sheet fills the page again, so that its rulings lie where they were drawn.
  expect_table(picture, 5);
  EXPECT_NEAR(positions(picture, false)[0], kColumns[0], 8);
  EXPECT_NEAR(positions(picture, true)[0], kRows[0], 8);
}

TEST(ScanPicture, TurnsAPageThatLiesOnItsSide) {
  cv::Mat seen;
  cv::rotate(page_with_table(), seen, cv::ROTATE_90_COUNTERCLOCKWISE);
  const Picture picture = make_picture(raster_of(seen), PictureOptions(), false);
  ASSERT_EQ(picture.gray.cols, 1654);
  expect_table(picture, 1);
  const cv::Vec3d p = picture.to_raster * cv::Vec3d(200, 400, 1);
  EXPECT_NEAR(p[0], 400, 1);
  EXPECT_NEAR(p[1], 1654 - 200, 1);
  const Picture other = make_picture(raster_of(seen), PictureOptions(), true);
  EXPECT_NEAR(positions(other, true)[0], 2339 - kRows.back(), 2);
}

TEST(ScanPicture, BridgesBrokenRulings) {
  cv::Mat page = page_with_table();
  std::mt19937 random(5);
  // Gaps of 1 to 3 mm every 15 mm or so, and specks everywhere.
  for (const int y : kRows) {
    for (int x = 230; x < 1400; x += 90 + static_cast<int>(random() % 60)) {
      cv::rectangle(page, {x, y - 3}, {x + 8 + static_cast<int>(random() % 16), y + 3}, 255, cv::FILLED);
    }
  }
  for (int i = 0; i < 400; ++i) {
    cv::rectangle(page, cv::Rect(static_cast<int>(random() % 1650), static_cast<int>(random() % 2335), 2, 2), 0, cv::FILLED);
  }
  expect_table(make_picture(raster_of(page), PictureOptions(), false), 1);
}

TEST(ScanPicture, ShadowsAndShadedCellsBecomePaper) {
  cv::Mat page = page_with_table();
  for (int y = 402; y < 479; ++y) {
    for (int x = 202; x < 1439; ++x) page.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(page.at<std::uint8_t>(y, x) * 0.75);
  }
  for (int y = 0; y < page.rows; ++y) {
    for (int x = 0; x < page.cols; ++x) {
      page.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(page.at<std::uint8_t>(y, x) * (0.6 + 0.4 * x / page.cols));
    }
  }
  const Picture picture = make_picture(raster_of(page), PictureOptions(), false);
  expect_table(picture, 1);
  EXPECT_GT(picture.gray.at<std::uint8_t>(470, 700), 235);    // in the shaded row
  EXPECT_GT(picture.gray.at<std::uint8_t>(1500, 100), 235);   // in the shadow
  EXPECT_LT(picture.gray.at<std::uint8_t>(400, 700), 100);
}

TEST(ScanPicture, TakesARedSealOut) {
  cv::Mat page;
  cv::cvtColor(page_with_table(), page, cv::COLOR_GRAY2RGB);
  cv::Mat seal(page.size(), CV_8UC3, cv::Scalar(255, 255, 255));
  cv::circle(seal, {900, 700}, 160, cv::Scalar(215, 60, 70), 8);
  cv::circle(seal, {900, 700}, 60, cv::Scalar(215, 60, 70), cv::FILLED);
  page = cv::min(page, seal);
  const Picture picture = make_picture(raster_of(page), PictureOptions(), false);
  expect_table(picture, 1);
  EXPECT_GT(picture.gray.at<std::uint8_t>(740, 900), 220);   // red alone
  EXPECT_LT(picture.gray.at<std::uint8_t>(700, 930), 110);   // the ruling below it
}

TEST(ScanPicture, ErasesRulingsButNotStrokes) {
  cv::Mat page = page_with_table();
  cv::line(page, {500, 470}, {500, 500}, 0, 3);  // a stroke that crosses a ruling
  const Picture picture = make_picture(raster_of(page), PictureOptions(), false);
  EXPECT_GT(picture.erased.at<std::uint8_t>(400, 300), 240);
  EXPECT_GT(picture.erased.at<std::uint8_t>(600, 200), 240);
  EXPECT_GT(picture.erased.at<std::uint8_t>(480, 760), 240);  // a crossing
  EXPECT_LT(picture.erased.at<std::uint8_t>(475, 500), 100);
  EXPECT_LT(picture.erased.at<std::uint8_t>(495, 500), 100);
}

TEST(ScanPicture, CutsCellsIntoLines) {
  const Picture picture = make_picture(raster_of(page_with_table()), PictureOptions(), false);
  const std::vector<LineBox> lines = find_lines(picture, PictureOptions());
  int cells = 0, outside = 0;
  for (const LineBox& line : lines) {
    if (line.cell < 0) {
      ++outside;
      continue;
    }
    ++cells;
    EXPECT_NEAR(line.box.height, 28, 4);
    EXPECT_NEAR(line.em, 29, 5);
  }
  EXPECT_EQ(cells, 27);    // 23 cells, of which 4 have two lines
  EXPECT_EQ(outside, 2);   // the title and the dash
}

TEST(ScanPicture, SpecksAreNoLines) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  std::mt19937 random(3);
  for (int i = 0; i < 500; ++i) {
    cv::rectangle(page, cv::Rect(static_cast<int>(random() % 1650), static_cast<int>(random() % 2335), 2, 2), 0, cv::FILLED);
  }
  text(page, 500, 1000, 8);
  const Picture picture = make_picture(raster_of(page), PictureOptions(), false);
  EXPECT_TRUE(picture.rulings.empty());
  EXPECT_EQ(find_lines(picture, PictureOptions()).size(), 1u);
}

// A line of text with marks around it; `dusty`: the page has more such specks elsewhere.
struct Dust {
  cv::Mat page{2339, 1654, CV_8UC1, cv::Scalar(255)};
  cv::Rect line;

  explicit Dust(bool dusty) {
    text(page, 500, 1000, 20);
    line = cv::boundingRect(255 - page);
    std::mt19937 random(3);
    for (int i = 0; dusty && i < 500; ++i) mark(static_cast<int>(random() % 1600), 1200 + static_cast<int>(random() % 1000), 2);
  }
  void mark(int x, int y, int side) { cv::rectangle(page, cv::Rect(x, y, side, side), 0, cv::FILLED); }
  // Whether a mark of this side so far behind the line, and so far above its foot, is still there.
  bool kept(int behind, int above, int side) {
    const int x = line.br().x + behind, y = line.br().y - above;
    mark(x, y, side);
    erase_specks(page, kDrawnDpi, PictureOptions());
    return page.at<std::uint8_t>(y, x) == 0;
  }
};

TEST(ScanPicture, SpecksOfAFaxAreNoPoints) {
  EXPECT_FALSE(Dust(true).kept(8, 4, 2));
  EXPECT_TRUE(Dust(true).kept(8, 4, 3));    // as black as a point is
  EXPECT_TRUE(Dust(true).kept(0, 12, 2));   // of a stroke
  EXPECT_TRUE(Dust(false).kept(8, 4, 2));   // a clean page has none
}

TEST(ScanPicture, ADarkSpeckFarFromAnyCharacterIsNoPoint) {
  EXPECT_TRUE(Dust(true).kept(12, 4, 4));
  EXPECT_FALSE(Dust(true).kept(45, 4, 4));
  EXPECT_FALSE(Dust(true).kept(8, -16, 4));
  EXPECT_TRUE(Dust(false).kept(45, 4, 4));
}

TEST(ScanPicture, FaintPointsOneAboveTheOtherAreAColon) {
  Dust dust(true);
  dust.mark(dust.line.br().x + 8, dust.line.br().y - 16, 2);
  EXPECT_TRUE(dust.kept(8, 4, 2));
}

TEST(ScanPicture, SpecksBehindALineDoNotLengthenIt) {
  Dust dust(true);
  dust.mark(dust.line.br().x + 8, dust.line.br().y - 4, 2);
  Raster raster = raster_of(dust.page);
  raster.bilevel = true;
  const std::vector<LineBox> lines = find_lines(make_picture(raster, PictureOptions(), false), PictureOptions());
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NEAR(lines[0].box.br().x, dust.line.br().x, 2);
}

TEST(ScanPicture, ARulingFromEdgeToEdgeMakesNoCell) {
  // The edge of the sheet was taken for a ruling, and the desk shows along the other side.
  Picture picture;
  picture.dpi = 200;
  picture.erased = cv::Mat(2339, 1654, CV_8UC1, cv::Scalar(255));
  cv::line(picture.erased, {1620, 0}, {1650, 2338}, 40, 12);
  for (int y = 300; y < 600; y += 60) text(picture.erased, 300, y, 12);
  picture.rulings = {{false, 40, 0, 2338, 3}};
  const std::vector<LineBox> lines = find_lines(picture, PictureOptions());
  EXPECT_EQ(lines.size(), 5u);
  for (const LineBox& line : lines) EXPECT_EQ(line.cell, -1);
}

TEST(ScanPicture, BitsOfTheSheetsEdgeAreNoLines) {
  cv::Mat page = page_with_table();
  const size_t lines = find_lines(make_picture(raster_of(page), PictureOptions(), false), PictureOptions()).size();
  for (const int y : {330, 365, 1200}) cv::rectangle(page, cv::Rect(22, y, 5, 24), 60, cv::FILLED);
  EXPECT_EQ(find_lines(make_picture(raster_of(page), PictureOptions(), false), PictureOptions()).size(), lines);
  cv::rectangle(page, cv::Rect(80, 330, 5, 24), 60, cv::FILLED);   // further inside it may be a digit
  EXPECT_EQ(find_lines(make_picture(raster_of(page), PictureOptions(), false), PictureOptions()).size(), lines + 1);
}

TEST(ScanPicture, APaleFullStopBelongsToItsLine) {
  Picture picture;
  picture.dpi = 200;
  picture.erased = cv::Mat(2339, 1654, CV_8UC1, cv::Scalar(255));
  text(picture.erased, 500, 1000, 8);
  const cv::Rect without = find_lines(picture, PictureOptions()).at(0).box;
  cv::rectangle(picture.erased, cv::Rect(without.x + without.width + 8, without.y + without.height - 12, 9, 9), 185, cv::FILLED);
  const cv::Rect with = find_lines(picture, PictureOptions()).at(0).box;
  EXPECT_EQ(with.x + with.width, without.x + without.width + 17);
  // Not a fold that runs on.
  cv::rectangle(picture.erased, cv::Rect(without.x + without.width + 8, without.y + without.height - 12, 200, 9), 185, cv::FILLED);
  EXPECT_EQ(find_lines(picture, PictureOptions()).at(0).box, without);
}

TEST(ScanPicture, AFullStopAloneOnALineIsOne) {
  Picture picture;
  picture.dpi = 200;
  picture.erased = cv::Mat(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (const int y : {1000, 1045}) text(picture.erased, 500, y, 12);
  const cv::Mat without = picture.erased.clone();
  cv::circle(picture.erased, {504, 1112}, 2, 0, cv::FILLED);
  const std::vector<LineBox> lines = find_lines(picture, PictureOptions());
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_NEAR(lines[2].box.y, 1110, 3);
  // Elsewhere it is a speck.
  picture.erased = without;
  cv::circle(picture.erased, {604, 1112}, 2, 0, cv::FILLED);
  EXPECT_EQ(find_lines(picture, PictureOptions()).size(), 2u);
}

TEST(ScanPicture, ABlankPageHasNothing) {
  for (const int level : {0, 128, 255}) {
    const cv::Mat page(400, 300, CV_8UC1, cv::Scalar(level));
    const Picture picture = make_picture(raster_of(page), PictureOptions(), false);
    EXPECT_TRUE(picture.rulings.empty());
    EXPECT_TRUE(find_lines(picture, PictureOptions()).empty());
  }
  Raster dot;
  dot.width = dot.height = 1;
  dot.dpi = 300;
  dot.pixels = {0};
  EXPECT_TRUE(find_lines(make_picture(dot, PictureOptions(), false), PictureOptions()).empty());
}

}  // namespace
}  // namespace budgetlift
