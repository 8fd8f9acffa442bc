// Where a page lies in its picture: quarter turns, skew and perspective.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// Sharpness of the projection along lines that fall by `slope`.
double sharpness(const std::vector<cv::Point>& points, double slope, std::vector<float>& bins, int offset) {
  std::fill(bins.begin(), bins.end(), 0.0f);
  for (const cv::Point& p : points) {
    const double y = p.y - slope * p.x + offset;
    const auto bin = static_cast<size_t>(y);
    const auto part = static_cast<float>(y - static_cast<double>(bin));
    bins[bin] += 1 - part;
    bins[bin + 1] += part;
  }
  double sum = 0;
  for (float bin : bins) sum += static_cast<double>(bin) * bin;
  return sum;
}

// The best projective map from `from` to `to`.
cv::Matx33d projective(const std::vector<cv::Point2d>& from, const std::vector<cv::Point2d>& to) {
  cv::Mat left(static_cast<int>(2 * from.size()), 8, CV_64F), right(static_cast<int>(2 * from.size()), 1, CV_64F);
  const double s = 1e-3;  // keeps the columns of like size
  for (size_t i = 0; i < from.size(); ++i) {
    const double x = from[i].x * s, y = from[i].y * s, u = to[i].x * s, v = to[i].y * s;
    const double rows[2][8] = {{x, y, 1, 0, 0, 0, -u * x, -u * y}, {0, 0, 0, x, y, 1, -v * x, -v * y}};
    for (int r = 0; r < 2; ++r) {
      for (int c = 0; c < 8; ++c) left.at<double>(static_cast<int>(2 * i) + r, c) = rows[r][c];
      right.at<double>(static_cast<int>(2 * i) + r) = r == 0 ? u : v;
    }
  }
  cv::Mat h;
  if (!cv::solve(left, right, h, cv::DECOMP_QR)) return cv::Matx33d::eye();
  const cv::Matx33d scaled(h.at<double>(0), h.at<double>(1), h.at<double>(2), h.at<double>(3), h.at<double>(4),
                           h.at<double>(5), h.at<double>(6), h.at<double>(7), 1);
  const cv::Matx33d in(s, 0, 0, 0, s, 0, 0, 0, 1), back(1 / s, 0, 0, 0, 1 / s, 0, 0, 0, 1);
  return back * scaled * in;
}

// Pixels are warped in stripes, so that the maps stay small.
cv::Mat remapped(const cv::Mat& gray, const cv::Size& size, const cv::Mat& grid_x, const cv::Mat& grid_y, int cell) {
  cv::Mat out(size, CV_8UC1);
  const int stripe = cell * 4;
  cv::Mat xs(stripe, size.width, CV_32FC1), ys(stripe, size.width, CV_32FC1);
  for (int top = 0; top < size.height; top += stripe) {
    const int height = std::min(stripe, size.height - top);
    for (int y = 0; y < height; ++y) {
      const int gy = (top + y) / cell;
      const float fy = static_cast<float>((top + y) % cell) / static_cast<float>(cell);
      float* px = xs.ptr<float>(y);
      float* py = ys.ptr<float>(y);
      for (int gx = 0; gx * cell < size.width; ++gx) {
        auto mix = [&](const cv::Mat& grid, int column) {
          return grid.at<float>(gy, column) * (1 - fy) + grid.at<float>(gy + 1, column) * fy;
        };
        const float x0 = mix(grid_x, gx), x1 = mix(grid_x, gx + 1), y0 = mix(grid_y, gx), y1 = mix(grid_y, gx + 1);
        const int end = std::min(cell, size.width - gx * cell);
        for (int x = 0; x < end; ++x) {
          const float fx = static_cast<float>(x) / static_cast<float>(cell);
          px[gx * cell + x] = x0 + (x1 - x0) * fx;
          py[gx * cell + x] = y0 + (y1 - y0) * fx;
        }
      }
    }
    const cv::Rect rows(0, 0, size.width, height);
    cv::Mat target = out(cv::Rect(0, top, size.width, height));
    cv::remap(gray, target, xs(rows), ys(rows), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(255));
  }
  return out;
}

}  // namespace

std::vector<cv::Point> lower_edges(const cv::Mat& ink, int margin) {
  std::vector<cv::Point> points;
  for (int y = margin; y + 1 < ink.rows - margin; ++y) {
    const std::uint8_t* row = ink.ptr(y);
    const std::uint8_t* next = ink.ptr(y + 1);
    for (int x = margin; x < ink.cols - margin; ++x) {
      if (row[x] && !next[x]) points.emplace_back(x, y);
    }
  }
  const size_t most = 40000;
  if (points.size() > most) {
    const size_t step = points.size() / most + 1;
    size_t kept = 0;
    for (size_t i = 0; i < points.size(); i += step) points[kept++] = points[i];
    points.resize(kept);
  }
  return points;
}

