#include "extract/misread.h"

#include <algorithm>
#include <string>
#include <vector>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr std::size_t kLongest = 200;   // characters; no label or running header is longer

std::u32string digits_of(const std::u32string& text) {
  std::u32string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char32_t c) { return c >= U'0' && c <= U'9'; });
  return out;
}

// Levenshtein's distance.
std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0]++;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t above = row[k];
      row[k] = std::min({row[k] + 1, row[k - 1] + 1, corner + (a[i - 1] != b[k - 1])});
      corner = above;
    }
  }
  return row[b.size()];
}

}  // namespace

bool is_misread(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::u32string one = decode_utf8(a), other = decode_utf8(b);
  const std::size_t longer = std::max(one.size(), other.size()), shorter = std::min(one.size(), other.size());
  if (shorter < 3 || longer > kLongest || digits_of(one) != digits_of(other)) return false;
  return distance(one, other) <= std::max<std::size_t>(1, longer / 6);
}

}  // namespace budgetlift
