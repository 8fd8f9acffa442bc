// Rulings as tables have them beside whole ones, and what a scanner adds that looks like some.
#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <random>

#include "extract/scan/picture_parts.h"
#include "extract/scan/picture_tracks.h"
#include "tests/scan_drawn.h"

namespace budgetlift {
namespace {

TEST(ScanDesigns, DashedRulings) { expect_table(made_of(page_with_dashes(0)), 2); }

TEST(ScanDesigns, SecondLineOfADoubledRulingLeavesNoText) {
  const Picture picture = made_of(page_with_dashes(7));
  for (const LineBox& line : find_lines(picture, PictureOptions())) {
    if (line.cell < 0) continue;
    EXPECT_GT(line.box.height, 20) << line.box;
  }
}

TEST(ScanDesigns, MarksOfTheGlassAreNoRulings) {
  cv::Mat page = page_with_table();
  for (const int x : {310, 905, 1502}) cv::line(page, {x, 0}, {x, page.rows}, 205, 2);
  expect_table(made_of(page), 1);
}

TEST(ScanDesigns, AMarkOfTheGlassBesideARulingGoes) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (int y = 300; y < 2000; y += 60) text(page, 200, y, 10);
  cv::line(page, {905, 700}, {905, 1500}, 0, 3);
  cv::line(page, {900, 0}, {900, page.rows}, 0, 2);
  const Picture picture = made_of(page);
  for (int x = 898; x <= 902; ++x) EXPECT_GT(picture.gray.at<std::uint8_t>(100, x), 200) << x;
}

TEST(ScanDesigns, TheOtherSideOfTheSheetMakesNoTable) {
  cv::Mat behind;
  cv::flip(page_with_table(), behind, 1);
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (int y = 300; y < 2000; y += 60) text(page, 200, y, 40);
  cv::Mat faint;
  behind.convertTo(faint, CV_8U, 0.18, 255 * 0.82);
  cv::GaussianBlur(faint, faint, {0, 0}, 1.2);
  EXPECT_TRUE(made_of(cv::min(page, faint)).rulings.empty());
}

// Gray of a fax, darker to the right: dots that run together.
TEST(ScanDesigns, ShadedCellsOfAFax) {
  cv::Mat page = page_with_table();
  std::mt19937 random(11);
  for (int y = kRows[0] + 2; y < kRows[1] - 1; ++y) {
    for (int x = kColumns[0] + 2; x < kColumns[4] - 1; ++x) {
      const double dark = 0.1 + 0.25 * (x - kColumns[0]) / (kColumns[4] - kColumns[0]);
      if (random() % 1000 < 1000 * dark) page.at<std::uint8_t>(y, x) = 0;
    }
  }
  const Picture picture = made_of(page);
  expect_table(picture, 1);
  int in_row = 0;
  for (const LineBox& line : find_lines(picture, PictureOptions())) in_row += line.cell >= 0 && line.box.y < kRows[1] - 20 && line.box.y > kRows[0] - 20;
  EXPECT_EQ(in_row, 4);
}

// The last row goes on over the page: nothing closes it, and one of its rulings is broken.
TEST(ScanDesigns, RulingsThatEndInNothingEndEvenly) {
  cv::Mat page = page_with_table();
  cv::rectangle(page, {kColumns[0] - 5, kRows[6] - 2}, {kColumns[4] + 5, kRows[6] + 2}, 255, cv::FILLED);
  cv::rectangle(page, {kColumns[2] - 3, kRows[5] + 38}, {kColumns[2] + 3, kRows[5] + 62}, 255, cv::FILLED);
  const Picture picture = made_of(page);
  int ends = 0;
  for (const PixelRuling& r : picture.rulings) ends += !r.horizontal && r.end > kRows[6] - 8;
  EXPECT_EQ(ends, 4);
}

TEST(ScanDesigns, AStrokeInLineWithARulingIsNotItsEnd) {
  const auto track = [](double position, double start, double end) {
    Track out{position, 2, {Stretch{}}};
    out.stretches[0].start = start, out.stretches[0].end = end, out.stretches[0].accepted = true;
    return out;
  };
  const std::vector<Track> lying = {track(0, 100, 500), track(100, 100, 500), track(400, 100, 500)};
  Direction d;
  d.view.per_mm = 8;
  d.inking = Inking::dashed;
  auto end_of = [&](double end, double table_end) {
    std::vector<Track> upright = {track(100, 0, table_end), track(300, 0, end), track(500, 0, table_end)};
    cut_loose_ends(d, upright, lying, PictureOptions());
    return upright[1].stretches[0].end;
  };
  EXPECT_EQ(end_of(140, 400), 100);
  EXPECT_EQ(end_of(180, 400), 180);   // too long for a stroke
  EXPECT_EQ(end_of(140, 140), 140);   // where the page cuts the table all end
  d.inking = Inking::broken;
  EXPECT_EQ(end_of(140, 400), 140);
}

// The left sides of two tables without borders stand in line; nothing is drawn between the tables but, if asked for, there.
TEST(ScanDesigns, TwoTablesRightBelowEachOtherAreTwo) {
  const auto pieces_of_left_side = [](bool drawn) {
    cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
    auto ruling = [&](cv::Rect box) { cv::rectangle(page, box, 0, cv::FILLED); };
    for (const int y : {480, 560, 640, 800, 880}) ruling({200, y - 1, 1240, 2});
    for (const int x : {420, 900}) ruling({x - 1, 400, 2, 314});
    for (const int x : {420, 700, 1100}) ruling({x - 1, 732, 2, 240});
    if (drawn) ruling({419, 700, 2, 50});
    for (const int y : {410, 500, 580, 660, 740, 820, 900}) text(page, 230, y, 4), text(page, 450, y, 6);
    const Picture picture = made_of(page);
    return std::count_if(picture.rulings.begin(), picture.rulings.end(), [](const PixelRuling& r) { return !r.horizontal && std::abs(r.position - 420) < 3; });
  };
  EXPECT_EQ(pieces_of_left_side(false), 2);
  EXPECT_EQ(pieces_of_left_side(true), 1);
}

TEST(ScanDesigns, StrokesThatMeetInACornerOfACellAreNoCell) {
  cv::Mat page = page_with_table();
  const cv::Point at(kColumns[2], kRows[2]);
  cv::rectangle(page, {at.x + 3, at.y + 3}, {at.x + 90, at.y + 60}, 255, cv::FILLED);
  cv::line(page, {at.x, at.y + 32}, {at.x + 64, at.y + 32}, 0, 2);
  cv::line(page, {at.x + 64, at.y}, {at.x + 64, at.y + 32}, 0, 2);
  expect_table(made_of(page), 1);
}

// Nothing closes the first row above, and no longer ruling ends there with the two that part it.
TEST(ScanDesigns, RulingsOfAFirstRowWithoutBorderProveEachOther) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  auto ruling = [&](cv::Rect box) { cv::rectangle(page, box, 0, cv::FILLED); };
  for (const int y : {450, 530, 610, 690}) ruling({200, y - 1, 1240, 2});
  for (const int x : {800, 1000}) ruling({x - 1, 404, 2, 47});
  for (const int x : {500, 900}) ruling({x - 1, 530, 2, 80});
  for (const int y : {410, 555}) text(page, 230, y, 7);
  const Picture picture = made_of(page);
  for (const int x : {800, 1000}) {
    const auto n = std::count_if(picture.rulings.begin(), picture.rulings.end(), [&](const PixelRuling& r) {
      return !r.horizontal && std::abs(r.position - x) < 3 && std::abs(r.start - 404) < 4 && std::abs(r.end - 450) < 4;
    });
    EXPECT_EQ(n, 1) << x;
  }
}

