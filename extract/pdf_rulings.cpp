#include "extract/pdf_rulings.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <tuple>

namespace budgetlift {
namespace {

// A line under construction.
struct Line {
  Ruling ruling;
  double low = 0;  // outer edges of all its pieces
  double high = 0;
  double weight = 0;  // total length, for the mean position
  double weighted_position = 0;
  double last_length = 0;

  explicit Line(const Ruling& piece) : ruling(piece), low(edge(piece, -1)), high(edge(piece, 1)) { weigh(piece); }

  static double edge(const Ruling& r, int side) { return r.position + side * r.thickness / 2; }

  void add(const Ruling& piece) {
    low = std::min(low, edge(piece, -1));
    high = std::max(high, edge(piece, 1));
    ruling.end = std::max(ruling.end, piece.end);
    ruling.thickness = std::max(ruling.thickness, piece.thickness);
    weigh(piece);
  }

 private:
  void weigh(const Ruling& piece) {
    last_length = piece.end - piece.start;
    const double w = std::max(last_length, 1e-6);
    weight += w;
    weighted_position += piece.position * w;
    ruling.position = weighted_position / weight;
  }
};

// Sweeps along the lines of one direction. Lines that a next piece can still reach are kept by their low edge.
class Sweep {
 public:
  Sweep(const PdfOptions& options, bool keep_short, std::vector<Ruling>& out)
      : options_(options), keep_short_(keep_short), out_(out) {}

  // Pieces come by rising start.
  void add(const Ruling& piece) {
    const double low = Line::edge(piece, -1);
    const double high = Line::edge(piece, 1);
    auto nearest = open_.end();
    auto it = open_.lower_bound(low - options_.same_line_span - options_.max_ruling_thickness);
    while (it != open_.end() && it->first <= high + options_.same_line_gap) {
      const Line& line = it->second;
      if (piece.start - line.ruling.end > std::max(options_.join_gap, options_.dash_gap)) {
        close(line);
        it = open_.erase(it);
        continue;
      }
      const double length = std::max(piece.end - piece.start, line.last_length);
      const double reach = length <= options_.dash_length ? options_.dash_gap : options_.join_gap;
      const bool beside = low <= line.high + options_.same_line_gap && high >= line.low - options_.same_line_gap &&
                          std::max(high, line.high) - std::min(low, line.low) <= options_.same_line_span;
      const bool along = piece.start - line.ruling.end <= reach;
      if (beside && along && (nearest == open_.end() || distance(line, piece) < distance(nearest->second, piece))) {
        nearest = it;
      }
      ++it;
    }
    if (nearest == open_.end()) {
      open_.emplace(low, Line(piece));
    } else if (low < nearest->first) {
      Line line = nearest->second;
      open_.erase(nearest);
      line.add(piece);
      open_.emplace(low, line);
    } else {
      nearest->second.add(piece);
    }
  }

  void finish() {
    for (const auto& [low, line] : open_) close(line);
    open_.clear();
  }

 private:
  static double distance(const Line& line, const Ruling& piece) {
    return std::abs(line.ruling.position - piece.position);
  }

  void close(const Line& line) {
    const Ruling& r = line.ruling;
    if (keep_short_ || r.end - r.start >= std::max(options_.min_ruling_length, 2 * r.thickness)) out_.push_back(r);
  }

  const PdfOptions& options_;
  const bool keep_short_;
  std::vector<Ruling>& out_;
  std::multimap<double, Line> open_;
};

}  // namespace

std::vector<Ruling> join_rulings(std::vector<Ruling> pieces, const PdfOptions& options, bool keep_short) {
  std::sort(pieces.begin(), pieces.end(), [](const Ruling& a, const Ruling& b) {
    return std::make_tuple(!a.horizontal, a.start, a.position, a.end) <
           std::make_tuple(!b.horizontal, b.start, b.position, b.end);
  });
  std::vector<Ruling> out;
  Sweep sweep(options, keep_short, out);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0 && pieces[i].horizontal != pieces[i - 1].horizontal) sweep.finish();
    sweep.add(pieces[i]);
  }
  sweep.finish();
  std::sort(out.begin(), out.end(), [](const Ruling& a, const Ruling& b) {
    return std::make_tuple(!a.horizontal, a.position, a.start) < std::make_tuple(!b.horizontal, b.position, b.start);
  });
  return out;
}

}  // namespace budgetlift
