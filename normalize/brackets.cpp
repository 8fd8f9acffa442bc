#include "normalize/brackets.h"

#include <algorithm>
#include <string_view>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr std::u32string_view kOpening = U"([{【〔《〈“", kClosing = U")]}】〕》〉”";   // of half width where there are two

size_t kind_of(std::u32string_view brackets, char32_t c) { return brackets.find(half_width(c)); }

// Weighs what a bracket may be by what its other one, of the kinds at the same places of `others`, was read as.
bool weigh_by_pair(UnsureCharacter& c, std::u32string_view own, const UnsureCharacter& pair, std::u32string_view others, const EvidenceOptions& options) {
  std::vector<double> factors;
  for (const Guess& guess : c.guesses) {
    const size_t kind = kind_of(own, guess.text);
    factors.push_back(1 + (kind < own.size() ? options.pair_odds * pair.probability_of(others[kind]) : 0));
  }
  weigh(c, factors, 1);
  const auto best = std::max_element(c.guesses.begin(), c.guesses.end(), [](const Guess& a, const Guess& b) { return a.probability < b.probability; });
  if (best == c.guesses.begin() || best->probability < options.repair || kind_of(own, best->text) >= own.size()) return false;
  choose(c, static_cast<size_t>(best - c.guesses.begin()));
  return true;
}

}  // namespace

Open open_brackets(const std::string& text) {
  // 〈 and 〉 are read where < and > are printed.
  static constexpr std::u32string_view lone = U"〈〉";
  std::vector<size_t> open;
  for (const char32_t c : decode_utf8(text)) {
    if (lone.find(c) != std::u32string_view::npos) continue;
    if (const size_t kind = kind_of(kOpening, c); kind < kOpening.size()) {
      open.push_back(kind);
    } else if (const size_t closes = kind_of(kClosing, c); closes < kClosing.size()) {
      if (open.empty() || open.back() != closes) return Open::unopened;
      open.pop_back();
    }
  }
  return open.empty() ? Open::none : Open::unclosed;
}

void weigh_brackets(std::vector<ReadField>& fields, const EvidenceOptions& options) {
  for (ReadField& field : fields) {
    if (field.same_as >= 0) continue;
    std::vector<UnsureCharacter> weighed = field.characters;
    std::vector<size_t> open;
    bool changed = false;
    for (size_t i = 0; i < weighed.size(); ++i) {
      if (kind_of(kOpening, weighed[i].text()) < kOpening.size()) {
        open.push_back(i);
      } else if (kind_of(kClosing, weighed[i].text()) < kClosing.size() && !open.empty()) {
        UnsureCharacter &opens = weighed[open.back()], &closes = weighed[i];
        const UnsureCharacter as_read = opens;
        changed = weigh_by_pair(opens, kOpening, closes, kClosing, options) || changed;
        changed = weigh_by_pair(closes, kClosing, as_read, kOpening, options) || changed;
        open.pop_back();
      }
    }
    if (!changed) {
      field.characters = std::move(weighed);
      continue;
    }
    replace_text(field, weighed);
    field.proof.insert(kGrammar);
  }
}

}  // namespace budgetlift
