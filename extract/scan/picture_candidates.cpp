// Where rulings may lie: straight lines over the page along which ink or lanes speak for one.
#include <algorithm>
#include <cmath>

#include "extract/scan/picture_candidates.h"

namespace budgetlift {
namespace {

// The stretch of each row of pixels that speaks most for a ruling.
struct Best {
  float score = 0;
  int start = 0, end = 0;  // blocks
};
std::vector<Best> best_of(const Direction& d, const Marks& marks, const MarkWeights& weights, const std::vector<Line>& others, const Lanes& lanes, const PictureOptions& options) {
  std::vector<Best> best(static_cast<size_t>(marks.bits.rows));
  // What lanes tell of each block.
  std::vector<std::vector<float>> told(lanes.empty() ? 0 : best.size());
  for (size_t k = 0; k < lanes.size(); ++k) {
    const int from = static_cast<int>(others[k].at / marks.step) + 1, to = std::min(marks.bits.cols, static_cast<int>(others[k + 1].at / marks.step));
    for (const CellLane& lane : lanes[k]) {
      for (int y = lane.start; y < lane.end; ++y) {
        std::vector<float>& own = told[static_cast<size_t>(y)];
        own.resize(static_cast<size_t>(marks.bits.cols), 0);
        for (int b = from; b < to; ++b) own[static_cast<size_t>(b)] = static_cast<float>(options.grid_lane / (to - from));
      }
    }
  }
  for (int y = 0; y < marks.bits.rows; ++y) {
    const std::uint8_t* bits = marks.bits.ptr(y);
    float sum = 0;
    int start = 0;
    auto weight = [&](int b) {
      const bool in_lane = !told.empty() && !told[static_cast<size_t>(y)].empty();
      return marks.weight(bits, b, weights) + (in_lane ? told[static_cast<size_t>(y)][static_cast<size_t>(b)] : 0);
    };
    for (int b = 0; b < marks.bits.cols; ++b) {
      if (sum <= 0) sum = 0, start = b;
      sum += weight(b);
      if (sum > best[static_cast<size_t>(y)].score) best[static_cast<size_t>(y)] = {sum, start, b + 1};
    }
    // A side that ends where others pass is likelier than one that does not.
    for (size_t k = 0; k + 1 < others.size(); ++k) {
      if (others[k + 1].at - others[k].at < pixels(d, options.least_length)) continue;
      const int from = static_cast<int>(others[k].at / marks.step) + 1, to = std::min(marks.bits.cols, static_cast<int>(others[k + 1].at / marks.step));
      float side = 0;
      for (int b = from; b < to; ++b) side += weight(b);
      side *= static_cast<float>(options.grid_side);
      if (side > best[static_cast<size_t>(y)].score) best[static_cast<size_t>(y)] = {side, from, to};
    }
  }
  return best;
}

// The same on a page that has lost most of its ink: of a ruling that has lost nearly all of it, too.
std::vector<Best> best_of_lost(std::vector<Best> usual, const Direction& d, const Marks& marks, const std::vector<Line>& others, const Lanes& lanes, const PictureOptions& options) {
  const std::vector<Best> lost = best_of(d, marks, weights_of(marks, options.grid_lost, options), others, lanes, options);
  for (size_t y = 0; y < usual.size(); ++y) {
    const float score = lost[y].score - static_cast<float>(options.lean_cost);
    if (score > usual[y].score) usual[y] = {score, lost[y].start, lost[y].end};
  }
  return usual;
}

}  // namespace

std::vector<Line> lines_of(const Direction& d, const Marks& marks, double share, const std::vector<Line>& others, const Lanes& lanes, const std::vector<Track>& found, bool lean, const PictureOptions& options) {
  std::vector<Best> best = best_of(d, marks, weights_of(marks, share, options), others, lanes, options);
  if (lean) best = best_of_lost(std::move(best), d, marks, others, lanes, options);
  const int margin = static_cast<int>(pixels(d, options.edge_margin)), reach = static_cast<int>(std::lround(pixels(d, options.grid_apart)));
  std::vector<int> order;
  for (int y = margin; y < marks.bits.rows - margin; ++y) {
    if (best[static_cast<size_t>(y)].score >= options.grid_least) order.push_back(y);
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return best[static_cast<size_t>(a)].score > best[static_cast<size_t>(b)].score; });
  std::vector<Line> lines;
  for (const Track& track : found) {
    if (!lines.empty() && track.position - lines.back().at <= options.grid_equal / 2 * d.view.per_mm) {
      auto& known = lines.back().found;
      known.insert(known.end(), track.stretches.begin(), track.stretches.end());
      continue;
    }
    Line line;
    line.at = track.position;
    line.thickness = track.thickness;
    line.found = track.stretches;
    line.start = track.stretches.front().start;
    line.end = track.stretches.back().end;
    // Ink may go on where nothing was accepted: to where the page cuts its table.
    const Best& own = best[static_cast<size_t>(std::clamp(static_cast<int>(line.at), 0, marks.bits.rows - 1))];
    if (own.score >= 2 * options.grid_least && own.start * marks.step < line.end && own.end * marks.step > line.start) {
      line.start = std::min<double>(line.start, own.start * marks.step);
      line.end = std::max<double>(line.end, own.end * marks.step);
    }
    line.score = 1e9;
    lines.push_back(line);
  }
  auto overlap = [](const Line& l, double start, double end) {
    if (l.found.empty()) return std::min(l.end, end) > std::max(l.start, start);
    return std::any_of(l.found.begin(), l.found.end(), [&](const Stretch& f) { return std::min(f.end, end) > std::max(f.start, start); });
  };
  for (int y : order) {
    const Best& b = best[static_cast<size_t>(y)];
    const double start = b.start * marks.step, end = b.end * marks.step;
    if (std::any_of(lines.begin(), lines.end(), [&](const Line& l) {
          const double apart = std::abs(l.at - y - 0.5);
          return apart <= pixels(d, options.grid_equal) || (apart <= reach && overlap(l, start, end));
        })) continue;
    // Several rows show the same ink: it is in their middle.
    int last = y;
    while (last + 1 < marks.bits.rows && best[static_cast<size_t>(last + 1)].score >= 0.98F * b.score) ++last;
    Line line;
    line.at = (y + last) / 2 + 0.5;
    if (std::any_of(lines.begin(), lines.end(), [&](const Line& l) { return std::abs(l.at - line.at) <= pixels(d, options.grid_equal); })) continue;
    line.score = b.score;
    line.start = b.start * marks.step;
    line.end = b.end * marks.step;
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
  return lines;
}

void add_open(std::vector<Line>& lines, const std::vector<Line>& others, double size, const Direction& d, const PictureOptions& options) {
  // What may be noise tells nothing.
  std::vector<double> sure;
  for (const Line& line : lines) {
    if (line.score >= 2 * options.grid_least) sure.push_back(line.at);
  }
  if (sure.empty()) return;
  std::vector<Line> out;
  for (const bool head : {true, false}) {
    std::vector<double> ends;
    for (const Line& o : others) {
      if (o.score >= 2 * options.grid_least) ends.push_back(head ? o.start : o.end);
    }
    std::sort(ends.begin(), ends.end());
    if (!head) std::reverse(ends.begin(), ends.end());
    for (size_t i = 0; i + 1 < ends.size(); ++i) {
      if (std::abs(ends[i] - ends[i + 1]) > pixels(d, options.touch)) continue;
      Line line;
      line.open = true;
      line.at = ends[i];
      const double from = head ? sure.front() - ends[i] : ends[i] - sure.back();
      // Where a line runs already, perhaps with too little ink to be sure, the page cuts nothing.
      const bool known = std::any_of(lines.begin(), lines.end(), [&](const Line& l) { return !l.open && std::abs(l.at - ends[i]) <= pixels(d, options.touch); });
      if (!known && from >= pixels(d, options.least_length) && ends[i] < size) out.push_back(line);
      break;
    }
  }
  lines.insert(lines.end(), out.begin(), out.end());
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
}

}  // namespace budgetlift
