// A form that no definition covers, in a dump that keeps columns: where it stands, and the labels of its head that no form knows.
#pragma once

#include <vector>

#include "extract/dump_layout_body.h"

namespace budgetlift {

// Printed lines [title, head) are its title and what stands below it, the head's first line is `head`.
struct UnknownLayoutForm {
  int title = 0, head = 0;
};

// Forms with labels of heads along the left edge, near each other, and a header of indicators below them. Empty where there are none.
std::vector<UnknownLayoutForm> find_unknown_layout_forms(const LayoutText& text, const LayoutWords& words);

// What stands among printed lines [first, last) where known labels stand, and is none of them. LayoutLabel::uses is 0.
std::vector<LayoutLabel> unknown_labels(const LayoutText& text, int first, int last, const LayoutWords& words);

}  // namespace budgetlift
