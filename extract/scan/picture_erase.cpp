// Rulings are painted over with paper; strokes of characters that touch or cross them stay.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// One ruling. Vertical ones go through `at`, which swaps the axes.
template <typename At, typename Own>
void erase_one(const PixelRuling& ruling, int length, int height, double per_mm, const PictureOptions& options,
               const At& at, const Own& own) {
  const double half = ruling.thickness / 2, slack = 0.15 * per_mm;
  const int x0 = std::max(0, static_cast<int>(std::floor(ruling.start - half - slack)));
  const int x1 = std::min(length, static_cast<int>(std::ceil(ruling.end + half + slack)));
  const int middle = static_cast<int>(std::floor(ruling.position));
  const int search = static_cast<int>(std::ceil(half + slack + 1));
  // A run of ink this long through the ruling is a stroke that crosses it.
  const double longest = ruling.thickness * 1.4 + 0.3 * per_mm;
  for (int x = x0; x < x1; ++x) {
    int y = middle, darkest = 256;
    for (int k = std::max(0, middle - search); k <= std::min(height - 1, middle + search); ++k) {
      if (at(k, x) < darkest) {
        darkest = at(k, x);
        y = k;
      }
    }
    if (darkest >= options.paper_level) continue;
    int top = y, bottom = y;
    while (top > 0 && at(top - 1, x) < options.faint_level && y - top <= 3 * search) --top;
    while (bottom + 1 < height && at(bottom + 1, x) < options.faint_level && bottom - y <= 3 * search) ++bottom;
    int first = static_cast<int>(std::floor(ruling.position - half - slack));
    int last = static_cast<int>(std::ceil(ruling.position + half + slack)) - 1;
    if (bottom - top + 1 <= longest) {
      first = std::min(first, top - 1);
      last = std::max(last, bottom + 1);
    } else if (!own(y, x)) {
      // A stroke: where it comes from one side only, the ruling's own band goes, and so does its far side.
      const bool above = ruling.position - half - top > 0.25 * per_mm + half;
      const bool below = bottom + 1 - (ruling.position + half) > 0.25 * per_mm + half;
      if (above && below) continue;
    }
    for (int k = std::max(0, first); k <= std::min(height - 1, last); ++k) at(k, x) = 255;
  }
}

// Dashes and pieces that lie along a ruling are of a second line beside it.
void erase_beside(cv::Mat& gray, const PixelRuling& ruling, double per_mm, const PictureOptions& options) {
  const double reach = options.beside_reach * per_mm + ruling.thickness / 2;
  cv::Rect box(static_cast<int>(ruling.start), static_cast<int>(ruling.position - reach),
               static_cast<int>(ruling.end - ruling.start), static_cast<int>(2 * reach + 1));
  if (!ruling.horizontal) box = {box.y, box.x, box.height, box.width};
  box &= cv::Rect(0, 0, gray.cols, gray.rows);
  if (box.empty()) return;
  cv::Mat band = gray(box), labels, stats, centres;
  const cv::Mat ink = band < options.faint_level;
  if (cv::countNonZero(ink) == 0) return;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
  struct Dash {
    int label;
    cv::Rect box;
    double offset;   // from the ruling's middle
    int along, thick;
  };
  std::vector<Dash> dashes;
  for (int i = 1; i < count; ++i) {
    const cv::Rect part(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                        stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const int along = ruling.horizontal ? part.width : part.height, thick = ruling.horizontal ? part.height : part.width;
    const int first = ruling.horizontal ? part.y : part.x, last = first + thick, all = ruling.horizontal ? band.rows : band.cols;
    const bool whole = first > 0 && last < all;  // a stroke of text goes on beyond the band
    if (whole && thick <= std::max(options.beside_thick * per_mm, 1.7 * ruling.thickness)) {
      dashes.push_back({i, part, first + thick / 2.0 - all / 2.0, along, thick});
    }
  }
  // Whether ink follows behind a piece, away from the ruling: then it is a stroke of a character (三).
  auto has_more_behind = [&](const Dash& dash) {
    const int far = static_cast<int>(options.beside_behind * per_mm);
    cv::Rect behind = dash.box + box.tl();
    (ruling.horizontal ? behind.height : behind.width) = far;
    (ruling.horizontal ? behind.y : behind.x) += dash.offset > 0 ? dash.thick : -far;
    behind &= cv::Rect(0, 0, gray.cols, gray.rows);
    return !behind.empty() && cv::countNonZero(gray(behind) < options.faint_level) > 0;
  };
  for (const Dash& dash : dashes) {
    int row = 0, count_in_row = 0;
    for (const Dash& other : dashes) {
      if (std::abs(other.offset - dash.offset) > options.beside_spread * per_mm) continue;
      row += other.along;
      ++count_in_row;
    }
    const bool near = std::abs(dash.offset) <= options.beside_near * per_mm;
    const bool piece = dash.along >= options.beside_long * per_mm && dash.along >= 2 * dash.thick;
    // Farther off, and if they are short, they may be strokes of text, unless many of them lie in a row.
    const double length = ruling.end - ruling.start;
    const bool in_row = row >= options.beside_share * length, some = row >= options.beside_share / 3 * length;
    const bool dots = near && count_in_row >= options.beside_dots && some;
    const bool of_line = piece && (in_row || (near && (some || !has_more_behind(dash))));
    if (!of_line && !dots) continue;
    band(dash.box).setTo(255, labels(dash.box) == dash.label);
  }
}

}  // namespace

cv::Mat erase_rulings(const cv::Mat& gray, double dpi, const std::vector<PixelRuling>& rulings,
                      const PictureOptions& options) {
  cv::Mat out = gray.clone();
  const double per_mm = dpi / 25.4;
  // At a crossing the run across one ruling is the other ruling, which is to go too.
  cv::Mat others(gray.size(), CV_8UC1, cv::Scalar(0));
  for (const PixelRuling& r : rulings) {
    const double half = r.thickness / 2 + 0.15 * per_mm;
    const double a = r.start - half, b = r.end + half, c = r.position - half, d = r.position + half;
    const cv::Rect2d band = r.horizontal ? cv::Rect2d(a, c, b - a, d - c) : cv::Rect2d(c, a, d - c, b - a);
    const cv::Rect box(cv::Point(static_cast<int>(std::floor(band.x)), static_cast<int>(std::floor(band.y))),
                       cv::Point(static_cast<int>(std::ceil(band.x + band.width)),
                                 static_cast<int>(std::ceil(band.y + band.height))));
    others(box & cv::Rect(0, 0, gray.cols, gray.rows)) |= r.horizontal ? 1 : 2;
  }
  for (const PixelRuling& r : rulings) {
    if (r.horizontal) {
      erase_one(
          r, gray.cols, gray.rows, per_mm, options,
          [&](int y, int x) -> std::uint8_t& { return out.at<std::uint8_t>(y, x); },
          [&](int y, int x) { return (others.at<std::uint8_t>(y, x) & 2) != 0; });
    } else {
      erase_one(
          r, gray.rows, gray.cols, per_mm, options,
          [&](int y, int x) -> std::uint8_t& { return out.at<std::uint8_t>(x, y); },
          [&](int y, int x) { return (others.at<std::uint8_t>(x, y) & 1) != 0; });
    }
  }
  for (const PixelRuling& r : rulings) erase_beside(out, r, per_mm, options);
  return out;
}

}  // namespace budgetlift