// The same with two cells only, which one ruling parts.
TEST(ScanDesigns, TheOnlySideOfAFirstRowWithoutBorder) {
  const auto sides = [](int top) {
    cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
    auto ruling = [&](cv::Rect box) { cv::rectangle(page, box, 0, cv::FILLED); };
    for (const int y : {450, 530, 610, 690}) ruling({200, y - 1, 1240, 2});
    for (const int x : {400, 900}) ruling({x - 1, 450, 2, 240});
    ruling({499, top, 2, 450 - top});
    for (const int y : {410, 475, 555, 635}) text(page, 230, y, 4), text(page, 600, y, 7);
    const Picture picture = made_of(page);
    return std::count_if(picture.rulings.begin(), picture.rulings.end(), [](const PixelRuling& r) { return !r.horizontal && std::abs(r.position - 500) < 3; });
  };
  EXPECT_EQ(sides(402), 1);
  EXPECT_EQ(sides(425), 0);   // a stroke
}

// The only row of a table on its page: short rulings that nothing closes below, one of them with a stroke of text in line.
TEST(ScanDesigns, SidesOfARowThatThePageCuts) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  auto ruling = [&](cv::Rect box) { cv::rectangle(page, box, 0, cv::FILLED); };
  for (const int y : {400, 500, 600}) ruling({200, y - 1, 1200, 2});
  for (const int x : {200, 1400}) ruling({x - 1, 400, 2, 261});
  const std::vector<int> columns = {500, 800, 1100};
  for (const int x : columns) ruling({x - 1, 600, 2, 61});
  ruling({799, 544, 2, 43});
  for (const int y : {430, 530}) text(page, 300, y, 12);
  const Picture picture = made_of(page);
  for (const int x : columns) {
    const auto n = std::count_if(picture.rulings.begin(), picture.rulings.end(), [&](const PixelRuling& r) {
      return !r.horizontal && std::abs(r.position - x) < 3 && r.start > 590 && r.end > 650;
    });
    EXPECT_EQ(n, 1) << x;
  }
}

