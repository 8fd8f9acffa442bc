// The one file of this folder that includes ICU.
#include "extract/encoding.h"

#include <unicode/ucnv.h>

#include <memory>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Bytes that are looked at to tell an encoding; the whole text is decoded either way.
constexpr size_t kProbe = 1 << 16;
// Share of characters that Chinese office text is made of, below which a decoding is taken to be wrong.
constexpr double kPlausible = 0.9;
// Share of bytes that may be broken in a text still read as UTF-8.
constexpr double kBrokenShare = 0.005;

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Length of the valid UTF-8 sequence at `at`, 0 where there is none.
size_t sequence_at(std::string_view s, size_t at) {
  const auto byte = [&](size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
  const unsigned lead = byte(at);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xC2 && lead < 0xE0   ? 2
                        : lead >= 0xE0 && lead < 0xF0 ? 3
                        : lead >= 0xF0 && lead < 0xF5 ? 4
                                                      : 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  }
  if (lead == 0xE0 && byte(at + 1) < 0xA0) return 0;
  if (lead == 0xED && byte(at + 1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(at + 1) < 0x90) return 0;
  if (lead == 0xF4 && byte(at + 1) > 0x8F) return 0;
  return length;
}

// `s` without a sequence that its end cuts off.
std::string_view without_cut_end(std::string_view s) {
  for (size_t back = 1; back <= 3 && back <= s.size(); ++back) {
    const auto c = static_cast<unsigned char>(s[s.size() - back]);
    if ((c & 0xC0) == 0x80) continue;
    if (c >= 0xC2 && sequence_at(s, s.size() - back) == 0) s.remove_suffix(back);
    break;
  }
  return s;
}

struct Utf8Check {
  size_t broken = 0;
  size_t multibyte = 0;
};

Utf8Check check_utf8(std::string_view s) {
  Utf8Check check;
  for (size_t i = 0; i < s.size();) {
    const size_t length = sequence_at(s, i);
    if (length == 0) ++check.broken;
    if (length > 1) ++check.multibyte;
    i += length ? length : 1;
  }
  return check;
}

// Share of `text`'s first characters that Chinese office documents are made of.
double plausibility(std::string_view text) {
  size_t good = 0, all = 0;
  for (char32_t c : decode_utf8(text.substr(0, kProbe))) {
    ++all;
    good += (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r' || c == '\t' || c == '\f' || is_wide(c) ||
            (c >= 0x2000 && c < 0x2800) || c == 0xA0 || (c >= 0xB0 && c <= 0xF7 && c != 0xC3 && c != 0xC2);
  }
  return all == 0 ? 0 : static_cast<double>(good) / static_cast<double>(all);
}

// `bytes` through ICU's converter `name` as UTF-8; empty where a byte sequence is not of that encoding.
std::string converted(std::string_view bytes, const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(ucnv_open(name, &status), ucnv_close);
  const std::unique_ptr<UConverter, void (*)(UConverter*)> to(ucnv_open("UTF-8", &status), ucnv_close);
  if (U_FAILURE(status)) return {};
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::string out(bytes.size() * 2 + 16, '\0');
  const char* source = bytes.data();
  char* target = out.data();
  ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, bytes.data() + bytes.size(), nullptr,
                 nullptr, nullptr, nullptr, true, true, &status);
  // A file cut inside a character is still text.
  if (U_FAILURE(status) && status != U_TRUNCATED_CHAR_FOUND) return {};
  out.resize(static_cast<size_t>(target - out.data()));
  return out;
}

bool is_blank(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c <= ' ') continue;
    if (starts_with(text.substr(i), "\xE3\x80\x80") || starts_with(text.substr(i), "\xEF\xBB\xBF")) {
      i += 2;
      continue;
    }
    return false;
  }
  return true;
}

Expected<std::string> not_text() {
  return fail(
      ErrorKind::not_a_document,
      "is neither a PDF nor text in UTF-8, UTF-16 or GB18030; give the document as PDF, or its text saved as UTF-8");
}

Expected<std::string> finished(std::string text) {
  if (is_blank(text)) return fail(ErrorKind::damaged, "is empty: there is no text in it; make the dump again");
  return text;
}

}  // namespace

Expected<std::string> decode_text(std::string_view bytes) {
  if (bytes.empty()) return fail(ErrorKind::damaged, "is empty (0 bytes); copy or make the file again");
  if (starts_with(bytes, "\xFF\xFE") || starts_with(bytes, "\xFE\xFF")) {
    std::string text = converted(bytes.substr(2), bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE");
    if (text.empty() && bytes.size() > 3) return not_text();
    return finished(std::move(text));
  }
  if (starts_with(bytes, "\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const bool has_nul = bytes.substr(0, kProbe).find('\0') != std::string_view::npos;
  const Utf8Check utf8 = check_utf8(without_cut_end(bytes));
  if (!has_nul && utf8.broken == 0) {
    if (is_blank(bytes)) return finished({});
    if (plausibility(bytes) < kPlausible) return not_text();
    return finished(without_cut_end(bytes).size() == bytes.size() ? std::string(bytes)
                                                                  : encode_utf8(decode_utf8(bytes)));
  }
  std::string best;
  double best_score = kPlausible;
  const auto consider = [&](std::string text) {
    const double score = plausibility(text);
    if (score > best_score) {
      best = std::move(text);
      best_score = score;
    }
  };
  if (!has_nul) consider(converted(bytes, "gb18030"));
  if (has_nul && bytes.size() >= 4) {
    consider(converted(bytes, "UTF-16LE"));
    consider(converted(bytes, "UTF-16BE"));
  }
  const double broken_share = static_cast<double>(utf8.broken) / static_cast<double>(bytes.size());
  if (!has_nul && utf8.multibyte > 0 && (broken_share <= kBrokenShare || utf8.broken <= 3)) {
    std::string repaired = encode_utf8(decode_utf8(bytes));
    if (utf8.multibyte > 20 * utf8.broken) return finished(std::move(repaired));
  }
  if (best.empty()) return not_text();
  return finished(std::move(best));
}

}  // namespace budgetlift
