#include "normalize/text_fold.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

char32_t half_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + 0x21;
  switch (c) {
    case 0x2212:
    case 0xFE63: return '-';
    case 0xFE64: return '<';
    case 0xFE65: return '>';
    case 0xFE66: return '=';
    case 0xFE6A: return '%';
    case 0xFE50: return ',';
    case 0xFE52: return '.';
    default: return c;
  }
}

constexpr std::array<std::pair<char32_t, int>, 12> kDigits{{{U'零', 0},
                                                            {U'〇', 0},
                                                            {U'一', 1},
                                                            {U'二', 2},
                                                            {U'两', 2},
                                                            {U'三', 3},
                                                            {U'四', 4},
                                                            {U'五', 5},
                                                            {U'六', 6},
                                                            {U'七', 7},
                                                            {U'八', 8},
                                                            {U'九', 9}}};

std::optional<int> digit_of(char32_t c) {
  for (const auto& [character, value] : kDigits) {
    if (character == c) return value;
  }
  return std::nullopt;
}

int64_t power_of(char32_t c) {
  switch (c) {
    case U'十': return 10;
    case U'百': return 100;
    case U'千': return 1000;
    case U'万': return 10000;
    case U'亿': return 100000000;
    default: return 0;
  }
}

// Digit by digit: 三, 二〇二四. Two or three of them mean "about" (七八个, 三五个) and are none.
std::optional<std::string> spelled(std::u32string_view text) {
  std::string out;
  for (char32_t c : text) {
    const auto digit = digit_of(c);
    if (!digit || c == U'两') return std::nullopt;
    out.push_back(static_cast<char>('0' + *digit));
  }
  if (out.size() == 2 || out.size() == 3 || (out.size() > 1 && out.front() == '0')) return std::nullopt;
  return out;
}

// With powers: 一千零五, 十二, 三万五千. Powers of a section (十 百 千) fall, so do 亿 and 万; 零 stands only for a
// gap.
std::optional<std::string> with_powers(std::u32string_view text) {
  int64_t total = 0, section = 0, last_power = 10000, last_big = INT64_MAX;
  int digit = -1;  // not yet multiplied by a power; -1: none
  bool after_zero = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c == U'零' || c == U'〇') {
      if (i == 0 || digit >= 0 || after_zero) return std::nullopt;
      after_zero = true;
    } else if (const auto d = digit_of(c)) {
      if (digit >= 0) return std::nullopt;
      digit = *d;
    } else if (const int64_t power = power_of(c); power >= 10000) {
      section += std::max(digit, 0);
      if (section == 0 || power >= last_big) return std::nullopt;
      total += section * power;
      section = 0;
      digit = -1;
      last_big = power;
      last_power = 10000;
      after_zero = false;
    } else if (power > 0) {
      if (power >= last_power) return std::nullopt;
      if (digit < 0 && !(power == 10 && section == 0)) return std::nullopt;  // 十二; but 百 needs its digit
      section += (digit < 0 ? 1 : digit) * power;
      digit = -1;
      last_power = power;
      after_zero = false;
    } else {
      return std::nullopt;
    }
  }
  if (digit >= 0) {
    // 三百五 is 350, 三万五 is 35 000: spoken forms that only a zero or 十 before the digit makes certain.
    const bool plain = last_power == 10000 && last_big == INT64_MAX;
    if (!plain && !after_zero && last_power != 10) return std::nullopt;
    section += digit;
  } else if (after_zero) {
    return std::nullopt;
  }
  return std::to_string(total + section);
}

}  // namespace

std::string half_width(std::string_view text) {
  std::u32string out;
  for (char32_t c : decode_utf8(text)) {
    if (!is_space(c)) out.push_back(half_width(c));
  }
  return encode_utf8(out);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

std::optional<std::string> chinese_number(std::string_view text) {
  const std::u32string chars = decode_utf8(text);
  if (chars.empty() || chars.size() > 20) return std::nullopt;
  const size_t point = chars.find(U'点');
  std::u32string_view whole(chars);
  std::string decimals;
  if (point != std::u32string::npos) {
    for (size_t i = point + 1; i < chars.size(); ++i) {
      const auto digit = digit_of(chars[i]);
      if (!digit) return std::nullopt;
      decimals.push_back(static_cast<char>('0' + *digit));
    }
    if (decimals.empty()) return std::nullopt;
    whole = whole.substr(0, point);
    if (whole.empty()) return std::nullopt;
  }
  auto number = spelled(whole);
  if (!number) number = with_powers(whole);
  if (!number) return std::nullopt;
  if (!decimals.empty()) number->append(".").append(decimals);
  return number;
}

size_t chinese_digits_length(std::string_view text) {
  const std::u32string chars = decode_utf8(text.substr(0, 96));
  size_t count = 0;
  while (count < chars.size() && (digit_of(chars[count]) || power_of(chars[count]) || chars[count] == U'点')) ++count;
  return encode_utf8(std::u32string_view(chars).substr(0, count)).size();
}

double first_unit(std::u32string_view text) {
  double width = 0;
  for (char32_t c : text) {
    if (is_wide(c)) return width == 0 ? 1 : width;
    width += 0.5;
  }
  return width;
}

}  // namespace budgetlift
