#include "extract/read_cells.h"

#include <algorithm>

namespace budgetlift {

std::vector<UnsureCharacter> characters_of(const Cell& cell) {
  std::vector<UnsureCharacter> out;
  for (const TextLine& line : cell.lines) {
    const std::vector<UnsureCharacter> read = read_characters(line.readings, 1);
    out.insert(out.end(), read.begin(), read.end());
  }
  return out;
}

size_t common_characters(const std::vector<UnsureCharacter>& read, const std::u32string& word) {
  std::vector<size_t> last(word.size() + 1, 0), next(word.size() + 1, 0);
  for (const UnsureCharacter& c : read) {
    for (size_t k = 0; k < word.size(); ++k) {
      const bool same = std::any_of(c.guesses.begin(), c.guesses.end(), [&](const Guess& g) { return half_width(g.text) == half_width(word[k]); });
      next[k + 1] = same ? last[k] + 1 : std::max(last[k + 1], next[k]);
    }
    std::swap(last, next);
    std::fill(next.begin(), next.end(), 0);
  }
  return last.back();
}

double least_of(const std::vector<UnsureCharacter>& read) {
  double out = 1;
  for (const UnsureCharacter& c : read) out = std::min(out, c.probability());
  return out;
}

double mean_of(const std::vector<UnsureCharacter>& read) {
  double sum = 0;
  for (const UnsureCharacter& c : read) sum += c.probability();
  return read.empty() ? 0 : sum / static_cast<double>(read.size());
}

}  // namespace budgetlift
