// Where a page's rulings have gaps its grid is decided as a whole: what is seen of each side of a cell is weighed against
// how sides meet. Each line is drawn in the likeliest way, given all others, until nothing changes.
#include <algorithm>
#include <array>
#include <cmath>

#include "extract/scan/picture_lanes.h"
#include "extract/scan/picture_sides.h"

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
    for (const Lane& lane : lanes[k]) {
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

// What has been found, and more rows of pixels that look like rulings.
std::vector<Line> lines_of(const Direction& d, const Marks& marks, const MarkWeights& weights, const std::vector<Line>& others, const Lanes& lanes, const std::vector<Track>& found, const PictureOptions& options) {
  const std::vector<Best> best = best_of(d, marks, weights, others, lanes, options);
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

// Adds the places where lines of the other direction end that meet none: the page cuts their table there.
// `size`: of the picture.
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
      if (from >= pixels(d, options.least_length) && ends[i] < size) out.push_back(line);
      break;
    }
  }
  lines.insert(lines.end(), out.begin(), out.end());
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
}

// Those that have sides.
std::vector<Line> drawn_of(const std::vector<Line>& lines) {
  std::vector<Line> out;
  for (const Line& line : lines) {
    if (std::any_of(line.on.begin(), line.on.end(), [](char on) { return on; })) out.push_back(line);
  }
  return out;
}

// What ink and text say of the sides between neighbouring lines of the other direction.
void weigh_sides(std::vector<Line>& lines, const std::vector<Line>& others, const Direction& d, const Marks& marks, double share, const PictureOptions& options) {
  const MarkWeights weights = weights_of(marks, share, options), lost_weights = weights_of(marks, options.grid_lost, options);
  const double same = pixels(d, options.same_position) + 1, narrow = pixels(d, options.grid_narrow);
  for (Line& line : lines) {
    line.on.assign(others.size() - 1, 0);
    line.faint = line.on;
    line.evidence.assign(others.size() - 1, 0);
    line.lost = line.evidence;
    for (size_t k = 0; k + 1 < others.size(); ++k) {
      const double start = others[k].at, end = others[k + 1].at;
      const int from = static_cast<int>(start) / marks.step + 1, to = std::min(marks.bits.cols, static_cast<int>(end) / marks.step);
      double most = -1e9;
      for (int offset = -2; offset <= 2; ++offset) {
        const std::uint8_t* bits = marks.bits.ptr(std::clamp(static_cast<int>(line.at) + offset, 0, marks.bits.rows - 1));
        double sum = 0, lost = 0;
        for (int b = from; b < to; ++b) sum += marks.weight(bits, b, weights), lost += marks.weight(bits, b, lost_weights);
        // Rows show their neighbours' ink too; a ruling may still drift away from them, strokes of text are likelier.
        if (std::abs(offset) > 1) sum -= options.grid_drift, lost -= options.grid_drift;
        if (std::max(sum, lost) <= most) continue;
        most = std::max(sum, lost);
        line.evidence[k] = sum;
        line.lost[k] = lost;
      }
      if (!line.found.empty()) {
        auto passes = [&](const Line& l) {
          return std::any_of(l.found.begin(), l.found.end(), [&](const Stretch& f) { return f.start <= start + same && f.end >= end - same; });
        };
        const bool drawn = passes(line);
        // The lines of a doubled ruling have each other's ink beside them.
        const bool doubled = drawn && std::any_of(lines.begin(), lines.end(), [&](const Line& other) {
          return &other != &line && std::abs(other.at - line.at) < narrow / 2 && passes(other);
        });
        if (doubled) line.evidence[k] += options.grid_beside, line.lost[k] += options.grid_beside;
        const bool whole = d.inking == Inking::whole;
        const double missed = whole ? options.grid_missed : options.grid_found, seen = whole ? options.grid_whole : options.grid_found;
        const double known = (drawn ? seen : -missed) * std::min(1.0, (end - start) / narrow);
        line.evidence[k] += known;
        line.lost[k] += known;
      }
      line.on[k] = line.evidence[k] > options.grid_sure;
    }
  }
}

