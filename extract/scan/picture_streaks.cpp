// Streaks that dirt on a scanner's glass leaves: straight along the picture from edge to edge, which no ruling is.
#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// How much darker than its surroundings each column is on the way from edge to edge; 0 where it is no streak's.
std::vector<int> streak_columns(const cv::Mat& gray, double per_mm, const PictureOptions& options) {
  std::vector<int> out(static_cast<size_t>(gray.cols), 0);
  const int block = std::max(1, static_cast<int>(options.streak_block * per_mm));
  const int reach = std::max(2, static_cast<int>(options.streak_width * per_mm));
  const int blocks = gray.rows / block, margin = static_cast<int>(options.streak_margin / options.streak_block);
  if (blocks < 3 * margin || gray.cols < 3 * reach) return out;
  cv::Mat means;
  cv::resize(gray, means, {gray.cols, blocks}, 0, 0, cv::INTER_AREA);
  std::vector<int> depths;
  for (int x = reach; x + reach < gray.cols; ++x) {
    int all = 0, alone = 0, head = 0, tail = 0;
    depths.clear();
    for (int b = 0; b < blocks; ++b) {
      const std::uint8_t* row = means.ptr(b);
      const auto [darker, lighter] = std::minmax(row[x - reach], row[x + reach]);
      const int depth = lighter - row[x];   // a ruling may run along it on one side, but hardly all the way
      depths.push_back(depth);
      alone += darker - row[x] >= options.streak_depth;
      if (depth < options.streak_depth) continue;
      ++all;
      head += b < margin;
      tail += b >= blocks - margin;
    }
    const double share = options.streak_share;
    if (all < share * blocks || 2 * alone < blocks || head < share * margin || tail < share * margin) continue;
    std::nth_element(depths.begin(), depths.begin() + blocks / 2, depths.end());
    out[static_cast<size_t>(x)] = depths[static_cast<size_t>(blocks / 2)];
  }
  return out;
}

}  // namespace

void erase_streaks(cv::Mat& gray, double dpi, const PictureOptions& options) {
  const std::vector<int> down = streak_columns(gray, dpi / 25.4, options);
  cv::Mat turned;
  cv::transpose(gray, turned);
  const std::vector<int> over = streak_columns(turned, dpi / 25.4, options);
  for (int x = 0; x < gray.cols; ++x) {
    if (down[static_cast<size_t>(x)] > 0) gray.col(x) += down[static_cast<size_t>(x)];
  }
  for (int y = 0; y < gray.rows; ++y) {
    if (over[static_cast<size_t>(y)] > 0) gray.row(y) += over[static_cast<size_t>(y)];
  }
}

}  // namespace budgetlift
