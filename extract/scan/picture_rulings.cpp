// Pieces of rulings become straight rulings that meet in points, as the table was drawn.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_tracks.h"

namespace budgetlift {
namespace {

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
    std::vector<RulingPiece> pieces = find_pieces(d->view, options, false);
    const auto dotted = find_dotted(dots, gray.size(), d->view.per_mm, d == &horizontal, options);
    pieces.insert(pieces.end(), dotted.begin(), dotted.end());
    d->tracks = tracks_of(*d, std::move(pieces), options);
    accept_sure(*d, options);
  }
}

// The share of ends of rulings that meet no other: few of a table with a frame, most of one without.
double open_ends(const std::vector<Track>& h, const std::vector<Track>& v, double touch) {
  int ends = 0, open = 0;
  for (const auto* own : {&h, &v}) {
    for (const Track& track : *own) {
      for (const Stretch& s : track.stretches) {
        ends += 2;
        for (const double end : {s.start, s.end}) open += crossed_at(own == &h ? v : h, track, end, end, touch).empty();
      }
    }
  }
  return ends > 0 ? static_cast<double>(open) / ends : 0;
}

}  // namespace

std::vector<PixelRuling> find_rulings(const cv::Mat& picture, double dpi, bool bilevel, const PictureOptions& usual) {
  PictureOptions options = usual;
  cv::Mat gray = picture.clone(), turned;
  const std::vector<cv::Rect> lying_bars = thin_bars(gray, dpi, options);
  cv::transpose(gray, turned);
  const std::vector<cv::Rect> upright_bars = thin_bars(turned, dpi, options);
  if (!upright_bars.empty()) cv::transpose(turned, gray);
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
  if (bilevel) {
    // A table without a frame is left as it is. The same may seem so of which too little was accepted: with all of its rulings
    // it has no open ends.
    const double most_open = horizontal.inking == Inking::whole ? options.grid_open_whole : options.grid_open, touch = pixels(horizontal, options.touch);
    const bool framed = h.size() + v.size() >= 2 && open_ends(h, v, touch) <= most_open;
    std::vector<Track> grid_h = h, grid_v = v;
    draw_grid(horizontal, vertical, grid_h, grid_v, options);
    if (framed || open_ends(grid_h, grid_v, touch) <= options.grid_open_drawn) h = std::move(grid_h), v = std::move(grid_v);
  }
  drop_shadows(horizontal, h, options);
  drop_shadows(vertical, v, options);
  cut_loose_ends(vertical, v, h, options);
  cut_loose_ends(horizontal, h, v, options);
  even_ends(vertical, v, h, options);
  even_ends(horizontal, h, v, options);
  open_seams(vertical, v, h, options);
  std::vector<PixelRuling> out;
  for (const bool is_horizontal : {true, false}) {
    for (const Track& track : is_horizontal ? h : v) {
      for (const Stretch& s : track.stretches) {
        double position = track.position, thickness = track.thickness;
        for (const cv::Rect& bar : is_horizontal ? lying_bars : upright_bars) {
          // Where it is a bar it is as thick as that.
          if (track.position < bar.y || track.position > bar.y + bar.height || s.end < bar.x || s.start > bar.x + bar.width) continue;
          if (bar.height >= thickness) position = bar.y + bar.height / 2.0, thickness = bar.height;
        }
        out.push_back({is_horizontal, position, s.start, s.end, thickness});
      }
    }
  }
  return out;
}

}  // namespace budgetlift
