#include "extract/open_table.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "extract/captions.h"
#include "extract/merged_cells.h"
#include "extract/misread.h"
#include "extract/page_blocks.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Takes the marks of page_blocks.h out of a table.
std::vector<int> take_marks(Table& table, std::string_view rule) {
  std::vector<int> columns;
  std::erase_if(table.joins, [&](const Join& join) {
    if (join.rule != rule) return false;
    columns.push_back(join.row);
    return true;
  });
  return columns;
}

void move_lines(std::vector<TextLine>& from, std::vector<TextLine>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

std::string without_continued(std::string folded_title) {
  for (std::string_view mark : {"(续表)", "(续)", "续表", "(续1)"}) {
    if (auto at = folded_title.rfind(mark); at != std::string::npos) folded_title.erase(at, mark.size());
  }
  return folded_title;
}

// Of the part's first row; `page`: where it is.
int page_of(const Table& part, const PageInfo& page) { return part.regions.empty() ? page.page : part.regions[0].page; }

}  // namespace

OpenTable::OpenTable(const JoinContext& context, Table&& table, const PageInfo& page, std::vector<std::string> captions)
    : context_(context), table_(std::move(table)), captions_(std::move(captions)), scanned_(page.source == Source::ocr) {
  open_below_ = take_marks(table_, kOpenBelow);
  take_marks(table_, kOpenAbove);
  edges_ = column_edges(table_);
  if (!table_.regions.empty() && table_.regions.back().box) foot_ = table_.regions.back().box->y1 / page.height;
  fix_header_rows();
}

Table OpenTable::close() {
  if (const FormColumns* found = columns()) close_gaps(table_, *found, context_.words);
  take_marks(table_, kOpenAbove);
  take_marks(table_, kOpenBelow);
  return std::move(table_);
}

const FormColumns* OpenTable::columns() {
  if (!columns_known_) {
    columns_ = context_.words.find_columns(table_);
    columns_known_ = true;
  }
  return columns_ ? &*columns_ : nullptr;
}

// A form's labels know better than a guess: a header is its row of column labels, its head has none.
void OpenTable::fix_header_rows() {
  // A listing has labels of its own beside and above those of the indicators; a form's head has many rows.
  constexpr int kRowsOfListing = 3;
  const FormColumns* found = columns();
  const bool head = context_.words.is_head_row(table_, 0);
  if (found && (found->header_row == 0 || (found->header_row < kRowsOfListing && !head))) {
    table_.header_rows = std::min(found->header_row + found->header_rows, table_.rows);
  } else if (found || head) {
    table_.header_rows = 0;
  }
}

bool OpenTable::repeats_captions(const std::vector<TextLine*>& lines) const {
  return std::all_of(lines.begin(), lines.end(), [&](const TextLine* line) {
    const std::string text = canonical(line->text), bare = without_continued(folded(text));
    if (bare.empty()) return true;
    if (table_.title && bare == folded(*table_.title)) return true;
    const bool scanned = line->source == Source::ocr || scanned_;
    return std::any_of(captions_.begin(), captions_.end(), [&](const std::string& caption) {
      return text == caption || folded(caption) == bare || (scanned && is_misread(folded(caption), bare));
    });
  });
}

bool OpenTable::join(Table& part, const PageInfo& page, bool captions_repeated) {
  const bool scanned = page.source == Source::ocr || scanned_;
  add_lost_columns(table_, edges_, part, context_.options, scanned);
  const std::vector<double> part_edges = column_edges(part);
  const EdgeMatch match = match_edges(edges_, part_edges, context_.options, scanned);
  if (!match.outer) return false;
  if (!captions_repeated && join_head(part, page, match)) return true;
  if (context_.words.is_head_row(part, 0)) return false;
  const FormColumns* found = columns();
  if (found && found->header_row > 0 && context_.words.starts_again(table_, part)) return false;
  const RepeatedHeader repeated = repeated_header(table_, part, found ? found->header_row : -1);
  if (is_another(part, match, part_edges.size(), repeated.rows, captions_repeated)) return false;
  const int old_columns = table_.columns;
  align_columns(table_, edges_, part, match);
  if (table_.columns != old_columns) columns_known_ = false;
  append(part, page, repeated);
  return true;
}

// The part's columns, its title or its header speak against it. `header`: how many of its rows repeat the table's.
bool OpenTable::is_another(const Table& part, const EdgeMatch& match, size_t part_edges, int header, bool captions_repeated) {
  if (header == 0 && captions_repeated && part.title && table_.title && *part.title != *table_.title) return true;
  // Rows that did not fit on the page before, below its header alone or below others: some producers never part rows that
  // a merged cell holds together. The columns of indicators are many enough to be told by their edges.
  const bool same_columns = columns() && match.matched == static_cast<int>(std::max(edges_.size(), part_edges));
  if (header == 0 && !same_columns && (!match.nested || foot_ < context_.options.foot_share)) return true;
  const auto fewer = static_cast<double>(std::min(edges_.size(), part_edges));
  if (match.matched < context_.options.common_edges * fewer) return true;
  // Its own title in its first row, and not the table's: another table.
  if (header == 0 && part.title && !captions_repeated && part.title != table_.title) {
    auto [begin, end] = cells_of_row(part, 0);
    for (size_t i = begin; i < end; ++i) {
      if (canonical_joined(part.cells[i].lines) == *part.title) return true;
    }
  }
  // Its own header with other labels.
  return header == 0 && context_.words.find_columns(part);
}

