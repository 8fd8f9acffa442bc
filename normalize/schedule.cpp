#include "normalize/schedule.h"

#include <algorithm>

#include "normalize/candidates.h"
#include "normalize/date.h"
#include "normalize/decimal.h"
#include "normalize/draft.h"

namespace budgetlift {
namespace {

constexpr size_t kLongestPercent = 8;   // characters: "100.00%"

// Width in columns that two cells share.
int shared_columns(const Cell& a, const Cell& b) {
  return std::min(a.column + a.column_span, b.column + b.column_span) - std::max(a.column, b.column);
}

// A percent, or what OCR read where a percent may stand: "l00%".
bool may_be_percent(const TableGrid& grid, int cell) {
  if (parse_percent(grid.text(cell))) return true;
  std::vector<Reading> readings;
  for (const TextLine& line : grid.cell(cell).lines) readings.insert(readings.end(), line.readings.begin(), line.readings.end());
  constexpr int kSomeYear = 2000;
  if (readings.empty() || readings.size() > kLongestPercent || schedule_date(grid.text(cell), kSomeYear)) return false;
  const std::vector<Candidate> texts = candidates(read_characters(readings, 1), {});
  return std::any_of(texts.begin(), texts.end(), [](const Candidate& one) { return parse_percent(one.text).has_value(); });
}

}  // namespace

void read_schedule(const TableGrid& grid, const std::vector<int>& cells, ProjectRecord& record) {
  std::vector<int> labels, percents;
  for (int cell : cells) {
    if (grid.text(cell).empty()) continue;
    (may_be_percent(grid, cell) ? percents : labels).push_back(cell);
  }
  std::vector<bool> used(percents.size(), false);
  for (size_t i = 0; i < labels.size(); ++i) {
    const Cell& label = grid.cell(labels[i]);
    // Below in the same columns; else the next percent in the same row.
    int best = -1;
    int best_shared = 0;
    for (size_t k = 0; k < percents.size(); ++k) {
      const Cell& percent = grid.cell(percents[k]);
      const int shared = shared_columns(label, percent);
      if (!used[k] && percent.row > label.row && shared > best_shared) {
        best = static_cast<int>(k);
        best_shared = shared;
      }
    }
    if (best < 0) {
      for (size_t k = 0; k < percents.size() && best < 0; ++k) {
        const Cell& percent = grid.cell(percents[k]);
        if (!used[k] && percent.row == label.row && percent.column > label.column &&
            (i + 1 == labels.size() || grid.cell(labels[i + 1]).row != label.row ||
             percent.column < grid.cell(labels[i + 1]).column)) {
          best = static_cast<int>(k);
        }
      }
    }
    const std::string pointer = "/schedule/" + std::to_string(record.schedule.size());
    ScheduleStep step;
    step.label = grid.text(labels[i]);
    std::vector<TextLine> lines = label.lines;
    flag_doubts(record, pointer, label);
    if (best >= 0) {
      used[static_cast<size_t>(best)] = true;
      const Cell& percent = grid.cell(percents[static_cast<size_t>(best)]);
      step.percent = parse_percent(grid.text(percents[static_cast<size_t>(best)]));
      lines.insert(lines.end(), percent.lines.begin(), percent.lines.end());
      flag_doubts(record, pointer, percent);
    } else {
      flag(record, pointer, "missing-value", "no percent stands with " + step.label);
    }
    note_origin(record, pointer, lines);
    record.schedule.push_back(std::move(step));
  }
  for (size_t k = 0; k < percents.size(); ++k) {
    if (!used[k]) flag(record, "/schedule", "unplaced-text", "a percent without its date: " + grid.text(percents[k]));
  }
}

}  // namespace budgetlift
