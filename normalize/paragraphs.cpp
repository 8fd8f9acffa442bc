#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "normalize/overall.h"
#include "normalize/text_fold.h"
#include "normalize/width_breaks.h"
#include "schemas/canonical.h"
#include "schemas/paragraph_end.h"

namespace budgetlift {
namespace {

// In full-width characters: first lines are set in by two; less than this counts as the same left edge.
constexpr double kIndent = 2;
constexpr double kSameEdge = 1.2;
// Air at the end of a line that the next unit would just have fitted into.
constexpr double kAir = 0.6;
// A line that ends in the middle of a sentence ends its paragraph only if it is this short: digits and signs are
// narrower or wider than they are reckoned.
constexpr double kClearlyShort = 4;
// Share of the column by which lines are reckoned too narrow at most.
constexpr double kUnknownWidth = 0.2;

// Width with the quarter space that is set between CJK and Latin; text dumps have no geometry but this.
double nominal_width(const std::u32string& chars) {
  double width = 0;
  for (size_t i = 0; i < chars.size(); ++i) {
    width += is_wide(chars[i]) ? 1 : 0.5;
    if (i + 1 < chars.size() && is_wide(chars[i]) != is_wide(chars[i + 1]) && (chars[i] >= 0x4E00 || chars[i + 1] >= 0x4E00)) {
      width += 0.25;
    }
  }
  return width;
}

struct Line {
  std::u32string chars;
  int page = 0;
  bool scanned = false;
  bool ends_paragraph = false;   // as the reader knows
  double left = 0;    // in full-width characters; 0 without geometry, but where spaces lead the line
  double right = 0;
};

// One character size for all lines, in points; 1 without geometry. Taken line by line, Latin text would shift the edges.
double character_size(const std::vector<TextLine>& lines) {
  std::vector<double> sizes;
  for (const TextLine& line : lines) {
    const double nominal = nominal_width(decode_utf8(canonical(line.text)));
    if (line.box && nominal > 0) sizes.push_back(line.box->width() / nominal);
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes.empty() ? 1 : std::max(1.0, sizes[sizes.size() / 2]);
}

// Of the text dumps only those that keep columns show that a line is set in.
bool is_space_led(const TextLine& line) { return !line.box && line.text.compare(0, 2, "  ") == 0; }

std::vector<Line> measure(const std::vector<TextLine>& lines, double em) {
  std::vector<Line> out;
  for (const TextLine& line : lines) {
    Line m;
    m.chars = decode_utf8(canonical(line.text));
    if (m.chars.empty()) continue;
    m.page = line.page;
    m.scanned = !line.readings.empty();
    m.ends_paragraph = std::string_view(line.text).ends_with(kParagraphEnd);
    m.left = line.box ? line.box->x0 / em : is_space_led(line) ? kIndent : 0;
    m.right = line.box ? line.box->x1 / em : nominal_width(m.chars);
    out.push_back(std::move(m));
  }
  return out;
}

// The right edge that lines run to: shared by many, so that a single overlong line does not set it. Lines of wide
// characters alone are measured best.
double right_edge(const std::vector<Line>& lines) {
  std::vector<double> ends, wide_ends;
  for (const Line& line : lines) {
    ends.push_back(line.right);
    // Quotation marks are wide in one font and narrow in another.
    if (std::all_of(line.chars.begin(), line.chars.end(), [](char32_t c) { return c >= 0x2E80; })) wide_ends.push_back(line.right);
  }
  std::sort(ends.begin(), ends.end());
  const double widest = ends[ends.size() - 1 - ends.size() / 10];
  std::sort(wide_ends.begin(), wide_ends.end());
  for (size_t i = wide_ends.size(); i-- > 1;) {
    // Two short last lines of the same width are no edge.
    if (wide_ends[i] < widest - kIndent) break;
    if (wide_ends[i] - wide_ends[i - 1] < kAir) return wide_ends[i];
  }
  return widest;
}

// The left edge that lines share, with those that are set in from it: specks beside a few of the lines are no edge. Where all
// lines but one are first lines of paragraphs, that one is at the edge.
double shared_edge(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  auto support = [&](double edge) {
    return std::count_if(values.begin(), values.end(), [&](double v) { return std::abs(v - edge) < kAir || std::abs(v - edge - kIndent) < kAir; });
  };
  std::ptrdiff_t most = 0;
  for (const double value : values) most = std::max(most, support(value));
  return *std::find_if(values.begin(), values.end(), [&](double value) { return 2 * support(value) >= most && (most < 2 || support(value) > 1); });
}

// A sheet lies on the glass as it was put: how far each scanned page is to the right of the one with most lines.
std::map<int, double> shifts_of(const std::vector<Line>& lines) {
  struct Edges {
    std::vector<double> lefts, rights;
    double left = 0, right = 0;
  };
  std::map<int, Edges> pages;
  for (const Line& line : lines) {
    if (!line.scanned) continue;
    pages[line.page].lefts.push_back(line.left);
    pages[line.page].rights.push_back(line.right);
  }
  for (auto& [page, edges] : pages) {
    edges.left = shared_edge(edges.lefts);
    edges.right = *std::max_element(edges.rights.begin(), edges.rights.end());
  }
  std::map<int, double> shifts;
  if (pages.empty()) return shifts;
  const Edges& most = std::max_element(pages.begin(), pages.end(), [](const auto& a, const auto& b) {
                        return a.second.lefts.size() < b.second.lefts.size();
                      })->second;
  for (const auto& [page, edges] : pages) {
    const double by_left = edges.left - most.left, by_right = edges.right - most.right;
    // Lines that begin further right by as much as first lines are set in are such lines, all of them, unless some are set
    // in further or the right edges have moved with the left ones (a camera that was farther off moves them less).
    const bool two_edges = std::any_of(edges.lefts.begin(), edges.lefts.end(), [first = edges.left](double left) { return std::abs(left - first - kIndent) < kAir; });
    const bool all_set_in = !two_edges && std::abs(by_left - kIndent) < kSameEdge && by_left - by_right > kSameEdge;
    shifts[page] = all_set_in ? by_left - kIndent : by_left;
  }
  return shifts;
}

bool ends_sentence(const std::u32string& text) {
  return !text.empty() && std::u32string_view(U"。！？；：.;:").find(text.back()) != std::u32string_view::npos;
}

// Whether a line whose place is known begins a paragraph behind `last`.
bool begins_in_boxes(const Line& last, const Line& line, double edge, bool set_in_known, bool is_set_in, bool in_box) {
  if (last.ends_paragraph) return true;
  const double spare = edge - last.right;
  // A dump that keeps columns counts them from the leftmost text of each page, which may be a line that is set in.
  if (!in_box && ends_sentence(last.chars) && spare > first_unit(line.chars) + kUnknownWidth * edge) return true;
  const bool full = spare < first_unit(line.chars) + kAir;
  if (!set_in_known) return spare >= (ends_sentence(last.chars) ? first_unit(line.chars) + kAir : kClearlyShort);
  // The first line of a sheet is where it is; a full line in the middle of a sentence goes on there.
  return is_set_in && !(line.scanned && line.page != last.page && full && !ends_sentence(last.chars));
}

// A line behind one that ends its paragraph begins one, as one does that is set in.
template <typename IsSetIn>
std::vector<WidthLine> width_lines(const std::vector<Line>& lines, IsSetIn is_set_in) {
  std::vector<WidthLine> out;
  for (size_t i = 0; i < lines.size(); ++i) out.push_back({lines[i].chars, i == 0 || lines[i - 1].ends_paragraph || is_set_in(lines[i])});
  return out;
}

}  // namespace

Paragraphs paragraphs(const std::vector<TextLine>& lines, const std::vector<TextLine>& column, const std::vector<TextLine>& headings) {
  const std::vector<TextLine>& all = column.empty() ? lines : column;
  const double em = character_size(all);
  std::vector<Line> measured = measure(lines, em), measured_all = measure(all, em);
  if (measured.empty()) return {};
  const std::map<int, double> shifts = shifts_of(measured_all);
  for (std::vector<Line>* some : {&measured, &measured_all}) {
    for (Line& line : *some) {
      const auto shift = shifts.find(line.page);
      if (!line.scanned || shift == shifts.end()) continue;
      line.left -= shift->second;
      line.right -= shift->second;
    }
  }
  const bool geometry = std::any_of(lines.begin(), lines.end(), [](const TextLine& line) { return line.box.has_value() || is_space_led(line); });
  const bool boxes = std::any_of(lines.begin(), lines.end(), [](const TextLine& line) { return line.box.has_value(); });
  const double edge = right_edge(measured_all);
  std::vector<double> lefts;
  for (const Line& line : measured_all) lefts.push_back(line.left);
  const bool scanned = measured_all.front().scanned;
  const double left = scanned ? shared_edge(lefts) : *std::min_element(lefts.begin(), lefts.end());
  // Where first lines are set in, that alone decides; a paragraph's last line may happen to be full.
  const auto is_set_in = [&](const Line& line) { return line.left - left > kSameEdge; };
  const bool set_in_known = geometry && std::any_of(measured_all.begin(), measured_all.end(), is_set_in) &&
                            !std::all_of(measured_all.begin(), measured_all.end(), is_set_in);
  // Where all lines are set in from where the headings stand, each is a paragraph of one line.
  const bool all_first = !scanned && std::any_of(headings.begin(), headings.end(), [&](const TextLine& heading) {
    return heading.box && std::all_of(measured_all.begin(), measured_all.end(),
                                      [&](const Line& line) { return std::abs(line.left - heading.box->x0 / em - kIndent) < kAir; });
  });
  // Columns that are counted from each page's leftmost text show no line as set in where all of a page's lines are.
  std::set<int> told;
  for (const Line& line : measured_all) {
    if (is_set_in(line)) told.insert(line.page);
  }
  const auto is_told = [&](const Line& line) { return boxes || !set_in_known || told.count(line.page) > 0; };
  std::vector<bool> begins, unsure(measured.size());
  if (geometry || all_first) {
    for (size_t i = 0; i < measured.size(); ++i) {
      begins.push_back(i == 0 || all_first || begins_in_boxes(measured[i - 1], measured[i], edge, set_in_known, is_set_in(measured[i]), boxes));
    }
  }
  if (begins.empty() || !std::all_of(measured.begin(), measured.end(), is_told)) {
    const WidthBreaks found = breaks_by_width(width_lines(measured, is_set_in), width_lines(measured_all, is_set_in));
    const bool all_of_them = begins.empty();
    begins.resize(measured.size());
    for (size_t i = 0; i < measured.size(); ++i) {
      if (!all_of_them && is_told(measured[i])) continue;
      begins[i] = found.begins[i];
      unsure[i] = found.unsure[i];
    }
  }
  Paragraphs out;
  std::vector<std::u32string> texts;
  for (size_t i = 0; i < measured.size(); ++i) {
    if (unsure[i]) out.unsure.push_back(canonical(encode_utf8(measured[i - 1].chars)));
    if (begins[i]) {
      texts.push_back(measured[i].chars);
    } else {
      texts.back() += measured[i].chars;
    }
  }
  for (const std::u32string& text : texts) out.texts.push_back(canonical(encode_utf8(text)));
  return out;
}

}  // namespace budgetlift
