// A table inside a form's head in a stream dump, like the tasks of a department.
#pragma once

#include <re2/re2.h>

#include <vector>

#include "extract/dump_stream_cells.h"
#include "extract/dump_stream_columns.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

struct StreamTasks {
  std::vector<Cell> cells;       // rows and columns from 0; header rows first, the row of sums last
  std::vector<TextLine> stray;
  int rows = 0;
};

// `labels`: of the columns, in printed order; one above others stands before them. `body`: what follows them.
StreamTasks read_stream_tasks(const StreamText& text, const FormField& field, const std::vector<StreamLabel>& labels, StreamRange body,
                              const DumpWords& words, const RE2& target, const StreamHabits& document);

}  // namespace budgetlift
