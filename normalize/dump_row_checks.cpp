#include "normalize/dump_row_checks.h"

#include <algorithm>
#include <optional>
#include <re2/re2.h>
#include <string_view>

#include "normalize/draft.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// A text ends in words twice over: "下降率降率".
bool has_double_end(const std::u32string& text) {
  constexpr size_t kLeast = 2, kMost = 8;
  for (size_t n = kLeast; n <= kMost && 2 * n < text.size(); ++n) {
    const bool han = std::all_of(text.end() - static_cast<std::ptrdiff_t>(n), text.end(), [](char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; });
    if (han && text.compare(text.size() - n, n, text, text.size() - 2 * n, n) == 0) return true;
  }
  return false;
}

// Whether a part of a level's name stands in a cell of another column: the beginning with something else behind it, or the end alone. A beginning that lacks the word 指标 alone is a word of its own.
bool holds_part(const std::u32string& chars, const std::string& name, bool target) {
  constexpr size_t kLeastFront = 5, kLeastEnd = 2, kLeastLong = 3;   // characters
  const std::u32string whole = decode_utf8(name);
  if (chars.size() >= (target ? kLeastEnd : kLeastLong) && chars.size() < whole.size() && std::u32string_view(whole).ends_with(chars)) return true;
  const std::u32string_view word = std::u32string_view(whole).ends_with(U"指标") ? std::u32string_view(whole).substr(0, whole.size() - 2) : std::u32string_view(whole);
  for (size_t length = kLeastFront; length < whole.size(); ++length) {
    if (length == word.size()) continue;
    const size_t at = chars.find(std::u32string_view(whole).substr(0, length));
    if (at != chars.npos && (at + length == chars.size() || chars[at + length] != whole[length])) return true;
  }
  return false;
}

}  // namespace

std::string miscut(const Form& form, const std::string& text, bool target) {
  const std::u32string chars = decode_utf8(text);
  for (const TaxonomyEntry& entry : form.taxonomy) {
    if (text.ends_with(entry.level1)) return "a first level in another cell: " + text;
    for (const std::string& name : entry.level2) {
      if (text.starts_with(name) || text.ends_with(name)) return "a second level in another cell: " + text;
      if (holds_part(chars, name, target)) return "a part of a second level in another cell: " + text;
    }
  }
  static const RE2 middle(R"(^[、，。；：）》”])"), number(R"(^\d{1,3}$)");
  if (RE2::PartialMatch(text, middle)) return "it begins in the middle of a text: " + text;
  static const RE2 note(R"(^(?:《|（.*）.))"), character(R"(\p{Han})");
  if (target && RE2::PartialMatch(text, note)) return "a note or a title where a target should be: " + text;
  if (!target && RE2::FullMatch(text, character)) return "one character alone: " + text;
  if (!target && RE2::FullMatch(text, number)) return "a number alone, as a page's: " + text;
  if (std::count(chars.begin(), chars.end(), U'《') != std::count(chars.begin(), chars.end(), U'》')) return "half of a title in 《》: " + text;
  return has_double_end(chars) ? "its end stands there twice: " + text : "";
}