// A copier has run two rulings together.
TEST(ScanDesigns, AThickBarIsARuling) {
  cv::Mat page = page_with_table();
  cv::rectangle(page, {kColumns[0], kRows[2] - 6}, {kColumns[4], kRows[2] + 6}, 0, cv::FILLED);
  expect_table(made_of(page), 2);
}

TEST(ScanDesigns, LittleIsLeftOfASide) {
  cv::Mat page = page_with_dashes(0);
  cv::rectangle(page, {kColumns[2] - 4, kRows[2] + 4}, {kColumns[2] + 4, kRows[3] - 16}, 255, cv::FILLED);
  expect_table(made_of(page), 2);
  for (const PixelRuling& r : made_of(page).rulings) {
    if (!r.horizontal) {
      EXPECT_LT(r.start, kRows[0] + 5) << r.position;
    }
  }
}

TEST(ScanDesigns, AFaxThatLostMostOfItsRulings) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (const int y : kRows) cv::line(page, {kColumns.front(), y}, {kColumns.back(), y}, 0, 2);
  for (size_t c = 0; c < kColumns.size(); ++c) cv::line(page, {kColumns[c], kRows.front()}, {kColumns[c], kRows[c == 1 ? 5 : 6]}, 0, 2);
  std::mt19937 random(11);
  for (int y = kRows.front() - 4; y < kRows.back() + 4; y += 4) {
    for (int x = kColumns.front() - 4; x < kColumns.back() + 4; x += 4) {
      if (random() % 100 < (y > kRows[2] && y < kRows[4] ? 91U : 75U)) cv::rectangle(page, cv::Rect(x, y, 4, 4), 255, cv::FILLED);
    }
  }
  add_texts(page);
  for (int i = 0; i < 400; ++i) {
    cv::rectangle(page, cv::Rect(static_cast<int>(random() % 1650), static_cast<int>(random() % 2335), 2, 2), 0, cv::FILLED);
  }
  const Picture picture = made_of(page);
  expect_table(picture, 2);
  expect_unbroken(picture, 4);   // nor do they break off within the table
}

TEST(ScanDesigns, AStrokeBeyondAnOpenEdgeIsNoPartOfARuling) {
  const auto track = [](double position, double start, double end) {
    Track out{position, 2, {Stretch{}}};
    out.stretches[0].start = start, out.stretches[0].end = end, out.stretches[0].accepted = true;
    return out;
  };
  const std::vector<Track> lying = {track(100, 50, 500), track(200, 50, 500)};
  Direction d;
  d.view.per_mm = 8;
  d.view.across = d.view.ink = d.view.gray = cv::Mat(600, 600, CV_8UC1, cv::Scalar(0));
  d.usual_cover = 0.9;
  auto start_of = [&](double start) {
    std::vector<Track> upright = {track(100, start, 250), track(300, 60, 250), track(400, 61, 250)};
    even_ends(d, upright, lying, PictureOptions());
    return upright[0].stretches[0].start;
  };
  EXPECT_NEAR(start_of(30), 60, 1);
  EXPECT_NEAR(start_of(60), 60, 1);
}

