#include "extract/dump_head_values.h"

#include <algorithm>
#include <vector>

namespace budgetlift {
namespace {

constexpr double kEmptyValue = 0.5;
constexpr double kStepsInText = 3;  // prose that begins or ends with steps of a schedule

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

// The steps of a schedule in `key`, as offsets of their ends: "3月底6月底" or "25%50%". A step begins at a run of
// digits after something else.
std::vector<size_t> step_ends(std::u32string_view key) {
  std::vector<size_t> ends;
  for (size_t i = 1; i <= key.size(); ++i) {
    if (i == key.size() || (is_digit(key[i]) && !is_digit(key[i - 1]) && key[i - 1] != '.')) ends.push_back(i);
  }
  return ends;
}

}  // namespace

bool is_amount(std::u32string_view key) {
  if (key == U"-" || key == U"—" || key == U"--") return true;
  size_t digits = 0, i = !key.empty() && (key[0] == '-' || key[0] == '+') ? 1 : 0;
  for (; i < key.size() && (is_digit(key[i]) || key[i] == ',' || key[i] == '.'); ++i) digits += is_digit(key[i]);
  return digits > 0 && key.size() - i <= 2;
}

bool is_code(std::u32string_view key) {
  return std::all_of(key.begin(), key.end(), [](char32_t c) { return c < 0x80; });
}

bool is_percent_step(std::u32string_view step) {
  if (step.empty() || !is_digit(step[0])) return false;
  if (step.back() == '%') step.remove_suffix(1);
  return std::all_of(step.begin(), step.end(), [](char32_t c) { return is_digit(c) || c == '.'; });
}

bool is_date_step(std::u32string_view step) {  // "3月底", "2024年12月31日前", "第一季度末" is prose here
  if (step.empty() || !is_digit(step[0]) || step.size() > 8) return false;
  return step.find(U'月') != step.npos || step.find(U'年') != step.npos || step.find(U'日') != step.npos ||
         step.find(U'季') != step.npos;
}

double schedule_cost(std::u32string_view before, std::u32string_view after) {
  size_t dates = 0, percents = 0, wrong = 0;
  for (std::u32string_view part : {before, after}) {
    size_t start = 0;
    if (part.empty()) continue;
    for (size_t end : step_ends(part)) {
      const std::u32string_view step = part.substr(start, end - start);
      if (is_percent_step(step)) {
        ++percents;
      } else if (is_date_step(step)) {
        ++dates;
      } else {
        ++wrong;
      }
      start = end;
    }
  }
  return (wrong > 0 ? kWrongKind + 0.5 * static_cast<double>(wrong) : 0) + (dates != percents ? 3 : 0) +
         (dates == 0 ? kEmptyValue : 0);
}

double value_cost(const FormField& field, std::u32string_view key) {
  if (key.empty()) return field.kind == "amount" ? 0 : kEmptyValue;
  const double wrong = kWrongKind + 0.1 * static_cast<double>(key.size());
  if (field.kind == "amount") return is_amount(key) ? 0 : wrong;
  if (field.kind == "code") return is_code(key) ? 0 : wrong;
  // Prose: it neither ends with two steps of a schedule nor begins with a percentage of one.
  std::vector<std::u32string_view> steps;
  size_t start = 0;
  for (size_t end : step_ends(key)) {
    steps.push_back(key.substr(start, end - start));
    start = end;
  }
  double cost = 0;
  if (steps.size() > 1 && is_date_step(steps.back()) && is_date_step(steps[steps.size() - 2])) cost += kStepsInText;
  if (is_percent_step(steps.front()) && steps.front().back() == '%') cost += kStepsInText;
  return cost;
}

}  // namespace budgetlift
