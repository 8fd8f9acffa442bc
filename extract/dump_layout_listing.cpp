#include "extract/dump_layout_listing.h"

#include <algorithm>
#include <limits>

#include "extract/dump_build.h"
#include "extract/dump_layout_levels.h"

namespace budgetlift {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr int kLinesBelowPageTop = 2;    // a running head may stand above a repeated header

bool is_number(const std::string& key) { return key == "/extra/sequence" || key.starts_with("/budget/"); }

std::vector<Lane> lanes_of_header(const LayoutListingHeader& header) {
  std::vector<Lane> out;
  for (const LayoutLabel& label : header.columns) {
    if (!(label.uses & kColumnLabel)) {
      const LaneText text = is_number(label.own) ? LaneText::number : label.own == "/project/code" || label.own == "/unit/code" ? LaneText::code : LaneText::any;
      out.push_back({label.own, text == LaneText::number ? ColumnKind::target : ColumnKind::text, true, text});
      continue;
    }
    const ColumnKind kind = label.kind == "level1" ? ColumnKind::level1 : label.kind == "level2" ? ColumnKind::level2 : label.kind == "target" ? ColumnKind::target : ColumnKind::text;
    out.push_back({label.column, kind, false});
  }
  return out;
}

}  // namespace

LayoutListing::LayoutListing(const LayoutText& text, const LayoutListingHeader& header, int last, const LayoutWords& words, PlaceTrust trust)
    : text_(text), words_(words), loose_(trust != PlaceTrust::all), header_(header), body_(text, words, lanes_of_header(header), trust == PlaceTrust::none) {
  place(last);
}

// Gives the pieces below the header to the lanes, page by page.
void LayoutListing::place(int last) {
  PagePieces page;
  const auto use = [&](const LayoutListingHeader& header) {
    page.headers.clear();
    for (const LayoutLabel& label : header.columns) {
      const bool known = std::none_of(label.pieces.begin(), label.pieces.end(), [](const LayoutPiece* piece) { return piece->glued; });
      page.headers.push_back({label.begin, label.end, known});
    }
  };
  std::set<const LayoutPiece*> taken(header_.pieces.begin(), header_.pieces.end());
  use(header_);
  int skip = 0;   // lines before it are above a repeated header
  for (int line = header_.first; line < last; ++line) {
    const LayoutLine& printed = text_.lines[static_cast<size_t>(line)];
    pages_.insert(printed.page);
    if (line > header_.first && printed.page_start) {
      body_.add(page);
      page = {};   // columns are counted anew
      for (int at = line; at < std::min(last, line + 1 + kLinesBelowPageTop); ++at) {
        if (at > line && text_.lines[static_cast<size_t>(at)].page_start) break;
        const std::optional<LayoutListingHeader> repeated = listing_header(text_, at, last, words_);
        if (!repeated || repeated->columns.size() != body_.lanes().size()) continue;
        use(*repeated);
        taken.insert(repeated->pieces.begin(), repeated->pieces.end());
        joins_.push_back({"repeated header removed", printed.page, 0});
        skip = at;
        break;
      }
    }
    for (const LayoutPiece& piece : printed.pieces) {
      if (taken.count(&piece)) continue;
      if (line < skip) stray_.push_back(&piece);
      else if (&piece - printed.pieces.data() < 2 && words_.labels.is_sum(piece)) sums_[line] = &piece;
      else page.pieces.push_back(&piece);
    }
  }
  body_.add(page);
  names_ = body_.names_in(body_.level1_pieces(), true);
  if (body_.level2() >= 0) {
    std::vector<const LayoutPiece*> pieces;
    for (int i = 0; i < body_.lines(); ++i) {
      const auto& own = body_.pieces(static_cast<size_t>(body_.level2()), i);
      pieces.insert(pieces.end(), own.begin(), own.end());
    }
    level2_ = body_.names_in(pieces, false);
  }
  for (const auto& [line, label] : sums_) {
    bool has_line = false;
    for (int i = 0; i < body_.lines(); ++i) has_line = has_line || body_.printed(i) == line;
    if (!has_line) stray_.push_back(label);
  }
}

