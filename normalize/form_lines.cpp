#include "normalize/form_lines.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "normalize/amount.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// The named groups of a match; nothing if the text does not match.
std::optional<std::map<std::string, std::string>> groups_of(const LazyPattern& lazy, const std::string& text) {
  constexpr int kMostGroups = 16;
  if (lazy.empty()) return std::nullopt;
  const RE2& pattern = *lazy;
  re2::StringPiece pieces[kMostGroups];
  const int groups = pattern.NumberOfCapturingGroups() + 1;
  if (!pattern.ok() || groups > kMostGroups || !pattern.Match(text, 0, text.size(), RE2::UNANCHORED, pieces, groups)) return std::nullopt;
  std::map<std::string, std::string> out;
  for (const auto& [name, index] : pattern.NamedCapturingGroups()) {
    out[name] = pieces[index].data() ? std::string(pieces[index].data(), pieces[index].size()) : "";
  }
  return out;
}

// True if the centred line `lower` goes on with the line above it, which is wider: nothing else tells a wrapped title that has no number
// from a title with a line of another kind above.
bool goes_on(const TextLine& upper, const TextLine& lower) {
  if (!upper.box || !lower.box || upper.page != lower.page) return false;
  const Box &a = *upper.box, &b = *lower.box;
  const double height = std::max(a.height(), b.height());
  constexpr double kSame = 0.1, kPitch = 2.2;
  if (canonical(upper.text).ends_with("。")) return false;
  return std::abs(a.height() - b.height()) < kSame * height && b.center_y() - a.center_y() < kPitch * height &&
         std::abs(a.center_x() - b.center_x()) < height && a.width() > b.width() + height;
}

}  // namespace

std::string pattern_problem(const Form& form) {
  const OverallForm& o = form.overall;
  for (const std::string* text : {&form.title_pattern, &form.unit_line_pattern, &form.year_line_pattern, &form.document_title_pattern, &form.document_department_pattern, &o.goal_heading,
                                  &o.subgoal_heading, &o.safeguard_heading, &o.end_heading, &o.subgoal_title}) {
    const RE2 pattern(*text, RE2::Quiet);
    if (!pattern.ok()) return "the pattern \"" + *text + "\" is not valid: " + pattern.error();
  }
  return "";
}

FormLines::FormLines(const Form& form)
    : form_(form), title_(form.title_pattern), unit_line_(form.unit_line_pattern), year_line_(form.year_line_pattern) {}

std::optional<UnitMatch> FormLines::match_unit_line(const std::string& text) const {
  auto groups = groups_of(unit_line_, text);
  // A year before a title is no unit's code.
  if (!groups || match_title(text)) return std::nullopt;
  UnitMatch match{canonical((*groups)["code"]), canonical((*groups)["name"]), canonical((*groups)["unit"]), {}, canonical((*groups)["department"])};
  // "单位：万元" says nothing of who fills the form in.
  if (match.unit.empty() && match.code.empty() && yuan_power(match.name)) match.unit.swap(match.name);
  return match;
}

std::optional<TitleMatch> FormLines::match_title(const std::string& text) const {
  constexpr size_t kLongestNumber = 6;   // digits
  auto groups = groups_of(title_, text);
  if (!groups) return std::nullopt;
  TitleMatch match;
  match.title = canonical((*groups)["title"]);
  const std::string &number = (*groups)["index"], &year = (*groups)["year"];
  if (!number.empty() && number.size() <= kLongestNumber) match.number = std::stoi(number);
  if (!year.empty() && year.size() <= kLongestNumber) match.year = std::stoi(year);
  return match;
}

std::optional<int> FormLines::match_year_line(const std::string& text) const {
  auto groups = groups_of(year_line_, text);
  if (!groups || (*groups)["year"].size() != 4) return std::nullopt;
  return std::stoi((*groups)["year"]);
}

std::optional<int> FormLines::take_year_line(std::vector<TextLine>& lines) const {
  if (lines.empty()) return std::nullopt;
  const auto year = match_year_line(canonical(lines.back().text));
  if (year) lines.pop_back();
  return year;
}

