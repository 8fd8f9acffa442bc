// A table inside a form's head, like the tasks of a department, in a dump that is sorted by place.
#pragma once

#include <vector>

#include "extract/dump_boxes_pieces.h"
#include "extract/dump_text.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

struct BoxTasks {
  std::vector<Cell> cells;   // rows and columns from 0; header rows first, the row of sums last
  int rows = 0;
};

// Takes the table's pieces (they are `used` then). `field`: of kind "rows". Without rows where its pieces are not found.
BoxTasks read_box_tasks(std::vector<HeadPiece>& pieces, const FormField& field, const CharPairs& pairs);

}  // namespace budgetlift
