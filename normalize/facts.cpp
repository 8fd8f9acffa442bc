#include "normalize/facts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <re2/re2.h>
#include <set>

#include "normalize/code.h"
#include "normalize/form_lines.h"
#include "schemas/canonical.h"

namespace budgetlift {

namespace {

constexpr size_t kMaxFront = 12;   // lines of a title page
constexpr size_t kMaxAbove = 3;    // lines of a title above the one with the year
constexpr size_t kMaxBelow = 2;    // and below it
// Lines of one title: their heights, and the air between them in heights.
constexpr double kSameHeight = 1.15, kMaxAir = 2;

// A line of the title page.
struct FrontLine {
  std::string text;
  std::optional<Box> box;
};

bool has_mark(const std::string& text) {
  return decode_utf8(text).find_first_of(U"、，,。；;：:…") != std::u32string::npos;
}

// A name's line: no digits, no marks.
bool is_name(const std::string& text) {
  return !text.empty() && text.find_first_of("0123456789") == std::string::npos && !has_mark(text);
}

bool in_one_title(const FrontLine& above, const FrontLine& below) {
  if (!above.box || !below.box) return false;
  const double a = above.box->height(), b = below.box->height();
  return std::max(a, b) <= kSameHeight * std::min(a, b) && below.box->y0 - above.box->y1 <= kMaxAir * std::max(a, b);
}

}  // namespace

struct FactsFinder::Impl {
  explicit Impl(const Form& f) : form(f), title(f.document_title_pattern), label(f.document_department_pattern) {}

  // What a title says; nothing if the text is none.
  std::optional<DocumentFacts> said_by(const std::string& text) const { return said_by(title, text); }

  static std::optional<DocumentFacts> said_by(const LazyPattern& lazy, const std::string& text) {
    if (lazy.empty() || !(*lazy).ok()) return std::nullopt;
    const RE2& pattern = *lazy;
    re2::StringPiece pieces[16];
    const int groups = pattern.NumberOfCapturingGroups() + 1;
    if (groups > 16 || !pattern.Match(text, 0, text.size(), RE2::UNANCHORED, pieces, groups)) return std::nullopt;
    DocumentFacts said;
    std::string behind;
    for (const auto& [name, index] : pattern.NamedCapturingGroups()) {
      const std::string value = pieces[index].data() ? std::string(pieces[index].data(), pieces[index].size()) : "";
      if (value.empty()) continue;
      if (name == "department") said.department = value;
      if (name == "department_behind") behind = value;
      if (name == "year") said.fiscal_year = std::stoi(value);
    }
    if (!said.department && !behind.empty()) said.department = behind;
    return said;
  }

  // The title that the title page prints, perhaps over several lines; the department may stand on lines of its own above.
  std::optional<DocumentFacts> front_title() const {
    for (size_t i = 0; i < front.size(); ++i) {
      if (has_mark(front[i].text) || front[i].text.find("20") == std::string::npos) continue;
      std::string text = front[i].text;
      std::optional<DocumentFacts> said = said_by(text);
      for (size_t k = i + 1; !said && k < front.size() && k <= i + kMaxBelow && !has_mark(front[k].text); ++k) {
        text += front[k].text;
        said = said_by(text);
      }
      if (!said) continue;
      if (said->department && !text.starts_with(*said->department)) return said;   // printed behind the year
      // The name may begin on lines above that are set like this one; where this one has none of it, it stands on the one above.
      for (size_t k = i; k > 0 && i - k < kMaxAbove && is_name(front[k - 1].text); --k) {
        if (said->department && !in_one_title(front[k - 1], front[k])) break;
        said->department = front[k - 1].text + said->department.value_or("");
      }
      return said;
    }
    return std::nullopt;
  }

  // A title may name the place alone.
  bool is_place(const std::string& name) const {
    return std::any_of(form.place_endings.begin(), form.place_endings.end(), [&](const std::string& end) { return name.ends_with(end); });
  }

  const Form& form;
  LazyPattern title, label;
  std::vector<FrontLine> front;
  bool behind_front = false;
  std::set<int> years;
  std::set<int> title_years;                   // of forms
  std::set<std::string> named_departments;     // beside their titles
  std::set<std::string> labelled;              // departments with a label before them
};

FactsFinder::FactsFinder(const Form& form) : impl_(std::make_unique<Impl>(form)) {}
FactsFinder::~FactsFinder() = default;
FactsFinder::FactsFinder(FactsFinder&&) noexcept = default;

void FactsFinder::take(const TextLine& line) {
  Impl& s = *impl_;
  const std::string text = canonical(line.text);
  if (text.empty()) return;
  s.behind_front = s.behind_front || line.page > 1 || s.front.size() == kMaxFront;
  if (!s.behind_front) s.front.push_back({text, line.box});
  if (const auto said = Impl::said_by(s.label, text); said && said->department) s.labelled.insert(*said->department);
  if (const auto said = s.said_by(text); said && said->fiscal_year) s.years.insert(*said->fiscal_year);
}

void FactsFinder::take_year(int year) { impl_->title_years.insert(year); }
void FactsFinder::take_department(const std::string& department) { impl_->named_departments.insert(department); }

bool FactsFinder::is_title(const TextLine& line, const DocumentFacts& facts) const {
  const std::string text = canonical(line.text);
  if (line.page > 1 || has_mark(text)) return false;
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
  const std::optional<DocumentFacts> title = impl_->front_title();
  if (title && title->fiscal_year) {
    facts.fiscal_year = title->fiscal_year;
  } else if (impl_->years.size() == 1) {
    facts.fiscal_year = *impl_->years.begin();
  } else if (impl_->title_years.size() == 1) {
    facts.fiscal_year = *impl_->title_years.begin();
  } else if (!code_years.empty()) {
    // A project keeps the code of the year that it began in: the newest code is of the budget's own year.
    facts.fiscal_year = code_years.rbegin()->first;
  }
  if (main_units.size() == 1) {
    facts.department = *main_units.begin();
  } else if (title && title->department && !impl_->is_place(*title->department)) {
    facts.department = title->department;
  } else if (impl_->labelled.size() == 1) {
    facts.department = *impl_->labelled.begin();
  } else if (impl_->named_departments.size() == 1) {
    facts.department = *impl_->named_departments.begin();
  }
  return facts;
}

}  // namespace budgetlift
