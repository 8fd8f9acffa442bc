// Questions about glyphs that need no PDF.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "schemas/page.h"

namespace budgetlift {

// Appends a code point; one that cannot stand in text (surrogate, out of range) becomes U+FFFD.
void append_utf8(std::string& text, char32_t code_point);

// A code point that paints nothing: spaces of any width, line ends, zero-width marks.
bool is_white_space(char32_t code_point);

// Has no meaning outside its font: private use, U+FFFD, unassigned, control.
bool is_unreadable(const std::string& text);

// Removes each glyph that repeats an earlier one no further away than `shift` of its font size (painted twice to
// look bold). Keeps the order.
void remove_duplicates(std::vector<Glyph>& glyphs, double shift);

}  // namespace budgetlift
