// Cells that a page's end cuts.
#include "extract/dump_stream_breaks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "extract/dump_stream_cells.h"
#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_values.h"
#include "schemas/canonical.h"

namespace budgetlift {
using namespace stream_costs;
using namespace stream_values;

namespace {

constexpr double kCutNameGoesOn = 0.5;
constexpr double kNothing = 7;       // a column of a cut row that has nothing
constexpr double kTail = 0.8;
constexpr size_t kMostBefore = 60;   // characters of the page's first ones among which the rest of a code stands
constexpr size_t kNear = 200;        // characters before a page's end in which what it cuts stands

// Where the next page begins, if that is near; else the text's size.
size_t next_page(const StreamText& text, size_t from) {
  const size_t last = std::min(text.size(), from + kNear + 1);
  while (from < last && text.gaps[from] != StreamGap::page) ++from;
  return from < last ? from : text.size();
}

}  // namespace

bool name_goes_on(const StreamText& text, const DumpWords& words, size_t at) {
  const auto ends_piece = [&](size_t end) { return end == text.size() || text.gaps[end] != StreamGap::none; };
  // Whether the first characters of a name are a piece above, and not with the rest behind them.
  const auto stands_above = [&](std::u32string_view front, char32_t next) {
    for (size_t last = at; last >= front.size() && at - last < kNear; --last) {
      if (last < at && text.key_of(last - front.size(), last) == front && ends_piece(last - front.size()) && ends_piece(last) && text.key[last] != next) return true;
      if (text.gaps[last - 1] == StreamGap::page) return false;
    }
    return false;
  };
  // The rest of a name that stands right before it.
  const auto joins = [&](const std::u32string& name, size_t length) { return at >= length && text.key_of(at - length, std::min(text.size(), at - length + name.size())) == name; };
  for (const auto* names : {&words.level1(), &words.level2()}) {
    for (const std::u32string& name : *names) {
      for (size_t length = 1; length < name.size(); ++length) {
        if (joins(name, length)) return false;
      }
    }
  }
  for (const auto* names : {&words.level1(), &words.level2()}) {
    for (const std::u32string& name : *names) {
      for (size_t length = 2; length < name.size(); ++length) {
        const std::u32string_view rest = std::u32string_view(name).substr(length);
        if (text.key_of(at, std::min(text.size(), at + rest.size())) != rest || !ends_piece(at + rest.size())) continue;
        if (stands_above(std::u32string_view(name).substr(0, length), rest[0])) return true;
      }
    }
  }
  return false;
}

void find_hidden_breaks(StreamText& text, const DumpWords& words) {
  for (size_t at = 1; at < text.size(); ++at) {
    if (text.gaps[at] == StreamGap::maybe_page && name_goes_on(text, words, at)) text.gaps[at] = StreamGap::page;
  }
}

double StreamCells::cut_cost(size_t c, StreamRange front, StreamRange rest) const {
  const bool has_front = front.first < front.last, has_rest = rest.first < rest.last;
  if (!has_front && !has_rest) return columns_[c].sort == StreamSort::level1 ? 0 : kNothing;
  if (!has_rest) return cost(c, front.first, front.last, false);
  if (!has_front) return columns_[c].sort == StreamSort::level1 ? kNoName + kNoNameLength * static_cast<double>(rest.last - rest.first) : kStartsBelow + cost(c, rest.first, rest.last, false);
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
    case StreamSort::code: return sum + code_cost(key);
    case StreamSort::id: return sum + id_cost(key);
    case StreamSort::number: return sum + kNoNumber;   // a page's end does not cut it
    case StreamSort::target: return sum + target_cost(c, key, text_.raw[front.first]);
    default: return sum + text_cost(c, key, text_.raw[front.first], text_.raw[rest.last - 1]);
  }
}

// Of a name that goes on straight behind the page's end.
double StreamCells::cut_name_cost(const std::vector<std::u32string>& names, size_t first, size_t last) const {
  const size_t page = next_page(text_, last);
  if (page == text_.size()) return std::numeric_limits<double>::infinity();
  const std::u32string_view key = text_.key_of(first, last);
  for (const std::u32string& name : names) {
    if (key.size() < 2 || name.size() <= key.size() || name.compare(0, key.size(), key) != 0) continue;
    const std::u32string_view rest = std::u32string_view(name).substr(key.size());
    if (text_.key_of(page, std::min(text_.size(), page + rest.size())) == rest) return kCutNameGoesOn;
  }
  return std::numeric_limits<double>::infinity();
}

// Whether it is a project's code of which the rest stands straight behind the page's end or, with the
// right check character, behind the rest of a neighbour's cell.
bool StreamCells::cut_code(size_t first, size_t last) const {
  if (const auto it = cut_codes_.find(first); it != cut_codes_.end()) return it->second == last;
  const std::u32string_view key = text_.key_of(first, last);
  if (key.size() >= kProjectCode || project_code_at(key) != 0) return false;
  const size_t length = kProjectCode - key.size(), page = next_page(text_, last);
  for (size_t at = page; at + length <= std::min(text_.size(), page + kMostBefore); ++at) {
    const bool begins = at == page || text_.gaps[at] != StreamGap::none, ends = at + length == text_.size() || text_.gaps[at + length] != StreamGap::none;
    const std::u32string_view rest = text_.key_of(at, at + length);
    if (!begins || !ends || !std::all_of(rest.begin(), rest.end(), is_latin)) continue;
    if (at == page || is_project_code(std::u32string(key) + std::u32string(rest))) return true;
  }
  return false;
}

double StreamCells::tail_cost(size_t c, size_t first, size_t last) const {
  const std::u32string_view key = text_.key_of(first, last);
  double cost = kTail + space_cost(first, last);
  if (name_goes_on_[first] && columns_[c].sort != StreamSort::level1 && columns_[c].sort != StreamSort::level2) cost += kIsName;
  switch (columns_[c].sort) {
    case StreamSort::number: return kNoNumber;
    case StreamSort::id:
    case StreamSort::code: cost += std::all_of(key.begin(), key.end(), is_latin) && project_code_at(key) == key.npos ? 0 : kNoCode; break;
    case StreamSort::amount: cost += std::all_of(key.begin(), key.end(), in_number) ? kTail : kNoAmount; break;
    default: cost += listing_ && project_code_at(key) != key.npos ? kNoCode : 0;
  }
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

}  // namespace budgetlift
