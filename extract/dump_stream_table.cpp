#include "extract/dump_stream_table.h"

#include <algorithm>

#include "extract/dump_stream_items.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";
constexpr const char* kWhichPart = "not all parts of the total are printed, and nothing tells which ones";
constexpr const char* kLost = "a project's code or number is printed here, and no row of it was told from those of the project before";
constexpr const char* kNeighbour = "what other projects have beside it is missing here: this cell may hold it";
constexpr const char* kOtherRows = "another cut of the table has other rows";

class Builder {
 public:
  Builder(const StreamHeader& header, const StreamText& head, const StreamText& body)
      : header_(header), head_(head), body_(body), open_(header.columns.size(), -1), needed_(header.columns.size()) {}

  Table build(const StreamCut& cut, StreamRange sums) {
    table_.columns = static_cast<int>(header_.columns.size());
    if (header_.listing) table_.stray = head_.text_lines(0, header_.all.first);
    put_header();
    find_needed(cut);
    glued_ = cut.glued;
    // In a listing it is the row's project that is in doubt.
    if (!header_.listing && (cut.unsure_rows || std::any_of(cut.rows.begin(), cut.rows.end(), [&](const StreamRow& row) { return may_be_two(row); }))) {
      for (Cell& cell : table_.cells) cell.doubts.push_back({kAmbiguous, kOtherRows});
    }
    row_ = table_.header_rows;
    for (const StreamRow& row : cut.rows) put_row(row, follows_stray(cut, row));
    if (sums.first < sums.last) {
      size_t label = sums.first + 1;
      while (label < sums.last && body_.gaps[label] == StreamGap::none && !(body_.key[label] >= '0' && body_.key[label] <= '9')) ++label;
      put(body_, row_, 0, {sums.first, label});
      if (table_.columns > 1) put(body_, row_, 1, {label, sums.last}).column_span = table_.columns - 1;
      ++row_;
    }
    table_.rows = row_;
    for (const StreamRange& range : cut.stray) {
      for (TextLine& line : body_.text_lines(range.first, range.last)) table_.stray.push_back(std::move(line));
    }
    for (const StreamText* text : {&head_, &body_}) {
      add_pages(*text, table_);
    }
    std::sort(table_.cells.begin(), table_.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    return std::move(table_);
  }

 private:
  Cell& put(const StreamText& text, int row, int column, StreamRange range) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.lines = text.text_lines(range.first, range.last);
    cell.page = cell.lines.empty() ? 1 : cell.lines.front().page;
    table_.cells.push_back(std::move(cell));
    return table_.cells.back();
  }

  void put_header() {
    table_.header_rows = header_.groups.empty() ? 1 : 2;
    for (size_t c = 0; c < header_.columns.size(); ++c) {
      const StreamColumn& column = header_.columns[c];
      Cell& cell = put(head_, column.group >= 0 ? 1 : 0, static_cast<int>(c), column.label);
      if (column.group < 0) cell.row_span = table_.header_rows;
    }
    for (size_t g = 0; g < header_.groups.size(); ++g) {
      int first = -1, count = 0;
      for (size_t c = 0; c < header_.columns.size(); ++c) {
        if (header_.columns[c].group != static_cast<int>(g)) continue;
        if (first < 0) first = static_cast<int>(c);
        ++count;
      }
      if (first >= 0) put(head_, 0, first, header_.groups[g]).column_span = count;
    }
  }

