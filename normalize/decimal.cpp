#include "normalize/decimal.h"

#include <algorithm>

#include "normalize/text_fold.h"

namespace budgetlift {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Sign, whole part and decimals of normalised digits.
struct Parts {
  bool negative = false;
  std::string whole;
  std::string decimals;
};

Parts split(const Decimal& value) {
  Parts parts;
  std::string_view digits = value.digits;
  parts.negative = take_prefix(digits, "-");
  const size_t point = digits.find('.');
  parts.whole = digits.substr(0, point);
  if (point != std::string_view::npos) parts.decimals = digits.substr(point + 1);
  return parts;
}

Decimal joined(const Parts& parts) {
  std::string whole = parts.whole;
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  if (whole.empty()) whole.push_back('0');
  Decimal value{std::move(whole)};
  if (!parts.decimals.empty()) value.digits.append(".").append(parts.decimals);
  const bool zero = value.digits.find_first_not_of("0.") == std::string::npos;
  if (parts.negative && !zero) value.digits.insert(value.digits.begin(), '-');
  return value;
}

// Compares two unsigned whole numbers without leading zeros or of equal length.
int compare_magnitudes(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

std::string add(const std::string& a, const std::string& b) {  // equal lengths
  std::string out(a.size() + 1, '0');
  int carry = 0;
  for (size_t i = a.size(); i-- > 0;) {
    const int digit = (a[i] - '0') + (b[i] - '0') + carry;
    out[i + 1] = static_cast<char>('0' + digit % 10);
    carry = digit / 10;
  }
  out[0] = static_cast<char>('0' + carry);
  return out;
}

std::string subtract(const std::string& a, const std::string& b) {  // equal lengths, a >= b
  std::string out(a.size(), '0');
  int borrow = 0;
  for (size_t i = a.size(); i-- > 0;) {
    int digit = (a[i] - '0') - (b[i] - '0') - borrow;
    borrow = digit < 0 ? 1 : 0;
    out[i] = static_cast<char>('0' + digit + 10 * borrow);
  }
  return out;
}

// Brings both to the same number of digits before and after the point.
void align(Parts& a, Parts& b) {
  const size_t whole = std::max(a.whole.size(), b.whole.size());
  const size_t decimals = std::max(a.decimals.size(), b.decimals.size());
  for (Parts* p : {&a, &b}) {
    p->whole.insert(0, whole - p->whole.size(), '0');
    p->decimals.append(decimals - p->decimals.size(), '0');
  }
}

// The whole part without its separators; none if they do not stand before groups of three.
std::optional<std::string> without_separators(std::string_view whole) {
  const size_t first = whole.find(',');
  if (first == std::string_view::npos) return all_digits(whole) ? std::optional(std::string(whole)) : std::nullopt;
  if (first == 0 || first > 3 || !all_digits(whole.substr(0, first)) || whole[0] == '0') return std::nullopt;
  std::string out(whole.substr(0, first));
  for (size_t i = first; i < whole.size(); i += 4) {
    const std::string_view group = whole.substr(i + 1, 3);
    if (whole[i] != ',' || group.size() != 3 || !all_digits(group)) return std::nullopt;
    out += group;
  }
  return out;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const std::string half = half_width(text);
  // half_width() takes spaces away; here a space is an error ("1 000" may be two numbers).
  if (text.find(' ') != std::string_view::npos || text.find("\xE3\x80\x80") != std::string_view::npos ||
      text.find_first_of("\t\n\v\f\r") != std::string_view::npos || text.find("\xC2\xA0") != std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest = half;
  Parts parts;
  if (take_prefix(rest, "-")) {
    parts.negative = true;
  } else {
    take_prefix(rest, "+");
  }
  const size_t point = rest.find('.');
  if (point != std::string_view::npos) {
    parts.decimals = rest.substr(point + 1);
    if (!all_digits(parts.decimals)) return std::nullopt;
  }
  auto whole = without_separators(rest.substr(0, point));
  if (!whole) return std::nullopt;
  parts.whole = *std::move(whole);
  return joined(parts);
}

std::optional<Decimal> parse_percent(std::string_view text) {
  if (!take_suffix(text, "%")) take_suffix(text, "％");
  return parse_decimal(text);
}

Decimal shifted(const Decimal& value, int power_of_ten) {
  Parts parts = split(value);
  if (power_of_ten > 0) {
    const auto n = static_cast<size_t>(power_of_ten);
    if (parts.decimals.size() < n) parts.decimals.append(n - parts.decimals.size(), '0');
    parts.whole += parts.decimals.substr(0, n);
    parts.decimals.erase(0, n);
  } else if (power_of_ten < 0) {
    const auto n = static_cast<size_t>(-static_cast<long>(power_of_ten));
    if (parts.whole.size() < n) parts.whole.insert(0, n - parts.whole.size(), '0');
    parts.decimals.insert(0, parts.whole.substr(parts.whole.size() - n));
    parts.whole.erase(parts.whole.size() - n);
  }
  return joined(parts);
}

Decimal sum(const Decimal& a, const Decimal& b) {
  Parts x = split(a), y = split(b);
  align(x, y);
  const size_t decimals = x.decimals.size();
  const std::string left = x.whole + x.decimals, right = y.whole + y.decimals;
  Parts out;
  std::string digits;
  if (x.negative == y.negative) {
    digits = add(left, right);
    out.negative = x.negative;
  } else if (compare_magnitudes(left, right) >= 0) {
    digits = subtract(left, right);
    out.negative = x.negative;
  } else {
    digits = subtract(right, left);
    out.negative = y.negative;
  }
  out.whole = digits.substr(0, digits.size() - decimals);
  out.decimals = digits.substr(digits.size() - decimals);
  return joined(out);
}

int compare(const Decimal& a, const Decimal& b) {
  Parts x = split(a), y = split(b);
  align(x, y);
  const std::string left = x.whole + x.decimals, right = y.whole + y.decimals;
  const bool zero =
      left.find_first_not_of('0') == std::string::npos && right.find_first_not_of('0') == std::string::npos;
  if (zero) return 0;
  if (x.negative != y.negative) return x.negative ? -1 : 1;
  const int order = compare_magnitudes(left, right);
  const int sign = order < 0 ? -1 : order > 0 ? 1 : 0;
  return x.negative ? -sign : sign;
}

Decimal with_decimals(const Decimal& value, int decimals) {
  Parts parts = split(value);
  const auto wanted = static_cast<size_t>(std::max(decimals, 0));
  if (parts.decimals.size() < wanted) parts.decimals.append(wanted - parts.decimals.size(), '0');
  return joined(parts);
}

}  // namespace budgetlift
