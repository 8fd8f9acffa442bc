#include "extract/dump_stream_cells.h"

#include <algorithm>
#include <cmath>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr double kImpossible = 40;
constexpr double kTolerance = 0.45;     // full-width characters by which fonts differ from our glyph widths
constexpr double kUnknownWrap = 0.8, kUnknownInList = 0.1;   // of a line's end within a cell of unknown width
constexpr double kPair = 0.5;           // two characters that the document prints side by side elsewhere, for a line's end between them
constexpr double kShort = 1.2, kShortSlope = 1.2, kMostShort = 7;   // a line that the next characters would have fitted on
constexpr double kLong = 1.5, kLongSlope = 3, kMostLong = 12;       // a line longer than its column
constexpr size_t kItemStart = 8;         // characters that show whether an item of a list begins
constexpr double kItemInText = 3, kFirstItem = 1.5;
constexpr double kWordSpace = 6, kNumberSpace = 4;
constexpr double kNoName = 12, kCutName = 3;
constexpr double kNoTarget = 4.5, kQuality = 1.2, kNoAmount = 9, kNoCode = 9, kCodeCut = 5;
constexpr size_t kLongCode = 15;   // letters and digits in a row
constexpr double kBadStart = 6, kBadEnd = 5, kBracket = 2, kLooksLikeTarget = 2.5, kIsName = 5, kOneCharacter = 2;
constexpr double kAmountInText = 3, kAmountAtEnd = 6;
constexpr double kKnownEdge = 0.4, kMostEdge = 1.6;   // a text that begins or ends as others of its column do
constexpr double kKnownText = 0.8, kMostKnown = 2.4;
constexpr double kCompared = 3;       // a target with a sign of comparison so far behind its beginning:
constexpr size_t kComparedWord = 3;   // characters
constexpr double kTargetInside = 3;   // a line of a text that ends with a target, more lines behind it
constexpr double kNothing = 7;       // a column of a cut row that has nothing
constexpr double kStartsBelow = 2;   // a cell of a cut row that has nothing above the page's end
constexpr double kNumberCut = 2.5;   // a text that ends with a number before a target that begins with a word
constexpr double kAlike = 16, kAlikeCharacter = 0.5, kAlikeStart = 0.6;   // a text inside another one; at its beginning
constexpr double kInsideNumber = 12, kUnitLost = 1.5, kBeforeQuality = 0.15;
constexpr double kOwnSpace = 3;
constexpr double kTargetCut = 4, kOddUnit = 0.8;   // a target that goes on behind its border; one whose last characters are no unit
constexpr double kOtherDecimals = 5, kGluedDigits = 3;
constexpr double kWordCut = 1.2, kMostWordCut = 4;     // a glued border between two characters that running text has side by side
constexpr double kTail = 0.8, kGlued = 0.4, kLineInRow = 7;
constexpr size_t kLongestTarget = 40, kLongestQuality = 10;   // characters

