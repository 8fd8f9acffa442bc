#include "extract/dump_layout_lane_costs.h"

#include <algorithm>
#include <functional>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Costs in nats.
constexpr double kNotALevel = 10;      // texts that are no first or second level, in the column of these
constexpr double kLevelElsewhere = 6;  // and these in another column
constexpr double kNoTarget = 4;
constexpr double kTargetElsewhere = 1.5;
constexpr double kNoNumber = 8, kNoCode = 6;   // texts that are none, in a column of numbers or of codes
constexpr double kCodeElsewhere = 6;   // parts of codes in another column
constexpr size_t kCodePart = 10;       // characters of a project's code that no other number has
constexpr size_t kNameLines = 5;       // that a level's name is printed in

// How many of the texts are lines of names that follow each other, or the end of one: a name of an indicator is often a first part of one.
double whole_names(const std::vector<std::u32string>& texts, const LevelNames& levels, const std::function<bool(const std::u32string&)>& is_name) {
  size_t whole = 0;
  for (size_t i = 0; i < texts.size();) {
    std::u32string name;
    size_t lines = 0;
    for (size_t k = i; k < std::min(texts.size(), i + kNameLines); ++k) {
      name += texts[k];
      if (is_name(name) || (i == 0 && levels.ends_level(name))) lines = k + 1 - i;
    }
    whole += lines;
    i += std::max<size_t>(1, lines);
  }
  return static_cast<double>(whole) / static_cast<double>(texts.size());
}

template <typename Test>
double share(const std::vector<std::u32string>& texts, Test test) {
  return static_cast<double>(std::count_if(texts.begin(), texts.end(), test)) / static_cast<double>(texts.size());
}

}  // namespace

bool is_lane_number(const std::u32string& text) { return text.find_first_not_of(U"0123456789.,") == text.npos; }

bool is_lane_code(const std::u32string& text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

bool is_code_part(const std::u32string& text) { return text.size() >= kCodePart && is_lane_code(text); }

bool may_be_space(char32_t last, char32_t first, TextSpaces spaces) {
  return is_narrow_print(last) ? is_narrow_print(first) || spaces.behind : is_narrow_print(first) && spaces.before;
}

double lane_text_cost(const std::vector<std::u32string>& texts, const Lane& lane, const LaneWords& words) {
  const double level1 = share(texts, [&](const std::u32string& text) { return words.levels.has_level1_part(text); });
  const double level2 = share(texts, [&](const std::u32string& text) { return words.levels.has_level2_part(text); });
  const double target = share(texts, [&](const std::u32string& text) { return RE2::FullMatch(encode_utf8(text), words.target); });
  if (lane.kind == ColumnKind::level1) return kNotALevel * (1 - level1);
  if (lane.kind == ColumnKind::level2) return kNotALevel * (1 - level2);
  if (lane.text == LaneText::number) return kNoNumber * (1 - share(texts, is_lane_number));
  if (lane.text == LaneText::code) return kNoCode * (1 - share(texts, is_lane_code));
  const double code = kCodeElsewhere * share(texts, is_code_part);
  const double level = kLevelElsewhere * std::max(whole_names(texts, words.levels, [&](const std::u32string& name) { return words.levels.is_level1(name); }),
                                                  whole_names(texts, words.levels, [&](const std::u32string& name) { return !words.levels.level1_of(name).empty(); }));
  return code + level + (lane.kind == ColumnKind::target ? kNoTarget * (1 - target) : kTargetElsewhere * target);
}

}  // namespace budgetlift
