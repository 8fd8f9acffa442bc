#include "normalize/amount.h"

#include <algorithm>
#include <array>
#include <utility>

#include "normalize/decimal.h"
#include "normalize/text_fold.h"

namespace budgetlift {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 14> kPowers{{{"元", 0},
                                                                    {"圆", 0},
                                                                    {"百元", 2},
                                                                    {"千元", 3},
                                                                    {"万元", 4},
                                                                    {"万", 4},
                                                                    {"十万元", 5},
                                                                    {"百万元", 6},
                                                                    {"百万", 6},
                                                                    {"千万元", 7},
                                                                    {"千万", 7},
                                                                    {"亿元", 8},
                                                                    {"亿", 8},
                                                                    {"万圆", 4}}};

// The sign is taken off first, so that the number itself must not have another one.
std::optional<Decimal> unsigned_decimal(std::string_view digits, bool negative) {
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
  auto value = parse_decimal(digits);
  if (value && negative && value->digits.find_first_not_of("0.") != std::string::npos) {
    value->digits.insert(value->digits.begin(), '-');
  }
  return value;
}

}  // namespace

std::optional<int> yuan_power(std::string_view unit) {
  const std::string half = half_width(unit);
  std::string_view rest = half;
  if (const size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
    if (!rest.substr(0, colon).ends_with("单位")) return std::nullopt;
    rest.remove_prefix(colon + 1);
  }
  while (rest.size() > 2 && rest.front() == '(' && rest.back() == ')') rest = rest.substr(1, rest.size() - 2);
  if (!take_prefix(rest, "人民币") && !take_suffix(rest, "(人民币)")) take_suffix(rest, "人民币");
  for (const auto& [name, power] : kPowers) {
    if (name == rest) return power;
  }
  return std::nullopt;
}

Amount parse_amount(std::string_view canonical_text, const std::optional<std::string>& printed_unit) {
  Amount amount{.printed = std::string(canonical_text), .cny = std::nullopt};
  // A space between digits may be a lost point or a neighbour's number: not understood.
  if (canonical_text.find(' ') != std::string_view::npos) {
    const size_t space = canonical_text.find(' ');
    if (space > 0 && space + 1 < canonical_text.size() &&
        static_cast<unsigned char>(canonical_text[space - 1]) < 0x80 &&
        static_cast<unsigned char>(canonical_text[space + 1]) < 0x80) {
      return amount;
    }
  }
  const std::string half = half_width(canonical_text);
  std::string_view rest = half;
  bool negative = false;
  auto take_money_sign = [&] {
    return take_prefix(rest, "¥") || take_prefix(rest, "￥") || take_prefix(rest, "人民币");
  };
  take_money_sign();
  if (rest.size() > 2 && rest.front() == '(' && rest.back() == ')') {
    rest = rest.substr(1, rest.size() - 2);
    negative = true;
    take_money_sign();
  }
  if (take_prefix(rest, "-")) {
    if (negative) return amount;
    negative = true;
    take_money_sign();
  }
  const size_t end = std::min(rest.find_first_not_of("0123456789.,"), rest.size());
  const std::string_view own_unit = rest.substr(end);
  const auto power = !own_unit.empty() ? yuan_power(own_unit) : printed_unit ? yuan_power(*printed_unit) : std::nullopt;
  const auto value = unsigned_decimal(rest.substr(0, end), negative);
  if (power && value) amount.cny = with_decimals(shifted(*value, *power), 2);
  return amount;
}

bool stands_for_nothing(std::string_view canonical_text) {
  const std::string half = half_width(canonical_text);
  if (half == "/" || half == "无" || half == "*") return true;
  std::string_view rest = half;
  while (take_prefix(rest, "-") || take_prefix(rest, "—") || take_prefix(rest, "–") || take_prefix(rest, "―") ||
         take_prefix(rest, "─")) {
  }
  return rest.empty();
}

}  // namespace budgetlift
