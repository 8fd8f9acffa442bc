#include "normalize/width_breaks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Costs are negative logarithms of how often a thing is seen, roughly.
constexpr double kNever = 12, kSeldom = 4, kAtTimes = 1;
// Another reading of a line is this much worse where it is out of the question: one in four hundred.
constexpr double kSure = 6;
// In full-width characters: a line that ends in the middle of a sentence ends its paragraph only if it is this short.
constexpr double kClearlyShort = 4;
// A line of wide characters alone is as wide as it is reckoned; others differ by their narrow characters.
constexpr double kExact = 0.1, kNarrow = 0.04;
constexpr size_t kWidths = 24;   // that the column is tried with

// How a text is set, in full-width characters.
struct Setting {
  double narrow = 0.5, gap = 0, quote = 1, indent = 0;   // a gap stands between Chinese and Latin characters
  double edge = 0;                                       // width of the column
};

struct Measure {
  double width = 0, unit = 0, tolerance = kExact;   // unit: what no line break cuts at its beginning
  bool joined = false;                              // printed on the line before, which some tools break where the font changes
};

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }
bool is_quote(char32_t c) { return is_in(c, U"“”‘’"); }
bool is_narrow(char32_t c) { return !is_wide(c); }
bool ends_sentence(const WidthLine& line) { return !line.chars.empty() && is_in(line.chars.back(), U"。！？；：.;:"); }

double width_of(std::u32string_view chars, const Setting& setting) {
  double width = 0;
  for (size_t i = 0; i < chars.size(); ++i) {
    width += is_quote(chars[i]) ? setting.quote : is_wide(chars[i]) ? 1 : setting.narrow;
    const bool meets = i + 1 < chars.size() && is_narrow(chars[i]) != is_narrow(chars[i + 1]);
    if (meets && (chars[i] >= 0x4E00 || chars[i + 1] >= 0x4E00)) width += setting.gap;
  }
  return width;
}

// Characters that no line begins or ends with stay with their neighbours, Latin words and numbers are whole.
std::u32string_view first_unit_of(std::u32string_view chars) {
  size_t end = 0;
  while (end < chars.size() && is_in(chars[end], U"“‘（《〔【(")) ++end;
  const bool word = end < chars.size() && is_narrow(chars[end]);
  if (end < chars.size()) ++end;
  while (word && end < chars.size() && is_narrow(chars[end])) ++end;
  while (end < chars.size() && is_in(chars[end], U"，。、；：！？”’）》〕】%％")) ++end;
  return chars.substr(0, end);
}

std::vector<Measure> measures_of(const std::vector<WidthLine>& lines, const Setting& setting) {
  std::vector<Measure> out;
  for (const WidthLine& line : lines) {
    const auto narrow = std::count_if(line.chars.begin(), line.chars.end(), is_narrow);
    out.push_back({width_of(line.chars, setting), width_of(first_unit_of(line.chars), setting), kExact + kNarrow * static_cast<double>(narrow), false});
  }
  return out;
}

// The likeliest breaks of lines.
struct Likeliest {
  std::vector<bool> begins;      // of each line, whether it is the first of its paragraph
  std::vector<double> margins;   // and how much worse the other is
};

using Costs = std::array<double, 2>;   // of a line that goes on, and of one that begins

class Search {
 public:
  // `measures`: of the lines, as the setting has its characters.
  Search(const std::vector<WidthLine>& lines, std::vector<Measure> measures, const Setting& setting, const Costs& coincidence)
      : lines_(lines), setting_(setting), coincidence_(coincidence), measures_(std::move(measures)) {
    for (size_t i = 1; i < lines.size(); ++i) {
      Measure& own = measures_[i];
      const double together = measures_[i - 1].width + own.width;
      own.joined = !lines[i].begins && is_in(lines[i].chars.front(), U"，。、；：！？”’）》") && together <= setting.edge + own.tolerance;
      if (own.joined) own.width = together;
    }
    const size_t n = lines_.size();
    const double none = std::numeric_limits<double>::infinity();
    before_.assign(n, Costs{none, none});
    before_[0] = {none, own(0, 1)};
    for (size_t i = 1; i < n; ++i) {
      for (int to = 0; to < 2; ++to) {
        for (int from = 0; from < 2; ++from) before_[i][to] = std::min(before_[i][to], before_[i - 1][from] + step(i, from, to) + own(i, to));
      }
    }
  }

  double total() const { return std::min(before_.back()[0], before_.back()[1]); }

  Likeliest breaks() const {
    Likeliest out;
    Costs behind{0, 0};
    for (size_t i = lines_.size(); i-- > 0;) {
      const double more = before_[i][0] + behind[0] - before_[i][1] - behind[1];   // of going on over beginning
      out.begins.push_back(more > 0 && !measures_[i].joined);
      out.margins.push_back(i > 0 && !measures_[i].joined ? std::abs(more) : kNever);
      Costs next{0, 0};
      for (int from = 0; from < 2 && i > 0; ++from) {
        next[from] = std::min(behind[0] + step(i, from, 0) + own(i, 0), behind[1] + step(i, from, 1) + own(i, 1));
      }
      behind = next;
    }
    std::reverse(out.begins.begin(), out.begins.end());
    std::reverse(out.margins.begin(), out.margins.end());
    return out;
  }

