#include "extract/word_fit.h"

#include <algorithm>
#include <cstdlib>

#include "extract/han_levels.h"

namespace budgetlift {
namespace {

bool is_narrow(char32_t half_width_character) {
  return half_width_character < 0x80 || std::u32string_view(U"、·。‘’“”〈〉—丨").find(half_width_character) != std::u32string_view::npos;
}

// Likelihoods relative to that of what was read.
double of_reading(const UnsureCharacter& read, char32_t wanted, const WordOptions& options) {
  const char32_t text = read.text();
  const double rare = text != wanted && is_han(text) && !is_first_level(text) ? options.rare_odds : 1;
  return rare * std::max(read.probability_of(wanted), read.rest * options.unlisted) / read.probability();
}

double of_too_many(const UnsureCharacter& read, const WordOptions& options) {
  // A smear is read as anything, but never with certainty.
  const double slip = is_narrow(half_width(read.text())) ? options.narrow_slip : options.narrow_slip * (1 - read.probability());
  return std::max(read.probability_of(0), slip) / read.probability();
}

}  // namespace

WordFit fit_word(std::span<const UnsureCharacter> read, std::u32string_view word, const WordOptions& options) {
  const int n = static_cast<int>(read.size()), m = static_cast<int>(word.size());
  WordFit fit;
  if (std::abs(n - m) > options.most_slips) return fit;
  // The likeliest way to the first i characters read and the first w of the word.
  struct Way {
    double likelihood = 0;
    WordFit::Step last;
  };
  std::vector<Way> ways(static_cast<size_t>(n + 1) * static_cast<size_t>(m + 1));
  auto way = [&](int i, int w) -> Way& { return ways[static_cast<size_t>(i) * static_cast<size_t>(m + 1) + static_cast<size_t>(w)]; };
  way(0, 0).likelihood = 1;
  auto offer = [&](int i, int w, double likelihood, WordFit::Step last) {
    if (likelihood > way(i, w).likelihood) way(i, w) = {likelihood, last};
  };
  for (int i = 0; i <= n; ++i) {
    for (int w = std::max(0, i - options.most_slips); w <= std::min(m, i + options.most_slips); ++w) {
      const double so_far = way(i, w).likelihood;
      if (so_far == 0) continue;
      const auto* next = i < n ? &read[static_cast<size_t>(i)] : nullptr;
      if (next && w < m) offer(i + 1, w + 1, so_far * of_reading(*next, word[static_cast<size_t>(w)], options), {i, w});
      if (next) offer(i + 1, w, so_far * of_too_many(*next, options), {i, -1});
      if (w < m && is_narrow(word[static_cast<size_t>(w)])) offer(i, w + 1, so_far * options.narrow_slip, {-1, w});
    }
  }
  fit.likelihood = way(n, m).likelihood;
  if (fit.likelihood == 0) return fit;
  fit.marks_only = true;
  for (int i = n, w = m; i > 0 || w > 0;) {
    const WordFit::Step step = way(i, w).last;
    fit.steps.push_back(step);
    i -= step.read >= 0, w -= step.word >= 0;
    const char32_t was = step.read < 0 ? 0 : half_width(read[static_cast<size_t>(step.read)].text());
    const char32_t is = step.word < 0 ? 0 : word[static_cast<size_t>(step.word)];
    if (was == is) continue;
    ++fit.changes;
    fit.marks_only = fit.marks_only && (was == 0 || is_narrow(was)) && (is == 0 || is_narrow(is));
  }
  std::reverse(fit.steps.begin(), fit.steps.end());
  return fit;
}

}  // namespace budgetlift
