// The units that targets are counted in, from schemas/units.json.
#pragma once

#include <string_view>

namespace budgetlift {

// What a text behind a number is.
enum class UnitKind {
  none,            // no unit
  known,           // 个, 万元, 元/人/月, 个或张, 台(套)
  needs_operator,  // 级, 期, 楼: "3级" may be the third one, "≥3级" is a number of them
  word,            // 长期, 明显: no unit, but what some forms print as one behind a number (1长期)
};

// `unit` is half-width text without spaces (normalize/text_fold.h). `chinese` says that the number before it is written
// in Chinese numerals: fewer units are certain then (一起, 一方面 are no numbers).
UnitKind unit_kind(std::string_view unit, bool chinese);

// True if `text` begins with a known unit and goes on: "个完成".
bool begins_with_unit(std::string_view text);

}  // namespace budgetlift
