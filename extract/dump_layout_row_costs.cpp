// What rows of indicators cost: their places, their texts, the ends of their lines.
#include <algorithm>
#include <limits>

#include "extract/dump_layout_body.h"
#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

using namespace std::string_view_literals;

// Costs in nats.
constexpr double kMisplaced = 7;       // a cell that stands elsewhere than its row's
constexpr double kCutRow = 1.5;        // a row that a page's end cuts
constexpr double kUnknownLevel2 = 8;
constexpr double kMissing[] = {0, 10, 6, 6.5};   // of a cell, by ColumnKind
constexpr double kMissingBlock = 3;    // of all cells of one of two tables side by side
constexpr double kShortLine = 1;       // a line that ends although the next one's first word would have fitted …
constexpr double kShorterLine = 2.5;   // … per full-width character that is left
constexpr double kMostShort = 6;
constexpr double kWidthTolerance = 0.4;
constexpr double kLatinTolerance = 0.06;   // per character that is not full-width: fonts differ
constexpr double kKnownJoin = -0.8, kUnknownJoin = 0.4;   // two lines that join to a pair printed elsewhere, or to none
constexpr double kOpenBracket = 1.5;
constexpr double kCutText = 4;         // a text that begins or ends with a mark that does not stand there
constexpr double kPlainTarget = 1, kOddTarget = 3, kCutTarget = 4, kTwoTargets = 4;
constexpr double kAlike = 2;           // a description that shares all characters of the name before it
constexpr double kSameWidth = 0.6;     // full-width characters between the widest line of a column and others that show it to be no accident …
constexpr double kWideShare = 0.04;    // … this share of its lines

bool is_opening(char32_t c) { return U"(（[【《〔“"sv.find(c) != std::u32string_view::npos; }
bool is_closing(char32_t c) { return U")）]】》〕”。；，、,%：:"sv.find(c) != std::u32string_view::npos; }

double tolerance(const std::vector<const LayoutPiece*>& line) {
  double latin = 0;
  for (const LayoutPiece* piece : line) latin += static_cast<double>(std::count_if(piece->raw.begin(), piece->raw.end(), [](char32_t c) { return c < 0x80; }));
  return kWidthTolerance + kLatinTolerance * latin;
}

int brackets(const std::u32string& key) {
  int open = 0, wrong = 0;
  for (char32_t c : key) {
    if (is_opening(c)) ++open;
    if (U")]】》〕”"sv.find(c) == std::u32string_view::npos) continue;
    if (--open < 0) open = 0, ++wrong;
  }
  return open + wrong;
}

double shared(const std::u32string& name, std::u32string text) {
  size_t count = 0;
  for (char32_t c : name) {
    const size_t at = text.find(c);
    if (at == text.npos) continue;
    ++count;
    text.erase(at, 1);
  }
  return name.empty() ? 0 : static_cast<double>(count) / static_cast<double>(name.size());
}

}  // namespace

void LayoutBody::use(const LaneWidths& document) {
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    const auto it = document.find(lanes_[lane].key);
    if (it == document.end()) continue;
    std::vector<double> all = it->second;
    std::sort(all.rbegin(), all.rend());
    widths_[lane] = all.front();
    const size_t others = std::max<size_t>(1, static_cast<size_t>(kWideShare * static_cast<double>(all.size())));
    for (size_t i = 0; i + others < all.size(); ++i) {
      if (all[i] - all[i + others] > kSameWidth) continue;
      widths_[lane] = all[i];
      break;
    }
  }
}

double LayoutBody::text_cost(size_t lane, int first, int last) const {
  const std::u32string key = key_of(lane, first, last);
  const Lane& one = lanes_[lane];
  if (key.empty()) return 0;
  double cost = 0;
  const std::vector<const LayoutPiece*>* before = nullptr;
  for (int i = first; i < last; ++i) {
    const std::vector<const LayoutPiece*>& line = pieces(lane, i);
    if (line.empty()) continue;
    if (before) {
      const double left = widths_[lane] - width_of(*before) - first_unit_width(line.front()->raw) - tolerance(*before);
      if (widths_[lane] > 0 && left > 0) cost += std::min(kMostShort, kShortLine + kShorterLine * left);
      if (one.kind != ColumnKind::level2) cost += words_.pairs.known(before->back()->key.back(), line.front()->key.front()) ? kKnownJoin : kUnknownJoin;
    }
    before = &line;
  }
  if (one.kind == ColumnKind::level2) return cost;
  cost += kOpenBracket * brackets(key);
  if (is_closing(key.front())) cost += kCutText;
  if (is_opening(key.back())) cost += kCutText;
  return cost;
}

