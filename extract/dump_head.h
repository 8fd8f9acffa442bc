// The head of a project form in a dump (labels and values above the indicator table) becomes a Table.
#pragma once

#include <span>

#include "extract/dump_lines.h"
#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

// Whether `line` begins with one of the labels of the form's head.
bool begins_with_head_label(const DumpLine& line, const Form& form);

// `lines`: from below the unit line to above the indicator table's header. One row a printed row: label cells, each
// with its value cell to its right; a label that spans rows has row_span. Values that do not fit their label's kind
// carry a Doubt. Labels may be wrapped, glued to a value, or printed in the middle of their value's lines.
Table read_head(std::span<const DumpLine> lines, const Form& form, const DumpOptions& options);

}  // namespace budgetlift
