// How a page is bent: by a smooth shift that makes each of its rulings straight.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

constexpr int kTerms = std::tuple_size_v<Bend>;

// Monomials u^i v^j with i + j <= 3.
std::array<double, kTerms> terms(double u, double v) {
  return {1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v};
}

struct Trace {
  std::vector<cv::Point2d> points;  // pixels of the picture
};

// A smooth shift across the rulings that makes each of them straight. Each ruling has a position of its own; a shift
// that only moves whole rulings is not wanted, so a small weight holds every term at zero.
Bend fit_bend(const std::vector<Trace>& traces, bool horizontal, const cv::Size& size, double outlier) {
  Bend bend{};
  std::vector<std::vector<char>> used;
  for (const Trace& t : traces) used.emplace_back(t.points.size(), 1);
  for (int round = 0; round < 3; ++round) {
    cv::Mat left = cv::Mat::zeros(kTerms, kTerms, CV_64F), right = cv::Mat::zeros(kTerms, 1, CV_64F);
    double count = 0;
    for (size_t k = 0; k < traces.size(); ++k) {
      // Taking the mean off within each ruling removes its own position from the equations.
      std::array<double, kTerms> mean{};
      double mean_shift = 0, n = 0;
      for (size_t i = 0; i < traces[k].points.size(); ++i) {
        if (!used[k][i]) continue;
        const cv::Point2d& p = traces[k].points[i];
        const auto t = terms(2 * p.x / size.width - 1, 2 * p.y / size.height - 1);
        for (size_t a = 0; a < kTerms; ++a) mean[a] += t[a];
        mean_shift -= horizontal ? p.y : p.x;
        ++n;
      }
      if (n < 3) continue;
      for (double& m : mean) m /= n;
      mean_shift /= n;
      for (size_t i = 0; i < traces[k].points.size(); ++i) {
        if (!used[k][i]) continue;
        const cv::Point2d& p = traces[k].points[i];
        const auto t = terms(2 * p.x / size.width - 1, 2 * p.y / size.height - 1);
        const double shift = -(horizontal ? p.y : p.x) - mean_shift;
        for (int a = 0; a < kTerms; ++a) {
          const double ta = t[static_cast<size_t>(a)] - mean[static_cast<size_t>(a)];
          right.at<double>(a) += ta * shift;
          for (int b = 0; b < kTerms; ++b) {
            left.at<double>(a, b) += ta * (t[static_cast<size_t>(b)] - mean[static_cast<size_t>(b)]);
          }
        }
        ++count;
      }
    }
    if (count < 6) return Bend{};
    for (int a = 0; a < kTerms; ++a) left.at<double>(a, a) += 1e-3 * count * (a < 3 ? 0.1 : 1) + 1e-6;
    cv::Mat solution;
    if (!cv::solve(left, right, solution, cv::DECOMP_CHOLESKY)) return Bend{};
    for (int a = 0; a < kTerms; ++a) bend[static_cast<size_t>(a)] = solution.at<double>(a);
    // Points that do not fit are not of the ruling.
    for (size_t k = 0; k < traces.size(); ++k) {
      std::vector<double> at;
      for (const cv::Point2d& p : traces[k].points) {
        at.push_back((horizontal ? p.y : p.x) + bend_at(bend, 2 * p.x / size.width - 1, 2 * p.y / size.height - 1));
      }
      if (at.empty()) continue;
      std::vector<double> order = at;
      std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(order.size() / 2), order.end());
      const double middle = order[order.size() / 2];
      for (size_t i = 0; i < at.size(); ++i) used[k][i] = std::abs(at[i] - middle) <= outlier * (round == 0 ? 3 : 1);
    }
  }
  return bend;
}

