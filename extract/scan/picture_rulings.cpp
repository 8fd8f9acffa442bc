// Pieces of rulings become straight rulings that meet in points, as the table was drawn.
#include <algorithm>
#include <cmath>
#include <optional>
#include <opencv2/imgproc.hpp>

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
      const double length = s.end - s.start;
      if (length < pixels(d, options.sure_length)) continue;
      if (s.cover < options.whole_cover && s.crossed > options.dash_crossed) continue;
      // Lines of text have strokes in a row too, but with other ink at them.
      const bool dashed = is_dashed(d, s, options) && s.alone >= options.dash_alone;
      s.accepted = dashed || (s.cover >= options.sure_cover && is_drawn(s, options));
    }
  }
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

bool is_known(const Track& track, double from, double to, double touch) {
  return std::any_of(track.stretches.begin(), track.stretches.end(), [&](const Stretch& o) {
    return o.accepted && o.start <= from + touch && o.end >= to - touch;
  });
}

// The side of a cell between a crossing and another point of a track, if it is drawn and not known.
std::optional<Stretch> side_to(const Direction& d, const Track& track, double crossing, double end, const PictureOptions& options) {
  const double from = std::min(crossing, end), to = std::max(crossing, end);
  if (to - from < pixels(d, options.least_length) || is_known(track, from, to, pixels(d, options.touch))) return std::nullopt;
  const Stretch side = measured(d, track, crossing < end ? from + 1 : from, crossing < end ? to : to - 1, options);
  if (side.contrast < d.least_contrast || !is_side(d, side, options) || is_of_other(d, track, side, options)) return std::nullopt;
  return side;
}

