// The header of a listing: one table of many projects, whose columns stand in any order below one to three rows of labels.
#pragma once

#include <optional>

#include "normalize/label_paths.h"
#include "normalize/table_grid.h"
#include "normalize/table_part.h"
#include "schemas/form.h"

namespace budgetlift {

class ListingHeader {
 public:
  explicit ListingHeader(const Form& form);

  // The part that begins with the header and reaches to the table's end; nothing if the table has no header of this form.
  std::optional<TablePart> find(const TableGrid& grid) const;

 private:
  LabelPaths paths_;                  // targets: the form's fields, then its columns
  size_t fields_ = 0, columns_ = 0;
  int printed_columns_ = 0;           // of the indicators, that the form never lacks
};

}  // namespace budgetlift