double find_skew(const cv::Mat& work, double dpi, const PictureOptions& options) {
  const int factor = std::max(1, static_cast<int>(std::lround(dpi / 75)));
  cv::Mat small, ink;
  cv::resize(work, small, {std::max(1, work.cols / factor), std::max(1, work.rows / factor)}, 0, 0, cv::INTER_AREA);
  cv::threshold(small, ink, options.faint_level, 1, cv::THRESH_BINARY_INV);
  cv::Mat turned;
  cv::transpose(ink, turned);
  const int margin = static_cast<int>(options.edge_zone * dpi / factor / 25.4);
  const std::vector<cv::Point> rows = lower_edges(ink, margin), columns = lower_edges(turned, margin);
  if (rows.size() + columns.size() < 50) return 0;
  const double steepest = std::tan(options.most_skew * std::numbers::pi / 180);
  const int offset_rows = static_cast<int>(steepest * ink.cols) + 2;
  const int offset_columns = static_cast<int>(steepest * ink.rows) + 2;
  std::vector<float> bins(static_cast<size_t>(std::max(ink.rows, ink.cols) + 2 * std::max(offset_rows, offset_columns)) + 4);
  auto score = [&](double degrees) {
    const double slope = std::tan(degrees * std::numbers::pi / 180);
    return sharpness(rows, slope, bins, offset_rows) + sharpness(columns, -slope, bins, offset_columns);
  };
  auto best_of = [&](double middle, double reach, double step) {
    double best = middle, most = -1;
    for (double degrees = middle - reach; degrees <= middle + reach + 1e-9; degrees += step) {
      const double s = score(degrees);
      if (s > most) {
        most = s;
        best = degrees;
      }
    }
    return best;
  };
  const double rough = best_of(0, options.most_skew - 0.5, 0.25);
  const double finer = best_of(rough, 0.2, 0.05);
  return best_of(finer, 0.04, 0.01);
}

int find_quarter_turn(const cv::Mat& work, double dpi, const PictureOptions& options) {
  // Characters of a line stand nearer to each other than lines: closing small gaps makes blobs as long as lines.
  cv::Mat ink;
  cv::threshold(work, ink, options.ink_level, 255, cv::THRESH_BINARY_INV);
  cv::Mat labels, stats, centres;
  int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
  const double mm = dpi / 25.4;
  std::vector<char> text(static_cast<size_t>(count), 0);
  for (int i = 1; i < count; ++i) {
    const int side = std::max(stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    text[static_cast<size_t>(i)] = side >= 0.6 * mm && side <= 9 * mm;
  }
  for (int y = 0; y < ink.rows; ++y) {
    const int* label = labels.ptr<int>(y);
    std::uint8_t* row = ink.ptr(y);
    for (int x = 0; x < ink.cols; ++x) row[x] = text[static_cast<size_t>(label[x])] ? 255 : 0;
  }
  const int reach = std::max(1, static_cast<int>(std::lround(0.45 * mm)));
  cv::morphologyEx(ink, ink, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {2 * reach + 1, 2 * reach + 1}));
  count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
  double wide = 0, high = 0;
  for (int i = 1; i < count; ++i) {
    const double w = stats.at<int>(i, cv::CC_STAT_WIDTH), h = stats.at<int>(i, cv::CC_STAT_HEIGHT);
    if (std::max(w, h) < 3 * mm || std::min(w, h) > 9 * mm) continue;
    if (w > 1.8 * h) wide += w;
    if (h > 1.8 * w) high += h;
  }
  return high > 1.5 * wide ? 1 : 0;
}

