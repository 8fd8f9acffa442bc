#include "normalize/listing.h"

#include <algorithm>
#include <set>

#include "normalize/draft.h"
#include "normalize/head.h"
#include "normalize/indicators.h"

namespace budgetlift {
namespace {

class ListingReader {
 public:
  ListingReader(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, std::vector<TextLine>& unplaced)
      : matcher_(matcher), grid_(grid), part_(part), unplaced_(unplaced) {
    for (int place : part.fields) {
      if (place >= 0) own_columns_.push_back(place);
    }
  }

  void read(const std::function<ProjectRecord&()>& begin_project) {
    int row = part_.first_body_row;
    while (row < part_.row_end) {
      if (is_total_row(row) || !begins_project(row)) {
        leave(row++);
        continue;
      }
      int end = row + 1;
      while (end < part_.row_end && !begins_project(end) && !is_total_row(end)) ++end;
      ProjectRecord& record = begin_project();
      read_fields(row, end, record);
      read_indicators(matcher_, grid_, part_, row, end, own_columns_, record, unplaced_);
      row = end;
    }
  }

 private:
  // More of the project's own cells begin here than go on from the row above. A page break may cut one of them in two, and a unit's
  // cell may be merged over its projects.
  bool begins_project(int row) const {
    int begin = 0, go_on = 0;
    for (int column : own_columns_) {
      const int cell = grid_.at(row, column);
      const int above = row > part_.first_body_row ? grid_.at(row - 1, column) : -1;
      if (cell >= 0 && cell == above) {
        ++go_on;
      } else if (cell >= 0 && !grid_.text(cell).empty() && grid_.cell(cell).row == row) {
        // Printed again in each of its rows, where the cells are not merged.
        ++(above >= 0 && grid_.text(above) == grid_.text(cell) ? go_on : begin);
      } else if (row > part_.first_body_row) {
        ++go_on;   // left empty where the cells are not merged
      }
    }
    return begin > go_on;
  }

  bool is_total_row(int row) const {
    for (int cell : grid_.row_cells(row)) {
      if (grid_.cell(cell).row == row && !grid_.text(cell).empty()) return matcher_.is_total_label(grid_.text(cell));
    }
    return false;
  }

  void leave(int row) {
    for (int cell : grid_.row_cells(row)) {
      if (grid_.cell(cell).row == row) unplaced_.insert(unplaced_.end(), grid_.cell(cell).lines.begin(), grid_.cell(cell).lines.end());
    }
  }

  void read_fields(int begin, int end, ProjectRecord& record) {
    const std::vector<FormField>& fields = matcher_.form().fields;
    for (size_t f = 0; f < fields.size(); ++f) {
      if (part_.fields[f] < 0) continue;
      record.labelled.insert(fields[f].key);
      FieldValue value;
      std::set<int> cells;
      for (int row = begin; row < end; ++row) {
        const int cell = grid_.at(row, part_.fields[f]);
        if (cell < 0 || grid_.text(cell).empty() || !cells.insert(cell).second) continue;
        const Cell& c = grid_.cell(cell);
        // A unit's cell may be merged over all its projects.
        if (!value.text.empty() && value.text == grid_.text(cell)) continue;
        flag_doubts(record, fields[f].key, c);
        // On the next page it is the rest of the cell that the page break cuts.
        const bool cut = !value.lines.empty() && c.page > value.lines.back().page;
        if (!value.text.empty() && !cut) flag(record, fields[f].key, "several-cells", "the project has more than one text in this column");
        value.lines.insert(value.lines.end(), c.lines.begin(), c.lines.end());
        value.text += grid_.text(cell);
        if (c.box) value.width = c.box->width();
      }
      set_value(fields[f], value, record);
    }
  }

  const FormMatcher& matcher_;
  const TableGrid& grid_;
  const TablePart& part_;
  std::vector<TextLine>& unplaced_;
  std::vector<int> own_columns_;   // of the project's own fields
};

}  // namespace

void read_listing(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const std::function<ProjectRecord&()>& begin_project,
                  std::vector<TextLine>& unplaced) {
  ListingReader(matcher, grid, part, unplaced).read(begin_project);
}

}  // namespace budgetlift
