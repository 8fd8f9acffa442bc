#include "extract/dump_layout_table.h"

#include <algorithm>
#include <limits>

#include "extract/dump_build.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

using namespace std::string_view_literals;

constexpr int kHeaderLines = 5;    // printed lines of a header at most
constexpr int kMostRowLines = 30;  // printed lines of a row at most
// Costs in nats.
constexpr double kMisplaced = 7;       // a cell that stands elsewhere than its row's
constexpr double kCutRow = 1.5;        // a row that a page's end cuts
constexpr double kUnknownLevel2 = 8;
constexpr double kMissing[] = {0, 10, 6, 6.5};   // of a cell, by ColumnKind
constexpr double kMissingBlock = 3;    // of all cells of one of two tables side by side
constexpr double kMergedLevel2 = 6;    // a table whose second level is merged over rows
constexpr double kMergedLoosely = 30;  // … where its height cannot show it
constexpr int kMostOff = 1;            // twice the lines by which a merged second level may be off the middle of its rows
constexpr double kShortLine = 1;       // a line that ends although the next one's first word would have fitted …
constexpr double kShorterLine = 2.5;   // … per full-width character that is left
constexpr double kMostShort = 6;
constexpr double kWidthTolerance = 0.4;
constexpr double kLatinTolerance = 0.06;   // per character that is not full-width: fonts differ
constexpr double kKnownJoin = -0.8, kUnknownJoin = 0.4;   // two lines that join to a pair printed elsewhere, or to none
constexpr double kOpenBracket = 1.5;
constexpr double kCutText = 4;         // a text that begins or ends with a mark that does not stand there
constexpr double kPlainTarget = 1, kOddTarget = 3, kCutTarget = 4;
constexpr double kAlike = 2;           // a description that shares all characters of the name before it
constexpr double kSameWidth = 0.6;     // full-width characters between the widest line of a column and another that shows it to be no accident

bool is_opening(char32_t c) { return U"(（[【《〔“"sv.find(c) != std::u32string_view::npos; }
bool is_closing(char32_t c) { return U")）]】》〕”。；，、,%：:"sv.find(c) != std::u32string_view::npos; }

double width_of(const std::u32string& raw) {
  double width = 0;
  for (char32_t c : raw) width += glyph_width(c);
  return width;
}

double tolerance(const std::u32string& raw) {
  return kWidthTolerance + kLatinTolerance * static_cast<double>(std::count_if(raw.begin(), raw.end(), [](char32_t c) { return c < 0x80; }));
}

int brackets(const std::u32string& key) {
  int open = 0, wrong = 0;
  for (char32_t c : key) {
    if (is_opening(c)) ++open;
    if (U")]】》〕”"sv.find(c) == std::u32string_view::npos) continue;
    if (--open < 0) open = 0, ++wrong;
  }
  return open + wrong;
}

double shared(const std::u32string& name, std::u32string text) {
  size_t count = 0;
  for (char32_t c : name) {
    const size_t at = text.find(c);
    if (at == text.npos) continue;
    ++count;
    text.erase(at, 1);
  }
  return name.empty() ? 0 : static_cast<double>(count) / static_cast<double>(name.size());
}

// A label over two rows of a header stands between their lines, and so may a line of the label beside it.
bool is_beside(const LayoutLabel& a, const LayoutLabel& b) { return a.first <= b.last + 2 && b.first <= a.last + 2; }

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

LayoutTable::LayoutTable(const LayoutText& text, const LayoutHeader& header, int last, const LayoutWords& words, bool loose)
    : text_(text), words_(words), loose_(loose), header_(header) {
  for (const LayoutLabel& label : header_.columns) {
    const ColumnKind kind = label.kind == "level1" ? ColumnKind::level1 : label.kind == "level2" ? ColumnKind::level2 : label.kind == "target" ? ColumnKind::target : ColumnKind::text;
    if (kind == ColumnKind::level1) level1_ = static_cast<int>(lanes_.size());
    if (kind == ColumnKind::level2 && level2_ < 0) level2_ = static_cast<int>(lanes_.size());
    lanes_.push_back({label.column, kind});
  }
  place(header, last);
}

