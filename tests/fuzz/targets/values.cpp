// The grammars of values: targets, amounts, dates, codes. The first byte chooses the year, a line feed parts a cell's
// text from a second one (the printed unit).
#include <algorithm>
#include <optional>
#include <string>

#include "normalize/amount.h"
#include "normalize/code.h"
#include "normalize/date.h"
#include "normalize/target.h"
#include "schemas/canonical.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {
namespace {

bool is_decimal(std::string_view digits) {
  if (!digits.empty() && digits.front() == '-') digits.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? "0" : digits.substr(point + 1);
  // A number that JSON takes: no leading zeros.
  return !whole.empty() && !part.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(part.begin(), part.end(), is_digit) && (whole.size() == 1 || whole.front() != '0');
}

void try_target(const std::string& text, std::optional<int> year) {
  const Target target = parse_target(text, year);
  promise(target.text == text, "a target keeps its text");
  promise(
      target.kind == "quantity" || target.kind == "percent" || target.kind == "date" || target.kind == "qualitative",
      "a target has one of four kinds");
  if (target.op) {
    promise(*target.op == "=" || *target.op == "<=" || *target.op == "<" || *target.op == ">=" || *target.op == ">",
            "an operator is one of five");
  }
  if (target.value) promise(is_decimal(target.value->digits), "a target's value is a decimal number");
  if (target.date) promise(is_iso_date(*target.date), "a target's date exists");
  if (target.kind == "qualitative") {
    promise(!target.op && !target.value && !target.unit && !target.date, "a qualitative target has no value");
  }
  if (target.kind == "quantity" || target.kind == "percent") {
    promise(target.value.has_value(), "a quantity has a value");
  }
  (void)looks_complete(text);
}

}  // namespace

void values(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return;
  const std::optional<int> year = data[0] == 0 ? std::nullopt : std::optional<int>(1990 + data[0] % 64);
  const std::string_view input = text_of(data + 1, size - 1);
  const std::size_t cut = input.find('\n');
  const std::string text = canonical(input.substr(0, cut));
  std::optional<std::string> unit;
  if (cut != std::string_view::npos) unit = canonical(input.substr(cut + 1));

  try_target(text, year);

  const Amount amount = parse_amount(text, unit);
  promise(amount.printed == text, "an amount keeps its text");
  if (amount.cny) promise(is_decimal(amount.cny->digits), "an amount is a decimal number");
  if (amount.cny) promise(!stands_for_nothing(text), "what stands for nothing is no amount");

  if (const auto date = parse_printed_date(text, year); date && date->date) {
    promise(is_iso_date(*date->date), "a date exists");
  }
  if (const auto date = schedule_date(text, year)) promise(is_iso_date(*date), "a schedule's date exists");

  const CodeCheck check = check_code(text);
  if (check.result == CodeCheck::Result::valid) {
    promise(text.size() == 21 && check.parts.has_value(), "a valid code has 21 characters and parts");
    promise(check_character(std::string_view(text).substr(0, 20)) == text[20], "a valid code has its check character");
  }
}

}  // namespace budgetlift::fuzz
