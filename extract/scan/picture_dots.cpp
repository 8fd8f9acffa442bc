// Rulings of which a fax has left only dots and dashes.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {

std::vector<cv::Rect> find_dots(const InkView& view, const PictureOptions& options) {
  // Faint specks are dirt: what is left of a ruling is as dark as it was.
  cv::Mat dark, labels, stats, centres;
  cv::threshold(view.gray, dark, options.ink_level, 1, cv::THRESH_BINARY_INV);
  const int count = cv::connectedComponentsWithStats(dark, labels, stats, centres, 8, CV_32S);
  const double thin = options.dot_side * view.per_mm, along = options.dash_side * view.per_mm;
  std::vector<cv::Rect> dots;
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (std::min(box.width, box.height) <= thin && std::max(box.width, box.height) <= along) dots.push_back(box);
  }
  return dots;
}

std::vector<RulingPiece> find_dotted(const std::vector<cv::Rect>& dots, const cv::Size& size, double per_mm, bool horizontal,
                               const PictureOptions& options) {
  struct Dot {
    double along0, along1, across;
  };
  const double reach = options.crowd_reach * per_mm;
  const size_t across_cells = static_cast<size_t>((horizontal ? size.height : size.width) / reach) + 1;
  const size_t along_cells = static_cast<size_t>((horizontal ? size.width : size.height) / reach) + 1;
  std::vector<std::vector<cv::Point2d>> near(across_cells * along_cells);  // (along, across)
  auto middle = [&](const cv::Rect& box) {
    const cv::Point2d p(box.x + box.width / 2.0, box.y + box.height / 2.0);
    return horizontal ? p : cv::Point2d(p.y, p.x);
  };
  for (const cv::Rect& box : dots) {
    const cv::Point2d p = middle(box);
    near[static_cast<size_t>(p.y / reach) * along_cells + static_cast<size_t>(p.x / reach)].push_back(p);
  }
  auto crowded = [&](const cv::Point2d& p) {
    int count = 0;
    const auto a = static_cast<size_t>(p.x / reach), c = static_cast<size_t>(p.y / reach);
    for (size_t y = c > 0 ? c - 1 : 0; y <= std::min(c + 1, across_cells - 1); ++y) {
      for (size_t x = a > 0 ? a - 1 : 0; x <= std::min(a + 1, along_cells - 1); ++x) {
        for (const cv::Point2d& other : near[y * along_cells + x]) {
          const double beside = std::abs(other.y - p.y);
          count += std::abs(other.x - p.x) <= reach && beside <= reach && beside > options.dot_band * per_mm;
        }
      }
    }
    return count > options.crowd_dots;
  };
  const double band = std::max(1.0, options.dot_band * per_mm / 2);
  const int height = horizontal ? size.height : size.width;
  std::vector<std::vector<Dot>> bands(static_cast<size_t>(height / band) + 2);
  for (const cv::Rect& box : dots) {
    const double thick = horizontal ? box.height : box.width;
    if (thick > options.dot_side * per_mm) continue;
    if (crowded(middle(box))) continue;
    const double across = horizontal ? box.y + box.height / 2.0 : box.x + box.width / 2.0;
    const double start = horizontal ? box.x : box.y, length = horizontal ? box.width : box.height;
    bands[static_cast<size_t>(across / band)].push_back({start, start + length, across});
  }
  // Chains of dots in two neighbouring bands at a time; of those that overlap, the one with most dots is the ruling.
  struct Chain {
    RulingPiece piece;
    int count = 0;
  };
  std::vector<Chain> chains;
  for (size_t b = 0; b + 1 < bands.size(); ++b) {
    std::vector<Dot> both = bands[b];
    both.insert(both.end(), bands[b + 1].begin(), bands[b + 1].end());
    if (static_cast<int>(both.size()) < options.least_dots) continue;
    std::sort(both.begin(), both.end(), [](const Dot& a, const Dot& c) { return a.along0 < c.along0; });
    for (size_t i = 0; i < both.size();) {
      double end = both[i].along1, sum = 0;
      size_t k = i;
      for (; k < both.size() && both[k].along0 - end <= options.dot_gap * per_mm; ++k) {
        end = std::max(end, both[k].along1);
        sum += both[k].across;
      }
      const double length = end - both[i].along0;
      const int n = static_cast<int>(k - i);
      if (n >= options.least_dots && length >= options.sure_length * per_mm &&
          n >= length / (options.dot_distance * per_mm)) {
        Chain chain;
        chain.piece = {sum / n, both[i].along0, end, 1, {}, true};
        chain.count = n;
        chains.push_back(std::move(chain));
      }
      i = k;
    }
  }
  std::stable_sort(chains.begin(), chains.end(), [](const Chain& a, const Chain& b) { return a.count > b.count; });
  std::vector<RulingPiece> out;
  for (const Chain& chain : chains) {
    const bool taken = std::any_of(out.begin(), out.end(), [&](const RulingPiece& other) {
      return std::abs(other.position - chain.piece.position) <= 2.5 * band && other.start < chain.piece.end &&
             chain.piece.start < other.end;
    });
    if (!taken) out.push_back(chain.piece);
  }
  return out;
}

}  // namespace budgetlift
