#include "extract/dump_stream_learn.h"

#include <algorithm>
#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_values.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr double kSure = 1;           // nats: a cell's margin from which it is learnt from
constexpr double kTolerance = 0.4;    // full-width characters
constexpr double kTooLong = 2;        // weight of a line that is longer than a width allows, against one that fits
constexpr double kMergedShare = 0.04; // rows without a second level of their own
constexpr size_t kLeastRows = 4, kLeastWraps = 2, kLeastEnds = 4;
constexpr double kSameWidth = 0.3;    // full-width characters
constexpr size_t kMostWidths = 40;
constexpr int kFitRounds = 2;

// The width that most lines' ends speak for.
StreamHabits::Width width_of(const std::vector<StreamCells::Wrap>& wraps, const std::vector<double>& ends) {
  StreamHabits::Width out;
  // One that is wrongly cut would make all others look short. A column is at least as wide as what stands on a line of it.
  if (wraps.size() < kLeastWraps) {
    if (ends.size() < kLeastEnds) return out;
    std::vector<double> sorted = ends;
    std::sort(sorted.begin(), sorted.end());
    out.least = sorted[sorted.size() - 2];
    return out;
  }
  double best = 0;
  std::vector<double> tried;
  for (const auto& wrap : wraps) tried.push_back(wrap.width);
  for (double end : ends) tried.push_back(end);
  std::sort(tried.begin(), tried.end());
  tried.erase(std::unique(tried.begin(), tried.end()), tried.end());
  for (double width : tried) {
    double score = 0;
    for (const auto& wrap : wraps) {
      if (wrap.width > width + kTolerance) score -= kTooLong;
      else if (wrap.width + wrap.next > width - kTolerance) score += 1;
    }
    for (double end : ends) score -= end > width + kTolerance ? kTooLong : 0;
    if (score >= best) best = score, out = {width, width};
  }
  return out;
}

}  // namespace

StreamHabits first_habits(const StreamHabits& document, size_t columns) {
  StreamHabits out = document;
  out.widths.resize(columns);
  out.known.resize(columns);
  out.starts.resize(columns);
  out.ends.resize(columns);
  return out;
}

bool shows_merged_level2(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target) {
  if (columns.back().sort != StreamSort::target || columns.back().block > 0) return false;
  const auto is_target = [&](size_t first, size_t last) {
    return last - first <= stream_costs::kLongestTarget && stream_values::has_digit(text.key_of(first, last)) && RE2::FullMatch(encode_utf8(text.key_of(first, last)), target);
  };
  const auto named = [&](std::u32string_view line) {
    for (const auto* names : {&words.level1(), &words.level2()}) {
      if (std::any_of(names->begin(), names->end(), [&](const std::u32string& name) { return line.substr(0, 2) == name.substr(0, 2); })) return true;
    }
    return false;
  };
  bool ended = false;
  for (size_t first = 0; first < text.size();) {
    size_t last = first + 1;
    while (!text.ends_line(last)) ++last;
    // Spaces may stand within a target.
    bool target_last = false;
    for (size_t piece = first + 1; piece < last; ++piece) target_last = target_last || (text.gaps[piece] == StreamGap::space && is_target(piece, last));
    if (target_last && ended && !named(text.key_of(first, last))) return true;
    ended = target_last;
    first = last;
  }
  return false;
}

bool teaches_the_same(const StreamCut& one, const StreamCut& other) {
  const auto same_cell = [](const StreamCell& a, const StreamCell& b) {
    return a.column == b.column && a.range.first == b.range.first && a.range.last == b.range.last && (a.margin < kSure) == (b.margin < kSure);
  };
  return std::equal(one.rows.begin(), one.rows.end(), other.rows.begin(), other.rows.end(), [&](const StreamRow& a, const StreamRow& b) {
    return a.cut == b.cut && std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), same_cell);
  });
}

void learn_habits(const std::vector<StreamSample>& samples, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
                  StreamHabits& habits) {
  std::vector<std::vector<StreamCells::Wrap>> wraps(columns.size());
  std::vector<std::vector<double>> ends(columns.size());
  size_t rows = 0, merged = 0;
  for (auto& known : habits.known) known.clear();
  for (auto* marks : {&habits.starts, &habits.ends}) {
    for (auto& of_column : *marks) of_column.clear();
  }
  habits.beside.clear();
  habits.borders.clear();
  for (const StreamSample& sample : samples) {
    const StreamText& text = *sample.text;
    const StreamCells cells(text, columns, words, target, habits);
    for (const StreamRow& row : sample.cut->rows) {
      bool level2 = false;
      for (size_t k = 0; k < row.cells.size(); ++k) {
        const StreamCell& cell = row.cells[k];
        level2 = level2 || columns[cell.column].sort == StreamSort::level2;
        if (cell.margin < kSure || row.cut) continue;
        const size_t first = cell.range.first, last = cell.range.last;
        const auto of_cell = cells.wraps(first, last);
        if (columns[cell.column].sort != StreamSort::list) wraps[cell.column].insert(wraps[cell.column].end(), of_cell.begin(), of_cell.end());
        ends[cell.column].push_back(cells.last_width(first, last));
        ++habits.known[cell.column][std::u32string(text.key_of(first, last))];
        if (habits.kind == DumpKind::pypdf) {
          ++habits.starts[cell.column][text.key[first]];
          ++habits.ends[cell.column][text.key[last - 1]];
        }
        if (k == 0 || row.cells[k - 1].margin < kSure || columns[row.cells[k - 1].column].own || columns[row.cells[k - 1].column].sort == StreamSort::level1) continue;
        const StreamCell& before = row.cells[k - 1];
        auto& [with, all] = habits.beside[{std::min(3, cells.lines(before.range.first, before.range.last)), std::min(3, cells.lines(first, last))}];
        with += text.gaps[first] == StreamGap::space;
        ++all;
        auto& [with_space, borders] = habits.borders[{before.column, cells.lines(before.range.first, last) == 1}];
        with_space += text.gaps[first] == StreamGap::space;
        ++borders;
      }
      ++rows;
      const bool sure = std::all_of(row.cells.begin(), row.cells.end(), [](const StreamCell& cell) { return cell.margin >= kSure; });
      merged += !level2 && sure && !row.cut;
    }
  }
  for (size_t c = 0; c < columns.size(); ++c) habits.widths[c] = width_of(wraps[c], ends[c]);
  habits.merged_level2 = rows >= kLeastRows && static_cast<double>(merged) > kMergedShare * static_cast<double>(rows);
}

void fit_widths(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target, StreamHabits& habits) {
  std::vector<double> tried;
  double width = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i > 0 && text.ends_line(i)) tried.push_back(width), width = 0;
    if (i < text.size()) width += glyph_width(text.raw[i]);
  }
  std::sort(tried.begin(), tried.end());
  tried.erase(std::unique(tried.begin(), tried.end(), [](double a, double b) { return b - a < kSameWidth; }), tried.end());
  if (tried.size() > kMostWidths) return;
  double best = cut_stream_rows(text, columns, words, target, habits).cost;
  for (int round = 0; round < kFitRounds; ++round) {
    for (size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].sort != StreamSort::text) continue;
      const StreamHabits::Width before = habits.widths[c];
      StreamHabits::Width chosen = before;
      for (double w : tried) {
        habits.widths[c] = {w, w};
        const double cost = cut_stream_rows(text, columns, words, target, habits).cost;
        if (cost < best) best = cost, chosen = {w, w};
      }
      habits.widths[c] = chosen;
    }
  }
}

}  // namespace budgetlift
