// Pieces of rulings become straight rulings that meet in points, as the table was drawn.
#include <algorithm>
#include <cmath>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

struct Stretch {
  double start = 0;
  double end = 0;
  double cover = 0;   // share of its length that is ink
  double alone = 0;   // share of its ink with paper on both sides
  int marks = 0;      // pieces of ink with paper on both sides
  double gap = 0;     // the longest way without such a piece
  bool dotted = false;
  bool accepted = false;
};

// All that lies on one straight line over the whole page.
struct Track {
  double position = 0;
  double thickness = 0;
  std::vector<Stretch> stretches;
};

struct Direction {
  InkView view;
  std::vector<Track> tracks;  // by position
};

double pixels(const Direction& d, double mm) { return mm * d.view.per_mm; }

// How much of a track between two points is ink, and how much of that stands alone.
Stretch measured(const Direction& d, const Track& track, double start, double end, const PictureOptions& options) {
  Stretch out;
  out.start = start;
  out.end = end;
  const cv::Mat& across = d.view.across;
  const int x0 = std::max(0, static_cast<int>(std::lround(start)));
  const int x1 = std::min(across.cols, static_cast<int>(std::lround(end)));
  if (x1 <= x0) return out;
  const double slack = std::max(1.0, pixels(d, 0.2)), half = track.thickness / 2;
  const int y0 = std::max(0, static_cast<int>(std::floor(track.position - slack)));
  const int y1 = std::min(across.rows - 1, static_cast<int>(std::floor(track.position + slack)));
  const int thick = static_cast<int>(std::ceil(std::max(track.thickness * 1.6, track.thickness + pixels(d, 0.25)))) + 1;
  const double nearest = half + pixels(d, options.alone_from) + 0.5, farthest = half + pixels(d, options.alone_to) + 0.5;
  const int above[2] = {static_cast<int>(std::floor(track.position - farthest)),
                        static_cast<int>(std::floor(track.position - nearest))};
  const int below[2] = {static_cast<int>(std::floor(track.position + nearest)),
                        static_cast<int>(std::floor(track.position + farthest))};
  auto clear = [&](const int (&rows)[2], int x) {
    for (int y = std::max(0, rows[0]); y <= std::min(across.rows - 1, rows[1]); ++y) {
      if (across.at<std::uint8_t>(y, x) != 0) return false;
    }
    return true;
  };
  int ink = 0, alone = 0, last = x0 - 1;
  for (int x = x0; x < x1; ++x) {
    bool here = false;
    for (int y = y0; y <= y1 && !here; ++y) {
      const int run = across.at<std::uint8_t>(y, x);
      here = run > 0 && run <= thick;
    }
    if (!here) continue;
    ++ink;
    if (!clear(above, x) || !clear(below, x)) continue;
    ++alone;
    if (x > last + 1 || out.marks == 0) ++out.marks;
    out.gap = std::max<double>(out.gap, x - last - 1);
    last = x;
  }
  out.gap = std::max<double>(out.gap, x1 - last - 1);
  out.cover = static_cast<double>(ink) / (x1 - x0);
  out.alone = ink ? static_cast<double>(alone) / ink : 0;
  return out;
}

// Ink without gaps is a ruling even with text close by; with gaps it may be strokes of characters in a row.
bool is_drawn(const Stretch& s, const PictureOptions& options) {
  return s.cover >= options.whole_cover ||
         (s.cover >= options.least_cover && s.alone >= options.alone_share);
}

// The same of a ruling that has fallen into dots.
bool is_dotted(const Direction& d, const Stretch& s, const PictureOptions& options) {
  return s.marks >= std::max(1.0, (s.end - s.start) / pixels(d, 1.5 * options.dot_distance)) &&
         s.gap <= pixels(d, 1.3 * options.dot_gap) && s.alone >= options.alone_share / 2;
}

