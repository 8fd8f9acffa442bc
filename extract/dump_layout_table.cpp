#include "extract/dump_layout_table.h"

#include <algorithm>
#include <limits>

#include "extract/dump_build.h"
#include "extract/dump_layout_levels.h"

namespace budgetlift {
namespace {

constexpr int kHeaderLines = 5;    // printed lines of a header at most
constexpr int kMostRowLines = 30;  // printed lines of a row at most
constexpr int kRounds = 2;         // in which lanes and rows are found by each other
constexpr int kBesideEmpty = 5;    // columns by which lines of a cell may be off each other beside an empty one
// Costs in nats.
constexpr double kMergedLevel2 = 4;    // a table whose second level is merged over rows
constexpr double kMergedLoosely = 30;  // … where its height cannot show it

// A label over two rows of a header stands between their lines, and so may a line of the label beside it.
bool is_beside(const LayoutLabel& a, const LayoutLabel& b) { return a.first <= b.last + 2 && b.first <= a.last + 2; }

std::vector<Lane> lanes_of_header(const LayoutHeader& header) {
  std::vector<Lane> out;
  for (const LayoutLabel& label : header.columns) {
    const ColumnKind kind = label.kind == "level1" ? ColumnKind::level1 : label.kind == "level2" ? ColumnKind::level2 : label.kind == "target" ? ColumnKind::target : ColumnKind::text;
    out.push_back({label.column, kind});
  }
  return out;
}

}  // namespace

std::optional<LayoutHeader> layout_header(const LayoutText& text, int line, int last, const LayoutWords& words) {
  int end = line + 1;
  while (end < std::min(last, line + kHeaderLines) && !text.lines[static_cast<size_t>(end)].page_start) ++end;
  std::vector<LayoutLabel> found = words.labels.find(text, line, end, kColumnLabel | kGroupLabel | kBlockLabel);
  LayoutHeader header;
  for (const LayoutLabel& label : found) {
    if (label.uses & kBlockLabel) header.above.push_back(label);
  }
  std::erase_if(found, [](const LayoutLabel& label) { return !(label.uses & kColumnLabel); });
  // The header's labels share lines; a column's value may read like a label.
  const auto first = std::find_if(found.begin(), found.end(), [&](const LayoutLabel& label) { return label.kind == "level2"; });
  if (first == found.end()) return std::nullopt;
  LayoutLabel lines = *first;
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < found.size(); ++i) {
      if (!is_beside(found[i], lines)) continue;
      lines.first = std::min(lines.first, found[i].first);
      lines.last = std::max(lines.last, found[i].last);
      header.columns.push_back(std::move(found[i]));
      found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
      more = true;
      break;
    }
  }
  std::erase_if(header.above, [&](const LayoutLabel& label) { return label.first >= lines.last || label.uses & kColumnLabel; });
  for (const LayoutLabel& label : header.above) lines.first = std::min(lines.first, label.first);
  if (lines.first != line) return std::nullopt;
  const auto count = [&](const char* kind) { return std::count_if(header.columns.begin(), header.columns.end(), [&](const LayoutLabel& l) { return l.kind == kind; }); };
  if (count("target") == 0 || header.columns.size() < 3) return std::nullopt;
  std::sort(header.columns.begin(), header.columns.end(), [](const LayoutLabel& a, const LayoutLabel& b) { return a.center() < b.center(); });
  header.first = line;
  header.last = lines.last + 1;
  return header;
}

LayoutTable::LayoutTable(const LayoutText& text, const LayoutHeader& header, int last, const LayoutWords& words, PlaceTrust trust)
    : text_(text), words_(words), loose_(trust != PlaceTrust::all), header_(header), body_(text, words, lanes_of_header(header), trust == PlaceTrust::none) {
  place(last);
}