TEST(ScanDesigns, RulingsOfAPhotoThatAreHardlyDarkerThanPaper) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  for (const int y : kRows) cv::line(page, {kColumns.front(), y}, {kColumns.back(), y}, 212, 2);
  for (size_t c = 0; c < kColumns.size(); ++c) cv::line(page, {kColumns[c], kRows.front()}, {kColumns[c], kRows[c == 1 ? 5 : 6]}, 212, 2);
  add_texts(page);
  cv::Mat noise(page.size(), CV_16SC1);
  cv::theRNG().state = 7;
  cv::randn(noise, 0, 6);
  cv::add(page, noise, page, cv::noArray(), CV_8U);
  expect_table(made_of(page), 2);
}

TEST(ScanDesigns, SheetThatLeavesThePicture) {
  const cv::Mat page = page_with_table() * 0.85;
  const std::vector<cv::Point2f> from = {{0, 0}, {1654, 0}, {1654, 2339}, {0, 2339}};
  const std::vector<cv::Point2f> to = {{-40, 60}, {1590, 40}, {1610, 2290}, {70, 2260}};
  cv::Mat seen;
  cv::warpPerspective(page, seen, cv::getPerspectiveTransform(from, to), page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(50));
  const Picture picture = made_of(seen);
  expect_table(picture, 8);
  for (const LineBox& line : find_lines(picture, PictureOptions())) EXPECT_LT(line.box.height, 60) << line.box;
}

TEST(ScanDesigns, TheSheetsEdgeIsNoText) {
  cv::Mat page = page_with_table();
  // A dark rim that is a part of no ruling, and bends.
  const std::vector<cv::Point> rim = {{12, 3}, {30, 1200}, {14, 2330}, {1645, 2325}};
  cv::polylines(page, std::vector<std::vector<cv::Point>>{rim}, false, 0, 6);
  for (const LineBox& line : find_lines(made_of(page), PictureOptions())) EXPECT_LT(line.box.height, 60) << line.box;
}

// Crowded rows: characters hang on the rulings all along.
TEST(ScanDesigns, TextThatHangsOnARulingDoesNotBreakIt) {
  cv::Mat page = page_with_table();
  for (const int y : kRows) {
    for (size_t c = 0; c + 1 < kColumns.size(); ++c) {
      for (int x = kColumns[c] + 20; x < kColumns[c + 1] - 20; x += 26) {
        cv::rectangle(page, cv::Rect(x, y, 8, 16), 0, cv::FILLED);
        cv::rectangle(page, cv::Rect(x + 9, y - 13, 15, 8), 0, cv::FILLED);  // the row above comes as near
      }
    }
  }
  cv::GaussianBlur(page, page, {3, 3}, 0);  // no page of black and white alone
  const Picture picture = made_of(page);
  expect_table(picture, 2);
  expect_unbroken(picture, 5);
}

// The gray between two rulings is as light as paper here and there: no longer two, and not yet one.
TEST(ScanDesigns, TwoRulingsThatRunTogetherInPartsAreABar) {
  cv::Mat gray(400, 800, CV_8UC1, cv::Scalar(255));
  cv::rectangle(gray, cv::Rect(50, 200, 700, 11), 80, cv::FILLED);
  for (int x = 50; x < 750; ++x) gray.at<std::uint8_t>(205, x) = x % 30 < 8 ? 225 : 195;
  const std::vector<cv::Rect> bars = thin_bars(gray, kDrawnDpi, PictureOptions());
  ASSERT_EQ(bars.size(), 1u);
  EXPECT_NEAR(bars[0].width, 700, 4);
  EXPECT_EQ(gray.at<std::uint8_t>(202, 300), 255);
  EXPECT_EQ(gray.at<std::uint8_t>(205, 300), 0);
  // Thinner, their edges fray: too thick for a ruling in parts, and nowhere for long thicker than one.
  gray.setTo(255);
  cv::rectangle(gray, cv::Rect(50, 200, 700, 10), 80, cv::FILLED);
  for (int x = 50; x < 750; ++x) {
    gray.at<std::uint8_t>(204, x) = 180;
    if (x % 30 < 22) gray.at<std::uint8_t>(210, x) = 200;
  }
  EXPECT_EQ(thin_bars(gray, kDrawnDpi, PictureOptions()).size(), 1u);
}

}  // namespace
}  // namespace budgetlift
