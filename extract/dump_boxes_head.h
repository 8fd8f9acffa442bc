// A form's head in a dump that is sorted by place: labels and values stand apart, and their kinds and order pair them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/dump_boxes_places.h"
#include "extract/dump_boxes_texts.h"
#include "extract/dump_text.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

struct BoxHead {
  Table table;
  std::optional<TallerText> taller;     // of two texts side by side
  std::vector<size_t> side_by_side;     // their cells in `table`
};

// `head`: indices of its lines. `title`: of the form, as printed in one line. What is left over is the table's stray text.
// `pairs`: of the document.
BoxHead read_box_head(const std::vector<StreamLine>& lines, const std::vector<size_t>& head, const std::string& title, const Form& form,
                      const BoxStyle& style, const CharPairs& pairs);

}  // namespace budgetlift
