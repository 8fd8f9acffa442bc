#include "extract/dump_patterns.h"

#include <re2/re2.h>

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kLongestLine = 1200;   // bytes

void add(std::vector<std::unique_ptr<re2::RE2>>& patterns, const std::string& pattern) {
  if (pattern.empty()) return;
  auto compiled = std::make_unique<RE2>(pattern, RE2::Quiet);
  if (compiled->ok()) patterns.push_back(std::move(compiled));
}

bool matches(const std::vector<std::unique_ptr<re2::RE2>>& patterns, std::string_view line) {
  if (line.size() > kLongestLine) return false;
  std::string text(line);
  std::replace(text.begin(), text.end(), '\t', ' ');
  text = canonical(text);
  return !text.empty() && std::any_of(patterns.begin(), patterns.end(), [&](const auto& p) { return RE2::FullMatch(text, *p); });
}

}  // namespace

DumpPatterns::DumpPatterns(const std::vector<Form>& forms) {
  for (const Form& form : forms) {
    add(titles_, form.title_pattern);
    add(document_titles_, form.document_title_pattern);
    add(unit_lines_, form.unit_line_pattern);
    add(year_lines_, form.year_line_pattern);
    captions_.insert(captions_.end(), form.overall.captions.begin(), form.overall.captions.end());
    title_lines_ = std::max(title_lines_, form.title_max_lines);
  }
}

DumpPatterns::~DumpPatterns() = default;

bool DumpPatterns::is_title(std::string_view line) const { return matches(titles_, line); }
bool DumpPatterns::is_numbered_title(std::string_view line) const {
  const std::string text = canonical(line);
  return text.size() <= kLongestLine && std::any_of(titles_.begin(), titles_.end(), [&](const auto& pattern) {
    const auto& names = pattern->NamedCapturingGroups();
    const auto index = names.find("index");
    if (index == names.end()) return false;
    std::vector<re2::StringPiece> groups(static_cast<size_t>(pattern->NumberOfCapturingGroups()) + 1);
    return pattern->Match(text, 0, text.size(), RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size())) &&
           !groups[static_cast<size_t>(index->second)].empty();
  });
}

bool DumpPatterns::is_unit_line(std::string_view line) const { return matches(unit_lines_, line); }
bool DumpPatterns::is_document_title(std::string_view line) const { return matches(document_titles_, line); }
bool DumpPatterns::is_year_line(std::string_view line) const { return matches(year_lines_, line); }

bool DumpPatterns::is_caption(std::string_view line) const {
  return line.size() <= kLongestLine && std::find(captions_.begin(), captions_.end(), canonical(line)) != captions_.end();
}

}  // namespace budgetlift
