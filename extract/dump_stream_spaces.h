// pypdf's spaces fall anywhere ("PM2 .5", "≥ 85 %", "202 4年"): those that no text has.
#pragma once

#include <string>
#include <string_view>

namespace budgetlift {

// A line without spaces inside numbers that can be one alone, years and standards' numbers; between numbers and their signs; inside
// brackets at their edges. What may be two cells side by side is kept.
std::string without_spaces_in_numbers(std::string_view line);

// Running text, which has no cells: no space stands between two digits.
std::string without_spaces_between_digits(std::string_view line);

}  // namespace budgetlift
