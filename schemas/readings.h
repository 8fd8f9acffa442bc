// Characters read by OCR as what they may be: the currency in which evidence is weighed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/document.h"
#include "schemas/page.h"

namespace budgetlift {

// One thing that a character may be.
struct Guess {
  char32_t text = 0;        // 0: no character at all
  double probability = 0;
};

// A character of a text with everything that it may be. Two spellings that differ in width only, （ and (, are one
// guess, in the spelling of the likelier one.
struct UnsureCharacter {
  std::vector<Guess> guesses;   // never empty; front() is what stands in the text
  double rest = 0;              // probability that it is none of them
  double single = 1;            // that one character stands here, with none lost beside it, whatever it is

  char32_t text() const { return guesses.front().text; }
  double probability() const { return guesses.front().probability; }
  double probability_of(char32_t c) const;   // whatever its width; 0 if it is not among the guesses
};

// The ASCII character of a full-width one; any other as it is.
char32_t half_width(char32_t c);

// The digit or the mark of numbers that a sign looks like, where only those may stand: O 0, l 1, 。 .; 0 for any other.
char32_t like_in_number(char32_t c);

// `most_certain`: no reader is surer of a character than this.
std::vector<UnsureCharacter> read_characters(const std::vector<Reading>& readings, double most_certain);

// The characters of `text` (canonical, its spaces left out) as a run of `from`, at or after `begin`; empty if it is none.
// `begin` is set behind the run.
std::vector<UnsureCharacter> run_of(const std::vector<UnsureCharacter>& from, std::string_view text, size_t& begin);

// Multiplies each guess's probability by its factor (`factors` in the order of the guesses, `rest_factor` for the rest)
// and makes the sum 1 again. The front guess stays in front.
void weigh(UnsureCharacter& character, const std::vector<double>& factors, double rest_factor);

// Puts the guess at `index` in front.
void choose(UnsureCharacter& character, size_t index);

}  // namespace budgetlift
