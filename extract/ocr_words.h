// The words that a form prints (labels, column headers, taxonomy, captions) put right where a scan was read nearly so:
// without them no table is known for what it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/header_words.h"
#include "extract/label_words.h"
#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

class OcrWords {
 public:
  OcrWords(const std::vector<Form>& forms, const WordOptions& options);

  // Cells, and lines outside tables, of scanned pages. A line keeps what was read in TextLine::raw, its readings keep
  // the characters read among their alternatives. Lines of a text layer are left alone.
  void repair(std::vector<Block>& blocks) const;

 private:
  bool strip_smears(std::vector<TextLine>& lines) const;
  bool repair_cell(std::vector<TextLine>& lines) const;
  void repair_part(TextLine& line, bool ending) const;   // the line's ending, or else its beginning
  void strip_rulings(std::vector<TextLine>& lines) const;
  void strip_stroke(TextLine& line) const;
  void repair_number(TextLine& line) const;   // a unit's code or a title's number at the beginning of a line

  WordOptions options_;
  HeaderWords headers_;
  LabelWords labels_;
  size_t longest_ = 0;                     // characters of the longest word
  std::vector<std::u32string> words_;      // of whole cells and lines, half-width
  std::vector<std::u32string> beginnings_; // of lines of the overall part
  std::vector<std::u32string> endings_;    // of titles and unit lines
};

}  // namespace budgetlift