// How well the lower edges of ink lie on each other along straight lines once a bend is taken out.
double alignment(const std::vector<cv::Point>& points, const Bend& bend, bool horizontal, const cv::Size& size) {
  std::vector<float> bins(static_cast<size_t>(horizontal ? size.height : size.width) + 2, 0.0f);
  for (const cv::Point& p : points) {   // of the transposed picture where the rulings stand
    const double along = 2.0 * p.x / (horizontal ? size.width : size.height) - 1, across = 2.0 * p.y / (horizontal ? size.height : size.width) - 1;
    const double at = p.y + (horizontal ? bend_at(bend, along, across) : bend_at(bend, across, along));
    if (at < 0 || at + 2 >= static_cast<double>(bins.size())) continue;
    const auto bin = static_cast<size_t>(at);
    const auto part = static_cast<float>(at - static_cast<double>(bin));
    bins[bin] += 1 - part;
    bins[bin + 1] += part;
  }
  double sum = 0;   // of neighbours together, so that whole pixels are not much better than parts of them
  for (size_t i = 1; i + 1 < bins.size(); ++i) {
    const double near = bins[i - 1] + 2.0 * bins[i] + bins[i + 1];
    sum += near * near;
  }
  return sum;
}

// None where they are too few to tell anything.
std::vector<Trace> traces_of(const cv::Mat& work, double dpi, bool horizontal, const PictureOptions& options) {
  const InkView view = ink_view(work, dpi, horizontal, options);
  const double margin = options.edge_margin * view.per_mm;
  std::vector<Trace> out;
  double traced = 0;
  for (const RulingPiece& piece : find_pieces(view, options, true)) {
    if (piece.trace.size() < 3 || piece.position < margin || piece.position > view.ink.rows - margin) continue;
    Trace trace;
    for (const cv::Point2d& p : piece.trace) trace.points.push_back(horizontal ? p : cv::Point2d(p.y, p.x));
    traced += (piece.trace.back().x - piece.trace.front().x) / view.per_mm;
    out.push_back(std::move(trace));
  }
  if (traced < options.least_traced) out.clear();
  return out;
}

// Where rulings tell nothing: lines of text that fan out, as a camera sees them that stands askew.
Bend text_bend(const std::vector<cv::Point>& points, const cv::Size& size, const PictureOptions& options) {
  std::vector<cv::Point> some;
  for (size_t i = 0; i < points.size(); i += points.size() / 8000 + 1) some.push_back(points[i]);
  Bend best{};
  double most = alignment(some, best, true, size);
  const double reach = std::tan(options.most_keystone * std::numbers::pi / 180) * size.width / 2;
  const size_t fan = 4, turn = 1;   // terms uv and u
  struct Search {
    size_t term;
    double around, step;   // pixels
  };
  for (const Search& s : {Search{fan, reach, 2}, Search{turn, 10, 1}, Search{fan, 4, 0.5}, Search{turn, 1, 0.25}}) {
    const double middle = best[s.term];
    for (double by = -s.around; by <= s.around; by += s.step) {
      Bend bend = best;
      bend[s.term] = middle + by;
      const double aligned = alignment(some, bend, true, size);
      if (aligned > most) most = aligned, best = bend;
    }
  }
  return best;
}

}  // namespace

double bend_at(const Bend& bend, double u, double v) {
  const auto t = terms(u, v);
  double sum = 0;
  for (size_t i = 0; i < kTerms; ++i) sum += bend[i] * t[i];
  return sum;
}

Bend find_bend(const cv::Mat& level, double dpi, bool horizontal, const PictureOptions& options) {
  const double outlier = std::max(1.0, 0.15 * dpi / 25.4);
  const Bend bend = fit_bend(traces_of(level, dpi, horizontal, options), horizontal, level.size(), outlier);
  if (!horizontal && bend == Bend{}) return bend;
  cv::Mat ink;
  cv::threshold(level, ink, options.faint_level, 1, cv::THRESH_BINARY_INV);
  if (!horizontal) cv::transpose(ink, ink);
  const std::vector<cv::Point> points = lower_edges(ink, static_cast<int>(options.edge_zone * dpi / 25.4));
  // Ink on whole pixels is sharper than any that a bend has moved: half a pixel off is what a bend is measured by.
  if (bend != Bend{} && alignment(points, bend, horizontal, level.size()) > alignment(points, Bend{0.5}, horizontal, level.size())) return bend;
  const Bend text = horizontal ? text_bend(points, level.size(), options) : Bend{};
  if (text == Bend{}) return text;
  const double straight = alignment(points, Bend{}, horizontal, level.size());
  return alignment(points, text, horizontal, level.size()) >= options.bend_gain * straight ? text : Bend{};
}

}  // namespace budgetlift
