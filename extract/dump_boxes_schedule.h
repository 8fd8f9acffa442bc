// The schedule of a form's head in a dump that is sorted by place: dates, and the percentages below them.
#pragma once

#include <vector>

#include "extract/dump_boxes_pieces.h"

namespace budgetlift {

// Both in the order of the form's columns.
struct BoxSchedule {
  std::vector<HeadPiece*> dates, percents;
  const HeadPiece* first = nullptr;   // the date that is printed first; null without any
  bool sure = false;                  // they pair up, and grow
};

BoxSchedule read_box_schedule(std::vector<HeadPiece>& pieces);

}  // namespace budgetlift
