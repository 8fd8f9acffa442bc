#include "extract/dump_stream_doubts.h"

#include <algorithm>

namespace budgetlift {
namespace {

bool is_unsure(const StreamCell& cell) { return cell.margin < kStreamDoubt; }
bool goes_on(const StreamCell& cell) { return cell.rest.first < cell.rest.last; }

template <typename Is>
bool any_cell(const StreamRow& row, Is is) {
  return std::any_of(row.cells.begin(), row.cells.end(), is);
}

class Doubts {
 public:
  Doubts(const StreamText& text, const std::vector<StreamColumn>& columns, const StreamCells& cells, const StreamHabits& habits)
      : text_(text), columns_(columns), cells_(cells), habits_(habits), glued_(habits.kind == DumpKind::pypdf), two_blocks_(columns.back().block > 0) {}

  // Of a row that a page's end cuts, only the order of what is left of its cells below is known: if one is in doubt, or the cells are
  // glued, all are.
  void doubt_rest(StreamRow& row) const {
    const bool unsure = glued_ || any_cell(row, [&](const StreamCell& cell) { return is_unsure(cell) || is_odd_rest(cell); });
    if (!unsure || !any_cell(row, goes_on)) return;
    for (StreamCell& cell : row.cells) {
      if (!columns_[cell.column].own && sort(cell) != StreamSort::level1 && sort(cell) != StreamSort::level2) cell.margin = 0;
    }
  }

  // Whether the row may be two, or a part of another one.
  bool may_be_others(const StreamRow& row, bool first) const {
    if (any_cell(row, [&](const StreamCell& cell) { return glued_ ? goes_on(cell) && cells_.may_hold_rows(cell.column, cell.rest.first, cell.rest.last, true) : is_odd_rest(cell); })) return true;
    for (size_t k = 1; k < row.cells.size(); ++k) {
      if (may_be_two(row.cells[k - 1], row.cells[k])) return true;
    }
    // A row that begins behind a page's end may be the rest of the one before.
    const bool begins_page = !row.cells.empty() && text_.gaps[row.cells.front().range.first] == StreamGap::page;
    if (begins_page && !first && any_cell(row, is_unsure)) return true;
    if (row.cut) return false;
    // Where each row has a second level, one without is a part of another.
    const bool level2 = any_cell(row, [&](const StreamCell& cell) { return sort(cell) == StreamSort::level2; });
    if (!two_blocks_ && !habits_.merged_level2 && !level2) return true;
    // The rest of a name was taken for something else.
    return any_cell(row, [&](const StreamCell& cell) { return !cells_.is_name(cell.column, cell.range.first, cell.range.last); });
  }

 private:
  StreamSort sort(const StreamCell& cell) const { return columns_[cell.column].sort; }
  bool is_odd_rest(const StreamCell& cell) const { return cells_.is_odd_rest(cell.column, cell.range, cell.rest); }

  // A name in doubt that ends with a target, and a target in doubt that begins with more than one: the first one's row may end between them.
  bool may_be_two(const StreamCell& name, const StreamCell& target) const {
    return sort(target) == StreamSort::target && is_unsure(name) && is_unsure(target) &&
           cells_.targets_inside(name.column, name.range.first, name.range.last, true) > 0 && cells_.holds_more(target.column, target.range.first, target.range.last);
  }

  const StreamText& text_;
  const std::vector<StreamColumn>& columns_;
  const StreamCells& cells_;
  const StreamHabits& habits_;
  const bool glued_, two_blocks_;
};

}  // namespace

void doubt_rows(StreamCut& cut, const StreamText& text, const std::vector<StreamColumn>& columns, const StreamCells& cells, const StreamHabits& habits) {
  const Doubts doubts(text, columns, cells, habits);
  for (StreamRow& row : cut.rows) doubts.doubt_rest(row);
  for (const StreamRow& row : cut.rows) cut.unsure_rows = cut.unsure_rows || doubts.may_be_others(row, &row == &cut.rows.front());
}

}  // namespace budgetlift