bool is_han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0xF900 && c <= 0xFAFF); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_latin(char32_t c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool has_digit(std::u32string_view key) { return std::any_of(key.begin(), key.end(), is_digit); }

// Marks that a cell hardly begins with, and hardly ends with.
bool never_begins(char32_t c) { return std::u32string_view(U"，。、；：）》”’】〕)],.;:%％‰…？！").find(c) != std::u32string_view::npos; }
bool never_ends(char32_t c) { return std::u32string_view(U"（《“‘【〔([，、：:<≤≥>＜＞").find(c) != std::u32string_view::npos; }

bool is_amount(std::u32string_view key) {
  size_t digits = 0;
  for (size_t i = 0; i < key.size(); ++i) {
    digits += is_digit(key[i]);
    if (!is_digit(key[i]) && key[i] != ',' && key[i] != '.' && !(i == 0 && key[i] == '-')) return false;
  }
  // Groups of three digits, and no zero in front of others.
  const std::u32string_view whole = key.substr(key.front() == '-', key.find(U'.') - (key.front() == '-'));
  if (whole.size() > 1 && whole[0] == '0') return false;
  if (const size_t comma = whole.find(U','); comma != whole.npos) {
    constexpr size_t kGroup = 4;   // with its comma
    if (comma == 0 || comma >= kGroup || (whole.size() - comma) % kGroup != 0) return false;
    for (size_t i = comma; i < whole.size(); ++i) {
      if ((whole[i] == ',') != ((i - comma) % kGroup == 0)) return false;
    }
  }
  // One point at most, behind digits.
  return digits > 0 && std::count(key.begin(), key.end(), U'.') <= 1 && is_digit(key.back()) && key.front() != '.' && key.front() != ',';
}

size_t decimals(std::u32string_view key) { return key.find(U'.') == key.npos ? 0 : key.size() - 1 - key.find(U'.'); }

bool is_code(std::u32string_view key) {
  constexpr size_t kLeast = 8, kMost = 30;
  return key.size() >= kLeast && key.size() <= kMost && std::all_of(key.begin(), key.end(), [](char32_t c) { return is_latin(c) || c == '-'; });
}

bool in_number(char32_t c) { return is_latin(c) || c == '.' || c == ','; }

// "合格率≥95%": the comparison has a column of its own.
bool ends_with_comparison(std::u32string_view key) {
  constexpr size_t kLongest = 16;   // characters of a number and its unit
  const size_t sign = key.find_last_of(U"≥≤＞＜<>≧≦");
  return sign != key.npos && sign > 0 && sign + 1 < key.size() && key.size() - sign <= kLongest && is_digit(key[sign + 1]) &&
         key.find_first_of(U"，。；、)）", sign) == key.npos;
}

int unbalanced(std::u32string_view text) {
  int open = 0, wrong = 0;
  for (char32_t c : text) {
    if (std::u32string_view(U"(（《“【〔[").find(c) != std::u32string_view::npos) ++open;
    else if (std::u32string_view(U")）》”】〕]").find(c) != std::u32string_view::npos && --open < 0) {
      ++wrong;
      open = 0;
    }
  }
  return wrong + open;
}

}  // namespace