// Gives the pieces below the header to the lanes, page by page.
void LayoutTable::place(int last) {
  std::set<const LayoutPiece*> taken;
  for (const LayoutLabel& label : words_.labels.find(text_, header_.first, last, kGroupLabel)) {
    const bool leftmost = std::all_of(label.pieces.begin(), label.pieces.end(), [&](const LayoutPiece* piece) {
      return piece == &text_.lines[static_cast<size_t>(piece->line)].pieces.front();
    });
    if (leftmost && (label.uses & kGroupLabel)) taken.insert(label.pieces.begin(), label.pieces.end());
  }
  if (taken.empty()) {
    const std::vector<const LayoutPiece*> parts = words_.labels.along_edge(text_, header_.first, last);
    taken.insert(parts.begin(), parts.end());
  }
  const auto headers_of = [](const LayoutHeader& one) {
    std::vector<LaneHeader> out;
    for (const LayoutLabel& label : one.columns) {
      const bool known = std::none_of(label.pieces.begin(), label.pieces.end(), [](const LayoutPiece* piece) { return piece->glued; });
      out.push_back({label.begin, label.end, known});
    }
    return out;
  };
  PagePieces page;
  const auto close = [&] {
    body_.add(page);
    page = {};
  };
  for (int line = header_.first; line < last; ++line) {
    const LayoutLine& printed = text_.lines[static_cast<size_t>(line)];
    if (line > header_.first && printed.page_start) close();
    pages_.insert(printed.page);
    std::optional<LayoutHeader> repeated;
    if (line == header_.first) repeated = header_;
    else if (printed.page_start) repeated = layout_header(text_, line, last, words_);
    if (repeated && repeated->columns.size() == body_.lanes().size()) {
      page.headers = headers_of(*repeated);
      for (const auto* labels : {&repeated->columns, &repeated->above}) {
        for (const LayoutLabel& label : *labels) taken.insert(label.pieces.begin(), label.pieces.end());
      }
      if (line != header_.first) joins_.push_back({"repeated header removed", printed.page, 0});
    }
    for (const LayoutPiece& piece : printed.pieces) {
      if (!taken.count(&piece)) page.pieces.push_back(&piece);
    }
  }
  close();
}

// Whether the table has more rows with a value than names of second levels, so that one may be merged over several.
bool LayoutTable::has_shared_level2(const std::vector<RowRange>& rows) const {
  if (body_.level2() < 0) return false;
  std::vector<const LayoutPiece*> pieces;
  const auto lane = static_cast<size_t>(body_.level2());
  for (int i = 0; i < body_.lines(); ++i) pieces.insert(pieces.end(), body_.pieces(lane, i).begin(), body_.pieces(lane, i).end());
  const auto whole = std::count_if(rows.begin(), rows.end(), [&](const RowRange& row) { return !body_.lacks_value(row); });
  return body_.names_in(pieces, false).size() < static_cast<size_t>(whole);
}

// The rows at the least cost.
LayoutTable::Cut LayoutTable::cheapest_cut() const {
  std::vector<Cut> cuts;
  for (bool is_merged : {false, true}) {
    std::vector<char> idle;   // lines with nothing but a merged second level
    for (int i = 0; i < body_.lines(); ++i) idle.push_back(body_.cells_of(i, i + 1, is_merged).empty());
    for (const Alignment tried : {Alignment::centred, Alignment::top, Alignment::loose}) {
      if ((tried == Alignment::loose) != loose_) continue;
      const auto cost = [&](int first, int last) { return body_.row_cost(first, last, tried, is_merged); };
      RowLines one = cheapest_rows(body_.lines(), kMostRowLines, words_.options.ambiguity_margin, cost, idle);
      if (is_merged && !has_shared_level2(one.rows)) continue;
      one.cost += !is_merged ? 0 : loose_ ? kMergedLoosely : kMergedLevel2;
      cuts.push_back({std::move(one), tried, is_merged});
    }
  }
  std::stable_sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.cost < b.cost; });
  // Its lines without those that a merged second level may stand on alone.
  const auto lines_of = [&](const RowRange& row) {
    int first = row.first, last = row.last;
    while (first < last && body_.cells_of(first, first + 1, true).empty()) ++first;
    while (first < last && body_.cells_of(last - 1, last, true).empty()) --last;
    return std::pair(first, last);
  };
  for (const Cut& other : cuts) {
    if (other.cost > cuts.front().cost + words_.options.ambiguity_margin) break;
    for (RowRange& row : cuts.front().rows) {
      row.unsure |= std::none_of(other.rows.begin(), other.rows.end(), [&](const RowRange& one) { return lines_of(one) == lines_of(row); });
    }
  }
  return cuts.front();
}

