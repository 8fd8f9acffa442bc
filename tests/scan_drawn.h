// A page with a table whose rulings are known, for tests of the picture.
#pragma once

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <vector>

#include "extract/scan/picture.h"

namespace budgetlift {

constexpr double kDrawnDpi = 200;

// A4 with a table of 4 columns and 6 rows; the first two cells of the last row are one. In pixels.
inline const std::vector<int> kColumns = {200, 420, 760, 1100, 1440};
inline const std::vector<int> kRows = {400, 480, 560, 700, 780, 860, 940};

// `count` characters with long strokes that could pass for rulings.
void text(cv::Mat& page, int x, int y, int count);

// The texts of the table's cells and beside it.
void add_texts(cv::Mat& page);
cv::Mat page_with_table();

// The same with dashes for rulings; `second_line`: pixels below each lying one where there is another, 0 none.
cv::Mat page_with_dashes(int second_line);

Raster raster_of(const cv::Mat& image);
Picture made_of(const cv::Mat& image);

// Positions of the rulings of one direction, rising.
std::vector<double> positions(const Picture& picture, bool horizontal);

// The table's rulings are there, at the distances at which they were drawn, and nothing else is.
void expect_table(const Picture& picture, double tolerance);

// Each of its rulings goes on from its first to its last point.
void expect_unbroken(const Picture& picture, double tolerance);

}  // namespace budgetlift
