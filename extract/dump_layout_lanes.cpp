#include "extract/dump_layout_lanes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "extract/dump_layout_lane_costs.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Costs in nats.
constexpr double kSameLane = 2;        // two blocks of columns in one lane
constexpr double kNoRoom = 4;          // two blocks in neighbouring lanes, with a text of a lane between them
constexpr double kEmptyLane = 3;
constexpr int kBehindLabel = 4;        // columns
constexpr double kEmptyLevel1 = 0.5;   // a group may go on from the page before
constexpr double kBesideHeader = 0.5;  // per column between a block and the header of its lane …
constexpr double kMostBeside = 6;
constexpr double kMostCrossed = 0.34;  // of a block's pieces, that a cut between two columns may go through
constexpr double kBeyondHeader = 5;    // a block that the next lane's header is not beside but above

// Columns of a page that pieces in their places fill without a gap.
struct LaneBlock {
  int begin = 0, end = 0;
  std::vector<std::u32string> texts;   // of the pieces, each with what a space of the text parts from it
  std::vector<size_t> members;         // those pieces, by their place among the page's
  bool followed = false;               // a text of the next lane, which has lost its place, stands between it and the next block
};

bool follows(const LayoutPiece& before, const LayoutPiece& piece) { return piece.glued && piece.line == before.line && piece.begin == before.end + 1; }

std::vector<LaneBlock> blocks_of(const std::vector<const LayoutPiece*>& pieces, TextSpaces spaces) {
  std::vector<size_t> sorted;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (!pieces[i]->glued) sorted.push_back(i);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [&](size_t a, size_t b) { return pieces[a]->begin < pieces[b]->begin; });
  std::vector<LaneBlock> out;
  for (size_t i : sorted) {
    const LayoutPiece& piece = *pieces[i];
    if (out.empty() || piece.begin >= out.back().end) out.push_back({piece.begin, piece.end, {}, {}});
    out.back().end = std::max(out.back().end, piece.end);
    std::u32string text = piece.key;
    const bool code = is_code_part(text);   // no text goes on behind it
    for (size_t k = i + 1; !code && k < pieces.size() && follows(*pieces[k - 1], *pieces[k]); ++k) {
      if (!may_be_space(pieces[k - 1]->raw.back(), pieces[k]->raw.front(), spaces)) break;
      text += pieces[k]->key;
    }
    out.back().texts.push_back(std::move(text));
    out.back().members.push_back(i);
  }
  return out;
}

// Whether what follows on the line, from piece `i` on up to a gap, reads as a value of the lane.
bool begins_value(const std::vector<const LayoutPiece*>& pieces, size_t i, const Lane& lane, const LaneWords& words) {
  std::u32string text = pieces[i]->key;
  for (size_t k = i + 1; k < pieces.size() && follows(*pieces[k - 1], *pieces[k]); ++k) text += pieces[k]->key;
  return lane.text == LaneText::number ? is_lane_number(text) : RE2::FullMatch(encode_utf8(text), words.target);
}

