#include "extract/merged_cells.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "extract/table_parts.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// An outer border that is broken beside a merged first-level cell leaves it without a box: its name stands beside
// the rows below `above`, up to `end`, and in no cell.
std::optional<Cell> stray_level1(Table& table, const Cell& above, int end, const FormWords& words) {
  const int begin = above.row + above.row_span;
  if (!above.box || above.row_span < 2) return std::nullopt;  // drawn to its end, so that the rest is another's
  const auto [first, first_end] = cells_of_row(table, begin);
  const auto [last, last_end] = cells_of_row(table, end - 1);
  if (first == first_end || last == last_end) return std::nullopt;
  const Cell &top = table.cells[first], &bottom = table.cells[last];
  if (!top.box || !bottom.box || top.page != above.page || bottom.page != above.page) return std::nullopt;
  const Box box{above.box->x0, top.box->y0, above.box->x1, bottom.box->y1};
  auto inside = [&](const TextLine& line) {
    return line.page == above.page && line.box && line.box->x0 >= box.x0 && line.box->x1 <= box.x1 &&
           line.box->center_y() > box.y0 && line.box->center_y() < box.y1;
  };
  Cell cell{begin, above.column, end - begin, above.column_span, {}, above.page, box, {}};
  std::copy_if(table.stray.begin(), table.stray.end(), std::back_inserter(cell.lines), inside);
  if (!words.is_level1(folded_text(cell))) return std::nullopt;
  std::erase_if(table.stray, inside);
  return cell;
}

}  // namespace

void close_gaps(Table& table, const FormColumns& columns, const FormWords& words) {
  std::vector<Cell> found;
  for (const FormColumns::Place& place : columns.places) {
    if (place.kind != "level1") continue;
    Cell* above = nullptr;
    auto reach = [&](int row) {
      if (above && above->row > columns.header_row && above->row + above->row_span < row) {
        if (std::optional<Cell> cell = stray_level1(table, *above, row, words)) {
          found.push_back(std::move(*cell));
          return;
        }
        table.joins.push_back({kMergedContinued, above->page, above->row});
        above->row_span = row - above->row;
      }
    };
    for (Cell& cell : table.cells) {
      if (cell.column > place.column || cell.column + cell.column_span <= place.column) continue;
      reach(cell.row);
      above = cell.column == place.column ? &cell : nullptr;
    }
    reach(table.rows);
  }
  for (Cell& cell : found) {
    const auto at = std::find_if(table.cells.begin(), table.cells.end(), [&](const Cell& other) {
      return std::pair(other.row, other.column) > std::pair(cell.row, cell.column);
    });
    table.cells.insert(at, std::move(cell));
  }
}

ContinuedCells::ContinuedCells(const Table& table, const std::vector<CutPair>& pairs, const FormColumns* columns, const FormWords& words)
    : table_(table), columns_(columns), words_(words) {
  int goes_on = 0, begins = 0;
  for (const CutPair& pair : pairs) {
    if ((columns && columns->at(pair.before->column)) || pair.before->lines.empty()) continue;
    if (pair.before->row_span == 1 && pair.after->row_span == 1 && !merges_rows(pair.before->column)) continue;
    ++(pair.after->lines.empty() ? goes_on : begins);
    group_begin_ = std::max(group_begin_, pair.before->row);
  }
  group_goes_on_ = goes_on > 2 * begins;
  group_ends_ = begins > 1 && begins > 2 * goes_on;
}

// The column has merged cells, and every cell of it has a text: an empty one is the rest of the one above.
bool ContinuedCells::merges_rows(int column) const {
  int merged = 0, seen = 0;
  const std::vector<Cell>& cells = table_.cells;
  for (size_t i = cells.size(); i > 0 && seen < 400; --i, ++seen) {
    const Cell& cell = cells[i - 1];
    if (cell.row < table_.header_rows) break;
    if (cell.column != column) continue;
    if (cell.lines.empty()) return false;
    merged += cell.row_span > 1;
  }
  return merged > 0;
}

bool ContinuedCells::has(const CutPair& pair) const {
  const FormColumns::Place* place = columns_ ? columns_->at(pair.before->column) : nullptr;
  const bool level1 = place && place->kind == "level1", level2 = place && place->kind == "level2";
  const bool spans = pair.before->row_span > 1 || pair.after->row_span > 1 ||
                     (!place && pair.after->lines.empty() && merges_rows(pair.before->column));
  if (!level1 && !level2 && !spans) return false;
  // A cell that began before the group's spans several of them.
  if (!place && group_ends_ && pair.before->row >= group_begin_) return false;
  const std::string before = folded_text(*pair.before), after = folded_text(*pair.after);
  if (after.empty()) return true;
  // Beside another table's rows cells are empty, too.
  if (before.empty()) return level1 || (level2 && spans) || pair.before->row_span > 1;
  if (before == after || (group_goes_on_ && spans && !place)) return level1 || (spans && !place);
  return (level1 && words_.is_level1(before + after) && !words_.is_level1(before)) ||
         (level2 && words_.is_level2(before + after) && !words_.is_level2(before));
}

}  // namespace budgetlift
