// Where a page's rulings have gaps its grid is decided as a whole: what is seen of each side of a cell is weighed against
// how sides meet. Each line is drawn in the likeliest way, given all others, until nothing changes.
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "extract/scan/picture_candidates.h"
#include "extract/scan/picture_sides.h"

namespace budgetlift {
namespace {

bool has_sides(const Line& line) { return std::any_of(line.on.begin(), line.on.end(), [](char on) { return on; }); }

std::vector<Line> drawn_of(const std::vector<Line>& lines) {
  std::vector<Line> out;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(out), has_sides);
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
        line.lost[k] += drawn ? known : options.grid_unseen * known;
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

// Draws the first and the last line wherever others of their table are drawn.
void draw_frame(std::vector<Line>& lines) {
  const auto first = std::find_if(lines.begin(), lines.end(), has_sides);
  const auto last = std::find_if(lines.rbegin(), lines.rend(), has_sides);
  if (first == lines.end()) return;
  for (size_t k = 0; k < first->on.size(); ++k) {
    if (std::any_of(lines.begin(), lines.end(), [&](const Line& l) { return l.on[k]; })) first->on[k] = last->on[k] = 1;
  }
}

// The options for a page that has lost most of its ink.
PictureOptions lean_of(PictureOptions options) {
  options.grid_lost = options.lean_lost;
  options.lane_least = options.lean_lane;
  options.grid_apart = options.grid_narrow;
  options.grid_unseen = options.lean_unseen;
  return options;
}

class Drawing {
 public:
  Drawing(const Direction& horizontal, const Direction& vertical, const std::vector<Track>& h, const std::vector<Track>& v, const PictureOptions& options)
      : horizontal_(horizontal), vertical_(vertical), h_(h), v_(v), marks_(grid_marks(horizontal, vertical, h, options)),
        share_(options.grid_cover), lost_share_(options.grid_lost_share) {}

  // Seeks lines and draws them once, with what the last round told. False: this is no grid.
  bool round(bool lean, const PictureOptions& options) {
    const auto& [across, down] = marks_;
    const double narrow = pixels(horizontal_, options.grid_narrow);
    const std::vector<Line> last_rows = drawn_of(rows), last_columns = drawn_of(columns);
    rows = lines_of(horizontal_, across, share_, last_columns, lean ? row_lanes_of(horizontal_, across, last_columns, options) : Lanes(), h_, lean, options);
    columns = lines_of(vertical_, down, share_, last_rows, lanes_of(vertical_, down, last_rows, options), v_, lean, options);
    add_open(rows, columns, across.bits.rows, horizontal_, options);
    add_open(columns, rows, down.bits.rows, vertical_, options);
    if (rows.size() < 2 || columns.size() < 2) return false;
    weigh_sides(rows, columns, horizontal_, across, share_, options);
    weigh_sides(columns, rows, vertical_, down, share_, options);
    if (lean) add_lanes(rows, row_lanes_of(horizontal_, across, columns, options), options);
    add_lanes(columns, lanes_of(vertical_, down, rows, options), options);
    settle(narrow, options);
    if (lean) {
      // Side by side, sides of a frame without ink would each end in nothing.
      draw_frame(rows);
      draw_frame(columns);
      settle(narrow, options);
    }
    return learn(pixels(horizontal_, options.least_length), options);
  }

  // Share of the drawn sides' blocks that show ink.
  double inked() const { return inked_; }

  std::vector<Line> rows, columns;

 private:
  // Draws line after line until nothing changes.
  void settle(double narrow, const PictureOptions& options) {
    const auto& [across, down] = marks_;
    bool again = true;
    for (int sweep = 0; again && sweep < options.grid_sweeps; ++sweep) {
      again = false;
      for (size_t i = 0; i < rows.size(); ++i) again = draw_line(rows, i, columns, lost_share_, narrow, options) || again;
      for (size_t i = 0; i < columns.size(); ++i) again = draw_line(columns, i, rows, lost_share_, narrow, options) || again;
      if (again) continue;
      const double poor = least_of_poor(share_, lost_share_, options);
      again = drop_poor(rows, columns, across, poor, share_, narrow, options);
      again = drop_poor(columns, rows, down, poor, share_, narrow, options) || again;
    }
  }

  // How the rulings look is known better once they have been drawn.
  bool learn(double least, const PictureOptions& options) {
    Drawn drawn;
    count(rows, columns, marks_[0], least, drawn);
    count(columns, rows, marks_[1], least, drawn);
    if (drawn.blocks == 0) return false;
    inked_ = static_cast<double>(drawn.marked) / drawn.blocks;
    share_ = std::clamp(options.grid_share * inked_, options.grid_lost, 0.8);
    lost_share_ = std::clamp((drawn.faint + 0.5) / (drawn.sides + 1.0), 0.01, 0.3);
    return true;
  }

  const Direction& horizontal_;
  const Direction& vertical_;
  const std::vector<Track>& h_;
  const std::vector<Track>& v_;
  std::array<Marks, 2> marks_;
  double share_, lost_share_, inked_ = 1;
};

}  // namespace

void draw_grid(const Direction& horizontal, const Direction& vertical, std::vector<Track>& h, std::vector<Track>& v, const PictureOptions& options) {
  Drawing drawing(horizontal, vertical, h, v, options);
  for (int round = 0; round < options.grid_rounds; ++round) {
    if (!drawing.round(false, options)) return;
  }
  if (drawing.inked() < options.lean) {
    const PictureOptions lean = lean_of(options);
    for (int round = 0; round < options.grid_rounds; ++round) {
      if (!drawing.round(true, lean)) return;
    }
  }
  h = tracks_of_lines(drawing.rows, drawing.columns);
  v = tracks_of_lines(drawing.columns, drawing.rows);
}

}  // namespace budgetlift
