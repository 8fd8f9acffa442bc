// What only the pages of a whole document tell of its records and tables: the last step before they are written.
#pragma once

#include "normalize/normalizer.h"
#include "schemas/document.h"

namespace budgetlift {

// Boxes of scanned pages become boxes of the pages as displayed. A record beside a page that could not be read says so
// in its review (`page-not-read`): a part of it may stand there.
void finish_with_pages(const DocumentInfo& info, NormalizedDocument& document);

// The same boxes of a table.
void show_as_displayed(const DocumentInfo& info, Table& table);

}  // namespace budgetlift
