#include "tests/fuzz/targets/blocks.h"

#include <set>
#include <utility>

#include "schemas/canonical.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {

void count(Characters& counts, std::string_view text) {
  for (char32_t c : decode_utf8(canonical(text))) {
    if (!is_space(c)) ++counts[c];
  }
}

void count(Characters& counts, const std::vector<TextLine>& lines) {
  for (const TextLine& line : lines) count(counts, line.text);
}

void count(Characters& counts, const Block& block) {
  if (const auto* line = std::get_if<TextLine>(&block)) {
    count(counts, line->text);
    return;
  }
  const Table& table = std::get<Table>(block);
  for (const Cell& cell : table.cells) count(counts, cell.lines);
  count(counts, table.stray);
}

void count_removed_headers(Characters& counts, const Block& block) {
  const auto* table = std::get_if<Table>(&block);
  if (!table) return;
  for (const Join& join : table->joins) {
    if (join.rule != "repeated header removed") continue;
    for (const Cell& cell : table->cells) {
      if (cell.row < table->header_rows) count(counts, cell.lines);
    }
  }
}

void same(const Characters& printed, const Characters& read, const char* what) {
  for (const auto* side : {&printed, &read}) {
    for (const auto& [c, times] : *side) {
      const auto times_in = [c = c](const Characters& counts) { return counts.contains(c) ? counts.at(c) : 0; };
      if (times_in(printed) == times_in(read)) continue;
      std::fprintf(stderr, "U+%04X '%s': printed %ld times, read %ld times\n", static_cast<unsigned>(c),
                   encode_utf8(std::u32string(1, c)).c_str(), times_in(printed), times_in(read));
      promise(false, what);
    }
  }
}

void check_grid(const Block& block) {
  const auto* table = std::get_if<Table>(&block);
  if (!table) return;
  // A form that a dump's reader could not read is a table without rows whose only cell says so.
  if (table->rows == 0 && table->cells.size() == 1 && table->cells.front().lines.empty() && !table->cells.front().doubts.empty()) return;
  promise(table->header_rows >= 0 && table->header_rows <= table->rows, "header rows are rows of the table");
  std::set<std::pair<int, int>> taken;
  std::pair<int, int> last{-1, -1};
  for (const Cell& cell : table->cells) {
    promise(cell.row >= 0 && cell.column >= 0 && cell.row_span >= 1 && cell.column_span >= 1 &&
                cell.row + cell.row_span <= table->rows && cell.column + cell.column_span <= table->columns,
            "a cell lies in its table");
    promise(last < std::pair(cell.row, cell.column), "cells come by row, then column");
    last = {cell.row, cell.column};
    for (int row = cell.row; row < cell.row + cell.row_span; ++row) {
      for (int column = cell.column; column < cell.column + cell.column_span; ++column) {
        promise(taken.emplace(row, column).second, "cells do not overlap");
      }
    }
  }
}

}  // namespace budgetlift::fuzz
