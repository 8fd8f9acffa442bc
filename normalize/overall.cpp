#include "normalize/overall.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <re2/re2.h>
#include <tuple>

#include "normalize/evidence.h"
#include "normalize/form_lines.h"
#include "normalize/read_fields.h"
#include "normalize/text_fold.h"
#include "schemas/canonical.h"
#include "schemas/paragraph_end.h"
#include "schemas/readings.h"

namespace budgetlift {
namespace {

// What follows the prefix, whose marks may be printed or read in either width.
std::optional<std::string> behind(const std::string& text, const std::string& prefix) {
  const std::u32string chars = decode_utf8(text), wanted = decode_utf8(prefix);
  if (wanted.empty() || chars.size() < wanted.size()) return std::nullopt;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (half_width(chars[i]) != half_width(wanted[i])) return std::nullopt;
  }
  return encode_utf8(chars.substr(wanted.size()));
}

// A line without what may be a speck before it; empty if it begins with a word.
std::string without_speck(const std::string& text) {
  const std::u32string chars = decode_utf8(text);
  if (chars.size() < 3 || (chars[0] >= 0x3400 && chars[0] <= 0x9FFF) || is_space(chars[0])) return "";
  return canonical(encode_utf8(chars.substr(1)));
}

// A scanned line without the speck before its number; none if that gives no numbered line.
std::optional<std::string> behind_speck(const std::string& text, const RE2& numbered) {
  std::string rest = without_speck(text);
  if (rest.empty() || !RE2::FullMatch(rest, numbered)) return std::nullopt;
  return rest;
}

// A scanned line whose number in brackets was taken for a dash, or its second bracket for one of another kind; none if that
// gives no numbered line.
std::optional<std::string> with_number(const std::string& text, const RE2& numbered) {
  std::u32string chars = decode_utf8(text);
  if (chars.size() < 4 || half_width(chars[0]) != '(') return std::nullopt;
  size_t at = 1;
  if (chars[at] == U'—' || chars[at] == U'–' || chars[at] == '-') chars[at] = U'一';
  while (at + 1 < chars.size() && chars[at] >= 0x3400 && chars[at] <= 0x9FFF && at <= 3) ++at;   // at most 二十一
  if (std::u32string_view(U"}]〕】").find(half_width(chars[at])) != std::u32string_view::npos) chars[at] = U'）';
  std::string rest = encode_utf8(chars);
  if (!RE2::FullMatch(rest, numbered)) return std::nullopt;
  return rest;
}

// The characters of lines in a row, with what each may be; those of a text layer are certain.
std::vector<UnsureCharacter> characters_of(const std::vector<TextLine>& lines, const EvidenceOptions& options) {
  std::vector<UnsureCharacter> out;
  for (const TextLine& line : lines) {
    std::vector<UnsureCharacter> own = read_characters(line.readings, options.most_certain);
    if (own.empty()) {
      for (const char32_t c : decode_utf8(canonical(line.text))) {
        if (!is_space(c)) own.push_back({{{c, 1}}, 0});
      }
    }
    out.insert(out.end(), own.begin(), own.end());
  }
  return out;
}

// Whether it is a few characters that end a sentence: no paragraph, but the end of one that stands elsewhere.
bool is_lost_end(const std::string& text) {
  constexpr size_t kLongest = 8;   // characters
  const std::u32string chars = decode_utf8(text);
  return !chars.empty() && chars.size() <= kLongest && chars.back() == U'。';
}

bool ends_sentence(const std::string& text) { return text.ends_with("。") || text.ends_with("；"); }

// Names a text that may have been misread. `from` has its characters at `begin` or later, which is set behind them.
void review_text(Overall& overall, const std::string& pointer, const std::string& text, const std::vector<UnsureCharacter>& from,
                 size_t& begin, const EvidenceOptions& options) {
  ReadField field;
  field.text = text;
  field.characters = run_of(from, text, begin);
  if (field.characters.empty()) field.line_confidence = 0;   // joined from what cannot be followed
  if (!is_sure(field, options)) overall.review.push_back({pointer, "low-confidence", unsure_characters(field)});
}

}  // namespace