namespace {

// A name of an indicator that has a target in it: it has taken in the rest of its row, and perhaps rows behind that.
bool holds_target(const std::string& name) {
  static const RE2 target(R"([≤≥<>＜＞＝=]\s*\d|\d[%％])");
  return RE2::PartialMatch(name, target);
}

// "考核满意度，大于95%", but not how it is reckoned: "完成数/计划数×100%".
bool ends_with_percentage(const std::string& text) {
  static const RE2 percentage(R"((?:^|[^×*\d.])\d[\d.]*[%％]$)");
  return RE2::PartialMatch(text, percentage);
}

bool has_digit(const std::string& text) { return text.find_first_of("0123456789") != text.npos; }

bool has_word(const std::string& name) {
  static const RE2 word(R"(\p{Han})");
  return RE2::PartialMatch(name, word);
}

// A text that holds items of a list: those of the goals beside it, which a page's end parts from their beginning.
bool holds_items(const std::string& text) {
  static const RE2 item(R"(\d[.．、]\p{Han})");
  re2::StringPiece rest(text);
  return RE2::FindAndConsume(&rest, item) && RE2::FindAndConsume(&rest, item);
}

// "12月" and "行业标准17日前", "2026" and "年12文件月底前": the end of a target stands in the next cell.
bool parts_date(const std::string& target, const std::string& basis) {
  static const RE2 month(R"(\d月$)"), day(R"(\d{1,2}[日号]之?前?$)"), year(R"(20\d\d$)"), behind_year(R"(^年\d)");
  return (RE2::PartialMatch(target, month) && RE2::PartialMatch(basis, day)) || (RE2::PartialMatch(target, year) && RE2::PartialMatch(basis, behind_year));
}

constexpr size_t kLongestLevel1 = 60;   // bytes; twice what the longest has

// Where one row is cut in the wrong place the ones beside it may be, too, how many there are, and those of a table beside it.
void check_rows(const Form& form, const std::string& pointer, const std::vector<Indicator>& rows, bool side_by_side, ProjectRecord& record) {
  for (size_t i = 0; i < rows.size(); ++i) {
    const Indicator& row = rows[i];
    std::string why;
    for (const std::optional<std::string>* text : {&row.level3, &row.description, &row.basis}) {
      if (why.empty() && *text) why = miscut(form, **text);
    }
    if (why.empty() && row.target) why = miscut(form, row.target->text, true);
    if (why.empty() && row.target && row.basis && parts_date(row.target->text, *row.basis)) why = "the end of a target in another cell: " + *row.basis;
    if (why.empty() && row.basis && holds_items(*row.basis)) {
      why = "items of a list in another cell: " + *row.basis;
      flag(record, "/goals", "unlikely-text", why);
    }
    if (why.empty() && (!row.target || !row.level3)) why = "a row without its name or its target may be a part of another one";
    // What follows may be of another project that it has taken in.
    if (row.level1 && row.level1->size() > kLongestLevel1) {
      why = "a text where a first level should be: " + *row.level1;
      for (size_t k = i; k < rows.size(); ++k) flag(record, pointer + "/" + std::to_string(k), "unlikely-text", why);
    }
    if (row.level3 && !has_word(*row.level3)) why = "a name without a word: " + *row.level3;
    const bool taken = row.description && row.target && ends_with_percentage(*row.description) && !has_digit(row.target->text);
    if (taken) why = "a target in another cell: " + *row.description;
    if (row.level3 && holds_target(*row.level3)) why = "a target in another cell: " + *row.level3;
    if (why.empty()) continue;
    flag(record, pointer, "unlikely-text", why);   // a row may have been lost in it
    for (size_t k = i > 0 ? i - 1 : 0; k < std::min(i + 2, rows.size()); ++k) flag(record, pointer + "/" + std::to_string(k), "unlikely-text", why);
    if (!side_by_side) continue;
    flag(record, "/indicators", "unlikely-text", why);
    for (const auto& [key, value] : record.extra) {
      if (std::holds_alternative<std::vector<Indicator>>(value)) flag(record, "/extra/" + key, "unlikely-text", why);
    }
  }
}

}  // namespace

void check_dumped_rows(const Form& form, ProjectRecord& record) {
  const bool side_by_side = std::any_of(record.extra.begin(), record.extra.end(), [](const auto& extra) { return std::holds_alternative<std::vector<Indicator>>(extra.second); });
  check_rows(form, "/indicators", record.indicators, side_by_side, record);
  for (const auto& [key, value] : record.extra) {
    if (const auto* rows = std::get_if<std::vector<Indicator>>(&value)) check_rows(form, "/extra/" + key, *rows, side_by_side, record);
  }
}

}  // namespace budgetlift
