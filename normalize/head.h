// The head of a project form becomes fields of a record.
#pragma once

#include <set>
#include <vector>

#include "normalize/form_match.h"
#include "schemas/record.h"

namespace budgetlift {

// Fills `record` from the rows of `part`: each cell that is no label belongs to the label on its left in the same
// row, or else to the label above it. Labels met are added to `seen` (indexes into Form::fields). Text that
// belongs to no label is added to `unplaced` and the record is flagged.
void read_head(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, ProjectRecord& record,
               std::set<int>& seen, std::vector<TextLine>& unplaced);

// What stands beside a label or under it.
struct FieldValue {
  std::vector<TextLine> lines;
  std::string text;
  double width = 0;   // points, of its cell; 0 unknown
};

// Puts a value into the record's field, as the field's kind asks for (all but "schedule" and "rows").
void set_value(const FormField& field, const FieldValue& value, ProjectRecord& record);

// Title and unit line into the record. The amounts' unit must be known before read_head is called.
void set_title(ProjectRecord& record, const TitleMatch& title);
void set_unit(ProjectRecord& record, const UnitMatch& unit);

}  // namespace budgetlift
