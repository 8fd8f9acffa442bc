#include "schemas/canonical.h"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "schemas/radicals.h"

namespace budgetlift {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char32_t unify_radical(char32_t c) {
  if (c < 0x2E80 || c > 0x2FDF) return c;
  auto it = std::lower_bound(kRadicalIdeographs.begin(), kRadicalIdeographs.end(), c,
                             [](const auto& pair, char32_t value) { return pair.first < value; });
  return it != kRadicalIdeographs.end() && it->first == c ? it->second : c;
}

// Neither printed nor a space: controls, zero-width characters, soft hyphen, byte order mark.
bool is_ignorable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

std::string normalized(std::string_view text, const icu::Normalizer2* (*instance)(UErrorCode&)) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = instance(status);
  if (U_FAILURE(status)) return std::string(text);
  auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (normalizer->isNormalized(source, status)) return std::string(text);
  std::string out;
  normalizer->normalize(source, status).toUTF8String(out);
  return out;
}

}  // namespace

std::u32string decode_utf8(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    int length = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3
                 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    char32_t c = length == 1 ? lead : length == 0 ? 0 : static_cast<char32_t>(lead & (0xFF >> (length + 1)));
    bool ok = length > 0 && i + static_cast<size_t>(length) <= text.size();
    for (int k = 1; ok && k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + static_cast<size_t>(k)]);
      ok = (next & 0xC0) == 0x80;
      c = (c << 6) | (next & 0x3F);
    }
    if (ok && ((length == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) ||
               (length == 4 && (c < 0x10000 || c > 0x10FFFF)))) {
      ok = false;
    }
    out.push_back(ok ? c : U'\uFFFD');
    i += ok ? static_cast<size_t>(length) : 1;
  }
  return out;
}

std::string encode_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (char32_t c : text) {
    if (c < 0x80) {
      out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      out.push_back(static_cast<char>(0xC0 | (c >> 6)));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
      out.push_back(static_cast<char>(0xE0 | (c >> 12)));
      out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
      out.push_back(static_cast<char>(0xF0 | (c >> 18)));
      out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
      out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    }
  }
  return out;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_wide(char32_t c) {
  if (c < 0x2014) return c == 0xB7;
  if (c <= 0x2026) {
    return c == 0x2014 || c == 0x2015 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026;
  }
  return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF01 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) ||
         (c >= 0x20000 && c <= 0x3FFFD);
}

double printed_width(std::string_view text) {
  double width = 0;
  for (char32_t c : decode_utf8(text)) width += is_wide(c) ? 1.0 : 0.5;
  return width;
}

std::string canonical(std::string_view text) {
  std::u32string chars;
  for (char32_t c : decode_utf8(text)) {
    if (is_space(c)) {
      chars.push_back(' ');
    } else if (!is_ignorable(c)) {
      chars.push_back(unify_radical(c));
    }
  }
  chars = decode_utf8(normalized(encode_utf8(chars), icu::Normalizer2::getNFCInstance));
  std::u32string out;
  out.reserve(chars.size());
  for (size_t i = 0; i < chars.size(); ++i) {
    if (chars[i] != ' ') {
      out.push_back(chars[i]);
      continue;
    }
    size_t next = i;
    while (next < chars.size() && chars[next] == ' ') ++next;
    const bool inside = !out.empty() && next < chars.size();
    if (inside && !is_wide(out.back()) && !is_wide(chars[next])) out.push_back(' ');
    i = next - 1;
  }
  // Once more: a space that went away may have stood between a character and its combining mark.
  return normalized(encode_utf8(out), icu::Normalizer2::getNFCInstance);
}

std::string canonical_joined(const std::vector<TextLine>& lines) {
  std::string all;
  for (const TextLine& line : lines) all += canonical(line.text);
  return canonical(all);
}

std::string folded(std::string_view text) {
  std::string out = normalized(canonical(text), icu::Normalizer2::getNFKCInstance);
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return normalized(out, icu::Normalizer2::getNFKCInstance);
}

}  // namespace budgetlift
