#include "extract/dump_stream_glued.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <numeric>

#include "extract/dump_stream_values.h"

namespace budgetlift {
using namespace stream_values;

namespace {

constexpr size_t kAmounts = 3;          // a total and its parts
constexpr size_t kLongestZone = 60;     // characters of a row's amounts
constexpr size_t kMostNodes = 100000, kMostWays = 64;
constexpr size_t kMostWidths = 40;
constexpr double kSameWidth = 0.3;      // full-width characters
constexpr double kBegins = 3;           // nats: a second text that begins as sentences do
constexpr double kSettled = 20;         // nats: a margin that leaves no doubt
constexpr std::int64_t kScale = 10000;  // of the values: four decimals

using Parts = std::array<StreamRange, kAmounts>;

// A way to read the end of a row.
struct Way {
  size_t first = 0;   // where its amounts begin
  size_t last = 0;
  Parts parts;        // empty where a column has nothing
  std::array<std::int64_t, kAmounts> values{};
  int uneven = 0;     // 1: its amounts have different numbers of decimals
};

std::optional<std::int64_t> value_of(std::u32string_view key) {
  constexpr size_t kMostDigits = 14, kDecimals = 4;
  if (key.empty() || key.size() > 2 * kMostDigits || !is_amount(key) || decimals(key) > kDecimals) return std::nullopt;
  std::int64_t out = 0;
  size_t digits = 0;
  for (char32_t c : key) {
    if (is_digit(c)) out = out * 10 + static_cast<std::int64_t>(c - '0'), ++digits;
  }
  if (digits > kMostDigits || key.front() == '-') return std::nullopt;
  std::int64_t scale = kScale;
  for (size_t i = decimals(key); i > 0; --i) scale /= 10;
  return out * scale;
}

class GluedReader {
 public:
  GluedReader(const StreamText& text, size_t rows_end, size_t sums, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
              const StreamHabits& habits)
      : text_(text), rows_end_(rows_end), columns_(columns), cells_(text, columns, words, target, habits), openings_(habits.openings) {
    sums_ = ways(sums, sums, text.size());
    for (size_t at = 1; at <= rows_end; ++at) {
      if (!text.ends_line(at)) continue;
      std::vector<Way> found = row_ways(at);
      if (!found.empty()) ends_.push_back(std::move(found));
    }
  }

  std::optional<GluedTasks> read() {
    for (const Way& sums : sums_) {
      chosen_.clear();
      search(0, 0, {}, sums);
    }
    // Where one way has as many decimals everywhere, others only seem to add up.
    const auto uneven = [](const Solution& one) { return std::accumulate(one.rows.begin(), one.rows.end(), one.sums.uneven, [](int sum, const Way& way) { return sum + way.uneven; }); };
    const auto least = std::min_element(solutions_.begin(), solutions_.end(), [&](const Solution& one, const Solution& other) { return uneven(one) < uneven(other); });
    if (least != solutions_.end()) std::erase_if(solutions_, [&, most = uneven(*least)](const Solution& one) { return uneven(one) > most; });
    if (solutions_.empty() || nodes_ > kMostNodes) return std::nullopt;
    const Solution& best = solutions_.front();
    GluedTasks out;
    out.sums.assign(best.sums.parts.begin(), best.sums.parts.end());
    out.sure_sums = std::all_of(solutions_.begin(), solutions_.end(), [&](const Solution& other) { return other.sums.values == best.sums.values; });
    size_t first = 0;
    for (const Way& way : best.rows) {
      rows_.push_back({first, way.first});
      first = way.last;
    }
    out.cut.rows.resize(rows_.size());
    put_texts(out.cut);
    for (size_t r = 0; r < rows_.size(); ++r) put_amounts(r, out.cut);
    return out;
  }

 private:
  struct Solution {
    Way sums;
    std::vector<Way> rows;
  };

  // Ways to read [first, last) as amounts that add up, the first of which begins at `from` or behind it.
  std::vector<Way> ways(size_t first, size_t from, size_t last) const {
    std::vector<Way> out;
    if (from >= last) return out;
    const auto value = [&](size_t a, size_t b) -> std::optional<std::int64_t> {
      for (size_t i = a + 1; i < b; ++i) {
        if (text_.gaps[i] == StreamGap::space) return std::nullopt;
      }
      return value_of(text_.key_of(a, b));
    };
    const auto add = [&](const Parts& parts, const std::array<std::int64_t, kAmounts>& values) {
      Way way{parts[0].first, last, parts, values};
      for (const StreamRange& part : parts) {
        if (part.first < part.last && decimals(text_.key_of(part.first, part.last)) != decimals(text_.key_of(parts[0].first, parts[0].last))) way.uneven = 1;
      }
      out.push_back(way);
    };
    for (size_t a = first; a <= from; ++a) {
      for (size_t b = a + 1; b < last; ++b) {
        const auto total = value(a, b);
        if (!total) continue;
        if (const auto part = value(b, last); part && *part == *total) {
          add({StreamRange{a, b}, StreamRange{b, last}, StreamRange{}}, {*total, *part, 0});
          add({StreamRange{a, b}, StreamRange{}, StreamRange{b, last}}, {*total, 0, *part});
        }
        for (size_t c = b + 1; c < last; ++c) {
          const auto left = value(b, c), right = value(c, last);
          if (left && right && *left + *right == *total) add({StreamRange{a, b}, StreamRange{b, c}, StreamRange{c, last}}, {*total, *left, *right});
        }
      }
    }
    std::stable_sort(out.begin(), out.end(), [](const Way& one, const Way& other) { return one.uneven < other.uneven; });
    return out;
  }