struct OverallReader::Impl {
  explicit Impl(const OverallForm& f)
      : form(f), goal(f.goal_heading), subgoals(f.subgoal_heading), safeguards(f.safeguard_heading), end(f.end_heading),
        subgoal_title(f.subgoal_title) {}

  enum class Section { none, goal, subgoals, safeguards };

  const OverallForm& form;
  LazyPattern goal, subgoals, safeguards, end, subgoal_title;
  Section section = Section::none;
  std::vector<TextLine> headings, goal_lines, safeguard_lines;
  std::vector<std::vector<TextLine>> subgoal_lines;   // one list a sub-goal

  // All running text that is set to one width; known ends of paragraphs are marked.
  std::vector<TextLine> column() const {
    std::vector<TextLine> out;
    const auto ends = [&] {
      if (!out.empty()) out.back().text += kParagraphEnd;
    };
    for (const std::vector<TextLine>* lines : {&goal_lines, &safeguard_lines}) {
      ends();
      out.insert(out.end(), lines->begin(), lines->end());
    }
    for (const std::vector<TextLine>& lines : subgoal_lines) {
      for (const TextLine& line : lines) {
        const std::string text = canonical(line.text);
        if (&line == &lines.front() || behind(text, form.objective_prefix) || behind(text, form.indicators_prefix)) ends();
        out.push_back(line);
      }
    }
    return out;
  }

  bool is_caption(const std::string& text) const {
    const std::string key = folded(text);
    return std::any_of(form.captions.begin(), form.captions.end(), [&](const std::string& c) { return folded(c) == key; });
  }
};

OverallReader::OverallReader(const OverallForm& form) : impl_(std::make_unique<Impl>(form)) {}
OverallReader::~OverallReader() = default;

void OverallReader::end_section() { impl_->section = Impl::Section::none; }

void OverallReader::take(const TextLine& line, std::vector<TextLine>& outside) {
  Impl& s = *impl_;
  const std::string text = canonical(line.text);
  if (text.empty()) return;
  auto heading = [&](const LazyPattern& pattern) {
    if (pattern.empty() || !(*pattern).ok() || !RE2::FullMatch(text, *pattern)) return false;
    s.headings.push_back(line);
    return true;
  };
  if (heading(s.goal)) {
    s.section = Impl::Section::goal;
  } else if (heading(s.subgoals)) {
    s.section = Impl::Section::subgoals;
  } else if (heading(s.safeguards)) {
    s.section = Impl::Section::safeguards;
  } else if (heading(s.end)) {
    s.section = Impl::Section::none;
  } else if (s.is_caption(text)) {
    return;
  } else if (s.section == Impl::Section::goal) {
    s.goal_lines.push_back(line);
  } else if (s.section == Impl::Section::safeguards) {
    s.safeguard_lines.push_back(line);
  } else if (s.section == Impl::Section::subgoals) {
    TextLine own = line;
    bool begins = RE2::FullMatch(text, *s.subgoal_title);
    if (!begins && !line.readings.empty()) {
      if (const auto rest = behind_speck(text, *s.subgoal_title)) own.text = *rest, begins = true;
      else if (const auto number = with_number(text, *s.subgoal_title)) own.text = *number, begins = true;
    }
    if (begins) s.subgoal_lines.emplace_back();
    if (s.subgoal_lines.empty()) {
      outside.push_back(line);
    } else {
      s.subgoal_lines.back().push_back(std::move(own));
    }
  } else {
    outside.push_back(line);
  }
}

