#include "extract/dump_stream_anchors.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/unit_names.h"

namespace budgetlift {
using namespace stream_values;

namespace {

constexpr size_t kLongName = 4;         // characters of a name that no text has by chance
constexpr size_t kLongestNumber = 3, kLongestPage = 3;   // digits
constexpr size_t kShortestId = 2, kLongestId = 14;
constexpr int kMostSkipped = 2;         // numbers in a row that are not found
// Of a chain of numbers: what each adds to it, and what speaks against one.
constexpr double kFound = 1, kSkipped = 1.5, kPage = 0.3, kDigitBehind = 0.2, kDigitBehindId = 0.6, kCounted = 0.4, kNoAmount = 0.5;

size_t name_at(const StreamText& text, const std::vector<std::u32string>& names, size_t at) {
  size_t longest = 0;
  for (const std::u32string& name : names) {
    if (name.size() >= kLongName && name.size() > longest && text.key_of(at, std::min(text.size(), at + name.size())) == name) longest = name.size();
  }
  return longest;
}

class Finder {
 public:
  Finder(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words) : text_(text), rows_(text, words) {
    const auto is_own = [&](size_t c, StreamSort sort) { return c < columns.size() && columns[c].own && columns[c].sort == sort; };
    ids_ = is_own(1, StreamSort::id);
    for (size_t c = 1; c < columns.size(); ++c) amounts_ = amounts_ || is_own(c, StreamSort::amount);
  }

  std::vector<ProjectNumber> run() const {
    std::vector<ProjectNumber> best;
    double most = 0;
    for (size_t id = ids_ ? kShortestId : 0; id <= (ids_ ? kLongestId : 0); ++id) {
      const auto [chain, value] = chain_of(candidates(id));
      if (value > most) best = chain, most = value;
    }
    return best;
  }

 private:
  struct Candidate {
    ProjectNumber number;
    double weight = 0;
    size_t row = 0;       // where the first level behind it stands
  };

  // Numbers that begin lines, with a unit's code of `id` digits behind each; 0: with words.
  std::vector<Candidate> candidates(size_t id) const {
    std::vector<Candidate> out;
    for (size_t at = 0; at < text_.size(); ++at) {
      if (!text_.ends_line(at) || !is_digit(text_.key[at])) continue;
      const bool page = at == 0 || text_.gaps[at] >= StreamGap::maybe_page;
      for (size_t lead = 0; lead <= (page ? kLongestPage : 0); ++lead) {
        for (size_t length = 1; length <= kLongestNumber; ++length) {
          if (const auto found = candidate(at, lead, length, id)) out.push_back(*found);
        }
      }
    }
    return out;
  }

  std::optional<Candidate> candidate(size_t line, size_t lead, size_t length, size_t id) const {
    Candidate out;
    const size_t at = line + lead, end = at + length;
    if (end + id >= text_.size() || text_.key[at] == '0' || text_.key[line] == '0') return std::nullopt;
    for (size_t i = line; i < end; ++i) {
      if (!is_digit(text_.key[i]) || (i > line && text_.gaps[i] != StreamGap::none)) return std::nullopt;
    }
    out.number = {0, {at, end}, lead, false};
    for (size_t i = at; i < end; ++i) out.number.value = 10 * out.number.value + static_cast<int>(text_.key[i] - '0');
    for (size_t i = end; i < end + id; ++i) {
      if (!is_digit(text_.key[i])) return std::nullopt;
    }
    const char32_t next = text_.key[end + id];
    if (ends_item(next)) return std::nullopt;
    // Its own rows follow it, and rows of the project before stand above it.
    const std::optional<size_t> first = rows_.first_behind(end);
    if (!first) return std::nullopt;
    out.row = *first;
    out.weight = kFound - kPage * (lead > 0) - (id > 0 ? kDigitBehindId : kDigitBehind) * (is_digit(next) && text_.gaps[end + id] == StreamGap::none) - kCounted * (id == 0 && counts(end));
    if (amounts_ && !holds_amount(end + id, *first)) out.weight -= kNoAmount;
    return out;
  }

  // Whether a unit that things are counted in stands there: the number may be a target's.
  bool counts(size_t at) const {
    const std::vector<std::string>& units = unit_names();
    return std::any_of(units.begin(), units.end(), [&](const std::string& unit) {
      const std::u32string key = key_text(unit);
      return text_.key_of(at, std::min(text_.size(), at + key.size())) == key;
    });
  }

  bool holds_amount(size_t first, size_t last) const {
    for (size_t i = first + 1; i + 1 < last; ++i) {
      if (text_.key[i] == '.' && is_digit(text_.key[i - 1]) && is_digit(text_.key[i + 1])) return true;
    }
    return false;
  }

