// Two rulings close to each other that a copier has run together are one thick bar.
#include <algorithm>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// 255 where ink goes on for at least `length` pixels.
cv::Mat long_runs(const cv::Mat& gray, int length, bool horizontal, const PictureOptions& options) {
  cv::Mat seen = gray;
  if (!horizontal) cv::transpose(gray, seen);
  cv::Mat runs(seen.size(), CV_8UC1, cv::Scalar(0));
  for (int y = 0; y < seen.rows; ++y) {
    const std::uint8_t* row = seen.ptr(y);
    std::uint8_t* out = runs.ptr(y);
    for (int x = 0; x < seen.cols;) {
      const int start = x;
      while (x < seen.cols && row[x] < options.ink_level) ++x;
      if (x - start >= length) std::fill(out + start, out + x, std::uint8_t{255});
      ++x;
    }
  }
  if (!horizontal) cv::transpose(runs, runs);
  return runs;
}

}  // namespace

std::vector<cv::Rect> thin_bars(cv::Mat& gray, double dpi, bool horizontal, const PictureOptions& options) {
  const double per_mm = dpi / 25.4;
  const int length = static_cast<int>(options.bar_length * per_mm);
  cv::Mat runs = long_runs(gray, length, horizontal, options), labels, stats, centres;
  // Most pages have none.
  const int least = static_cast<int>(options.bar_least * per_mm) + 1;
  cv::Mat thick_ones;
  cv::erode(runs, thick_ones, cv::getStructuringElement(cv::MORPH_RECT, horizontal ? cv::Size(1, least) : cv::Size(least, 1)));
  if (cv::countNonZero(thick_ones) == 0) return {};
  const int count = cv::connectedComponentsWithStats(runs, labels, stats, centres, 8, CV_32S);
  std::vector<cv::Rect> out;
  for (int i = 1; i < count; ++i) {
    cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP), stats.at<int>(i, cv::CC_STAT_WIDTH),
                 stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const int thick = horizontal ? box.height : box.width, along = horizontal ? box.width : box.height;
    const double filled = static_cast<double>(stats.at<int>(i, cv::CC_STAT_AREA)) / (static_cast<double>(thick) * along);
    if (thick <= options.bar_least * per_mm || thick > options.bar_most * per_mm || filled < options.bar_filled) continue;
    out.push_back(box);
  }
  // Only the middle stays; the fringes, whose runs are shorter, go too.
  for (const cv::Rect& box : out) {
    const int fringe = 2, middle = (horizontal ? box.y + box.y + box.height : box.x + box.x + box.width) / 2;
    cv::Rect all = horizontal ? cv::Rect(box.x, box.y - fringe, box.width, box.height + 2 * fringe)
                              : cv::Rect(box.x - fringe, box.y, box.width + 2 * fringe, box.height);
    all &= cv::Rect(0, 0, gray.cols, gray.rows);
    const cv::Rect kept = horizontal ? cv::Rect(box.x, middle - 1, box.width, 2) : cv::Rect(middle - 1, box.y, 2, box.height);
    gray(all).setTo(255);
    gray(kept).setTo(0);
  }
  return out;
}

}  // namespace budgetlift
