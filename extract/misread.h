// Whether two readings are of one print.
#pragma once

#include <string_view>

namespace budgetlift {

// Two texts that are so alike that one may be the other misread: one character in six differs, none of them a digit,
// which may make all the difference. Texts of less than three characters have to be equal.
bool is_misread(std::string_view a, std::string_view b);

}  // namespace budgetlift
