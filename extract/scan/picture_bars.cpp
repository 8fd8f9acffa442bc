// Two rulings close to each other that a copier has run together are one thick bar.
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {

std::vector<cv::Rect> thin_bars(cv::Mat& gray, double dpi, bool horizontal, const PictureOptions& options) {
  const double per_mm = dpi / 25.4;
  const int length = static_cast<int>(options.bar_length * per_mm);
  cv::Mat ink, runs, labels, stats, centres;
  cv::threshold(gray, ink, options.ink_level, 255, cv::THRESH_BINARY_INV);
  cv::morphologyEx(ink, runs, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, horizontal ? cv::Size(length, 1) : cv::Size(1, length)));
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