std::vector<Track> tracks_of(const Direction& d, std::vector<Piece> pieces, const PictureOptions& options) {
  // Long pieces fix the positions, short ones join the nearest.
  std::sort(pieces.begin(), pieces.end(),
            [](const Piece& a, const Piece& b) { return a.end - a.start > b.end - b.start; });
  const double same = pixels(d, options.same_position);
  std::vector<std::vector<size_t>> members;
  std::vector<double> at;
  for (size_t i = 0; i < pieces.size(); ++i) {
    size_t best = at.size();
    double distance = same;
    for (size_t k = 0; k < at.size(); ++k) {
      if (std::abs(at[k] - pieces[i].position) <= distance) {
        distance = std::abs(at[k] - pieces[i].position);
        best = k;
      }
    }
    if (best == at.size()) {
      at.push_back(pieces[i].position);
      members.emplace_back();
    }
    members[best].push_back(i);
  }
  std::vector<Track> tracks;
  for (auto& group : members) {
    Track track;
    double weight = 0;
    for (size_t i : group) {
      const double length = pieces[i].end - pieces[i].start;
      // A long piece says most about where the ruling is: strokes of text beside it do not pull it away.
      const double w = length * length;
      weight += w;
      track.position += w * pieces[i].position;
      track.thickness += w * pieces[i].thickness;
    }
    track.position /= weight;
    track.thickness /= weight;
    std::sort(group.begin(), group.end(), [&](size_t a, size_t b) { return pieces[a].start < pieces[b].start; });
    for (size_t i : group) {
      if (!track.stretches.empty() &&
          pieces[i].start - track.stretches.back().end <= pixels(d, options.link_gap)) {
        track.stretches.back().end = std::max(track.stretches.back().end, pieces[i].end);
      } else {
        track.stretches.emplace_back();
        track.stretches.back().start = pieces[i].start;
        track.stretches.back().end = pieces[i].end;
      }
      track.stretches.back().dotted = track.stretches.back().dotted || pieces[i].dotted;
    }
    for (Stretch& s : track.stretches) {
      const bool dotted = s.dotted;
      s = measured(d, track, s.start, s.end, options);
      s.dotted = dotted;
    }
    tracks.push_back(std::move(track));
  }
  std::sort(tracks.begin(), tracks.end(), [](const Track& a, const Track& b) { return a.position < b.position; });
  return tracks;
}

// Whether an accepted stretch of `others` runs through or ends at the point.
bool meets(const std::vector<Track>& others, double along, double position, double touch) {
  for (const Track& other : others) {
    if (std::abs(other.position - along) > touch) continue;
    for (const Stretch& s : other.stretches) {
      if (s.accepted && position >= s.start - touch && position <= s.end + touch) return true;
    }
  }
  return false;
}

int crossings(const std::vector<Track>& others, const Track& track, const Stretch& stretch, double touch) {
  int count = 0;
  for (const Track& other : others) {
    if (other.position < stretch.start - touch || other.position > stretch.end + touch) continue;
    for (const Stretch& s : other.stretches) {
      if (s.accepted && track.position >= s.start - touch && track.position <= s.end + touch) {
        ++count;
        break;
      }
    }
  }
  return count;
}

// The edge of the sheet, or the shadow along it, is no ruling.
bool at_edge(const Direction& d, const Track& track, const PictureOptions& options) {
  const double margin = pixels(d, options.edge_margin);
  return track.position < margin || track.position > d.view.ink.rows - margin;
}

void accept_sure(Direction& d, const PictureOptions& options) {
  for (Track& track : d.tracks) {
    if (at_edge(d, track, options)) continue;
    for (Stretch& s : track.stretches) {
      s.accepted = s.end - s.start >= pixels(d, options.sure_length) && s.cover >= options.sure_cover && is_drawn(s, options);
    }
  }
}

bool accept_more(Direction& d, const Direction& others, const PictureOptions& options) {
  bool more = false;
  const double touch = pixels(d, options.touch);
  for (Track& track : d.tracks) {
    for (Stretch& s : track.stretches) {
      const double length = s.end - s.start;
      if (s.accepted || length < pixels(d, options.least_length) || !is_drawn(s, options)) continue;
      if (at_edge(d, track, options) && crossings(others.tracks, track, s, touch) < 3) continue;
      const bool head = meets(others.tracks, s.start, track.position, touch);
      const bool tail = meets(others.tracks, s.end, track.position, touch);
      const bool both = head && tail;
      const bool one = (head || tail || crossings(others.tracks, track, s, touch) >= 2) &&
                       length >= pixels(d, options.free_length) && s.cover >= options.sure_cover;
      if (both || one) s.accepted = more = true;
    }
  }
  return more;
}

// Dotted rulings prove each other: each must meet two others.
void accept_dotted(Direction& horizontal, Direction& vertical, const PictureOptions& options) {
  for (Direction* d : {&horizontal, &vertical}) {
    for (Track& track : d->tracks) {
      for (Stretch& s : track.stretches) s.accepted = s.accepted || (s.dotted && !at_edge(*d, track, options));
    }
  }
  const double touch = 1.5 * pixels(horizontal, options.dot_gap) / 2;
  for (bool again = true; again;) {
    again = false;
    for (Direction* d : {&horizontal, &vertical}) {
      const Direction& others = d == &horizontal ? vertical : horizontal;
      for (Track& track : d->tracks) {
        for (Stretch& s : track.stretches) {
          if (!s.accepted || !s.dotted || is_drawn(s, options)) continue;
          if (crossings(others.tracks, track, s, touch) < 2) {
            s.accepted = false;
            again = true;
          }
        }
      }
    }
  }
}

