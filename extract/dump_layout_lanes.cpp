#include "extract/dump_layout_lanes.h"

#include <algorithm>
#include <limits>

#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Costs in nats.
constexpr double kNotALevel = 10;      // texts that are no first or second level, in the column of these
constexpr double kLevelElsewhere = 6;  // and these in another column
constexpr double kNoTarget = 4;
constexpr double kTargetElsewhere = 1.5;
constexpr double kSameLane = 2;        // two blocks of columns in one lane
constexpr double kEmptyLane = 3;
constexpr double kEmptyLevel1 = 0.5;   // a group may go on from the page before
constexpr double kBesideHeader = 0.5;  // per column between a block and the header of its lane …
constexpr double kMostBeside = 6;
constexpr double kBeyondHeader = 12;   // a block that the next lane's header is not beside but above

// Columns of a page that pieces in their places fill without a gap.
struct LaneBlock {
  int begin = 0, end = 0;
  std::vector<std::u32string> texts;   // of the pieces, each with what a space of the text parts from it
};

bool is_latin(char32_t c) { return c < 0x80 && c > ' '; }

// Whether a single space between the two characters may be one of the text.
bool may_be_space(char32_t last, char32_t first, bool auto_space) {
  return is_latin(last) ? is_latin(first) || auto_space : is_latin(first) && auto_space;
}

bool follows(const LayoutPiece& before, const LayoutPiece& piece) { return piece.glued && piece.line == before.line && piece.begin == before.end + 1; }

std::vector<LaneBlock> blocks_of(const std::vector<const LayoutPiece*>& pieces, bool auto_space) {
  std::vector<size_t> sorted;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (!pieces[i]->glued) sorted.push_back(i);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [&](size_t a, size_t b) { return pieces[a]->begin < pieces[b]->begin; });
  std::vector<LaneBlock> out;
  for (size_t i : sorted) {
    const LayoutPiece& piece = *pieces[i];
    if (out.empty() || piece.begin >= out.back().end) out.push_back({piece.begin, piece.end, {}});
    out.back().end = std::max(out.back().end, piece.end);
    std::u32string text = piece.key;
    for (size_t k = i + 1; k < pieces.size() && follows(*pieces[k - 1], *pieces[k]); ++k) {
      if (!may_be_space(pieces[k - 1]->raw.back(), pieces[k]->raw.front(), auto_space)) break;
      text += pieces[k]->key;
    }
    out.back().texts.push_back(std::move(text));
  }
  return out;
}

template <typename Test>
double share(const LaneBlock& block, Test test) {
  return static_cast<double>(std::count_if(block.texts.begin(), block.texts.end(), test)) / static_cast<double>(block.texts.size());
}

double text_cost(const LaneBlock& block, const Lane& lane, const LaneWords& words) {
  const double level1 = share(block, [&](const std::u32string& text) { return words.levels.has_level1_part(text); });
  const double level2 = share(block, [&](const std::u32string& text) { return words.levels.has_level2_part(text); });
  const double target = share(block, [&](const std::u32string& text) { return RE2::FullMatch(encode_utf8(text), words.target); });
  switch (lane.kind) {
    case ColumnKind::level1: return kNotALevel * (1 - level1);
    case ColumnKind::level2: return kNotALevel * (1 - level2);
    case ColumnKind::target: return kNoTarget * (1 - target) + kLevelElsewhere * std::max(level1, level2);
    case ColumnKind::text: break;
  }
  return kLevelElsewhere * std::max(level1, level2) + kTargetElsewhere * target;
}

double place_cost(const LaneBlock& block, size_t lane, const std::vector<LaneHeader>& headers) {
  if (headers.empty()) return 0;
  double cost = 0;
  for (size_t k = 0; k < headers.size(); ++k) {
    if (!headers[k].known || k == lane) continue;
    if (k < lane ? block.begin < headers[k].end : block.end > headers[k].begin) cost += kBeyondHeader;
  }
  const LaneHeader& own = headers[lane];
  if (!own.known) return cost;
  const int gap = std::max({0, own.begin - block.end + 1, block.begin - own.end + 1});
  return cost + std::min(kMostBeside, kBesideHeader * gap);
}

