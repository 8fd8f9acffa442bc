#include "normalize/target.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "normalize/date.h"
#include "normalize/decimal.h"
#include "normalize/text_fold.h"
#include "normalize/units.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Longest target that is read for values, in bytes; longer cells are prose.
constexpr size_t kLongest = 120;

struct Word {
  std::string_view text;
  std::string_view op;  // empty: says nothing about the operator
};

// Signs before a number. A longer one stands before those that begin like it.
constexpr std::array kSigns{
    Word{">=", ">="}, Word{"=>", ">="}, Word{"≥", ">="},  Word{"≧", ">="}, Word{"⩾", ">="},
    Word{"≮", ">="},  Word{"<=", "<="}, Word{"=<", "<="}, Word{"≤", "<="}, Word{"≦", "<="},
    Word{"⩽", "<="},  Word{"≯", "<="},  Word{">", ">"},   Word{"<", "<"},  Word{"=", "="},
};

// Words before a number, in the same order.
constexpr std::array kBefore{
    Word{"大于或等于", ">="}, Word{"大于等于", ">="},   Word{"大于、等于", ">="}, Word{"不低于", ">="},
    Word{"不少于", ">="},     Word{"不小于", ">="},     Word{"不得低于", ">="},   Word{"不得少于", ">="},
    Word{"至少", ">="},       Word{"小于或等于", "<="}, Word{"小于等于", "<="},   Word{"小于、等于", "<="},
    Word{"不超过", "<="},     Word{"不得超过", "<="},   Word{"不高于", "<="},     Word{"不得高于", "<="},
    Word{"不大于", "<="},     Word{"不多于", "<="},     Word{"不超出", "<="},     Word{"至多", "<="},
    Word{"最多", "<="},       Word{"大于", ">"},        Word{"高于", ">"},        Word{"多于", ">"},
    Word{"超过", ">"},        Word{"小于", "<"},        Word{"低于", "<"},        Word{"少于", "<"},
    Word{"不足", "<"},        Word{"不满", "<"},        Word{"等于", "="},
};

// Words behind a number and its unit.
constexpr std::array kBehind{
    Word{"(含)以上", ">="}, Word{"以上(含)", ">="}, Word{"及以上", ">="}, Word{"或以上", ">="}, Word{"以上", ">="},
    Word{"(含)以下", "<="}, Word{"以下(含)", "<="}, Word{"及以下", "<="}, Word{"或以下", "<="}, Word{"以下", "<="},
    Word{"(含)以内", "<="}, Word{"以内(含)", "<="}, Word{"以内", "<="},   Word{"之内", "<="},   Word{"内", "<="},
};

// What a limit or a share is a limit or a share of; says nothing about the value.
constexpr std::array<std::string_view, 16> kEvents{"完成", "办结", "完工", "到位", "到达", "到场", "响应", "处置",
                                                   "处理", "修复", "覆盖", "合格", "达标", "支付", "发放", "执行"};

// Takes the first of `words` that `text` begins with; null if it begins with none.
template <typename Words>
const Word* take_first(std::string_view& text, const Words& words) {
  for (const Word& word : words) {
    if (take_prefix(text, word.text)) return &word;
  }
  return nullptr;
}

// What a number's grammar found.
struct Reading {
  std::string kind;
  std::optional<std::string> op;
  std::optional<Decimal> value;
  std::optional<std::string> unit;
};

struct Number {
  Decimal value;
  std::string_view rest;  // what follows it
  std::string unit;       // of 百分之 and 千分之
  bool chinese = false;
};

// The number at the front of `text`; `negative` allows a minus sign.
std::optional<Number> number_at_front(std::string_view text, bool negative) {
  Number number;
  if (take_prefix(text, "百分之"))
    number.unit.push_back('%');
  else if (take_prefix(text, "千分之"))
    number.unit = "‰";
  size_t end = negative && text.starts_with("-") ? 1 : 0;
  end = std::min(text.find_first_not_of("0123456789.,", end), text.size());
  if (end > 0 && text[end - 1] != '-') {
    const auto value = parse_decimal(text.substr(0, end));
    if (!value) return std::nullopt;
    number.value = *value;
  } else {
    if (number.unit == "%" && text == "百") text = "一百";
    // The whole run of numerals must be one number: 三万元 is 30000 元, 二三十人 is none.
    end = chinese_digits_length(text);
    const auto digits = chinese_number(text.substr(0, end));
    const auto value = digits ? parse_decimal(*digits) : std::nullopt;
    if (!value) return std::nullopt;
    number.value = *value;
    number.chinese = true;
  }
  number.rest = text.substr(end);
  return number;
}

