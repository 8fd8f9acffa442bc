// What the records say of their document: its fiscal year and its department.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

// Gathers evidence from lines outside the forms (the title page), then decides with the records' codes and units.
class FactsFinder {
 public:
  // `form`: which lines name the document. It must outlive the finder.
  explicit FactsFinder(const Form& form);
  ~FactsFinder();
  FactsFinder(FactsFinder&&) noexcept;

  // A line printed before the first project form.
  void take(const TextLine& line);

  // What the lines around a form's title name.
  void take_year(int year);
  void take_department(const std::string& department);

  // Whether a line of the first page prints nothing but these facts and a title's words: a sentence that begins like a
  // title says more.
  bool is_title(const TextLine& line, const DocumentFacts& facts) const;

  // The year of the title page, else the newest year of its codes; the unit that is the department itself, else the title
  // page's department, else the one that labels name. Nothing where the document does not say.
  DocumentFacts decide(const std::vector<ProjectRecord>& records) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
