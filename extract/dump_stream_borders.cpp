// What stands between neighbours of a row.
#include "extract/dump_stream_cells.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_values.h"
#include "schemas/canonical.h"

namespace budgetlift {
using namespace stream_costs;
using namespace stream_values;

namespace {

constexpr double kNumberCut = 2.5;   // a text that ends with a number before a target that begins with a word
constexpr double kAlikeCharacter = 0.5, kAlikeStart = 0.6;   // a text inside another one; at its beginning
constexpr double kUnitLost = 1.5;
constexpr double kOwnSpace = 3;
constexpr double kTargetCut = 4, kOddUnit = 0.8;   // a target that goes on behind its border; one whose last characters are no unit
constexpr double kWordCut = 1.2, kMostWordCut = 4;     // a glued border between two characters that running text has side by side
constexpr double kLineInRow = 7, kLineBehindLevel1 = 2;

}  // namespace

double StreamCells::border_cost(size_t left, size_t a, size_t right, size_t b, size_t d) const {
  const StreamGap gap = text_.gaps[b];
  // "2026年6月|15日前": the left one's last piece belongs to the target.
  bool date = false;
  if (columns_[left].sort == StreamSort::text && columns_[right].sort == StreamSort::target && !columns_[left].own) {
    for (size_t at = b - 1; at > a && !date && d - at <= kLongestTarget; --at) {
      date = text_.gaps[at] != StreamGap::none && is_target(text_.key_of(at, d));
    }
  }
  if (date) return kNumberCut + gap_cost(gap, left, a, right, b, d) + kNumberCut;
  const double number = is_digit(text_.key[b - 1]) && columns_[left].sort == StreamSort::text && columns_[right].sort == StreamSort::target &&
                                !columns_[left].own && !is_digit(text_.key[b])
                            ? kNumberCut
                            : 0;
  // "有所|降低": the word before goes with the target.
  const auto ends = [&](const std::u32string& word) { return text_.key_of(a, b).ends_with(word); };
  const bool adverb = habits_.kind == DumpKind::pypdf && columns_[left].sort == StreamSort::text && columns_[right].sort == StreamSort::target &&
                      std::any_of(habits_.adverbs.begin(), habits_.adverbs.end(), ends);
  // "1.2021|年完成": an item of a list begins there.
  const bool year = text_.key[b] == U'年' && (columns_[left].sort == StreamSort::target || columns_[left].sort == StreamSort::amount) && item_number(text_.key_of(a, b + 1)) > 0;
  const double rest = (year ? kInsideNumber : 0) + (columns_[left].sort == StreamSort::target ? target_goes_on(a, b) : 0) + (adverb ? kOneCharacter : 0);
  return number + rest + gap_cost(gap, left, a, right, b, d);
}

// End of the longest unit at `at`; `at` if none is there.
size_t StreamCells::unit_end(size_t at) const {
  for (size_t length = std::min(habits_.longest_unit, text_.size() - at); length > 0; --length) {
    if (habits_.units.count(std::u32string(text_.key_of(at, at + length))) > 0) return at + length;
  }
  return at;
}

// Cost of a target [a, b) that the characters behind it go on with; where cells are glued, its unit or date, too.
double StreamCells::target_goes_on(size_t a, size_t b) const {
  const std::u32string_view key = text_.key_of(a, b), after = text_.key_of(b, std::min(text_.size(), b + 4));
  if (!has_digit(key)) return 0;
  const char32_t last = key.back();
  const bool date = last == U'年' || last == U'月' || last == U'日';
  const auto begins = [&](std::u32string_view word) { return after.substr(0, word.size()) == word; };
  if (begins(U"以上") || begins(U"以下") || begins(U"以内") || begins(U"左右")) return kTargetCut;
  if (habits_.kind != DumpKind::pypdf) return 0;
  if (after[0] == '/') return kTargetCut;
  if ((date || last == U'底' || last == U'末') && (begins(U"前") || begins(U"之前") || begins(U"以前"))) return kTargetCut;
  if (date && (begins(U"底") || begins(U"份") || begins(U"末"))) return kTargetCut;
  if ((date || is_digit(last)) && (is_digit(after[0]) || is_digit(last))) {
    size_t end = b;
    while (end < text_.size() && is_digit(text_.key[end])) ++end;
    if (end < text_.size() && std::u32string_view(U"月日号%").find(text_.key[end]) != std::u32string_view::npos) return kTargetCut;
  }
  // A number whose unit stands right behind it.
  if (is_digit(last) && text_.gaps[b] == StreamGap::none && unit_end(b) > b) return kTargetCut;
  size_t tail = b;
  while (tail > a && !is_digit(text_.key[tail - 1]) && text_.key[tail - 1] != '/') --tail;
  if (tail == b || text_.key[tail] == '%' || std::u32string_view(U"年月日").find(text_.key[tail]) != std::u32string_view::npos) return 0;
  const size_t unit = unit_end(tail);
  if (unit > b) return kTargetCut;
  return unit == b || key.ends_with(U"以上") || key.ends_with(U"以下") || key.ends_with(U"以内") || key.ends_with(U"左右") ? 0 : kOddUnit;
}

// pypdf sets a space between cells only where the second stands at the height of the first one's last line.
double StreamCells::height_cost(StreamGap gap, size_t left, size_t a, size_t d) const {
  constexpr double kPrior = 3, kOneLine = 0.2, kSeveral = 0.1, kLeast = 0.02;
  constexpr double kLoose = 0.06, kLooseWeight = 0.5;   // where spaces stand anywhere: of the places within words that have one
  if (columns_[left].own || columns_[left].sort == StreamSort::level1) return 0;
  const bool one = lines(a, d) == 1;
  double with = kPrior * (one ? kOneLine : kSeveral), all = kPrior;
  if (const auto it = habits_.borders.find({left, one}); it != habits_.borders.end()) with += it->second.first, all += it->second.second;
  const double share = std::clamp(with / all, kLeast, 1 - kLeast);
  if (!habits_.loose) return -std::log(gap == StreamGap::space ? share : 1 - share);
  return kLooseWeight * std::log(gap == StreamGap::space ? kLoose / share : (1 - kLoose) / (1 - share));
}

double StreamCells::gap_cost(StreamGap gap, size_t left, size_t a, size_t right, size_t b, size_t d) const {
  switch (habits_.kind) {
    case DumpKind::pypdf:
      if (!ordinal_.empty() && columns_[left].own) return own_border_cost(left, a, right, b, d);
      // A first level stands at the height of all its rows, the second one above or below it.
      if (gap >= StreamGap::line) return columns_[left].sort == StreamSort::level1 && columns_[right].sort == StreamSort::level2 && is_name(left, a, b) ? kLineBehindLevel1 : kLineInRow;
      if (gap == StreamGap::none && in_number(text_.key[b - 1]) && in_number(text_.key[b]) && columns_[left].sort != StreamSort::amount &&
          columns_[right].sort != StreamSort::amount && columns_[left].sort != StreamSort::code && columns_[right].sort != StreamSort::code) {
        return kInsideNumber;
      }
      if (gap == StreamGap::none && columns_[left].sort == StreamSort::target && is_digit(text_.key[b - 1]) && is_han(text_.key[b])) return kGlued + kUnitLost;
          // Amounts that stand side by side have as many decimals.
      if (gap == StreamGap::none && columns_[left].sort == StreamSort::amount && columns_[right].sort == StreamSort::amount) {
        const size_t with = decimals(text_.key_of(a, b));
        if (with != decimals(text_.key_of(b, d))) return kGlued + kOtherDecimals;
        // Of glued digits nothing tells.
        if (with == 0) return kGlued + kGluedDigits;
      }
      if (gap == StreamGap::none && columns_[left].sort == StreamSort::text && columns_[right].sort == StreamSort::amount && in_number(text_.key[b - 1])) {
        return text_.key[b - 1] == '.' || text_.key[b - 1] == ',' ? kInsideNumber : kGlued + kGluedDigits;
      }
      // Where spaces stand anywhere they prove nothing.
      if (gap == StreamGap::none || habits_.loose) {
        const bool texts = columns_[right].sort >= StreamSort::text && columns_[left].sort >= StreamSort::text;
        const bool word = texts && is_han(text_.key[b - 1]) && is_han(text_.key[b]);
        return (gap == StreamGap::none || columns_[right].sort == StreamSort::text ? kGlued : 0) + height_cost(gap, left, a, d) + (texts ? bound_[b] : 0) + (word ? std::min(kMostWordCut, kWordCut * std::log2(1.0 + habits_.words.count(text_.raw[b - 1], text_.raw[b]))) : 0);
      }
      return height_cost(gap, left, a, d);
    case DumpKind::raw:
    case DumpKind::browser: break;
    default: return 0;
  }
  // Where numbers are set apart, a space beside one is mostly the text's own.
  const double own_space = gap == StreamGap::space && habits_.spaced_numbers && is_latin(text_.key[b - 1]) != is_latin(text_.key[b]) &&
                                   (is_han(text_.key[b - 1]) || is_han(text_.key[b]))
                               ? (columns_[right].sort == StreamSort::target ? kOwnSpace / 2 : kOwnSpace)
                               : 0;
  if (own_space > 0) return own_space;
  // A merged cell stands at the height of all its rows.
  const auto merged = [&](size_t c) {
    return columns_[c].own || columns_[c].sort == StreamSort::level1 || (habits_.merged_level2 && columns_[c].sort == StreamSort::level2);
  };
  if (merged(left) || merged(right)) return 0;
  const int n = std::min(3, lines(a, b)), m = std::min(3, lines(b, d));
  const auto it = habits_.beside.find({n, m});
  // Cells are centred, mostly: two of one line stand at one height, a space between them.
  double with = n == 1 && m == 1 ? 19.8 : n + m == 3 ? 3 : 0.5, all = n == 1 && m == 1 ? 20 : 10;
  if (it != habits_.beside.end()) with += it->second.first, all += it->second.second;
  const double share = std::clamp(with / all, 0.002, 0.998);
  return -std::log(gap == StreamGap::space ? share : 1 - share);
}

double StreamCells::likeness(size_t a, size_t b, size_t d) const {
  // What a name ends with, other texts do not have inside.
  const size_t end = b - (b > a + 1 && text_.key[b - 1] == U'。');
  const size_t length = end - a;
  size_t found = 0;   // pairs of characters of the name that the other text has, too
  for (size_t i = a; i + 2 <= end; ++i) {
    size_t next = i;
    while (next < b) next = next_pair_[next];
    found += next + 2 <= d;
  }
  // A short text may be found in another one by chance.
  if (found + 1 == length) {
    const std::u32string_view name = text_.key_of(a, end), other = text_.key_of(b, d);
    if (const size_t at = other.find(name); at != other.npos) {
      return -std::min(kMostAlike, (at == 0 ? kAlikeStart : kAlikeCharacter) * static_cast<double>(length));
    }
  }
  return -kAlikeCharacter / 2 * std::min(8.0, static_cast<double>(found)) * static_cast<double>(found) / static_cast<double>(length);
}

}  // namespace budgetlift
