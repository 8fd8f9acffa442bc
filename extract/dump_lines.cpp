#include "extract/dump_lines.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// A line is taken for the first of a page by its leading space only where such lines are few: a dump that keeps
// indentation has them everywhere.
constexpr double kIndentedShare = 0.2;
// Share of lines led by two spaces from which a dump sets lines in, some by one space.
constexpr double kSetInShare = 0.3;
// Share of gaps with a blank line from which blank lines are a habit of the dump.
constexpr double kBlankShare = 0.3;
// Fewest characters of a line that a code's tail can follow (a code has 21, its first line most of them).
constexpr size_t kCodeHead = 12;

// Pages by which a printed page number may differ from what the ones before it make expect.
constexpr int kOffsetSlack = 3;

struct RawLine {
  std::string_view whole;
  std::string_view text;  // trimmed
  int line = 0;
  bool form_feed = false;  // a form feed stands before it
};

// Length of the white space at the start of `s`, 0 for none: ASCII, U+00A0, U+3000, U+FEFF.
size_t space_at_start(std::string_view s) {
  if (s.empty()) return 0;
  if (std::isspace(static_cast<unsigned char>(s[0]))) return 1;
  if (s.substr(0, 2) == "\xC2\xA0") return 2;
  if (s.substr(0, 3) == "\xE3\x80\x80" || s.substr(0, 3) == "\xEF\xBB\xBF") return 3;
  return 0;
}

size_t space_at_end(std::string_view s) {
  if (s.empty()) return 0;
  if (std::isspace(static_cast<unsigned char>(s.back()))) return 1;
  if (s.size() >= 2 && s.substr(s.size() - 2) == "\xC2\xA0") return 2;
  if (s.size() >= 3 && s.substr(s.size() - 3) == "\xE3\x80\x80") return 3;
  return 0;
}

std::string_view trimmed(std::string_view s) {
  while (size_t n = space_at_start(s)) s.remove_prefix(n);
  while (size_t n = space_at_end(s)) s.remove_suffix(n);
  return s;
}

std::vector<RawLine> raw_lines(std::string_view text) {
  std::vector<RawLine> out;
  int number = 1;
  bool form_feed = false;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find_first_of("\n\r\f", at), text.size());
    const std::string_view whole = text.substr(at, end - at);
    out.push_back({whole, trimmed(whole), number, form_feed});
    form_feed = false;
    at = end + 1;
    if (end == text.size()) break;
    if (text[end] == '\f') {
      form_feed = true;
      continue;
    }
    if (text[end] == '\r' && at < text.size() && text[at] == '\n') ++at;
    ++number;
  }
  return out;
}

// The number of a line that may be a page number: "16", "- 16 -", "第16页".
struct PageNumber {
  int value = 0;
  bool marked = false;  // dashes or words show that it is one
};

std::optional<PageNumber> page_number(std::string_view text) {
  PageNumber number;
  if (text.empty() || text.size() > 24) return std::nullopt;
  const std::string plain = canonical(text);   // fonts print a radical for 页
  text = plain;
  // Marks count in pairs only: "1227 页" is a quantity.
  for (const auto& [left, right] : {std::pair{"-", "-"}, {"–", "–"}, {"—", "—"}, {"第", "页"}}) {
    const std::string_view l(left), r(right);
    while (text.size() > l.size() + r.size() && text.substr(0, l.size()) == l &&
           text.substr(text.size() - r.size()) == r) {
      text = trimmed(text.substr(l.size(), text.size() - l.size() - r.size()));
      number.marked = true;
    }
  }
  if (text.empty() || text.size() > 4) return std::nullopt;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number.value = number.value * 10 + (c - '0');
  }
  return number;
}

// `offset`: of the page numbers before it against our count of pages, if there were any.
bool is_page_number(const PageNumber& number, int page, int blanks, bool ends_page, std::optional<int> offset) {
  if (number.marked) return ends_page || blanks >= 1;
  if (!ends_page && blanks < 2) return false;
  const int off = number.value - page;
  if (std::abs(off) <= kOffsetSlack || (offset && std::abs(off - *offset) <= kOffsetSlack)) return true;
  return !offset && ends_page && blanks >= 2;
}

bool looks_like_code_head(std::string_view text) {
  return text.size() >= kCodeHead &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

bool one_leading_space(const RawLine& line) {
  return line.whole.size() > 1 && line.whole[0] == ' ' && !line.text.empty() &&
         space_at_start(line.whole.substr(1)) == 0;
}

bool lone_space(const RawLine& line) {
  return line.whole == " " || line.whole == " \r";
}

}  // namespace

DumpLines split_lines(std::string_view text) {
  const std::vector<RawLine> raw = raw_lines(text);
  size_t printed = 0, indented = 0, set_in = 0, apart = 0;
  bool form_feeds = false;
  for (size_t i = 0; i < raw.size(); ++i) {
    form_feeds |= raw[i].form_feed && i + 1 < raw.size();
    if (raw[i].text.empty()) continue;
    ++printed;
    indented += one_leading_space(raw[i]);
    set_in += raw[i].whole.starts_with("  ");
    apart += i > 0 && raw[i - 1].text.empty();
  }
  const bool spaces_mark_pages =
      !form_feeds && static_cast<double>(set_in) < kSetInShare * static_cast<double>(printed) &&
      static_cast<double>(indented) < kIndentedShare * static_cast<double>(printed) + 3;

  DumpLines out;
  out.blank_habit = static_cast<double>(apart) > kBlankShare * static_cast<double>(printed);
  int page = 1, blanks = 0;
  bool starts_page = true;
  const auto new_page = [&] {
    if (!starts_page) ++page;
    starts_page = true;
  };
  const auto ends_page = [&](size_t i) {  // whether a page ends after line i, or the document
    for (size_t k = i + 1; k < raw.size(); ++k) {
      if (raw[k].form_feed) return true;
      if (spaces_mark_pages && (one_leading_space(raw[k]) || lone_space(raw[k]))) return true;
      if (!raw[k].text.empty()) return false;
    }
    return true;
  };
  std::optional<int> offset;  // of the printed page numbers against our count
  for (size_t i = 0; i < raw.size(); ++i) {
    const RawLine& line = raw[i];
    if (line.form_feed) new_page();
    if (line.text.empty()) {
      // A lone space begins a page, but for the one that a cell's trailing spaces leave straight above a line.
      const bool above_line = i + 1 < raw.size() && !raw[i + 1].text.empty();
      if (spaces_mark_pages && lone_space(line) && !above_line) new_page();
      ++blanks;
      continue;
    }
    if (spaces_mark_pages && one_leading_space(line)) new_page();
    const auto number = page_number(line.text);
    const bool code_tail = !out.lines.empty() && looks_like_code_head(out.lines.back().text);
    if (number && !code_tail && is_page_number(*number, page, blanks, ends_page(i), offset)) {
      offset = number->value - page;
      out.furniture.push_back({.text = std::string(line.text),
                               .page = page,
                               .box = std::nullopt,
                               .line = line.line,
                               .source = Source::text_dump});
      if (!starts_page) new_page();
      blanks = 0;
      continue;
    }
    out.lines.push_back({line.text, line.line, page, blanks, starts_page});
    blanks = 0;
    starts_page = false;
  }
  out.pages = starts_page && page > 1 ? page - 1 : page;
  return out;
}

}  // namespace budgetlift
