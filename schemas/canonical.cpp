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

// A character of most texts that neither normalization changes, whatever settled character stands beside it.
bool is_settled(char32_t c) {
  return (c >= 0x20 && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3001 && c <= 0x3011) || c == 0xB7 || c == 0x2014 ||
         c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2264 || c == 0x2265;
}

// ASCII in full width: NFC leaves it alone, NFKC makes it narrow.
bool is_full_width(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E; }

bool is_plain(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return is_settled(c) || is_full_width(c); });
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

namespace {

// Spaces and what is not printed made alike; nothing is normalized yet.
std::u32string cleaned(std::string_view text) {
  std::u32string chars = decode_utf8(text);
  size_t kept = 0;
  for (const char32_t c : chars) {
    if (is_space(c)) {
      chars[kept++] = ' ';
    } else if (!is_ignorable(c)) {
      chars[kept++] = unify_radical(c);
    }
  }
  chars.resize(kept);
  return chars;
}

// Spaces stay, one for any number, where two narrow characters stand beside them.
std::u32string spaced(std::u32string chars) {
  size_t kept = 0;
  for (size_t i = 0; i < chars.size(); ++i) {
    if (chars[i] != ' ') {
      chars[kept++] = chars[i];
      continue;
    }
    size_t next = i;
    while (next < chars.size() && chars[next] == ' ') ++next;
    const bool inside = kept > 0 && next < chars.size();
    if (inside && !is_wide(chars[kept - 1]) && !is_wide(chars[next])) chars[kept++] = ' ';
    i = next - 1;
  }
  chars.resize(kept);
  return chars;
}

std::string normalized_canonical(const std::u32string& chars) {
  std::u32string composed = decode_utf8(normalized(encode_utf8(chars), icu::Normalizer2::getNFCInstance));
  // Once more: a space that went away may have stood between a character and its combining mark.
  return normalized(encode_utf8(spaced(std::move(composed))), icu::Normalizer2::getNFCInstance);
}

}  // namespace

std::string canonical(std::string_view text) {
  std::u32string chars = cleaned(text);
  if (is_plain(chars)) return encode_utf8(spaced(std::move(chars)));
  return normalized_canonical(chars);
}

std::string canonical_joined(const std::vector<TextLine>& lines) {
  std::string all;
  for (const TextLine& line : lines) all += canonical(line.text);
  return canonical(all);
}

std::string folded(std::string_view text) {
  std::u32string chars = cleaned(text);
  if (is_plain(chars)) {
    std::erase(chars, U' ');
    for (char32_t& c : chars) c = is_full_width(c) ? c - 0xFEE0 : c;
    return encode_utf8(chars);
  }
  std::string out = normalized(normalized_canonical(chars), icu::Normalizer2::getNFKCInstance);
  std::erase(out, ' ');
  return normalized(out, icu::Normalizer2::getNFKCInstance);
}

}  // namespace budgetlift