  // A cell in doubt that may hold the end of one row and the beginning of the next: a name of the third level with a comparison inside,
  // or a second level.
  bool may_be_two(const StreamCell& cell) const {
    if (cell.margin >= kStreamDoubt || header_.columns[cell.column].own) return false;
    const StreamSort sort = header_.columns[cell.column].sort;
    const bool compares = body_.key_of(cell.range.first, cell.range.last).find_first_of(U"≥≤＞＜<>") != std::u32string_view::npos;
    return sort == StreamSort::level2 || (sort == StreamSort::text && compares);
  }
  bool may_be_two(const StreamRow& row) const {
    return std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return may_be_two(cell); });
  }

  // A project's own columns that hardly any project lacks.
  void find_needed(const StreamCut& cut) {
    constexpr double kMost = 0.7;
    double projects = 0;
    std::vector<double> filled(header_.columns.size());
    for (const StreamRow& row : cut.rows) {
      bool own = false;
      for (const StreamCell& cell : row.cells) {
        if (!header_.columns[cell.column].own) continue;
        own = true;
        ++filled[cell.column];
      }
      projects += own;
    }
    for (size_t c = 0; c < filled.size(); ++c) needed_[c] = filled[c] > kMost * projects;
  }

  bool is_own_amount(size_t c) const { return header_.columns[c].own && header_.columns[c].sort == StreamSort::amount; }

  // Whether a project has some of a total's parts and not all: what is empty is not printed, so nothing tells which ones.
  bool tells_by_order(const StreamRow& row) const {
    size_t all = 0, printed = 0;
    for (size_t c = 0; c < header_.columns.size(); ++c) all += is_own_amount(c);
    for (const StreamCell& cell : row.cells) printed += is_own_amount(cell.column);
    return printed > 1 && printed < all;
  }

  // Whether lines that fit nowhere stand between the row and the one before: a project may begin there.
  bool follows_stray(const StreamCut& cut, const StreamRow& row) const {
    const size_t first = row.cells.front().range.first;
    return &row != &cut.rows.front() && std::any_of(cut.stray.begin(), cut.stray.end(), [&](const StreamRange& range) {
      return range.last <= first && range.first >= (&row - 1)->cells.back().range.last;
    });
  }

  // Where cells are glued, what hardly any project lacks is a part of the cell before it or behind it, mostly.
  void doubt_neighbours(const StreamRow& row) {
    const auto cell_at = [&](size_t c) { return std::find_if(table_.cells.begin(), table_.cells.end(), [&](const Cell& cell) { return cell.row == row_ && cell.column == static_cast<int>(c); }); };
    const auto has = [&](size_t c) { return std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return cell.column == c; }); };
    const auto doubt = [&](size_t c) {
      if (!header_.columns[c].own) return;
      const auto cell = cell_at(c);
      const auto same = [](const Doubt& one) { return one.reason == kAmbiguous; };
      if (cell != table_.cells.end() && std::none_of(cell->doubts.begin(), cell->doubts.end(), same)) cell->doubts.push_back({kAmbiguous, kNeighbour});
    };
    const bool any_amount = std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return is_own_amount(cell.column); });
    for (size_t c = 0; c < header_.columns.size(); ++c) {
      if (!header_.columns[c].own || has(c) || !(needed_[c] || (is_own_amount(c) && !any_amount))) continue;
      size_t left = c, right = c + 1;
      while (left > 0 && !has(left - 1)) --left;
      while (right < header_.columns.size() && !has(right)) ++right;
      if (left > 0) doubt(left - 1);
      if (right < header_.columns.size()) doubt(right);
    }
  }

  void put_row(const StreamRow& row, bool behind_stray) {
    const auto has = [&](size_t c) { return std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return cell.column == c; }); };
    const bool own = std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return header_.columns[cell.column].own; });
    for (const StreamCell& cell : row.cells) {
      Cell& made = put(body_, row_, static_cast<int>(cell.column), cell.range);
      for (TextLine& line : body_.text_lines(cell.rest.first, cell.rest.last)) made.lines.push_back(std::move(line));
      if (glued_ && header_.columns[cell.column].sort == StreamSort::list) part_items(made.lines);
      if (cell.margin < kStreamDoubt) made.doubts.push_back({kAmbiguous, "another cut of the row is nearly as good"});
      if ((may_be_two(cell) || row.unsure) && header_.listing) made.doubts.push_back({kAmbiguous, kOtherRows, true});
      if (row.lost) made.doubts.push_back({"form-not-read", kLost, true});
      open_[cell.column] = static_cast<int>(table_.cells.size()) - 1;
    }
    // A project that nothing tells from the one before: their rows are one's.
    const bool unnumbered = own && std::any_of(header_.columns.begin(), header_.columns.end(), [](const StreamColumn& column) { return column.sort == StreamSort::number; }) &&
                            std::none_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return header_.columns[cell.column].sort == StreamSort::number; });
    if (unnumbered || (behind_stray && header_.listing)) {
      for (Cell& cell : table_.cells) {
        if (cell.row == row_ && !header_.columns[static_cast<size_t>(cell.column)].own) cell.doubts.push_back({kAmbiguous, kOtherRows, true});
      }
    }
    if (own && glued_) doubt_neighbours(row);
    const bool order = own && tells_by_order(row);
    const auto part = [&](size_t c) { return order && c > 0 && is_own_amount(c) && is_own_amount(c - 1); };
    for (Cell& cell : table_.cells) {
      if (cell.row == row_ && part(static_cast<size_t>(cell.column))) cell.doubts.push_back({kAmbiguous, kWhichPart});
    }
    for (size_t c = 0; c < header_.columns.size(); ++c) {
      if (has(c)) continue;
      const StreamColumn& column = header_.columns[c];
      const bool merged = column.sort == StreamSort::level1 || (column.own && !own) || (column.sort == StreamSort::level2 && c + 1 < header_.columns.size() && has(c + 1));
      if (merged && open_[c] >= 0) {
        ++table_.cells[static_cast<size_t>(open_[c])].row_span;
      } else {
        Cell& made = put(body_, row_, static_cast<int>(c), {});
        if (column.own && own && (needed_[c] || glued_)) made.doubts.push_back({"missing-value", "other projects have something here, or a neighbour may hold it"});
        if (part(c)) made.doubts.push_back({kAmbiguous, kWhichPart});
        // Every row stands under some first level.
        if (column.sort == StreamSort::level1) made.doubts.push_back({"missing-value", "no first level was found for the row"});
        open_[c] = static_cast<int>(table_.cells.size()) - 1;
      }
    }
    if (row.cut) table_.joins.push_back({"row cut by page break", 0, row_});
    ++row_;
  }

  const StreamHeader& header_;
  const StreamText& head_;
  const StreamText& body_;
  Table table_;
  int row_ = 0;
  std::vector<int> open_;   // last cell of each column
  std::vector<bool> needed_;
  bool glued_ = false;
};

}  // namespace

Table stream_table(const StreamHeader& header, const StreamText& head, const StreamText& body, const StreamCut& cut, StreamRange sums) {
  return Builder(header, head, body).build(cut, sums);
}

}  // namespace budgetlift
