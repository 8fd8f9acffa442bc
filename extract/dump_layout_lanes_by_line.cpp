#include <algorithm>
#include <cmath>
#include <limits>

#include "extract/dump_layout_lane_costs.h"

namespace budgetlift {
namespace {

constexpr int kNear = 4;               // printed lines around a piece whose pieces show where lanes are

// Where a lane is on a page.
struct LanePlace {
  double begin = -1;                          // column; negative: not known
  std::vector<const LayoutPiece*> pieces;     // that stand in it, so far as is known: a page may count its columns anew further down
};

// The lanes of one line's pieces at the least cost. One character, or a piece alone on its line, may be a part of any text.
class LinePlacer {
 public:
  LinePlacer(const std::vector<Lane>& lanes, const LaneWords& words, const std::vector<LanePlace>& places) : lanes_(lanes), words_(words), places_(places) {}

  void place(const std::vector<const LayoutPiece*>& pieces, std::vector<int>& out) const {
    const size_t n = pieces.size(), m = lanes_.size();
    if (n == 0) return;
    struct Best {
      double cost = std::numeric_limits<double>::infinity();
      size_t first = 0;   // of the pieces of the last one's lane
      size_t before = 0;  // the lane of those before them
    };
    std::vector<std::vector<Best>> best(n, std::vector<Best>(m));   // up to a piece, by its lane
    for (size_t first = 0; first < n; ++first) {
      for (size_t lane = 0; lane < m; ++lane) {
        Best step{first == 0 ? 0 : std::numeric_limits<double>::infinity(), first, 0};
        for (size_t before = 0; before < lane && first > 0; ++before) {
          const double cost = best[first - 1][before].cost + (pieces[first]->glued ? kSkipGlued : kSkipApart) * static_cast<double>(lane - before - 1);
          if (cost < step.cost) step = {cost, first, before};
        }
        std::u32string text;
        double inside = step.cost;
        for (size_t last = first; last < n && inside < std::numeric_limits<double>::infinity(); ++last) {
          const LayoutPiece& piece = *pieces[last];
          if (last > first) inside += lanes_[lane].text == LaneText::number ? kHanSpace : join_cost(*pieces[last - 1], piece);
          if (!piece.glued) inside += off_cost(piece, lane);
          text += piece.key;
          const double cost = inside + cell_cost(text, lane) * (n == 1 ? kFragment : 1);
          if (cost < best[last][lane].cost) best[last][lane] = {cost, step.first, step.before};
        }
      }
    }
    std::vector<int> lane_of(n);
    const auto cheaper = [](const Best& a, const Best& b) { return a.cost < b.cost; };
    size_t lane = static_cast<size_t>(std::min_element(best[n - 1].begin(), best[n - 1].end(), cheaper) - best[n - 1].begin());
    for (size_t end = n; end > 0;) {
      const Best& one = best[end - 1][lane];
      std::fill(lane_of.begin() + static_cast<std::ptrdiff_t>(one.first), lane_of.begin() + static_cast<std::ptrdiff_t>(end), static_cast<int>(lane));
      end = one.first;
      lane = one.before;
    }
    out.insert(out.end(), lane_of.begin(), lane_of.end());
  }

 private:
  // What pieces that are one text in the lane cost.
  double cell_cost(const std::u32string& text, size_t lane) const {
    const double cost = lane_text_cost({text}, lanes_[lane], words_);
    return text.size() == 1 ? cost * kFragment : cost;
  }

  double off_cost(const LayoutPiece& piece, size_t lane) const {
    double least = std::numeric_limits<double>::infinity();
    for (const LayoutPiece* other : places_[lane].pieces) {
      if (other->line == piece.line || std::abs(other->line - piece.line) > kNear) continue;
      least = std::min({least, kOff * std::abs(other->begin - piece.begin), kOff * std::abs(other->center() - piece.center())});
    }
    if (least == std::numeric_limits<double>::infinity()) least = places_[lane].begin < 0 ? 0 : kOff * std::abs(piece.begin - places_[lane].begin);
    return std::min(kMostOff, least);
  }

  double join_cost(const LayoutPiece& before, const LayoutPiece& piece) const {
    if (!piece.glued) return kSameLineLane;
    return may_be_space(before.raw.back(), piece.raw.front(), words_.spaces) ? kSpaceOfText : kHanSpace;
  }

  // Costs in nats.
  static constexpr double kFragment = 0.3, kOff = 0.25, kMostOff = 4, kSameLineLane = 6, kSkipApart = 0.3, kSpaceOfText = 0.5, kHanSpace = 6, kSkipGlued = 3;

  const std::vector<Lane>& lanes_;
  const LaneWords& words_;
  const std::vector<LanePlace>& places_;   // of each lane
};

}  // namespace

std::vector<int> lanes_by_line(const PagePieces& page, const std::vector<Lane>& lanes, const LaneWords& words) {
  constexpr int kRounds = 3;
  std::vector<LanePlace> places(lanes.size());
  for (size_t lane = 0; lane < page.headers.size(); ++lane) {
    if (page.headers[lane].known) places[lane].begin = page.headers[lane].begin;
  }
  std::vector<int> out;
  for (int round = 0; round < kRounds; ++round) {
    out.clear();
    const LinePlacer placer(lanes, words, places);
    std::vector<const LayoutPiece*> line;
    for (const LayoutPiece* piece : page.pieces) {
      if (!line.empty() && line.back()->line != piece->line) {
        placer.place(line, out);
        line.clear();
      }
      line.push_back(piece);
    }
    placer.place(line, out);
    for (size_t lane = 0; lane < lanes.size(); ++lane) {
      std::vector<int> own;
      places[lane].pieces.clear();
      for (size_t i = 0; i < out.size(); ++i) {
        if (out[i] != static_cast<int>(lane) || page.pieces[i]->glued) continue;
        places[lane].pieces.push_back(page.pieces[i]);
        own.push_back(page.pieces[i]->begin);
      }
      std::sort(own.begin(), own.end());
      if (!own.empty()) places[lane].begin = own[own.size() / 2];
    }
  }
  return out;
}

int odd_texts(const PagePieces& page, const std::vector<int>& lane_of, const std::vector<Lane>& lanes, const LaneWords& words) {
  constexpr double kOdd = 3;
  int odd = 0;
  for (size_t i = 0; i < page.pieces.size();) {
    std::u32string text = page.pieces[i]->key;
    size_t k = i + 1;
    for (; k < page.pieces.size() && page.pieces[k]->line == page.pieces[i]->line && lane_of[k] == lane_of[i]; ++k) text += page.pieces[k]->key;
    const Lane* lane = lane_of[i] < 0 ? nullptr : &lanes[static_cast<size_t>(lane_of[i])];
    if (lane && (lane->kind != ColumnKind::target || lane->text == LaneText::number)) odd += lane_text_cost({text}, *lane, words) >= kOdd;
    i = k;
  }
  return odd;
}

}  // namespace budgetlift