  // Of a row that ends at `end`. Its amounts begin on the line of the text before them; only a point, a sign or a letter keeps a digit from it.
  std::vector<Way> row_ways(size_t end) const {
    size_t first = end;
    const auto in_amount = [](char32_t c) { return is_digit(c) || c == '.' || c == ','; };
    while (first > 0 && in_amount(text_.key[first - 1]) && end - first < kLongestZone) --first;
    std::vector<Way> out = ways(first, end - 1, end);
    std::erase_if(out, [&](const Way& way) { return way.first == 0 || text_.gaps[way.first] >= StreamGap::line; });
    return out;
  }

  void search(size_t at, size_t from, const std::array<std::int64_t, kAmounts>& sum, const Way& sums) {
    if (++nodes_ > kMostNodes || solutions_.size() >= kMostWays) return;
    if (at == ends_.size()) {
      if (sum == sums.values && !chosen_.empty() && chosen_.back().last == rows_end_) solutions_.push_back({sums, chosen_});
      return;
    }
    for (const Way& way : ends_[at]) {
      if (way.first <= from) continue;
      std::array<std::int64_t, kAmounts> next = sum;
      bool fits = true;
      for (size_t c = 0; c < kAmounts; ++c) {
        next[c] += way.values[c];
        fits = fits && next[c] <= sums.values[c];
      }
      if (!fits) continue;
      chosen_.push_back(way);
      search(at + 1, way.last, next, sums);
      chosen_.pop_back();
    }
    search(at + 1, from, sum, sums);
  }

  void put_amounts(size_t r, StreamCut& cut) const {
    const Way& own = solutions_.front().rows[r];
    const auto same = [&](const Solution& other) {
      return std::any_of(other.rows.begin(), other.rows.end(), [&](const Way& way) { return way.last == own.last && way.first == own.first && way.values == own.values; });
    };
    const bool sure = std::all_of(solutions_.begin(), solutions_.end(), same);
    for (size_t k = 0; k < kAmounts; ++k) {
      if (own.parts[k].first == own.parts[k].last) continue;
      cut.rows[r].cells.push_back({columns_.size() - kAmounts + k, own.parts[k], {}, sure ? kSettled : 0});
    }
  }

  // Where the first text ends in each row: the widths of both columns are those that all rows together speak for.
  void put_texts(StreamCut& cut) {
    const std::vector<double> widths = tried_widths();
    const size_t count = widths.size();
    // Of each row: where its text may be cut, and what either cell costs with each width.
    struct Row {
      std::vector<size_t> at;
      std::vector<double> border;
      std::vector<std::vector<double>> left, right;   // by width
      double best = std::numeric_limits<double>::infinity(), second = best;
      size_t cut = 0;
    };
    std::vector<Row> rows;
    for (const StreamRange& range : rows_) {
      Row row;
      for (size_t at = range.first + 1; at < range.last; ++at) {
        if (text_.gaps[at] < StreamGap::line) row.at.push_back(at);   // cells of a row stand no lower than what is left of them
      }
      row.left.resize(count);
      row.right.resize(count);
      rows.push_back(std::move(row));
    }
    for (size_t r = 0; r < rows.size(); ++r) {
      const StreamRange& range = rows_[r];
      for (size_t at : rows[r].at) {
        rows[r].border.push_back(cells_.border_cost(0, range.first, 1, at, range.last) + cells_.cost(0, range.first, at, false) +
                                 cells_.cost(1, at, range.last, false) - begins(text_.key_of(at, range.last)));
        for (size_t w = 0; w < count; ++w) {
          rows[r].left[w].push_back(fill_cost(range.first, at, widths[w]));
          rows[r].right[w].push_back(fill_cost(at, range.last, widths[w]));
        }
      }
    }
    double least = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 2; ++round) {
      for (size_t w = 0; w < count; ++w) {
        for (size_t v = 0; v < count; ++v) {
          double sum = 0;
          std::vector<std::pair<double, size_t>> best(rows.size(), {std::numeric_limits<double>::infinity(), 0});
          const auto cost = [&](const Row& row, size_t i) { return row.border[i] + row.left[w][i] + row.right[v][i]; };
          for (size_t r = 0; r < rows.size(); ++r) {
            for (size_t i = 0; i < rows[r].at.size(); ++i) best[r] = std::min(best[r], {cost(rows[r], i), i});
            sum += best[r].first;
          }
          if (round == 0 && sum < least) {
            least = sum;
            for (size_t r = 0; r < rows.size(); ++r) rows[r].cut = best[r].second;
          }
          // How much more the best way costs that cuts this row elsewhere.
          for (size_t r = 0; round == 1 && r < rows.size(); ++r) {
            for (size_t i = 0; i < rows[r].at.size(); ++i) {
              if (i != rows[r].cut) rows[r].second = std::min(rows[r].second, sum - best[r].first + cost(rows[r], i));
            }
          }
        }
      }
    }
    for (size_t r = 0; r < rows.size(); ++r) {
      if (rows[r].at.empty()) {
        cut.rows[r].cells.push_back({1, rows_[r], {}, 0});
        continue;
      }
      const size_t at = rows[r].at[rows[r].cut];
      const double margin = std::min(kSettled, rows[r].second - least);
      cut.rows[r].cells.push_back({0, {rows_[r].first, at}, {}, margin});
      cut.rows[r].cells.push_back({1, {at, rows_[r].last}, {}, margin});
    }
  }