// Joins the part to a form's head that the page break cuts. The rows of a head have columns of their own, so that
// each part has only the edges of its rows.
bool OpenTable::join_head(Table& part, const PageInfo& page, const EdgeMatch& match) {
  if (foot_ < context_.options.foot_share || columns()) return false;
  const HeadLabels* form = head_of(table_, context_.heads);
  if (!form) form = head_cut_in_its_first_row(table_, part, context_.heads);
  if (!form) return false;
  Table wide_table = table_, wide_part = part;  // as they are, if they are no one table
  std::vector<double> wide_edges = edges_;
  align_columns(wide_table, wide_edges, wide_part, match);
  HeadCut cut = weigh_head(wide_table, wide_part, *form);
  // The header of a listing has labels of a form's head.
  if (std::vector<CutPair> header = pair_header(wide_table, wide_part); !header.empty()) cut = {true, {}, std::move(header)};
  if (!cut.goes_on) return false;
  table_ = std::move(wide_table);  // the cells stay where they are: the pairs hold
  part = std::move(wide_part);
  edges_ = std::move(wide_edges);
  const int page_number = page_of(part, page);
  open_below_ = take_marks(part, kOpenBelow);
  take_marks(part, kOpenAbove);
  table_.joins.push_back({kHeadContinued, page_number, table_.rows});
  if (cut.row.cut) table_.joins.push_back({kRowCut, page_number, table_.rows - 1});
  for (const CutPair& pair : cut.pairs) merge(pair, cut.row.cut, page_number);
  put_under(part, page, 0, table_.rows - (cut.row.cut ? 1 : 0));
  columns_known_ = false;
  return true;
}

void OpenTable::append(Table& part, const PageInfo& page, const RepeatedHeader& repeated) {
  const int header = repeated.rows, page_number = page_of(part, page);
  std::vector<int> part_open_below = take_marks(part, kOpenBelow);
  take_marks(part, kOpenAbove);
  table_.joins.push_back({kTableContinued, page_number, table_.rows});
  if (header > 0) remove_header(part, repeated, page_number);
  const bool header_only = header == 0 && table_.rows <= 4 && !columns();
  const bool cut = header < part.rows && join_rows(part, header, page_number);
  put_under(part, page, header, table_.rows - header - (cut ? 1 : 0));
  if (header_only) table_.header_rows = guess_header_rows(table_);
  open_below_ = std::move(part_open_below);
}

void OpenTable::remove_header(Table& part, const RepeatedHeader& repeated, int page_number) {
  table_.joins.push_back({kHeaderRemoved, page_number, table_.rows});
  const int end = repeated.from + repeated.of_table;
  if (repeated.from <= table_.header_rows && end < table_.rows) table_.header_rows = std::max(table_.header_rows, end);
  for (Cell& cell : part.cells) {
    if (cell.row < repeated.rows) move_lines(cell.lines, context_.furniture);
  }
}

// Joins the cells of the part's row `header` to those of the table's last row that they go on with. True if the row is one.
bool OpenTable::join_rows(Table& part, int header, int page_number) {
  const FormColumns* found = columns();
  const std::vector<CutPair> pairs = pair_rows(table_, part, header);
  const RowCut cut = pairs.empty() ? RowCut{} : weigh_cut(table_, part, header, pairs, context_.words, found, open_below_, context_.options);
  if (cut.unsure) {
    for (const CutPair& pair : pairs) {
      Cell& cell = cut.cut ? *pair.before : *pair.after;
      if (pair.after->lines.empty()) continue;
      cell.doubts.push_back({"row-cut-unsure", cut.cut ? "joined over the page break; these may be two rows"
                                                       : "may be the rest of the row before the page break"});
    }
  }
  if (cut.cut) table_.joins.push_back({kRowCut, page_number, table_.rows - 1});
  if (header == 0 && pairs.empty()) {
    for (const CutPair& pair : pair_header(table_, part)) merge(pair, false, page_number);
  }
  const ContinuedCells continued(table_, pairs, found, context_.words);
  for (const CutPair& pair : pairs) {
    if (cut.cut || continued.has(pair)) merge(pair, cut.cut, page_number);
  }
  return cut.cut;
}

// The part's rows from `header` on become rows of the table; `base`: row of the table = row of the part + base.
void OpenTable::put_under(Table& part, const PageInfo& page, int header, int base) {
  scanned_ = scanned_ || page.source == Source::ocr;
  for (Cell& cell : part.cells) {
    if (cell.row < header || cell.row_span == 0) continue;
    cell.row += base;
    table_.cells.push_back(std::move(cell));
  }
  table_.rows = base + part.rows;
  move_lines(part.stray, table_.stray);
  table_.regions.insert(table_.regions.end(), part.regions.begin(), part.regions.end());
  if (!table_.title) table_.title = part.title;
  if (!table_.unit) table_.unit = part.unit;
  if (!part.regions.empty() && part.regions.back().box) foot_ = part.regions.back().box->y1 / page.height;
}

void OpenTable::merge(const CutPair& pair, bool cut, int page_number) {
  Cell &before = *pair.before, &after = *pair.after;
  const bool spans = before.row_span > 1 || after.row_span > 1;
  const std::string text = folded_text(after);
  const bool again = !text.empty() && text == folded_text(before) &&
                     (!cut || spans || context_.words.is_level1(text) || context_.words.is_level2(text));
  const int more = cut ? after.row_span - 1 : after.row_span;
  if (more > 0 && !cut) table_.joins.push_back({kMergedContinued, page_number, before.row});
  before.row_span += more;
  move_lines(after.lines, again ? context_.furniture : before.lines);
  before.doubts.insert(before.doubts.end(), after.doubts.begin(), after.doubts.end());
  after.row_span = 0;  // merged away
}

}  // namespace budgetlift
