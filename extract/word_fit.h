// How a known word lies on characters that OCR read.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "extract/options.h"
#include "schemas/readings.h"

namespace budgetlift {

struct WordFit {
  // What became of one character. -1 in `read`: the word's character was not read; in `word`: the word has no such one.
  struct Step {
    int read = -1;
    int word = -1;
  };
  double likelihood = 0;      // of the word, as a multiple of the likelihood of the text as read; 0: it does not fit
  int changes = 0;            // characters of the word that stand otherwise, are missing or too many
  bool marks_only = false;    // all of them are marks: the wide characters of the word are those that were read
  std::vector<Step> steps;    // in order

  size_t read_characters() const { return static_cast<size_t>(std::count_if(steps.begin(), steps.end(), [](const Step& s) { return s.read >= 0; })); }
};

// `word` is in half width. Narrow characters may have been lost, others read too many.
WordFit fit_word(std::span<const UnsureCharacter> read, std::u32string_view word, const WordOptions& options);

}  // namespace budgetlift
