#include <algorithm>
#include <map>
#include <set>

#include "extract/dump_boxes_levels.h"
#include "extract/dump_boxes_table.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";
constexpr double kSure = 1.5;      // margin from which a piece's place is believed

// Cells' lines as their pieces come.
class CellLines {
 public:
  explicit CellLines(const std::vector<StreamLine>& lines) : lines_(lines) {}

  // `same_line`: it stands in the line of the piece before, in the same cell.
  void add(std::vector<TextLine>& lines, const BoxPiece& piece, const BoxSeat& seat, bool same_line) {
    if (same_line && !lines.empty()) {
      lines.back().text += " " + encode_utf8(piece.raw);
      return;
    }
    std::vector<TextLine> own;
    for (size_t i : piece.lines) own.push_back(text_line(lines_[i]));
    if (piece.lines.size() == 1) own.back().text = encode_utf8(piece.raw);
    size_t& last = last_[{seat.column, seat.row}];
    const size_t below = seat.above ? std::min(last, lines.size()) : 0;
    lines.insert(lines.end() - static_cast<std::ptrdiff_t>(below), own.begin(), own.end());
    if (!seat.above) last = own.size();
  }

 private:
  const std::vector<StreamLine>& lines_;
  std::map<std::pair<int, int>, size_t> last_;   // lines of each cell's last piece
};

bool in_one_line(const BoxTable& table, const BoxRows& rows, size_t t) {
  return table.pieces[t].in_line && t > 0 && rows.seats[t - 1].column == rows.seats[t].column && rows.seats[t - 1].row == rows.seats[t].row;
}

// The pieces in columns of projects become values of their listing; the others stay, and their rows.
void take_seated(BoxTable& table, BoxRows& rows, const std::vector<StreamLine>& lines) {
  std::vector<BoxListing::Column*> columns;
  for (BoxListing::Column& column : table.listing->columns) {
    if (column.open) columns.push_back(&column);
  }
  CellLines cells(lines);
  std::vector<bool> stays(table.pieces.size(), true);
  for (size_t t = 0; t < table.pieces.size(); ++t) {
    BoxSeat seat = rows.seats[t];
    if (!is_of_project(table.sorts[static_cast<size_t>(seat.column)])) continue;
    stays[t] = false;
    seat.row -= rows.first_rows[1];
    auto& values = columns[static_cast<size_t>(seat.column) - table.columns.size()]->values;
    auto& own = static_cast<size_t>(seat.row) < values.size() ? values[static_cast<size_t>(seat.row)] : table.listing->stray;
    cells.add(own, table.pieces[t], seat, in_one_line(table, rows, t));
  }
  size_t kept = 0;
  for (size_t t = 0; t < stays.size(); ++t) {
    if (!stays[t]) continue;
    if (kept != t) table.pieces[kept] = std::move(table.pieces[t]);
    rows.seats[kept] = rows.seats[t];
    rows.margins[kept] = rows.margins[t];
    rows.rivals[kept] = rows.rivals[t];
    ++kept;
  }
  table.pieces.resize(kept);
  rows.seats.resize(kept);
  rows.margins.resize(kept);
  rows.rivals.resize(kept);
  if (rows.first_rows.size() > 1) rows.rows = rows.first_rows[1], rows.first_rows.erase(rows.first_rows.begin() + 1, rows.first_rows.end());
}

class TableBuilder {
 public:
  TableBuilder(const BoxTable& table, const BoxRows& rows, const std::vector<StreamLine>& lines, const DumpWords& words)
      : table_(table), rows_(rows), lines_(lines), words_(words), cells_(table.columns.size() * static_cast<size_t>(std::max(1, rows.rows))) {}

