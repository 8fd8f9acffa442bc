// Dates as budget forms print them: a month, quarter, half-year or year stands for its last day.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace budgetlift {

// A time as printed, after its own words are taken off.
struct PrintedDate {
  std::optional<std::string> date;  // ISO; none where no year is known, or it is no single day ("3月初", "每月25日前")
  std::optional<std::string>
      op;  // "<=" (前, 之前, 以前, 内, 不晚于, ≤ …), "<" (早于), ">=" (起), "=" as printed, or none
  bool range = false;  // "1-3月": the date is the last day of the range
};

// Reads a whole text as a date: 3月底, 12月底前, 6月30日, 2024年12月31日前, 24年底, 2024-12-31, 十二月底前, 第一季度末,
// 上半年, 年底, 1-3月, 12月份, 每月25日前 … `year` is the year that a date without one gets (the document's fiscal
// year). A two-digit year is 20YY if that is within 10 years of `year`. None if the text is anything else or a day
// that does not exist (2月30日).
std::optional<PrintedDate> parse_printed_date(std::string_view text, std::optional<int> year);

// The ISO date ("2024-03-31") that the label of a schedule's step means in the fiscal year. None if the label is not
// a date, or no year is known.
std::optional<std::string> schedule_date(std::string_view label, std::optional<int> year);

// True for an existing day in ISO form "YYYY-MM-DD".
bool is_iso_date(std::string_view text);

}  // namespace budgetlift
