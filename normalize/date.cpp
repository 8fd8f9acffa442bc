#include "normalize/date.h"

#include <re2/re2.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "normalize/text_fold.h"

namespace budgetlift {
namespace {

// A two-digit year that is further from the document's year than this is no year.
constexpr int kTwoDigitYears = 10;

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

int number_or_chinese(const std::string& text) {
  if (text.empty()) return 0;
  if (text[0] >= '0' && text[0] <= '9') return number(text);
  const auto digits = chinese_number(text);
  return digits ? number(*digits) : 0;
}

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_of(int month, int year) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<size_t>(month - 1)] + (month == 2 && is_leap(year) ? 1 : 0);
}

std::string iso(int year, int month, int day) {
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, day);
  return out;
}

// Words around a date.
const char kLead[] =
    "(?P<lead>于|在|最迟于?|截止到|截止至|截止|截至|至|到|不晚于|不迟于|早于|<=|=<|≤|≦|⩽|<|>=|=>|≥|≧|⩾|>|=)?";
const char kTail[] =
    "(?P<tail>之前|以前|前|之内|以内|内|为止|止|起)?"
    "(?:全部|全面)?(?:完成|完工|竣工|完毕|到位|支付|交付|发放|拨付|验收|投入使用|投用){0,2}";

std::optional<std::string> operator_of(const std::string& lead) {
  if (lead == "<=" || lead == "=<" || lead == "≤" || lead == "≦" || lead == "⩽" || lead == "不晚于" ||
      lead == "不迟于" || lead.starts_with("最迟") || lead.starts_with("截止")) {
    return "<=";
  }
  if (lead == "<" || lead == "早于") return "<";
  if (lead == ">=" || lead == "=>" || lead == "≥" || lead == "≧" || lead == "⩾") return ">=";
  if (lead == ">" || lead == "=") return lead;
  return std::nullopt;
}

bool is_symbol(const std::string& lead) {
  return !lead.empty() &&
         (lead[0] == '<' || lead[0] == '>' || lead[0] == '=' || lead.starts_with("≤") || lead.starts_with("≦") ||
          lead.starts_with("⩽") || lead.starts_with("≥") || lead.starts_with("≧") || lead.starts_with("⩾"));
}

bool means_before(const std::string& tail) {
  return tail == "前" || tail == "之前" || tail == "以前";
}
bool means_within(const std::string& tail) {
  return tail == "内" || tail == "之内" || tail == "以内";
}

// Joins what stands before and after; none where they contradict each other.
std::optional<PrintedDate> with_operator(PrintedDate date, const std::string& lead, const std::string& tail) {
  date.op = operator_of(lead);
  if (tail.empty()) return date;
  const std::string from_tail = tail == "起" ? ">=" : "<=";
  if (date.op && *date.op != from_tail) return std::nullopt;
  date.op = from_tail;
  return date;
}

// The year of a date: printed in full, in two digits, in Chinese numerals, as 当年, or the document's. 0: not known;
// none: printed, but not a year.
std::optional<int> resolve_year(const std::string& printed, std::optional<int> year) {
  if (printed.empty() || printed == "当" || printed == "本" || printed == "今") return year.value_or(0);
  const int value = number_or_chinese(printed);
  if (printed.size() != 2 || printed[0] > '9')
    return value >= 1900 && value < 2200 ? std::optional(value) : std::nullopt;
  if (year && std::abs(2000 + value - *year) > kTwoDigitYears) return std::nullopt;
  return 2000 + value;
}

struct Fields {
  std::string lead, year, full, month, share, day, month_end, quarter, quarter_end, half, half_end, year_end, tail;
};

// Month, quarter, half-year and year forms.
std::optional<PrintedDate> from_fields(const Fields& f, std::optional<int> document_year) {
  const auto year = resolve_year(f.year, document_year);
  if (!year) return std::nullopt;
  int month = 0, day = 0;  // day 0: the month's last one
  bool exact = true;       // a single day is meant, not "before a period" or 初
  bool bare = false;       // a period without 底 or 末
  if (!f.month.empty()) {
    month = number_or_chinese(f.month);
    if (month < 1 || month > 12) return std::nullopt;
    bare = f.day.empty() && f.month_end.empty();
    if (!f.day.empty()) {
      day = number_or_chinese(f.day);
      if (day < 1 || day > (*year ? days_of(month, *year) : days_of(month, 2000))) return std::nullopt;
    } else if (f.month_end == "上旬") {
      day = 10;
    } else if (f.month_end == "中旬") {
      day = 20;
    } else if (f.month_end == "初") {
      exact = false;
    }
    // ≤12月 and 12月内 may be a number of months.
    const bool month_only = bare && f.year.empty() && f.share.empty();
    if (month_only && (is_symbol(f.lead) || means_within(f.tail))) return std::nullopt;
  } else if (!f.quarter.empty()) {
    month = 3 * number_or_chinese(f.quarter);
    bare = f.quarter_end.empty();
  } else if (!f.half.empty()) {
    month = f.half == "上半年" ? 6 : 12;
    bare = f.half_end.empty();
  } else if (!f.year_end.empty()) {
    month = 12;
    if (f.year_end == "内" && f.year.size() == 2 && f.full.empty()) return std::nullopt;  // 10年内
  } else {
    // A year alone: in full, or as 24年度; 24年 may be a number of years.
    if (f.year.empty() || (f.year.size() == 2 && f.full.empty())) return std::nullopt;
    if (f.year == "当" || f.year == "本" || f.year == "今") {
      if (f.tail.empty()) return std::nullopt;
    }
    month = 12;
    bare = true;
  }
  if (bare && means_before(f.tail)) exact = false;  // 6月前: before it begins, or before it ends?
  PrintedDate date;
  if (exact && *year) date.date = iso(*year, month, day ? day : days_of(month, *year));
  auto out = with_operator(date, f.lead, f.tail);
  if (out && (f.year_end == "内" || f.year_end == "年内")) {
    if (out->op && *out->op != "<=") return std::nullopt;
    out->op = "<=";
  }
  return out;
}