std::optional<UnitMatch> FormLines::take_unit_line(std::vector<TextLine>& lines) const {
  // The line may be read as two (code and name, then the unit at the right edge).
  constexpr size_t kMaxPieces = 3;
  std::optional<UnitMatch> best;
  size_t best_count = 0;
  for (size_t count = 1; count <= std::min(kMaxPieces, lines.size()); ++count) {
    std::vector<TextLine> tail(lines.end() - static_cast<std::ptrdiff_t>(count), lines.end());
    std::string text;
    for (const TextLine& line : tail) text += line.text + " ";
    auto match = match_unit_line(canonical(text));
    if (!match) continue;
    // Taking one more line is right only while it belongs to the same printed row and adds what was missing.
    const bool complete = !match->code.empty() && !match->name.empty();
    if (best && !(complete && best->code.empty())) break;
    if (count > 1 && tail.front().box && tail.back().box && tail.front().page == tail.back().page &&
        std::abs(tail.front().box->center_y() - tail.back().box->center_y()) > tail.back().box->height()) {
      break;
    }
    match->lines = std::move(tail);
    best = std::move(match);
    best_count = count;
    if (complete) break;
  }
  if (best) lines.resize(lines.size() - best_count);
  return best;
}

std::optional<UnitMatch> FormLines::take_spoilt_unit_line(std::vector<TextLine>& lines) const {
  if (lines.empty() || lines.back().source != Source::ocr || !lines.back().box) return std::nullopt;
  auto first = lines.end() - 1;
  while (first != lines.begin() && std::prev(first)->box && std::prev(first)->page == lines.back().page &&
         std::abs(std::prev(first)->box->center_y() - lines.back().box->center_y()) <
             0.8 * std::min(std::prev(first)->box->height(), lines.back().box->height())) {
    --first;
  }
  std::vector<TextLine> above(lines.begin(), first);
  if (!take_title(above)) return std::nullopt;
  UnitMatch out;
  out.lines.assign(first, lines.end());
  lines.erase(first, lines.end());
  std::string text;
  for (const TextLine& line : out.lines) text += line.text;
  static const RE2 whole(R"(^(\d{3,12})?\s*(.*?)([千万亿]?元)?$)"), label(R"(单位[^单位]*$|[^\p{Han}]*单?位?[^\p{Han}]*$)"), name(R"(^\p{Han}[\p{Han}\d（）()]{2,}$)");
  RE2::FullMatch(canonical(text), whole, &out.code, &out.name, &out.unit);
  RE2::Replace(&out.name, label, "");
  if (!RE2::FullMatch(out.name, name)) out.name.clear();
  return out;
}

std::optional<TitleMatch> FormLines::take_title(std::vector<TextLine>& lines) const {
  std::optional<TitleMatch> best;
  size_t best_count = 0;
  const size_t most = std::min(lines.size(), static_cast<size_t>(std::max(1, form_.title_max_lines)));
  for (size_t count = 1; count <= most; ++count) {
    std::vector<TextLine> tail(lines.end() - static_cast<std::ptrdiff_t>(count), lines.end());
    // A line that is a title of its own above this one ends the search, and so does running text.
    const std::string upper = canonical(tail.front().text);
    if (count > 1 && (upper.ends_with("。") || (match_title(upper) && best))) break;
    auto match = match_title(canonical_joined(tail));
    if (!match) continue;
    const bool wrapped = best && best_count + 1 == count && !form_.title_ending.empty() && goes_on(tail[0], tail[1]);
    if (best && !match->number && !wrapped) continue;
    match->lines = std::move(tail);
    best = std::move(match);
    best_count = count;
    if (best->number) break;
  }
  if (best) lines.resize(lines.size() - best_count);
  return best;
}

std::string FormLines::name_of_title(const std::string& title) const {
  const std::string& ending = form_.title_ending;
  if (ending.empty() || title.size() < ending.size() ||
      title.compare(title.size() - ending.size(), ending.size(), ending) != 0) {
    return title;
  }
  return title.substr(0, title.size() - ending.size());
}

}  // namespace budgetlift
