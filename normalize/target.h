// The target of an indicator (指标值): one operator, one value, one unit, or one date, where the text says exactly
// that.
#pragma once

#include <optional>
#include <string_view>

#include "schemas/record.h"

namespace budgetlift {

// `canonical_text` is the cell's text; `year` is what a date without a year gets (the document's fiscal year).
// `text` is `canonical_text` unchanged. kinds:
//   percent      ≥95%, 不低于95%, 95%以上, 百分之九十五. No unit.
//   quantity     ≤3000元/人/月, 15万, 三套, 100. `unit` as printed (but full-width ／ as /), null if none is printed;
//                `value` is the printed number: 15万 is value 15, unit 万.
//   date         12月底前 is "<=" and the last day of December; a month, quarter, half-year or year is its last day.
//                `date` is null if no year is known, or it recurs (每月25日前).
//   qualitative  all the rest, operator, value, unit and date null: words (持续上升), ranges (90%-95%), about (约95%),
//                changes (提高5%), two numbers, and whatever could be read in two ways (≤12月).
// The operator is what is printed; a bare value (100%, 66人, 2024年12月底) is the value to reach: "=". 以上, 以下 and 以内 include their number
// (Civil Code, article 1259), 超过 and 不满 do not.
Target parse_target(std::string_view canonical_text, std::optional<int> year);

// True for a qualitative target that is a number and a word behind it ("1053梯"): perhaps a unit that is not in
// schemas/units.json.
bool may_have_unknown_unit(const Target& target);

// False for a text that has begun a target and cannot end so: "≥", "≤3000元/", "不低于", "≥2000个或", an open bracket.
bool looks_complete(std::string_view canonical_text);

}  // namespace budgetlift
