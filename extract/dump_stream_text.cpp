#include "extract/dump_stream_text.h"

#include <algorithm>

#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {

StreamText stream_text(const std::vector<StreamLine>& lines, size_t first, size_t last) {
  StreamText out;
  for (size_t i = first; i < last; ++i) {
    out.source.push_back(&lines[i]);
    StreamGap gap = lines[i].page_start ? StreamGap::page : lines[i].maybe_page_start ? StreamGap::maybe_page : StreamGap::line;
    for (char32_t c : decode_utf8(lines[i].text)) {
      if (is_space(c)) {
        gap = std::max(gap, StreamGap::space);
        continue;
      }
      out.raw.push_back(c);
      out.key.push_back(key_char(c));
      out.gaps.push_back(gap);
      out.lines.push_back(static_cast<int>(out.source.size()) - 1);
      gap = StreamGap::none;
    }
  }
  return out;
}

std::vector<TextLine> StreamText::text_lines(size_t first, size_t last) const {
  std::vector<TextLine> out;
  for (size_t i = first; i < last;) {
    std::u32string line;
    size_t k = i;
    for (; k < last && (k == i || gaps[k] < StreamGap::line); ++k) {
      if (k > i && gaps[k] == StreamGap::space) line.push_back(' ');
      line.push_back(raw[k]);
    }
    const StreamLine& from = *source[static_cast<size_t>(lines[i])];
    out.push_back({.text = encode_utf8(line), .page = from.page, .box = std::nullopt, .line = from.line, .source = Source::text_dump});
    i = k;
  }
  return out;
}

int item_number(std::u32string_view key) {
  constexpr size_t kMostWords = 4, kMostDigits = 2;
  size_t i = 0;
  if (i < key.size() && key[i] == '(') ++i;
  while (i < kMostWords && i < key.size() && key[i] >= 0x4E00 && key[i] <= 0x9FFF) ++i;
  int number = 0;
  const size_t digits = i;
  while (i < key.size() && i < digits + kMostDigits && (key[i] >= '0' && key[i] <= '9')) number = number * 10 + static_cast<int>(key[i++] - '0');
  if (i == digits || i == key.size()) return 0;
  if (std::u32string_view(U".、:)．").find(key[i]) == std::u32string_view::npos) return 0;
  // "2.5" is a fraction, "2.2025年" a year behind a number.
  const std::u32string_view rest = key.substr(i + 1);
  const auto digit = [&](size_t at) { return at < rest.size() && rest[at] >= '0' && rest[at] <= '9'; };
  const bool year = digit(0) && digit(1) && digit(2) && digit(3) && rest.size() > 4 && rest[4] == U'年';
  return key[i] != '.' || !digit(0) || year ? number : 0;
}

TextLine text_line(const StreamLine& line) {
  return {.text = line.text, .page = line.page, .box = std::nullopt, .line = line.line, .source = Source::text_dump};
}

void add_pages(const StreamText& text, Table& table) {
  for (const StreamLine* line : text.source) {
    if (table.regions.empty() || table.regions.back().page < line->page) table.regions.push_back({line->page, std::nullopt});
  }
}

}  // namespace budgetlift