Table LayoutTable::build(const LaneWidths& document, RowFit& fit) {
  body_.use(document);
  Cut cut = cheapest_cut();
  std::vector<std::vector<char>> unsure;   // of each row, the lanes
  std::vector<double> misplaced;
  for (int round = 0; round < kRounds && loose_; ++round) {
    for (const RowRange& row : cut.rows) body_.relane(row, cut.alignment, cut.merged, 0);
    cut = cheapest_cut();
  }
  for (const RowRange& row : cut.rows) {
    misplaced.push_back(body_.misplaced(row.first, row.last, cut.alignment, cut.merged));
    unsure.push_back(loose_ || misplaced.back() >= 1 || body_.has_glued(row) ? body_.relane(row, cut.alignment, cut.merged, words_.options.ambiguity_margin) : std::vector<char>(body_.lanes().size(), 0));
  }
  for (size_t r = 0; r < cut.rows.size() && loose_; ++r) {
    const std::vector<char> turned = body_.turn_lines(cut.rows[r]);
    for (size_t lane = 0; lane < turned.size(); ++lane) unsure[r][lane] |= turned[lane];
  }
  for (size_t r = 0; r < cut.rows.size(); ++r) {
    for (size_t lane = 0; lane + 1 < body_.lanes().size(); ++lane) {
      if (body_.is_overfull(cut.rows[r], lane)) unsure[r][lane] = unsure[r][lane + 1] = 1;
    }
  }
  // A line that stands elsewhere than the others of its cell may be what the empty one beside it lacks.
  for (size_t r = 0; r < cut.rows.size() && !loose_; ++r) {
    const auto is_empty = [&](size_t lane) { return body_.key_of(lane, cut.rows[r].first, cut.rows[r].last).empty(); };
    for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
      std::vector<const LayoutPiece*> pieces;
      for (int i = cut.rows[r].first; i < cut.rows[r].last; ++i) pieces.insert(pieces.end(), body_.pieces(lane, i).begin(), body_.pieces(lane, i).end());
      if (body_.lanes()[lane].kind != ColumnKind::text || !is_scattered(pieces, kBesideEmpty)) continue;
      for (const size_t beside : {lane - 1, lane + 1}) {
        if (beside < body_.lanes().size() && body_.lanes()[beside].kind == ColumnKind::text && is_empty(beside)) unsure[r][lane] = unsure[r][beside] = 1;
      }
    }
  }
  for (RowRange& row : cut.rows) row.unsure |= (!cut.merged && body_.may_be_several(row)) || body_.is_rest(row);
  for (size_t r = 1; r < cut.rows.size(); ++r) {
    if (body_.may_be_end_of(cut.rows[r - 1], cut.rows[r])) cut.rows[r - 1].unsure = cut.rows[r].unsure = true;
  }
  const Alignment alignment = cut.alignment;
  const bool merged = cut.merged;
  fit.cost += cut.cost;
  Table table;
  table.columns = static_cast<int>(body_.lanes().size());
  table.rows = static_cast<int>(cut.rows.size()) + 1;
  table.header_rows = 1;
  table.joins = joins_;
  for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
    std::vector<TextLine> lines;
    for (const LayoutPiece* piece : header_.columns[lane].pieces) lines.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
    table.cells.push_back(body_.cell(0, lane, std::move(lines)));
  }
  for (size_t r = 0; r < cut.rows.size(); ++r) {
    const RowRange& row = cut.rows[r];
    fit.misplaced += misplaced[r] + body_.lacks_value(row);
    ++fit.rows;
    for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
      if (static_cast<int>(lane) == body_.level1() || (merged && body_.lanes()[lane].kind == ColumnKind::level2)) continue;
      Cell one = body_.cell(static_cast<int>(r) + 1, lane, body_.lines_of(lane, row.first, row.last));
      if (unsure[r][lane]) one.doubts.push_back({kAmbiguous, "a line of the row may as well be another column's", true});
      if (row.unsure) one.doubts.push_back({kAmbiguous, "the printed lines also allow other rows here", true});
      if (misplaced[r] >= 1) one.doubts.push_back({kAmbiguous, "the lines of the row stand elsewhere than those of other rows", true});
      table.cells.push_back(std::move(one));
    }
  }
  SecondLevels level2{std::vector<std::u32string>(cut.rows.size()), {}};
  const LevelRows levels{body_, words_.levels, cut.rows, 1, merged, alignment == Alignment::top};
  if (merged) level2 = add_merged_level2(levels, table);
  for (Cell& cell : table.cells) {
    const size_t row = static_cast<size_t>(cell.row) - 1;
    const bool named = cell.row > 0 && row < level2.unsure.size() && cell.row_span == 1 && level2.unsure[row];
    if (named) cell.doubts.push_back({kAmbiguous, "a second level does not stand at the middle of its rows: they may be others", true});
  }
  // Of two tables side by side either shows the first level.
  for (size_t lane = 0; lane < body_.lanes().size() && !merged; ++lane) {
    for (size_t r = 0; r < cut.rows.size() && body_.lanes()[lane].kind == ColumnKind::level2; ++r) {
      if (level2.names[r].empty()) level2.names[r] = body_.key_of(lane, cut.rows[r].first, cut.rows[r].last);
    }
  }
  add_level1(levels, body_.level1_pieces(), level2, table);
  std::sort(table.cells.begin(), table.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  for (int page : pages_) table.regions.push_back({page, std::nullopt});
  for (const LayoutPiece* piece : body_.stray()) table.stray.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
  return table;
}

}  // namespace budgetlift