double empty_cost(const Lane& lane) { return lane.kind == ColumnKind::level1 ? kEmptyLevel1 : kEmptyLane; }

// The lane of each block, in order, at the least cost.
std::vector<int> match(const std::vector<LaneBlock>& blocks, const std::vector<Lane>& lanes, const PagePieces& page, const LaneWords& words) {
  const size_t n = blocks.size(), m = lanes.size();
  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<std::vector<double>> best(n + 1, std::vector<double>(m, kNever));
  std::vector<std::vector<int>> from(n + 1, std::vector<int>(m, -1));
  for (size_t b = 0; b < n; ++b) {
    for (size_t lane = 0; lane < m; ++lane) {
      const double own = text_cost(blocks[b], lanes[lane], words) + place_cost(blocks[b], lane, page.headers);
      double skipped = 0;
      for (size_t k = lane; k-- > 0;) skipped += b == 0 ? empty_cost(lanes[k]) : 0;
      if (b == 0) {
        best[b][lane] = own + skipped;
        continue;
      }
      double between = 0;
      for (size_t before = lane + 1; before-- > 0;) {
        const double step = before == lane ? kSameLane : between;
        if (before < lane) between += empty_cost(lanes[before]);
        if (best[b - 1][before] + step + own < best[b][lane]) {
          best[b][lane] = best[b - 1][before] + step + own;
          from[b][lane] = static_cast<int>(before);
        }
      }
    }
  }
  std::vector<int> out(n, -1);
  if (n == 0) return out;
  double least = kNever, behind = 0;
  for (size_t lane = m; lane-- > 0;) {
    if (best[n - 1][lane] + behind < least) {
      least = best[n - 1][lane] + behind;
      out[n - 1] = static_cast<int>(lane);
    }
    behind += empty_cost(lanes[lane]);
  }
  for (size_t b = n - 1; b > 0; --b) out[b - 1] = from[b][static_cast<size_t>(out[b])];
  return out;
}

}  // namespace

std::vector<int> lanes_of(const PagePieces& page, const std::vector<Lane>& lanes, const LaneWords& words) {
  const std::vector<LaneBlock> blocks = blocks_of(page.pieces, words.auto_space);
  const std::vector<int> of_block = match(blocks, lanes, page, words);
  const int count = static_cast<int>(lanes.size());
  std::vector<int> begins(lanes.size(), std::numeric_limits<int>::max());   // of each lane's blocks
  for (size_t b = 0; b < blocks.size(); ++b) {
    int& begin = begins[static_cast<size_t>(of_block[b])];
    begin = std::min(begin, blocks[b].begin);
  }
  std::vector<int> out;
  for (size_t i = 0; i < page.pieces.size(); ++i) {
    const LayoutPiece& piece = *page.pieces[i];
    if (i == 0 || !follows(*page.pieces[i - 1], piece)) {
      const auto block = std::find_if(blocks.begin(), blocks.end(), [&](const LaneBlock& b) { return b.begin <= piece.begin && piece.begin < b.end; });
      out.push_back(block == blocks.end() ? -1 : of_block[static_cast<size_t>(block - blocks.begin())]);
      continue;
    }
    const int before = out.back();
    if (before < 0) {
      out.push_back(-1);
      continue;
    }
    const char32_t last = page.pieces[i - 1]->raw.back(), first = piece.raw.front();
    const bool next_is_there = before + 1 < count && piece.begin >= begins[static_cast<size_t>(before + 1)];
    const bool same = before + 1 >= count || (may_be_space(last, first, words.auto_space) && !next_is_there);
    out.push_back(same ? before : before + 1);
  }
  return out;
}

}  // namespace budgetlift
