// What the parts of BoxSolver share: costs in nats, as far as they can be called so; they were fitted to made dumps.
#pragma once

#include <cstddef>
#include <string>

namespace budgetlift::box_costs {

inline constexpr double kNoTarget = 5;
inline constexpr double kEmpty = 9;           // a cell without text
inline constexpr double kOtherColumn = 3;     // a line of a box that is not of the column of the line before
inline constexpr double kSpaceInside = 6;     // a space between ideographs of one cell
inline constexpr double kApartInside = 2;     // two cells where a space may be one inside a cell
inline constexpr double kAbove = 2;           // a line that comes behind the one below it

// Whether each bracket has its other half.
bool balanced(const std::u32string& text);

// The characters that a cell begins and ends with, as BoxColumn::edges has them.
std::u32string front(const std::u32string& text);
std::u32string back(const std::u32string& text);

}  // namespace budgetlift::box_costs
