#include "extract/scan/picture_lanes.h"

#include <algorithm>

namespace budgetlift {
namespace {

// Which places along show text in some rows of the picture.
std::vector<char> seen(const cv::Mat& text, int top, int bottom, int from, int to) {
  std::vector<char> out(static_cast<size_t>(to - from), 0);
  for (int y = std::max(0, top); y < std::min(text.rows, bottom); ++y) {
    const std::uint8_t* row = text.ptr(y);
    for (int x = from; x < to; ++x) out[static_cast<size_t>(x - from)] |= row[x];
  }
  return out;
}

}  // namespace

std::vector<CellLane> lanes_between(const cv::Mat& text, const cv::Mat& ink, int from, int to, double per_mm, const PictureOptions& options) {
  std::vector<CellLane> out;
  from = std::max(0, from);
  to = std::min(text.cols, to);
  if (to <= from) return out;
  const int least = static_cast<int>(options.lane_least * per_mm), reach = static_cast<int>(options.lane_reach * per_mm);
  const int in_line = static_cast<int>(options.lane_line * per_mm);
  // Characters that touch a ruling do not count as text: rows of pixels with more ink than a speck do, if more of them follow
  // each other than a ruling is wide.
  const int speck = static_cast<int>(options.lane_speck * per_mm), wide = static_cast<int>(options.lane_stroke * per_mm);
  std::vector<char> taken(static_cast<size_t>(text.rows), 0);
  for (int y = 0, run = 0; y < text.rows; ++y) {
    const std::uint8_t* row = ink.ptr(y);
    const auto n = from + speck < to - speck ? std::count_if(row + from + speck, row + to - speck, [](std::uint8_t t) { return t != 0; }) : 0;
    run = n > speck ? run + 1 : 0;
    if (run > wide) std::fill(taken.begin() + y - run + 1, taken.begin() + y + 1, 1);
  }
  int last = -1;
  for (int y = 0; y < text.rows; ++y) {
    const std::uint8_t* row = text.ptr(y);
    if (!taken[static_cast<size_t>(y)] && std::none_of(row + from, row + to, [](std::uint8_t t) { return t != 0; })) continue;
    if (last >= 0 && y - last > least) {
      const std::vector<char> before = seen(text, last + 1 - reach, last + 1, from, to), after = seen(text, y, y + reach, from, to);
      int both = 0;
      for (size_t i = 0; i < before.size(); ++i) both += before[i] && after[i];
      if (both >= in_line) out.push_back({last + 1, y});
    }
    last = y;
  }
  return out;
}

Lanes lanes_of(const Direction& d, const Marks& marks, const std::vector<Line>& others, const PictureOptions& options) {
  Lanes out;
  for (size_t k = 0; k + 1 < others.size(); ++k) {
    const int from = static_cast<int>(others[k].at), to = static_cast<int>(others[k + 1].at);
    out.push_back(to - from < pixels(d, options.least_length) ? std::vector<CellLane>{} : lanes_between(marks.text, d.view.ink, from + 1, to, d.view.per_mm, options));
  }
  return out;
}

namespace {

// The lines of text in a stretch of the picture, by their upper and lower ends.
std::vector<CellLane> lines_between(const cv::Mat& text, int from, int to, int least) {
  std::vector<CellLane> out;
  for (int y = 0; y < text.rows; ++y) {
    const std::uint8_t* row = text.ptr(y);
    if (std::count_if(row + from, row + to, [](std::uint8_t t) { return t != 0; }) < least) continue;
    if (out.empty() || y > out.back().end + 1) out.push_back({y, y});
    out.back().end = y + 1;
  }
  return out;
}

// How far one line lies below another, at least: those of digits are less high than others.
double apart(const CellLane& a, const CellLane& b) {
  return std::min({static_cast<double>(b.start - a.start), static_cast<double>(b.end - a.end), (b.start + b.end - a.start - a.end) / 2.0});
}

// The least distance that several lines of text have from the next: that within cells. 0: none.
double pitch_of(std::vector<double> distances, const PictureOptions& options) {
  std::sort(distances.begin(), distances.end());
  const size_t least = std::max<size_t>(static_cast<size_t>(options.pitch_lines), static_cast<size_t>(options.pitch_share * static_cast<double>(distances.size())));
  for (size_t i = 0; i + least <= distances.size(); ++i) {
    if (distances[i + least - 1] <= distances[i] * options.pitch_spread) return distances[i + least / 2];
  }
  return 0;
}

}  // namespace

Lanes row_lanes_of(const Direction& d, const Marks& marks, const std::vector<Line>& columns, const PictureOptions& options) {
  Lanes out;
  std::vector<std::vector<CellLane>> lines;
  std::vector<double> distances;
  for (size_t k = 0; k + 1 < columns.size(); ++k) {
    const int from = std::max(0, static_cast<int>(columns[k].at) + 1), to = std::min(marks.text.cols, static_cast<int>(columns[k + 1].at));
    lines.push_back(to - from < pixels(d, options.least_length) ? std::vector<CellLane>{} : lines_between(marks.text, from, to, static_cast<int>(pixels(d, options.lane_line))));
    for (size_t i = 0; i + 1 < lines.back().size(); ++i) {
      const double way = apart(lines.back()[i], lines.back()[i + 1]);
      if (way >= pixels(d, options.pitch_least)) distances.push_back(way);
    }
  }
  const double pitch = pitch_of(std::move(distances), options);
  for (const std::vector<CellLane>& own : lines) {
    out.emplace_back();
    for (size_t i = 0; pitch > 0 && i + 1 < own.size(); ++i) {
      if (apart(own[i], own[i + 1]) > options.pitch_more * pitch) out.back().push_back({own[i].end, own[i + 1].start});
    }
  }
  return out;
}

void add_lanes(std::vector<Line>& lines, const Lanes& lanes, const PictureOptions& options) {
  for (size_t k = 0; k < lanes.size(); ++k) {
    // What goes on to the next sides is likelier.
    auto likely = [&](const Line& line) {
      auto beside = [&](size_t other) { return other < line.evidence.size() ? std::clamp(line.evidence[other], 0.0, 2 * options.grid_lane) : 0; };
      return line.evidence[k] + options.lane_beside * (beside(k - 1) + beside(k + 1));
    };
    for (const CellLane& lane : lanes[k]) {
      Line* best = nullptr;
      for (Line& line : lines) {
        if (line.open || line.at < lane.start || line.at >= lane.end) continue;
        if (!best || likely(line) > likely(*best)) best = &line;
      }
      if (!best) continue;
      best->evidence[k] += options.grid_lane;
      best->lost[k] += options.grid_lane;
      best->on[k] = best->evidence[k] > options.grid_sure;
    }
  }
}

}  // namespace budgetlift
