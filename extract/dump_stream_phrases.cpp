#include "extract/dump_stream_phrases.h"

#include <algorithm>

namespace budgetlift {
namespace {

constexpr size_t kLongest = 3;      // characters
constexpr double kShorter = 1;      // occurrences that what a shorter context tells is worth

std::uint64_t code_of(std::u32string_view key) {
  std::uint64_t code = 0;
  for (char32_t c : key) code = code << 21 | c;
  return code;
}

}  // namespace

void StreamPhrases::add(std::u32string_view key) {
  for (size_t i = 0; i < key.size(); ++i) {
    for (size_t length = 1; length <= kLongest && i + length <= key.size(); ++length) ++counts_[code_of(key.substr(i, length))];
  }
  all_ += static_cast<double>(key.size());
}

// Elsewhere than here.
double StreamPhrases::count(std::u32string_view key) const {
  const auto it = counts_.find(code_of(key));
  return it == counts_.end() ? 0 : std::max(0, it->second - 1);
}

double StreamPhrases::bound(std::u32string_view key, size_t at) const {
  if (at == 0 || at >= key.size() || all_ == 0) return 0;
  const auto share = [&](double together, double alone, double otherwise) { return (together + kShorter * otherwise) / (alone + kShorter); };
  const std::u32string_view left = key.substr(at - 1, 1), right = key.substr(at, 1), pair = key.substr(at - 1, 2);
  double forward = share(count(pair), count(left), count(right) / all_), backward = share(count(pair), count(right), count(left) / all_);
  if (at >= 2) forward = share(count(key.substr(at - 2, 3)), count(key.substr(at - 2, 2)), forward);
  if (at + 2 <= key.size()) backward = share(count(key.substr(at - 1, 3)), count(key.substr(at, 2)), backward);
  return (forward + backward) / 2;
}

}  // namespace budgetlift
