#include "extract/dump_stream_number_words.h"

#include <algorithm>

#include "extract/dump_stream_values.h"

namespace budgetlift {
namespace {

using namespace stream_values;

constexpr size_t kSide = 2;    // ideographs beside a run that make it a word
constexpr size_t kLeast = 2;   // characters of a run
constexpr int kOften = 3;      // times that what looks like a quantity stands in the same words, and is none

// Calls take(first, last) for each run of letters and digits.
template <typename Take>
void each_run(std::u32string_view key, Take take) {
  for (size_t first = 0; first < key.size();) {
    size_t last = first;
    while (last < key.size() && in_number(key[last])) ++last;
    if (last - first >= kLeast) take(first, last);
    first = last + 1;
  }
}

bool has_han_before(std::u32string_view key, size_t at) { return at >= kSide && is_han(key[at - 1]) && is_han(key[at - 2]); }
bool has_han_behind(std::u32string_view key, size_t at) { return at + kSide <= key.size() && is_han(key[at]) && is_han(key[at + 1]); }

bool is_amount_like(std::u32string_view run) {
  return run.find_first_of(U".,") != run.npos && std::none_of(run.begin(), run.end(), [](char32_t c) { return is_latin(c) && !is_digit(c); });
}

bool is_quantity(std::u32string_view run, std::u32string_view behind, const std::unordered_set<std::u32string>& units) {
  if (!std::all_of(run.begin(), run.end(), is_digit)) return false;
  if (behind.empty() || !is_han(behind.front())) return true;
  if (std::u32string_view(U"%‰年月日").find(behind.front()) != std::u32string_view::npos) return true;
  for (size_t length = 1; length <= behind.size(); ++length) {
    if (units.count(std::u32string(behind.substr(0, length))) > 0) return true;
  }
  return false;
}

}  // namespace

void StreamNumberWords::add(std::u32string_view key, const std::unordered_set<std::u32string>& units) {
  constexpr size_t kLongestUnit = 4;
  each_run(key, [&](size_t first, size_t last) {
    if (is_amount_like(key.substr(first, last - first))) return;
    const bool has_before = has_han_before(key, first), has_behind = has_han_behind(key, last);
    const std::u32string before(has_before ? key.substr(first - kSide, last - first + kSide) : U""), behind(has_behind ? key.substr(first, last - first + kSide) : U"");
    if (is_quantity(key.substr(first, last - first), key.substr(last, kLongestUnit), units)) {
      if (!has_behind) return;
      Quantity& quantity = quantities_[behind];
      if (has_before) quantity.before.insert(before);
      if (++quantity.times < kOften) return;
      before_.insert(quantity.before.begin(), quantity.before.end());
    } else if (has_before) {
      before_.insert(before);
    }
    if (has_behind) behind_.insert(behind);
  });
}

std::vector<bool> StreamNumberWords::inside(std::u32string_view key) const {
  std::vector<bool> out(key.size() + 1, false);
  each_run(key, [&](size_t first, size_t last) {
    if (has_han_before(key, first) && before_.count(std::u32string(key.substr(first - kSide, last - first + kSide))) > 0) out[first] = true;
    if (!has_han_behind(key, last) || behind_.count(std::u32string(key.substr(first, last - first + kSide))) == 0) return;
    for (size_t at = last; at < last + kSide; ++at) out[at] = true;
  });
  return out;
}

}  // namespace budgetlift