// A unit that the list does not know, where the sign before the number makes it certain that one stands there
// (≥1明显): up to four ideographs, none that could belong to a sentence, no known unit at the front.
bool is_free_unit(std::string_view unit) {
  static constexpr std::u32string_view kSentence = U"以内上下左右多余约近至到且和与及的不未均前后起止达各每或";
  const std::u32string chars = decode_utf8(unit);
  if (chars.empty() || chars.size() > 4 || begins_with_unit(unit)) return false;
  return std::all_of(chars.begin(), chars.end(), [](char32_t c) {
    return c >= 0x4E00 && c <= 0x9FFF && kSentence.find(c) == std::u32string_view::npos;
  });
}

// 24年 in a budget of 2024 and 12月, 10日, 2024 alone can be times as well as numbers.
// `limit`: words behind it say "within", `symbol`: a sign stands before it, `op`: either, or a word before it.
bool may_be_a_time(const Number& number, std::string_view unit, bool op, bool symbol, bool limit,
                   std::optional<int> year) {
  const std::string& digits = number.value.digits;
  if (digits.size() > 8) return false;
  const bool whole = digits.find('.') == std::string::npos;
  double value = 0;  // of at most 8 characters; only compared with small whole numbers
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (unit == "月") return whole && value <= 12;
  if (unit == "年" && !symbol && (!op || limit)) {
    return whole && value >= 10 && value <= 99 && (!year || std::abs(2000 + value - *year) <= 5);
  }
  if (op) return false;
  if (unit == "日") return whole && value <= 31;
  if (!unit.empty()) return false;
  return (value >= 1990 && value < 2100) || (whole && value >= 19900000 && value < 21000000);
}

std::optional<Reading> read_number(std::string_view text, std::optional<int> year) {
  Reading reading;
  const bool held = take_prefix(text, "控制在");
  if (!held && !take_prefix(text, "达到")) take_prefix(text, "达");
  const Word* sign = take_first(text, kSigns);
  const Word* word = sign ? sign : take_first(text, kBefore);
  if (word) reading.op = std::string(word->op);
  const bool symbol = sign != nullptr;
  auto number = number_at_front(text, symbol);
  if (!number) return std::nullopt;
  std::string_view rest = number->rest;

  bool behind = false, within = false;
  auto take_behind = [&]() -> bool {  // false where it contradicts what stands before
    for (const Word& ending : kBehind) {
      if (!take_suffix(rest, ending.text)) continue;
      if (reading.op && *reading.op != ending.op) return false;
      reading.op = std::string(ending.op);
      behind = true;
      within = ending.text == "内";
      return true;
    }
    return true;
  };
  if (!take_behind()) return std::nullopt;
  if (!behind) {
    std::string_view without = rest;
    for (std::string_view event : kEvents) {
      if (!take_suffix(without, event)) continue;
      const std::string_view before = std::exchange(rest, without);
      if (!take_behind()) return std::nullopt;
      if (!behind && without != "%") rest = before;
      break;
    }
  }
  if (held && !(reading.op && *reading.op == "<=")) return std::nullopt;

  std::string unit = number->unit;
  if (unit.empty()) {
    if (rest.size() > 2 && rest.front() == '(' && rest.back() == ')' && rest.find('(', 1) == std::string_view::npos) {
      rest = rest.substr(1, rest.size() - 2);
    }
    unit = std::string(rest);
  } else if (!rest.empty()) {
    return std::nullopt;
  }
  if (may_be_a_time(*number, unit, reading.op.has_value(), symbol, behind && reading.op == "<=", year))
    return std::nullopt;
  reading.value = number->value;
  if (unit == "%") {
    reading.kind = "percent";
    return reading;
  }
  reading.kind = "quantity";
  if (unit.empty()) {
    if (number->chinese || within) return std::nullopt;
    return reading;
  }
  const UnitKind kind = unit_kind(unit, number->chinese);
  const bool certain = kind == UnitKind::known || (kind == UnitKind::word && !behind) ||
                       (kind == UnitKind::needs_operator && reading.op) ||
                       (kind == UnitKind::none && symbol && !number->chinese && !behind && is_free_unit(unit));
  if (!certain) return std::nullopt;
  reading.unit = unit;
  return reading;
}

