// Which Chinese characters are common.
#pragma once

namespace budgetlift {

constexpr char32_t kFirstHan = 0x4E00, kLastHan = 0x9FA5;

constexpr bool is_han(char32_t c) { return c >= kFirstHan && c <= kLastHan; }

// One of the 3,755 characters of GB 2312's first level: 99.5 % of any Chinese text, a fifth of those that Unicode has.
bool is_first_level(char32_t c);

}  // namespace budgetlift
