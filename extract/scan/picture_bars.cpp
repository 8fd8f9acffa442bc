// Two rulings close to each other that a copier has run together are one thick bar.
#include <algorithm>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// 255 where ink goes on along a row for at least `length` pixels.
cv::Mat long_runs(const cv::Mat& gray, int length, int ink_level) {
  cv::Mat runs(gray.size(), CV_8UC1, cv::Scalar(0));
  for (int y = 0; y < gray.rows; ++y) {
    const std::uint8_t* row = gray.ptr(y);
    std::uint8_t* out = runs.ptr(y);
    for (int x = 0; x < gray.cols; ++x) {
      const int start = x;
      while (x < gray.cols && row[x] < ink_level) ++x;
      if (x - start >= length) std::fill(out + start, out + x, std::uint8_t{255});
    }
  }
  return runs;
}

// Whether some of the runs lie above each other for more than `least` mm.
bool is_thicker(const cv::Mat& runs, double per_mm, double least) {
  cv::Mat thick;
  cv::erode(runs, thick, cv::getStructuringElement(cv::MORPH_RECT, {1, static_cast<int>(least * per_mm) + 1}));
  return cv::countNonZero(thick) > 0;
}

// Fills gaps of so few pixels between ink above and below.
cv::Mat without_gaps(const cv::Mat& gray, int gap) {
  if (gap == 0) return gray;
  cv::Mat out;
  cv::morphologyEx(gray, out, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {1, gap + 1}));
  return out;
}

// Bars of ink darker than the level and thicker than `least`, in mm.
std::vector<cv::Rect> find_bars(const cv::Mat& gray, double per_mm, int level, double least, const PictureOptions& options) {
  const cv::Mat runs = long_runs(gray, static_cast<int>(options.bar_length * per_mm), level);
  if (!is_thicker(runs, per_mm, least)) return {};
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(runs, labels, stats, centres, 8, CV_32S);
  std::vector<cv::Rect> out;
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP), stats.at<int>(i, cv::CC_STAT_WIDTH),
                       stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const double filled = static_cast<double>(stats.at<int>(i, cv::CC_STAT_AREA)) / box.area();
    if (box.height <= least * per_mm || box.height > options.bar_most * per_mm || filled < options.bar_filled) continue;
    out.push_back(box);
  }
  return out;
}

}  // namespace

std::vector<cv::Rect> thin_bars(cv::Mat& gray, double dpi, const PictureOptions& options) {
  const double per_mm = dpi / 25.4;
  // Most pages have none, at either level.
  const int gap = static_cast<int>(options.bar_gap * per_mm);
  cv::Mat closed = without_gaps(gray, gap);
  if (!is_thicker(long_runs(closed, static_cast<int>(options.bar_length * per_mm), options.faint_level), per_mm, options.bar_least)) return {};
  std::vector<cv::Rect> out;
  // Two rulings may stand apart but for the gray between them, and are then too thick for pieces of rulings. Where that gray
  // is as light as paper here and there, they would be one in parts, and two in others.
  for (const auto& [level, least] : {std::pair{options.ink_level, options.bar_least}, std::pair{options.faint_level, options.most_thickness}}) {
    if (!out.empty()) closed = without_gaps(gray, gap);
    for (const cv::Rect& box : find_bars(closed, per_mm, level, least, options)) {
      // The fringes, whose runs are shorter, go too.
      const int fringe = 2;
      gray(cv::Rect(box.x, box.y - fringe, box.width, box.height + 2 * fringe) & cv::Rect(0, 0, gray.cols, gray.rows)).setTo(255);
      gray(cv::Rect(box.x, (2 * box.y + box.height) / 2 - 1, box.width, 2)).setTo(0);
      out.push_back(box);
    }
  }
  return out;
}

}  // namespace budgetlift
