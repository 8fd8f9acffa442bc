#include "normalize/sums.h"

#include <algorithm>
#include <string_view>

#include "normalize/amount.h"
#include "normalize/decimal.h"
#include "normalize/draft.h"

namespace budgetlift {
namespace {

// Of the amounts at `keys`, in yuan; those that are not printed count nothing. Nothing if one is not understood.
std::optional<Decimal> sum_at(const ProjectRecord& record, const std::vector<std::string>& keys) {
  Decimal out{"0"};
  for (const std::string& key : keys) {
    const std::optional<Amount> amount = amount_at(record, key);
    if (!amount || stands_for_nothing(amount->printed)) continue;
    if (!amount->cny) return std::nullopt;
    out = sum(out, *amount->cny);
  }
  return out;
}

void check_sum(const FormSum& of, ProjectRecord& record) {
  const std::optional<Amount> total = amount_at(record, of.total);
  const std::optional<Decimal> parts = sum_at(record, of.parts), more = sum_at(record, of.maybe);
  const bool all_known = total && total->cny && parts;
  if (all_known && compare(*parts, *total->cny) == 0) return;
  if (all_known && more && compare(sum(*parts, *more), *total->cny) == 0) return;
  std::vector<std::string> keys = of.parts;
  keys.insert(keys.begin(), of.total);
  for (const std::string& key : keys) {
    const bool printed = amount_at(record, key).has_value();
    if (all_known && printed) flag(record, key, "sum-mismatch", "total " + total->cny->digits + ", its parts " + parts->digits + " yuan");
    // On a scan, and in a dump, the cell of the one that is missing may have run into another one.
    if (!printed && (is_of_scan(record) || is_of_dump(record))) flag(record, key, "missing-value", "the other amounts do not add up without it");
    // Then one that is no amount may have taken in another's digits.
    if (!all_known && printed && is_of_dump(record)) flag(record, key, "not-understood", "the amounts beside it are not all understood");
  }
}

}  // namespace

std::optional<Amount> amount_at(const ProjectRecord& record, const std::string& key) {
  for (const auto& [pointer, amount] : amounts_of(record)) {
    if (key == pointer) return *amount;
  }
  const auto* text = extra_at<std::string>(record, key);
  return text ? std::optional(parse_amount(*text, record.printed_unit)) : std::nullopt;
}

std::vector<std::string> amounts_in(const Form& form) {
  std::vector<std::string> out = {"/budget/total", "/budget/fiscal", "/budget/other"};
  for (const FormField& field : form.fields) {
    if (field.kind == "amount" && field.key.starts_with(kExtra)) out.push_back(field.key);
  }
  return out;
}

std::vector<FormSum> sums_of(const Form& form, const ProjectRecord& record) {
  std::vector<FormSum> out;
  for (const FormSum& of : form.sums) {
    const bool has_part = std::any_of(of.parts.begin(), of.parts.end(), [&](const std::string& key) { return amount_at(record, key).has_value(); });
    const bool left_out = std::any_of(form.fields.begin(), form.fields.end(), [&](const FormField& field) {
      return field.optional && !record.labelled.count(field.key) && std::find(of.parts.begin(), of.parts.end(), field.key) != of.parts.end();
    });
    if (has_part && !left_out) out.push_back(of);
  }
  return out;
}

void check_sums(const Form& form, ProjectRecord& record) {
  for (const std::string& key : amounts_in(form)) {
    const std::optional<Amount> amount = amount_at(record, key);
    if (!amount || amount->cny || (key.starts_with(kExtra) && stands_for_nothing(amount->printed))) continue;
    flag(record, key, record.printed_unit ? "not-understood" : "no-unit",
         record.printed_unit ? "not an amount: " + amount->printed : "the form states no unit for " + amount->printed);
  }
  for (const FormSum& of : sums_of(form, record)) check_sum(of, record);
}

}  // namespace budgetlift
