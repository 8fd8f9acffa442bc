#include "extract/dump_stream_spaces.h"

#include "extract/dump_stream_values.h"
#include "schemas/canonical.h"

namespace budgetlift {
using stream_values::is_digit;
using stream_values::is_latin;

namespace {

bool in(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

class Line {
 public:
  explicit Line(std::u32string_view text) : text_(text) {}

  // Whether the space at `at` is none of the text.
  bool is_none(size_t at) const {
    if (at == 0 || at + 1 >= text_.size()) return false;
    const char32_t before = text_[at - 1], after = text_[at + 1];
    const bool digit_behind = at + 2 < text_.size() && is_digit(text_[at + 2]);
    const bool point = is_digit(before) && (after == '.' || after == ',') && digit_behind;
    const bool sign = (in(U"≥≤≧≦<>＜＞", before) && is_digit(after)) || (is_digit(before) && (after == '%' || after == U'％'));
    const bool bracket = in(U"([", before) || in(U")]", after);
    const bool hyphen = is_digit(before) && after == '-' && digit_behind;   // "DB13/T 7430.1 -2021"
    const bool slash = before == '/' && at > 1 && is_latin(text_[at - 2]) && is_latin(after);
    return point || sign || bracket || hyphen || slash || in_date(at) || behind_point(at) || in_year(at) || in_group(at) || in_standard(at);
  }

 private:
  size_t digits_before(size_t at) const {
    size_t count = 0;
    while (count < at && is_digit(text_[at - count - 1])) ++count;
    return count;
  }

  size_t digits_from(size_t at) const {
    size_t count = 0;
    while (at + count < text_.size() && is_digit(text_[at + count])) ++count;
    return count;
  }

  char32_t char_before(size_t at) const { return at > 0 ? text_[at - 1] : U' '; }

  // "982. 76": no item of a list has such a number.
  bool behind_point(size_t at) const {
    constexpr size_t kLeast = 3;   // digits
    return text_[at - 1] == '.' && digits_before(at - 1) >= kLeast && is_digit(text_[at + 1]);
  }

  // "2022 /1/1": a date.
  bool in_date(size_t at) const {
    constexpr size_t kYear = 4;
    const size_t month = digits_from(at + 2), second = at + 2 + month;
    return digits_before(at) == kYear && text_[at + 1] == '/' && month > 0 && month < 3 && second + 1 < text_.size() && text_[second] == '/' && digits_from(second + 1) > 0;
  }

  // "202 4年", also behind an item's number.
  bool in_year(size_t at) const {
    constexpr size_t kDigits = 4;
    const size_t before = digits_before(at), after = digits_from(at + 1), first = at - before;
    if (before == 0 || before + after != kDigits || text_[first] != '2' || (before > 1 ? text_[first + 1] : text_[at + 1]) != '0') return false;
    if (at + 1 + after >= text_.size() || text_[at + 1 + after] != U'年') return false;
    const bool item = char_before(first) == '.' && digits_before(first - 1) > 0 && digits_before(first - 1) < 3 && first - 1 == digits_before(first - 1);
    return item || !in(U".,", char_before(first));
  }

  // "643,66 0台": a group of three digits.
  bool in_group(size_t at) const {
    constexpr size_t kGroup = 3;
    const size_t before = digits_before(at), after = digits_from(at + 1);
    return before > 0 && after > 0 && before + after == kGroup && char_before(at - before) == ',' && digits_before(at - before - 1) > 0;
  }

  // "GB/T1691 5-2024"
  bool in_standard(size_t at) const {
    constexpr size_t kYear = 4;
    const size_t before = digits_before(at), after = digits_from(at + 1), hyphen = at + 1 + after;
    const bool letters = at > before + 1 && is_latin(text_[at - before - 1]) && text_[at - before - 2] == '/';
    return before > 0 && after > 0 && letters && hyphen < text_.size() && text_[hyphen] == '-' && digits_from(hyphen + 1) >= kYear;
  }

  std::u32string_view text_;
};

template <typename IsNone>
std::string without(const std::u32string& text, IsNone is_none) {
  std::u32string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ' ' || !is_none(i)) out.push_back(text[i]);
  }
  return encode_utf8(out);
}

}  // namespace

std::string without_spaces_in_numbers(std::string_view line) {
  const std::u32string text = decode_utf8(line);
  const Line own(text);
  return without(text, [&](size_t at) { return own.is_none(at); });
}

std::string without_spaces_between_digits(std::string_view line) {
  const std::u32string text = decode_utf8(line);
  return without(text, [&](size_t at) { return at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1]); });
}

}  // namespace budgetlift
