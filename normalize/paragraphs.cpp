#include <algorithm>
#include <map>

#include "normalize/overall.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Widths in full-width characters of the line's own size.
constexpr double kIndent = 2;        // first lines are set in by two characters
constexpr double kTolerance = 0.6;   // a line is full if less than one character more would fit, and some air

struct Measured {
  double width = 0;   // of the line
  double indent = 0;  // of its left end from the text's left edge; 0 where unknown
};

// Text dumps have no left edges: the width of the text alone, with the quarter space set between CJK and Latin.
double dump_width(const std::string& text) {
  double width = 0;
  const std::u32string chars = decode_utf8(text);
  for (size_t i = 0; i < chars.size(); ++i) {
    width += is_wide(chars[i]) ? 1 : 0.5;
    const bool han = chars[i] >= 0x4E00, next_han = i + 1 < chars.size() && chars[i + 1] >= 0x4E00;
    if (i + 1 < chars.size() && ((han && chars[i + 1] < 0x80) || (chars[i] < 0x80 && next_han))) width += 0.25;
  }
  return width;
}

double mode_of_widest(std::vector<double> widths) {
  if (widths.empty()) return 0;
  std::sort(widths.begin(), widths.end());
  // The full width is shared by many lines; one overlong line (punctuation hung out) must not set it.
  return widths[widths.size() - 1 - widths.size() / 10];
}

bool ends_sentence(const std::string& text) {
  static const char* const kEnds[] = {"。", "！", "？", "；", "：", ".", ";", ":"};
  return std::any_of(std::begin(kEnds), std::end(kEnds), [&](const char* end) {
    const std::string e = end;
    return text.size() >= e.size() && text.compare(text.size() - e.size(), e.size(), e) == 0;
  });
}

std::vector<Measured> measure(const std::vector<TextLine>& lines) {
  std::vector<Measured> out;
  double left = 1e9;
  for (const TextLine& line : lines) {
    if (line.box) left = std::min(left, line.box->x0);
  }
  for (const TextLine& line : lines) {
    const std::string text = canonical(line.text);
    const double nominal = dump_width(text);
    if (line.box && nominal > 0) {
      const double em = std::max(1.0, line.box->height() > 0 ? std::min(line.box->height(), line.box->width() / nominal * 1.2) : 1.0);
      out.push_back({line.box->width() / em, (line.box->x0 - left) / em});
    } else {
      out.push_back({nominal, 0});
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> paragraphs(const std::vector<TextLine>& lines) {
  const std::vector<Measured> measured = measure(lines);
  std::vector<double> ends;
  for (const Measured& m : measured) ends.push_back(m.width + m.indent);
  const double full = mode_of_widest(ends);
  const bool geometry = !lines.empty() && lines.front().box.has_value();
  std::vector<std::string> out;
  bool previous_full = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string text = canonical(lines[i].text);
    if (text.empty()) continue;
    bool begins = out.empty() || !previous_full;
    if (!begins && geometry) begins = measured[i].indent > kIndent - 1;
    // Without geometry an indented first line shows only by being two characters short though the text goes on.
    const double set_in = full - kIndent;
    if (!begins && !geometry && i + 1 < lines.size() && ends_sentence(out.back())) {
      begins = measured[i].width <= set_in + kTolerance && measured[i].width > set_in - 1 - kTolerance;
    }
    if (begins) {
      out.push_back(text);
    } else {
      out.back() = canonical(out.back() + text);
    }
    const double limit = begins && !geometry ? set_in : full;
    previous_full = measured[i].width + measured[i].indent > limit - 1 - kTolerance;
  }
  return out;
}

}  // namespace budgetlift
