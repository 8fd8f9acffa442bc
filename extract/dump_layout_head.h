// The head of a form (labels and values above its indicators) in a dump that keeps columns becomes a Table.
#pragma once

#include "extract/dump_layout_table.h"

namespace budgetlift {

// Lines [first, last): from the head's first line to the one above the indicators' header. One row of the table a printed row; a label that
// stands beside several rows is merged over them. `loose`: heights are not to be trusted. `fit` is added to.
Table layout_head(const LayoutText& text, int first, int last, const LayoutWords& words, bool loose, RowFit& fit);
// The same of a form that no definition covers: what its labels that no form knows stand beside is stray.
Table unknown_layout_head(const LayoutText& text, int first, int last, const LayoutWords& words, bool loose, RowFit& fit);

}  // namespace budgetlift
