// Small helpers on texts that the value grammars share. Not part of the public interface.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace budgetlift {

// Full-width letters, digits and ASCII marks (U+FF01–FF5E, U+FE50–FE6B) as ASCII, the minus signs U+2212 and U+FF0D as
// '-', no spaces. Unlike NFKC it leaves ㎡, ², ① and ½ alone: "5²" must never become "52".
std::string half_width(std::string_view text);

// Removes `prefix` (or `suffix`) from `text`; false if it is not there.
bool take_prefix(std::string_view& text, std::string_view prefix);
bool take_suffix(std::string_view& text, std::string_view suffix);

// A whole number in Chinese numerals as digits: 三 "3", 两 "2", 十二 "12", 九十五点五 "95.5", 一千零五 "1005", 三万
// "30000", 二〇二四 "2024". None if the text is not one whole well-formed numeral.
std::optional<std::string> chinese_number(std::string_view text);

// Length in bytes of the longest prefix of `text` that consists of Chinese numerals
// (零〇一二三四五六七八九十百千万亿两点).
size_t chinese_digits_length(std::string_view text);

// Width in full-width characters of what no line break cuts at the beginning of `text`: one wide character, or a run of others ("100%").
double first_unit(std::u32string_view text);

}  // namespace budgetlift
