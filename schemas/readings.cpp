#include "schemas/readings.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Probability that is always left for a character that the reader did not think of.
constexpr double kLeastRest = 1e-6;

// The one canonical character of a reading; U+FFFD where it is not one, 0 where it is none.
char32_t character_of(const std::string& text) {
  if (text.empty()) return 0;
  std::u32string chars = decode_utf8(text);
  if (chars.size() == 1 && chars[0] >= 0x2E80 && chars[0] <= 0x2FDF) chars = decode_utf8(canonical(text));
  return chars.size() == 1 ? chars[0] : U'\uFFFD';
}

}  // namespace

char32_t half_width(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

char32_t like_in_number(char32_t c) {
  switch (half_width(c)) {
    case U'O': case U'o': case U'〇': case U'○': case U'D': case U'Q': return U'0';
    case U'I': case U'l': case U'|': case U'丨': case U'i': return U'1';
    case U'Z': case U'z': return U'2';
    case U'S': case U's': return U'5';
    case U'B': return U'8';
    case U'g': case U'q': return U'9';
    case U'。': case U'·': return U'.';
    case U'、': return U',';
    default: return 0;
  }
}

double UnsureCharacter::probability_of(char32_t c) const {
  for (const Guess& guess : guesses) {
    if (half_width(guess.text) == half_width(c)) return guess.probability;
  }
  return 0;
}

std::vector<UnsureCharacter> read_characters(const std::vector<Reading>& readings, double most_certain) {
  std::vector<UnsureCharacter> out;
  out.reserve(readings.size());
  for (const Reading& reading : readings) {
    UnsureCharacter c;
    c.guesses.push_back({character_of(reading.text), std::clamp(reading.confidence, 1e-4, 1.0)});
    double sum = c.guesses[0].probability;
    for (const OtherReading& other : reading.others) {
      const char32_t text = character_of(other.text);
      if (text == U'\uFFFD' || !(other.confidence > 0)) continue;
      const auto same = std::find_if(c.guesses.begin(), c.guesses.end(),
                                     [&](const Guess& g) { return half_width(g.text) == half_width(text); });
      if (same == c.guesses.end()) {
        c.guesses.push_back({text, other.confidence});
      } else {
        same->probability += other.confidence;
      }
      sum += other.confidence;
    }
    for (Guess& guess : c.guesses) guess.probability /= std::max(sum, 1.0);
    c.rest = std::max(1 - sum, kLeastRest);
    c.single = reading.single;
    if (c.probability() > most_certain) {
      c.rest += c.probability() - most_certain;
      c.guesses[0].probability = most_certain;
    }
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<UnsureCharacter> run_of(const std::vector<UnsureCharacter>& from, std::string_view text, size_t& begin) {
  std::u32string wanted = decode_utf8(text);
  std::erase_if(wanted, is_space);
  if (wanted.empty() || begin > from.size()) return {};
  const auto at = std::search(from.begin() + static_cast<std::ptrdiff_t>(begin), from.end(), wanted.begin(), wanted.end(),
                              [](const UnsureCharacter& c, char32_t w) { return half_width(c.text()) == half_width(w); });
  if (at == from.end()) return {};
  const auto end = at + static_cast<std::ptrdiff_t>(wanted.size());
  begin = static_cast<size_t>(end - from.begin());
  return {at, end};
}

void weigh(UnsureCharacter& character, const std::vector<double>& factors, double rest_factor) {
  double sum = character.rest *= rest_factor;
  for (size_t i = 0; i < character.guesses.size(); ++i) sum += character.guesses[i].probability *= factors[i];
  if (!(sum > 0)) return;
  for (Guess& guess : character.guesses) guess.probability /= sum;
  character.rest /= sum;
}

void choose(UnsureCharacter& character, size_t index) { std::swap(character.guesses[0], character.guesses[index]); }

}  // namespace budgetlift
