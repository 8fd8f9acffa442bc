#include "extract/dump_stream_cells.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>

#include "extract/dump_stream_breaks.h"
#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_values.h"
#include "schemas/canonical.h"

namespace budgetlift {
using namespace stream_costs;
using namespace stream_values;

namespace {

constexpr double kImpossible = 40;
constexpr double kUnknownWrap = 0.8, kUnknownInList = 0.1;   // of a line's end within a cell of unknown width
constexpr double kLong = 1.5, kLongSlope = 3, kMostLong = 12;       // a line longer than its column
constexpr double kItemInText = 3, kFirstItem = 1.5;
constexpr double kWordSpace = 6, kNumberSpace = 4;
constexpr double kCutName = 3;
constexpr double kNoWords = 6, kAmountWrapped = 3;
constexpr double kCodeCut = 5;
constexpr size_t kLongCode = 15;   // letters and digits in a row
constexpr double kLooksLikeTarget = 2.5;
constexpr double kAmountInText = 3, kAmountAtEnd = 6;
constexpr double kKnownEdge = 0.4, kMostEdge = 1.6;   // a text that begins or ends as others of its column do
constexpr double kKnownText = 0.8, kMostKnown = 2.4;
constexpr double kTargetInside = 5;   // a line of a text that ends with a target, more lines behind it
constexpr double kBound = 1.6, kBoundShare = 12, kUsual = 1;   // of a border within what goes on elsewhere as here; usual is some of it
constexpr size_t kLongName = 4;       // characters of a name that no text has by chance
constexpr double kTargetLine = 2;   // a line of a description that is one
constexpr double kInWord = 6;   // a cell that begins within a word that the document prints elsewhere

}  // namespace

bool broken_by_font(const StreamText& text, size_t at) {
  const auto is_in = [](char32_t c, std::u32string_view set) { return set.find(c) != set.npos; };
  return at > 0 && text.gaps[at] >= StreamGap::line && text.gaps[at] < StreamGap::page && is_in(text.raw[at - 1], U"”’》〉）)】") && is_in(text.raw[at], U"，。、；：");
}

StreamCells::StreamCells(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
                         const StreamHabits& habits)
    : text_(text), columns_(columns), words_(words), target_(target), habits_(habits), reach_(text.size() + 1), spaces_(text.size() + 1) {
  listing_ = std::any_of(columns.begin(), columns.end(), [](const StreamColumn& column) { return column.own; });
  ids_ = std::any_of(columns.begin(), columns.end(), [](const StreamColumn& column) { return column.sort == StreamSort::id; });
  amounts_ = std::any_of(columns.begin(), columns.end(), [](const StreamColumn& column) { return column.sort == StreamSort::amount && !column.own; });
  for (size_t i = 0; i < text.size(); ++i) {
    reach_[i + 1] = reach_[i] + glyph_width(text.raw[i]);
    if ((text.gaps[i] >= StreamGap::line && !broken_by_font(text, i)) || line_starts_.empty()) line_starts_.push_back(i);
    line_of_.push_back(line_starts_.size() - 1);
    double cost = 0;
    if (i > 0 && text.gaps[i] == StreamGap::space && !habits.loose) {
      const char32_t before = text.raw[i - 1], after = text.raw[i];
      const bool word = (is_han(before) || never_ends(before)) && is_han(after);
      const bool meet = (is_han(before) && is_latin(after)) || (is_latin(before) && is_han(after));
      // "1. 降低": typists set a space behind an item's number.
      const bool item = i > 1 && is_digit(text.key[i - 2]) && std::u32string_view(U".、:)．").find(text.key[i - 1]) != std::u32string_view::npos;
      cost = item ? 0 : word ? kWordSpace : meet && habits.spaced_numbers ? 0 : kNumberSpace;
    }
    spaces_[i + 1] = spaces_[i] + cost;
  }
  const auto lengths_at = [&](const std::vector<std::u32string>& names, size_t at) {
    std::uint64_t out = 0;
    for (const std::u32string& name : names) {
      if (name.size() < 64 && text.key_of(at, std::min(text.size(), at + name.size())) == name) out |= std::uint64_t{1} << name.size();
    }
    return out;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    level1_at_.push_back(lengths_at(words.level1(), i));
    level2_at_.push_back(lengths_at(words.level2(), i));
    name_goes_on_.push_back(i > 0 && text.gaps[i] == StreamGap::page && budgetlift::name_goes_on(text, words, i));
  }
  in_word_ = habits.number_words.inside(text.key);
  constexpr size_t kNowhere = std::numeric_limits<size_t>::max() / 2;
  next_pair_.assign(text.size(), kNowhere);
  std::unordered_map<std::uint64_t, size_t> behind;
  for (size_t i = text.size(); i-- > 1;) {
    const auto [it, is_new] = behind.emplace(static_cast<std::uint64_t>(text.key[i - 1]) << 32 | text.key[i], i - 1);
    if (is_new) continue;
    next_pair_[i - 1] = it->second;
    it->second = i - 1;
  }
  if (habits.kind != DumpKind::pypdf) return;
  for (size_t i = 0; i < text.size(); ++i) {
    // Values stand beside what comes before them by chance, also where they do so again.
    const bool value = i > 0 && (text.key[i - 1] == ')' || std::u32string_view(U"≥≤<>=").find(text.key[i]) != std::u32string_view::npos);
    const bool unknown = columns.back().block > 0 || i == 0 || value || is_digit(text.key[i - 1]) || is_digit(text.key[i]);
    bound_.push_back(unknown ? 0 : std::max(0.0, kBound * std::log1p(kBoundShare * habits.phrases.bound(text.key, i)) - kUsual));
  }
  // Names of indicators are not parted.
  for (size_t i = 0; i < text.size(); ++i) {
    std::uint64_t names = level1_at_[i] | level2_at_[i];
    for (size_t length = 1; names >>= 1; ++length) {
      for (size_t k = 1; (names & 1) != 0 && length >= kLongName && k < length; ++k) bound_[i + k] = std::max(bound_[i + k], kIsName);
    }
  }
  find_names();
  if (!listing_) return;
  look_at_listing();
  for (size_t i = 0; i < text.size(); ++i) sorted_.push_back(i);
  std::sort(sorted_.begin(), sorted_.end(), [&](size_t a, size_t b) { return start_of(a, kLongestUnit) < start_of(b, kLongestUnit); });
}

// Whole names of levels, each the longest that stands there.
void StreamCells::find_names() {
  names_before_.assign(text_.size() + 1, 0);
  for (size_t at = 0, end = 0; at < text_.size(); ++at) {
    const std::uint64_t names = (level1_at_[at] | level2_at_[at]) >> kLongName;
    const bool begins = at >= end && names != 0;
    if (begins) end = at + kLongName + static_cast<size_t>(std::bit_width(names)) - 1;
    names_before_[at + 1] = names_before_[at] + begins;
  }
}

int StreamCells::lines(size_t first, size_t last) const { return static_cast<int>(line_of_[last - 1] - line_of_[first]) + 1; }

double StreamCells::last_width(size_t first, size_t last) const {
  return reach_[last] - reach_[std::max(first, line_starts_[line_of_[last - 1]])];
}

std::vector<StreamCells::Wrap> StreamCells::wraps(size_t first, size_t last) const {
  std::vector<Wrap> out;
  for (size_t line = line_of_[first]; line < line_of_[last - 1]; ++line) {
    const size_t begin = std::max(first, line_starts_[line]), end = line_starts_[line + 1];
    const size_t next_end = std::min(last, line + 2 < line_starts_.size() ? line_starts_[line + 2] : text_.size());
    out.push_back({reach_[end] - reach_[begin], first_unit_width(std::u32string_view(text_.raw).substr(end, next_end - end))});
  }
  return out;
}

double StreamCells::wrap_cost(size_t c, size_t first, size_t last) const {
  const StreamHabits::Width& width = habits_.widths[c];
  double cost = 0;
  const auto too_long = [&](double line) {
    const double over = width.most > 0 ? line - width.most - kTolerance : 0;
    if (over > 0) cost += std::min(kMostLong, kLong + kLongSlope * over);
  };
  const bool list = columns_[c].sort == StreamSort::list;
  size_t line = line_of_[first];
  if (list && item_number(text_.key_of(first, first + std::min(kItemStart, last - first))) == 1) cost -= kFirstItem;
  // A list's first item begins it, on whatever line.
  constexpr size_t kBeforeNumber = 4;   // characters of a word like 目标
  bool word = true;
  for (size_t at = first + 1; list && at < last; ++at) {
    word = word && at - first <= kBeforeNumber && is_han(text_.key[at - 1]);
    if (!word && text_.gaps[at] == StreamGap::space && item_number(text_.key_of(at, std::min(last, at + kItemStart))) == 1) cost += kFirstItemLater;
  }
  for (const Wrap& wrap : wraps(first, last)) {
    too_long(wrap.width);
    const size_t next = line_starts_[++line];
    const size_t next_end = next + std::min<size_t>(kItemStart, last - next);
    if (const int number = item_number(text_.key_of(next, next_end)); number > 0) {
      if (!list) cost += columns_[c].own ? kItemInName : kItemInText;
      else if (number == 1) cost += kFirstItemLater;
      continue;
    }
    const bool pair = habits_.pairs.known(text_.raw[next - 1], text_.raw[next]);
    cost += pair ? -kPair : kPair / 2;
    if (width.least <= 0) {
      cost += list ? kUnknownInList : kUnknownWrap;
      continue;
    }
    // Producers keep closing marks and opening ones from a line's edge.
    const double allowed = kTolerance + (never_begins(text_.raw[next]) || never_ends(text_.raw[next - 1]) ? 0.3 : 0);
    // Titles of a list stand each on a line of its own.
    if (text_.raw[next] == U'《' && std::u32string_view(U"、，；").find(text_.raw[next - 1]) != std::u32string_view::npos) {
      cost += kUnknownInList;
      continue;
    }
    const double missing = width.least - wrap.width - wrap.next - allowed;
    if (missing > 0) cost += std::min(kMostShort, kShort + kShortSlope * missing);
  }
  too_long(last_width(first, last));
  return std::max(cost, -kFirstItem) + names_inside(c, first, last);
}

// A line of a text that is the name of an indicator is hardly a part of the text.
double StreamCells::names_inside(size_t c, size_t first, size_t last) const {
  const StreamSort sort = columns_[c].sort;
  if (sort != StreamSort::text && sort != StreamSort::target && sort != StreamSort::list) return 0;
  double cost = (columns_.back().block > 0 ? 2 : 1) * kIsName * names(first + 1, last);
  for (size_t line = line_of_[first]; line <= line_of_[last - 1] && line_of_[first] != line_of_[last - 1]; ++line) {
    const size_t begin = std::max(first, line_starts_[line]), end = std::min(last, line + 1 < line_starts_.size() ? line_starts_[line + 1] : text_.size());
    // A row's first line may begin with it: glued to the next cell, or parted from it by a space.
    const auto begins = [&](std::uint64_t names) {
      for (size_t length = 1; names >>= 1; ++length) {
        if ((names & 1) == 0) continue;
        if (begin + length == end) return true;
        if (begin > first && begin + length < end && (habits_.kind == DumpKind::pypdf || text_.gaps[begin + length] == StreamGap::space)) return true;
      }
      return false;
    };
    for (const auto* names : {&level1_at_, &level2_at_}) cost += (columns_[c].own ? kImpossible : kIsName) * begins((*names)[begin]);
  }
  if (amounts_ && columns_[c].sort == StreamSort::text && !columns_[c].own && ends_with_amount(first, last)) cost += kAmountAtEnd;
  return cost + kTargetInside * targets_inside(c, first, last, false) + kTargetLine * target_lines(c, first, last);
}

bool StreamCells::is_third(size_t c) const { return columns_[c].sort == StreamSort::text && c > 0 && columns_[c - 1].sort == StreamSort::level2; }

// Whether a space or a line's end parts the end of a text from what has a column of its own.
bool StreamCells::ends_with_amount(size_t first, size_t last) const {
  size_t at = last - 1;
  while (at > first && text_.gaps[at] == StreamGap::none) --at;
  return at > first && is_amount(text_.key_of(at, last));
}

double StreamCells::space_cost(size_t first, size_t last) const { return spaces_[last] - spaces_[first + 1]; }

double StreamCells::name_cost(const std::vector<std::u32string>& names, std::u32string_view key, bool cut) const {
  double best = kNoName + kNoNameLength * static_cast<double>(key.size());
  for (const std::u32string& name : names) {
    if (name == key) return 0;
    if (cut && key.size() >= 2 && key.size() < name.size() && name.compare(0, key.size(), key) == 0) best = std::min(best, kCutName);
  }
  return best;
}

bool StreamCells::is_name(size_t c, size_t first, size_t last) const {
  const StreamSort sort = columns_[c].sort;
  if (sort != StreamSort::level1 && sort != StreamSort::level2) return true;
  return name_cost(sort == StreamSort::level1 ? words_.level1() : words_.level2(), text_.key_of(first, last), true) != kCutName;
}

// A level's name is no other cell's text.
double StreamCells::level_name_cost(std::u32string_view key) const {
  const auto is = [&](const std::vector<std::u32string>& names) { return std::find(names.begin(), names.end(), key) != names.end(); };
  return kIsName * (is(words_.level1()) + is(words_.level2()));
}

double StreamCells::text_cost(size_t c, std::u32string_view key, char32_t front, char32_t back) const {
  double cost = 0.2;
  // A document's number has its issuer before the year.
  const bool year = key.size() > 3 && std::u32string_view(U"〔[【(").find(key[0]) != std::u32string_view::npos && key[1] == '2' && key[2] == '0';
  if (never_begins(front) || year) cost += kBadStart;
  if (never_ends(back)) cost += kBadEnd;
  cost += kBracket * std::min(2, unbalanced(key));
  if (!columns_[c].own && columns_[c].sort == StreamSort::text && ends_with_comparison(key)) cost += kCompared;
  if (key.size() == 1 && !is_digit(front)) cost += kOneCharacter;
  cost += level_name_cost(key);
  if (!columns_[c].own && is_target(key)) cost += kLooksLikeTarget;
  if (columns_[c].own || listing_) {
    if (project_code_at(key) != key.npos) cost += kNoCode;
    if (columns_[c].own && std::none_of(key.begin(), key.end(), [](char32_t one) { return is_han(one); })) cost += kNoWords;
  }
  const auto& known = habits_.known[c];
  // Where amounts have columns of their own they hardly stand in texts.
  if (amounts_ && habits_.kind == DumpKind::pypdf && !columns_[c].own) {
    for (size_t i = 1; i + 3 < key.size(); ++i) {
      const bool group = key[i] == ',' && is_digit(key[i - 1]) && is_digit(key[i + 1]) && is_digit(key[i + 2]) && is_digit(key[i + 3]);
      if (group) cost += kAmountInText;
    }
  }
  // A code in a column of names is its neighbour's.
  if (columns_[c].own && project_code_at(key) == key.npos) {
    size_t run = 0;
    for (size_t i = 0; i < key.size(); ++i) {
      run = is_latin(key[i]) ? run + 1 : 0;
      if (run == kLongCode && key.size() > kLongCode) cost += kNoCode;
    }
  }
  if (known.empty()) return cost;
  const auto edge = [](const std::unordered_map<char32_t, int>& of, char32_t mark) {
    const auto it = of.find(mark);
    return it == of.end() ? 0 : std::min(kMostEdge, kKnownEdge * std::log2(it->second));
  };
  if (!columns_[c].own) cost -= edge(habits_.starts[c], key.front()) + edge(habits_.ends[c], key.back());
  if (auto it = known.find(std::u32string(key)); it != known.end() && it->second > 1) {
    cost -= std::min(kMostKnown, kKnownText * std::log2(it->second));
  }
  return cost;
}

// Whether the next piece may be the rest of a code.
bool StreamCells::code_goes_on(size_t at) const {
  size_t end = at;
  bool letters = true;
  while (end < text_.size() && (end == at || text_.gaps[end] == StreamGap::none)) letters = is_latin(text_.key[end++]) && letters;
  return end > at && letters;
}

// A text that is cut from the name of an indicator that it begins with.
double StreamCells::name_start(size_t c, size_t first, size_t last) const {
  if (columns_[c].sort != StreamSort::text || columns_[c].own) return 0;
  std::uint64_t names = level1_at_[first] | level2_at_[first];
  for (size_t length = 1; names >>= 1; ++length) {
    // Where cells are glued, the name is a cell of its own before the text.
    const bool begins = habits_.kind == DumpKind::pypdf ? first + length != last : first + length > last;
    if (begins && (names & 1) != 0) return kIsName;
  }
  return 0;
}

double StreamCells::cost(size_t c, size_t first, size_t last, bool cut) const {
  const std::u32string_view key = text_.key_of(first, last);
  const double glued = !ordinal_.empty() && columns_[c].own ? glued_own_cost(c, first, last) : 0;
  const double shape = wrap_cost(c, first, last) + space_cost(first, last) + name_start(c, first, last) + glued + (name_goes_on_[first] ? kIsName : 0) + (in_word_[first] ? kInWord : 0);
  const auto of_level = [&](const std::vector<std::u32string>& names) {
    const double whole = name_cost(names, key, cut);
    return cut ? std::min(whole, cut_name_cost(names, first, last)) : whole;
  };
  switch (columns_[c].sort) {
    case StreamSort::level1: return of_level(words_.level1()) + shape;
    case StreamSort::level2: return of_level(words_.level2()) + shape;
    case StreamSort::amount: return (is_amount(key) ? 0 : columns_[c].own ? kNoNumber : kNoAmount) + (lines(first, last) > 1 ? kAmountWrapped : 0) + shape;
    case StreamSort::code: return cut && cut_code(first, last) ? shape : code_cost(key) + (key.size() != kProjectCode && code_goes_on(last) ? kCodeCut : 0) + shape;
    case StreamSort::id: return id_cost(key) + shape;
    case StreamSort::number: return (is_number(key) && lines(first, last) == 1 ? 0 : kNoNumber) + shape;
    case StreamSort::target: return target_cost(c, key, text_.raw[first]) + shape;
    case StreamSort::text:
    case StreamSort::list: return text_cost(c, key, text_.raw[first], text_.raw[last - 1]) + own_cost(c, first, last) + shape;
  }
  return kImpossible;
}

}  // namespace budgetlift