// Gives the pieces below the header to the lanes, page by page.
void LayoutTable::place(const LayoutHeader& header, int last) {
  std::set<const LayoutPiece*> taken;
  for (const LayoutLabel& label : words_.labels.find(text_, header.first, last, kGroupLabel)) {
    const bool leftmost = std::all_of(label.pieces.begin(), label.pieces.end(), [&](const LayoutPiece* piece) {
      return piece == &text_.lines[static_cast<size_t>(piece->line)].pieces.front();
    });
    if (leftmost && (label.uses & kGroupLabel)) taken.insert(label.pieces.begin(), label.pieces.end());
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
    const LaneWords words{words_.levels, words_.target, words_.auto_space};
    const std::vector<int> lanes = loose_ ? lanes_by_line(page, lanes_, words) : lanes_of(page, lanes_, words);
    for (size_t i = 0; i < page.pieces.size(); ++i) {
      const LayoutPiece* piece = page.pieces[i];
      if (lanes[i] < 0) {
        stray_.push_back(piece);
      } else if (lanes[i] == level1_) {
        level1_pieces_.push_back(piece);
      } else {
        if (body_.empty() || body_.back().line != piece->line) body_.push_back({piece->line, std::vector<std::vector<const LayoutPiece*>>(lanes_.size())});
        body_.back().cells[static_cast<size_t>(lanes[i])].push_back(piece);
      }
    }
    page = {};
  };
  for (int line = header.first; line < last; ++line) {
    const LayoutLine& printed = text_.lines[static_cast<size_t>(line)];
    if (line > header.first && printed.page_start) close();
    pages_.insert(printed.page);
    std::optional<LayoutHeader> repeated;
    if (line == header.first) repeated = header;
    else if (printed.page_start) repeated = layout_header(text_, line, last, words_);
    if (repeated && repeated->columns.size() == lanes_.size()) {
      page.headers = headers_of(*repeated);
      for (const auto* labels : {&repeated->columns, &repeated->above}) {
        for (const LayoutLabel& label : *labels) taken.insert(label.pieces.begin(), label.pieces.end());
      }
      if (line != header.first) joins_.push_back({"repeated header removed", printed.page, 0});
    }
    for (const LayoutPiece& piece : printed.pieces) {
      if (!taken.count(&piece)) page.pieces.push_back(&piece);
    }
  }
  close();
}

std::u32string LayoutTable::key_of(size_t lane, int first, int last) const {
  std::u32string out;
  for (int i = first; i < last; ++i) {
    for (const LayoutPiece* piece : body_[static_cast<size_t>(i)].cells[lane]) out += piece->key;
  }
  return out;
}

std::vector<TextLine> LayoutTable::lines_of(size_t lane, int first, int last) const {
  std::vector<TextLine> out;
  for (int i = first; i < last; ++i) {
    const BodyLine& line = body_[static_cast<size_t>(i)];
    if (!line.cells[lane].empty()) out.push_back(text_of(text_.lines[static_cast<size_t>(line.line)], line.cells[lane]));
  }
  return out;
}

void LayoutTable::measure(LaneWidths& widths) const {
  for (const BodyLine& line : body_) {
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      if (line.cells[lane].size() == 1) widths[lanes_[lane].key].push_back(width_of(line.cells[lane].front()->raw));
    }
  }
}

double LayoutTable::cell_cost(size_t lane, int first, int last, double width) const {
  const std::u32string key = key_of(lane, first, last);
  const Lane& one = lanes_[lane];
  if (key.empty()) return kMissing[static_cast<int>(one.kind)];
  double cost = 0;
  const LayoutPiece* before = nullptr;
  for (int i = first; i < last; ++i) {
    for (const LayoutPiece* piece : body_[static_cast<size_t>(i)].cells[lane]) {
      if (before && before->line != piece->line) {
        const double left = width - width_of(before->raw) - first_unit_width(piece->raw) - tolerance(before->raw);
        if (width > 0 && left > 0) cost += std::min(kMostShort, kShortLine + kShorterLine * left);
        if (one.kind != ColumnKind::level2) cost += words_.pairs.known(before->raw.back(), piece->raw.front()) ? kKnownJoin : kUnknownJoin;
      }
      before = piece;
    }
  }
  if (one.kind == ColumnKind::level2) return cost + (words_.levels.level1_of(key).empty() ? kUnknownLevel2 : 0);
  cost += kOpenBracket * brackets(key);
  if (is_closing(key.front())) cost += kCutText;
  if (is_opening(key.back())) cost += kCutText;
  if (one.kind == ColumnKind::target && !RE2::FullMatch(encode_utf8(key), words_.target)) {
    const auto has = [&](const std::string& word) { return key.find(key_text(word)) != key.npos; };
    const auto ends = [&](const std::string& word) { return key.ends_with(key_text(word)); };
    cost += std::any_of(words_.options.qualities.begin(), words_.options.qualities.end(), has) ? kPlainTarget : kOddTarget;
    if (std::any_of(words_.options.comparisons.begin(), words_.options.comparisons.end(), ends)) cost += kCutTarget;
  }
  return cost;
}

