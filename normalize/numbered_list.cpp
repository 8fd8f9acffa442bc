#include "normalize/numbered_list.h"

#include <algorithm>
#include <optional>
#include <re2/re2.h>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// A line that ends this much short of the longest one (as a share of it) ends its paragraph.
constexpr double kShortLine = 0.85;

struct Number {
  int value = 0;
  size_t length = 0;             // bytes of the number and its mark
  bool digit_follows = false;    // "2.5": may be a decimal fraction instead
};

std::optional<Number> leading_number(const std::string& text) {
  static const RE2 plain(R"(^((\d{1,2})\s*[.．、]\s*))");
  static const RE2 bracket(R"(^([（(](\d{1,2})[）)][.、]?))");
  static const RE2 goal(R"(^((?:目标)(\d{1,2})[：:.、]))");
  std::string all;
  int value = 0;
  for (const RE2* pattern : {&plain, &bracket, &goal}) {
    if (!RE2::PartialMatch(text, *pattern, &all, &value)) continue;
    const bool digit = all.size() < text.size() && text[all.size()] >= '0' && text[all.size()] <= '9' && pattern == &plain;
    return Number{value, all.size(), digit};
  }
  const std::u32string chars = decode_utf8(text);
  if (!chars.empty() && chars[0] >= U'①' && chars[0] <= U'⑳') {
    return Number{static_cast<int>(chars[0] - U'①') + 1, encode_utf8(chars.substr(0, 1)).size(), false};
  }
  return std::nullopt;
}

double line_width(const TextLine& line) {
  return line.box ? line.box->width() : printed_width(canonical(line.text));
}

}  // namespace

std::vector<ListItem> split_numbered(const std::vector<TextLine>& lines) {
  std::vector<ListItem> items;
  double widest = 0;
  for (const TextLine& line : lines) widest = std::max(widest, line_width(line));
  int last_number = 0;
  bool numbered = false;
  std::string joined;
  auto close = [&] {
    if (!items.empty()) items.back().text = canonical(joined);
    joined.clear();
  };
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string text = canonical(lines[i].text);
    if (text.empty()) continue;
    const bool previous_full = i > 0 && line_width(lines[i - 1]) > kShortLine * widest;
    const auto number = leading_number(text);
    const bool next_number = number && number->value == last_number + 1;
    bool begins = items.empty();
    std::string doubt;
    if (next_number && (numbered || items.empty())) {
      begins = true;
      if (number->digit_follows && !items.empty() && previous_full) {
        doubt = "the line begins with \"" + text.substr(0, number->length) + "\" and a digit: an item's number or a fraction";
      }
    } else if (number && numbered && number->value != last_number && !number->digit_follows && !previous_full) {
      begins = true;
      doubt = "item " + std::to_string(number->value) + " follows item " + std::to_string(last_number);
    } else if (!numbered && !items.empty() && !previous_full) {
      begins = true;
    }
    if (begins) {
      close();
      items.push_back({"", {}, doubt});
      if (number && (next_number || !doubt.empty())) {
        numbered = true;
        last_number = number->value;
        joined = text.substr(number->length);
      } else {
        joined = text;
      }
    } else {
      joined += text;
    }
    items.back().lines.push_back(lines[i]);
  }
  close();
  return items;
}

}  // namespace budgetlift
