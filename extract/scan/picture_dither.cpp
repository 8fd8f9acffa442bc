// Shaded cells of a bilevel scan: a fax has made dots of their gray.
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// Makes parts of `ink` white in `gray` that are no larger than `side` and lie where `where` is set; their number in each
// pixel of `counts`, which is smaller than `ink`.
void small_parts(const cv::Mat& ink, int side, cv::Mat* counts, cv::Mat* gray, const cv::Mat& where) {
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (box.width > side || box.height > side) continue;
    if (counts) counts->at<float>(box.y * counts->rows / ink.rows, box.x * counts->cols / ink.cols) += 1;
    if (gray && where.at<std::uint8_t>(box.y, box.x)) (*gray)(box).setTo(255, labels(box) == i);
  }
}

// Share of pixels over a square of `side` that differ from the next one to the right or below: of strokes few do, of
// shading most.
cv::Mat restless(const cv::Mat& ink, const cv::Size& cells, int side) {
  cv::Mat changes(ink.size(), CV_8UC1, cv::Scalar(0)), across, down, out;
  const cv::Rect inner(0, 0, ink.cols - 1, ink.rows - 1);
  cv::bitwise_xor(ink(inner), ink(inner + cv::Point(1, 0)), across);
  cv::bitwise_xor(ink(inner), ink(inner + cv::Point(0, 1)), down);
  cv::bitwise_or(across, down, changes(inner));
  cv::resize(changes, out, cells, 0, 0, cv::INTER_AREA);
  out.convertTo(out, CV_32F, 1 / 255.0);
  cv::blur(out, out, {side, side});
  return out;
}

// Ink where the picture is darker than half way from the shading around to black.
cv::Mat without_shading(const cv::Mat& gray, double per_mm, const PictureOptions& options) {
  const int dot = std::max(3, static_cast<int>(options.dither_dot * per_mm) / 2 * 2 + 1);
  const int around = static_cast<int>(options.dither_around * per_mm) / 2 * 2 + 1;
  cv::Mat smooth, level;
  cv::blur(gray, smooth, {dot, dot});
  cv::blur(gray, level, {around, around});
  cv::Mat out(gray.size(), CV_8UC1, cv::Scalar(255));
  out.setTo(0, smooth < level / 2);
  return out;
}

}  // namespace

bool is_bilevel(const cv::Mat& gray, const PictureOptions& options) {
  std::size_t between = 0, all = 0;
  for (int y = 0; y < gray.rows; y += 5) {
    const std::uint8_t* row = gray.ptr(y);
    for (int x = 0; x < gray.cols; x += 5) {
      ++all;
      between += row[x] > 40 && row[x] < 215;
    }
  }
  return static_cast<double>(between) <= options.bilevel_share * static_cast<double>(all);
}

void remove_dither(cv::Mat& gray, double dpi, const PictureOptions& options) {
  const double per_mm = dpi / 25.4;
  const cv::Size cells(static_cast<int>(gray.cols / per_mm), static_cast<int>(gray.rows / per_mm));
  if (cells.width < 4 || cells.height < 4) return;
  const int side = std::max(2, static_cast<int>(options.dither_dot * per_mm));
  cv::Mat ink = gray < 128, counts(cells, CV_32F, 0.0f);
  small_parts(ink, side, &counts, nullptr, {});
  small_parts(~ink, side, &counts, nullptr, {});  // the holes of dense shading
  cv::blur(counts, counts, {options.dither_window, options.dither_window});
  cv::Mat shaded = counts >= options.dither_dots;
  cv::Mat dense = restless(ink, cells, options.dither_window) >= options.dither_changes;
  cv::bitwise_or(shaded, dense, shaded);
  if (cv::countNonZero(shaded) == 0) return;
  const int reach = options.dither_window / 2 * 2 + 1;
  const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_RECT, {reach, reach});
  cv::dilate(shaded, shaded, kernel);
  cv::resize(shaded, shaded, gray.size(), 0, 0, cv::INTER_NEAREST);
  // Scaled since, it has shades again.
  cv::Mat crisp(gray.size(), CV_8UC1, cv::Scalar(255)), smooth;
  crisp.setTo(0, ink);
  cv::medianBlur(crisp, smooth, std::max(3, static_cast<int>(options.dither_dot * per_mm) / 2 * 2 + 1));
  if (cv::countNonZero(dense) > 0) {
    cv::dilate(dense, dense, kernel);
    cv::resize(dense, dense, gray.size(), 0, 0, cv::INTER_NEAREST);
    without_shading(crisp, per_mm, options).copyTo(smooth, dense);
  }
  smooth.copyTo(gray, shaded);
  ink = gray < 128;
  small_parts(ink, static_cast<int>(1.5 * side), nullptr, &gray, shaded);
}

}  // namespace budgetlift
