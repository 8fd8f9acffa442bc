#include "normalize/schedule.h"

#include <algorithm>

#include "normalize/candidates.h"
#include "normalize/date.h"
#include "normalize/decimal.h"
#include "normalize/draft.h"
#include "normalize/label_cut.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kLongestPercent = 8;   // characters: "100.00%"

// Width in columns that two cells share.
int shared_columns(const Cell& a, const Cell& b) {
  return std::min(a.column + a.column_span, b.column + b.column_span) - std::max(a.column, b.column);
}

constexpr int kSomeYear = 2000;   // what would be a date in any year

// A date or a percent: a cell, or a part of one whose inner rulings were lost on a scan.
struct Item {
  const Cell* cell = nullptr;
  std::string text;               // canonical
  std::vector<TextLine> lines;
  bool part = false;
};

bool is_date(const std::string& text) { return schedule_date(text, kSomeYear).has_value(); }

// A percent, or what OCR read where a percent may stand: "l00%".
bool may_be_percent(const Item& item) {
  if (parse_percent(item.text)) return true;
  std::vector<Reading> readings;
  for (const TextLine& line : item.lines) readings.insert(readings.end(), line.readings.begin(), line.readings.end());
  if (readings.empty() || readings.size() > kLongestPercent || is_date(item.text)) return false;
  const std::vector<Candidate> texts = candidates(read_characters(readings, 1), {});
  return std::any_of(texts.begin(), texts.end(), [](const Candidate& one) { return parse_percent(one.text).has_value(); });
}

// The cell, or its pieces if all of them are dates or all percents.
std::vector<Item> items_of(const TableGrid& grid, int cell) {
  const Cell& c = grid.cell(cell);
  std::vector<Item> pieces;
  for (const TextLine& piece : pieces_in_row(c)) pieces.push_back({&c, canonical(piece.text), {piece}, true});
  const bool dates = std::all_of(pieces.begin(), pieces.end(), [](const Item& p) { return is_date(p.text); });
  const bool percents = std::all_of(pieces.begin(), pieces.end(), [](const Item& p) { return parse_percent(p.text).has_value(); });
  if (pieces.empty() || (!dates && !percents)) return {{&c, grid.text(cell), c.lines, false}};
  return pieces;
}

}  // namespace

void read_schedule(const TableGrid& grid, const std::vector<int>& cells, ProjectRecord& record) {
  std::vector<Item> labels, percents;
  for (int cell : cells) {
    if (grid.text(cell).empty()) continue;
    for (Item& item : items_of(grid, cell)) (may_be_percent(item) ? percents : labels).push_back(std::move(item));
  }
  std::vector<bool> used(percents.size(), false);
  for (size_t i = 0; i < labels.size(); ++i) {
    const Cell& label = *labels[i].cell;
    // Below in the same columns, from left to right; else the next percent in the same row.
    size_t best = percents.size();
    int best_shared = 0;
    for (size_t k = 0; k < percents.size(); ++k) {
      const Cell& percent = *percents[k].cell;
      const int shared = shared_columns(label, percent);
      if (!used[k] && percent.row > label.row && shared > best_shared) {
        best = k;
        best_shared = shared;
      }
    }
    for (size_t k = 0; k < percents.size() && best == percents.size(); ++k) {
      const Cell& percent = *percents[k].cell;
      const bool last = i + 1 == labels.size() || labels[i + 1].cell->row != label.row;
      if (!used[k] && percent.row == label.row && percent.column > label.column && (last || percent.column < labels[i + 1].cell->column)) best = k;
    }
    const std::string pointer = "/schedule/" + std::to_string(record.schedule.size());
    ScheduleStep step;
    step.label = labels[i].text;
    std::vector<TextLine> lines = labels[i].lines;
    flag_doubts(record, pointer, label);
    if (best < percents.size()) {
      used[best] = true;
      step.percent = parse_percent(percents[best].text);
      lines.insert(lines.end(), percents[best].lines.begin(), percents[best].lines.end());
      flag_doubts(record, pointer, *percents[best].cell);
    } else {
      flag(record, pointer, "missing-value", "no percent stands with " + step.label);
    }
    // What stands in one cell with others may have come together by chance.
    if (labels[i].part) flag(record, pointer, "ambiguous-cells", "its cell holds other dates too");
    note_origin(record, pointer, lines);
    record.schedule.push_back(std::move(step));
  }
  for (size_t k = 0; k < percents.size(); ++k) {
    if (!used[k]) flag(record, "/schedule", "unplaced-text", "a percent without its date: " + percents[k].text);
  }
}

}  // namespace budgetlift
