#include <algorithm>
#include <map>
#include <set>

#include "extract/dump_stream_page_numbers.h"
#include "extract/dump_stream_spaces.h"
#include "extract/dump_stream_text.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

std::string trimmed(std::string_view text) {
  const std::u32string chars = decode_utf8(text);
  size_t first = 0, last = chars.size();
  while (first < last && (is_space(chars[first]) || chars[first] < 0x20)) ++first;
  while (last > first && (is_space(chars[last - 1]) || chars[last - 1] < 0x20)) --last;
  return encode_utf8(std::u32string_view(chars).substr(first, last - first));
}

std::vector<RawLine> raw_lines(std::string_view text) {
  std::vector<RawLine> out;
  int number = 1;
  bool form_feed = false;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of("\n\f", at), text.size());
    std::string line = trimmed(text.substr(at, end - at));
    if (!line.empty()) {
      out.push_back({std::move(line), number, form_feed});
      form_feed = false;
    }
    if (end < text.size() && text[end] == '\f') form_feed = true;
    else ++number;
    at = end + 1;
  }
  return out;
}

// A header that is printed again on each page is no running head, nor is the title of forms that fill a page each.
bool of_a_form(const std::string& line, const DumpWords& words, const DumpPatterns& patterns) {
  if (patterns.is_title(line)) return true;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    if (words.find(std::string_view(line).substr(at, end - at))) return true;
    at = end + 1;
  }
  const std::u32string key = key_text(line);
  return !words.labels_at(key).empty();
}

// Whether it stands inside a page, too, above the same line as at the beginnings of pages: the first label of a header.
bool begins_header(const std::vector<RawLine>& lines, const std::string& text) {
  std::set<std::string> below[2];   // inside pages, at their beginnings
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].text == text) below[i == 0 || lines[i].form_feed].insert(lines[i + 1].text);
  }
  return std::any_of(below[0].begin(), below[0].end(), [&](const std::string& line) { return below[1].count(line) > 0; });
}

// A line that pages begin with, above their text: the same on most of them. Empty if there is none.
std::string running_head(const std::vector<RawLine>& lines, const DumpWords& words, const DumpPatterns& patterns) {
  constexpr size_t kLeastPages = 3;
  constexpr double kMostPages = 0.6;
  std::map<std::string, size_t> first;
  size_t pages = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0 && !lines[i].form_feed) continue;
    ++pages;
    ++first[lines[i].text];
  }
  for (const auto& [text, count] : first) {
    if (count >= kLeastPages && static_cast<double>(count) >= kMostPages * static_cast<double>(pages) && !number_alone(text) && !of_a_form(text, words, patterns) &&
        !begins_header(lines, text)) {
      return text;
    }
  }
  return {};
}

// The same where only page numbers tell where pages are: what stands straight above each.
std::string running_head(const std::vector<RawLine>& lines, const std::vector<PageNumber>& numbers, const DumpWords& words, const DumpPatterns& patterns) {
  constexpr size_t kLeastPages = 3;
  std::map<std::string, size_t> before;
  for (const PageNumber& number : numbers) {
    if (number.line > 0 && number.glued == 0) ++before[lines[number.line - 1].text];
  }
  for (const auto& [text, count] : before) {
    if (count >= kLeastPages && count + 1 >= numbers.size() && !of_a_form(text, words, patterns)) return text;
  }
  return {};
}

// The same where nothing tells where pages are: the first line of all, where it stands again and again.
std::string first_line_again(const std::vector<RawLine>& lines, const DumpWords& words, const DumpPatterns& patterns) {
  constexpr std::ptrdiff_t kLeastPages = 3;
  constexpr size_t kShortest = 6;   // characters
  if (lines.empty() || key_text(lines[0].text).size() < kShortest || of_a_form(lines[0].text, words, patterns)) return {};
  const auto same = std::count_if(lines.begin(), lines.end(), [&](const RawLine& line) { return line.text == lines[0].text; });
  return same >= kLeastPages ? lines[0].text : std::string{};
}

// The lines without it, at the beginnings of pages or above page numbers. `furniture` gets those left out. `everywhere`: each of
// them begins a page; `sorted`: it may stand among its page's other lines.
std::vector<RawLine> without_head(const std::vector<RawLine>& lines, const std::string& head, bool everywhere, bool sorted, std::vector<TextLine>& furniture) {
  std::vector<RawLine> out;
  bool form_feed = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    form_feed = form_feed || lines[i].form_feed || (everywhere && i > 0 && lines[i].text == head);
    if (lines[i].text == head && (everywhere || sorted || i == 0 || lines[i].form_feed || (i + 1 < lines.size() && number_alone(lines[i + 1].text)))) {
      furniture.push_back({.text = head, .page = 1, .box = std::nullopt, .line = lines[i].line, .source = Source::text_dump});
      continue;
    }
    out.push_back(lines[i]);
    out.back().form_feed = form_feed;
    form_feed = false;
  }
  return out;
}

}  // namespace

StreamLines stream_lines(std::string_view text, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns) {
  StreamLines out;
  std::vector<RawLine> raw = raw_lines(text);
  std::string head = running_head(raw, words, patterns);
  if (head.empty()) head = running_head(raw, page_numbers(raw, kind, words, patterns), words, patterns);
  const bool everywhere = head.empty();
  if (everywhere) head = first_line_again(raw, words, patterns);
  if (!head.empty()) raw = without_head(raw, head, everywhere, kind == DumpKind::pdfminer, out.furniture);
  const std::vector<PageNumber> numbers = page_numbers(raw, kind, words, patterns);
  // Where the first number stands first of all, numbers stand above their pages.
  const bool above = !numbers.empty() && numbers.front().line == 0;
  const bool feeds = std::any_of(raw.begin(), raw.end(), [](const RawLine& line) { return line.form_feed; });
  size_t next = 0;
  bool starts = true;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i].form_feed) starts = true;
    std::string line = raw[i].text;
    const bool number = next < numbers.size() && numbers[next].line == i;
    if (number) {
      if (above || numbers[next].glued > 0) starts = true;
      const size_t digits = numbers[next++].glued;
      if (digits == 0) {
        out.furniture.push_back({.text = line, .page = out.pages, .box = std::nullopt, .line = raw[i].line, .source = Source::text_dump});
        if (!above && !(i + 1 < raw.size() && raw[i + 1].form_feed)) starts = true;
        continue;
      }
      out.furniture.push_back({.text = line.substr(0, digits), .page = out.pages, .box = std::nullopt, .line = raw[i].line, .source = Source::text_dump});
      line = trimmed(std::string_view(line).substr(digits));
    }
    if (kind == DumpKind::pypdf) line = without_spaces_in_numbers(line);
    if (starts && !out.lines.empty()) ++out.pages;
    out.lines.push_back({std::move(line), raw[i].line, out.pages, starts, !feeds});
    starts = false;
  }
  return out;
}

}  // namespace budgetlift
