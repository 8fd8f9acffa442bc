#include "normalize/checks.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "normalize/code.h"
#include "normalize/date.h"
#include "normalize/decimal.h"
#include "normalize/draft.h"
#include "normalize/dump_checks.h"
#include "normalize/misprints.h"
#include "normalize/sums.h"
#include "normalize/target.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

bool has_field(const ProjectRecord& record, const std::string& key) {
  if (key == "/project/code") return record.code.has_value();
  if (key == "/project/name") return record.name.has_value();
  if (key == "/budget/total") return record.total.has_value();
  if (key == "/budget/fiscal") return record.fiscal.has_value();
  if (key == "/budget/other") return record.other.has_value();
  if (key == "/purpose") return record.purpose.has_value();
  if (key == "/schedule") return !record.schedule.empty();
  if (key == "/goals") return !record.goals.empty();
  if (key == "/unit") return record.unit_name.has_value() || record.unit_code.has_value();
  if (key.rfind(kExtra, 0) == 0) return record.extra.count(key.substr(kExtra.size())) > 0;
  return true;
}

// An amount of a dump that is none holds its neighbours' texts.
void check_swallowed(const Form& form, ProjectRecord& record) {
  const auto odd = std::find_if(record.review.begin(), record.review.end(),
                                [](const Review& review) { return review.reason == "not-understood" && review.field.rfind("/budget", 0) == 0; });
  if (odd == record.review.end()) return;
  const std::string why = odd->detail;
  for (const FormField& field : form.fields) {
    if (!has_field(record, field.key)) flag(record, field.key, "missing-value", why);
  }
}

void check_schedule(ProjectRecord& record) {
  Decimal last{"0"};
  for (size_t i = 0; i < record.schedule.size(); ++i) {
    const ScheduleStep& step = record.schedule[i];
    const std::string pointer = "/schedule/" + std::to_string(i);
    // A label that would be a date in any year is right even where the document's year is not known.
    constexpr int kSomeYear = 2000;
    const std::optional<std::string> date = step.date ? step.date : schedule_date(step.label, kSomeYear);
    if (!date) flag(record, pointer, "not-understood", "no date: " + step.label);
    // It may be a part of another one, or none: then the steps behind it stand in the wrong places.
    if (!date && is_of_scan(record)) flag(record, "/schedule", "not-understood", "one of the steps is no date: " + step.label);
    if (i > 0 && date) {
      const ScheduleStep& before = record.schedule[i - 1];
      const std::optional<std::string> earlier = before.date ? before.date : schedule_date(before.label, kSomeYear);
      if (earlier && before.date.has_value() == step.date.has_value() && *earlier >= *date) {
        const std::string detail = step.label + " after " + before.label;
        flag(record, "/schedule/" + std::to_string(i - 1), "schedule-falls", detail);
        flag(record, pointer, "schedule-falls", detail);
      }
    }
    if (!step.percent) continue;
    if (compare(*step.percent, last) < 0) {
      // Either of the two may be the wrong one.
      const std::string detail = step.percent->digits + " after " + last.digits;
      flag(record, "/schedule/" + std::to_string(i - 1), "schedule-falls", detail);
      flag(record, pointer, "schedule-falls", detail);
    }
    last = *step.percent;
  }
  if (!record.schedule.empty() && compare(last, Decimal{"100"}) != 0) {
    flag(record, "/schedule", "schedule-not-100", "the last step is " + last.digits + ", not 100");
  }
}

