// Which texts of a head belong to which of its labels, in a dump that is sorted by place.
#pragma once

#include <optional>
#include <vector>

#include "extract/dump_boxes_pieces.h"
#include "extract/dump_text.h"
#include "schemas/form.h"

namespace budgetlift {

struct HeadSeat {
  const FormField* field = nullptr;   // null: of no field
  bool sure = false;
};

// Of two texts whose labels stand before both, side by side: the one whose label is the form's earlier one, which is printed first, and the
// other. pdfminer sorts boxes by their middles: where cells are centred the left one comes first, where all begin at the top a short one may
// come before a tall one to its left.
struct TallerText {
  const FormField *first = nullptr, *second = nullptr;
  int lines = 0;   // that the first has more
};

// None where there are no two such texts.
std::optional<TallerText> taller_text(const std::vector<HeadPiece>& pieces, const std::vector<HeadSeat>& seats);

// One for each piece; what is no text, or already in a cell, has no field. `pairs`: of the document.
std::vector<HeadSeat> seat_texts(const std::vector<HeadPiece>& pieces, const Form& form, const CharPairs& pairs);

}  // namespace budgetlift