  // Whether a line behind `from` begins with the number, and no item of a list.
  bool begins_line(int value, size_t from) const {
    const std::string digits = std::to_string(value);
    const std::u32string key(digits.begin(), digits.end());
    for (size_t at = from; at + key.size() < text_.size(); ++at) {
      if (text_.ends_line(at) && text_.key_of(at, at + key.size()) == key && !ends_item(text_.key[at + key.size()])) return true;
    }
    return false;
  }

  static bool ends_item(char32_t c) { return std::u32string_view(U".、:)．%,/-~").find(c) != std::u32string_view::npos; }

  // The best chain from 1 on, and its worth.
  std::pair<std::vector<ProjectNumber>, double> chain_of(const std::vector<Candidate>& all) const {
    constexpr size_t kNone = std::numeric_limits<size_t>::max();
    std::vector<double> worth(all.size(), -std::numeric_limits<double>::infinity());
    std::vector<size_t> before(all.size(), kNone);
    size_t last = kNone;
    for (size_t i = 0; i < all.size(); ++i) {
      const int skipped = all[i].number.value - 1;
      if (skipped <= kMostSkipped) worth[i] = all[i].weight - kSkipped * skipped;
      for (size_t k = 0; k < i; ++k) {
        const int between = all[i].number.value - all[k].number.value - 1;
        if (between < 0 || between > kMostSkipped || all[k].row >= all[i].row) continue;
        const double value = worth[k] + all[i].weight - kSkipped * between;
        if (value > worth[i]) worth[i] = value, before[i] = k;
      }
      if (last == kNone || worth[i] > worth[last]) last = i;
    }
    std::vector<ProjectNumber> out;
    if (last == kNone || worth[last] <= 0) return {out, 0};
    for (size_t i = last; i != kNone; i = before[i]) out.push_back(all[i].number);
    std::reverse(out.begin(), out.end());
    const int value = all[last].number.value;
    out.back().last = std::none_of(all.begin() + static_cast<std::ptrdiff_t>(last), all.end(), [&](const Candidate& one) { return one.number.value == value + 1; }) && !begins_line(value + 1, all[last].row);
    if (4 * out.size() < 3 * static_cast<size_t>(all[last].number.value)) return {{}, 0};
    return {out, worth[last]};
  }

  const StreamText& text_;
  const IndicatorRows rows_;
  bool ids_ = false, amounts_ = false;
};

}  // namespace

IndicatorRows::IndicatorRows(const StreamText& text, const DumpWords& words) {
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t first = name_at(text, words.level1(), at), second = name_at(text, words.level2(), at);
    const size_t behind = first > 0 && at + first < text.size() ? name_at(text, words.level2(), at + first) : 0;
    if (behind > 0) {
      firsts_.push_back(at);
      at += first + behind - 1;
    } else if (second > 0) {
      if (text.ends_line(at)) seconds_.push_back(at);
      at += second - 1;
    }
  }
}

std::optional<size_t> IndicatorRows::first_behind(size_t at) const {
  const auto first = std::lower_bound(firsts_.begin(), firsts_.end(), at);
  const auto second = std::lower_bound(seconds_.begin(), seconds_.end(), at);
  if (first == firsts_.end() || (second != seconds_.end() && *second < *first)) return std::nullopt;
  return *first;
}

std::u32string common_words(const StreamText& text, const std::vector<StreamRange>& heads) {
  constexpr size_t kLeastHeads = 3, kLeast = 3;   // characters
  std::vector<std::u32string_view> keys;
  for (const StreamRange& head : heads) {
    size_t last = head.first;
    const auto ends = [&](size_t at) { return is_digit(text.key[at - 1]) && std::u32string_view(U".、:)").find(text.key[at]) != std::u32string_view::npos; };
    while (last < head.last && (last == head.first || !ends(last))) ++last;
    keys.push_back(text.key_of(head.first, last));
  }
  std::u32string_view best;
  if (keys.size() < kLeastHeads) return {};
  for (size_t at = 0; at < keys[0].size(); ++at) {
    for (size_t length = std::max(kLeast, best.size() + 1); at + length <= keys[0].size(); ++length) {
      const std::u32string_view words = keys[0].substr(at, length);
      if (!std::all_of(words.begin(), words.end(), is_han) || !std::all_of(keys.begin(), keys.end(), [&](std::u32string_view key) { return key.find(words) != key.npos; })) break;
      best = words;
    }
  }
  return std::u32string(best);
}

std::vector<ProjectNumber> project_numbers(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words) {
  const auto has = [&](StreamSort sort) { return std::any_of(columns.begin(), columns.end(), [&](const StreamColumn& column) { return column.sort == sort; }); };
  const bool numbered = !columns.empty() && columns[0].own && columns[0].sort == StreamSort::number;
  if (!numbered || has(StreamSort::code) || !has(StreamSort::level1) || !has(StreamSort::level2)) return {};
  return Finder(text, columns, words).run();
}

}  // namespace budgetlift
