// Lines above a form by the patterns of all forms.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/form.h"

namespace re2 {
class RE2;
}

namespace budgetlift {

class DumpPatterns {
 public:
  explicit DumpPatterns(const std::vector<Form>& forms);
  ~DumpPatterns();

  // `line`: as printed; tabs count as spaces.
  bool is_title(std::string_view line) const;
  bool is_numbered_title(std::string_view line) const;   // "3.…表"
  bool is_unit_line(std::string_view line) const;
  bool is_year_line(std::string_view line) const;
  bool is_document_title(std::string_view line) const;   // of the title page
  // A heading of the running text ("第一部分").
  bool is_caption(std::string_view line) const;
  int title_lines() const { return title_lines_; }   // the most that a title is printed in

 private:
  using Patterns = std::vector<std::unique_ptr<re2::RE2>>;
  Patterns titles_, document_titles_, unit_lines_, year_lines_;
  std::vector<std::string> captions_;
  int title_lines_ = 1;
};

}  // namespace budgetlift
