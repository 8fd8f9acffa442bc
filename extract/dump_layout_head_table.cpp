#include "extract/dump_layout_head_table.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "extract/dump_build.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr int kScattered = 8;   // columns by which lines of one cell may be off each other

std::u32string key_of(const LayoutLabel& label) {
  std::u32string out;
  for (const LayoutPiece* piece : label.pieces) out += piece->key;
  return out;
}

}  // namespace

std::vector<TextLine> HeadTable::lines_of(const std::vector<const LayoutPiece*>& pieces) const {
  std::vector<TextLine> out;
  for (size_t i = 0; i < pieces.size();) {
    std::vector<const LayoutPiece*> line;
    for (; i < pieces.size() && (line.empty() || line.back()->line == pieces[i]->line); ++i) line.push_back(pieces[i]);
    out.push_back(text_of(text_.lines[static_cast<size_t>(line.front()->line)], line));
  }
  return out;
}

// Whether lines of a row's cell may be another row's, or the other way around.
bool HeadTable::is_disputed(const std::vector<const LayoutPiece*>& pieces, const PlacedHeadRow& row) const {
  const RowRange range{row.first - first_, row.last - first_};
  const std::vector<RowRange> open = disputed_beside(disputed_, range);
  return std::any_of(open.begin(), open.end(), [&](const RowRange& lines) {
    if (lines.last <= range.first || range.last <= lines.first) return true;
    return std::any_of(pieces.begin(), pieces.end(), [&](const LayoutPiece* piece) { return piece->line - first_ >= lines.first && piece->line - first_ < lines.last; });
  });
}

void HeadTable::put(int row, int column, const std::vector<const LayoutPiece*>& pieces, int row_span, const PlacedHeadRow* from) {
  Cell cell;
  cell.row = row;
  cell.column = column;
  cell.row_span = row_span;
  cell.lines = lines_of(pieces);
  cell.page = cell.lines.empty() ? 0 : cell.lines.front().page;
  if (from && is_scattered(pieces, kScattered)) cell.doubts.push_back({kAmbiguous, "a line of the text stands elsewhere than its others"});
  if (from && from->unsure && is_disputed(pieces, *from)) cell.doubts.push_back({kAmbiguous, "the printed lines also allow other rows here"});
  if (from && from->part.cost >= HeadRows::kMisplaced) cell.doubts.push_back({kAmbiguous, "the lines of the row stand elsewhere than those of one row do"});
  table_.columns = std::max(table_.columns, column + 1);
  table_.cells.push_back(std::move(cell));
}

void HeadTable::leave(const std::vector<const LayoutPiece*>& pieces) {
  std::vector<TextLine> lines = lines_of(pieces);
  table_.stray.insert(table_.stray.end(), lines.begin(), lines.end());
}

const FloatingLabel* HeadTable::floating_at(size_t row) const {
  const auto at = std::find_if(floating_.begin(), floating_.end(), [&](const FloatingLabel& floating) { return floating.first <= row && row < floating.last; });
  return at == floating_.end() ? nullptr : &*at;
}

// The kind of the label that the value belongs to: its own, or that of the label beside the row.
std::string HeadTable::kind_of_value(size_t row, size_t value) const {
  const HeadRow& part = rows_[row].part;
  if (value < part.labels.size()) return part.labels[value]->kind;
  const FloatingLabel* floating = floating_at(row);
  return floating ? floating->label->kind : "";
}

std::optional<std::vector<int>> HeadTable::borders_below(size_t row) const {
  if (row == 0 || rows_[row].part.labels.size() > 1) return std::nullopt;
  const HeadRow& above = rows_[row - 1].part;
  if (above.labels.empty() || (!rows_[row].part.labels.empty() && (above.labels.size() == 1 || rows_[row].part.labels[0]->center() >= above.labels[0]->begin))) return std::nullopt;
  if (!std::all_of(above.values.begin(), above.values.end(), [](const auto& v) { return v.empty(); })) return std::nullopt;
  std::vector<int> out;
  for (size_t k = 0; k + 1 < above.labels.size(); ++k) {
    // The column that fewest pieces cross, the widest gap's middle.
    const int from = static_cast<int>(above.labels[k]->center()), to = static_cast<int>(above.labels[k + 1]->center());
    // One text may be empty, but hardly is.
    const std::vector<const LayoutPiece*>& pieces = rows_[row].part.values[0];
    const int last = std::accumulate(pieces.begin(), pieces.end(), 0, [](int most, const LayoutPiece* p) { return std::max(most, p->begin); });
    int best = to, fewest = std::numeric_limits<int>::max(), width = 0;
    for (int column = from, begin = from, count = -1; column <= to && (column <= last || best == to); ++column) {
      const auto crosses = [&](const LayoutPiece* p) { return p->begin < column && column < p->end; };
      const int crossed = static_cast<int>(std::count_if(pieces.begin(), pieces.end(), crosses));
      if (crossed != count) begin = column, count = crossed;
      if (crossed < fewest || (crossed == fewest && column - begin > width)) fewest = crossed, width = column - begin, best = column;
    }
    // A label beside the row, with all of it to its right, has nothing below it.
    const bool beside = k == 0 && std::all_of(pieces.begin(), pieces.end(), [&](const LayoutPiece* p) { return p->begin >= above.labels[0]->end; });
    out.push_back(beside ? above.labels[0]->end : best);
  }
  return out;
}