std::vector<CellLines> LayoutTable::cells_of(int first, int last, bool level2_merged) const {
  std::vector<CellLines> out;
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    if (level2_merged && lanes_[lane].kind == ColumnKind::level2) continue;
    CellLines lines;
    for (int i = first; i < last; ++i) {
      if (!body_[static_cast<size_t>(i)].cells[lane].empty()) lines.push_back(i);
    }
    if (!lines.empty()) out.push_back(std::move(lines));
  }
  return out;
}

// Of rows that a page's end cuts, the cells are centred on each page by themselves, or begin at its top.
LayoutTable::Shape LayoutTable::shape_of(int first, int last, Alignment alignment, bool level2_merged) const {
  Shape out;
  int part = first;
  for (int i = first + 1; i <= last; ++i) {
    const auto page = [&](int k) { return text_.lines[static_cast<size_t>(body_[static_cast<size_t>(k)].line)].page; };
    if (i < last && page(i) == page(i - 1)) continue;
    const std::vector<CellLines> cells = cells_of(part, i, level2_merged);
    // What follows of a row at a page's end may be empty there.
    const bool cut = part > first || i < last || last == static_cast<int>(body_.size()) || page(last) != page(last - 1);
    out.misplaced += cut ? std::min(misplaced_cells(cells, alignment), misplaced_cells(cells, Alignment::top)) : misplaced_cells(cells, alignment);
    out.breaks += i < last;
    part = i;
  }
  return out;
}

double LayoutTable::row_cost(int first, int last, Alignment alignment, bool level2_merged, const std::vector<double>& widths) const {
  const Shape shape = shape_of(first, last, alignment, level2_merged);
  double cost = kMisplaced * shape.misplaced + kCutRow * shape.breaks;
  if (shape.breaks > 1) return std::numeric_limits<double>::infinity();
  // Of two tables side by side one may have less rows.
  size_t block_begin = 0;
  bool common = true;
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    if (static_cast<int>(lane) == level1_) continue;
    if (common) block_begin = lane, common = false;
    const bool ends = lane + 1 == lanes_.size() || (lanes_[lane + 1].kind == ColumnKind::level2 && static_cast<int>(lane + 1) != level2_);
    if (!ends) continue;
    double own = 0;
    bool filled = false;
    std::u32string before;
    for (size_t k = block_begin; k <= lane; ++k) {
      if (level2_merged && lanes_[k].kind == ColumnKind::level2) continue;
      const std::u32string key = key_of(k, first, last);
      filled = filled || !key.empty();
      own += cell_cost(k, first, last, widths[k]);
      if (k > block_begin && lanes_[k].key == "description") own -= kAlike * shared(before, key);
      before = key;
    }
    const bool several = block_begin > 0 && (lane + 1 < lanes_.size() || static_cast<int>(block_begin) > level2_);
    cost += filled || !several ? own : kMissingBlock;
    block_begin = lane + 1;
  }
  return cost;
}

Cell LayoutTable::cell(int row, size_t lane, std::vector<TextLine> lines) const {
  Cell out;
  out.row = row;
  out.column = static_cast<int>(lane);
  out.page = lines.empty() ? 0 : lines.front().page;
  out.lines = std::move(lines);
  return out;
}

