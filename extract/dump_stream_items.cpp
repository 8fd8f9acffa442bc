#include "extract/dump_stream_items.h"

#include <algorithm>
#include <string>

#include "extract/dump_stream_text.h"
#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
using stream_values::is_digit;

void part_items(std::vector<TextLine>& lines) {
  if (lines.empty() || item_number(key_text(lines.front().text)) != 1) return;
  const std::u32string first = key_text(lines.front().text);
  const size_t digit = first.find(U'1');
  const std::u32string front = first.substr(0, digit);
  const char32_t mark = first[digit + 1];
  int next = 2;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (item_number(key_text(lines[i].text)) == next) ++next;
    const bool begins_later = std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, lines.end(), [&](const TextLine& line) { return item_number(key_text(line.text)) == next; });
    if (begins_later) continue;
    const std::string number = std::to_string(next);
    const std::u32string start = front + std::u32string(number.begin(), number.end()) + mark;
    const std::u32string text = decode_utf8(lines[i].text);
    std::u32string key;
    for (char32_t c : text) key.push_back(key_char(c));
    const size_t at = key.find(start, 1);
    if (at == key.npos || is_digit(key[at - 1]) || key[at - 1] == '.' || item_number(key.substr(at)) != next) continue;
    TextLine rest = lines[i];
    rest.text = encode_utf8(text.substr(at));
    lines[i].text = encode_utf8(text.substr(0, at));
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(rest));
  }
}

}  // namespace budgetlift
