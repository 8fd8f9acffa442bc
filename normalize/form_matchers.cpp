#include "normalize/form_matchers.h"

#include <algorithm>

namespace budgetlift {
namespace {

// A project has the form of the one before it where that fits nearly as well as the best one; on a scan labels may be lost, so that a
// form with less of them seems to fit better than the right one.
constexpr double kSameFormSlack = 0.02;
constexpr double kScanSlack = 0.15;
// Below this score, and if it knows less than this share of the labels, no form's definition is used but all of them together.
constexpr double kLeastScore = 0.5, kLeastKnown = 0.8;

}  // namespace

FormMatchers::FormMatchers(const std::vector<Form>& forms) : forms_(forms), chooser_(forms), matchers_(forms.size()) {}

const FormMatcher& FormMatchers::at(size_t form) const {
  if (!matchers_[form]) matchers_[form] = std::make_unique<FormMatcher>(forms_[form]);
  return *matchers_[form];
}

const FormMatcher& FormMatchers::any_form() const {
  if (!any_) any_ = std::make_unique<FormMatcher>(united(forms_));
  return *any_;
}

size_t FormMatchers::place_of(const FormMatcher& matcher) const {
  const auto it = std::find_if(matchers_.begin(), matchers_.end(), [&](const auto& own) { return own.get() == &matcher; });
  return static_cast<size_t>(it - matchers_.begin());
}

std::vector<const FormMatcher*> FormMatchers::likely(const LabelEvidence& labels, bool scanned, const FormMatcher* last) const {
  std::vector<const FormMatcher*> out;
  if (labels.size() < kLeastLabels) return out;
  const std::vector<FormRank> ranks = chooser_.rank(labels);
  const double slack = scanned ? kScanSlack : kSameFormSlack;
  FormRank best = ranks.front();
  for (const FormRank& rank : ranks) {
    if (scanned && rank.score >= ranks.front().score - slack && rank.known >= best.known && rank.own > best.own) best = rank;
  }
  const bool unknown = best.score < kLeastScore && best.known < kLeastKnown;
  out.push_back(unknown ? &any_form() : &at(best.form));
  // A listing may have the very labels of a form.
  for (const FormRank& rank : ranks) {
    if (!unknown && rank.form != best.form && rank.score >= best.score - kSameFormSlack && forms_[rank.form].listing) out.push_back(&at(rank.form));
  }
  if (!last) return out;
  const size_t place = place_of(*last);
  for (const FormRank& rank : ranks) {
    if (rank.form == place && rank.score >= best.score - slack) out.insert(out.begin(), last);
  }
  return out;
}

const FormMatcher& FormMatchers::of_all_tables(const FormMatcher& matcher, const LabelEvidence& labels) const {
  const size_t form = place_of(matcher);
  return form < forms_.size() && !labels.empty() ? at(chooser_.best_alike(labels, form)) : matcher;
}

FormFit FormMatchers::fit(const FormMatcher& matcher, const LabelEvidence& labels, bool titled) const {
  const size_t form = place_of(matcher);
  const bool defined = form < forms_.size();
  if (labels.empty()) return {defined, {defined ? forms_[form].name : "", 0}, std::nullopt};
  FormFit out = chooser_.fit(labels, defined ? form : chooser_.rank(labels).front().form, titled);
  out.known = out.known && defined;
  return out;
}

}  // namespace budgetlift
