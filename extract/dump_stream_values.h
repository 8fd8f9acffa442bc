// Kinds of values and characters that cells of a stream dump are told by. Keys are those of dump_text.h, key_text.
#pragma once

#include <cstddef>
#include <string_view>

namespace budgetlift::stream_values {

inline bool is_han(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0xF900 && c <= 0xFAFF); }
inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_latin(char32_t c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool has_digit(std::u32string_view key);
// Marks that a cell hardly begins with, and hardly ends with.
bool never_begins(char32_t c);
bool never_ends(char32_t c);
bool is_amount(std::u32string_view key);
size_t decimals(std::u32string_view key);
bool is_code(std::u32string_view key);
// The project code of CONTRACT.md: division and year, a letter, a serial and a check character. Its first characters are enough to know one.
inline constexpr size_t kCodeLetter = 8, kProjectCode = 21;
// Where one begins in `key`; npos if none does.
size_t project_code_at(std::u32string_view key);
// Whether `key` is one with the right check character.
bool is_project_code(std::u32string_view key);
// Costs of a text as a project's code and as a unit's, in nats.
double code_cost(std::u32string_view key);

double id_cost(std::u32string_view key);
bool is_number(std::u32string_view key);
inline bool in_number(char32_t c) { return is_latin(c) || c == '.' || c == ','; }
// "合格率≥95%": the comparison has a column of its own.
bool ends_with_comparison(std::u32string_view key);
int unbalanced(std::u32string_view text);

}  // namespace budgetlift::stream_values
