// Where a table goes on over the page, or has no outer border, its rulings end in nothing, all at the same height.
#include <algorithm>
#include <cmath>
#include <utility>

#include "extract/scan/picture_tracks.h"

namespace budgetlift {
namespace {

// An end of a track that meets no other.
struct End {
  size_t track;
  double at;
};

// Whether a ruling runs from one of the positions to the other.
bool of_one_table(const std::vector<Track>& others, double position, const std::vector<double>& members, double touch) {
  for (const Track& other : others) {
    for (const Stretch& s : other.stretches) {
      if (position < s.start - touch || position > s.end + touch) continue;
      if (std::any_of(members.begin(), members.end(), [&](double m) { return m >= s.start - touch && m <= s.end + touch; })) return true;
    }
  }
  return false;
}

// Where the next ends inward are, if at least two agree and lie within `most` of the one at `k`; else that end itself.
double end_of_others(const std::vector<End>& free, size_t k, double touch, double most) {
  if (k + 2 >= free.size()) return free[k].at;
  const double first = free[k + 1].at, second = free[k + 2].at, beyond = std::abs(free[k].at - first);
  return beyond > touch && beyond <= most && std::abs(first - second) <= touch ? (first + second) / 2 : free[k].at;
}

// A stretch that runs through where others end.
struct Passing {
  size_t track, stretch;
  double blank;   // the way beyond that on which nothing is drawn
};

// How far nothing is drawn of the track from a point on, at most to where a seam ends.
double blank_from(const Direction& d, const Track& track, double at, int side, const PictureOptions& options) {
  const double step = pixels(d, options.seam_step), most = pixels(d, options.most_seam);
  double out = 0;
  for (at += side * step / 2; out < most; out += step) {
    const double from = at + side * out, to = from + side * step;
    if (measured(d, track, std::min(from, to), std::max(from, to), options).cover > options.seam_ink) break;
  }
  return out;
}

}  // namespace

void even_ends(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options) {
  const double touch = pixels(d, options.touch);
  for (const int side : {-1, 1}) {
    auto end_of = [&](const Track& t) { return side < 0 ? t.stretches.front().start : t.stretches.back().end; };
    std::vector<End> free;
    for (size_t i = 0; i < tracks.size(); ++i) {
      const double at = end_of(tracks[i]);
      if (crossed_at(others, tracks[i], at, at, touch).empty()) free.push_back({i, at});
    }
    // From the farthest end inward: each is where the table ends if others end there too.
    std::sort(free.begin(), free.end(), [&](const End& a, const End& b) { return side * a.at > side * b.at; });
    for (size_t k = 0; k < free.size(); ++k) {
      std::vector<double> members;   // positions of those that end there
      double sum = 0;
      for (size_t i = k; i < free.size() && std::abs(free[i].at - free[k].at) <= touch; ++i) {
        members.push_back(tracks[free[i].track].position);
        sum += free[i].at;
      }
      const double even = sum / static_cast<double>(members.size());
      const size_t first = k;
      bool extended = false;
      k += members.size() - 1;
      // One alone may be drawn too long: the others must show nearly all of the way.
      const double least = (members.size() > 1 ? options.open_cover : options.lone_cover) * d.usual_cover;
      for (Track& track : tracks) {
        double& end = side < 0 ? track.stretches.front().start : track.stretches.back().end;
        const double from = std::min(end, even), to = std::max(end, even);
        if (side * (even - end) <= 0 || to - from > pixels(d, options.most_open)) continue;
        if (!of_one_table(others, track.position, members, touch)) continue;
        if (to - from > touch) {
          // Nothing of the table may lie between the end and the others'.
          if (!crossed_at(others, track, from + 1.5 * touch, to - 1.5 * touch, 0).empty() && to - from > 3 * touch) continue;
          // What is seen of it counts from its last corner on.
          double low = from, high = to;
          const std::vector<double> corners = crossed_at(others, track, track.stretches.front().start, track.stretches.back().end, touch);
          if (!corners.empty() && side > 0) low = std::min(low, corners.back());
          if (!corners.empty() && side < 0) high = std::max(high, corners.front());
          const Stretch s = measured(d, track, low, high, options);
          if (s.cover < least || s.beside < options.open_beside || s.contrast < d.least_contrast) continue;
        }
        end = even;
        extended = true;
      }
      if (members.size() > 1 || extended || end_of(tracks[free[first].track]) != free[first].at) continue;
      // Strokes of text in line with it were taken for the end of a ruling, if no other shows ink so far out.
      Track& lone = tracks[free[first].track];
      double& end = side < 0 ? lone.stretches.front().start : lone.stretches.back().end;
      const double others_end = end_of_others(free, first, touch, pixels(d, options.loose_end));
      const double other_end = side < 0 ? lone.stretches.front().end : lone.stretches.back().start;
      if (others_end == free[first].at || side * (others_end - other_end) <= touch) continue;
      if (of_one_table(others, lone.position, {tracks[free[first + 1].track].position}, touch)) end = others_end;
    }
  }
}

void open_seams(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options) {
  if (d.inking == Inking::broken) return;
  const double touch = pixels(d, options.touch);
  for (const int side : {-1, 1}) {   // where rulings begin, with the other table above; where they end, with the other one below
    std::vector<double> free;
    for (const Track& track : tracks) {
      for (const Stretch& s : track.stretches) {
        const double at = side < 0 ? s.start : s.end;
        if (crossed_at(others, track, at, at, touch).empty()) free.push_back(at);
      }
    }
    std::sort(free.begin(), free.end());
    for (size_t first = 0, end = 0; first < free.size(); first = end) {
      for (end = first; end < free.size() && free[end] - free[first] <= touch / 2; ++end) {}
      if (end - first < options.least_seam) continue;
      const double edge = side < 0 ? free[first] : free[end - 1];
      std::vector<Passing> passing;
      double least = pixels(d, options.most_seam);
      for (size_t t = 0; t < tracks.size(); ++t) {
        for (size_t i = 0; i < tracks[t].stretches.size(); ++i) {
          const Stretch& s = tracks[t].stretches[i];
          if (s.start > edge - touch || s.end < edge + touch) continue;
          passing.push_back({t, i, blank_from(d, tracks[t], edge, side, options)});
          least = std::min(least, passing.back().blank);
        }
      }
      const double low = std::min(edge, edge + side * least), high = std::max(edge, edge + side * least);
      const bool parted = std::any_of(others.begin(), others.end(), [&](const Track& o) { return o.position > low && o.position < high; });
      if (least < pixels(d, options.least_blank) || parted) continue;
      for (const Passing& p : passing) {
        std::vector<Stretch>& stretches = tracks[p.track].stretches;
        Stretch lower = stretches[p.stretch];
        stretches[p.stretch].end = side < 0 ? edge - p.blank : edge;
        lower.start = side < 0 ? edge : edge + p.blank;
        stretches.insert(stretches.begin() + static_cast<std::ptrdiff_t>(p.stretch) + 1, lower);
      }
    }
  }
}

void cut_loose_ends(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options) {
  if (d.inking == Inking::broken) return;
  const double touch = pixels(d, options.touch);
  const std::vector<Track> before = tracks;
  // Whether rulings on both sides go on beyond a place.
  auto goes_on = [&](double position, double at) {
    bool low = false, high = false;
    for (const Track& track : before) {
      const bool passes = std::any_of(track.stretches.begin(), track.stretches.end(), [&](const Stretch& s) { return s.start < at - touch && s.end > at + touch; });
      (track.position < position ? low : high) |= passes && track.position != position;
    }
    return low && high;
  };
  for (Track& track : tracks) {
    for (Stretch& s : track.stretches) {
      const std::vector<double> corners = crossed_at(others, track, s.start, s.end, touch);
      if (corners.empty()) continue;
      const auto [first, last] = std::minmax_element(corners.begin(), corners.end());
      auto loose = [&](double corner, double end) {
        const double length = std::abs(end - corner);
        return length > touch && length <= pixels(d, options.loose_end) && goes_on(track.position, end);
      };
      if (loose(*first, s.start)) s.start = *first;
      if (loose(*last, s.end)) s.end = *last;
    }
  }
}

void drop_shadows(const Direction& d, std::vector<Track>& tracks, const PictureOptions& options) {
  const double reach = pixels(d, options.shadow_reach), touch = pixels(d, options.touch);
  std::vector<Track> kept = tracks;
  for (size_t i = 0; i < tracks.size(); ++i) {
    std::erase_if(kept[i].stretches, [&](const Stretch& s) {
      for (size_t k = 0; k < tracks.size(); ++k) {
        if (k == i || std::abs(tracks[k].position - tracks[i].position) > reach) continue;
        for (const Stretch& o : tracks[k].stretches) {
          if (o.start <= s.start + touch && o.end >= s.end - touch && s.end - s.start <= options.shadow_share * (o.end - o.start)) return true;
        }
      }
      return false;
    });
  }
  std::erase_if(kept, [](const Track& t) { return t.stretches.empty(); });
  tracks = std::move(kept);
}

}  // namespace budgetlift
