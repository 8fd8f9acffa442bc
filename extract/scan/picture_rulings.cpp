// Pieces of rulings become straight rulings that meet in points, as the table was drawn.
#include <algorithm>
#include <array>
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
  double head = 0;    // the way to the first ink, whatever stands beside it
  double tail = 0;    // the way from the last
  double hole = 0;    // the longest way without ink between them
  double contrast = 0;   // of its ink to paper, 0..255
  bool dotted = false;
  bool accepted = false;
};

// All that lies on one straight line over the whole page.
struct Track {
  double position = 0;
  double thickness = 0;
  std::vector<Stretch> stretches;
  std::vector<Stretch> measured;   // only while they are measured
};

struct Direction {
  InkView view;
  std::vector<Track> tracks;  // by position
  double least_contrast = 0;  // fainter ones are no rulings of this page
  double most_gap = 0;        // pixels without ink that a ruling of this page may have
};

double pixels(const Direction& d, double mm) { return mm * d.view.per_mm; }

// True if the track has long stretches along most of the way: strokes of text run side by side too, but not for so long.
bool runs_along(const Track& track, double start, double end, double least, const PictureOptions& options) {
  double shared = 0;
  for (const Stretch& s : track.stretches) {
    if (s.end - s.start >= least) shared += std::max(0.0, std::min(s.end, end) - std::max(s.start, start));
  }
  return shared >= options.twin_share * (end - start);
}

