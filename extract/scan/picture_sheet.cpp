// A sheet photographed on a desk: its four sides.
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// along -> across = a * along + b, fitted so that outliers do not count.
struct Side {
  double a = 0, b = 0;
  bool found = false;
};

Side fit_side(const std::vector<cv::Point2d>& points, double length, double border, double seen) {
  Side side;
  std::vector<cv::Point2d> kept;
  for (const cv::Point2d& p : points) {
    if (p.y > 1 && p.y < border - 1) kept.push_back(p);
  }
  // Where a side leaves the picture the rest of it tells its course, if that is long enough.
  if (kept.empty() || kept.back().x - kept.front().x < seen * length || static_cast<double>(kept.size()) < 0.7 * seen * length) return side;
  double limit = 1e9;
  for (int round = 0; round < 6 && kept.size() >= 10; ++round) {
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    std::vector<double> residuals;
    for (const cv::Point2d& p : kept) {
      if (round > 0 && std::abs(p.y - side.a * p.x - side.b) > limit) continue;
      ++n;
      sx += p.x;
      sy += p.y;
      sxx += p.x * p.x;
      sxy += p.x * p.y;
    }
    const double det = n * sxx - sx * sx;
    if (n < 10 || det <= 0) return side;
    side.a = (n * sxy - sx * sy) / det;
    side.b = (sy - side.a * sx) / n;
    for (const cv::Point2d& p : kept) residuals.push_back(std::abs(p.y - side.a * p.x - side.b));
    auto middle = residuals.begin() + static_cast<std::ptrdiff_t>(residuals.size() / 2);
    std::nth_element(residuals.begin(), middle, residuals.end());
    limit = std::max(1.0, 2.5 * *middle);
    side.found = *middle <= 1.5;
  }
  return side;
}

// Where a side that runs down meets one that runs across.
cv::Point2d meeting(const Side& down, const Side& over) {
  const double y = (over.a * down.b + over.b) / (1 - over.a * down.a);
  return {down.a * y + down.b, y};
}

}  // namespace

bool find_sheet(const cv::Mat& gray, double dpi, const PictureOptions& options, cv::Matx33d& to_source) {
  const int factor = std::max(1, static_cast<int>(std::lround(dpi / 30)));
  cv::Mat small, bright;
  cv::resize(gray, small, {std::max(1, gray.cols / factor), std::max(1, gray.rows / factor)}, 0, 0, cv::INTER_AREA);
  cv::threshold(small, bright, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  cv::morphologyEx(bright, bright, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(bright, labels, stats, centres, 4, CV_32S);
  int best = 0;
  for (int i = 1; i < count; ++i) {
    if (best == 0 || stats.at<int>(i, cv::CC_STAT_AREA) > stats.at<int>(best, cv::CC_STAT_AREA)) best = i;
  }
  const double area = small.rows * small.cols;
  if (best == 0 || stats.at<int>(best, cv::CC_STAT_AREA) < options.sheet_share * area) return false;
  const cv::Mat sheet = labels == best;
  const double inside = cv::mean(small, sheet)[0];
  cv::Mat rest = labels != best;
  if (cv::countNonZero(rest) < options.desk_share * area) return false;
  if (cv::mean(small, rest)[0] > options.desk_level * inside) return false;

  std::array<std::vector<cv::Point2d>, 4> points;  // left, right, top, bottom
  for (int y = 0; y < sheet.rows; ++y) {
    const std::uint8_t* row = sheet.ptr(y);
    int first = 0, last = sheet.cols - 1;
    while (first < sheet.cols && !row[first]) ++first;
    while (last >= 0 && !row[last]) --last;
    if (last - first < sheet.cols / 2) continue;
    points[0].emplace_back(y + 0.5, first);
    points[1].emplace_back(y + 0.5, last + 1);
  }
  cv::Mat turned;
  cv::transpose(sheet, turned);
  for (int x = 0; x < turned.rows; ++x) {
    const std::uint8_t* row = turned.ptr(x);
    int first = 0, last = turned.cols - 1;
    while (first < turned.cols && !row[first]) ++first;
    while (last >= 0 && !row[last]) --last;
    if (last - first < turned.cols / 2) continue;
    points[2].emplace_back(x + 0.5, first);
    points[3].emplace_back(x + 0.5, last + 1);
  }
  std::array<Side, 4> sides;
  int found = 0;
  for (size_t i = 0; i < 4; ++i) {
    const double length = i < 2 ? sheet.rows : sheet.cols, border = i < 2 ? sheet.cols : sheet.rows;
    sides[i] = fit_side(points[i], length, border, options.side_seen);
    found += sides[i].found;
    // A side outside the picture: the picture's own is the nearest guess.
    if (!sides[i].found) sides[i] = {0, i % 2 == 0 ? 0 : border, false};
  }
  if (found < 2) return false;
  std::vector<cv::Point2f> corners;
  for (const auto& [down, over] : {std::pair{0, 2}, {1, 2}, {1, 3}, {0, 3}}) {
    const cv::Point2d p = meeting(sides[static_cast<size_t>(down)], sides[static_cast<size_t>(over)]);
    corners.emplace_back(static_cast<float>(p.x * factor), static_cast<float>(p.y * factor));
  }
  if (std::abs(cv::contourArea(corners)) < options.sheet_share * gray.rows * gray.cols) return false;
  for (size_t i = 0; i < 4; ++i) {
    const cv::Point2f a = corners[(i + 3) % 4] - corners[i], b = corners[(i + 1) % 4] - corners[i];
    if (std::abs(a.dot(b)) > options.sheet_corner * cv::norm(a) * cv::norm(b)) return false;
  }
  // The sheet fills the page, unless that would change its shape.
  auto length = [&](size_t a, size_t b) { return std::hypot(corners[a].x - corners[b].x, corners[a].y - corners[b].y); };
  const double wide = length(0, 1) + length(3, 2), high = length(0, 3) + length(1, 2);
  const double shape = (wide / high) / (static_cast<double>(gray.cols) / gray.rows);
  if (shape < 1 - options.sheet_shape || shape > 1 + options.sheet_shape) return false;
  const auto w = static_cast<float>(gray.cols), h = static_cast<float>(gray.rows);
  const std::vector<cv::Point2f> page = {{0, 0}, {w, 0}, {w, h}, {0, h}};
  to_source = cv::Matx33d(cv::getPerspectiveTransform(page, corners));
  return true;
}

}  // namespace budgetlift