std::optional<PrintedDate> parse_period(const std::string& text, std::optional<int> year) {
  static const RE2 pattern(std::string("^") + kLead +
                           "(?:(\\d{4}|\\d{2}|[〇零一二三四五六七八九]{4}|当|本|今)年(度)?)?"
                           "(?:(\\d{1,2}|十[一二]|[一二三四五六七八九十])月(份)?(?:(\\d{1,2}|[一二三]?十["
                           "一二三四五六七八九]?|[一二三四五六七八九])[日号]|"
                           "(底|末|初|上旬|中旬|下旬))?|第?([一二三四1-4])季度(末|底)?|(上半年|下半年)(末|底)?|(年底|"
                           "年末|年终|年内|底|末|终|内))?" +
                           kTail + "$");
  Fields f;
  if (!RE2::FullMatch(text, pattern, &f.lead, &f.year, &f.full, &f.month, &f.share, &f.day, &f.month_end, &f.quarter,
                      &f.quarter_end, &f.half, &f.half_end, &f.year_end, &f.tail)) {
    return std::nullopt;
  }
  if (f.year.empty() && (f.year_end == "底" || f.year_end == "末" || f.year_end == "终" || f.year_end == "内")) {
    return std::nullopt;
  }
  return from_fields(f, year);
}

// 2024-12-31, 2024/12/31, 2024.12.31
std::optional<PrintedDate> parse_numeric(const std::string& text) {
  static const RE2 pattern(std::string("^") + kLead + "(\\d{4})([-/.])(\\d{1,2})([-/.])(\\d{1,2})日?" + kTail + "$");
  std::string lead, year, first, month, second, day, tail;
  if (!RE2::FullMatch(text, pattern, &lead, &year, &first, &month, &second, &day, &tail) || first != second) {
    return std::nullopt;
  }
  const int y = number(year), m = number(month), d = number(day);
  if (y < 1900 || y >= 2200 || m < 1 || m > 12 || d < 1 || d > days_of(m, y)) return std::nullopt;
  return with_operator({.date = iso(y, m, d)}, lead, tail);
}

// 1-3月, 2024年1至6月, 前三季度
std::optional<PrintedDate> parse_range(const std::string& text, std::optional<int> year) {
  static const RE2 months("^(?:(\\d{4}|\\d{2})年)?(\\d{1,2})月?份?(?:-|~|—|–|至|到)(\\d{1,2})月(?:份|底|末)?$");
  static const RE2 quarters("^(?:(\\d{4}|\\d{2})年)?前([二三23])个?季度$");
  std::string printed_year, from, to;
  int last = 0;
  if (RE2::FullMatch(text, months, &printed_year, &from, &to)) {
    if (number(from) < 1 || number(from) >= number(to)) return std::nullopt;
    last = number(to);
  } else if (RE2::FullMatch(text, quarters, &printed_year, &to)) {
    last = 3 * number_or_chinese(to);
  } else {
    return std::nullopt;
  }
  const auto y = resolve_year(printed_year, year);
  if (!y || last > 12) return std::nullopt;
  PrintedDate date{.date = std::nullopt, .op = std::nullopt, .range = true};
  if (*y) date.date = iso(*y, last, days_of(last, *y));
  return date;
}

// 每月25日前, 每年12月底前, 次月10日前: a time, but no single day of the year.
std::optional<PrintedDate> parse_recurring(const std::string& text) {
  static const RE2 pattern(std::string("^") + kLead +
                           "(?:每年|每月|每季度|每季|每半年|次月|次年|翌年|当月)"
                           "(?:\\d{1,2}月份?(?:\\d{1,2}[日号]|[底末初])?|\\d{1,2}[日号]|[底末初])" +
                           kTail + "$");
  std::string lead, tail;
  if (!RE2::FullMatch(text, pattern, &lead, &tail)) return std::nullopt;
  return with_operator({}, lead, tail);
}

}  // namespace

std::optional<PrintedDate> parse_printed_date(std::string_view text, std::optional<int> year) {
  constexpr size_t kLongest = 90;  // bytes; the longest date of the grammar is shorter
  if (text.size() > 2 * kLongest) return std::nullopt;
  const std::string half = half_width(text);
  if (half.size() > kLongest || half.empty()) return std::nullopt;
  const auto has = [&half](const char* part) { return half.find(part) != std::string::npos; };
  if (has("每") || has("次") || has("翌") || has("当月")) return parse_recurring(half);
  if (has("月") || has("年") || has("季")) {
    if (auto date = parse_period(half, year)) return date;
    return parse_range(half, year);
  }
  if (has("20") || has("19")) return parse_numeric(half);
  return std::nullopt;
}

std::optional<std::string> schedule_date(std::string_view label, std::optional<int> year) {
  std::string half = half_width(label);
  std::string_view rest = half;
  for (const char* suffix : {"(%)", ":", "累计", "支出", "前累计"}) take_suffix(rest, suffix);
  const auto date = parse_printed_date(rest, year);
  return date ? date->date : std::nullopt;
}

bool is_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  const int year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(month, year);
}

}  // namespace budgetlift