Table LayoutTable::build(const LaneWidths& document, RowFit& fit) const {
  std::vector<double> widths;
  for (const Lane& lane : lanes_) {
    double width = 0;
    if (const auto it = document.find(lane.key); it != document.end()) {
      std::vector<double> all = it->second;
      std::sort(all.rbegin(), all.rend());
      width = all.front();
      for (size_t i = 0; i + 1 < all.size(); ++i) {
        if (all[i] - all[i + 1] > kSameWidth) continue;
        width = all[i];
        break;
      }
    }
    widths.push_back(width);
  }
  RowLines cut;
  cut.cost = std::numeric_limits<double>::infinity();
  Alignment alignment = Alignment::centred;
  bool merged = false;
  for (bool is_merged : {false, true}) {
    std::vector<char> idle;   // lines with nothing but a merged second level
    for (int i = 0; i < static_cast<int>(body_.size()); ++i) idle.push_back(cells_of(i, i + 1, is_merged).empty());
    for (const Alignment tried : {Alignment::centred, Alignment::top, Alignment::loose}) {
      if ((tried == Alignment::loose) != loose_) continue;
      const auto cost = [&](int first, int last) { return row_cost(first, last, tried, is_merged, widths); };
      RowLines one = cheapest_rows(static_cast<int>(body_.size()), kMostRowLines, words_.options.ambiguity_margin, cost, idle);
      one.cost += !is_merged ? 0 : loose_ ? kMergedLoosely : kMergedLevel2;
      if (one.cost >= cut.cost) continue;
      cut = std::move(one);
      alignment = tried, merged = is_merged;
    }
  }
  fit.cost += cut.cost;
  Table table;
  table.columns = static_cast<int>(lanes_.size());
  table.rows = static_cast<int>(cut.rows.size()) + 1;
  table.header_rows = 1;
  table.joins = joins_;
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    std::vector<TextLine> lines;
    for (const LayoutPiece* piece : header_.columns[lane].pieces) lines.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
    table.cells.push_back(cell(0, lane, std::move(lines)));
  }
  for (size_t r = 0; r < cut.rows.size(); ++r) {
    const RowRange& row = cut.rows[r];
    const double misplaced = shape_of(row.first, row.last, alignment, merged).misplaced;
    fit.misplaced += misplaced;
    ++fit.rows;
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      if (static_cast<int>(lane) == level1_ || (merged && lanes_[lane].kind == ColumnKind::level2)) continue;
      Cell one = cell(static_cast<int>(r) + 1, lane, lines_of(lane, row.first, row.last));
      if (row.unsure) one.doubts.push_back({kAmbiguous, "the printed lines also allow other rows here"});
      if (misplaced >= 1) one.doubts.push_back({kAmbiguous, "the lines of the row stand elsewhere than those of other rows"});
      table.cells.push_back(std::move(one));
    }
  }
  std::vector<std::u32string> level2(cut.rows.size());
  if (merged) level2 = add_merged_level2(cut.rows, alignment == Alignment::top, table);
  for (size_t r = 0; r < cut.rows.size() && !merged && level2_ >= 0; ++r) level2[r] = key_of(static_cast<size_t>(level2_), cut.rows[r].first, cut.rows[r].last);
  add_level1(cut.rows, level2, merged, alignment == Alignment::top, table);
  std::sort(table.cells.begin(), table.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  for (int page : pages_) table.regions.push_back({page, std::nullopt});
  for (const LayoutPiece* piece : stray_) table.stray.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
  return table;
}

// The names that pieces of a lane spell, from the top down.
std::vector<LayoutTable::Name> LayoutTable::names_in(const std::vector<const LayoutPiece*>& pieces, bool level1) const {
  std::vector<Name> out;
  bool open = false;   // the last name lacks lines
  for (const LayoutPiece* piece : pieces) {
    const std::u32string longer = out.empty() ? piece->key : out.back().key + piece->key;
    if (!open || !(level1 ? words_.levels.begins_level1(longer) : words_.levels.begins_level2(longer))) {
      out.push_back({{}, {}, {piece->line, piece->line, text_.lines[static_cast<size_t>(piece->line)].page}});
    }
    Name& name = out.back();
    name.lines.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
    name.key += piece->key;
    // Of a name that a page's end cuts, the part before it tells where its rows are.
    if (text_.lines[static_cast<size_t>(piece->line)].page == name.place.page) name.place.last = piece->line;
    open = level1 ? !words_.levels.is_level1(name.key) : words_.levels.level1_of(name.key).empty();
  }
  return out;
}

// Where the rows' texts stand but for those of merged columns; of a row that a page's end cuts, before it.
std::vector<PrintedLines> LayoutTable::places_of(const std::vector<RowRange>& rows, bool level2_merged) const {
  std::vector<PrintedLines> out;
  for (const RowRange& row : rows) {
    PrintedLines place{-1, -1, 0};
    for (const CellLines& cell : cells_of(row.first, row.last, level2_merged)) {
      for (int i : cell) {
        const int line = body_[static_cast<size_t>(i)].line, page = text_.lines[static_cast<size_t>(line)].page;
        if (place.page == 0 || page < place.page) place = {line, line, page};
        if (page != place.page) continue;
        place.first = std::min(place.first, line);
        place.last = std::max(place.last, line);
      }
    }
    out.push_back(place);
  }
  return out;
}

