// What no bureau prints, so that a scan that seems to show it was misread.
#pragma once

#include "schemas/record.h"

namespace budgetlift {

// Names fields read by OCR that are so, as `unlikely-text`: amounts of less than a fen, amounts that begin with a zero or have
// other decimals than those beside them; units whose name begins with no letter; texts that end in a comma or have a point in the middle of words or before 号; goals
// that begin with their own number.
void name_misprints(ProjectRecord& record);

}  // namespace budgetlift
