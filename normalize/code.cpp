#include "normalize/code.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // 31 characters
constexpr int kModulus = 31;
constexpr int kTarget = 30;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter_or_digit(char c) {
  return is_digit(c) || is_letter(c);
}

int value_of(char c) {
  const size_t place = kAlphabet.find(c);
  return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

// Division and year are digits, then a letter.
bool has_layout(std::string_view code) {
  return code.size() >= 9 && std::all_of(code.begin(), code.begin() + 8, is_digit) && is_letter(code[8]);
}

// Σ value(c_i)·3^i of the first 20 characters, modulo 31; -1 if one is not of the alphabet.
int weighted_sum(std::string_view first20) {
  int total = 0, weight = 1;
  for (char c : first20.substr(0, 20)) {
    const int value = value_of(c);
    if (value < 0) return -1;
    total = (total + value * weight) % kModulus;
    weight = weight * 3 % kModulus;
  }
  return total;
}

CodeParts parts_of(std::string_view code) {
  return {.division = std::string(code.substr(0, 6)),
          .year = 2000 + (code[6] - '0') * 10 + (code[7] - '0'),
          .category = std::string(code.substr(8, 1)),
          .serial = std::string(code.substr(9, 11)),
          .check = std::string(code.substr(20, 1))};
}

}  // namespace

std::optional<char> check_character(std::string_view first20) {
  if (first20.size() != 20) return std::nullopt;
  const int total = weighted_sum(first20);
  if (total < 0) return std::nullopt;
  return kAlphabet[static_cast<size_t>((kTarget - total + kModulus) % kModulus)];
}

CodeCheck check_code(std::string_view code) {
  using Result = CodeCheck::Result;
  if (code.size() < 20 || code.size() > 22 || !std::all_of(code.begin(), code.end(), is_letter_or_digit)) return {};
  if (code.size() != 21) return {has_layout(code) ? Result::wrong_check : Result::not_this_kind, std::nullopt};
  const auto expected = check_character(code.substr(0, 20));
  if (!has_layout(code)) {
    // One wrong character among the first nine makes another layout, but the rest still looks like such a code.
    size_t wrong = 0;
    for (size_t i = 0; i < 9; ++i) wrong += i < 8 ? !is_digit(code[i]) : !is_letter(code[i]);
    return {wrong == 1 ? Result::wrong_check : Result::not_this_kind, std::nullopt};
  }
  return {expected && *expected == code[20] ? Result::valid : Result::wrong_check, parts_of(code)};
}

bool shows_code(std::string_view line) {
  static const RE2 code(R"((?:^|[^0-9A-Z])\d{8}[A-Z][0-9A-Z]{2,12}(?:[^0-9A-Z]|$))");
  return RE2::PartialMatch(folded(line), code);
}

std::string_view leading_code(std::string_view text) {
  constexpr size_t kLength = 21;
  const std::string_view code = text.substr(0, kLength);
  if (text.size() <= kLength || is_letter_or_digit(text[kLength]) || check_code(code).result != CodeCheck::Result::valid) return {};
  return code;
}

}  // namespace budgetlift
