// Amounts of money: a printed number and its printed unit become yuan.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/record.h"

namespace budgetlift {

// How many powers of ten a unit of money is above the yuan: 元 0, 百元 2, 千元 3, 万元 4, 十万元 5, 百万元 6, 千万元 7,
// 亿元 8; "人民币", brackets and a leading "单位：" do not matter. None for any other text.
std::optional<int> yuan_power(std::string_view unit);

// `canonical_text` is a cell's text, `printed_unit` the unit that the form states for its amounts. A unit in the cell
// itself (500万元, 500万) wins. Full-width digits and thousands separators are understood, a minus sign and brackets
// ("(500.00)", accounting style) make it negative, a leading ¥ is passed over. `cny` is exact, with at least two
// decimals; none where the number or the unit is not understood or there is no unit. `printed` is `canonical_text`
// unchanged.
Amount parse_amount(std::string_view canonical_text, const std::optional<std::string>& printed_unit);

// True for what a document prints where there is no value: "", "-", "—", "——", "/", "无" and the like.
bool stands_for_nothing(std::string_view canonical_text);

}  // namespace budgetlift
