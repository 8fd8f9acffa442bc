// Page numbers in a dump that gives the text in drawing order: which numbers are pages' own, by the chain that they make.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/dump_kind.h"
#include "extract/dump_patterns.h"
#include "extract/dump_words.h"

namespace budgetlift {

// A line of the file, trimmed.
struct RawLine {
  std::string text;
  int line = 0;             // of the file, counts from 1
  bool form_feed = false;   // before it
};

// A number that may be a page's.
struct PageNumber {
  size_t line = 0;    // index into the lines
  int value = 0;
  double weight = 0;
  size_t glued = 0;   // bytes of the number that stand in front of the line's text; 0: it is alone on the line
  int page = 0;       // counted by form feeds
};

// The number that is all of a line, with the signs around it ("- 3 -", "第3页").
std::optional<PageNumber> number_alone(const std::string& text);

// The heaviest chain of numbers: each one more than the one before or, printed on one side of each sheet, two.
std::vector<PageNumber> page_numbers(const std::vector<RawLine>& lines, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns);

}  // namespace budgetlift
