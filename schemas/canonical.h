// Canonical text: the one spelling in which texts are compared and written to records.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/document.h"

namespace budgetlift {

// Canonical form of a UTF-8 text, as CONTRACT.md fixes it: NFC; ideographs of the Kangxi and CJK Radicals blocks
// (U+2E80–2FDF) as their unified ideographs; runs of white space as one space, none at the ends and none beside a
// CJK character or a full-width mark; zero-width and control characters removed; every other glyph as printed.
// Invalid UTF-8 becomes U+FFFD.
std::string canonical(std::string_view text);

// The fragments of one cell joined with nothing between them, in canonical form.
std::string canonical_joined(const std::vector<TextLine>& lines);

// Canonical text without any space and after NFKC (full-width digits, brackets and letters become ASCII): for
// comparing labels, never for output.
std::string folded(std::string_view text);

// Decodes UTF-8; invalid bytes give U+FFFD.
std::u32string decode_utf8(std::string_view text);
std::string encode_utf8(std::u32string_view text);

// Han ideographs, kana, CJK punctuation, full-width forms, and the quotation marks and dashes that Chinese text
// sets full-width.
bool is_wide(char32_t c);

// Any Unicode white space, U+3000 included.
bool is_space(char32_t c);

// Printed width in full-width characters: 1 for a wide character, 0.5 for any other.
double printed_width(std::string_view text);

}  // namespace budgetlift
