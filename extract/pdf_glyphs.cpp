#include "extract/pdf_glyphs.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>

namespace budgetlift {

void append_utf8(std::string& text, char32_t code_point) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = 0xFFFD;
  char bytes[U8_MAX_LENGTH];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, code_point);
  text.append(bytes, static_cast<std::size_t>(length));
}

bool is_white_space(char32_t c) {
  if (c == 0x20 || (c >= 0x09 && c <= 0x0D)) return true;
  if (c < 0x85) return false;
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

bool is_unreadable(const std::string& text) {
  int i = 0;
  const int length = static_cast<int>(text.size());
  while (i < length) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, length, c);
    if (c >= 0x20 && c < 0x7F) continue;
    if (c >= 0x3400 && c <= 0x9FEF) continue;
    if (c == 0xFFFD) return true;
    const int8_t type = u_charType(c);
    if (type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR || type == U_CONTROL_CHAR) return true;
  }
  return false;
}

void remove_duplicates(std::vector<Glyph>& glyphs, double shift) {
  // A hash grid whose cells are at least twice the shift wide, so that a twin lies in one of four cells. Cells of
  // a bucket hold kept glyphs only, which bounds them.
  const std::size_t mask = std::bit_ceil(glyphs.size() * 2 + 16) - 1;
  std::vector<std::uint32_t> head(mask + 1, 0);  // index + 1 of a kept glyph
  std::vector<std::uint32_t> next(glyphs.size(), 0);
  const std::hash<std::string> hash_text;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    const Glyph& glyph = glyphs[i];
    const Box& box = glyph.box;
    const double reach = shift * glyph.font_size;
    const double reach_x = box.width() > 0 ? std::min(reach, 0.4 * box.width()) : reach;
    const double reach_y = box.height() > 0 ? std::min(reach, 0.4 * box.height()) : reach;
    const double cell = std::exp2(std::ceil(std::log2(std::max(2.2 * reach, 0.01))));
    const std::size_t seed = hash_text(glyph.text) + static_cast<std::size_t>(cell * 64);
    auto slot = [&](std::int64_t cx, std::int64_t cy) {
      std::size_t h = seed ^ (static_cast<std::size_t>(cx) * 0x9E3779B97F4A7C15u) ^
                      (static_cast<std::size_t>(cy) * 0xC2B2AE3D27D4EB4Fu);
      return (h ^ (h >> 29)) & mask;
    };
    auto index = [cell](double v) { return static_cast<std::int64_t>(std::clamp(std::floor(v / cell), -1e15, 1e15)); };
    const std::int64_t cx0 = index(box.x0 - reach_x), cx1 = index(box.x0 + reach_x);
    const std::int64_t cy0 = index(box.y0 - reach_y), cy1 = index(box.y0 + reach_y);
    bool twin = false;
    for (auto cx = cx0; cx <= cx1 && !twin; ++cx) {
      for (auto cy = cy0; cy <= cy1 && !twin; ++cy) {
        for (std::uint32_t j = head[slot(cx, cy)]; j != 0 && !twin; j = next[j - 1]) {
          const Glyph& other = glyphs[j - 1];
          twin = std::abs(other.box.x0 - box.x0) <= reach_x && std::abs(other.box.y0 - box.y0) <= reach_y &&
                 other.text == glyph.text;
        }
      }
    }
    if (twin) continue;
    const std::size_t own = slot(index(box.x0), index(box.y0));
    if (kept != i) glyphs[kept] = std::move(glyphs[i]);
    next[kept] = head[own];
    head[own] = static_cast<std::uint32_t>(kept + 1);
    ++kept;
  }
  glyphs.resize(kept);
}

}  // namespace budgetlift
