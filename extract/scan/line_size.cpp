#include "extract/scan/line_size.h"

#include <algorithm>
#include <string_view>

#include "extract/scan/characters.h"
#include "extract/scan/median.h"

namespace budgetlift {
namespace {

enum class Height { full, digits, unknown };

// A line of digits and capitals alone is lower than its type; one with signs may be lower.
Height height_of(const ReadLine& line) {
  bool digits = false, signs = false;
  for (const ReadCharacter& c : line.characters) {
    const char32_t sign = first_character(narrow_sign(c.reading.text));
    const bool digit = (sign >= U'0' && sign <= U'9') || (sign >= U'A' && sign <= U'Z');
    digits = digits || digit;
    if (digit || std::u32string_view(U"%°.,-").find(sign) != std::u32string_view::npos) continue;
    if (std::u32string_view(U"≥≤<>=+").find(sign) == std::u32string_view::npos) return Height::full;
    signs = true;
  }
  return !digits ? Height::full : signs ? Height::unknown : Height::digits;
}

}  // namespace

std::vector<double> true_sizes(const std::vector<LineBox>& lines, const std::vector<ReadLine>& read, const LineReaderOptions& options) {
  std::vector<double> out, full_lines;
  std::vector<Height> heights;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out.push_back(lines[i].em);
    heights.push_back(height_of(read[i]));
    if (heights[i] == Height::full) full_lines.push_back(lines[i].em);
  }
  const double usual = median(std::move(full_lines));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (heights[i] == Height::full || (heights[i] == Height::unknown && usual <= 0)) continue;
    const double low = lines[i].box.height / options.digit_height, full = lines[i].box.height / options.full_height;
    // With signs it is the one of the two that is nearer to the page's other lines.
    const double em = heights[i] == Height::digits || low * full < usual * usual ? low : full;
    if (std::max(em, out[i]) >= options.other_size * std::min(em, out[i])) out[i] = em;
  }
  return out;
}

}  // namespace budgetlift