// Columns of a row's labels. One without another before it may stand below the second label of the row above, as its place shows, or
// that the first one is the same.
std::vector<int> HeadTable::columns_of(size_t r, const std::vector<int>& above) const {
  std::vector<int> out;
  for (const LayoutLabel* label : rows_[r].part.labels) {
    int column = out.empty() ? 1 : out.back() + 2;
    for (size_t i = 0; i < above.size() && label->kind == "amount"; ++i) {
      const LayoutLabel& other = *rows_[r - 1].part.labels[i];
      const bool page = text_.lines[static_cast<size_t>(label->first)].page == text_.lines[static_cast<size_t>(other.first)].page;
      if (other.kind == "amount" && page && other.begin < label->end && label->begin < other.end) column = std::max(column, above[i]);
      if (key_of(other) == key_of(*label)) column = std::max(column, above[i] + 2);
    }
    out.push_back(column);
  }
  return out;
}

Table HeadTable::build() {
  int row = 0;
  std::vector<int> columns;   // of the labels of the row above
  std::vector<int> row_of(rows_.size() + 1);
  for (size_t r = 0; r < rows_.size(); ++r) {
    row_of[r] = row;
    const HeadRow& part = rows_[r].part;
    int more = 0;   // rows that a value's lines make beside the first one
    columns = columns_of(r, columns);
    const std::optional<std::vector<int>> borders = borders_below(r);
    if (borders && !part.labels.empty()) put(row_of[r - 1], 0, part.labels[0]->pieces, row + 1 - row_of[r - 1], nullptr);   // what the labels above have in common
    for (size_t k = 0; k < part.labels.size() && !borders; ++k) {
      const int column = columns[k];
      if (part.labels[k]->uses == 0) {
        leave(part.labels[k]->pieces), leave(part.values[k]);
      } else if (part.labels[k]->kind != "schedule") {
        put(row, column, part.labels[k]->pieces, 1, nullptr);
        if (!part.values[k].empty()) put(row, column + 1, part.values[k], 1, &rows_[r]);
      } else {
        more = put_schedule(row, column + 1, part.values[k], rows_[r]);
        put(row, column, part.labels[k]->pieces, more + 1, nullptr);
      }
    }
    if ((part.labels.empty() || borders) && !part.values[0].empty()) {
      const FloatingLabel* beside = floating_at(r);
      if (beside && beside->label->uses == 0) {
        leave(part.values[0]);
      } else if (kind_of_value(r, 0) == "schedule") {
        more = put_schedule(row, 2, part.values[0], rows_[r]);
      } else if (!borders) {
        put(row, 2, part.values[0], 1, &rows_[r]);
      } else {
        std::vector<std::vector<const LayoutPiece*>> cells(borders->size() + 1);
        size_t cell = 0;
        bool sure = true;
        const LayoutPiece* before = nullptr;
        for (const LayoutPiece* piece : part.values[0]) {
          const auto by_place = static_cast<size_t>(std::upper_bound(borders->begin(), borders->end(), piece->begin) - borders->begin());
          // What a single space parts has lost its place; if it is no space of the text, a border is there.
          const bool glued = before && piece->glued && before->line == piece->line;
          const bool parted = glued && !may_be_space(before->raw.back(), piece->raw.front(), words_.spaces);
          sure = sure && (!glued || parted || by_place == cell);
          cell = parted ? std::min(cell + 1, borders->size()) : by_place;
          cells[cell].push_back(piece);
          before = piece;
        }
        for (size_t k = 0; k < cells.size(); ++k) {
          put(row, 1 + 2 * static_cast<int>(k), cells[k], 1, &rows_[r]);
          if (cells[k].empty()) table_.cells.back().doubts.push_back({kAmbiguous, "nothing was found below the label"});
          if (!sure) table_.cells.back().doubts.push_back({kAmbiguous, "a line may be of the text beside it"});
        }
      }
    }
    row += more + 1;
  }
  row_of[rows_.size()] = row;
  for (const FloatingLabel& floating : floating_) {
    const auto has_text = [](const PlacedHeadRow& one) { return one.part.labels.empty() && !one.part.values[0].empty(); };
    const auto first = rows_.begin() + static_cast<std::ptrdiff_t>(floating.first), last = rows_.begin() + static_cast<std::ptrdiff_t>(floating.last);
    // Its text may stand in a row of another label.
    if (floating.label->kind == "text" && std::none_of(first, last, has_text)) table_.doubts.push_back({kAmbiguous, "no text was found beside one of the labels"});
    if (floating.label->uses == 0) leave(floating.label->pieces);
    else put(row_of[floating.first], 0, floating.label->pieces, row_of[floating.last] - row_of[floating.first], nullptr);
  }
  table_.rows = row;
  std::sort(table_.cells.begin(), table_.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  for (int line = first_; line < last_; ++line) {
    const int page = text_.lines[static_cast<size_t>(line)].page;
    if (table_.regions.empty() || table_.regions.back().page != page) table_.regions.push_back({page, std::nullopt});
  }
  return std::move(table_);
}

int HeadTable::put_schedule(int row, int column, const std::vector<const LayoutPiece*>& pieces, const PlacedHeadRow& from) {
  int rows = -1, at = 0;
  for (size_t i = 0; i < pieces.size();) {
    if (i == 0 || pieces[i]->line != pieces[i - 1]->line) ++rows, at = 0;
    std::vector<const LayoutPiece*> cell = {pieces[i++]};
    const auto goes_on = [&](const LayoutPiece& next) {   // "3 月底"
      return next.glued && next.line == cell.back()->line && spaced_apart(cell.back()->raw.back(), next.raw.front());
    };
    while (i < pieces.size() && goes_on(*pieces[i])) cell.push_back(pieces[i++]);
    put(row + rows, column + at++, cell, 1, &from);
  }
  return std::max(0, rows);
}

}  // namespace budgetlift
