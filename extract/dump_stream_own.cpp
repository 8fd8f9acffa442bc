// A project's own cells in a listing: names, codes, numbers; where cells are glued, where their digits end.
#include "extract/dump_stream_cells.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "extract/dump_stream_anchors.h"
#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_projects.h"
#include "extract/dump_stream_values.h"
#include "schemas/canonical.h"

namespace budgetlift {
using namespace stream_costs;
using namespace stream_values;

namespace {

constexpr double kAmountInName = 12, kNumberEndsName = 4, kUnitEnding = 1.5, kUnitGoesOn = 8;
constexpr double kOtherNumber = 6, kOddLength = 2, kLineInOwn = 1;
constexpr double kUnitAgain = 1.2, kUnitCharacter = 0.1;   // a unit's name that stands at other places, too; each of its characters
constexpr double kOtherFront = 4;     // a unit's name that begins otherwise than all others
constexpr size_t kMostTimes = 4;
constexpr double kOffice = 2.5, kOfficeAgain = 1.2, kOfficeCharacter = 0.3;   // the same of one that ends as offices' names do
constexpr size_t kBeforeNumber = 4;   // characters of a word or bracket before an item's number
constexpr double kBeforeItem = 0.4;   // each of them, where nothing tells how this document's items begin

}  // namespace

std::u32string_view StreamCells::start_of(size_t at, size_t length) const { return text_.key_of(at, std::min(text_.size(), at + length)); }

// How often a text stands in the table.
size_t StreamCells::times_of(std::u32string_view key) const {
  if (key.size() > kLongestUnit) return 1;
  const auto first = std::lower_bound(sorted_.begin(), sorted_.end(), key, [&](size_t at, std::u32string_view k) { return start_of(at, k.size()) < k; });
  const auto last = std::upper_bound(first, sorted_.end(), key, [&](std::u32string_view k, size_t at) { return k < start_of(at, k.size()); });
  return static_cast<size_t>(last - first);
}

// What tells where numbers end that are glued to others.
void StreamCells::look_at_listing() {
  constexpr double kMost = 0.6;
  std::map<size_t, double> decimals;
  double all = 0;
  const auto in_amount = [](char32_t c) { return is_digit(c) || c == '.' || c == ','; };
  for (size_t at = 0; at < text_.size();) {
    size_t end = at;
    while (end < text_.size() && in_amount(text_.key[end]) && (end == at || text_.gaps[end] == StreamGap::none)) ++end;
    std::u32string_view number = text_.key_of(at, end);
    const auto named = [&](const std::u32string& name) { return text_.key_of(end, std::min(text_.size(), end + name.size())) == name; };
    // The first item of a list may be glued to it: "59.561.完成", "29.00目标1:完成".
    const auto first_item = [&](size_t from) { return from < text_.size() && text_.key[from] != '0' && item_number(start_of(from, kItemStart)) == 1; };
    size_t item = 0;   // of its characters
    for (size_t characters : {1, 2}) {
      if (number.size() > characters && first_item(end - characters)) item = characters;
    }
    end -= item;
    number.remove_suffix(item);
    const bool ends = end < text_.size() && (first_item(end) || text_.key[end] == '(' || (text_.gaps[end] == StreamGap::space && is_digit(text_.key[end])) ||
                                             std::any_of(words_.level1().begin(), words_.level1().end(), named));
    const size_t point = number.rfind(U'.');
    if (end > at && ends && point != number.npos && is_digit(number.back())) ++decimals[number.size() - 1 - point], ++all;
    // One that stands there twice, as a total with a single part does.
    for (size_t half = 3; 2 * half <= number.size(); ++half) {
      const std::u32string_view one = number.substr(0, half);
      if (one != number.substr(half, half) || !is_amount(one) || one.find(U'.') == one.npos) continue;
      ++decimals[budgetlift::decimals(one)], ++all;
      break;
    }
    at = std::max(end, at + 1);
  }
  for (const auto& [count, times] : decimals) {
    if (times > kMost * all) decimals_ = static_cast<int>(count);
  }
  // What stands before the numbers of items.
  std::map<std::u32string, int> fronts;
  for (size_t line : line_starts_) {
    const std::u32string_view key = start_of(line, kItemStart);
    if (item_number(key) == 2) ++fronts[std::u32string(key.substr(0, key.find(U'2')))];
  }
  int most = 0;
  for (const auto& [front, times] : fronts) {
    if (times > most) item_front_ = front, most = times;
  }
  // A first level with a second one right behind it is a row's, never a part of a text.
  chains_.push_back(0);
  for (size_t at = 0; at < text_.size(); ++at) {
    bool chain = false;
    std::uint64_t names = level1_at_[at];
    for (size_t length = 1; names >>= 1; ++length) chain = chain || ((names & 1) != 0 && at + length < text_.size() && level2_at_[at + length] != 0);
    chains_.push_back(chains_.back() + chain);
  }
  std::vector<char> begins(text_.size());
  for (const StreamCode& code : project_codes(text_)) {
    begins[code.front.first] = 1;
    if (code.rest.first < code.rest.last) cut_codes_[code.front.first] = code.front.last;
  }
  for (size_t at = 0; at < text_.size(); ++at) {
    if (project_code_at(text_.key_of(at, std::min(text_.size(), at + kProjectCode))) != 0) continue;
    begins[at] = 1;
    at += kProjectCode - 1;
  }
  for (int codes = 0; const char code : begins) {
    ordinal_.push_back(codes);
    codes += code;
  }
  const IndicatorRows rows(text_, words_);
  std::vector<StreamRange> heads;
  const auto add_head = [&](size_t at) {
    if (const auto end = rows.first_behind(at); end && (heads.empty() || heads.back().first < at)) heads.push_back({at, *end});
  };
  for (const ProjectNumber& number : project_numbers(text_, columns_, words_)) add_head(number.range.first);
  for (size_t at = 0; heads.empty() && at < begins.size(); ++at) {
    if (begins[at]) add_head(at);
  }
  unit_front_ = common_words(text_, heads);
}

// Where cells are glued, of a cell of a project's own.
double StreamCells::glued_own_cost(size_t c, size_t first, size_t last) const {
  constexpr size_t kUnitCode = 6;   // digits of most units' codes
  constexpr size_t kLongName = 4;   // characters of a name that no text begins with by chance
  const std::u32string_view key = text_.key_of(first, last);
  if (chains_[last] > chains_[first]) return kNoNumber;
  // A row of the project before.
  if (columns_[c].sort == StreamSort::text && (level2_at_[first] >> kLongName) != 0) return kNoNumber;
  switch (columns_[c].sort) {
    case StreamSort::amount: return decimals_ >= 0 && decimals(key) != static_cast<size_t>(decimals_) ? kOtherDecimals : 0;
    case StreamSort::id: return key.size() == kUnitCode ? 0 : kOddLength;
    case StreamSort::number: {
      int value = 0;
      for (char32_t digit : key) value = 10 * value + static_cast<int>(digit - '0');
      return ordinal_.back() == 0 || value == ordinal_[first] + 1 ? 0 : kOtherNumber;
    }
    case StreamSort::text: return first_item(first, last) < last ? kItemInName : 0;
    case StreamSort::list: {
      const size_t item = first_item(first, last);
      if (item == last) return 0;
      const std::u32string_view before = text_.key_of(first, item);
      if (item_front_) return before == *item_front_ ? 0 : kFirstItemLater;
      return before.size() > kBeforeNumber ? kFirstItemLater : kBeforeItem * static_cast<double>(before.size());
    }
    default: return 0;
  }
}

// Where the number of a list's first item stands in characters [first, last); `last` if it has none.
size_t StreamCells::first_item(size_t first, size_t last) const {
  for (size_t at = first; at + 1 < last; ++at) {
    if (text_.key[at] != '1' || std::u32string_view(U".、:)．").find(text_.key[at + 1]) == std::u32string_view::npos) continue;
    if (at > first && (in_number(text_.key[at - 1]) || text_.key[at - 1] == '-' || text_.key[at - 1] == U'第')) continue;
    if (text_.key[at + 1] == '.' && at + 2 < last && is_digit(text_.key[at + 2])) continue;
    return at;
  }
  return last;
}

// Where cells are glued, of a border beside a cell of a project's own: digits on both sides are of two cells only if those are whole.
double StreamCells::own_border_cost(size_t left, size_t a, size_t right, size_t b, size_t d) const {
  if (text_.gaps[b] >= StreamGap::line) return kLineInOwn;
  if (text_.gaps[b] == StreamGap::space && !habits_.loose) return 0;
  if (text_.gaps[b] != StreamGap::none || !in_number(text_.key[b - 1]) || !in_number(text_.key[b])) return kGlued;
  if (columns_[left].sort == StreamSort::amount && columns_[right].sort == StreamSort::amount && decimals_ < 0) {
    const size_t with = decimals(text_.key_of(a, b));
    return with == 0 ? kGlued + kGluedDigits : with == decimals(text_.key_of(b, d)) ? kGlued : kGlued + kOtherDecimals;
  }
  const auto whole = [&](size_t c, size_t first, size_t last) {
    switch (columns_[c].sort) {
      case StreamSort::code: return last - first == kProjectCode;
      case StreamSort::amount: return decimals_ > 0 && decimals(text_.key_of(first, last)) == static_cast<size_t>(decimals_);
      case StreamSort::number:
      case StreamSort::id: return true;
      default: return false;
    }
  };
  return whole(left, a, b) || (columns_[right].sort == StreamSort::code && whole(right, b, d)) ? kGlued : kInsideNumber;
}

// Where spaces part cells, a piece of a name that is a unit's code, and a number that ends the name of a unit, are neighbours' cells.
double StreamCells::numbers_in_name(size_t c, size_t first, size_t last) const {
  constexpr size_t kUnitCode = 6;
  if (habits_.kind == DumpKind::pypdf) return 0;
  double cost = 0;
  for (size_t at = first; at < last;) {
    size_t end = at + 1;
    while (end < last && text_.gaps[end] == StreamGap::none) ++end;
    const std::u32string_view piece = text_.key_of(at, end);
    const bool digits = std::all_of(piece.begin(), piece.end(), is_digit);
    if (ids_ && digits && piece.size() >= kUnitCode) cost += kNoCode;
    else if (at > first && end == last && columns_[c].key == "/unit/name" && is_amount(piece)) cost += kNumberEndsName;
    at = end;
  }
  return cost;
}

// Of the names of a project and of its unit: an amount inside is a neighbour's; a unit that is the department itself ends as such.
double StreamCells::own_cost(size_t c, size_t first, size_t last) const {
  if (!columns_[c].own || columns_[c].sort != StreamSort::text) return 0;
  const std::u32string_view key = text_.key_of(first, last);
  double cost = item_number(key.substr(0, kItemStart)) > 0 ? kItemInName : 0;
  for (size_t at = first; at < last;) {
    size_t end = at;
    const auto in_amount = [](char32_t one) { return is_digit(one) || one == '.' || one == ','; };
    while (end < last && in_amount(text_.key[end]) && (end == at || text_.gaps[end] == StreamGap::none)) ++end;
    const std::u32string_view number = text_.key_of(at, end);
    const bool begins = at == first || text_.gaps[at] != StreamGap::none || !is_latin(text_.key[at - 1]);
    if (end > at && begins && number.find(U'.') != number.npos && is_amount(number)) cost += kAmountInName;
    at = std::max(end, at + 1);
  }
  cost += numbers_in_name(c, first, last);
  if (columns_[c].key != "/unit/name") return cost;
  const auto ends = [&](const std::u32string& ending) { return key.size() > ending.size() && key.ends_with(ending); };
  const bool office = std::any_of(habits_.office_endings.begin(), habits_.office_endings.end(), ends);
  // The place alone is no unit.
  if (!unit_front_.empty() && (!key.starts_with(unit_front_) || (key == unit_front_ && !office))) cost += kOtherFront;
  const size_t times = times_of(key);
  if (office) {
    cost -= kOffice + (times > 1 ? kOfficeAgain + kOfficeCharacter * static_cast<double>(key.size()) : 0);
  } else if (times > 1) {
    cost -= kUnitAgain * std::log2(static_cast<double>(std::min(times, kMostTimes))) + kUnitCharacter * static_cast<double>(key.size());
  }
  for (const std::u32string& ending : habits_.unit_endings) {
    if (key.ends_with(ending)) cost -= kUnitEnding;
    else if (key.find(ending) != key.npos) cost += kUnitGoesOn;
  }
  return cost;
}

}  // namespace budgetlift
