// The rows of a department's tasks where cells are glued to each other (pypdf): a row ends with amounts that add up, and what stands
// before them is a name and a text.
#pragma once

#include <re2/re2.h>

#include <optional>
#include <vector>

#include "extract/dump_stream_rows.h"

namespace budgetlift {

// `columns`: texts, then a total and its two parts. `text`: the rows, [rows_end, amounts' end) the row of sums, whose amounts begin at
// `sums`. Cells that another way to read the rows has otherwise have a small margin. Nothing if no rows add up to the row of sums.
struct GluedTasks {
  StreamCut cut;
  std::vector<StreamRange> sums;   // of each column of amounts; empty where it has none
  bool sure_sums = false;
};
std::optional<GluedTasks> cut_glued_tasks(const StreamText& text, size_t rows_end, size_t sums, const std::vector<StreamColumn>& columns,
                                          const DumpWords& words, const RE2& target, const StreamHabits& habits);

}  // namespace budgetlift
