#include "normalize/dump_checks.h"

#include <algorithm>
#include <optional>
#include <re2/re2.h>
#include <string>
#include <string_view>

#include "normalize/amount.h"
#include "normalize/brackets.h"
#include "normalize/code.h"
#include "normalize/decimal.h"
#include "normalize/draft.h"
#include "normalize/dump_row_checks.h"
#include "normalize/sums.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

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
      // A row that lacks its total is a part of another one.
      const std::optional<std::string>* text = value_of(row, column.key);
      if ((!total || total == &column) && (!text || !*text)) return "a row without its " + column.key;
      const std::optional<Decimal> amount = amount_of(row, column.key, record);
      if (!amount) return "no amount: " + text->value();
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

constexpr const char* kShifted = "neither name nor code, or something else where words or a code should be";

// Of a listing's row: no name and no code, a number or an indicator's level where a name should be, or words for its own number: its
// cells stand beside their columns.
void check_listing(const Form& form, ProjectRecord& record) {
  if (record.name && open_brackets(*record.name) != Open::none) flag(record, "/project/name", "unlikely-text", "a bracket without its other one: " + *record.name);
  // A unit of amounts is printed, and no amount was read.
  if (record.printed_unit && !record.total && !record.fiscal && !record.other) flag(record, "/budget", "missing-value", "no amount was found in any column");
  static const RE2 number(R"([\d.,，]*)");
  const auto* sequence = extra_at<std::string>(record, "/extra/sequence");
  const auto odd = [&](const std::optional<std::string>& name) { return name && (RE2::FullMatch(*name, number) || shows_code(*name) || !miscut(form, *name).empty()); };
  static const RE2 code("[0-9A-Za-z-]*");
  const bool shifted = (!record.name && !record.code) || (sequence && !RE2::FullMatch(*sequence, number)) || odd(record.unit_name) || odd(record.name) ||
                       (record.unit_code && !RE2::FullMatch(*record.unit_code, code));
  if (!shifted) return;
  for (const char* part : {"/unit", "/project", "/budget", "/goals", "/indicators", "/extra"}) flag(record, part, "unlikely-text", kShifted);
}

// A text that ends as a schedule does: its label was not found.
void check_schedule_in_text(ProjectRecord& record) {
  static const RE2 percents(R"((?:\d{1,3}(?:\.\d+)?[%％]\s*){2,}$)");
  if (!record.purpose || !RE2::PartialMatch(*record.purpose, percents)) return;
  for (const char* part : {"/purpose", "/schedule"}) flag(record, part, "unlikely-text", "it ends as a schedule does: " + *record.purpose);
}

// Texts side by side: one whose items are 1 and 3 holds an item of the other.
void check_items(ProjectRecord& record) {
  static const RE2 item(R"([（(](\d{1,2})[)）])");
  for (const auto& [key, value] : record.extra) {
    const auto* text = extra_at<std::string>(record, "/extra/" + key);
    if (!text) continue;
    re2::StringPiece rest(*text);
    int number = 0, last = 0;
    bool gap = false;
    while (RE2::FindAndConsume(&rest, item, &number)) {
      gap = gap || (last > 0 && number != last + 1);
      last = number;
    }
    if (!gap) continue;
    for (const std::string& pointer : {"/extra/" + key, std::string("/goals")}) flag(record, pointer, "unlikely-text", "its items are not numbered one after the other: " + *text);
  }
}

// Why a text may have taken in another one's end, or a page's number, or lack its own; empty if it may be whole.
std::string odd_end(const std::string& text) {
  static const RE2 number(R"((?s).*[\p{Han}。；，！]\d{1,3})"), fragment(R"((?s).*[。；！]\p{Han}{1,2})");
  if (RE2::FullMatch(text, number)) return "a page's number may stand at its end: " + text;
  if (RE2::FullMatch(text, fragment)) return "another text's end may stand at its own: " + text;
  return open_brackets(text) != Open::none ? "a bracket without its other one: " + text : "";
}

void check_ends(ProjectRecord& record) {
  const auto check = [&](const std::string& pointer, const std::string& text) {
    if (const std::string why = odd_end(text); !why.empty()) flag(record, pointer, "unlikely-text", why);
  };
  if (record.purpose) check("/purpose", *record.purpose);
  for (size_t i = 0; i < record.goals.size(); ++i) check("/goals/" + std::to_string(i), record.goals[i]);
  for (const auto& [key, value] : record.extra) {
    if (const auto* text = extra_at<std::string>(record, "/extra/" + key)) check("/extra/" + key, *text);
  }
}

// Labels of a total's parts are printed, and none of the parts was read.
void check_lost_parts(const Form& form, ProjectRecord& record) {
  for (const FormSum& of : form.sums) {
    if (!amount_at(record, of.total)) continue;
    const bool read = std::any_of(of.parts.begin(), of.parts.end(), [&](const std::string& key) { return amount_at(record, key).has_value(); });
    for (const std::string& key : of.parts) {
      if (!read && record.labelled.count(key)) flag(record, key, "missing-value", "its label is printed, nothing was read for it");
    }
  }
}

