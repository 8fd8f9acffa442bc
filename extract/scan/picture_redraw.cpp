#include <algorithm>

#include "extract/scan/picture_tracks.h"

namespace budgetlift {

std::vector<double> crossed_at(const std::vector<Track>& others, const Track& track, double start, double end, double touch) {
  std::vector<double> at;
  for (const Track& other : others) {
    if (other.position < start - touch || other.position > end + touch) continue;
    for (const Stretch& s : other.stretches) {
      if (s.accepted && track.position >= s.start - touch && track.position <= s.end + touch) {
        at.push_back(other.position);
        break;
      }
    }
  }
  return at;
}

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
    Track fresh;
    fresh.position = track.position;
    fresh.thickness = track.thickness;
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
        // Beyond a gap stand strokes of text in line with the ruling.
        if (bound_low && !bound_high) end = std::min(end, reach_of_ink(d, track, start, end, options) + 1);
        if (bound_high && !bound_low) start = std::max(start, reach_of_ink(d, track, end, start, options));
        if (end - start < 2 * touch) continue;
        const Stretch m = measured(d, track, start, end, options);
        if (m.contrast < d.least_contrast) continue;
        if (s.dotted && is_dotted(d, m, options)) add(start, end);
        const bool dashed = is_dashed(d, m, options) && m.alone >= options.dash_alone;
        if ((m.cover >= options.sure_cover && is_drawn(m, options)) || dashed) add(start, end);
      }
    };
    if (at.empty()) {
      add_free(low, high, false, false);
    } else {
      add_free(low, at.front(), false, true);
      std::vector<Stretch> sides;
      for (size_t i = 0; i + 1 < at.size(); ++i) sides.push_back(measured(d, track, at[i] + 1, at[i + 1] - 1, options, Ends::at_rulings));
      auto drawn = [&](size_t i) {
        const Stretch& s = sides[i];
        if (s.contrast < std::max(d.least_contrast, options.own_level * own_contrast)) return false;
        if (is_of_other(d, track, s, options)) return false;
        return is_side(d, s, options) || (dotted && is_dotted(d, s, options));
      };
      for (size_t i = 0; i < sides.size(); ++i) {
        const bool goes_on = i > 0 && i + 1 < sides.size() && drawn(i - 1) && drawn(i + 1);
        const double gap = pixels(d, options.dash_hole);
        const bool close = sides[i].beside >= options.dash_beside && std::max({sides[i].head, sides[i].hole, sides[i].tail}) <= gap;
        const bool broken = sides[i].cover >= options.gap_cover && (sides[i].alone >= options.alone_share || close);
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

}  // namespace budgetlift