// `pointer`: of the table of the record that the rows are.
void check_indicators(const FormMatcher& matcher, const std::string& pointer, const std::vector<Indicator>& rows, ProjectRecord& record) {
  const bool unsure = is_of_scan(record) || is_of_dump(record);
  const auto& columns = matcher.form().columns;
  const bool prints_level1 = std::any_of(columns.begin(), columns.end(), [](const FormColumn& column) { return column.key == "level1"; });
  const bool no_level1 = prints_level1 && std::none_of(rows.begin(), rows.end(), [](const Indicator& row) { return row.level1.has_value(); });
  for (size_t i = 0; i < rows.size(); ++i) {
    const Indicator& indicator = rows[i];
    const std::string base = pointer + "/" + std::to_string(i);
    if (no_level1 && !unsure) flag(record, base + "/level1", "missing-value", "the form has first levels, none was found");
    // A column whose header could not be read is lost with all its cells; a dump's cell may stand in another one.
    for (const auto& [level, key] : {std::pair{&indicator.level1, "/level1"}, {&indicator.level2, "/level2"}, {&indicator.level3, "/level3"}}) {
      if (unsure && !*level) flag(record, base + key, "missing-value", "nothing was read for it");
    }
    if (indicator.level1 && !matcher.knows_level1(*indicator.level1)) {
      flag(record, base + "/level1", "unknown-level1", "no first-level indicator of this form: " + *indicator.level1);
    }
    if (indicator.target && may_have_unknown_unit(*indicator.target)) {
      flag(record, base + "/target", "not-understood", "a number with an unknown unit: " + indicator.target->text);
    }
    if (!indicator.level2) continue;
    const auto known = matcher.taxonomy().find(*indicator.level2);
    if (known == matcher.taxonomy().end()) {
      flag(record, base + "/level2", "unknown-level2", "no second-level indicator of this form: " + *indicator.level2);
      // The two together are one: then the other cells of these rows are halves, too.
      if (i > 0 && matcher.taxonomy().count(rows[i - 1].level2.value_or("") + *indicator.level2)) {
        const std::string detail = "this row and the next one look like one row that the page break cuts";
        flag(record, pointer + "/" + std::to_string(i - 1), "row-cut-unsure", detail);
        flag(record, base, "row-cut-unsure", "the rest of the row before, perhaps");
      }
    } else if (indicator.level1 && matcher.knows_level1(*indicator.level1) &&
               std::find(known->second.begin(), known->second.end(), *indicator.level1) == known->second.end()) {
      flag(record, base + "/level2", "level2-not-under-level1", *indicator.level2 + " under " + *indicator.level1);
      flag(record, base + "/level1", "level2-not-under-level1", *indicator.level2 + " under " + *indicator.level1);
    }
  }
}

// A row behind a page break that is not whole, of which the reader doubts that it is one: then that before it is not whole either.
void check_cut_rows(const std::string& pointer, const std::vector<Indicator>& rows, ProjectRecord& record) {
  for (size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].level3 && rows[i].target) continue;
    const std::string base = pointer + "/" + std::to_string(i);
    const bool unsure = std::any_of(record.review.begin(), record.review.end(), [&](const Review& entry) { return entry.reason == "row-cut-unsure" && entry.field.starts_with(base + "/"); });
    if (!unsure) continue;
    flag(record, base, "row-cut-unsure", "the rest of the row before, perhaps");
    flag(record, pointer + "/" + std::to_string(i - 1), "row-cut-unsure", "it may go on behind the page break");
  }
}

void check_indicators(const FormMatcher& matcher, ProjectRecord& record) {
  check_indicators(matcher, "/indicators", record.indicators, record);
  check_cut_rows("/indicators", record.indicators, record);
  for (const auto& [key, extra] : record.extra) {
    const auto* rows = std::get_if<std::vector<Indicator>>(&extra);
    if (!rows) continue;
    check_indicators(matcher, "/extra/" + key, *rows, record);
    check_cut_rows("/extra/" + key, *rows, record);
  }
}

// True where the codes of the document are of another kind than the 21-character one, so that a wrong length or
// check character says nothing.
bool other_kind_of_codes(const std::vector<ProjectRecord>& records) {
  std::map<size_t, int> lengths;
  int codes = 0;
  for (const ProjectRecord& record : records) {
    if (!record.code) continue;
    ++codes;
    if (check_code(*record.code).result == CodeCheck::Result::valid) return false;
    ++lengths[decode_utf8(*record.code).size()];
  }
  // A single code of nearly the right length is more likely a damaged one.
  return codes > 0 && lengths.size() == 1 && (codes > 1 ? lengths.begin()->first != 21 : lengths.begin()->first < 19 || lengths.begin()->first > 23);
}

