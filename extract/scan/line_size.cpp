#include "extract/scan/line_size.h"

#include <algorithm>
#include <string_view>

#include "extract/scan/characters.h"
#include "extract/scan/median.h"

namespace budgetlift {
namespace {

// A line of digits, capitals and signs, at least one of the former, is lower than its type or as high, by its signs.
bool may_be_low(const ReadLine& line) {
  bool digits = false;
  for (const ReadCharacter& c : line.characters) {
    const char32_t sign = first_character(narrow_sign(c.reading.text));
    const bool digit = (sign >= U'0' && sign <= U'9') || (sign >= U'A' && sign <= U'Z');
    digits = digits || digit;
    if (!digit && std::u32string_view(U"%°.,-+≥≤<>=").find(sign) == std::u32string_view::npos) return false;
  }
  return digits;
}

}  // namespace

std::vector<double> true_sizes(const std::vector<LineBox>& lines, const std::vector<ReadLine>& read, const PictureOptions& options) {
  std::vector<double> out, high;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out.push_back(lines[i].em);
    if (!may_be_low(read[i])) high.push_back(lines[i].em);
  }
  if (high.empty()) return out;
  const double usual = median(std::move(high));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!may_be_low(read[i])) continue;
    const double low = lines[i].box.height / options.digit_height, full = lines[i].box.height / options.full_height;
    // Of the two the one that is nearer to the page's other lines.
    const double em = low * full < usual * usual ? low : full;
    if (std::max(em, out[i]) >= options.other_size * std::min(em, out[i])) out[i] = em;
  }
  return out;
}

}  // namespace budgetlift