  // What speaks for a text that begins so: a word that such texts begin with, or a year.
  double begins(std::u32string_view key) const {
    constexpr size_t kYear = 4;
    if (key.size() > kYear && key[0] == '2' && key[1] == '0' && key[kYear] == U'年') return kBegins;
    return std::any_of(openings_.begin(), openings_.end(), [&](const std::u32string& word) { return key.starts_with(word); }) ? kBegins : 0;
  }

  std::vector<double> tried_widths() const {
    std::vector<double> out{0};
    for (const StreamRange& range : rows_) {
      double width = 0;
      for (size_t i = range.first; i < range.last; ++i) {
        if (i > range.first && text_.gaps[i] >= StreamGap::line) out.push_back(width), width = 0;
        width += glyph_width(text_.raw[i]);
      }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end(), [](double a, double b) { return b - a < kSameWidth; }), out.end());
    if (out.size() > kMostWidths) out.resize(kMostWidths);
    return out;
  }

  // How well lines fill a column of so many full-width characters, against what a column of unknown width costs; 0: unknown.
  double fill_cost(size_t first, size_t last, double width) const {
    constexpr double kKnown = 0.8, kLong = 2, kLongSlope = 3, kMost = 12, kShort = 2.5, kShortSlope = 1.2, kMostShort = 7;
    constexpr double kFonts = 0.08;   // full-width characters by which other fonts' digits and letters differ, each
    if (width <= 0) return 0;
    constexpr double kEven = 0.05;
    double cost = 0, line = 0, fonts = 0;
    const auto too_long = [&](size_t end) {
      // A closing mark may hang beyond the edge.
      const double hanging = std::u32string_view(U"，。、；：").find(text_.raw[end - 1]) != std::u32string_view::npos ? glyph_width(text_.raw[end - 1]) : 0;
      const double over = line - hanging - width - fonts - kEven;
      return over > 0 ? std::min(kMost, kLong + kLongSlope * over) : 0;
    };
    for (size_t i = first; i < last; ++i) {
      if (i > first && text_.gaps[i] >= StreamGap::line) {
        cost += too_long(i) - kKnown;
        const double unit = first_unit_width(std::u32string_view(text_.raw).substr(i, last - i));
        size_t end = i;
        for (double reach = 0; end < last && reach + 0.01 < unit; ++end) reach += glyph_width(text_.raw[end]);
        // What may not begin a line goes with what is before it, and what may not end one with what is behind.
        const double marks = (end < last && never_begins(text_.raw[end]) ? 1 : 0) + (never_ends(text_.raw[i - 1]) ? 1 : 0);
        const double missing = width - line - unit - marks - fonts;
        if (missing > -kEven) cost += std::min(kMostShort, kShort + kShortSlope * std::max(0.0, missing));
        line = fonts = 0;
      }
      line += glyph_width(text_.raw[i]);
      if (!is_han(text_.raw[i])) fonts += kFonts;
    }
    return cost + too_long(last);
  }

  const StreamText& text_;
  const size_t rows_end_;
  const std::vector<StreamColumn>& columns_;
  const StreamCells cells_;
  const std::vector<std::u32string>& openings_;   // of texts
  std::vector<Way> sums_;
  std::vector<std::vector<Way>> ends_;   // of the lines that may end a row
  std::vector<Way> chosen_;
  std::vector<Solution> solutions_;
  std::vector<StreamRange> rows_;        // their texts
  size_t nodes_ = 0;
};

}  // namespace

std::optional<GluedTasks> cut_glued_tasks(const StreamText& text, size_t rows_end, size_t sums, const std::vector<StreamColumn>& columns,
                                          const DumpWords& words, const RE2& target, const StreamHabits& habits) {
  const auto amount = [](const StreamColumn& column) { return column.sort == StreamSort::amount; };
  if (columns.size() != kAmounts + 2 || std::any_of(columns.begin(), columns.begin() + 2, amount) || !std::all_of(columns.begin() + 2, columns.end(), amount)) return std::nullopt;
  return GluedReader(text, rows_end, sums, columns, words, target, habits).read();
}

}  // namespace budgetlift
