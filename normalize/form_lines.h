// What stands around a form's tables: its title, the line that names unit and money, the year.
#pragma once

#include <memory>
#include <optional>
#include <re2/re2.h>
#include <string>
#include <vector>

#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

struct TitleMatch {
  std::string title;
  std::optional<int> number;         // printed number of the project
  std::optional<int> year;           // of the document, if the title names it
  std::vector<TextLine> lines;
};

struct UnitMatch {
  std::string code;
  std::string name;
  std::string unit;
  std::vector<TextLine> lines;
  std::string department{};   // named where the unit is not
};

// What is wrong with the form's patterns, in words; empty if nothing.
std::string pattern_problem(const Form& form);

// A pattern that is compiled when it is first needed: of many forms a document needs one.
class LazyPattern {
 public:
  explicit LazyPattern(const std::string& text) : text_(text) {}
  bool empty() const { return text_.empty(); }
  const RE2& operator*() const {
    if (!pattern_) pattern_ = std::make_unique<RE2>(text_, RE2::Quiet);
    return *pattern_;
  }

 private:
  std::string text_;
  mutable std::unique_ptr<RE2> pattern_;
};

// The form must outlive this.
class FormLines {
 public:
  explicit FormLines(const Form& form);

  // Title, unit line and the year's own line at the end of `lines`; the lines used are removed from it.
  std::optional<UnitMatch> take_unit_line(std::vector<TextLine>& lines) const;
  std::optional<TitleMatch> take_title(std::vector<TextLine>& lines) const;
  std::optional<int> take_year_line(std::vector<TextLine>& lines) const;
  std::optional<int> match_year_line(const std::string& canonical_text) const;

  // The last line of a scan below a title, as far as a unit line can be told in it although a part could not be read: a code,
  // the name behind it, a unit of money at its end, each perhaps missing. It is removed from `lines`.
  std::optional<UnitMatch> take_spoilt_unit_line(std::vector<TextLine>& lines) const;

  std::optional<UnitMatch> match_unit_line(const std::string& canonical_text) const;
  std::optional<TitleMatch> match_title(const std::string& canonical_text) const;

  // The name that a title stands for: without the form's ending.
  std::string name_of_title(const std::string& title) const;

 private:
  const Form& form_;
  LazyPattern title_, unit_line_, year_line_;
};

}  // namespace budgetlift