// How much of a track between two points is ink, and how much of that stands alone.
Stretch measured(const Direction& d, const std::vector<Track>& tracks, const Track& track, double start, double end,
                 const PictureOptions& options) {
  Stretch out;
  out.start = start;
  out.end = end;
  const cv::Mat& across = d.view.across;
  const int x0 = std::max(0, static_cast<int>(std::lround(start)));
  const int x1 = std::min(across.cols, static_cast<int>(std::lround(end)));
  if (x1 <= x0) return out;
  const double slack = std::max(1.0, 1.2 * pixels(d, options.same_position)), half = track.thickness / 2;
  const int y0 = std::max(0, static_cast<int>(std::floor(track.position - slack)));
  const int y1 = std::min(across.rows - 1, static_cast<int>(std::floor(track.position + slack)));
  const int thick = static_cast<int>(std::ceil(std::max(track.thickness * 1.6, track.thickness + pixels(d, 0.25)))) + 1;
  const double nearest = half + pixels(d, options.alone_from) + 0.5, farthest = half + pixels(d, options.alone_to) + 0.5;
  const int above[2] = {static_cast<int>(std::floor(track.position - farthest)),
                        static_cast<int>(std::floor(track.position - nearest))};
  const int below[2] = {static_cast<int>(std::floor(track.position + nearest)),
                        static_cast<int>(std::floor(track.position + farthest))};
  // Double rulings: the other one beside this one is no text.
  std::vector<std::pair<int, int>> twins;
  const double twin_length = pixels(d, options.twin_length);
  const bool may_be_twin = runs_along(track, start, end, twin_length, options);
  for (const Track& other : tracks) {
    if (!may_be_twin) break;
    const double distance = std::abs(other.position - track.position);
    if (distance <= slack || distance > farthest + other.thickness || !runs_along(other, start, end, twin_length, options)) continue;
    const double reach = other.thickness / 2 + 1.5;
    twins.emplace_back(static_cast<int>(std::floor(other.position - reach)), static_cast<int>(std::ceil(other.position + reach)));
  }
  auto clear = [&](const int (&rows)[2], int x) {
    for (int y = std::max(0, rows[0]); y <= std::min(across.rows - 1, rows[1]); ++y) {
      if (across.at<std::uint8_t>(y, x) == 0) continue;
      if (std::none_of(twins.begin(), twins.end(), [&](const auto& twin) { return y >= twin.first && y <= twin.second; })) return false;
    }
    return true;
  };
  int ink = 0, alone = 0, last = x0 - 1, last_ink = x0 - 1;
  std::array<int, 256> darkness{};
  for (int x = x0; x < x1; ++x) {
    bool here = false;
    int darkest = 255;
    for (int y = y0; y <= y1; ++y) {
      const int run = across.at<std::uint8_t>(y, x);
      if (run == 0 || run > thick) continue;
      here = true;
      darkest = std::min<int>(darkest, d.view.gray.at<std::uint8_t>(y, x));
    }
    if (!here) continue;
    if (ink == 0) {
      out.head = x - x0;
    } else {
      out.hole = std::max<double>(out.hole, x - last_ink - 1);
    }
    last_ink = x;
    ++ink;
    ++darkness[static_cast<size_t>(darkest)];
    if (!clear(above, x) || !clear(below, x)) continue;
    ++alone;
    if (darkest > options.ink_level) continue;
    if (x > last + 1 || out.marks == 0) ++out.marks;
    out.gap = std::max<double>(out.gap, x - last - 1);
    last = x;
  }
  out.gap = std::max<double>(out.gap, x1 - last - 1);
  out.tail = x1 - last_ink - 1;
  // The middle value: where a fold crosses rulings and text it is as dark as they are.
  int level = 0;
  for (int left = ink / 2; level < 255 && (left -= darkness[static_cast<size_t>(level)]) >= 0;) ++level;
  out.contrast = 255 - level;
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

// A short piece that stands off the end of a longer one is a stroke of a character, not of the ruling.
void drop_strays(const std::vector<Piece>& pieces, std::vector<size_t>& group, double link_gap) {
  auto stray = [&](size_t i, double gap) {
    return !pieces[i].dotted && gap > 0 && gap <= link_gap && pieces[i].end - pieces[i].start < 3 * gap;
  };
  for (bool again = true; again;) {
    again = false;
    for (size_t k = 0; k < group.size() && !again; ++k) {
      const double before = k > 0 ? pieces[group[k]].start - pieces[group[k - 1]].end : 1e9;
      const double after = k + 1 < group.size() ? pieces[group[k + 1]].start - pieces[group[k]].end : 1e9;
      // At an end of a linked stretch only: one side must be free.
      if ((before > link_gap && stray(group[k], after)) || (after > link_gap && stray(group[k], before))) {
        group.erase(group.begin() + static_cast<std::ptrdiff_t>(k));
        again = true;
      }
    }
  }
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
    drop_strays(pieces, group, pixels(d, options.link_gap));
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
    tracks.push_back(std::move(track));
  }
  // Measured when all are known: a double ruling's two lines stand side by side.
  for (Track& track : tracks) {
    std::vector<Stretch> stretches;
    for (const Stretch& s : track.stretches) {
      stretches.push_back(measured(d, tracks, track, s.start, s.end, options));
      const Stretch& m = stretches.back();
      stretches.back().dotted = s.dotted && !(m.cover >= options.sure_cover && is_drawn(m, options));
    }
    track.measured = std::move(stretches);
  }
  for (Track& track : tracks) track.stretches = std::move(track.measured);
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
    double low = 1e9, high = -1e9, longest = 0;
    bool dotted = false;
    double own_contrast = 0;  // of the longest
    for (const Stretch& s : track.stretches) {
      if (!s.accepted) continue;
      if (longest < s.end - s.start) {
        longest = s.end - s.start;
        own_contrast = s.contrast;
      }
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
        const Stretch m = measured(d, d.tracks, track, start, end, options);
        if (m.contrast < d.least_contrast) continue;
        if (s.dotted && is_dotted(d, m, options)) add(start, end);
        if (m.cover >= options.sure_cover && is_drawn(m, options)) add(start, end);
      }
    };
    if (at.empty()) {
      add_free(low, high, false, false);
    } else {
      add_free(low, at.front(), false, true);
      std::vector<Stretch> sides;
      for (size_t i = 0; i + 1 < at.size(); ++i) sides.push_back(measured(d, d.tracks, track, at[i] + 1, at[i + 1] - 1, options));
      auto drawn = [&](size_t i) {
        const Stretch& s = sides[i];
        if (s.contrast < std::max(d.least_contrast, options.own_level * own_contrast)) return false;
        const double end_gap = std::max(s.head, s.tail);
        return (is_drawn(s, options) && end_gap <= std::min(d.most_gap, pixels(d, options.end_gap)) &&
                s.hole <= d.most_gap) ||
               (dotted && is_dotted(d, s, options));
      };
      for (size_t i = 0; i < sides.size(); ++i) {
        const bool goes_on = i > 0 && i + 1 < sides.size() && drawn(i - 1) && drawn(i + 1);
        const bool broken = sides[i].cover >= options.gap_cover && sides[i].alone >= options.alone_share;
        // Between the two lines of a doubled ruling there is no room to tell ink from its neighbours.
        const bool narrow = at[i + 1] - at[i] <= 2 * touch;
        const bool passes = narrow && sides[i].contrast >= d.least_contrast && sides[i].cover >= options.least_cover;
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

// On a page whose rulings are whole, a gap is a gap.
void measure_breaks(Direction& horizontal, Direction& vertical, const PictureOptions& options) {
  std::vector<std::pair<double, double>> covers;  // and lengths
  double total = 0;
  for (const Direction* d : {&horizontal, &vertical}) {
    for (const Track& track : d->tracks) {
      for (const Stretch& s : track.stretches) {
        if (!s.accepted) continue;
        covers.emplace_back(s.cover, s.end - s.start);
        total += s.end - s.start;
      }
    }
  }
  std::sort(covers.begin(), covers.end());
  double low = 1, sum = 0;
  for (const auto& [cover, length] : covers) {
    low = cover;
    sum += length;
    if (sum >= total / 4) break;
  }
  for (Direction* d : {&horizontal, &vertical}) {
    d->most_gap = pixels(*d, low >= options.unbroken ? options.whole_gap : options.most_gap);
  }
}

// Folds, scratches and marks of the scanner's glass are long and straight but faint.
void drop_streaks(Direction& horizontal, Direction& vertical, const PictureOptions& options) {
  std::vector<std::pair<double, double>> contrasts;  // and lengths
  double total = 0;
  for (const Direction* d : {&horizontal, &vertical}) {
    for (const Track& track : d->tracks) {
      for (const Stretch& s : track.stretches) {
        if (!s.accepted) continue;
        contrasts.emplace_back(s.contrast, s.end - s.start);
        total += s.end - s.start;
      }
    }
  }
  std::sort(contrasts.begin(), contrasts.end());
  double usual = 0, sum = 0;
  for (const auto& [contrast, length] : contrasts) {
    usual = contrast;
    sum += length;
    if (sum >= total / 2) break;
  }
  for (Direction* d : {&horizontal, &vertical}) {
    d->least_contrast = options.streak_level * usual;
    for (Track& track : d->tracks) {
      std::erase_if(track.stretches, [&](const Stretch& s) { return s.contrast < d->least_contrast; });
    }
  }
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
  drop_streaks(horizontal, vertical, options);
  measure_breaks(horizontal, vertical, options);
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
