// Cells that run together on a scan, because the ruling between them was lost.
#pragma once

#include <optional>
#include <vector>

#include "normalize/form_match.h"
#include "schemas/document.h"

namespace budgetlift {

// The parts of a cell's lines that gaps part, left to right; empty if the lines do not stand in one row, or there is but one
// part. The box of a part is its share of the line's by the number of its characters.
std::vector<TextLine> pieces_in_row(const Cell& cell);

// The table with each cell cut that holds a label of a form and its value, or several of them; those get a doubt. Nothing if
// there is none.
std::optional<Table> cut_at_labels(const Table& table, const std::vector<const FormMatcher*>& matchers);

}  // namespace budgetlift