CellLines LayoutListing::lines_in(size_t lane, int first, int last) const {
  CellLines out;
  for (int i = first; i < last; ++i) {
    if (!body_.pieces(lane, i).empty()) out.push_back(i);
  }
  return out;
}

void LayoutListing::add_header(Table& table) const {
  std::vector<const std::vector<ListingGroup>*> levels;
  for (const auto* groups : {&header_.outer, &header_.groups, &header_.nested}) {
    if (!groups->empty()) levels.push_back(groups);
  }
  const int rows = static_cast<int>(levels.size()) + 1;
  const auto put = [&](int row, int column, const std::vector<const LayoutPiece*>& pieces) -> Cell& {
    std::vector<TextLine> lines;
    for (const LayoutPiece* piece : pieces) lines.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
    table.cells.push_back(body_.cell(row, static_cast<size_t>(column), std::move(lines)));
    return table.cells.back();
  };
  std::vector<int> row_of(header_.columns.size(), 0);
  for (int row = 0; row + 1 < rows; ++row) {
    for (const ListingGroup& group : *levels[static_cast<size_t>(row)]) {
      put(row, group.first, group.pieces).column_span = group.last - group.first;
      for (int column = group.first; column < group.last; ++column) row_of[static_cast<size_t>(column)] = row + 1;
    }
  }
  for (int column = 0; column < static_cast<int>(header_.columns.size()); ++column) {
    const int row = row_of[static_cast<size_t>(column)];
    put(row, column, header_.columns[static_cast<size_t>(column)].pieces).row_span = rows - row;
  }
  table.rows = table.header_rows = rows;
  table.columns = static_cast<int>(body_.lanes().size());
}

void LayoutListing::add_project(const RowRange& project, const std::vector<char>& disputed, Alignment alignment, RowFit& fit, Table& table) const {
  const int first_row = table.rows;
  const RowLines rows = rows_of(project, alignment);
  const double off = misplaced(project.first, project.last, alignment);
  const int count = std::max<int>(1, static_cast<int>(rows.rows.size()));
  fit.misplaced += off;
  for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
    if (!body_.lanes()[lane].own) continue;
    Cell one = body_.cell(first_row, lane, body_.lines_of(lane, project.first, project.last));
    one.row_span = count;
    const std::vector<RowRange> open = disputed_beside(disputed, project);
    const bool doubtful = std::any_of(open.begin(), open.end(), [&](const RowRange& lines) { return !lines_in(lane, lines.first, lines.last).empty(); });
    if (project.unsure && doubtful) one.doubts.push_back({kAmbiguous, "the printed lines also allow other projects here"});
    if (off >= 1) one.doubts.push_back({kAmbiguous, "the project's texts stand at other heights than those of one project do"});
    if (one.lines.empty() && body_.lanes()[lane].key != "/budget/other") one.doubts.push_back({kAmbiguous, "nothing of the project was found in this column"});
    table.cells.push_back(std::move(one));
  }
  SecondLevels level2;
  for (const RowRange& row : rows.rows) {
    const double misplaced = body_.misplaced(row.first, row.last, alignment, false);
    const bool doubtful = row.unsure || (project.unsure && !disputed_beside(disputed, row).empty());
    fit.misplaced += misplaced;
    ++fit.rows;
    for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
      if (static_cast<int>(lane) == body_.level1() || body_.lanes()[lane].own) continue;
      Cell one = body_.cell(table.rows, lane, body_.lines_of(lane, row.first, row.last));
      if (doubtful) one.doubts.push_back({kAmbiguous, "the printed lines also allow other rows here", true});
      if (misplaced >= 1) one.doubts.push_back({kAmbiguous, "the lines of the row stand elsewhere than those of other rows", true});
      if (one.lines.empty()) one.doubts.push_back({kAmbiguous, "nothing of the row was found in this column"});
      table.cells.push_back(std::move(one));
    }
    level2.names.push_back(body_.level2() < 0 ? std::u32string() : body_.key_of(static_cast<size_t>(body_.level2()), row.first, row.last));
    ++table.rows;
  }
  if (rows.rows.empty()) ++table.rows;
  const int begin = project.first == 0 || is_sum(project.first - 1) ? 0 : body_.printed(project.first);
  const int end = project.last < body_.lines() ? body_.printed(project.last) : std::numeric_limits<int>::max();
  std::vector<const LayoutPiece*> names;
  for (const LayoutPiece* piece : body_.level1_pieces()) {
    if (piece->line >= begin && piece->line < end) names.push_back(piece);
  }
  if (!rows.rows.empty()) add_level1({body_, words_.levels, rows.rows, first_row, false, alignment == Alignment::top}, names, level2, table);
}