cv::Mat flattened(const cv::Mat& gray, double dpi, const PictureOptions& options, bool half_turn, bool has_sheet,
                  cv::Matx33d& to_source) {
  int factor = 1;
  cv::Mat work = reduced(gray, dpi, options, factor);
  if (has_sheet) {
    const double f = factor;
    // Edge coordinates to those of pixels' centres, which OpenCV takes.
    const cv::Matx33d centre(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1), corner(1, 0, -0.5, 0, 1, -0.5, 0, 0, 1);
    const cv::Matx33d up(f, 0, 0, 0, f, 0, 0, 0, 1), down(1 / f, 0, 0, 0, 1 / f, 0, 0, 0, 1);
    cv::Mat sheet;
    cv::warpPerspective(work, sheet, corner * down * to_source * up * centre, work.size(),
                        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(255));
    work = sheet;
  } else {
    to_source = cv::Matx33d::eye();
  }
  const double work_dpi = dpi / factor;
  const int turns = find_quarter_turn(work, work_dpi, options);
  const int rotate = (turns + (half_turn ? 2 : 0)) % 4;
  cv::Mat upright = gray;
  cv::Matx33d turn_back = cv::Matx33d::eye();
  const double w = gray.cols, h = gray.rows;
  if (rotate != 0) {
    // Clockwise quarter turns; the matrices lead back.
    const int codes[] = {0, cv::ROTATE_90_CLOCKWISE, cv::ROTATE_180, cv::ROTATE_90_COUNTERCLOCKWISE};
    if (!has_sheet) cv::rotate(gray, upright, codes[rotate]);
    cv::rotate(work, work, codes[rotate]);
    if (rotate == 1) turn_back = cv::Matx33d(0, 1, 0, -1, 0, h, 0, 0, 1);
    if (rotate == 2) turn_back = cv::Matx33d(-1, 0, w, 0, -1, h, 0, 0, 1);
    if (rotate == 3) turn_back = cv::Matx33d(0, -1, w, 1, 0, 0, 0, 0, 1);
  }
  to_source = to_source * turn_back;
  // A sheet is warped but once, from the picture as it came.
  const cv::Matx33d lead = has_sheet ? to_source : cv::Matx33d::eye();
  // The map from the flat page to the upright picture: turning by the skew, then the bend that is left.
  double skew = find_skew(work, work_dpi, options);
  if (std::abs(skew) < options.least_skew) skew = 0;
  const double a = skew * std::numbers::pi / 180, cx = work.cols / 2.0, cy = work.rows / 2.0;
  // Edge coordinates: the centre of the first pixel is 0.5.
  auto turned_back = [&](double x, double y) {
    return cv::Point2d(cx + std::cos(a) * (x - cx) - std::sin(a) * (y - cy),
                       cy + std::sin(a) * (x - cx) + std::cos(a) * (y - cy));
  };
  cv::Mat level = work;
  if (skew != 0) {
    level = cv::Mat();  // `work` may share its pixels with `gray`
    const cv::Point2d origin = turned_back(0.5, 0.5) - cv::Point2d(0.5, 0.5);
    const cv::Matx23d turn(std::cos(a), -std::sin(a), origin.x, std::sin(a), std::cos(a), origin.y);
    cv::warpAffine(work, level, turn, work.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                   cv::Scalar(255));
  }
  const Bend dy = find_bend(level, work_dpi, true, options), dx = find_bend(level, work_dpi, false, options);
  // From the flat page back to the level picture, by steps, as the shift is known at places of the latter.
  auto back = [&](double x, double y) {
    double px = x, py = y;
    for (int i = 0; i < 3; ++i) {
      const double u = 2 * px / level.cols - 1, v = 2 * py / level.rows - 1;
      px = x - bend_at(dx, u, v);
      py = y - bend_at(dy, u, v);
    }
    return cv::Point2d(px, py);
  };
  double most = 0;
  for (double y = 0; y <= 1; y += 0.125) {
    for (double x = 0; x <= 1; x += 0.125) {
      const cv::Point2d flat(x * level.cols, y * level.rows), at = back(flat.x, flat.y);
      most = std::max(most, std::max(std::abs(at.x - flat.x), std::abs(at.y - flat.y)));
    }
  }
  const bool bent = most >= options.least_bend * work_dpi / 25.4;
  if (skew == 0 && !bent && !has_sheet) return upright;

  const int cell = 32;
  const cv::Size size = rotate % 2 ? cv::Size(gray.rows, gray.cols) : gray.size();
  cv::Mat grid_x((size.height + cell - 1) / cell + 1, (size.width + cell - 1) / cell + 1, CV_32FC1), grid_y;
  grid_y.create(grid_x.size(), CV_32FC1);
  std::vector<cv::Point2d> from, to;
  for (int gy = 0; gy < grid_x.rows; ++gy) {
    for (int gx = 0; gx < grid_x.cols; ++gx) {
      const double x = (gx * cell + 0.5) / factor, y = (gy * cell + 0.5) / factor;
      const cv::Point2d flat = bent ? back(x, y) : cv::Point2d(x, y);
      const cv::Point2d level_at = turned_back(flat.x, flat.y) * factor;
      const cv::Vec3d led = lead * cv::Vec3d(level_at.x, level_at.y, 1);
      const cv::Point2d source(led[0] / led[2], led[1] / led[2]);
      grid_x.at<float>(gy, gx) = static_cast<float>(source.x - 0.5);
      grid_y.at<float>(gy, gx) = static_cast<float>(source.y - 0.5);
      if (gy % 4 == 0 && gx % 4 == 0) {
        from.emplace_back(x * factor, y * factor);
        to.push_back(source);
      }
    }
  }
  const cv::Matx33d flat_to = projective(from, to);
  to_source = has_sheet ? flat_to : to_source * flat_to;
  return remapped(upright, size, grid_x, grid_y, cell);
}

}  // namespace budgetlift