// 满意度≥90%: what is measured, named before the number.
std::optional<Reading> read_named_number(const std::string& text, std::optional<int> year) {
  static const RE2 pattern(
      "^([\\p{Han}]{0,14}?(?:率|度|比例|人数|数量|次数|指数|总数|成本)):?((?:[≥≧⩾≤≦⩽<>=\\d]|百分之|不|大于|小于|高于|"
      "低于|达|超过|至少|控制在).*)$");
  static const RE2 changes(
      "季度|年度|月度|同比|环比|较|比上|上年|去年|提高|提升|增加|降低|减少|缩短|程度|幅度|(?:下降|增长|上升)(?:[^率]|$"
      ")");
  std::string name, rest;
  if (!RE2::FullMatch(text, pattern, &name, &rest) || RE2::PartialMatch(name, changes)) return std::nullopt;
  return read_number(rest, year);
}

// A space between two digits may be a lost point, or a neighbour's number.
bool has_broken_number(std::string_view text) {
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    const auto in_number = [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; };
    if (text[i] == ' ' && in_number(text[i - 1]) && in_number(text[i + 1])) return true;
  }
  return false;
}

}  // namespace

Target parse_target(std::string_view canonical_text, std::optional<int> year) {
  Target target{.text = std::string(canonical_text), .kind = "qualitative"};
  if (canonical_text.size() > kLongest || has_broken_number(canonical_text)) return target;
  const std::string half = half_width(canonical_text);
  std::string_view rest = half;
  for (std::string_view stop : {"。", ";", ",", "、", "."}) {
    std::string_view before = rest;
    if (!take_suffix(before, stop)) continue;
    // "5." may be the beginning of 5.5, "1," of 1,000.
    if (!before.empty() && !(before.back() >= '0' && before.back() <= '9')) rest = before;
    break;
  }
  const std::string text(rest);
  if (text.empty()) return target;
  if (const auto date = parse_printed_date(text, year)) {
    if (date->range) return target;
    target.kind = "date";
    // A bare value is the value to reach.
    target.op = date->op || !date->date ? date->op : "=";
    target.date = date->date;
    return target;
  }
  auto reading = read_number(text, year);
  const bool has_number =
      text.find_first_of("0123456789") != std::string::npos || text.find("百分之") != std::string::npos;
  if (!reading && has_number) reading = read_named_number(text, year);
  if (!reading) return target;
  target.kind = reading->kind;
  target.op = reading->op ? reading->op : "=";
  target.value = reading->value;
  target.unit = reading->unit;
  return target;
}

bool may_have_unknown_unit(const Target& target) {
  if (target.kind != "qualitative") return false;
  const std::string text = half_width(target.text);
  if (text.find_first_of("0123456789") == std::string::npos) return false;
  static const RE2 pattern("^(?:[≥≧⩾≤≦⩽<>=]|不少于|不低于|不超过|不高于|不大于|不小于|大于|小于|高于|低于|至少)?\\d[\\d.,]*\\p{Han}{1,3}$");
  static const RE2 time("^\\d+(?:年|月|日|月份|年度|年底|月底)$");
  return RE2::FullMatch(text, pattern) && !RE2::FullMatch(text, time);
}

bool looks_complete(std::string_view canonical_text) {
  const std::string half = half_width(canonical_text);
  const std::string_view text = half;
  if (text.empty()) return false;
  if (std::count(text.begin(), text.end(), '(') > std::count(text.begin(), text.end(), ')')) return false;
  for (std::string_view end : {"/", "每", "·", "或", "、", ",", "-", "~", "—", "百分之", "控制在", "不", "不得"}) {
    if (text.ends_with(end)) return false;
  }
  if (text.back() == '.') return false;
  // A point belongs to a number, but for those at the head of an item of a list.
  static const RE2 point("\\D\\d+\\.\\D");
  if (RE2::PartialMatch(text, point)) return false;
  const auto at_end = [&](const Word& word) { return text.ends_with(word.text); };
  return std::none_of(kSigns.begin(), kSigns.end(), at_end) && std::none_of(kBefore.begin(), kBefore.end(), at_end);
}

}  // namespace budgetlift
