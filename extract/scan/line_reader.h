// One line of text of a picture becomes characters.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "extract/scan_options.h"
#include "schemas/error.h"
#include "schemas/page.h"

namespace budgetlift {

// A character of a line, with its extent along the line in pixels of the picture that was given.
struct ReadCharacter {
  Reading reading;
  double x0 = 0;
  double x1 = 0;
};

}  // namespace budgetlift
