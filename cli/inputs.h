// INPUT... of the command line becomes a list of files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/error.h"

namespace budgetlift {

struct Input {
  std::string path;
  std::optional<Error> problem;   // why there is nothing to read here
};

// A folder gives its readable documents (.pdf, .txt and images, in any letter case), recursively and in order of their names;
// "@list.txt" the paths on its lines. What cannot be found comes back with its problem, in its place.
std::vector<Input> expand_inputs(const std::vector<std::string>& arguments);

}  // namespace budgetlift
