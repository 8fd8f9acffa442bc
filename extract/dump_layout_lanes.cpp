#include "extract/dump_layout_lanes.h"

#include <algorithm>
#include <cmath>
#include <functional>
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
constexpr double kNoNumber = 8, kNoCode = 6;   // texts that are none, in a column of numbers or of codes
constexpr double kSameLane = 2;        // two blocks of columns in one lane
constexpr double kNoRoom = 4;          // two blocks in neighbouring lanes, with a text of a lane between them
constexpr double kEmptyLane = 3;
constexpr int kBehindLabel = 4;        // columns
constexpr int kNear = 4;               // printed lines around a piece whose pieces show where lanes are
constexpr size_t kNameLines = 5;       // that a level's name is printed in
constexpr double kEmptyLevel1 = 0.5;   // a group may go on from the page before
constexpr double kBesideHeader = 0.5;  // per column between a block and the header of its lane …
constexpr double kMostBeside = 6;
constexpr double kMostCrossed = 0.3;   // of a block's pieces, that a cut between two columns may go through
constexpr double kBeyondHeader = 5;    // a block that the next lane's header is not beside but above

// Columns of a page that pieces in their places fill without a gap.
struct LaneBlock {
  int begin = 0, end = 0;
  std::vector<std::u32string> texts;   // of the pieces, each with what a space of the text parts from it
  std::vector<size_t> members;         // those pieces, by their place among the page's
  bool followed = false;               // a text of the next lane, which has lost its place, stands between it and the next block
};

bool is_latin(char32_t c) { return c < 0x80 && c > ' '; }

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
    if (out.empty() || piece.begin >= out.back().end) out.push_back({piece.begin, piece.end, {}, {}});
    out.back().end = std::max(out.back().end, piece.end);
    std::u32string text = piece.key;
    for (size_t k = i + 1; k < pieces.size() && follows(*pieces[k - 1], *pieces[k]); ++k) {
      if (!may_be_space(pieces[k - 1]->raw.back(), pieces[k]->raw.front(), auto_space)) break;
      text += pieces[k]->key;
    }
    out.back().texts.push_back(std::move(text));
    out.back().members.push_back(i);
  }
  return out;
}

bool is_number(const std::u32string& text) { return text.find_first_not_of(U"0123456789.,") == text.npos; }

bool is_code(const std::u32string& text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

// Whether what follows on the line, from piece `i` on up to a gap, reads as a value of the lane.
bool begins_value(const std::vector<const LayoutPiece*>& pieces, size_t i, const Lane& lane, const LaneWords& words) {
  std::u32string text = pieces[i]->key;
  for (size_t k = i + 1; k < pieces.size() && follows(*pieces[k - 1], *pieces[k]); ++k) text += pieces[k]->key;
  return lane.text == LaneText::number ? is_number(text) : RE2::FullMatch(encode_utf8(text), words.target);
}

// How many of the texts are lines of names that follow each other, or the end of one: a name of an indicator is often a first part of one.
double whole_names(const std::vector<std::u32string>& texts, const LevelNames& levels, const std::function<bool(const std::u32string&)>& is_name) {
  size_t whole = 0;
  for (size_t i = 0; i < texts.size();) {
    std::u32string name;
    size_t lines = 0;
    for (size_t k = i; k < std::min(texts.size(), i + kNameLines); ++k) {
      name += texts[k];
      if (is_name(name) || (i == 0 && levels.ends_level(name))) lines = k + 1 - i;
    }
    whole += lines;
    i += std::max<size_t>(1, lines);
  }
  return static_cast<double>(whole) / static_cast<double>(texts.size());
}

// Where a block is below two headers, texts of one column reach over those of the next, as digits take more columns than they are wide.
// It is cut where fewest of its pieces are, if these are few.
std::vector<LaneBlock> cut_between_headers(std::vector<LaneBlock> blocks, const PagePieces& page) {
  for (size_t b = 0; b < blocks.size(); ++b) {
    std::vector<const LaneHeader*> above;
    for (const LaneHeader& header : page.headers) {
      if (header.known && header.begin < blocks[b].end && blocks[b].begin < header.end) above.push_back(&header);
    }
    if (above.size() < 2 || blocks[b].members.size() < 2) continue;
    const auto piece = [&](size_t member) -> const LayoutPiece& { return *page.pieces[blocks[b].members[member]]; };
    const int from = (above[0]->begin + above[0]->end) / 2 + 1, to = (above[1]->begin + above[1]->end) / 2;
    int cut = from;
    size_t fewest = blocks[b].members.size();
    for (int column = from; column <= to; ++column) {
      size_t crossed = 0;
      for (size_t m = 0; m < blocks[b].members.size(); ++m) crossed += piece(m).begin < column && column < piece(m).end;
      if (crossed < fewest) fewest = crossed, cut = column;
    }
    if (static_cast<double>(fewest) > kMostCrossed * static_cast<double>(blocks[b].members.size())) continue;
    LaneBlock left{blocks[b].begin, blocks[b].begin, {}, {}}, right{blocks[b].end, blocks[b].end, {}, {}};
    for (size_t m = 0; m < blocks[b].members.size(); ++m) {
      LaneBlock& side = piece(m).center() < cut ? left : right;
      side.begin = std::min(side.begin, piece(m).begin);
      side.end = std::max(side.end, piece(m).end);
      side.texts.push_back(blocks[b].texts[m]);
      side.members.push_back(blocks[b].members[m]);
    }
    if (left.members.empty() || right.members.empty()) continue;
    blocks[b] = std::move(left);
    blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(b) + 1, std::move(right));
  }
  return blocks;
}

