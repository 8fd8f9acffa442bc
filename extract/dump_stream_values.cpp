#include "extract/dump_stream_values.h"

#include <algorithm>

#include "extract/dump_stream_costs.h"

namespace budgetlift::stream_values {
namespace {

using stream_costs::kNoCode;
constexpr double kWholeCode = 3, kOtherCode = 3;

}  // namespace

bool has_digit(std::u32string_view key) { return std::any_of(key.begin(), key.end(), is_digit); }

bool never_begins(char32_t c) { return std::u32string_view(U"，。、；：）》”’】〕)],.;:%％‰…？！").find(c) != std::u32string_view::npos; }

bool never_ends(char32_t c) { return std::u32string_view(U"（《“‘【〔([，、：:<≤≥>＜＞").find(c) != std::u32string_view::npos; }

bool is_amount(std::u32string_view key) {
  size_t digits = 0;
  for (size_t i = 0; i < key.size(); ++i) {
    digits += is_digit(key[i]);
    if (!is_digit(key[i]) && key[i] != ',' && key[i] != '.' && !(i == 0 && key[i] == '-')) return false;
  }
  // Groups of three digits, and no zero in front of others.
  const std::u32string_view whole = key.substr(key.front() == '-', key.find(U'.') - (key.front() == '-'));
  if (whole.size() > 1 && whole[0] == '0') return false;
  if (const size_t comma = whole.find(U','); comma != whole.npos) {
    constexpr size_t kGroup = 4;   // with its comma
    if (comma == 0 || comma >= kGroup || (whole.size() - comma) % kGroup != 0) return false;
    for (size_t i = comma; i < whole.size(); ++i) {
      if ((whole[i] == ',') != ((i - comma) % kGroup == 0)) return false;
    }
  }
  // One point at most, behind digits.
  return digits > 0 && std::count(key.begin(), key.end(), U'.') <= 1 && is_digit(key.back()) && key.front() != '.' && key.front() != ',';
}

size_t decimals(std::u32string_view key) { return key.find(U'.') == key.npos ? 0 : key.size() - 1 - key.find(U'.'); }

bool is_code(std::u32string_view key) {
  constexpr size_t kLeast = 8, kMost = 30;
  return key.size() >= kLeast && key.size() <= kMost && std::all_of(key.begin(), key.end(), [](char32_t c) { return is_latin(c) || c == '-'; });
}

size_t project_code_at(std::u32string_view key) {
  for (size_t at = kCodeLetter; at + 2 < key.size(); ++at) {
    if (key[at] < 'A' || key[at] > 'Z' || !is_digit(key[at + 1]) || !is_digit(key[at + 2])) continue;
    size_t digits = 0;
    while (digits < at && is_digit(key[at - digits - 1])) ++digits;
    if (digits == kCodeLetter) return at - kCodeLetter;
  }
  return key.npos;
}

bool is_project_code(std::u32string_view key) {
  constexpr std::u32string_view kAlphabet = U"0123456789ABCDEFGHJKLMNPQRTUWXY";
  constexpr size_t kModulus = 31, kSum = 30;
  if (key.size() != kProjectCode || project_code_at(key) != 0) return false;
  size_t sum = 0, weight = 1;
  for (size_t i = 0; i < key.size(); ++i) {
    const size_t value = kAlphabet.find(key[i]);
    if (value == kAlphabet.npos) return false;
    sum += i + 1 < key.size() ? value * weight : value;
    weight = weight * 3 % kModulus;
  }
  return sum % kModulus == kSum;
}

double code_cost(std::u32string_view key) {
  if (!is_code(key)) return kNoCode;
  const size_t start = project_code_at(key);
  if (start == 0 && key.size() == kProjectCode) return -kWholeCode;
  return start == key.npos ? kOtherCode : kNoCode;
}

double id_cost(std::u32string_view key) {
  constexpr size_t kLeast = 2, kMost = 14;
  return key.size() >= kLeast && key.size() <= kMost && std::all_of(key.begin(), key.end(), [](char32_t c) { return is_latin(c) || c == '-'; }) && has_digit(key) ? 0 : kNoCode;
}

bool is_number(std::u32string_view key) {
  constexpr size_t kMost = 4;
  return key.size() <= kMost && key[0] != '0' && std::all_of(key.begin(), key.end(), is_digit);
}

bool ends_with_comparison(std::u32string_view key) {
  constexpr size_t kLongest = 16;   // characters of a number and its unit
  const size_t sign = key.find_last_of(U"≥≤＞＜<>≧≦");
  return sign != key.npos && sign > 0 && sign + 1 < key.size() && key.size() - sign <= kLongest && is_digit(key[sign + 1]) &&
         key.find_first_of(U"，。；、)）", sign) == key.npos;
}

int unbalanced(std::u32string_view text) {
  int open = 0, wrong = 0;
  for (char32_t c : text) {
    if (is_han(c) || is_latin(c)) continue;
    if (std::u32string_view(U"(（《“【〔[").find(c) != std::u32string_view::npos) ++open;
    else if (std::u32string_view(U")）》”】〕]").find(c) != std::u32string_view::npos && --open < 0) {
      ++wrong;
      open = 0;
    }
  }
  return wrong + open;
}

}  // namespace budgetlift::stream_values