// Where a block is below two headers, texts of one column reach over those of the next, as digits take more columns than they are wide.
// It is cut where fewest of its pieces are, if these are few; of several such places, where both sides read best as what their lanes hold,
// and then where the cut goes least into those pieces.
std::vector<LaneBlock> cut_between_headers(std::vector<LaneBlock> blocks, const PagePieces& page, const std::vector<Lane>& lanes, const LaneWords& words) {
  struct Cut {
    std::tuple<size_t, double, int> cost;   // pieces it goes through, what the sides' texts cost, columns into those pieces
    LaneBlock left, right;
  };
  for (size_t b = 0; b < blocks.size(); ++b) {
    const LaneBlock& block = blocks[b];
    std::vector<size_t> above;   // lanes
    for (size_t lane = 0; lane < page.headers.size(); ++lane) {
      const LaneHeader& header = page.headers[lane];
      if (header.known && header.begin < block.end && block.begin < header.end) above.push_back(lane);
    }
    if (above.size() < 2 || block.members.size() < 2) continue;
    const LaneHeader &first = page.headers[above[0]], &next = page.headers[above[1]];
    std::optional<Cut> best;
    for (int column = (first.begin + first.end) / 2 + 1; column <= (next.begin + next.end) / 2; ++column) {
      Cut cut{{}, {block.end, block.begin, {}, {}}, {block.end, block.begin, {}, {}}};
      size_t crossed = 0;
      int depth = 0;
      for (size_t m = 0; m < block.members.size(); ++m) {
        const LayoutPiece& piece = *page.pieces[block.members[m]];
        const int in = std::max(0, std::min(column - piece.begin, piece.end - column));
        crossed += in > 0;
        depth += in;
        LaneBlock& side = piece.center() < column ? cut.left : cut.right;
        side.begin = std::min(side.begin, piece.begin);
        side.end = std::max(side.end, piece.end);
        side.texts.push_back(block.texts[m]);
        side.members.push_back(block.members[m]);
      }
      if (cut.left.members.empty() || cut.right.members.empty()) continue;
      if (static_cast<double>(crossed) > kMostCrossed * static_cast<double>(block.members.size())) continue;
      cut.cost = {crossed, lane_text_cost(cut.left.texts, lanes[above[0]], words) + lane_text_cost(cut.right.texts, lanes[above[1]], words), depth};
      if (!best || cut.cost < best->cost) best = std::move(cut);
    }
    if (!best) continue;
    blocks[b] = std::move(best->left);
    blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(b) + 1, std::move(best->right));
  }
  return blocks;
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

// Marks blocks with a text behind a single space that is none of theirs, and the next block's on the same line.
void find_followed(std::vector<LaneBlock>& blocks, const PagePieces& page, TextSpaces spaces) {
  std::vector<size_t> block_of(page.pieces.size(), blocks.size());
  for (size_t b = 0; b < blocks.size(); ++b) {
    for (size_t member : blocks[b].members) block_of[member] = b;
  }
  for (size_t i = 0; i < page.pieces.size(); ++i) {
    if (block_of[i] == blocks.size()) continue;
    bool other = false;
    size_t k = i + 1;
    for (; k < page.pieces.size() && follows(*page.pieces[k - 1], *page.pieces[k]); ++k) {
      other = other || !may_be_space(page.pieces[k - 1]->raw.back(), page.pieces[k]->raw.front(), spaces);
    }
    const bool next = k < page.pieces.size() && page.pieces[k]->line == page.pieces[i]->line && block_of[k] == block_of[i] + 1;
    blocks[block_of[i]].followed = blocks[block_of[i]].followed || (other && next);
  }
}

