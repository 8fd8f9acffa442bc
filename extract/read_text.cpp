#include "extract/read_text.h"

#include <algorithm>
#include <string_view>

#include "schemas/canonical.h"

namespace budgetlift {

Read read_lines(const std::vector<TextLine>& lines) {
  Read out;
  for (size_t l = 0; l < lines.size(); ++l) {
    const std::vector<UnsureCharacter> read = read_characters(lines[l].readings, 1);
    for (size_t i = 0; i < read.size(); ++i) out.place.emplace_back(l, i);
    out.characters.insert(out.characters.end(), read.begin(), read.end());
  }
  return out;
}

void replace_character(std::string& line, size_t k, const std::string& text) {
  std::u32string chars = decode_utf8(line);
  for (size_t i = 0; i < chars.size(); ++i) {
    if (is_space(chars[i]) || k-- > 0) continue;
    chars.replace(i, 1, decode_utf8(text));
    break;
  }
  line = encode_utf8(chars);
}

bool is_stroke(char32_t c) {
  static constexpr std::u32string_view all = U"|ⅠIl丨";
  return all.find(c) != std::u32string_view::npos;
}

void keep_raw(TextLine& line) {
  if (line.raw.empty()) line.raw = line.text;
}

void insert_character(std::string& line, size_t k, const std::string& text) {
  std::u32string chars = decode_utf8(line);
  size_t at = 0;
  while (at < chars.size() && (is_space(chars[at]) || k-- > 0)) ++at;
  chars.insert(at, decode_utf8(text));
  line = encode_utf8(chars);
}

bool is_whole(const TextLine& line) {
  const std::u32string chars = decode_utf8(line.text);
  const auto marks = std::count_if(chars.begin(), chars.end(), [](char32_t c) { return !is_space(c); });
  return !line.readings.empty() && static_cast<size_t>(marks) == line.readings.size();
}

void keep_only(std::vector<TextLine>& lines, const Read& read, size_t first, size_t length) {
  for (size_t i = read.place.size(); i-- > 0;) {
    if (i >= first && i < first + length) continue;
    const auto [l, k] = read.place[i];
    keep_raw(lines[l]);
    replace_character(lines[l].text, k, "");
    lines[l].readings.erase(lines[l].readings.begin() + static_cast<std::ptrdiff_t>(k));
  }
  std::erase_if(lines, [](const TextLine& line) { return line.readings.empty(); });
  for (TextLine& line : lines) line.text = canonical(line.text);
}

}  // namespace budgetlift
