// Where the projects of a listing begin whose cells are glued: by the numbers that count them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/dump_stream_columns.h"
#include "extract/dump_stream_text.h"
#include "extract/dump_words.h"

namespace budgetlift {

// Where rows of indicators begin: names of levels that no text has by chance.
class IndicatorRows {
 public:
  IndicatorRows(const StreamText& text, const DumpWords& words);

  // The first level that ends the head of a project which begins before `at`: a second one stands right behind it, and no other row begins
  // before it. Nothing if none does.
  std::optional<size_t> first_behind(size_t at) const;

 private:
  std::vector<size_t> firsts_, seconds_;   // first levels with a second one behind them; second levels that begin a line
};

struct ProjectNumber {
  int value = 0;
  StreamRange range;     // of its digits
  size_t page = 0;       // digits of a page's number that are glued to it, before it
  bool last = false;     // behind it no line begins with the next number
};

// What the names of units begin with that stand in the heads of all projects, as they do with their place's: the longest words that stand in
// each of `heads` (three at least), before its first amount or item of a list. Empty if there are none.
std::u32string common_words(const StreamText& text, const std::vector<StreamRange>& heads);

// The numbers 1, 2, 3 … that projects begin with, in their order: each begins a line, the head of a project follows it, with a first and a
// second level behind it and no row of indicators before these, and such a row stands before it. Empty where projects have codes, which
// tell more, or no numbers, or where more than one in four is not found.
std::vector<ProjectNumber> project_numbers(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words);

}  // namespace budgetlift