// The beginning of an amount's label that a text begins with, behind the amount before it or not ("其中：财政" and then the text): the
// amounts were not told from it. Empty if it begins so with none that `lost` holds for.
template <typename Lost>
std::string amount_label_in_front(const Form& form, std::string_view text, Lost lost) {
  constexpr size_t kLeast = 4;   // characters
  static const RE2 amount(R"(\s*-?[\d,，]+(?:\.\d+)?\s*)");
  re2::StringPiece rest(text.data(), text.size());
  RE2::Consume(&rest, amount);
  const std::u32string front = decode_utf8(folded(std::string(rest.substr(0, 48))));
  for (const FormField& field : form.fields) {
    if (field.kind != "amount" || !lost(field.key)) continue;
    for (const std::string& name : field.labels) {
      const std::u32string label = decode_utf8(folded(name));
      if (label.size() >= kLeast && front.starts_with(std::u32string_view(label).substr(0, std::max(kLeast, label.size() - 2)))) return name;
    }
  }
  return "";
}

void check_amounts_in_text(const Form& form, ProjectRecord& record) {
  const auto lost = [&](const std::string& key) { return !amount_at(record, key); };
  const std::string label = record.purpose ? amount_label_in_front(form, *record.purpose, lost) : "";
  if (label.empty()) return;
  const std::string why = "it begins with the label \"" + label + "\": " + *record.purpose;
  for (const char* part : {"/purpose", "/goals"}) flag(record, part, "unlikely-text", why);
  for (const FormField& field : form.fields) {
    if (field.kind == "amount") flag(record, field.key, "missing-value", "an amount or its label stands in another text");
  }
}

// A code among the indicators, and none above them: the head's values stand there.
void check_code_in_rows(ProjectRecord& record) {
  if (record.code) return;
  const auto shows = [](const std::optional<std::string>& text) { return text && shows_code(*text); };
  for (const Indicator& row : record.indicators) {
    if (!shows(row.level3) && !shows(row.description) && !(row.target && shows_code(row.target->text))) continue;
    for (const char* part : {"/project", "/unit"}) flag(record, part, "missing-value", "a project's code stands among the indicators");
    return;
  }
}

// "2023" and "年局本级": a part of a date stands where a unit should.
void check_unit(ProjectRecord& record) {
  if (!record.unit_name || !record.unit_name->starts_with("年")) return;
  for (const char* part : {"/unit/code", "/unit/name"}) flag(record, part, "unlikely-text", "a part of a date: " + *record.unit_name);
}

// A label whose value stands in several cells has taken in a text: one that is missing may be it.
void check_lost_texts(const Form& form, ProjectRecord& record) {
  if (std::none_of(record.review.begin(), record.review.end(), [](const Review& review) { return review.reason == "several-cells"; })) return;
  for (const FormField& field : form.fields) {
    if (field.kind != "text" || !field.key.starts_with("/extra/") || extra_at<std::string>(record, field.key)) continue;
    flag(record, field.key, "missing-value", "it may stand in the text of another label");
  }
}

// Others of the listing have a code of their unit: where one has none, its name may be shifted or have swallowed it.
void check_unit_codes(std::vector<ProjectRecord>& records) {
  const auto has = [](const ProjectRecord& record) { return record.unit_code.has_value(); };
  if (std::none_of(records.begin(), records.end(), has)) return;
  for (ProjectRecord& record : records) {
    if (has(record)) continue;
    for (const char* part : {"/unit/code", "/unit/name", "/project/name"}) flag(record, part, "missing-value", "other projects of the listing have a unit's code");
  }
}

}  // namespace

void check_dump(const Form& form, ProjectRecord& record) {
  check_dumped_rows(form, record);
  check_lost_parts(form, record);
  check_lost_texts(form, record);
  check_amounts_in_text(form, record);
  check_code_in_rows(record);
  check_unit(record);
  check_ends(record);
  check_items(record);
  check_schedule_in_text(record);
  if (form.listing) check_listing(form, record);
  for (const FormField& field : form.fields) {
    const auto* rows = extra_at<std::vector<ExtraRow>>(record, field.key);
    if (field.columns.empty() || !rows) continue;
    const std::string why = misfit(field, *rows, record);
    if (why.empty()) continue;
    flag(record, field.key, "sum-mismatch", why);
    for (const FormRowColumn& column : field.columns) {
      if (!column.total.empty()) flag(record, column.total, "sum-mismatch", why);
    }
  }
}

void check_dumped_listing(std::vector<ProjectRecord>& records) {
  check_unit_codes(records);
  for (size_t i = 1; i < records.size(); ++i) {
    const bool shifted = std::any_of(records[i].review.begin(), records[i].review.end(), [](const Review& review) { return review.detail == kShifted; });
    if (shifted) flag(records[i - 1], "/indicators", "unlikely-text", "the project behind it may be some of its rows");
  }
}

}  // namespace budgetlift