std::vector<std::pair<int, int>> LayoutTable::merged_over(const std::vector<Name>& names, const std::vector<PrintedLines>& rows, bool top) const {
  std::vector<PrintedLines> places;
  for (const Name& name : names) places.push_back(name.place);
  return rows_beside(places, rows, top);
}

// A second level that is merged over rows stands at the height of their middle. Gives the name of each row in the first such column.
std::vector<std::u32string> LayoutTable::add_merged_level2(const std::vector<RowRange>& rows, bool top, Table& table) const {
  std::vector<std::u32string> of_row(rows.size());
  const std::vector<PrintedLines> places = places_of(rows, true);
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    if (lanes_[lane].kind != ColumnKind::level2) continue;
    std::vector<const LayoutPiece*> pieces;
    for (const BodyLine& line : body_) pieces.insert(pieces.end(), line.cells[lane].begin(), line.cells[lane].end());
    const std::vector<Name> names = names_in(pieces, false);
    const std::vector<std::pair<int, int>> merged = merged_over(names, places, top);
    if (merged.empty()) {
      for (const Name& name : names) table.stray.insert(table.stray.end(), name.lines.begin(), name.lines.end());
      continue;
    }
    for (size_t k = 0; k < names.size(); ++k) {
      Cell one = cell(merged[k].first + 1, lane, names[k].lines);
      one.row_span = merged[k].second - merged[k].first;
      const PrintedLines &from = places[static_cast<size_t>(merged[k].first)], &to = places[static_cast<size_t>(merged[k].second - 1)];
      const bool off = from.page == to.page && !top && std::abs(names[k].place.first + names[k].place.last - from.first - to.last) > kMostOff;
      if (off || words_.levels.level1_of(names[k].key).empty()) one.doubts.push_back({kAmbiguous, "the rows of this second level are not certain"});
      table.cells.push_back(std::move(one));
      for (int r = merged[k].first; r < merged[k].second && static_cast<int>(lane) == level2_; ++r) of_row[static_cast<size_t>(r)] = names[k].key;
    }
  }
  return of_row;
}

// The taxonomy says which rows a first level may be merged over, and it stands at the height of their middle. What is printed wins.
void LayoutTable::add_level1(const std::vector<RowRange>& rows, const std::vector<std::u32string>& level2, bool level2_merged, bool top, Table& table) const {
  if (level1_ < 0) return;
  const std::vector<Name> names = names_in(level1_pieces_, true);
  std::vector<std::pair<int, int>> known;   // by the taxonomy
  std::vector<std::u32string> level1s;
  bool gaps = false;
  for (size_t r = 0; r < rows.size(); ++r) {
    const std::u32string level1 = words_.levels.level1_of(level2[r]);
    gaps = gaps || level1.empty();
    if (known.empty() || (!level1.empty() && !level1s.back().empty() && level1 != level1s.back())) {
      known.emplace_back(static_cast<int>(r), static_cast<int>(r));
      level1s.push_back(level1);
    }
    if (level1s.back().empty()) level1s.back() = level1;
    known.back().second = static_cast<int>(r) + 1;
  }
  bool as_known = known.size() == names.size();
  for (size_t k = 0; k < names.size() && as_known; ++k) as_known = names[k].key == level1s[k];
  const std::vector<std::pair<int, int>> by_height = merged_over(names, places_of(rows, level2_merged), top);
  const std::vector<std::pair<int, int>>& chosen = as_known && (!gaps || by_height.empty()) ? known : by_height;
  const bool sure = as_known && (!gaps || by_height == known);
  if (chosen.empty()) {
    for (const Name& name : names) table.stray.insert(table.stray.end(), name.lines.begin(), name.lines.end());
    return;
  }
  const auto add = [&](int first, int last, std::vector<TextLine> lines, bool is_sure) {
    Cell one = cell(first + 1, static_cast<size_t>(level1_), std::move(lines));
    one.row_span = last - first;
    if (!is_sure) one.doubts.push_back({kAmbiguous, "the rows of this first level are not certain"});
    table.cells.push_back(std::move(one));
  };
  if (chosen.front().first > 0) add(0, chosen.front().first, {}, false);
  for (size_t k = 0; k < chosen.size(); ++k) add(chosen[k].first, chosen[k].second, names[k].lines, sure);
}

}  // namespace budgetlift
