#include "normalize/dump_checks.h"

#include <optional>
#include <string>
#include <string_view>

#include "normalize/amount.h"
#include "normalize/decimal.h"
#include "normalize/draft.h"
#include "normalize/sums.h"

namespace budgetlift {
namespace {

constexpr std::string_view kExtra = "/extra/";

const std::optional<std::string>* value_of(const ExtraRow& row, const std::string& key) {
  for (const auto& [name, text] : row) {
    if (name == key) return &text;
  }
  return nullptr;
}

// What a row of amounts comes to in a table's column; nothing if its text is no amount.
std::optional<Decimal> amount_of(const ExtraRow& row, const std::string& key, const ProjectRecord& record) {
  const std::optional<std::string>* text = value_of(row, key);
  if (!text || !*text || stands_for_nothing(**text)) return Decimal{"0"};
  return parse_amount(**text, record.printed_unit).cny;
}

// Why the rows of a table with amounts cannot all be right; empty if they may be.
std::string misfit(const FormField& field, const std::vector<ExtraRow>& rows, const ProjectRecord& record) {
  std::vector<Decimal> below(field.columns.size(), Decimal{"0"});
  const FormRowColumn* total = nullptr;
  for (const ExtraRow& row : rows) {
    std::optional<Decimal> whole;
    Decimal parts{"0"};
    for (size_t i = 0; i < field.columns.size(); ++i) {
      const FormRowColumn& column = field.columns[i];
      if (column.total.empty()) {
        const std::optional<std::string>* text = value_of(row, column.key);
        if (!text || !*text) return "a row without its " + column.key;
        continue;
      }
      const std::optional<Decimal> amount = amount_of(row, column.key, record);
      if (!amount) return "no amount: " + value_of(row, column.key)->value();
      below[i] = sum(below[i], *amount);
      if (!total) total = &column;
      if (&column == total) whole = amount;
      else parts = sum(parts, *amount);
    }
    if (whole && compare(*whole, parts) != 0) return "a row's total is " + whole->digits + ", its parts " + parts.digits + " yuan";
  }
  for (size_t i = 0; i < field.columns.size(); ++i) {
    if (field.columns[i].total.empty()) continue;
    const std::optional<Amount> printed = amount_at(record, field.columns[i].total);
    const Decimal all = printed && printed->cny ? *printed->cny : Decimal{"0"};
    if (compare(all, below[i]) != 0) return "the rows come to " + below[i].digits + ", their sum is " + all.digits + " yuan";
  }
  return "";
}

}  // namespace

void check_dump(const Form& form, ProjectRecord& record) {
  for (const FormField& field : form.fields) {
    if (field.columns.empty() || !field.key.starts_with(kExtra)) continue;
    const auto it = record.extra.find(field.key.substr(kExtra.size()));
    const auto* rows = it == record.extra.end() ? nullptr : std::get_if<std::vector<ExtraRow>>(&it->second);
    if (!rows) continue;
    const std::string why = misfit(field, *rows, record);
    if (why.empty()) continue;
    flag(record, field.key, "sum-mismatch", why);
    for (const FormRowColumn& column : field.columns) {
      if (!column.total.empty()) flag(record, column.total, "sum-mismatch", why);
    }
  }
}

}  // namespace budgetlift
