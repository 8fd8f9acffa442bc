// Where a form's labels stand in the head of a text dump.
#pragma once

#include <optional>
#include <vector>

#include "extract/dump_text.h"
#include "schemas/form.h"

namespace budgetlift {

// Characters [begin, end) of a PieceText.
struct CharRange {
  int begin = 0;
  int end = 0;
};

// A place where a label may be printed: one range of characters, or two.
struct LabelPlace {
  std::vector<CharRange> parts;
  double cost = 0;
  int begin() const { return parts.front().begin; }
  int end() const { return parts.back().end; }
};

// Whether the label of a field stands in the middle of the rows that its value spans.
inline bool spans_rows(const FormField& field) { return field.label_row >= 0 && field.label_row < field.row; }

// The likeliest place of each of the form's fields, in printed order; none for a label that is not printed.
std::vector<std::optional<LabelPlace>> find_head_labels(const PieceText& text, const Form& form);

}  // namespace budgetlift
