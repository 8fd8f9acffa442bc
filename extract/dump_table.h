// The indicator part of a project in a dump becomes a Table.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "extract/dump_cells.h"
#include "extract/dump_lines.h"
#include "schemas/document.h"

namespace budgetlift {

// A printed header row of an indicator table.
struct DumpHeader {
  std::vector<size_t> columns;               // indices in Form::columns of those printed, in printed order
  std::vector<std::vector<TextLine>> cells;  // one for each of `columns`
  size_t lines = 0;                          // printed lines that it takes
};

// The header row that begins with `lines[0]`, if there is one: the form's column labels in order, wrapped or not.
// A column may be missing but those of the kinds level2 and target.
std::optional<DumpHeader> match_header(std::span<const DumpLine> lines, const Form& form);

// Widths of a table's columns as they were fitted so far: index as Form::columns, full-width characters.
using ColumnWidths = std::vector<double>;

struct CutTable {
  Table table;
  double row_cost = 0;   // mean cost of a row, nats
  double worst_row = 0;  // cost of the dearest row
  bool clean = false;    // no doubt anywhere
  bool sound = false;    // no doubt but between cuts that are as good
};

// `body`: the lines below the header, repeated header rows included. Columns as the header has them, header_rows 1,
// level 1 merged over its rows. Doubts stand on the cells that may be wrong; texts of the others go to `habits`.
// Where the table does not fit `widths`, they are fitted to it, `fits_left` times in a document.
CutTable read_indicators(const DumpHeader& header, std::span<const DumpLine> body, const Form& form,
                         ColumnWidths& widths, int& fits_left, Habits& habits, const RE2& target_pattern,
                         const DumpOptions& options);

// Widths of the form, in the glyph widths that dump_text.h uses.
ColumnWidths form_widths(const Form& form);

}  // namespace budgetlift