// Two sides that meet in a corner of a table prove each other.
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
  const double touch = pixels(horizontal, options.touch);
  auto reaches = [&](const End& e, double point) {
    return e.end < e.crossing ? e.end - touch <= point && point < e.crossing : e.crossing < point && point <= e.end + touch;
  };
  const std::vector<End> h = ends_of(horizontal, vertical), v = ends_of(vertical, horizontal);
  bool more = false;
  for (const End& a : h) {
    for (const End& b : v) {
      if (!reaches(a, b.track->position) || !reaches(b, a.track->position)) continue;
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

// A stretch may run on into strokes of text: of one that is no ruling as a whole, sides of cells may be.
bool accept_sides(Direction& d, const Direction& others, Track& track, const PictureOptions& options) {
  std::vector<Stretch> sides;
  const double touch = pixels(d, options.touch);
  for (Stretch& s : track.stretches) {
    if (s.accepted || s.end - s.start < pixels(d, options.least_length)) continue;
    const std::vector<double> at = crossed_at(others.tracks, track, s.start, s.end, touch);
    for (size_t i = 0; i + 1 < at.size(); ++i) {
      if (is_known(track, at[i], at[i + 1], touch) || at[i + 1] - at[i] < pixels(d, options.least_length)) continue;
      Stretch side = measured(d, track, at[i] + 1, at[i + 1] - 1, options);
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

bool accept_more(Direction& d, const Direction& others, const PictureOptions& options) {
  bool more = false;
  const double touch = pixels(d, options.touch);
  for (Track& track : d.tracks) {
    for (Stretch& s : track.stretches) {
      const double length = s.end - s.start;
      if (s.accepted || length < pixels(d, options.least_length) || !is_like_others(d, s, options)) continue;
      if (at_edge(d, track, options) && crossings(others.tracks, track, s, touch) < 3) continue;
      const bool head = meets(others.tracks, s.start, track.position, touch);
      const bool tail = meets(others.tracks, s.end, track.position, touch);
      const bool both = head && tail;
      // Strokes in a row begin at a ruling too.
      const double least = d.inking == Inking::broken ? options.sure_cover : options.whole_cover;
      const bool one = (head || tail || crossings(others.tracks, track, s, touch) >= 2) &&
                       length >= pixels(d, options.free_length) &&
                       (s.cover >= least || (is_dashed(d, s, options) && s.alone >= options.dash_alone));
      const bool open = head != tail && s.cover >= options.whole_cover && s.alone >= options.dash_alone &&
                        ends_with_others(d, track, tail ? s.start : s.end, tail, touch);
      if (both || one || open) s.accepted = more = true;
    }
    if (!at_edge(d, track, options) && accept_sides(d, others, track, options)) more = true;
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

// The value below which a share of the total length lies.
double quantile(std::vector<std::pair<double, double>> values, double share) {  // and lengths
  std::sort(values.begin(), values.end());
  double total = 0, sum = 0;
  for (const auto& [value, length] : values) total += length;
  for (const auto& [value, length] : values) {
    sum += length;
    if (sum >= share * total) return value;
  }
  return 0;
}

// What can be seen of the rulings that are sure.
template <typename Value>
std::vector<std::pair<double, double>> of_accepted(const Direction& horizontal, const Direction& vertical, Value value) {
  std::vector<std::pair<double, double>> values;
  for (const Direction* d : {&horizontal, &vertical}) {
    for (const Track& track : d->tracks) {
      for (const Stretch& s : track.stretches) {
        if (s.accepted) values.emplace_back(value(s), s.end - s.start);
      }
    }
  }
  return values;
}

// On a page whose rulings are whole, a gap is a gap.
void find_inking(Direction& horizontal, Direction& vertical, const PictureOptions& options) {
  const auto covers = of_accepted(horizontal, vertical, [](const Stretch& s) { return s.cover; });
  const double cover = quantile(covers, 0.25);
  const double hole = quantile(of_accepted(horizontal, vertical, [](const Stretch& s) { return s.hole; }), 0.75);
  double length = 0;
  for (const auto& [value, own] : covers) length += own;
  for (Direction* d : {&horizontal, &vertical}) {
    d->usual_cover = cover;
    d->inking = length < pixels(*d, options.least_sure)     ? Inking::broken
                : cover >= options.unbroken             ? Inking::whole
                : hole <= pixels(*d, options.dash_hole) ? Inking::dashed
                                                        : Inking::broken;
    // Strokes in a row look like dashes: on a page of other rulings they are none.
    const double least = d->inking == Inking::whole    ? options.sure_cover
                         : d->inking == Inking::dashed ? cover - options.dash_spread
                                                       : 0;
    for (Track& track : d->tracks) {
      for (Stretch& s : track.stretches) s.accepted = s.accepted && s.cover >= least;
    }
  }
}

// How much darker than paper the sure rulings are, on average.
double usual_contrast(const Direction& horizontal, const Direction& vertical) {
  return quantile(of_accepted(horizontal, vertical, [](const Stretch& s) { return s.contrast; }), 0.5);
}

// Folds, scratches and marks of the scanner's glass are long and straight but faint.
void drop_streaks(Direction& horizontal, Direction& vertical, const PictureOptions& options) {
  const double usual = usual_contrast(horizontal, vertical);
  for (Direction* d : {&horizontal, &vertical}) {
    d->least_contrast = options.streak_level * usual;
    for (Track& track : d->tracks) {
      std::erase_if(track.stretches, [&](const Stretch& s) { return s.contrast < d->least_contrast; });
    }
  }
}

// Ink of the sheet's other side: faint rulings, and text between them that is as faint.
bool shines_through(const cv::Mat& gray, const Direction& horizontal, const Direction& vertical,
                    const PictureOptions& options) {
  const double usual = usual_contrast(horizontal, vertical);
  if (usual == 0 || usual > options.through_level * 255) return false;
  cv::Mat dark = gray < options.ink_level, faint = gray < options.faint_level, near;
  cv::dilate(dark, near, cv::getStructuringElement(cv::MORPH_RECT, {7, 7}));
  faint.setTo(0, near);
  for (const Direction* d : {&horizontal, &vertical}) {
    for (const Track& track : d->tracks) {
      for (const Stretch& s : track.stretches) {
        if (!s.accepted) continue;
        cv::Rect box(static_cast<int>(s.start) - 2, static_cast<int>(track.position) - 3, static_cast<int>(s.end - s.start) + 4, 7);
        if (d == &vertical) box = {box.y, box.x, box.height, box.width};
        faint(box & cv::Rect(0, 0, faint.cols, faint.rows)).setTo(0);
      }
    }
  }
  cv::medianBlur(faint, faint, 3);  // noise of the paper
  return cv::countNonZero(faint) > options.through_ink * cv::countNonZero(dark);
}

// Tracks of both directions, of which the sure ones are accepted.
void find_sure(const cv::Mat& gray, double dpi, const PictureOptions& options, Direction& horizontal, Direction& vertical) {
  horizontal = {ink_view(gray, dpi, true, options), {}};
  vertical = {ink_view(gray, dpi, false, options), {}};
  const std::vector<cv::Rect> dots = find_dots(horizontal.view, options);
  for (Direction* d : {&horizontal, &vertical}) {
    std::vector<Piece> pieces = find_pieces(d->view, options, false);
    const auto dotted = find_dotted(dots, gray.size(), d->view.per_mm, d == &horizontal, options);
    pieces.insert(pieces.end(), dotted.begin(), dotted.end());
    d->tracks = tracks_of(*d, std::move(pieces), options);
    accept_sure(*d, options);
  }
}

}  // namespace

std::vector<PixelRuling> find_rulings(const cv::Mat& picture, double dpi, const PictureOptions& usual) {
  PictureOptions options = usual;
  cv::Mat gray = picture.clone();
  const std::vector<cv::Rect> flat_bars = thin_bars(gray, dpi, true, options), upright_bars = thin_bars(gray, dpi, false, options);
  Direction horizontal, vertical;
  find_sure(gray, dpi, options, horizontal, vertical);
  // Where the rulings are hardly darker than what counts as ink, parts of them do not count.
  const double contrast = usual_contrast(horizontal, vertical);
  const int level = 255 - static_cast<int>(options.faint_share * contrast);
  if (contrast > 0 && level > options.faint_level) {
    options.faint_level = level;
    find_sure(gray, dpi, options, horizontal, vertical);
  }
  if (shines_through(gray, horizontal, vertical, options)) return {};
  drop_streaks(horizontal, vertical, options);
  find_inking(horizontal, vertical, options);
  if (horizontal.inking == Inking::broken) accept_dotted(horizontal, vertical, options);
  for (int round = 0; round < 4; ++round) {
    const bool more_h = accept_more(horizontal, vertical, options);
    const bool more_v = accept_more(vertical, horizontal, options);
    const bool corners = accept_corners(horizontal, vertical, options);
    if (!more_h && !more_v && !corners) break;
  }
  std::vector<Track> h = redrawn(horizontal, vertical.tracks, options);
  std::vector<Track> v = redrawn(vertical, h, options);
  h = redrawn(horizontal, v, options);
  v = redrawn(vertical, h, options);
  fill_rows(horizontal, h, v, options);
  fill_columns(vertical, v, h, options);
  drop_shadows(horizontal, h, options);
  drop_shadows(vertical, v, options);
  even_ends(vertical, v, h, options);
  even_ends(horizontal, h, v, options);
  std::vector<PixelRuling> out;
  for (const bool is_horizontal : {true, false}) {
    for (const Track& track : is_horizontal ? h : v) {
      for (const Stretch& s : track.stretches) {
        // Where it is a bar it is as thick as that.
        double position = track.position, thickness = track.thickness;
        for (const cv::Rect& bar : is_horizontal ? flat_bars : upright_bars) {
          const double from = is_horizontal ? bar.y : bar.x, across = is_horizontal ? bar.height : bar.width;
          const double low = is_horizontal ? bar.x : bar.y, along = is_horizontal ? bar.width : bar.height;
          if (track.position < from || track.position > from + across || s.end < low || s.start > low + along || across < thickness) continue;
          position = from + across / 2, thickness = across;
        }
        out.push_back({is_horizontal, position, s.start, s.end, thickness});
      }
    }
  }
  return out;
}

}  // namespace budgetlift