void LayoutListing::add_sum(const RowRange& row, Table& table) const {
  const LayoutPiece* label = sums_.at(body_.printed(row.first));
  table.cells.push_back(body_.cell(table.rows, 0, {text_of(text_.lines[static_cast<size_t>(label->line)], {label})}));
  for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
    std::vector<TextLine> lines = body_.lines_of(lane, row.first, row.last);
    if (lines.empty()) continue;
    if (lane == 0) table.stray.insert(table.stray.end(), lines.begin(), lines.end());
    else table.cells.push_back(body_.cell(table.rows, lane, std::move(lines)));
  }
  ++table.rows;
}

// Where a project's rows are not certain, the ones beside it may lack some: named at the row that is next to it.
void LayoutListing::doubt_neighbours(const std::vector<int>& ends, Table& table) const {
  std::set<size_t> doubtful;
  const auto project_of = [&](const Cell& cell) { return static_cast<size_t>(std::upper_bound(ends.begin(), ends.end(), cell.row) - ends.begin()); };
  for (const Cell& cell : table.cells) {
    if (!cell.doubts.empty()) doubtful.insert(project_of(cell));
  }
  for (Cell& cell : table.cells) {
    const size_t project = project_of(cell);
    if (project == 0 || cell.column != body_.level2()) continue;
    const bool first = cell.row == ends[project - 1], last = project < ends.size() && cell.row + 1 == ends[project];
    const bool named = (first && doubtful.count(project - 1) + doubtful.count(project) > 0) || (last && doubtful.count(project + 1) > 0);
    const bool in_doubt = std::any_of(cell.doubts.begin(), cell.doubts.end(), [](const Doubt& doubt) { return doubt.rows; });
    if (!named || in_doubt) continue;
    cell.doubts.push_back({kAmbiguous, "the rows of this project, or of the one beside it, are not certain", true});
  }
}

Table LayoutListing::build(const LaneWidths& widths, RowFit& fit) {
  body_.use(widths);
  RowLines cut;
  cut.cost = kNever;
  Alignment alignment = Alignment::centred;
  for (const Alignment tried : {Alignment::centred, Alignment::top, Alignment::loose}) {
    if ((tried == Alignment::loose) != loose_) continue;
    RowLines one = projects(tried);
    if (one.cost >= cut.cost) continue;
    cut = std::move(one);
    alignment = tried;
  }
  Table table;
  table.joins = joins_;
  add_header(table);
  if (cut.cost < kNever) fit.cost += cut.cost;
  std::vector<int> ends{table.rows};   // of projects, rows of the table
  for (const RowRange& project : cut.rows) {
    if (is_sum(project.first)) add_sum(project, table);
    else add_project(project, cut.disputed, alignment, fit, table);
    ends.push_back(table.rows);
  }
  doubt_neighbours(ends, table);
  std::sort(table.cells.begin(), table.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  for (int page : pages_) table.regions.push_back({page, std::nullopt});
  const auto leave = [&](const LayoutPiece* piece) { table.stray.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece})); };
  std::for_each(body_.stray().begin(), body_.stray().end(), leave);
  std::for_each(stray_.begin(), stray_.end(), leave);
  return table;
}

}  // namespace budgetlift
