// The matchers of all forms, and which of them a table may be of.
#pragma once

#include <memory>
#include <vector>

#include "normalize/form_choice.h"
#include "normalize/form_match.h"

namespace budgetlift {

// An index of FormSet: a matcher is made when it is first needed. Not safe for threads.
class FormMatchers {
 public:
  explicit FormMatchers(const std::vector<Form>& forms);

  const FormMatcher& at(size_t form) const;
  size_t size() const { return matchers_.size(); }
  const FormChooser& chooser() const { return chooser_; }

  // What reads a form that nobody defined: the labels of all forms.
  const FormMatcher& any_form() const;

  // Those of the forms that a table with these labels may be of, the likeliest first; none if it shows too few. `last`: of the project before
  // it, or null.
  std::vector<const FormMatcher*> likely(const LabelEvidence& labels, bool scanned, const FormMatcher* last) const;

  // What a project's form is called when all its tables are known: its head alone may fit two forms. The one that fits the labels of all
  // tables best and reads them just as `matcher` did, or that one.
  const FormMatcher& of_all_tables(const FormMatcher& matcher, const LabelEvidence& labels) const;

  // How well the form that read a project fits what its tables showed; of a project that shows no labels nothing speaks against it. `titled`:
  // the form's title was found.
  FormFit fit(const FormMatcher& matcher, const LabelEvidence& labels, bool titled) const;

 private:
  // Place of the matcher's form among the forms; their number if it is not one of them.
  size_t place_of(const FormMatcher& matcher) const;

  const std::vector<Form>& forms_;
  FormChooser chooser_;
  mutable std::vector<std::unique_ptr<FormMatcher>> matchers_;
  mutable std::unique_ptr<FormMatcher> any_;
};

// Labels that make a table worth a look.
inline constexpr size_t kLeastLabels = 2;

}  // namespace budgetlift
