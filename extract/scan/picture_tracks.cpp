#include "extract/scan/picture_tracks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace budgetlift {
Stretch measured(const Direction& d, const Track& track, double start, double end, const PictureOptions& options,
                 Ends ends) {
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
  auto clear = [&](const int (&rows)[2], int x) {
    for (int y = std::max(0, rows[0]); y <= std::min(across.rows - 1, rows[1]); ++y) {
      if (across.at<std::uint8_t>(y, x) != 0) return false;
    }
    return true;
  };
  double centre = 0;
  int ink = 0, crossed = 0, alone = 0, beside = 0, last = x0 - 1, last_ink = x0 - 1;
  int blank = 0, blanks = 0, first_blanks = -1, most_blanks = 0;  // ... of them in a row, hidden parts left out
  std::array<int, 256> darkness{};
  for (int x = x0; x < x1; ++x) {
    bool here = false, thicker = false;
    int darkest = 255, darkest_at = 0;
    for (int y = y0; y <= y1; ++y) {
      const int run = across.at<std::uint8_t>(y, x);
      thicker = thicker || run > thick;
      if (run == 0 || run > thick) continue;
      here = true;
      const int level = d.view.gray.at<std::uint8_t>(y, x);
      if (level < darkest) {
        darkest = level;
        darkest_at = y;
      }
    }
    crossed += !here && thicker;
    blanks = here ? 0 : blanks + !thicker;
    blank += !here && !thicker;
    most_blanks = std::max(most_blanks, blanks);
    if (!here) continue;
    if (first_blanks < 0) first_blanks = blank;
    if (ink == 0) {
      out.head = x - x0;
    } else {
      out.hole = std::max<double>(out.hole, x - last_ink - 1);
    }
    last_ink = x;
    ++ink;
    ++darkness[static_cast<size_t>(darkest)];
    centre += darkest_at + 0.5;
    const bool clear_above = clear(above, x), clear_below = clear(below, x);
    beside += clear_above || clear_below;
    if (!clear_above || !clear_below) continue;
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
  out.centre = ink ? centre / ink : track.position;
  out.crossed = static_cast<double>(crossed) / (x1 - x0);
  out.cover = static_cast<double>(ink) / (x1 - x0);
  // A ruling that text hangs on all along is not broken where the text hides it. Strokes of text alone leave gaps, at the
  // latest towards the rulings beside them.
  const bool between = ends == Ends::at_rulings || end - start >= pixels(d, options.hidden_length);
  if (between && out.crossed > options.dash_crossed && out.cover >= options.least_cover && blank <= options.hidden_blank * (x1 - x0)) {
    out.cover = static_cast<double>(ink) / (ink + blank);
    out.head = first_blanks;
    out.tail = blanks;
    out.hole = most_blanks;
  }
  out.alone = ink ? static_cast<double>(alone) / ink : 0;
  out.beside = ink ? static_cast<double>(beside) / ink : 0;
  return out;
}

bool covers(const Track& track, double from, double to, double touch) {
  return std::any_of(track.stretches.begin(), track.stretches.end(),
                     [&](const Stretch& s) { return s.accepted && s.start <= from + touch && s.end >= to - touch; });
}

double reach_of_ink(const Direction& d, const Track& track, double from, double to, const PictureOptions& options) {
  if (d.inking == Inking::broken) return to;
  const double gap = pixels(d, d.inking == Inking::whole ? options.whole_end : options.dash_hole);
  const double slack = std::max(1.0, pixels(d, options.same_position));
  const int y0 = std::max(0, static_cast<int>(std::floor(track.position - slack)));
  const int y1 = std::min(d.view.ink.rows - 1, static_cast<int>(std::floor(track.position + slack)));
  const double step = to > from ? 1 : -1;
  double last = from;
  for (double at = from; (to - at) * step >= 0 && std::abs(at - last) <= gap; at += step) {
    const int x = static_cast<int>(at);
    if (x < 0 || x >= d.view.ink.cols) break;
    for (int y = y0; y <= y1; ++y) {
      if (d.view.ink.at<std::uint8_t>(y, x) != 0) last = at;
    }
  }
  return last;
}

bool is_drawn(const Stretch& s, const PictureOptions& options) {
  return s.cover >= options.whole_cover ||
         (s.cover >= options.least_cover && s.alone >= options.alone_share);
}

bool is_dashed(const Direction& d, const Stretch& s, const PictureOptions& options) {
  const double gap = pixels(d, options.dash_hole);
  return s.cover >= options.dash_cover && s.beside >= options.dash_beside && s.hole <= gap && s.head <= gap && s.tail <= gap;
}

bool is_dotted(const Direction& d, const Stretch& s, const PictureOptions& options) {
  return s.marks >= std::max(1.0, (s.end - s.start) / pixels(d, 1.5 * options.dot_distance)) &&
         s.gap <= pixels(d, 1.3 * options.dot_gap) && s.alone >= options.alone_share / 2;
}

bool is_side(const Direction& d, const Stretch& s, const PictureOptions& options) {
  const double end_gap = std::max(s.head, s.tail), length = s.end - s.start;
  switch (d.inking) {
    case Inking::whole: {
      // A character's halo may hide a part of a longer one.
      const double gap = pixels(d, options.whole_gap);
      // Where two rulings meet their ends are lost in each other.
      const double inside = length - s.head - s.tail;
      const bool joined = end_gap <= pixels(d, options.joint_gap) && s.alone >= options.dash_alone && inside > 0;
      // Text that touches it all along, from a crowded row: no row of strokes has so few gaps.
      const bool touched = s.cover >= options.touched_cover && s.cover + s.crossed >= options.whole_cover &&
                           std::max(end_gap, s.hole) <= pixels(d, options.touched_gap);
      if (touched) return true;
      return ((joined ? s.cover * length / inside : s.cover) >= options.whole_cover && end_gap <= gap && s.hole <= gap) ||
             (length >= pixels(d, options.free_length) && is_drawn(s, options) && end_gap <= gap && s.hole <= gap);
    }
    case Inking::dashed:
      return s.cover >= options.whole_cover ||
             (is_dashed(d, s, options) && s.cover >= d.usual_cover - options.dash_spread);
    case Inking::broken:
      return (is_drawn(s, options) && end_gap <= pixels(d, options.end_gap) && s.hole <= pixels(d, options.most_gap)) ||
             is_dashed(d, s, options);
  }
  return false;
}

bool is_like_others(const Direction& d, const Stretch& s, const PictureOptions& options) {
  if (d.inking == Inking::whole) return is_drawn(s, options) && s.hole <= pixels(d, options.whole_gap) && s.cover >= options.sure_cover;
  return is_drawn(s, options) || is_dashed(d, s, options);
}

bool is_of_other(const Direction& d, const Track& track, const Stretch& side, const PictureOptions& options) {
  const double reach = 2 * pixels(d, options.same_position) + track.thickness;
  const double own = std::abs(side.centre - track.position);
  return std::any_of(d.tracks.begin(), d.tracks.end(), [&](const Track& other) {
    const double apart = std::abs(other.position - track.position);
    if (&other == &track || apart > reach || std::abs(side.centre - other.position) > own - 0.25 * apart) return false;
    return std::any_of(other.stretches.begin(), other.stretches.end(), [&](const Stretch& s) {
      return s.accepted && std::min(s.end, side.end) - std::max(s.start, side.start) > 0.5 * (side.end - side.start);
    });
  });
}

namespace {

// A short piece that stands off the end of a longer one is a stroke of a character, not of the ruling; unless nothing
// stands beside it.
void drop_strays(const Direction& d, const Track& track, const std::vector<RulingPiece>& pieces, std::vector<size_t>& group,
                 const PictureOptions& options) {
  const double link_gap = pixels(d, options.link_gap);
  auto length = [&](size_t i) { return pieces[i].end - pieces[i].start; };
  auto stray = [&](size_t i, size_t other, double gap) {
    if (pieces[i].dotted || gap <= 0 || gap > link_gap || length(i) >= 3 * gap || length(i) >= length(other)) return false;
    return length(i) < pixels(d, options.least_length) ||
           measured(d, track, pieces[i].start, pieces[i].end, options).alone < options.dash_alone;
  };
  for (bool again = true; again;) {
    again = false;
    for (size_t k = 0; k < group.size() && !again; ++k) {
      const double before = k > 0 ? pieces[group[k]].start - pieces[group[k - 1]].end : 1e9;
      const double after = k + 1 < group.size() ? pieces[group[k + 1]].start - pieces[group[k]].end : 1e9;
      // At an end of a linked stretch only: one side must be free.
      if ((before > link_gap && k + 1 < group.size() && stray(group[k], group[k + 1], after)) ||
          (after > link_gap && k > 0 && stray(group[k], group[k - 1], before))) {
        group.erase(group.begin() + static_cast<std::ptrdiff_t>(k));
        again = true;
      }
    }
  }
}

}  // namespace

std::vector<Track> tracks_of(const Direction& d, std::vector<RulingPiece> pieces, const PictureOptions& options) {
  // Long pieces fix the positions, short ones join the nearest.
  std::sort(pieces.begin(), pieces.end(),
            [](const RulingPiece& a, const RulingPiece& b) { return a.end - a.start > b.end - b.start; });
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
    drop_strays(d, track, pieces, group, options);
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
  for (Track& track : tracks) {
    for (Stretch& s : track.stretches) {
      const bool dots = s.dotted;
      s = measured(d, track, s.start, s.end, options);
      s.dotted = dots && !(s.cover >= options.sure_cover && is_drawn(s, options)) &&
                 !(s.cover >= options.dash_cover && s.hole <= pixels(d, options.dash_hole));
    }
  }
  std::sort(tracks.begin(), tracks.end(), [](const Track& a, const Track& b) { return a.position < b.position; });
  return tracks;
}

}  // namespace budgetlift
