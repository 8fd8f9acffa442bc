// The search for the rows of a table in a stream dump: the cheapest way to cut its characters into rows of cells.
#pragma once

#include <vector>

#include "extract/dump_stream_cells.h"

namespace budgetlift {

struct StreamCell {
  size_t column = 0;
  StreamRange range;
  StreamRange rest;        // behind a page's end that cuts the row; empty elsewhere
  double margin = 0;       // nats by which the best cut without this cell costs more
};

struct StreamRow {
  std::vector<StreamCell> cells;   // from the left; merged and empty ones are left out
  bool cut = false;                // by a page's end
  bool lost = false;               // of a project that the search had told from nothing
  bool unsure = false;             // a part of it was taken out again
};

constexpr double kStreamDoubt = 2;   // nats: a cell without which another cut is as nearly as good is in doubt

struct StreamCut {
  std::vector<StreamRow> rows;
  std::vector<StreamRange> stray;  // lines that fit nowhere
  double cost = 0;
  double beam = 0;                 // nats by which a cut was allowed to fall behind others on the way
  bool glued = false;              // nothing parts the cells
  bool unsure_rows = false;        // which rows there are is in doubt, not only what their cells hold
};

// `columns`: those of the header. Time is linear in the number of characters.
StreamCut cut_stream_rows(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
                          const StreamHabits& habits);

}  // namespace budgetlift
