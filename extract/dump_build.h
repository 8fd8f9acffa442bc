// The chosen cut of an indicator part becomes a Table, with a doubt on each cell that may be wrong.
#pragma once

#include <vector>

#include "extract/dump_cells.h"
#include "extract/dump_rows.h"
#include "extract/dump_table.h"

namespace budgetlift {

inline constexpr const char* kAmbiguous = "ambiguous-cells";  // the doubt between cuts that are nearly as good

// `columns` are those without level 1, `places` their columns in the table.
Table build_table(const TableCut& cut, const DumpHeader& header, const PieceText& text, const CellModel& model,
                  const std::vector<Column>& columns, const std::vector<size_t>& places, const Form& form,
                  const Habits& habits, const DumpOptions& options);

}  // namespace budgetlift