StreamCells::StreamCells(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
                         const StreamHabits& habits)
    : text_(text), columns_(columns), words_(words), target_(target), habits_(habits), reach_(text.size() + 1), spaces_(text.size() + 1) {
  amounts_ = std::any_of(columns.begin(), columns.end(), [](const StreamColumn& column) { return column.sort == StreamSort::amount && !column.own; });
  for (size_t i = 0; i < text.size(); ++i) {
    reach_[i + 1] = reach_[i] + glyph_width(text.raw[i]);
    if (text.gaps[i] >= StreamGap::line || line_starts_.empty()) line_starts_.push_back(i);
    line_of_.push_back(line_starts_.size() - 1);
    double cost = 0;
    if (i > 0 && text.gaps[i] == StreamGap::space && !habits.loose) {
      const char32_t before = text.raw[i - 1], after = text.raw[i];
      const bool word = (is_han(before) || never_ends(before)) && is_han(after);
      const bool meet = (is_han(before) && is_latin(after)) || (is_latin(before) && is_han(after));
      cost = word ? kWordSpace : meet && habits.spaced_numbers ? 0 : kNumberSpace;
    }
    spaces_[i + 1] = spaces_[i] + cost;
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
  for (const Wrap& wrap : wraps(first, last)) {
    too_long(wrap.width);
    const size_t next = line_starts_[++line];
    const size_t next_end = next + std::min<size_t>(kItemStart, last - next);
    if (item_number(text_.key_of(next, next_end)) > 0) {
      if (!list) cost += kItemInText;
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
    const double missing = width.least - wrap.width - wrap.next - allowed;
    if (missing > 0) cost += std::min(kMostShort, kShort + kShortSlope * missing);
  }
  too_long(last_width(first, last));
  return std::max(cost, -kFirstItem) + names_inside(c, first, last);
}

// A line of a text that is the name of an indicator is hardly a part of the text.
double StreamCells::names_inside(size_t c, size_t first, size_t last) const {
  if (columns_[c].sort != StreamSort::text && columns_[c].sort != StreamSort::target) return 0;
  double cost = 0;
  for (size_t line = line_of_[first]; line <= line_of_[last - 1] && line_of_[first] != line_of_[last - 1]; ++line) {
    const size_t begin = std::max(first, line_starts_[line]), end = std::min(last, line + 1 < line_starts_.size() ? line_starts_[line + 1] : text_.size());
    const std::u32string_view key = text_.key_of(begin, end);
    // A row's first line may begin with it: glued to the next cell, or parted from it by a space.
    const auto is = [&](const std::u32string& name) {
      if (key == name) return true;
      if (begin == first || key.size() < name.size() || key.substr(0, name.size()) != name) return false;
      return habits_.kind == DumpKind::pypdf || text_.gaps[begin + name.size()] == StreamGap::space;
    };
    for (const auto* names : {&words_.level1(), &words_.level2()}) cost += kIsName * std::any_of(names->begin(), names->end(), is);
  }
  if (amounts_ && columns_[c].sort == StreamSort::text && !columns_[c].own && ends_with_amount(first, last)) cost += kAmountAtEnd;
  // Descriptions and bases may have dates and quantities in them.
  const bool third = c > 0 && columns_[c - 1].sort == StreamSort::level2;
  return cost + (third || columns_[c].sort == StreamSort::target ? kTargetInside * targets_inside(c, first, last) : 0);
}

// Whether it is a target with a number.
bool StreamCells::is_target(std::u32string_view key) const {
  return key.size() <= kLongestTarget && has_digit(key) && RE2::FullMatch(encode_utf8(key), target_);
}

// Whether a space or a line's end parts the end of a text from what has a column of its own.
bool StreamCells::ends_with_amount(size_t first, size_t last) const {
  size_t at = last - 1;
  while (at > first && text_.gaps[at] == StreamGap::none) --at;
  return at > first && is_amount(text_.key_of(at, last));
}

int StreamCells::targets_inside(size_t c, size_t first, size_t last) const {
  if (line_of_[first] == line_of_[last - 1] || is_target(text_.key_of(first, last))) return 0;
  const bool target = columns_[c].sort == StreamSort::target;
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
    for (size_t at = begin + 1; !ends && !found && at < end; ++at) found = text_.gaps[at] == StreamGap::space && is(at, end);
    found = found || (!ends && (target || begin > first) && std::find(habits_.qualities.begin(), habits_.qualities.end(), text_.key_of(begin, end)) != habits_.qualities.end());
    count += found;
  }
  return count;
}

double StreamCells::space_cost(size_t first, size_t last) const { return spaces_[last] - spaces_[first + 1]; }

double StreamCells::name_cost(const std::vector<std::u32string>& names, std::u32string_view key, bool cut) const {
  double best = kNoName + 0.3 * static_cast<double>(key.size());
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

double StreamCells::text_cost(size_t c, std::u32string_view key, char32_t front, char32_t back) const {
  double cost = 0.2;
  // A document's number has its issuer before the year.
  const bool year = key.size() > 3 && std::u32string_view(U"〔[【(").find(key[0]) != std::u32string_view::npos && key[1] == '2' && key[2] == '0';
  if (never_begins(front) || year) cost += kBadStart;
  if (never_ends(back)) cost += kBadEnd;
  cost += kBracket * std::min(2, unbalanced(key));
  if (!columns_[c].own && columns_[c].sort == StreamSort::text && ends_with_comparison(key)) cost += kCompared;
  if (key.size() == 1 && !is_digit(front)) cost += kOneCharacter;
  if (std::find(words_.level2().begin(), words_.level2().end(), key) != words_.level2().end()) cost += kIsName;
  if (std::find(words_.level1().begin(), words_.level1().end(), key) != words_.level1().end()) cost += kIsName;
  if (!columns_[c].own && is_target(key)) cost += kLooksLikeTarget;
  const auto& known = habits_.known[c];
  // Where amounts have columns of their own they hardly stand in texts.
  if (amounts_ && habits_.kind == DumpKind::pypdf && !columns_[c].own) {
    for (size_t i = 1; i + 3 < key.size(); ++i) {
      const bool group = key[i] == ',' && is_digit(key[i - 1]) && is_digit(key[i + 1]) && is_digit(key[i + 2]) && is_digit(key[i + 3]);
      if (group) cost += kAmountInText;
    }
  }
  // A code in a column of names is its neighbour's.
  if (columns_[c].own) {
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

double StreamCells::target_cost(size_t c, std::u32string_view key, char32_t front) const {
  double cost = never_begins(front) ? kBadStart : 0;
  cost += kBracket * std::min(2, unbalanced(key)) + (never_ends(key.back()) ? kBadEnd : 0);
  // What is compared stands in the cell before.
  if (const size_t sign = key.find_first_of(U"≥≤＞＜<>≧≦"); sign != key.npos && sign >= kComparedWord) cost += kCompared;
  const bool digits = has_digit(key);
  if (is_target(key)) return cost;
  if (habits_.kind == DumpKind::pypdf && key.back() == U'不') cost += kOneCharacter;   // what is not stands behind it
  const auto& known = habits_.known[c];
  if (const auto it = known.find(std::u32string(key)); it != known.end() && it->second > 1) return cost + kQuality;
  if (!digits && key.size() <= kLongestQuality &&
      std::any_of(habits_.qualities.begin(), habits_.qualities.end(), [&](const std::u32string& word) { return key.find(word) != key.npos; })) {
    size_t first = key.size();
    for (const std::u32string& word : habits_.qualities) first = std::min(first, key.find(word));
    return cost + kQuality + kBeforeQuality * static_cast<double>(first);
  }
  const double length = static_cast<double>(key.size());
  return cost + (key.size() == 1 ? kOneCharacter : 0) + (digits ? std::max(kNoTarget, 0.25 * length) : kQuality + 0.25 * length);
}

double StreamCells::cut_cost(size_t c, StreamRange front, StreamRange rest) const {
  const bool has_front = front.first < front.last, has_rest = rest.first < rest.last;
  if (!has_front && !has_rest) return columns_[c].sort == StreamSort::level1 ? 0 : kNothing;
  if (!has_rest) return cost(c, front.first, front.last, false);
  if (!has_front) return columns_[c].sort == StreamSort::level1 ? kNoName : kStartsBelow + cost(c, rest.first, rest.last, false);
  const std::u32string key = std::u32string(text_.key_of(front.first, front.last)) + std::u32string(text_.key_of(rest.first, rest.last));
  double sum = wrap_cost(c, front.first, front.last) + space_cost(front.first, front.last) + wrap_cost(c, rest.first, rest.last) + space_cost(rest.first, rest.last);
  const double next = first_unit_width(std::u32string_view(text_.raw).substr(rest.first, rest.last - rest.first));
  const double missing = habits_.widths[c].least - last_width(front.first, front.last) - next - kTolerance;
  if (missing > 0) sum += std::min(kMostShort, kShort + kShortSlope * missing);
  sum += habits_.pairs.known(text_.raw[front.last - 1], text_.raw[rest.first]) ? -kPair : kPair / 2;
  switch (columns_[c].sort) {
    case StreamSort::level1: return sum + name_cost(words_.level1(), key, false);
    case StreamSort::level2: return sum + name_cost(words_.level2(), key, false);
    case StreamSort::amount: return sum + (is_amount(key) ? 0 : kNoAmount);
    case StreamSort::code: return sum + (is_code(key) ? 0 : kNoCode);
    case StreamSort::target: return sum + target_cost(c, key, text_.raw[front.first]);
    default: return sum + text_cost(c, key, text_.raw[front.first], text_.raw[rest.last - 1]);
  }
}

// A text that is cut from the name of an indicator that it begins with.
double StreamCells::name_start(size_t c, size_t first, size_t last) const {
  if (columns_[c].sort != StreamSort::text || columns_[c].own) return 0;
  for (const auto* names : {&words_.level1(), &words_.level2()}) {
    for (const std::u32string& name : *names) {
      // Where cells are glued, the name is a cell of its own before the text.
      const bool begins = habits_.kind == DumpKind::pypdf ? first + name.size() != last : first + name.size() > last;
      if (begins && first + name.size() <= text_.size() && text_.key_of(first, first + name.size()) == name) return kIsName;
    }
  }
  return 0;
}

double StreamCells::cost(size_t c, size_t first, size_t last, bool cut) const {
  const std::u32string_view key = text_.key_of(first, last);
  const double shape = wrap_cost(c, first, last) + space_cost(first, last) + name_start(c, first, last);
  switch (columns_[c].sort) {
    case StreamSort::level1: return name_cost(words_.level1(), key, cut) + shape;
    case StreamSort::level2: return name_cost(words_.level2(), key, cut) + shape;
    case StreamSort::amount: return (is_amount(key) ? 0 : kNoAmount) + shape;
    case StreamSort::code: return (is_code(key) ? 0 : kNoCode) + (code_goes_on(last) ? kCodeCut : 0) + shape;
    case StreamSort::target: return target_cost(c, key, text_.raw[first]) + shape;
    case StreamSort::text:
    case StreamSort::list: return text_cost(c, key, text_.raw[first], text_.raw[last - 1]) + shape;
  }
  return kImpossible;
}

double StreamCells::tail_cost(size_t c, size_t first, size_t last) const {
  const std::u32string_view key = text_.key_of(first, last);
  double cost = kTail + space_cost(first, last);
  for (const auto* names : {&words_.level1(), &words_.level2()}) {
    for (const std::u32string& name : *names) {
      if (name == key) cost += kIsName;
    }
  }
  if (columns_[c].sort == StreamSort::level1 || columns_[c].sort == StreamSort::level2) {
    const auto& names = columns_[c].sort == StreamSort::level1 ? words_.level1() : words_.level2();
    const bool tail = std::any_of(names.begin(), names.end(), [&](const std::u32string& name) {
      return name.size() > key.size() && name.compare(name.size() - key.size(), key.size(), key) == 0;
    });
    return tail ? cost - 2 * kTail : cost + kNoName;
  }
  return cost + wrap_cost(c, first, last) / 2;
}

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
  const double rest = columns_[left].sort == StreamSort::target ? target_goes_on(a, b) : 0;
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
  size_t tail = b;
  while (tail > a && !is_digit(text_.key[tail - 1]) && text_.key[tail - 1] != '/') --tail;
  if (tail == b || text_.key[tail] == '%' || std::u32string_view(U"年月日").find(text_.key[tail]) != std::u32string_view::npos) return 0;
  const size_t unit = unit_end(tail);
  if (unit > b) return kTargetCut;
  return unit == b || key.ends_with(U"以上") || key.ends_with(U"以下") || key.ends_with(U"以内") || key.ends_with(U"左右") ? 0 : kOddUnit;
}

double StreamCells::gap_cost(StreamGap gap, size_t left, size_t a, size_t right, size_t b, size_t d) const {
  switch (habits_.kind) {
    case DumpKind::pypdf:
      if (gap >= StreamGap::line) return kLineInRow;
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
        const bool word = columns_[right].sort >= StreamSort::text && columns_[left].sort >= StreamSort::text && is_han(text_.key[b - 1]) && is_han(text_.key[b]);
        return (gap == StreamGap::none || columns_[right].sort == StreamSort::text ? kGlued : 0) + (word ? std::min(kMostWordCut, kWordCut * std::log2(1.0 + habits_.words.count(text_.raw[b - 1], text_.raw[b]))) : 0);
      }
      return 0;
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
  const std::u32string_view name = text_.key_of(a, b), other = text_.key_of(b, d);
  // A short text may be found in another one by chance.
  if (const size_t at = other.find(name); at != other.npos) {
    return -std::min(kAlike, (at == 0 ? kAlikeStart : kAlikeCharacter) * static_cast<double>(name.size()));
  }
  size_t found = 0;
  for (size_t i = 0; i + 2 <= name.size(); ++i) found += other.find(name.substr(i, 2)) != other.npos;
  return -kAlikeCharacter / 2 * std::min(8.0, static_cast<double>(found)) * static_cast<double>(found) / static_cast<double>(name.size());
}

}  // namespace budgetlift
