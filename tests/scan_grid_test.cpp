// The grid of a fax: what is drawn where its rulings have gaps, and what is not.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_lanes.h"
#include "extract/scan/picture_sides.h"
#include "tests/scan_drawn.h"

namespace budgetlift {
namespace {

// Specks between a border and the characters below it: their ink is one.
TEST(ScanGrid, SpecksHangABorderOnText) {
  cv::Mat page = page_with_dashes(0);
  for (int x = kColumns[1] + 20; x < kColumns[1] + 160; x += 7) {
    for (int y = kRows[0] + 2; y < kRows[0] + 22; y += 4) cv::rectangle(page, cv::Rect(x, y, 2, 2), 0, cv::FILLED);
  }
  const Picture picture = made_of(page);
  expect_table(picture, 2);
  expect_unbroken(picture, 5);
}

// Nothing is left of one side of a cell.
TEST(ScanGrid, ARulingGoesOnBeyondACell) {
  cv::Mat page = page_with_dashes(0);
  cv::rectangle(page, {kColumns[2] - 4, kRows[3] + 4}, {kColumns[2] + 4, kRows[4] - 4}, 255, cv::FILLED);
  const Picture picture = made_of(page);
  expect_table(picture, 2);
  expect_unbroken(picture, 5);
}

// The page's rulings are whole but for one side, of which only bits are left.
TEST(ScanGrid, AGapAmongWholeRulingsOfAFax) {
  cv::Mat page = page_with_table();
  cv::rectangle(page, {kColumns[2] - 4, kRows[3] + 4}, {kColumns[2] + 4, kRows[4] - 4}, 255, cv::FILLED);
  for (int y = kRows[3] + 10; y < kRows[4] - 4; y += 18) cv::rectangle(page, cv::Rect(kColumns[2] - 1, y, 2, 3), 0, cv::FILLED);
  const Picture picture = made_of(page);
  expect_table(picture, 2);
  expect_unbroken(picture, 5);
}

// A line between two others that cross it, with marks in so many of 18 blocks.
struct Crossed {
  std::vector<Line> lines = std::vector<Line>(3), others = std::vector<Line>(2);
  Marks marks;

  explicit Crossed(int marked) {
    for (size_t i = 0; i < lines.size(); ++i) {
      Line& line = lines[i];
      line.at = 40.0 * static_cast<double>(i);
      line.on = {1}, line.faint = {0}, line.evidence = {20}, line.lost = {5};
      if (i != 1) line.found.emplace_back();
    }
    others[0].at = 0, others[1].at = 80;
    for (Line& other : others) other.on = {1, 1};
    marks.step = 4;
    marks.bits = cv::Mat(81, 20, CV_8UC1, cv::Scalar(0));
    for (int b = 1; b <= marked; ++b) marks.bits.at<std::uint8_t>(40, b) = dot;
  }

  bool drop(double poor) { return drop_poor(lines, others, marks, poor, 0.75, 24, PictureOptions()); }
};

TEST(ScanGrid, ALineWithLessInkThanThePagesRulingsIsOfText) {
  Crossed of_text(8), of_rulings(14), faint_page(8);
  EXPECT_TRUE(of_text.drop(13));
  EXPECT_FALSE(of_text.lines[1].on[0]);
  EXPECT_TRUE(of_text.lines[0].on[0]);  // it had been found
  EXPECT_FALSE(of_rulings.drop(13));
  EXPECT_FALSE(faint_page.drop(0));
  EXPECT_GT(least_of_poor(0.75, 0.02, PictureOptions()), 5);
  EXPECT_EQ(least_of_poor(0.3, 0.02, PictureOptions()), 0);
  EXPECT_EQ(least_of_poor(0.75, 0.3, PictureOptions()), 0);
}

TEST(ScanGrid, ALineThatHangsOnNothingIsNone) {
  Crossed crossed(18);
  EXPECT_FALSE(crossed.drop(0));
  for (Line& other : crossed.others) other.on = {0, 0};
  EXPECT_TRUE(crossed.drop(0));
  EXPECT_FALSE(crossed.lines[1].on[0]);
}

// Two words in a row of 60 pixels along, 10 pixels for each mm, with so many pixels across between them.
struct Words {
  cv::Mat text = cv::Mat(300, 60, CV_8UC1, cv::Scalar(0)), ink = text.clone();

  explicit Words(int gap, int second_at = 20) {
    write(text, 20, 80, 20);
    write(text, 80 + gap, 80 + gap + 60, second_at);
    ink = text.clone();
  }
  static void write(cv::Mat& to, int top, int bottom, int from) { to(cv::Rect(from, top, 20, bottom - top)).setTo(1); }
  std::vector<CellLane> lanes() const { return lanes_between(text, ink, 0, 60, 10, PictureOptions()); }
};

TEST(ScanGrid, ALaneRunsBetweenTwoWordsOfALine) {
  const Words words(70);
  ASSERT_EQ(words.lanes().size(), 1U);
  EXPECT_EQ(words.lanes()[0].start, 80);
  EXPECT_EQ(words.lanes()[0].end, 150);
  EXPECT_TRUE(Words(35).lanes().empty()) << "a word space, or a full-width mark";
  EXPECT_TRUE(Words(70, 40).lanes().empty()) << "words of two lines";
}

// Lines of text below each other, 20 pixels high, in two columns of 100 pixels, with 10 pixels for each mm.
std::vector<CellLane> row_lanes(const std::vector<int>& tops) {
  Direction d;
  d.view.per_mm = 10;
  Marks marks;
  marks.text = cv::Mat(1000, 202, CV_8UC1, cv::Scalar(0));
  for (const int top : tops) marks.text(cv::Rect(20, top, 60, 20)).setTo(1);
  for (int top = 100; top < 300; top += 35) marks.text(cv::Rect(120, top, 60, 20)).setTo(1);
  std::vector<Line> columns(3);
  for (size_t k = 0; k < 3; ++k) columns[k].at = 100.0 * static_cast<double>(k);
  const Lanes lanes = row_lanes_of(d, marks, columns, PictureOptions());
  EXPECT_TRUE(lanes.at(1).empty()) << "lines of one cell";
  return lanes.at(0);
}

TEST(ScanGrid, ALaneRunsBetweenLinesThatAreFartherApartThanThoseOfACell) {
  const std::vector<CellLane> lanes = row_lanes({100, 135, 175, 210});
  ASSERT_EQ(lanes.size(), 1U);
  EXPECT_EQ(lanes[0].start, 155);
  EXPECT_EQ(lanes[0].end, 175);
}

TEST(ScanGrid, ASideInALaneIsDrawnOnTheLineThatGoesOn) {
  std::vector<Line> lines(2);
  lines[0].at = 10, lines[1].at = 20;
  for (Line& line : lines) line.on = {0, 0, 0}, line.evidence = line.lost = {0, -1, 0};
  lines[1].evidence = {9, -2, 9};
  add_lanes(lines, {{}, {{5, 30}}, {}}, PictureOptions());
  EXPECT_EQ(lines[0].evidence[1], -1);
  EXPECT_GT(lines[1].evidence[1], 0);
}

TEST(ScanGrid, ACharacterThatHangsOnARulingFillsALane) {
  Words character(70), ruling(70);
  character.ink(cv::Rect(10, 95, 30, 40)).setTo(1);
  EXPECT_TRUE(character.lanes().empty());
  ruling.ink(cv::Rect(10, 110, 12, 3)).setTo(1);
  EXPECT_EQ(ruling.lanes().size(), 1U);
}

}  // namespace
}  // namespace budgetlift
