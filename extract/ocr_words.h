// The words that a form prints (labels, column headers, taxonomy, captions) put right where a scan was read nearly so:
// without them no table is known for what it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

struct WordOptions {
  double word_odds = 300;         // how much likelier a known word is than any one text that differs from it in a character
  double ending_odds = 100;       // the same for the ending of a line
  double unlisted = 0.05;         // share of the probability left for what the reader did not think of that a known word's
                                  // character gets
  double narrow_slip = 0.02;      // likelihood that a narrow character is lost or read twice
  double change_share = 0.34;     // of a word's characters that may be changed, and at least one
  double least_probability = 0.5; // that the word is right, from which it is written
  double most_certain = 0.999;    // confidence of a character put right, at most
};

class OcrWords {
 public:
  OcrWords(const std::vector<Form>& forms, const WordOptions& options);

  // Cells, and lines outside tables, of scanned pages. A line keeps what was read in TextLine::raw, its readings keep
  // the characters read among their alternatives. Lines of a text layer are left alone.
  void repair(std::vector<Block>& blocks) const;

 private:
  bool repair_cell(std::vector<TextLine>& lines) const;
  void repair_ending(TextLine& line) const;

  WordOptions options_;
  size_t longest_ = 0;                     // characters of the longest word
  std::vector<std::u32string> words_;      // of whole cells and lines, half-width
  std::vector<std::u32string> endings_;    // of titles and unit lines
};

}  // namespace budgetlift
