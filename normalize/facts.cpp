#include "normalize/facts.h"

#include <map>
#include <re2/re2.h>
#include <set>
#include <utility>

#include "normalize/code.h"
#include "schemas/canonical.h"

namespace budgetlift {

struct FactsFinder::Impl {
  explicit Impl(const Form& f) : form(f), title(f.document_title_pattern) {}

  // What a title says; nothing if the text is none.
  std::optional<DocumentFacts> said_by(const std::string& text) const {
    if (title.pattern().empty() || !title.ok()) return std::nullopt;
    re2::StringPiece pieces[16];
    const int groups = title.NumberOfCapturingGroups() + 1;
    if (groups > 16 || !title.Match(text, 0, text.size(), RE2::UNANCHORED, pieces, groups)) return std::nullopt;
    DocumentFacts said;
    for (const auto& [name, index] : title.NamedCapturingGroups()) {
      const std::string value = pieces[index].data() ? std::string(pieces[index].data(), pieces[index].size()) : "";
      if (value.empty()) continue;
      if (name == "department") said.department = value;
      if (name == "year") said.fiscal_year = std::stoi(value);
    }
    return said;
  }

  const Form& form;
  RE2 title;
  std::set<int> years;
  std::set<int> title_years;                   // of forms
  std::set<std::string> named_departments;     // beside their titles
  std::string previous;   // the line before
  std::set<std::string> departments;
};

FactsFinder::FactsFinder(const Form& form) : impl_(std::make_unique<Impl>(form)) {}
FactsFinder::~FactsFinder() = default;
FactsFinder::FactsFinder(FactsFinder&&) noexcept = default;

void FactsFinder::take(const TextLine& line) {
  const std::string text = canonical(line.text);
  const std::string previous = std::exchange(impl_->previous, text);
  const std::optional<DocumentFacts> said = impl_->said_by(text);
  if (!said) return;
  if (said->fiscal_year) impl_->years.insert(*said->fiscal_year);
  // The department may stand on the title page's line above.
  const std::string department = said->department.value_or(previous);
  if (!department.empty()) impl_->departments.insert(department);
}

void FactsFinder::take_year(int year) { impl_->title_years.insert(year); }
void FactsFinder::take_department(const std::string& department) { impl_->named_departments.insert(department); }

bool FactsFinder::is_title(const TextLine& line, const DocumentFacts& facts) const {
  const std::string text = canonical(line.text);
  if (line.page > 1 || decode_utf8(text).find_first_of(U"、，,。；;：:") != std::u32string::npos) return false;
  if (text == facts.department) return true;
  const std::optional<DocumentFacts> said = impl_->said_by(text);
  // Where nothing tells the department, the line may be all that is printed of it.
  return said && facts.department && said->fiscal_year == facts.fiscal_year && (!said->department || said->department == facts.department);
}

DocumentFacts FactsFinder::decide(const std::vector<ProjectRecord>& records) const {
  DocumentFacts facts;
  std::map<int, int> code_years;
  std::set<std::string> main_units;
  const std::string& ending = impl_->form.main_unit_ending;
  for (const ProjectRecord& record : records) {
    if (record.code) {
      const CodeCheck check = check_code(*record.code);
      if (check.result == CodeCheck::Result::valid && check.parts) ++code_years[check.parts->year];
    }
    if (!record.unit_name) continue;
    const std::string& unit = *record.unit_name;
    if (!ending.empty() && unit.size() > ending.size() && unit.compare(unit.size() - ending.size(), ending.size(), ending) == 0) {
      main_units.insert(unit.substr(0, unit.size() - ending.size()));
    }
  }
  if (impl_->years.size() == 1) {
    facts.fiscal_year = *impl_->years.begin();
  } else if (impl_->title_years.size() == 1) {
    facts.fiscal_year = *impl_->title_years.begin();
  } else if (!code_years.empty()) {
    // A project keeps the code of the year that it began in: the newest code is of the budget's own year.
    facts.fiscal_year = code_years.rbegin()->first;
  }
  if (main_units.size() == 1) {
    facts.department = *main_units.begin();
  } else if (impl_->departments.size() == 1) {
    facts.department = *impl_->departments.begin();
  } else if (impl_->named_departments.size() == 1) {
    facts.department = *impl_->named_departments.begin();
  }
  return facts;
}

}  // namespace budgetlift
