// Exact decimals as plain digits (schemas/record.h, Decimal). Nothing here ever becomes a binary float.
//
// Every function gives and expects normalised digits: an optional '-', no leading zeros but one before the point,
// at least one digit on both sides of a point, no "-0". Decimals that stand are kept ("500.00" stays "500.00").
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/record.h"

namespace budgetlift {

// A number as printed: ASCII or full-width digits, an optional sign (+ - − －) at the front, a point (. ．), thousands
// separators (, ，) between groups of three digits or none at all. Any length. None for everything else: spaces,
// ".5", "5.", "1,00", "1,0000", "1e3", "".
std::optional<Decimal> parse_decimal(std::string_view text);

// A number that may carry a percent sign ("25", "25%", "25％"), as the number without it.
std::optional<Decimal> parse_percent(std::string_view text);

// value · 10^power, exact: the printed digits only move (500.00 by 4 is 5000000, 12.345678 by 4 is 123456.78, 5.0 by
// -2 is 0.050). with_decimals() gives the result the decimals that it is wanted with.
Decimal shifted(const Decimal& value, int power_of_ten);

// Exact sum, with the decimals of the one that has more.
Decimal sum(const Decimal& a, const Decimal& b);

// By value: negative, zero or positive as a < b, a == b, a > b. 1.0 and 1.00 are equal.
int compare(const Decimal& a, const Decimal& b);

// The same value with at least `decimals` digits after the point.
Decimal with_decimals(const Decimal& value, int decimals);

}  // namespace budgetlift
