// Which texts of a head belong to which of its labels, in a dump that is sorted by place.
#pragma once

#include <vector>

#include "extract/dump_boxes_pieces.h"
#include "extract/dump_text.h"
#include "schemas/form.h"

namespace budgetlift {

struct HeadSeat {
  const FormField* field = nullptr;   // null: of no field
  bool sure = false;
};

// One for each piece; what is no text, or already in a cell, has no field. `pairs`: of the document.
std::vector<HeadSeat> seat_texts(const std::vector<HeadPiece>& pieces, const Form& form, const CharPairs& pairs);

}  // namespace budgetlift