 private:
  double limit(int begins) const { return setting_.edge - (begins ? setting_.indent : 0); }

  // Of being `by` wider or narrower than can be, half a character being out of the question.
  static double beyond(double by, double tolerance) { return kNever * std::clamp((by - tolerance) / 0.4, 0.0, 1.0); }

  double own(size_t i, int begins) const {
    if (lines_[i].begins && !begins) return kNever;
    // Marks may hang over the edge.
    const double hangs = is_in(lines_[i].chars.back(), U"，。、；：") ? 1 : 0;
    const double over = measures_[i].width - limit(begins);
    const double cost = beyond(over - hangs, measures_[i].tolerance);
    return cost + (over > measures_[i].tolerance ? kAtTimes : 0);
  }

  // Of line i beginning (`to`) behind one that does or does not (`from`).
  double step(size_t i, int from, int to) const {
    if (measures_[i].joined) return from == to ? 0 : kNever;
    const Measure& last = measures_[i - 1];
    const double spare = limit(from) - last.width;
    const double missing = beyond(spare - measures_[i].unit, last.tolerance);   // of the line being full
    const bool sentence = ends_sentence(lines_[i - 1]);
    if (to) {
      const double clause = is_in(lines_[i - 1].chars.back(), U"；;：:") ? kAtTimes : 0;   // ends a paragraph less often
      if (sentence) return clause + (missing >= kNever ? 0 : coincidence_[1] * (1 - missing / kNever));
      return spare >= kClearlyShort ? kSeldom : kNever;
    }
    return sentence ? missing + coincidence_[0] : spare < kClearlyShort ? std::min(missing, kSeldom) : missing;
  }

  const std::vector<WidthLine>& lines_;
  const Setting setting_;
  const Costs coincidence_;
  std::vector<Measure> measures_;
  std::vector<Costs> before_;
};

// What it costs that a full line ends a sentence, too: where its paragraph goes on, and where it ends.
Costs coincidence_of(const std::vector<WidthLine>& all) {
  double inside = 0.5, ends = 0.5;
  for (const WidthLine& line : all) {
    inside += static_cast<double>(std::count(line.chars.begin(), line.chars.end() - 1, U'。'));
    ends += line.begins;
  }
  return {-std::log(inside / (inside + ends)), -std::log(ends / (inside + ends))};
}

// A setting that the lines of all text may have.
struct Fit {
  Setting setting;
  double cost = 0;   // of all lines
};

// The setting that all lines fit best, before all others.
std::vector<Fit> fits_of(const std::vector<WidthLine>& all, const Costs& coincidence) {
  std::vector<Fit> out;
  for (const double gap : {0.0, 0.25}) {
    for (const double quote : {1.0, 0.5}) {
      for (const double narrow : {0.5, 0.56}) {
        Setting setting{narrow, gap, quote, 0, 0};
        const std::vector<Measure> measures = measures_of(all, setting);
        std::vector<double> widths;
        for (const Measure& line : measures) {
          widths.push_back(line.width);
          widths.push_back(line.width + 2);   // of first lines that are set in
        }
        std::sort(widths.rbegin(), widths.rend());
        widths.resize(std::min(widths.size(), kWidths));
        for (const double width : widths) {
          for (const double indent : {2.0, 0.0}) {
            setting.edge = width;
            setting.indent = indent;
            out.push_back({setting, Search(all, measures, setting, coincidence).total()});
          }
        }
      }
    }
  }
  const auto best = std::min_element(out.begin(), out.end(), [](const Fit& a, const Fit& b) { return a.cost < b.cost - 1e-9; });
  std::iter_swap(out.begin(), best);
  return out;
}

}  // namespace

WidthBreaks breaks_by_width(const std::vector<WidthLine>& lines, const std::vector<WidthLine>& all) {
  if (lines.empty()) return {};
  const Costs coincidence = coincidence_of(all);
  const std::vector<Fit> fits = fits_of(all, coincidence);
  const auto breaks = [&](const Setting& setting) { return Search(lines, measures_of(lines, setting), setting, coincidence).breaks(); };
  const Likeliest best = breaks(fits.front().setting);
  WidthBreaks out{best.begins, std::vector<bool>(lines.size(), false)};
  // What another setting says that fits about as well is not out of the question.
  for (const Fit& fit : fits) {
    const double worse = fit.cost - fits.front().cost;
    if (worse >= kSure) continue;
    const Likeliest other = breaks(fit.setting);
    for (size_t i = 0; i < lines.size(); ++i) {
      if (worse + (best.begins[i] == other.begins[i] ? other.margins[i] : 0) < kSure) out.unsure[i] = true;
    }
  }
  return out;
}

}  // namespace budgetlift
