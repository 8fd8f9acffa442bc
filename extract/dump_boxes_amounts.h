// Which amount of a head belongs to which of its labels, in a dump that is sorted by place.
#pragma once

#include <vector>

#include "extract/dump_boxes_pieces.h"
#include "schemas/form.h"

namespace budgetlift {

struct AmountPair {
  const FormField* field = nullptr;
  size_t label = 0;          // index of its piece
  int value = -1;            // index of its piece; -1: none
};

struct AmountPairs {
  std::vector<AmountPair> pairs;   // one for each label of an amount
  bool sure = false;               // no other pairing that is nearly as likely differs
};

// Labels and amounts have the same order, and sums add up.
AmountPairs pair_amounts(const std::vector<HeadPiece>& pieces, const Form& form);

}  // namespace budgetlift