// Draws each track anew, from crossing to crossing.
std::vector<Track> redrawn(const Direction& d, const std::vector<Track>& others, const PictureOptions& options) {
  const double touch = pixels(d, options.touch);
  const double dot_touch = std::max(touch, pixels(d, options.dot_gap));
  std::vector<Track> out;
  for (const Track& track : d.tracks) {
    double low = 1e9, high = -1e9;
    bool dotted = false;
    for (const Stretch& s : track.stretches) {
      if (!s.accepted) continue;
      dotted = dotted || s.dotted;
      low = std::min(low, s.start);
      high = std::max(high, s.end);
    }
    if (high < low) continue;
    std::vector<double> at;
    for (const Track& other : others) {
      for (const Stretch& s : other.stretches) {
        const double reach = s.dotted ? dot_touch : touch;
        if (s.accepted && track.position >= s.start - reach && track.position <= s.end + reach) {
          at.push_back(other.position);
          break;
        }
      }
    }
    Track fresh{track.position, track.thickness, {}};
    auto add = [&](double start, double end) {
      if (!fresh.stretches.empty() && start <= fresh.stretches.back().end + 0.01) {
        fresh.stretches.back().end = std::max(fresh.stretches.back().end, end);
      } else {
        fresh.stretches.emplace_back();
        fresh.stretches.back().start = start;
        fresh.stretches.back().end = end;
        fresh.stretches.back().accepted = true;
      }
    };
    // The parts of accepted stretches between two points, where no crossing closes them.
    auto add_free = [&](double from, double to, bool bound_low, bool bound_high) {
      for (const Stretch& s : track.stretches) {
        if (!s.accepted) continue;
        double start = std::max(s.start, from), end = std::min(s.end, to);
        if (end - start < 2 * touch) continue;
        if (bound_low && start - from <= touch) start = from;
        if (bound_high && to - end <= touch) end = to;
        const Stretch m = measured(d, track, start, end, options);
        if (s.dotted && is_dotted(d, m, options)) add(start, end);
        if (m.cover >= options.sure_cover && is_drawn(m, options)) add(start, end);
      }
    };
    if (at.empty()) {
      add_free(low, high, false, false);
    } else {
      add_free(low, at.front(), false, true);
      std::vector<Stretch> sides;
      for (size_t i = 0; i + 1 < at.size(); ++i) sides.push_back(measured(d, track, at[i] + 1, at[i + 1] - 1, options));
      auto drawn = [&](size_t i) {
        return is_drawn(sides[i], options) || (dotted && is_dotted(d, sides[i], options));
      };
      for (size_t i = 0; i < sides.size(); ++i) {
        const bool goes_on = i > 0 && i + 1 < sides.size() && drawn(i - 1) && drawn(i + 1);
        const bool broken = sides[i].cover >= options.gap_cover && sides[i].alone >= options.alone_share;
        // Between the two lines of a doubled ruling there is no room to tell ink from its neighbours.
        const bool narrow = at[i + 1] - at[i] <= 2 * touch;
        const bool passes = narrow && sides[i].cover >= options.least_cover;
        if (drawn(i) || passes || (goes_on && broken)) {
          add(at[i], at[i + 1]);
        } else {
          add_free(at[i], at[i + 1], true, true);
        }
      }
      add_free(at.back(), high, true, false);
    }
    if (!fresh.stretches.empty()) out.push_back(std::move(fresh));
  }
  return out;
}

}  // namespace

std::vector<PixelRuling> find_rulings(const cv::Mat& gray, double dpi, const PictureOptions& options) {
  Direction horizontal{ink_view(gray, dpi, true, options), {}};
  Direction vertical{ink_view(gray, dpi, false, options), {}};
  const std::vector<cv::Rect> dots = find_dots(horizontal.view, options);
  for (Direction* d : {&horizontal, &vertical}) {
    std::vector<Piece> pieces = find_pieces(d->view, options, false);
    const auto dotted = find_dotted(dots, gray.size(), d->view.per_mm, d == &horizontal, options);
    pieces.insert(pieces.end(), dotted.begin(), dotted.end());
    d->tracks = tracks_of(*d, std::move(pieces), options);
    accept_sure(*d, options);
  }
  accept_dotted(horizontal, vertical, options);
  for (int round = 0; round < 4; ++round) {
    const bool more_h = accept_more(horizontal, vertical, options);
    const bool more_v = accept_more(vertical, horizontal, options);
    if (!more_h && !more_v) break;
  }
  std::vector<Track> h = redrawn(horizontal, vertical.tracks, options);
  std::vector<Track> v = redrawn(vertical, h, options);
  h = redrawn(horizontal, v, options);
  v = redrawn(vertical, h, options);
  std::vector<PixelRuling> out;
  for (const bool is_horizontal : {true, false}) {
    for (const Track& track : is_horizontal ? h : v) {
      for (const Stretch& s : track.stretches) {
        out.push_back({is_horizontal, track.position, s.start, s.end, track.thickness});
      }
    }
  }
  return out;
}

}  // namespace budgetlift
