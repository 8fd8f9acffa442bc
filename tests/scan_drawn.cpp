// What tests/scan_drawn.h promises.
#include "tests/scan_drawn.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace budgetlift {
namespace {

void character(cv::Mat& page, int x, int y, int side) {
  // Strokes of 中 and 二: long ones that could pass for rulings.
  cv::rectangle(page, {x, y + side / 5}, {x + side - 2, y + side * 3 / 5}, 0, 2);
  cv::line(page, {x + side / 2, y}, {x + side / 2, y + side - 1}, 0, 2);
}

void dashes(cv::Mat& page, cv::Point from, cv::Point to, int dash, int gap, int thick) {
  const bool horizontal = from.y == to.y;
  const int begin = horizontal ? from.x : from.y, end = horizontal ? to.x : to.y;
  for (int at = begin; at < end; at += dash + gap) {
    const int stop = std::min(at + dash, end);
    if (horizontal) cv::line(page, {at, from.y}, {stop, from.y}, 0, thick);
    else cv::line(page, {from.x, at}, {from.x, stop}, 0, thick);
  }
}

}  // namespace

void text(cv::Mat& page, int x, int y, int count) {
  for (int i = 0; i < count; ++i) character(page, x + i * 30, y, 27);
}

void add_texts(cv::Mat& page) {
  for (size_t r = 0; r + 1 < kRows.size(); ++r) {
    for (size_t c = 0; c + 1 < kColumns.size(); ++c) {
      if (r == 5 && c == 1) continue;
      text(page, kColumns[c] + 15, kRows[r] + 20, 5);
      if (r == 2) text(page, kColumns[c] + 15, kRows[r] + 62, 3);
    }
  }
  text(page, 500, 250, 12);
  cv::line(page, {820, 2150}, {836, 2150}, 0, 3);  // a lone dash
}

cv::Mat page_with_table() {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  add_texts(page);
  for (size_t r = 0; r < kRows.size(); ++r) cv::line(page, {kColumns.front(), kRows[r]}, {kColumns.back(), kRows[r]}, 0, 2);
  for (size_t c = 0; c < kColumns.size(); ++c) {
    cv::line(page, {kColumns[c], kRows.front()}, {kColumns[c], kRows[c == 1 ? 5 : 6]}, 0, 2);
  }
  return page;
}

cv::Mat page_with_dashes(int second_line) {
  cv::Mat page(2339, 1654, CV_8UC1, cv::Scalar(255));
  add_texts(page);
  for (const int shift : second_line ? std::vector{0, second_line} : std::vector{0}) {
    for (const int y : kRows) dashes(page, {kColumns.front(), y + shift}, {kColumns.back(), y + shift}, 12, 6, 2);
    for (size_t c = 0; c < kColumns.size() && shift == 0; ++c) {
      dashes(page, {kColumns[c] + shift, kRows.front()}, {kColumns[c] + shift, kRows[c == 1 ? 5 : 6]}, 12, 6, 2);
    }
  }
  return page;
}

Raster raster_of(const cv::Mat& image) {
  Raster raster;
  raster.width = image.cols;
  raster.height = image.rows;
  raster.channels = image.channels();
  raster.dpi = raster.true_dpi = kDrawnDpi;
  const cv::Mat whole = image.isContinuous() ? image : image.clone();
  raster.pixels.assign(whole.data, whole.data + whole.total() * whole.elemSize());
  return raster;
}

Picture made_of(const cv::Mat& image) { return make_picture(raster_of(image), PictureOptions(), false); }

std::vector<double> positions(const Picture& picture, bool horizontal) {
  std::vector<double> out;
  for (const PixelRuling& r : picture.rulings) {
    if (r.horizontal == horizontal && (out.empty() || r.position - out.back() > 1)) out.push_back(r.position);
  }
  std::sort(out.begin(), out.end());
  return out;
}

// The table's rulings are there, at the distances at which they were drawn, and nothing else is.
void expect_table(const Picture& picture, double tolerance) {
  for (const bool horizontal : {true, false}) {
    const std::vector<int>& drawn = horizontal ? kRows : kColumns;
    const std::vector<double> found = positions(picture, horizontal);
    ASSERT_EQ(found.size(), drawn.size()) << (horizontal ? "horizontal" : "vertical");
    for (size_t i = 0; i < drawn.size(); ++i) {
      EXPECT_NEAR(found[i] - found[0], drawn[i] - drawn[0], tolerance) << i;
    }
  }
  // The merged cell is not cut: the second vertical ruling ends above the last row.
  const double x = positions(picture, false)[1], y = positions(picture, true)[5];
  for (const PixelRuling& r : picture.rulings) {
    if (!r.horizontal && std::abs(r.position - x) < 1) {
      EXPECT_NEAR(r.end, y, 1);
    }
  }
}

void expect_unbroken(const Picture& picture, double tolerance) {
  const double top = positions(picture, true).front(), left = positions(picture, false).front();
  for (const PixelRuling& r : picture.rulings) {
    const bool merged = !r.horizontal && std::abs(r.position - left - (kColumns[1] - kColumns[0])) < 3;
    const double length = r.horizontal ? kColumns.back() - kColumns.front() : (merged ? kRows[5] : kRows[6]) - kRows[0];
    EXPECT_NEAR(r.end - r.start, length, tolerance) << (r.horizontal ? "horizontal " : "vertical ") << r.position - (r.horizontal ? top : left);
  }
}

}  // namespace budgetlift