Overall OverallReader::finish(const EvidenceOptions& options) {
  Impl& s = *impl_;
  Overall out;
  const std::vector<TextLine> column = s.column();
  for (const auto& [key, to, lines] : {std::tuple{"goal", &out.goal, &s.goal_lines}, std::tuple{"safeguards", &out.safeguards, &s.safeguard_lines}}) {
    Paragraphs found = paragraphs(*lines, column, s.headings);
    *to = std::move(found.texts);
    const bool dumped = !lines->empty() && lines->front().source == Source::text_dump;
    if (dumped && std::any_of(to->begin(), to->end(), is_lost_end)) out.review.push_back({fmt::format("/overall/{}", key), "ambiguous-cells", "the end of a paragraph stands apart from it"});
    for (const std::string& line : found.unsure) {
      out.review.push_back({fmt::format("/overall/{}", key), "ambiguous-cells", "a paragraph may end or go on behind " + line});
    }
  }
  const bool scanned = std::any_of(column.begin(), column.end(), [](const TextLine& line) { return !line.readings.empty(); });
  auto review_list = [&](const char* key, const std::vector<std::string>& texts, const std::vector<TextLine>& lines) {
    const std::vector<UnsureCharacter> from = characters_of(lines, options);
    size_t begin = 0;
    for (size_t i = 0; i < texts.size(); ++i) review_text(out, fmt::format("/overall/{}/{}", key, i), texts[i], from, begin, options);
  };
  if (scanned) review_list("goal", out.goal, s.goal_lines);
  std::vector<std::string> numbers;
  bool lost_end = false;   // of one of the parts, in another
  for (const std::vector<TextLine>& lines : s.subgoal_lines) {
    // Three parts, each told by how its first line begins: title, objective, indicators.
    std::string parts[3];
    int part = 0;
    for (const TextLine& line : lines) {
      std::string text = canonical(line.text);
      lost_end = lost_end || (line.source == Source::text_dump && is_lost_end(text) && ends_sentence(parts[part]));
      for (const auto& [index, prefix] : {std::pair{1, &s.form.objective_prefix}, std::pair{2, &s.form.indicators_prefix}}) {
        auto rest = behind(text, *prefix);
        if (!rest && !line.readings.empty()) rest = behind(without_speck(text), *prefix);
        if (!rest) continue;
        part = index;
        text = *rest;
      }
      parts[part] = canonical(parts[part] + text);
    }
    Subgoal subgoal;
    subgoal.index = static_cast<int>(out.subgoals.size()) + 1;
    std::string number, title;
    if (RE2::FullMatch(parts[0], *s.subgoal_title, &number, &title)) {
      subgoal.title = title;
    }
    numbers.push_back(chinese_number(number).value_or(number));
    if (!parts[1].empty()) subgoal.objective = parts[1];
    if (!parts[2].empty()) subgoal.indicators = parts[2];
    if (scanned) {
      const std::vector<UnsureCharacter> from = characters_of(lines, options);
      size_t begin = 0;
      for (const auto& [key, text] : {std::pair{"title", &subgoal.title}, std::pair{"objective", &subgoal.objective},
                                      std::pair{"indicators", &subgoal.indicators}}) {
        if (*text) review_text(out, fmt::format("/overall/subgoals/{}/{}", out.subgoals.size(), key), **text, from, begin, options);
      }
    }
    out.subgoals.push_back(std::move(subgoal));
  }
  if (lost_end) out.review.push_back({"/overall/subgoals", "ambiguous-cells", "the end of a text stands apart from it"});
  // A part that others have may stand in the one before it.
  for (size_t i = 0; i < out.subgoals.size() && scanned; ++i) {
    for (const auto& [key, part] : {std::pair{"objective", &Subgoal::objective}, std::pair{"indicators", &Subgoal::indicators}}) {
      const bool usual = std::any_of(out.subgoals.begin(), out.subgoals.end(), [part = part](const Subgoal& other) { return (other.*part).has_value(); });   // clang 14 captures no structured bindings by reference
      if (!usual || (out.subgoals[i].*part)) continue;
      out.review.push_back({fmt::format("/overall/subgoals/{}/{}", i, key), "missing-value", "other sub-goals have it"});
    }
  }
  // One whose heading was not read is missing, or runs on in the one before.
  for (size_t i = 0; i < numbers.size() && scanned; ++i) {
    if (numbers[i] == std::to_string(i + 1)) continue;
    out.review.push_back({"/overall/subgoals", "index-gap", fmt::format("sub-goal {} has the number {}", i + 1, numbers[i])});
    break;
  }
  if (scanned) review_list("safeguards", out.safeguards, s.safeguard_lines);
  return out;
}

}  // namespace budgetlift
