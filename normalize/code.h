// The project code of CONTRACT.md: 6 digits division, 2 digits year, a category letter, 11 characters serial, a check
// character, over an alphabet of 31 (0–9 and A–Z without I, O, S, V, Z).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/record.h"

namespace budgetlift {

struct CodeCheck {
  enum class Result {
    valid,
    wrong_check,    // 21 letters and digits in the code's layout, or one character short of it: an error of reading or
                    // typing
    not_this_kind,  // another kind of code: not held to the rule
  };
  Result result = Result::not_this_kind;
  std::optional<CodeParts> parts;  // where `valid` or `wrong_check` and the layout holds; the year as 20YY
};

// `code` is canonical text without spaces, e.g. "13052924P00584110432W". Σ value(c_i)·3^i (i = 0..19) + value(c_20)
// ≡ 30 (mod 31), where value(c) is the place in the alphabet: found in a sample of 32 codes, see CONTRACT.md.
// A text of 20 or 22 characters whose first 9 have this layout is `wrong_check` (a character was lost or added), as
// is one of 21 characters of which one of the first nine does not fit the layout; its `parts` are none.
CodeCheck check_code(std::string_view code);

// Whether a printed line shows a code, or the first part of one that is printed over several lines.
bool shows_code(std::string_view line);

// The check character that belongs to the first 20 characters; none if they are not 20 of the alphabet.
std::optional<char> check_character(std::string_view first20);

// The valid code at the beginning of a text that goes on with something else; empty if there is none.
std::string_view leading_code(std::string_view text);

}  // namespace budgetlift