template <typename Test>
double share(const LaneBlock& block, Test test) {
  return static_cast<double>(std::count_if(block.texts.begin(), block.texts.end(), test)) / static_cast<double>(block.texts.size());
}

double text_cost(const LaneBlock& block, const Lane& lane, const LaneWords& words) {
  const double level1 = share(block, [&](const std::u32string& text) { return words.levels.has_level1_part(text); });
  const double level2 = share(block, [&](const std::u32string& text) { return words.levels.has_level2_part(text); });
  const double target = share(block, [&](const std::u32string& text) { return RE2::FullMatch(encode_utf8(text), words.target); });
  if (lane.kind == ColumnKind::level1) return kNotALevel * (1 - level1);
  if (lane.kind == ColumnKind::level2) return kNotALevel * (1 - level2);
  if (lane.text == LaneText::number) return kNoNumber * (1 - share(block, is_number));
  if (lane.text == LaneText::code) return kNoCode * (1 - share(block, is_code));
  const double level = kLevelElsewhere * std::max(whole_names(block.texts, words.levels, [&](const std::u32string& name) { return words.levels.is_level1(name); }),
                                                  whole_names(block.texts, words.levels, [&](const std::u32string& name) { return !words.levels.level1_of(name).empty(); }));
  return level + (lane.kind == ColumnKind::target ? kNoTarget * (1 - target) : kTargetElsewhere * target);
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
void find_followed(std::vector<LaneBlock>& blocks, const PagePieces& page, bool auto_space) {
  std::vector<size_t> block_of(page.pieces.size(), blocks.size());
  for (size_t b = 0; b < blocks.size(); ++b) {
    for (size_t member : blocks[b].members) block_of[member] = b;
  }
  for (size_t i = 0; i < page.pieces.size(); ++i) {
    if (block_of[i] == blocks.size()) continue;
    bool other = false;
    size_t k = i + 1;
    for (; k < page.pieces.size() && follows(*page.pieces[k - 1], *page.pieces[k]); ++k) {
      other = other || !may_be_space(page.pieces[k - 1]->raw.back(), page.pieces[k]->raw.front(), auto_space);
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
      const double own = text_cost(blocks[b], lanes[lane], words) + place_cost(blocks[b], lane, page.headers);
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
    const double cost = text_cost({0, 0, {text}, {}}, lanes_[lane], words_);
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
    return may_be_space(before.raw.back(), piece.raw.front(), words_.auto_space) ? kSpaceOfText : kHanSpace;
  }

  // Costs in nats.
  static constexpr double kFragment = 0.3, kOff = 0.25, kMostOff = 4, kSameLineLane = 6, kSkipApart = 0.3, kSpaceOfText = 0.5, kHanSpace = 6, kSkipGlued = 3;

  const std::vector<Lane>& lanes_;
  const LaneWords& words_;
  const std::vector<LanePlace>& places_;   // of each lane
};

}  // namespace

bool may_be_space(char32_t last, char32_t first, bool auto_space) {
  return is_latin(last) ? is_latin(first) || auto_space : is_latin(first) && auto_space;
}

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
    if (lane && (lane->kind != ColumnKind::target || lane->text == LaneText::number)) odd += text_cost({0, 0, {text}, {}}, *lane, words) >= kOdd;
    i = k;
  }
  return odd;
}

std::vector<int> lanes_of(const PagePieces& page, const std::vector<Lane>& lanes, const LaneWords& words) {
  std::vector<LaneBlock> blocks = cut_between_headers(blocks_of(page.pieces, words.auto_space), page);
  find_followed(blocks, page, words.auto_space);
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
      if (!may_be_space(page.pieces[k - 1]->raw.back(), page.pieces[k]->raw.front(), words.auto_space)) return true;
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
                       lanes[static_cast<size_t>(before + 1)].kind == ColumnKind::target && !is_latin(last) &&
                       begins_value(page.pieces, i, lanes[static_cast<size_t>(before + 1)], words) && !is_filled_behind(i, before + 1);
    const LaneText text = lanes[static_cast<size_t>(before)].text;
    const ColumnKind kind = lanes[static_cast<size_t>(before)].kind;
    const bool other = text == LaneText::number || (text == LaneText::code && !is_code(piece.key)) ||
                       (kind == ColumnKind::level1 && !words.levels.has_level1_part(piece.key)) || (kind == ColumnKind::level2 && !words.levels.has_level2_part(piece.key));
    const bool same = before + 1 >= count || (may_be_space(last, first, words.auto_space) && !next_is_there && !value && !other);
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