void check_codes(std::vector<ProjectRecord>& records) {
  const bool other_kind = other_kind_of_codes(records);
  std::map<std::string, std::vector<ProjectRecord*>> by_code;
  for (ProjectRecord& record : records) {
    if (!record.code) continue;
    by_code[*record.code].push_back(&record);
    const CodeCheck check = check_code(*record.code);
    record.code_parts = check.parts;
    if (other_kind || check.result == CodeCheck::Result::valid) continue;
    record.code_parts.reset();
    flag(record, "/project/code", "check-character",
         check.result == CodeCheck::Result::wrong_check ? "the check character does not fit: a character is wrong"
                                                        : "not 21 characters of the code's alphabet");
  }
  for (auto& [code, same] : by_code) {
    if (same.size() < 2) continue;
    for (ProjectRecord* record : same) flag(*record, "/project/code", "code-twice", code + " stands in " + std::to_string(same.size()) + " forms");
  }
}

}  // namespace

void check_record(const FormMatcher& matcher, ProjectRecord& record) {
  const Form& form = matcher.form();
  const bool of_dump = !form.listing && is_of_dump(record);
  for (const FormField& field : form.fields) {
    // In a dump, where nothing shows a cell's borders, a label that is not found may be part of another cell's text.
    if (of_dump && !field.optional && !record.labelled.count(field.key)) flag(record, field.key, "missing-value", "the form's label \"" + field.labels.front() + "\" was not found");
    else if (field.required && !has_field(record, field.key)) flag(record, field.key, "missing-value", "the form prints \"" + field.labels.front() + "\", nothing was read for it");
  }
  if (record.indicators.empty()) flag(record, "/indicators", "missing-value", "no row of indicators was read");
  if (!record.title) flag(record, "/title", "missing-value", "no title was found above the form");
  const bool has_unit_field = std::any_of(form.fields.begin(), form.fields.end(), [](const FormField& field) { return field.key.rfind("/unit", 0) == 0; });
  if (!form.unit_line_pattern.empty() && !has_unit_field && !record.unit_code && !record.unit_name) {
    flag(record, "/unit", "missing-value", "no line with the unit was found above the form");
  }
  if (!record.printed_unit && (record.total || record.fiscal || record.other)) {
    flag(record, "/budget/printed_unit", "no-unit", "no unit of the amounts is printed with the form");
  }
  if (record.title && record.name && !form.title_ending.empty() &&
      folded(matcher.lines().name_of_title(*record.title)) != folded(*record.name)) {
    const std::string detail = "title \"" + *record.title + "\", name \"" + *record.name + "\"";
    flag(record, "/title", "title-name-mismatch", detail);
    flag(record, "/project/name", "title-name-mismatch", detail);
  }
  if (record.name && check_code(*record.name).result == CodeCheck::Result::valid) {
    for (const char* field : {"/project/name", "/project/code"}) flag(record, field, "unlikely-text", "a project's code stands where its name should: " + *record.name);
  }
  check_sums(form, record);
  if (of_dump) check_swallowed(form, record);
  if (is_of_dump(record)) check_dump(form, record);
  check_schedule(record);
  check_indicators(matcher, record);
  name_misprints(record);
}

void check_document(std::vector<ProjectRecord>& records) {
  if (!records.empty() && is_of_dump(records.front())) check_dumped_listing(records);
  check_codes(records);
  std::optional<int> last;
  for (ProjectRecord& record : records) {
    if (record.printed_number) {
      if (last && *record.printed_number != *last + 1) {
        flag(record, "/index", "index-gap", "number " + std::to_string(*record.printed_number) + " follows " + std::to_string(*last));
      }
      last = record.printed_number;
    } else if (last) {
      flag(record, "/index", "index-gap", "the title has no number, the one before has " + std::to_string(*last));
      ++*last;
    }
  }
}

}  // namespace budgetlift
