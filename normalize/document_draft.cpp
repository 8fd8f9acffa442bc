#include "normalize/document_draft.h"

#include <algorithm>

#include "normalize/draft.h"
#include "normalize/head.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Lines of text kept back because a title may be among them.
constexpr size_t kMaxPending = 64;

// Points below a table's last ruling within which text is held to be part of its last row.
constexpr double kCloseBelow = 6;

// The first form that says something of the kind; any if none does.
template <typename Says>
const Form& form_that(const std::vector<Form>& forms, Says says) {
  const auto it = std::find_if(forms.begin(), forms.end(), says);
  return it == forms.end() ? forms.front() : *it;
}

}  // namespace

DocumentDraft::DocumentDraft(const FormSet& set, bool keep_unplaced)
    : forms(set), matchers(forms.index<FormMatchers>()),
      overall(form_that(forms, [](const Form& form) { return !form.overall.goal_heading.empty(); }).overall),
      facts(form_that(forms, [](const Form& form) { return !form.document_title_pattern.empty(); })), keep_unplaced_(keep_unplaced) {}

ProjectRecord& DocumentDraft::begin_project(const FormMatcher& matcher) {
  overall.end_section();
  matcher_of.push_back(&matcher);
  labels_of.emplace_back();
  seen.clear();
  open = true;
  behind_listing = false;
  return projects.emplace_back();
}

void DocumentDraft::take_line(TextLine&& line) {
  behind_listing = false;
  pending.push_back(std::move(line));
  if (pending.size() > 2 * kMaxPending) {
    give_away({pending.begin(), pending.begin() + kMaxPending});
    pending.erase(pending.begin(), pending.begin() + kMaxPending);
  }
}

void DocumentDraft::leave_unplaced(const std::vector<TextLine>& lines) {
  stray_codes.take(lines);
  if (keep_unplaced_) unplaced.insert(unplaced.end(), lines.begin(), lines.end());
}

// Running text that is no title: the overall part, or unplaced.
void DocumentDraft::give_away(const std::vector<TextLine>& lines) {
  std::vector<TextLine> outside;
  for (const TextLine& line : lines) overall.take(line, outside);
  // The title page says the document's year and department.
  if (projects.empty()) {
    for (const TextLine& line : outside) facts.take(line);
  }
  leave_unplaced(outside);
}

void DocumentDraft::flush_pending() {
  flag_text_below_table();
  flag_indicators_outside();
  name_lost_forms();
  give_away(pending);
  pending.clear();
}

// Text close below a form's last row may be a part of that row which no ruling closes.
void DocumentDraft::flag_text_below_table() {
  if (!open || pending.empty() || !last_region.box || !pending.front().box) return;
  const TextLine& line = pending.front();
  if (line.page != last_region.page || line.box->y0 > last_region.box->y1 + kCloseBelow ||
      line.box->x1 < last_region.box->x0 || line.box->x0 > last_region.box->x1) {
    return;
  }
  flag(projects.back(), "", "unplaced-text", "text close below the form's last row: " + canonical(line.text));
}

// Rows that have lost their rulings behind a page break stand there as lines of text: names of indicators tell.
void DocumentDraft::flag_indicators_outside() {
  if (!open) return;
  for (const TextLine& line : pending) flag_if_indicator(canonical(line.text));
}

void DocumentDraft::flag_if_indicator(const std::string& text) {
  const auto& taxonomy = matcher_of.back()->form().taxonomy;
  const bool begins = std::any_of(taxonomy.begin(), taxonomy.end(), [&](const TaxonomyEntry& entry) { return text.rfind(entry.level1, 0) == 0; });
  if (!begins && !matcher_of.back()->taxonomy().count(text)) return;
  flag(projects.back(), "/indicators", "unplaced-text", "an indicator's name stands outside the form's table: " + text);
}

// A scanned form whose table could not be read has its title among the text. It must not be missing without a word:
// it becomes a record that says so.
void DocumentDraft::name_lost_forms() {
  for (auto it = pending.begin(); it != pending.end(); ++it) {
    const TextLine& line = *it;
    if (line.source != Source::ocr) continue;
    const std::string text = canonical(line.text);
    for (size_t f = 0; f < forms.size(); ++f) {
      const FormMatcher& matcher = matchers.at(f);
      auto title = matcher.lines().match_title(text);
      if (!title || matcher.lines().name_of_title(title->title) == title->title) continue;
      ProjectRecord& record = begin_project(matcher);
      title->lines = {line};
      set_title(record, *title);
      auto unit = std::next(it) == pending.end() ? std::nullopt : matcher.lines().match_unit_line(canonical(std::next(it)->text));
      if (unit) unit->lines = {*std::next(it)}, set_unit(record, *unit);
      flag(record, "", "form-not-read", "the table below this title could not be read: " + text);
      open = false;
      break;
    }
  }
}

void DocumentDraft::between_tables() {
  for (TextLine& line : pending) {
    const std::string text = canonical(line.text);
    if (text.empty() || matcher_of.back()->is_caption(text)) continue;
    flag(projects.back(), "", "unplaced-text", "text between the form's tables: " + text);
    leave_unplaced({line});
  }
  pending.clear();
}

}  // namespace budgetlift