// Whether the text holds a word of values without a number, and what is compared is not left to another line.
bool LayoutBody::is_quality(const std::u32string& text) const {
  return !ends_with_comparison(text) && std::any_of(words_.options.qualities.begin(), words_.options.qualities.end(), [&](const std::string& word) { return text.find(key_text(word)) != text.npos; });
}

bool LayoutBody::ends_with_comparison(const std::u32string& text) const {
  return std::any_of(words_.options.comparisons.begin(), words_.options.comparisons.end(), [&](const std::string& word) { return text.ends_with(key_text(word)); });
}

// Whether all of several lines of a value are values by themselves, as one is only where it is the whole.
bool LayoutBody::has_two_values(size_t lane, int first, int last) const {
  int lines = 0;
  for (int i = first; i < last; ++i) {
    if (pieces(lane, i).empty()) continue;
    const std::u32string line = key_of(lane, i, i + 1);
    ++lines;
    if (!is_quality(line) && !RE2::FullMatch(encode_utf8(line), words_.target)) return false;
  }
  return lines > 1;
}

double LayoutBody::cell_cost(size_t lane, int first, int last) const {
  const std::u32string key = key_of(lane, first, last);
  const Lane& one = lanes_[lane];
  if (key.empty()) return kMissing[static_cast<int>(one.kind)];
  double cost = text_cost(lane, first, last);
  if (one.kind == ColumnKind::level2 && words_.levels.level1_of(key).empty()) cost += kUnknownLevel2;
  if (one.kind != ColumnKind::target) return cost;
  if (has_two_values(lane, first, last)) cost += kTwoTargets;
  if (!RE2::FullMatch(encode_utf8(key), words_.target)) {
    cost += is_quality(key) ? kPlainTarget : kOddTarget;
    if (ends_with_comparison(key)) cost += kCutTarget;
  }
  return cost;
}

bool LayoutBody::lacks_value(const RowRange& row) const {
  return std::all_of(row_lanes_.begin(), row_lanes_.end(), [&](size_t lane) { return lanes_[lane].kind != ColumnKind::target || key_of(lane, row.first, row.last).empty(); });
}

bool LayoutBody::may_be_several(const RowRange& row) const {
  return std::any_of(row_lanes_.begin(), row_lanes_.end(), [&](size_t lane) {
    const std::u32string key = key_of(lane, row.first, row.last);
    if (lanes_[lane].kind == ColumnKind::target) return is_quality(key) && stream_values::has_digit(key) && has_two_values(lane, row.first, row.last);
    return lanes_[lane].kind == ColumnKind::level2 && !key.empty() && words_.levels.level1_of(key).empty();
  });
}

bool LayoutBody::is_overfull(const RowRange& row, size_t lane) const {
  if (widths_[lane] <= 0) return false;
  for (int i = row.first; i < row.last; ++i) {
    const std::vector<const LayoutPiece*>& line = pieces(lane, i);
    double width = 0;
    for (const LayoutPiece* piece : line) width += width_of({piece});
    if (line.size() > 1 && width - tolerance(line) > widths_[lane] + kSameWidth) return true;
  }
  return false;
}

double LayoutBody::row_cost(int first, int last, Alignment alignment, bool level2_merged) const {
  int breaks = 0;
  for (int i = first + 1; i < last; ++i) breaks += page(i) != page(i - 1);
  if (breaks > 1) return std::numeric_limits<double>::infinity();
  double cost = kMisplaced * misplaced(first, last, alignment, level2_merged) + kCutRow * breaks;
  // Of two tables side by side one may have less rows.
  for (size_t begin = 0; begin < row_lanes_.size();) {
    size_t end = begin + 1;
    while (end < row_lanes_.size() && (lanes_[row_lanes_[end]].kind != ColumnKind::level2 || static_cast<int>(row_lanes_[end]) == level2_)) ++end;
    double own = 0;
    bool filled = false;
    std::u32string before;
    for (size_t k = begin; k < end; ++k) {
      const size_t lane = row_lanes_[k];
      if (level2_merged && lanes_[lane].kind == ColumnKind::level2) continue;
      const std::u32string key = key_of(lane, first, last);
      filled = filled || !key.empty();
      own += cell_cost(lane, first, last);
      if (k > begin && lanes_[lane].key == "description") own -= kAlike * shared(before, key);
      before = key;
    }
    cost += filled || (begin == 0 && end == row_lanes_.size()) ? own : kMissingBlock;
    begin = end;
  }
  return cost;
}

}  // namespace budgetlift