std::vector<Track> tracks_of_lines(const std::vector<Line>& lines, const std::vector<Line>& others) {
  std::vector<Track> out;
  for (const Line& line : lines) {
    Track track;
    track.position = line.at;
    track.thickness = line.thickness;
    for (size_t k = 0; k < line.on.size(); ++k) {
      if (!line.on[k]) continue;
      if (k > 0 && line.on[k - 1]) {
        track.stretches.back().end = others[k + 1].at;
        continue;
      }
      Stretch s;
      s.start = others[k].at, s.end = others[k + 1].at, s.accepted = true;
      track.stretches.push_back(s);
    }
    if (!track.stretches.empty()) out.push_back(track);
  }
  return out;
}

// How the sides that are drawn look.
struct Drawn {
  int marked = 0, blocks = 0;  // that show ink; that would
  int faint = 0, sides = 0;
};
void count(const std::vector<Line>& lines, const std::vector<Line>& others, const Marks& marks, double least, Drawn& sum) {
  for (const Line& line : lines) {
    const std::uint8_t* bits = marks.bits.ptr(std::clamp(static_cast<int>(line.at), 0, marks.bits.rows - 1));
    for (size_t k = 0; k < line.on.size(); ++k) {
      if (!line.on[k]) continue;
      if (others[k + 1].at - others[k].at > least) sum.faint += line.faint[k], ++sum.sides;
      const int to = std::min(marks.bits.cols, static_cast<int>(others[k + 1].at) / marks.step);
      for (int b = static_cast<int>(others[k].at) / marks.step + 1; b < to; ++b) {
        sum.marked += bits[b] != 0 && bits[b] != half && bits[b] <= (dot | dash | half);
        sum.blocks += bits[b] != half && bits[b] <= (dot | dash | half);
      }
    }
  }
}

}  // namespace

void draw_grid(const Direction& horizontal, const Direction& vertical, std::vector<Track>& h, std::vector<Track>& v, const PictureOptions& options) {
  if (h.size() + v.size() < 2) return;
  const auto [across, down] = grid_marks(horizontal, vertical, h, options);
  const double least = pixels(horizontal, options.least_length), narrow = pixels(horizontal, options.grid_narrow);
  double share = options.grid_cover, lost_share = options.grid_lost_share;
  std::vector<Line> rows, columns;
  // How the rulings look is known better once they have been drawn, and a side that runs from one to the next is seen.
  for (int round = 0; round < options.grid_rounds; ++round) {
    const std::vector<Line> last_rows = drawn_of(rows), last_columns = drawn_of(columns);
    rows = lines_of(horizontal, across, weights_of(across, share, options), last_columns, {}, h, options);
    columns = lines_of(vertical, down, weights_of(down, share, options), last_rows, lanes_of(vertical, down, last_rows, options), v, options);
    add_open(rows, columns, across.bits.rows, horizontal, options);
    add_open(columns, rows, down.bits.rows, vertical, options);
    if (rows.size() < 2 || columns.size() < 2) return;
    weigh_sides(rows, columns, horizontal, across, share, options);
    weigh_sides(columns, rows, vertical, down, share, options);
    add_lanes(columns, lanes_of(vertical, down, rows, options), options);
    bool again = true;
    for (int sweep = 0; again && sweep < options.grid_sweeps; ++sweep) {
      again = false;
      for (size_t i = 0; i < rows.size(); ++i) again = draw_line(rows, i, columns, lost_share, narrow, options) || again;
      for (size_t i = 0; i < columns.size(); ++i) again = draw_line(columns, i, rows, lost_share, narrow, options) || again;
      if (again) continue;
      const double poor = least_of_poor(share, lost_share, options);
      again = drop_poor(rows, columns, across, poor, share, narrow, options);
      again = drop_poor(columns, rows, down, poor, share, narrow, options) || again;
    }
    Drawn drawn;
    count(rows, columns, across, least, drawn);
    count(columns, rows, down, least, drawn);
    if (drawn.blocks == 0) return;
    share = std::clamp(options.grid_share * drawn.marked / drawn.blocks, options.grid_lost, 0.8);
    lost_share = std::clamp((drawn.faint + 0.5) / (drawn.sides + 1.0), 0.01, 0.3);
  }
  h = tracks_of_lines(rows, columns);
  v = tracks_of_lines(columns, rows);
}

}  // namespace budgetlift
