#include "normalize/json_writer.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "schemas/canonical.h"

namespace budgetlift {

JsonWriter& JsonWriter::open(char bracket) {
  comma();
  out_.push_back(bracket);
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_.push_back(bracket);
  first_ = false;
  return *this;
}

void JsonWriter::comma() {
  if (!first_ && !after_key_) out_.push_back(',');
  first_ = false;
  after_key_ = false;
}

void JsonWriter::clear() {
  out_.clear();
  first_ = true;
  after_key_ = false;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  text(name);
  out_.push_back(':');
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  comma();
  out_.append(json);
  return *this;
}

JsonWriter& JsonWriter::number(long long value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return raw({digits, static_cast<size_t>(end - digits)});
}

JsonWriter& JsonWriter::number(const Decimal& value) {
  return raw(value.digits);
}

JsonWriter& JsonWriter::number(double value, int decimals) {
  return raw(rounded(value, decimals));
}

JsonWriter& JsonWriter::text(std::string_view value) {
  comma();
  out_.push_back('"');
  size_t i = 0;
  while (i < value.size()) {
    const auto c = static_cast<unsigned char>(value[i]);
    if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
      out_.push_back(value[i++]);
      continue;
    }
    if (c < 0x80) {
      switch (c) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default: {
          char escape[8];
          std::snprintf(escape, sizeof escape, "\\u%04x", c);
          out_ += escape;
        }
      }
      ++i;
      continue;
    }
    // A run of other characters: decoded and encoded again, which replaces what is not UTF-8.
    size_t end = i;
    while (end < value.size() && static_cast<unsigned char>(value[end]) >= 0x80) ++end;
    std::u32string run = decode_utf8(value.substr(i, end - i));
    size_t from = 0;
    for (size_t k = 0; k <= run.size(); ++k) {
      const bool separator = k < run.size() && (run[k] == 0x2028 || run[k] == 0x2029);
      if (k < run.size() && !separator) continue;
      out_ += encode_utf8(std::u32string_view(run).substr(from, k - from));
      if (separator) out_ += run[k] == 0x2028 ? "\\u2028" : "\\u2029";
      from = k + 1;
    }
    i = end;
  }
  out_.push_back('"');
  return *this;
}

std::string rounded(double value, int decimals) {
  if (!std::isfinite(value)) return "null";
  char digits[400];
  const auto result = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, decimals);
  if (result.ec != std::errc()) return "null";
  std::string out(digits, static_cast<size_t>(result.ptr - digits));
  if (out.find('.') != std::string::npos) {
    while (out.back() == '0' && out[out.size() - 2] != '.') out.pop_back();
  }
  if (out.find_first_not_of("-0.") == std::string::npos && out.front() == '-') out.erase(0, 1);
  return out;
}

}  // namespace budgetlift