  Table build() {
    Table out;
    header_rows_ = table_.groups.empty() ? 1 : 2;
    out.header_rows = header_rows_;
    out.rows = rows_.rows + header_rows_;
    out.columns = static_cast<int>(table_.columns.size());
    const int first_page = table_.pieces.empty() ? 1 : table_.pieces.front().page;
    const auto put = [&](int row, size_t column, const std::u32string& label) -> Cell& {
      Cell cell;
      cell.row = row;
      cell.column = static_cast<int>(column);
      cell.page = first_page;
      TextLine line;
      line.text = encode_utf8(label);
      line.page = first_page;
      line.source = Source::text_dump;
      cell.lines.push_back(std::move(line));
      out.cells.push_back(std::move(cell));
      return out.cells.back();
    };
    for (size_t k = 0; k < table_.columns.size(); ++k) {
      const bool below = header_rows_ > 1 && table_.blocks[k] >= 0;
      Cell& cell = put(below ? 1 : 0, k, table_.labels[k]);
      if (!below) cell.row_span = header_rows_;
      // A name that is torn too far is not found, and its row with it.
      if (k == 0) doubt(cell, "the text is sorted by place: a row may be missing");
    }
    for (size_t g = 0; g < table_.groups.size(); ++g) {
      const auto first = std::find(table_.blocks.begin(), table_.blocks.end(), static_cast<int>(g));
      put(0, static_cast<size_t>(first - table_.blocks.begin()), table_.groups[g]).column_span = static_cast<int>(std::count(first, table_.blocks.end(), static_cast<int>(g)));
    }
    fill();
    doubt_columns();
    doubt_rows();
    for (int block = 0; block < std::max(1, static_cast<int>(table_.groups.size())); ++block) level1(out, block);
    for (int row = 0; row < rows_.rows; ++row) {
      for (size_t k = 0; k < table_.columns.size(); ++k) {
        Cell& cell = at(k, row);
        if (is_merged(table_.sorts[k]) || cell.lines.empty()) continue;
        cell.row = row + header_rows_;
        cell.column = static_cast<int>(k);
        cell.page = cell.lines.front().page;
        out.cells.push_back(std::move(cell));
      }
    }
    std::set<int> pages;
    for (const BoxPiece& piece : table_.pieces) pages.insert(piece.page);
    for (int page : pages) out.regions.push_back({page, std::nullopt});
    std::sort(out.cells.begin(), out.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    return out;
  }

 private:
  Cell& at(size_t k, int row) { return cells_[k * static_cast<size_t>(std::max(1, rows_.rows)) + static_cast<size_t>(row)]; }

  static void doubt(Cell& cell, const char* why) {
    for (const Doubt& one : cell.doubts) {
      if (one.detail == why) return;
    }
    cell.doubts.push_back({kAmbiguous, why});
  }

  void fill() {
    CellLines cells(lines_);
    for (size_t t = 0; t < table_.pieces.size(); ++t) {
      const BoxPiece& piece = table_.pieces[t];
      const BoxSeat& seat = rows_.seats[t];
      const size_t k = static_cast<size_t>(seat.column);
      const bool same_line = in_one_line(table_, rows_, t);
      if (is_merged(table_.sorts[k])) {
        auto& names = merged_[k];
        if (static_cast<size_t>(seat.row) >= names.size()) names.resize(static_cast<size_t>(seat.row) + 1);
        cells.add(names[static_cast<size_t>(seat.row)], piece, seat, same_line);
        continue;
      }
      cells.add(at(k, seat.row).lines, piece, seat, same_line);
      if (rows_.margins[t] >= kSure) continue;
      doubt(at(k, seat.row), "the text's order does not say for sure which lines are this cell's");
      const BoxSeat& rival = rows_.rivals[t];
      if (rival.column >= 0) doubt(at(static_cast<size_t>(rival.column), rival.row), "a line that stands in another cell may be this one's");
    }
  }

  // A column that lacks a cell may have all its cells in wrong rows.
  void doubt_columns() {
    for (size_t k = 0; k < table_.columns.size(); ++k) {
      if (is_merged(table_.sorts[k])) continue;
      bool whole = true;
      const auto [first, last] = rows_of(table_.blocks[k]);
      for (int row = first; row < last; ++row) whole = whole && !at(k, row).lines.empty();
      for (int row = 0; row < rows_.rows && !whole; ++row) rows_.proven[static_cast<size_t>(row)] = false;
    }
    for (size_t k = 0; k < table_.columns.size(); ++k) {
      if (table_.sorts[k] != BoxSort::level2) continue;
      for (int row = 0; row < rows_.rows; ++row) {
        const std::u32string name = text_of(at(k, row).lines);
        if (std::find(words_.level2().begin(), words_.level2().end(), name) == words_.level2().end()) doubt(at(k, row), "no second level that is known");
      }
    }
  }

  // A column may be out of step with the others over many rows, which the texts of a row alone do not always show: no row is believed.
  void doubt_rows() {
    for (int row = 0; row < rows_.rows; ++row) {
      const bool likely = rows_.proven[static_cast<size_t>(row)] && rows_.apart[static_cast<size_t>(row)];
      for (size_t k = 0; k < table_.columns.size(); ++k) {
        if (!is_merged(table_.sorts[k])) doubt(at(k, row), likely ? "the text is sorted by place: the row was put together by its words" : "nothing shows that the row's cells belong together");
      }
    }
  }

  static std::u32string text_of(const std::vector<TextLine>& lines) {
    std::string out;
    for (const TextLine& line : lines) out += line.text;
    return key_text(out);
  }

  // Rows [first, second) of one of the tables side by side.
  std::pair<int, int> rows_of(int block) const {
    const size_t b = static_cast<size_t>(std::max(0, block));
    if (block < 0 || rows_.first_rows.empty()) return {0, rows_.rows};
    return {rows_.first_rows[b], b + 1 < rows_.first_rows.size() ? rows_.first_rows[b + 1] : rows_.rows};
  }

  // First levels are printed once for their rows: the rows are parted so that each stands under one that it belongs to. One of several
  // tables side by side may have no row under one.
  void level1(Table& out, int block) {
    size_t first = table_.columns.size(), second = first;
    for (size_t k = 0; k < table_.columns.size(); ++k) {
      if (table_.sorts[k] == BoxSort::level1) first = k;
      if ((table_.sorts[k] == BoxSort::level2 || table_.sorts[k] == BoxSort::merged2) && table_.blocks[k] == block) second = k;
    }
    const auto [begin, behind] = rows_of(block);
    if (second == table_.columns.size() || behind <= begin) return;
    std::vector<std::u32string> names, seconds;
    if (table_.sorts[second] == BoxSort::merged2) seconds = level2(out, second);
    else for (int row = begin; row < behind; ++row) seconds.push_back(text_of(at(second, row).lines));
    if (first == table_.columns.size() || merged_[first].empty()) return;
    const bool may_lack = table_.groups.size() > 1;
    for (const auto& lines : merged_[first]) names.push_back(text_of(lines));
    const LevelParts parts = part_first_levels(names, seconds, words_, may_lack);
    put_levels(out, first, begin, parts, may_lack, "which rows stand under which first level is not certain");
  }

  // Cells of a column whose names stand beside several rows, from row `begin` on.
  void put_levels(Table& out, size_t column, int begin, const LevelParts& parts, bool may_lack, const char* unsure) {
    const auto& names = merged_[column];
    for (size_t g = 0; g < names.size(); ++g) {
      const size_t start = parts.starts[g], end = parts.starts[g + 1];
      if (end <= start && may_lack) continue;
      if (end <= start) {
        out.stray.insert(out.stray.end(), names[g].begin(), names[g].end());
        continue;
      }
      Cell cell;
      cell.row = begin + static_cast<int>(start) + header_rows_;
      cell.column = static_cast<int>(column);
      cell.row_span = static_cast<int>(end - start);
      cell.lines = names[g];
      cell.page = cell.lines.front().page;
      if (!parts.sure) doubt(cell, unsure);
      out.cells.push_back(std::move(cell));
    }
  }

  // Second levels that are printed once for their rows. The name that each row stands beside; none where there are more names than rows.
  std::vector<std::u32string> level2(Table& out, size_t column) {
    std::vector<size_t> names(merged_[column].size(), table_.pieces.size()), rows(static_cast<size_t>(rows_.rows), table_.pieces.size());
    for (size_t t = table_.pieces.size(); t-- > 0;) {
      const BoxSeat& seat = rows_.seats[t];
      if (seat.column == static_cast<int>(column)) names[static_cast<size_t>(seat.row)] = t;
      else if (table_.sorts[static_cast<size_t>(seat.column)] == BoxSort::name) rows[static_cast<size_t>(seat.row)] = t;
    }
    std::vector<std::u32string> seconds(rows.size());
    LevelParts parts;
    if (names.size() <= rows.size()) {
      parts = part_second_levels(names, rows);
      for (size_t g = 0; g < names.size(); ++g) {
        for (size_t row = parts.starts[g]; row < parts.starts[g + 1]; ++row) seconds[row] = text_of(merged_[column][g]);
      }
    } else {
      parts.starts.assign(names.size() + 1, rows.size());
      for (size_t g = 0; g < rows.size(); ++g) parts.starts[g] = g;
    }
    put_levels(out, column, 0, parts, false, "which rows stand under which second level is not certain");
    return seconds;
  }

  const BoxTable& table_;
  BoxRows rows_;
  const std::vector<StreamLine>& lines_;
  const DumpWords& words_;
  std::vector<Cell> cells_;
  int header_rows_ = 1;
  std::map<size_t, std::vector<std::vector<TextLine>>> merged_;   // by column: lines of each name that may stand beside several rows
};

}  // namespace

Table to_table(const BoxTable& table, const BoxRows& rows, const std::vector<StreamLine>& lines, const DumpWords& words) {
  if (!table.listing) return TableBuilder(table, rows, lines, words).build();
  BoxTable indicators = table;
  BoxRows own = rows;
  take_seated(indicators, own, lines);
  Table out = TableBuilder(indicators, own, lines, words).build();
  add_projects(*indicators.listing, out);
  return out;
}

}  // namespace budgetlift
