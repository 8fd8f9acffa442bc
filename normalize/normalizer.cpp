#include "normalize/normalizer.h"

#include <algorithm>

#include "normalize/checks.h"
#include "normalize/date.h"
#include "normalize/draft.h"
#include "normalize/evidence.h"
#include "normalize/form_tables.h"
#include "normalize/target.h"

namespace budgetlift {
namespace {

void understand_targets(std::vector<Indicator>& indicators, const std::optional<int>& year) {
  for (Indicator& indicator : indicators) {
    if (indicator.target) indicator.target = parse_target(indicator.target->text, year);
  }
}

}  // namespace

struct Normalizer::Impl {
  NormalizeOptions options;
  DocumentDraft draft;
  FormTables tables{draft};
};

Normalizer::Normalizer(const FormSet& forms, const NormalizeOptions& options)
    : impl_(new Impl{.options = options, .draft{forms, options.keep_unplaced}}) {}
Normalizer::~Normalizer() = default;

void Normalizer::take(Block&& block) {
  if (auto* line = std::get_if<TextLine>(&block)) {
    impl_->draft.take_line(std::move(*line));
  } else {
    impl_->tables.take(std::get<Table>(block));
  }
}

NormalizedDocument Normalizer::finish() {
  DocumentDraft& s = impl_->draft;
  s.flush_pending();
  NormalizedDocument out;
  const std::vector<TextLine> placed = s.stray_codes.place(s.projects);
  weigh_evidence(s.projects, s.matcher_of, impl_->options.evidence);
  out.facts = s.facts.decide(s.projects);
  for (size_t i = 0; i < s.projects.size(); ++i) {
    ProjectRecord& record = s.projects[i];
    record.index = static_cast<int>(i) + 1;
    for (ScheduleStep& step : record.schedule) step.date = schedule_date(step.label, out.facts.fiscal_year);
    understand_targets(record.indicators, out.facts.fiscal_year);
    for (auto& [key, extra] : record.extra) {
      if (auto* indicators = std::get_if<std::vector<Indicator>>(&extra)) understand_targets(*indicators, out.facts.fiscal_year);
    }
    // On a scan, or in a dump, labels may be lost that another form lacks.
    if (!is_of_scan(record) && !is_of_dump(record)) s.matcher_of[i] = &s.matchers.of_all_tables(*s.matcher_of[i], s.labels_of[i]);
    record.form = s.matchers.fit(*s.matcher_of[i], s.labels_of[i], record.title.has_value());
    if (!record.form.known) {
      flag(record, "", "unknown-form", "no form's definition fits; the nearest is " + record.form.best.name);
    }
    check_record(*s.matcher_of[i], record);
  }
  check_document(s.projects);
  out.overall = s.overall.finish(impl_->options.evidence);
  out.projects = std::move(s.projects);
  out.unplaced = std::move(s.unplaced);
  // What the title page prints is in `document`.
  std::erase_if(out.unplaced, [&](const TextLine& line) {
    const bool is_placed = std::any_of(placed.begin(), placed.end(), [&](const TextLine& p) { return p.page == line.page && p.box == line.box; });
    return is_placed || s.facts.is_title(line, out.facts);
  });
  return out;
}

}  // namespace budgetlift
