#include "normalize/misprints.h"

#include <algorithm>
#include <re2/re2.h>

#include "normalize/draft.h"

namespace budgetlift {
namespace {

constexpr const char* kReason = "unlikely-text";

// Digits behind the decimal point, zeros too; -1 without one.
int decimals_of(const std::string& amount) {
  static const RE2 pattern(R"([.．](\d+)\D*$)");
  std::string digits;
  return RE2::PartialMatch(amount, pattern, &digits) ? static_cast<int>(digits.size()) : -1;
}

// Fractions of a yuan beyond the fen that are not 0.
bool has_less_than_a_fen(const Decimal& yuan) {
  const size_t point = yuan.digits.find('.');
  return point != std::string::npos && yuan.digits.size() > point + 3 && yuan.digits.find_first_not_of('0', point + 3) != std::string::npos;
}

void name_amounts(ProjectRecord& record, const auto& is_read) {
  static const RE2 zero(R"(^0\d)"), fixed(R"([.．]\d*0\D*$)");
  const auto amounts = amounts_of(record);
  // Where one ends in a zero decimal all have as many.
  int most = -1;
  for (const auto& [pointer, amount] : amounts) {
    if (*amount && RE2::PartialMatch((*amount)->printed, fixed)) most = std::max(most, decimals_of((*amount)->printed));
  }
  for (const auto& [pointer, amount] : amounts) {
    if (!*amount || !is_read(pointer)) continue;
    const std::string& printed = (*amount)->printed;
    const int own = decimals_of(printed);
    if (RE2::PartialMatch(printed, zero)) flag(record, pointer, kReason, "begins with a zero: " + printed);
    if (own >= 0 && own < most) flag(record, pointer, kReason, "fewer decimals than the amounts beside it: " + printed);
    if ((*amount)->cny && has_less_than_a_fen(*(*amount)->cny)) flag(record, pointer, kReason, "a fraction of a fen: " + printed);
  }
}

void name_text(ProjectRecord& record, const std::string& pointer, const std::string& text) {
  static const RE2 open_end("[,，、]$"), point(R"(\p{Han}·\p{Han})"), before_unit("[.,，、][号年月日]");
  if (RE2::PartialMatch(text, open_end)) flag(record, pointer, kReason, "ends in a comma");
  if (RE2::PartialMatch(text, point)) flag(record, pointer, kReason, "a point in the middle of words");
  if (RE2::PartialMatch(text, before_unit)) flag(record, pointer, kReason, "a point or a comma before 号, 年, 月 or 日");
}

}  // namespace

void name_misprints(ProjectRecord& record) {
  auto is_read = [&](const std::string& pointer) {
    const auto origin = record.fields.find(pointer);
    return origin != record.fields.end() && origin->second.source == Source::ocr;
  };
  auto name = [&](const std::string& pointer, const std::optional<std::string>& text) {
    if (text && is_read(pointer)) name_text(record, pointer, *text);
  };
  static const RE2 no_letter(R"(^[^\pL])");
  if (record.unit_name && is_read("/unit/name") && RE2::PartialMatch(*record.unit_name, no_letter)) {
    flag(record, "/unit", kReason, "begins with no letter: " + *record.unit_name);
  }
  static const RE2 thousand(R"((?:^|[^\d.,])[1-9]\d{0,2}\.\d{3}(?:\D|$))");
  name_amounts(record, is_read);
  name("/project/name", record.name);
  name("/purpose", record.purpose);
  for (size_t i = 0; i < record.goals.size(); ++i) {
    const std::string pointer = "/goals/" + std::to_string(i), number = std::to_string(i + 1);
    name(pointer, record.goals[i]);
    const bool numbered = record.goals[i].size() > number.size() && record.goals[i].starts_with(number) && (record.goals[i][number.size()] & 0x80);
    if (numbered && is_read(pointer)) flag(record, pointer, kReason, "begins with its own number, without a point");
  }
  for (size_t i = 0; i < record.indicators.size(); ++i) {
    const std::string base = "/indicators/" + std::to_string(i);
    name(base + "/level3", record.indicators[i].level3);
    name(base + "/description", record.indicators[i].description);
    name(base + "/basis", record.indicators[i].basis);
    const auto& target = record.indicators[i].target;
    if (target && is_read(base + "/target") && RE2::PartialMatch(target->text, thousand)) {
      flag(record, base + "/target", kReason, "three decimals: the point may be a comma");
    }
  }
}

}  // namespace budgetlift
