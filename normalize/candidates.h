// The likeliest texts that a value read by OCR may be, and the choice among them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "normalize/read_fields.h"

namespace budgetlift {

struct Candidate {
  std::string text;             // without spaces
  double weight = 0;            // product of its characters' probabilities
  std::vector<size_t> guesses;  // of each character
};

// The text as it stands first, then the others by falling weight.
std::vector<Candidate> candidates(const std::vector<UnsureCharacter>& characters, const EvidenceOptions::Values& options);

// Puts beside each sign the digit or mark that it looks like, for values that are numbers.
void add_likes(std::vector<UnsureCharacter>& characters, const EvidenceOptions::Values& options);

// How much of the probability of a text lies outside its candidates.
double left_out(const std::vector<Candidate>& candidates);

// Values in a row, one candidate of each: the choice of the greatest product of weights and factors, and the probability
// of each value in it. `alone(i, k)`: factor of candidate k of value i; `after(i, j, k)`: of candidate k of value i behind
// candidate j of the value before.
struct Chain {
  std::vector<size_t> chosen;
  std::vector<double> probability;
};
Chain best_chain(const std::vector<std::vector<Candidate>>& values, const std::function<double(size_t, size_t)>& alone,
                 const std::function<double(size_t, size_t, size_t)>& after);

// Writes candidate `index` into the field with its probability. Another text than the one read is written only from
// `repair` on; below, the field keeps its text and what is left of the probability.
void settle(ReadField& field, const std::vector<Candidate>& candidates, size_t index, double probability, double repair, const char* proof);

}  // namespace budgetlift
