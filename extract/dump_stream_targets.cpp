// Targets: what is one, what is more than one, and where one begins and ends that is glued to others.
#include "extract/dump_stream_targets.h"

#include <algorithm>

#include "extract/dump_stream_cells.h"
#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_text.h"
#include "extract/dump_stream_values.h"
#include "schemas/canonical.h"

namespace budgetlift {
using namespace stream_costs;
using namespace stream_values;

namespace {

constexpr double kNoTarget = 4.5, kQuality = 1.2, kBeforeQuality = 0.15;
constexpr size_t kComparedWord = 3;   // characters before a sign of comparison
constexpr size_t kLongestQuality = 10, kUsualQuality = 6;   // characters

}  // namespace

// How many lines of a text before a target are one; a last piece behind a space counts, too.
int StreamCells::target_lines(size_t c, size_t first, size_t last) const {
  const bool before = columns_[c].sort == StreamSort::text && c > 0 && c + 1 < columns_.size() && columns_[c + 1].sort == StreamSort::target;
  if (!before || is_third(c)) return 0;
  int count = 0;
  for (size_t line = line_of_[first] + 1; line < line_of_[last - 1]; ++line) count += is_target(text_.key_of(line_starts_[line], line_starts_[line + 1]));
  size_t piece = last - 1;
  while (piece > first && text_.gaps[piece] == StreamGap::none) --piece;
  return count + (piece > first && is_target(text_.key_of(piece, last)));
}

// Whether it is a target with a number.
bool StreamCells::is_target(std::u32string_view key) const {
  return key.size() <= kLongestTarget && has_digit(key) && RE2::FullMatch(encode_utf8(key), target_);
}

// A word of targets without a number, or what ends with one and is hardly longer: "稳步提高".
bool StreamCells::is_quality(std::u32string_view key) const {
  constexpr size_t kLongest = 4;   // characters
  return std::any_of(habits_.qualities.begin(), habits_.qualities.end(), [&](const std::u32string& word) { return key == word || (key.size() <= kLongest && key.size() > word.size() && word.size() > 1 && key.ends_with(word)); });
}

int StreamCells::targets_inside(size_t c, size_t first, size_t last, bool unsure) const {
  const bool target = columns_[c].sort == StreamSort::target;
  // Descriptions and bases may have dates and quantities in them; a target or the third level hardly.
  const bool third = is_third(c);
  if (!(target || third) || line_of_[first] == line_of_[last - 1] || is_target(text_.key_of(first, last))) return 0;
  int count = 0;
  for (size_t line = line_of_[first]; line <= line_of_[last - 1]; ++line) {
    const size_t begin = std::max(first, line_starts_[line]);
    const bool ends = line == line_of_[last - 1];
    const size_t end = ends ? last : line_starts_[line + 1];
    // A text's own end is no other row's, but its last line may be; of a target it is the other way round.
    if (ends && target) continue;
    const auto is = [&](size_t at, size_t to) { return (at > first || target) && at + 1 < to && is_target(text_.key_of(at, to)); };
    bool found = is(begin, end);
    // A target of two lines.
    if (line < line_of_[last - 1] && (!target || line + 1 < line_of_[last - 1])) {
      found = found || is(begin, std::min(last, line + 2 < line_starts_.size() ? line_starts_[line + 2] : text_.size()));
    }
    for (size_t at = begin + 1; !ends && !found && at < end; ++at) {
      found = text_.gaps[at] == StreamGap::space && (is(at, end) || is_quality(text_.key_of(at, end)));
    }
    const auto graded = [&](std::u32string_view key) {   // "逐步提高": a name hardly ends with it
      return is_quality(key) && std::any_of(habits_.adverbs.begin(), habits_.adverbs.end(), [&](const std::u32string& word) { return key.size() > word.size() && key.starts_with(word); });
    };
    const std::u32string_view line_key = text_.key_of(begin, end);
    found = found || ((target || begin > first) && (ends && !unsure ? graded(line_key) : is_quality(line_key)));
    count += found;
  }
  return count;
}

bool StreamCells::is_odd_rest(size_t c, StreamRange front, StreamRange rest) const {
  if (rest.first == rest.last) return false;
  const bool whole = columns_[c].sort == StreamSort::target && front.first < front.last && is_sure_target(text_.key_of(front.first, front.last));
  return whole || targets_inside(c, rest.first, rest.last, false) > 0;
}

bool StreamCells::may_hold_rows(size_t c, size_t first, size_t last, bool rest) const {
  const bool target = columns_[c].sort == StreamSort::target;
  const bool third = is_third(c);
  if (!target && !third) return false;
  for (size_t at = rest ? first : first + 1; at < last; ++at) {
    std::uint64_t names = level2_at_[at];
    for (size_t length = 1; names >>= 1; ++length) {
      if ((names & 1) != 0 && at + length < last) return true;
    }
  }
  for (size_t line = line_of_[first]; third && line < line_of_[last - 1]; ++line) {
    const size_t begin = std::max(first, line_starts_[line]);
    const std::u32string_view key = text_.key_of(begin, line_starts_[line + 1]);
    const auto ends = [&](const std::u32string& word) {
      const size_t at = key.rfind(word);   // "若干卷": a unit may follow
      return at != key.npos && at > 0 && (at + word.size() == key.size() || habits_.units.count(std::u32string(key.substr(at + word.size()))) > 0);
    };
    if (std::any_of(habits_.qualities.begin(), habits_.qualities.end(), ends) || ends_with_number(key)) return true;
  }
  return false;
}

// Whether it ends with a number and a unit.
bool StreamCells::ends_with_number(std::u32string_view key) const {
  size_t last = key.size();
  while (last > 0 && !is_digit(key[last - 1])) --last;
  size_t first = last;
  while (first > 1 && (is_digit(key[first - 1]) || key[first - 1] == '.' || key[first - 1] == ',')) --first;
  return first < last && last < key.size() && is_sure_target(key.substr(first));
}

bool StreamCells::ends_with_quality(std::u32string_view key) const {
  return !has_digit(key) && std::any_of(habits_.qualities.begin(), habits_.qualities.end(), [&](const std::u32string& word) { return key.ends_with(word); });
}

// Whether it is one with a number, and its unit is known, or one of the words of targets without.
bool StreamCells::is_sure_target(std::u32string_view key) const {
  if (key.size() <= kUsualQuality && ends_with_quality(key)) return true;
  if (!is_target(key)) return false;
  for (const std::u32string_view bound : {U"以上", U"以下", U"以内", U"左右"}) {   // of "758件以上"
    if (key.ends_with(bound)) key.remove_suffix(bound.size());
  }
  size_t tail = key.size();
  while (tail > 0 && !is_digit(key[tail - 1]) && key[tail - 1] != '%') --tail;
  return tail == key.size() || habits_.units.count(std::u32string(key.substr(tail))) > 0 || std::u32string_view(U"年月日").find(key[tail]) != std::u32string_view::npos;
}

bool StreamCells::holds_quality(std::u32string_view key) const {
  return std::any_of(habits_.qualities.begin(), habits_.qualities.end(), [&](const std::u32string& word) { return key.find(word) != key.npos; });
}

size_t StreamCells::whole_target(size_t c, size_t first, size_t last) const {
  const auto known = habits_.known[c].find(std::u32string(text_.key_of(first, last)));
  if (is_sure_target(text_.key_of(first, last)) || (known != habits_.known[c].end() && known->second > 1)) return last;
  for (size_t line = line_of_[first] + 1; line <= line_of_[last - 1]; ++line) {
    if (is_sure_target(text_.key_of(first, line_starts_[line]))) return line_starts_[line];
  }
  return last;
}

bool StreamCells::holds_more(size_t c, size_t first, size_t last) const {
  const std::u32string_view key = text_.key_of(first, last);
  const auto known = habits_.known[c].find(std::u32string(key));
  if (is_target(key) || (known != habits_.known[c].end() && known->second > 1)) return false;
  // A word that no target is known to have may be the end of one.
  return has_digit(key) || key.size() > kUsualQuality || key.find_first_of(U"≥≤＞＜<>≧≦", 1) != key.npos || !holds_quality(key);
}

bool StreamCells::is_fragment(size_t first, size_t last) const { return first + 1 == last && is_han(text_.key[first]) && !is_quality(text_.key_of(first, last)); }

size_t StreamCells::words_before_target(size_t first, size_t last) const {
  constexpr size_t kLeast = 2, kMost = 3;   // characters
  if (!is_digit(text_.key[first]) || !is_target(text_.key_of(first, last))) return first;
  for (size_t length = kMost; length >= kLeast; --length) {
    if (length >= first) continue;
    const std::u32string_view words = text_.key_of(first - length, first);
    if (std::all_of(words.begin(), words.end(), is_han) && is_target(text_.key_of(first - length, last))) return first - length;
  }
  return first;
}

double StreamCells::target_cost(size_t c, std::u32string_view key, char32_t front) const {
  double cost = (never_begins(front) ? kBadStart : 0) + level_name_cost(key);
  cost += kBracket * std::min(2, unbalanced(key)) + (never_ends(key.back()) ? kBadEnd : key.back() == U'。' ? kOneCharacter : 0);
  // "2.": an item of a list begins there.
  if (item_number(std::u32string(key) + U' ') > 0 && std::all_of(key.begin(), key.end() - 1, is_digit)) cost += kBadEnd;
  // What is compared stands in the cell before.
  if (const size_t sign = key.find_first_of(U"≥≤＞＜<>≧≦"); sign != key.npos && sign >= kComparedWord) cost += kCompared;
  const bool digits = has_digit(key);
  if (is_target(key)) return cost;
  if (habits_.kind == DumpKind::pypdf) {
    const auto ends = [&](const std::u32string& word) { return key.ends_with(word); };
    if (std::any_of(habits_.adverbs.begin(), habits_.adverbs.end(), ends)) cost += kOneCharacter;   // what it is stands behind it
  }
  const auto& known = habits_.known[c];
  if (const auto it = known.find(std::u32string(key)); it != known.end() && it->second > 1) return cost + kQuality;
  if (!digits && key.size() <= kLongestQuality && holds_quality(key)) {
    size_t first = key.size();
    for (const std::u32string& word : habits_.qualities) first = std::min(first, key.find(word));
    return cost + kQuality + kBeforeQuality * static_cast<double>(first);
  }
  const double length = static_cast<double>(key.size());
  return cost + (key.size() == 1 ? kOneCharacter : 0) + (digits ? std::max(kNoTarget, 0.25 * length) : kQuality + 0.25 * length);
}

namespace {

// Words of comparison that stand before `target` go to it.
void take_comparison(StreamCell& text, StreamCell& target, const StreamCells& cells) {
  if (cells.holds_more(target.column, target.range.first, target.range.last)) target.margin = text.margin = 0;
  const size_t begin = cells.words_before_target(target.range.first, target.range.last);
  if (begin == target.range.first || begin <= text.range.first) return;
  target.range.first = text.range.last = begin;
  target.margin = text.margin = 0;
}

}  // namespace

void settle_target(StreamRow& row, const std::vector<StreamColumn>& columns, const StreamCells& cells, const StreamText& text, bool glued) {
  // Of tables side by side the left one's target has the other's cells behind it.
  for (size_t k = columns.back().block > 0 && !row.cells.empty() ? row.cells.size() - 1 : 1; k > 0 && k < row.cells.size(); ++k) {
    StreamCell &target = row.cells[k], &before = row.cells[k - 1];
    const bool texts = columns[before.column].sort == StreamSort::text && !columns[before.column].own;
    if (columns[target.column].sort != StreamSort::target || !texts || target.rest.first < target.rest.last || before.rest.first < before.rest.last) continue;
    if (glued) take_comparison(before, target, cells);
    if (cells.is_fragment(target.range.first, target.range.last)) target.margin = before.margin = 0;
    const size_t end = cells.whole_target(target.column, target.range.first, target.range.last);
    if (end == target.range.last || target.column + 1 < columns.size()) continue;
    if (!glued) {
      if (text.gaps[end] == StreamGap::maybe_page) target.margin = before.margin = 0;
      continue;
    }
    for (StreamCell& cell : row.cells) {
      if (!columns[cell.column].own && columns[cell.column].sort != StreamSort::level1) cell.margin = 0;
    }
    before.rest = {end, target.range.last};
    target.range.last = end;
  }
}

}  // namespace budgetlift
