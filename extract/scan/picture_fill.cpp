// Sides of cells of which a fax has left little, told by the rows and columns beside them.
#include <algorithm>

#include "extract/scan/picture_tracks.h"

namespace budgetlift {
namespace {

void add(Track& track, double from, double to, double touch) {
  Stretch side;
  side.start = from, side.end = to;
  std::erase_if(track.stretches, [&](const Stretch& s) {
    if (s.end < from - touch || s.start > to + touch) return false;
    side.start = std::min(side.start, s.start), side.end = std::max(side.end, s.end);
    return true;
  });
  side.accepted = true;
  track.stretches.push_back(side);
  std::sort(track.stretches.begin(), track.stretches.end(), [](const Stretch& a, const Stretch& b) { return a.start < b.start; });
}

// Some ink must be left of it, and nothing cross it: the value of a merged cell would.
bool is_rest(const Direction& d, const Track& track, double from, double to, const PictureOptions& options) {
  const Stretch side = measured(d, track, from + 1, to - 1, options);
  return side.cover * side.beside >= options.lost_cover && side.crossed + side.cover * (1 - side.beside) <= options.lost_crossed;
}

}  // namespace

void fill_columns(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options) {
  if (d.inking == Inking::whole) return;
  const double touch = pixels(d, options.touch);
  // Whether nearly all other columns of a row beside this one go on through it. Between the two lines of a doubled ruling
  // there is no row.
  auto goes_through = [&](const Track& own, double from, double to, double beside_from, double beside_to) {
    if (beside_to - beside_from <= 2 * touch) return false;
    std::vector<const Track*> columns;
    for (const Track& t : tracks) {
      const bool of_table = crossed_at(others, t, beside_from, beside_to, touch).size() > 1;
      if (of_table && covers(t, beside_from, beside_to, touch)) columns.push_back(&t);
    }
    // The table's own edges run through all rows and tell nothing.
    if (columns.size() < 5 || columns.front() == &own || columns.back() == &own) return false;
    const auto n = std::count_if(columns.begin() + 1, columns.end() - 1, [&](const Track* t) { return t != &own && covers(*t, from, to, touch); });
    return static_cast<double>(n) >= options.lost_columns * static_cast<double>(columns.size() - 3);
  };
  for (bool again = true; again;) {
    again = false;
    for (Track& track : tracks) {
      const std::vector<double> at = crossed_at(others, track, 0, d.view.ink.cols, touch);
      for (size_t i = 0; i + 1 < at.size(); ++i) {
        if (at[i + 1] - at[i] <= 2 * touch || covers(track, at[i], at[i + 1], touch)) continue;
        const bool above = i > 0 && covers(track, at[i - 1], at[i], touch) && goes_through(track, at[i], at[i + 1], at[i - 1], at[i]);
        const bool below = i + 2 < at.size() && covers(track, at[i + 1], at[i + 2], touch) &&
                           goes_through(track, at[i], at[i + 1], at[i + 1], at[i + 2]);
        if ((!above && !below) || !is_rest(d, track, at[i], at[i + 1], options)) continue;
        add(track, at[i], at[i + 1], touch);
        again = true;
      }
    }
  }
}

void fill_rows(const Direction& d, std::vector<Track>& tracks, const std::vector<Track>& others, const PictureOptions& options) {
  if (d.inking == Inking::whole) return;
  const double touch = pixels(d, options.touch);
  for (Track& track : tracks) {
    const std::vector<double> at = crossed_at(others, track, 0, d.view.ink.cols, touch);
    for (size_t i = 1; i + 2 < at.size(); ++i) {
      if (covers(track, at[i], at[i + 1], touch) || !covers(track, at[i - 1], at[i], touch) || !covers(track, at[i + 1], at[i + 2], touch)) continue;
      if (is_rest(d, track, at[i], at[i + 1], options)) add(track, at[i], at[i + 1], touch);
    }
  }
}

}  // namespace budgetlift
