// Lanes of a row's pieces by what its cells then read as.
#include <algorithm>
#include <cmath>
#include <limits>

#include "extract/dump_layout_body.h"
#include "extract/han_levels.h"

namespace budgetlift {
namespace {

constexpr int kMostLines = 12;        // of a row that is searched
constexpr size_t kBeam = 60;          // ways that are followed from line to line
constexpr size_t kLineBeam = 24;       // … and from piece to piece of a line
constexpr int kNear = 20;             // printed lines around a piece whose pieces show where a lane begins
// Costs in nats.
constexpr double kOff = 0.25, kMostOff = 4;   // per column that a piece stands beside the lane's others
constexpr double kSameLine = 6;       // two pieces of a line in one lane, parted by a gap …
constexpr double kSpace = 0.5, kNoSpace = 6;  // … or by a single space that may be one of the text, or not
constexpr double kMoved = 2.5;        // a piece that its place gives to another lane, where places are to be trusted
constexpr double kSkipApart = 0.3, kSkipGlued = 3;   // a lane between two pieces that is left out, behind a gap or a single space

struct Way {
  std::vector<size_t> lanes;   // of the pieces so far
  double cost = 0;             // of their places
  double text = 0;             // of the lines of the cells so far
};

}  // namespace

// How far a piece stands from the pieces of the lane on other lines around it.
double LayoutBody::off_lane(const LayoutPiece& piece, size_t lane, int first, int last) const {
  double least = kMostOff;
  for (int i = std::max(0, first - kNear); i < std::min(lines(), last + kNear); ++i) {
    if ((i >= first && i < last) || page(i) != page(first)) continue;
    for (const LayoutPiece* other : pieces(lane, i)) {
      if (other->glued) continue;
      least = std::min({least, kOff * std::abs(other->begin - piece.begin), kOff * std::abs(other->center() - piece.center())});
    }
  }
  return least;
}

bool LayoutBody::has_glued(const RowRange& row) const {
  for (int i = row.first; i < row.last; ++i) {
    for (size_t lane : row_lanes_) {
      if (std::any_of(pieces(lane, i).begin(), pieces(lane, i).end(), [](const LayoutPiece* piece) { return piece->glued; })) return true;
    }
  }
  return false;
}

std::vector<char> LayoutBody::relane(const RowRange& row, Alignment alignment, bool level2_merged, double margin) {
  std::vector<char> unsure(lanes_.size(), 0);
  if (row.last - row.first > kMostLines) return unsure;
  std::vector<size_t> open;   // lanes that pieces may be given to
  for (size_t lane : row_lanes_) {
    if (!level2_merged || lanes_[lane].kind != ColumnKind::level2) open.push_back(lane);
  }
  std::vector<std::vector<const LayoutPiece*>> by_line;
  for (int i = row.first; i < row.last; ++i) {
    by_line.emplace_back();
    for (size_t lane : open) by_line.back().insert(by_line.back().end(), pieces(lane, i).begin(), pieces(lane, i).end());
  }
  const auto fill = [&](const std::vector<size_t>& way, int last) {
    size_t at = 0;
    for (int i = row.first; i < last; ++i) {
      for (size_t lane : open) lines_[static_cast<size_t>(i)].cells[lane].clear();
      for (const LayoutPiece* piece : by_line[static_cast<size_t>(i - row.first)]) lines_[static_cast<size_t>(i)].cells[way[at++]].push_back(piece);
    }
  };
  std::vector<std::vector<std::vector<double>>> off;   // of each line's pieces, by place in `open`
  for (int piece_line = row.first; piece_line < row.last; ++piece_line) {
    off.emplace_back();
    for (const LayoutPiece* piece : by_line[static_cast<size_t>(piece_line - row.first)]) {
      off.back().emplace_back();
      for (size_t lane : open) {
        const auto& own = pieces(lane, piece_line);
        const bool moved = alignment != Alignment::loose && std::find(own.begin(), own.end(), piece) == own.end();
        off.back().back().push_back((piece->glued ? 0 : off_lane(*piece, lane, row.first, row.last)) + (moved ? kMoved : 0));
      }
    }
  }
  std::vector<Way> ways{{}};
  for (int i = row.first; i < row.last; ++i) {
    const auto& line = by_line[static_cast<size_t>(i - row.first)];
    std::vector<Way> next;
    for (const Way& way : ways) {
      std::vector<std::pair<Way, size_t>> partial{{way, 0}};   // with the place in `open` of the last piece
      for (size_t p = 0; p < line.size(); ++p) {
        std::vector<std::pair<Way, size_t>> longer;
        for (const auto& [one, last] : partial) {
          for (size_t k = last; k < open.size(); ++k) {
            double cost = one.cost + off[static_cast<size_t>(i - row.first)][p][k];
            if (p > 0 && k == last) {
              cost += !line[p]->glued ? kSameLine : may_be_space(line[p - 1]->raw.back(), line[p]->raw.front(), words_.spaces) ? kSpace : kNoSpace;
            } else if (p > 0) {
              cost += (line[p]->glued ? kSkipGlued : kSkipApart) * static_cast<double>(k - last - 1);
            }
            longer.emplace_back(Way{one.lanes, cost, 0}, k);
            longer.back().first.lanes.push_back(open[k]);
          }
        }
        std::stable_sort(longer.begin(), longer.end(), [](const auto& a, const auto& b) { return a.first.cost < b.first.cost; });
        if (longer.size() > kLineBeam) longer.resize(kLineBeam);
        partial = std::move(longer);
      }
      for (auto& [one, last] : partial) next.push_back(std::move(one));
    }
    for (Way& way : next) {
      fill(way.lanes, i + 1);
      for (size_t lane : open) way.text += text_cost(lane, row.first, i + 1);
    }
    std::stable_sort(next.begin(), next.end(), [](const Way& a, const Way& b) { return a.cost + a.text < b.cost + b.text; });
    if (next.size() > kBeam) next.resize(kBeam);
    ways = std::move(next);
  }
  double least = std::numeric_limits<double>::infinity();
  const Way* best = nullptr;
  for (Way& way : ways) {
    fill(way.lanes, row.last);
    way.cost += row_cost(row.first, row.last, alignment, level2_merged);
    if (way.cost < least) least = way.cost, best = &way;
  }
  if (!best) return unsure;
  for (const Way& way : ways) {
    if (way.cost > least + margin) continue;
    for (size_t p = 0; p < way.lanes.size(); ++p) {
      if (way.lanes[p] != best->lanes[p]) unsure[way.lanes[p]] = unsure[best->lanes[p]] = 1;
    }
  }
  fill(best->lanes, row.last);
  return unsure;
}

std::vector<char> LayoutBody::turn_lines(const RowRange& row) {
  std::vector<char> unsure(lanes_.size(), 0);
  for (size_t lane : row_lanes_) {
    const auto is_shown = [&](const std::u32string& text) {
      if (lanes_[lane].kind == ColumnKind::level2) return !words_.levels.level1_of(text).empty();
      return std::any_of(row_lanes_.begin(), row_lanes_.end(), [&](size_t other) { return other != lane && key_of(other, row.first, row.last).find(text) != text.npos; });
    };
    for (int i = row.first; i + 1 < row.last; ++i) {
      auto &above = lines_[static_cast<size_t>(i)].cells[lane], &below = lines_[static_cast<size_t>(i) + 1].cells[lane];
      if (above.empty() || below.empty() || printed(i + 1) != printed(i) + 1 || is_shown(key_of(lane, row.first, row.last))) continue;
      const bool joined = words_.pairs.known(above.back()->key.back(), below.front()->key.front());
      const char32_t last = below.back()->key.back(), first = above.front()->key.front();
      const bool joined_turned = is_han(last) && is_han(first) && words_.pairs.known(last, first);
      std::swap(above, below);
      if (is_shown(key_of(lane, row.first, row.last))) continue;
      if (joined_turned && !joined && lanes_[lane].kind == ColumnKind::text) unsure[lane] = 1;
      else std::swap(above, below);
    }
  }
  return unsure;
}

}  // namespace budgetlift
