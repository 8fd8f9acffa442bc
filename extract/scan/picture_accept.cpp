// Which stretches of a page's tracks are rulings: the sure ones first, then what meets them.
#include <algorithm>
#include <cmath>
#include <optional>

#include "extract/scan/picture_tracks.h"

namespace budgetlift {
namespace {

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

// Whether a stretch stands on the outermost of `others`: on one that goes on at both sides of it by `least`, with none beyond its other
// end. `head`: it begins there.
bool stands_on_outline(const std::vector<Track>& others, const Track& track, const Stretch& s, bool head, double touch, double least) {
  const double foot = head ? s.start : s.end, side = head ? 1 : -1;
  bool stands = false, beyond = false;
  for (const Track& other : others) {
    for (const Stretch& o : other.stretches) {
      if (!o.accepted || track.position < o.start - touch || track.position > o.end + touch) continue;
      beyond = beyond || side * (other.position - foot) > touch;
      stands = stands || (std::abs(other.position - foot) <= touch && o.start <= track.position - least && o.end >= track.position + least);
    }
  }
  return stands && !beyond;
}

// The edge of the sheet, or the shadow along it, is no ruling.
bool at_edge(const Direction& d, const Track& track, const PictureOptions& options) {
  const double margin = pixels(d, options.edge_margin);
  return track.position < margin || track.position > d.view.ink.rows - margin;
}

// Whether an accepted ruling beside ends at the same place: so do those of a table without outer border.
bool ends_with_others(const Direction& d, const Track& track, double end, bool head, double touch) {
  return std::any_of(d.tracks.begin(), d.tracks.end(), [&](const Track& other) {
    if (&other == &track) return false;
    return std::any_of(other.stretches.begin(), other.stretches.end(), [&](const Stretch& s) {
      return s.accepted && std::abs((head ? s.start : s.end) - end) <= touch;
    });
  });
}

// The same of one beside that is not accepted yet: in a first row without border above, the rulings prove each other.
bool ends_with_its_like(const Direction& d, const std::vector<Track>& others, const Track& track, double end, bool head, const PictureOptions& options) {
  return std::any_of(d.tracks.begin(), d.tracks.end(), [&](const Track& other) {
    if (std::abs(other.position - track.position) < pixels(d, options.least_length)) return false;
    return std::any_of(other.stretches.begin(), other.stretches.end(), [&](const Stretch& s) {
      return std::abs((head ? s.start : s.end) - end) <= pixels(d, options.same_position) && s.beside >= options.dash_beside &&
             is_like_others(d, s, options) && !crossed_at(others, other, s.start, s.end, pixels(d, options.touch)).empty();
    });
  });
}

// The side of a cell between a crossing and another point of a track, if it is drawn and not known.
std::optional<Stretch> side_to(const Direction& d, const Track& track, double crossing, double end, const PictureOptions& options) {
  const double from = std::min(crossing, end), to = std::max(crossing, end);
  if (to - from < pixels(d, options.least_length) || covers(track, from, to, pixels(d, options.touch))) return std::nullopt;
  const Stretch side = measured(d, track, crossing < end ? from + 1 : from, crossing < end ? to : to - 1, options);
  if (side.contrast < d.least_contrast || !is_side(d, side, options) || is_of_other(d, track, side, options)) return std::nullopt;
  return side;
}

// A stretch may run on into strokes of text: of one that is no ruling as a whole, sides of cells may be.
bool accept_sides(Direction& d, const Direction& others, Track& track, const PictureOptions& options) {
  std::vector<Stretch> sides;
  const double touch = pixels(d, options.touch);
  for (Stretch& s : track.stretches) {
    if (s.accepted || s.end - s.start < pixels(d, options.least_length)) continue;
    const std::vector<double> at = crossed_at(others.tracks, track, s.start, s.end, touch);
    for (size_t i = 0; i + 1 < at.size(); ++i) {
      if (covers(track, at[i], at[i + 1], touch) || at[i + 1] - at[i] < pixels(d, options.least_length)) continue;
      Stretch side = measured(d, track, at[i] + 1, at[i + 1] - 1, options, Ends::at_rulings);
      if (side.contrast < d.least_contrast) continue;
      if (!is_side(d, side, options) || is_of_other(d, track, side, options)) continue;
      side.accepted = true;
      sides.push_back(side);
    }
    // Where the page cuts a table its last row has no ruling to end at, but the rulings beside it end there too.
    for (const bool head : {true, false}) {
      if (at.empty()) break;
      const double crossing = head ? at.front() : at.back();
      const double end = reach_of_ink(d, track, crossing, head ? s.start : s.end, options);
      std::optional<Stretch> side = side_to(d, track, crossing, end, options);
      if (!side || side->alone < options.dash_alone || !ends_with_others(d, track, end, head, touch)) continue;
      side->accepted = true;
      sides.push_back(*side);
    }
  }
  track.stretches.insert(track.stretches.end(), sides.begin(), sides.end());
  return !sides.empty();
}

}  // namespace

void accept_sure(Direction& d, const PictureOptions& options) {
  for (Track& track : d.tracks) {
    if (at_edge(d, track, options)) continue;
    for (Stretch& s : track.stretches) {
      const double length = s.end - s.start;
      if (length < pixels(d, options.sure_length)) continue;
      if (s.cover < options.whole_cover && s.crossed > options.dash_crossed) continue;
      // Lines of text have strokes in a row too, but with other ink at them.
      const bool dashed = is_dashed(d, s, options) && s.alone >= options.dash_alone;
      s.accepted = dashed || (s.cover >= options.sure_cover && is_drawn(s, options));
    }
  }
}

bool accept_more(Direction& d, const Direction& others, const PictureOptions& options) {
  bool more = false;
  const double touch = pixels(d, options.touch);
  for (Track& track : d.tracks) {
    for (Stretch& s : track.stretches) {
      const double length = s.end - s.start;
      if (s.accepted || length < pixels(d, options.least_length) || !is_like_others(d, s, options)) continue;
      if (at_edge(d, track, options) && crossed_at(others.tracks, track, s.start, s.end, touch).size() < 3) continue;
      const bool head = meets(others.tracks, s.start, track.position, touch);
      const bool tail = meets(others.tracks, s.end, track.position, touch);
      const bool both = head && tail;
      // Strokes in a row begin at a ruling too.
      const double least = d.inking == Inking::broken ? options.sure_cover : options.whole_cover;
      const bool one = (head || tail || crossed_at(others.tracks, track, s.start, s.end, touch).size() >= 2) &&
                       length >= pixels(d, options.free_length) &&
                       (s.cover >= least || (is_dashed(d, s, options) && s.alone >= options.dash_alone));
      const bool open = head != tail && s.cover >= options.whole_cover && s.alone >= options.dash_alone &&
                        (ends_with_others(d, track, tail ? s.start : s.end, tail, touch) ||
                         ends_with_its_like(d, others.tracks, track, tail ? s.start : s.end, tail, options));
      // The only side of a first or last row without border.
      const bool lone = head != tail && d.inking == Inking::whole && length >= pixels(d, options.lone_length) && s.cover >= options.whole_cover &&
                        s.alone >= options.lone_alone && stands_on_outline(others.tracks, track, s, head, touch, pixels(d, options.sure_length));
      if (both || one || open || lone) s.accepted = more = true;
    }
    if (!at_edge(d, track, options) && accept_sides(d, others, track, options)) more = true;
  }
  return more;
}

bool accept_corners(Direction& horizontal, Direction& vertical, const PictureOptions& options) {
  struct End {
    Track* track;
    double crossing;   // the last one
    double end;
  };
  auto ends_of = [&](Direction& d, const Direction& others) {
    std::vector<End> out;
    for (Track& track : d.tracks) {
      if (at_edge(d, track, options)) continue;
      for (const Stretch& s : track.stretches) {
        if (s.accepted || s.end - s.start < pixels(d, options.least_length)) continue;
        const std::vector<double> at = crossed_at(others.tracks, track, s.start, s.end, pixels(d, options.touch));
        if (at.empty()) continue;
        out.push_back({&track, at.front(), s.start});
        out.push_back({&track, at.back(), s.end});
      }
    }
    return out;
  };
  const double touch = pixels(horizontal, options.touch), least = pixels(horizontal, options.least_corner);
  auto reaches = [&](const End& e, double point) {
    return e.end < e.crossing ? e.end - touch <= point && point < e.crossing : e.crossing < point && point <= e.end + touch;
  };
  const std::vector<End> h = ends_of(horizontal, vertical), v = ends_of(vertical, horizontal);
  bool more = false;
  for (const End& a : h) {
    for (const End& b : v) {
      if (!reaches(a, b.track->position) || !reaches(b, a.track->position)) continue;
      if (std::min(std::abs(a.crossing - b.track->position), std::abs(b.crossing - a.track->position)) < least) continue;
      auto first = side_to(horizontal, *a.track, a.crossing, b.track->position, options);
      if (!first) continue;
      auto second = side_to(vertical, *b.track, b.crossing, a.track->position, options);
      if (!second) continue;
      first->accepted = second->accepted = more = true;
      a.track->stretches.push_back(*first);
      b.track->stretches.push_back(*second);
    }
  }
  return more;
}

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
          if (crossed_at(others.tracks, track, s.start, s.end, touch).size() < 2) {
            s.accepted = false;
            again = true;
          }
        }
      }
    }
  }
}

}  // namespace budgetlift