// The lane of each block, in order, at the least cost.
std::vector<int> match(const std::vector<LaneBlock>& blocks, const std::vector<Lane>& lanes, const PagePieces& page, const LaneWords& words) {
  const size_t n = blocks.size(), m = lanes.size();
  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<std::vector<double>> best(n + 1, std::vector<double>(m, kNever));
  std::vector<std::vector<int>> from(n + 1, std::vector<int>(m, -1));
  for (size_t b = 0; b < n; ++b) {
    for (size_t lane = 0; lane < m; ++lane) {
      const double own = lane_text_cost(blocks[b].texts, lanes[lane], words) + place_cost(blocks[b], lane, page.headers);
      double skipped = 0;
      for (size_t k = lane; k-- > 0;) skipped += b == 0 ? empty_cost(lanes[k]) : 0;
      if (b == 0) {
        best[b][lane] = own + skipped;
        continue;
      }
      double between = 0;
      for (size_t before = lane + 1; before-- > 0;) {
        const double step = (before == lane ? kSameLane : between) + (blocks[b - 1].followed && lane <= before + 1 ? kNoRoom : 0);
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
  std::vector<LaneBlock> blocks = cut_between_headers(blocks_of(page.pieces, words.spaces), page, lanes, words);
  find_followed(blocks, page, words.spaces);
  std::vector<int> block_of(page.pieces.size(), -1);
  for (size_t b = 0; b < blocks.size(); ++b) {
    for (size_t member : blocks[b].members) block_of[member] = static_cast<int>(b);
  }
  const std::vector<int> of_block = match(blocks, lanes, page, words);
  const int count = static_cast<int>(lanes.size());
  std::vector<int> begins(lanes.size(), std::numeric_limits<int>::max());   // of each lane's blocks
  for (size_t b = 0; b < blocks.size(); ++b) {
    int& begin = begins[static_cast<size_t>(of_block[b])];
    begin = std::min(begin, blocks[b].begin);
  }
  // Whether a piece in its place behind piece `i` on its line stands in the lane.
  const auto is_filled_behind = [&](size_t i, int lane) {
    for (size_t k = i + 1; k < page.pieces.size() && page.pieces[k]->line == page.pieces[i]->line; ++k) {
      if (block_of[k] >= 0 && of_block[static_cast<size_t>(block_of[k])] == lane) return true;
    }
    return false;
  };
  // Whether a space further on, before the next gap, is none of a text: that is where the next lane begins.
  const auto has_border_behind = [&](size_t i) {
    for (size_t k = i + 1; k < page.pieces.size() && follows(*page.pieces[k - 1], *page.pieces[k]); ++k) {
      if (!may_be_space(page.pieces[k - 1]->raw.back(), page.pieces[k]->raw.front(), words.spaces)) return true;
    }
    return false;
  };
  std::vector<int> out;
  for (size_t i = 0; i < page.pieces.size(); ++i) {
    const LayoutPiece& piece = *page.pieces[i];
    if (i == 0 || !follows(*page.pieces[i - 1], piece)) {
      // Right behind a label beside the table a piece stands few columns left of its lane.
      int block = block_of[i], nearest = kBehindLabel + 1;
      for (size_t b = 0; b < blocks.size() && block_of[i] < 0; ++b) {
        const int off = std::max({0, blocks[b].begin - piece.begin, piece.begin - blocks[b].end + 1});
        if (off < nearest) nearest = off, block = static_cast<int>(b);
      }
      out.push_back(block < 0 ? -1 : of_block[static_cast<size_t>(block)]);
      continue;
    }
    const int before = out.back();
    if (before < 0) {
      out.push_back(-1);
      continue;
    }
    const char32_t last = page.pieces[i - 1]->raw.back(), first = piece.raw.front();
    const bool next_is_there = before + 1 < count && piece.begin >= begins[static_cast<size_t>(before + 1)] && !has_border_behind(i);
    // A value's lines begin with numbers: behind prose they are no part of it.
    const bool value = before + 1 < count && lanes[static_cast<size_t>(before)].kind == ColumnKind::text &&
                       lanes[static_cast<size_t>(before + 1)].kind == ColumnKind::target && !is_narrow_print(last) &&
                       begins_value(page.pieces, i, lanes[static_cast<size_t>(before + 1)], words) && !is_filled_behind(i, before + 1);
    const LaneText text = lanes[static_cast<size_t>(before)].text;
    const ColumnKind kind = lanes[static_cast<size_t>(before)].kind;
    const bool other = text == LaneText::number || (text == LaneText::code && !is_lane_code(piece.key)) ||
                       (kind == ColumnKind::level1 && !words.levels.has_level1_part(piece.key)) || (kind == ColumnKind::level2 && !words.levels.has_level2_part(piece.key));
    const bool same = before + 1 >= count || (may_be_space(last, first, words.spaces) && !next_is_there && !value && !other);
    out.push_back(same ? before : before + 1);
  }
  // Of two numbers of a line in one lane, whose texts reach over those of the next one, the second is that one's.
  const auto is_number_lane = [&](int lane) { return lane >= 0 && lane < count && lanes[static_cast<size_t>(lane)].text == LaneText::number; };
  for (size_t i = 1; i < out.size(); ++i) {
    const bool twice = page.pieces[i]->line == page.pieces[i - 1]->line && is_number_lane(out[i - 1]) && out[i] <= out[i - 1];
    if (twice && is_number_lane(out[i - 1] + 1)) out[i] = out[i - 1] + 1;
  }
  return out;
}

}  // namespace budgetlift
