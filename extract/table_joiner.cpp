#include "extract/table_joiner.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "extract/captions.h"
#include "extract/form_words.h"
#include "extract/furniture.h"
#include "extract/head_cut.h"
#include "extract/misread.h"
#include "extract/page_blocks.h"
#include "extract/row_cut.h"
#include "extract/table_parts.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kMostRunning = 100;   // different running lines that are remembered

// A table that may go on on the next page.
struct OpenTable {
  Table table;
  std::vector<double> edges;           // of its columns, points on its first page
  std::vector<int> open_below;         // columns of its last row without a ruling below
  std::vector<std::string> captions;   // canonical lines above it on its first page
  std::optional<FormColumns> columns;  // once looked for
  bool columns_known = false;
  double foot = 0;  // share of the page's height at which it ends
  bool scanned = false;  // one of its pages was
};

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

}  // namespace

struct TableJoiner::Impl {
  const TableOptions options;
  BlockSink sink;
  FormSet forms;
  const FormWords& words;
  const std::vector<HeadLabels>& heads;
  FurnitureFinder finder;
  std::vector<TextLine> furniture;
  std::vector<TextLine> running;
  std::optional<OpenTable> open;
  std::vector<std::string> recent;  // canonical lines handed out since the last table

  // The page that waits for the next one.
  bool waiting = false;
  PageInfo page;
  std::vector<Block> blocks;
  std::vector<char> marks;

  Impl(const TableOptions& o, const FormSet& f, BlockSink s)
      : options(o), sink(std::move(s)), forms(f), words(f.index<FormWords>()), heads(f.index<FormHeads>().heads), finder(options, f) {}

  // A producer may leave the box of a merged first-level cell undrawn below its first row: the cell goes on to where
  // the next one begins.
  void close_gaps() {
    const FormColumns* columns = columns_of_open();
    if (!columns) return;
    std::vector<Cell> found;
    for (const FormColumns::Place& place : columns->places) {
      if (place.kind != "level1") continue;
      Cell* above = nullptr;
      auto reach = [&](int row) {
        if (above && above->row > columns->header_row && above->row + above->row_span < row) {
          if (std::optional<Cell> cell = stray_level1(*above, row)) {
            found.push_back(std::move(*cell));
            return;
          }
          open->table.joins.push_back({kMergedContinued, above->page, above->row});
          above->row_span = row - above->row;
        }
      };
      for (Cell& cell : open->table.cells) {
        if (cell.column > place.column || cell.column + cell.column_span <= place.column) continue;
        reach(cell.row);
        above = cell.column == place.column ? &cell : nullptr;
      }
      reach(open->table.rows);
    }
    for (Cell& cell : found) {
      std::vector<Cell>& cells = open->table.cells;
      const auto at = std::find_if(cells.begin(), cells.end(), [&](const Cell& other) {
        return std::pair(other.row, other.column) > std::pair(cell.row, cell.column);
      });
      cells.insert(at, std::move(cell));
    }
  }

  // An outer border that is broken beside a merged first-level cell leaves it without a box: its name stands beside
  // the rows below `above`, up to `end`, and in no cell.
  std::optional<Cell> stray_level1(const Cell& above, int end) {
    Table& table = open->table;
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

  void flush() {
    if (!open) return;
    close_gaps();
    take_marks(open->table, kOpenAbove);
    take_marks(open->table, kOpenBelow);
    sink(std::move(open->table));
    open.reset();
  }

  void put_line(TextLine&& line) {
    recent.push_back(canonical(line.text));
    if (recent.size() > 6) recent.erase(recent.begin());
    sink(std::move(line));
  }

  // A title at the foot of one page whose table begins the next one.
  void caption_from_before(Table& table) const {
    for (size_t i = recent.size(), n = 0; i > 0 && n < 3; --i, ++n) {
      const std::string& line = recent[i - 1];
      if (auto unit = unit_in(line)) {
        if (!table.unit) table.unit = unit;
      } else if (!table.title && line.size() >= 3 && line.size() < 180 && line.ends_with("表")) {
        table.title = line;
        return;
      } else if (!is_caption_detail(line)) {
        return;
      }
    }
  }

  void begin(Table&& table, bool last, bool first) {
    flush();
    if (first && !table.title) caption_from_before(table);
    open.emplace();
    open->open_below = take_marks(table, kOpenBelow);
    take_marks(table, kOpenAbove);
    open->edges = column_edges(table);
    open->scanned = page.source == Source::ocr;
    open->captions = std::move(recent);
    recent.clear();
    if (!table.regions.empty() && table.regions.back().box) open->foot = table.regions.back().box->y1 / page.height;
    open->table = std::move(table);
    fix_header_rows();
    if (!last) flush();
  }

  // A form's labels know better than a guess: a header is its row of column labels, its head has none.
  void fix_header_rows() {
    Table& table = open->table;
    // A listing has labels of its own beside and above those of the indicators; a form's head has many rows.
    constexpr int kRowsOfListing = 3;
    const FormColumns* columns = columns_of_open();
    const bool head = words.is_head_row(table, 0);
    if (columns && (columns->header_row == 0 || (columns->header_row < kRowsOfListing && !head))) {
      table.header_rows = std::min(columns->header_row + columns->header_rows, table.rows);
    } else if (columns || head) {
      table.header_rows = 0;
    }
  }

  const FormColumns* columns_of_open() {
    if (!open->columns_known) {
      open->columns = words.find_columns(open->table);
      open->columns_known = true;
    }
    return open->columns ? &*open->columns : nullptr;
  }

  // The lines above a part say again what stands above the table.
  bool repeats_captions(const std::vector<TextLine*>& lines) const {
    return std::all_of(lines.begin(), lines.end(), [&](const TextLine* line) {
      const std::string text = canonical(line->text), bare = without_continued(folded(text));
      if (bare.empty()) return true;
      if (open->table.title && bare == folded(*open->table.title)) return true;
      const bool scanned = line->source == Source::ocr || open->scanned;
      return std::any_of(open->captions.begin(), open->captions.end(), [&](const std::string& caption) {
        return text == caption || folded(caption) == bare || (scanned && is_misread(folded(caption), bare));
      });
    });
  }

  // Joins the part to the open table if it goes on there.
  bool join(Table& part, bool captions_repeated) {
    Table& table = open->table;
    const bool scanned = page.source == Source::ocr || open->scanned;
    add_lost_columns(table, open->edges, part, options, scanned);
    const std::vector<double> part_edges = column_edges(part);
    const EdgeMatch match = match_edges(open->edges, part_edges, options, scanned);
    if (!match.outer) return false;
    if (!captions_repeated && join_head(part, match)) return true;
    if (words.is_head_row(part, 0)) return false;
    const FormColumns* columns = columns_of_open();
    if (columns && columns->header_row > 0 && words.starts_again(table, part)) return false;
    const RepeatedHeader repeated = repeated_header(table, part, columns ? columns->header_row : -1);
    const int header = repeated.rows;
    if (header == 0 && captions_repeated && part.title && table.title && *part.title != *table.title) return false;
    // Rows that did not fit on the page before, below its header alone or below others: some producers never part rows that
    // a merged cell holds together. The columns of indicators are many enough to be told by their edges.
    const bool same_columns = columns && match.matched == static_cast<int>(std::max(open->edges.size(), part_edges.size()));
    if (header == 0 && !same_columns && (!match.nested || open->foot < options.foot_share)) return false;
    const auto fewer = static_cast<double>(std::min(open->edges.size(), part_edges.size()));
    if (match.matched < options.common_edges * fewer) return false;
    // Its own title in its first row, and not the table's: another table.
    if (header == 0 && part.title && !captions_repeated && part.title != table.title) {
      auto [begin, end] = cells_of_row(part, 0);
      for (size_t i = begin; i < end; ++i) {
        if (canonical_joined(part.cells[i].lines) == *part.title) return false;
      }
    }
    // Its own header with other labels.
    if (header == 0 && words.find_columns(part)) return false;

    const int old_columns = table.columns;
    align_columns(table, open->edges, part, match);
    if (table.columns != old_columns) open->columns_known = false;
    append(part, repeated);
    return true;
  }

  // Joins the part to a form's head that the page break cuts. The rows of a head have columns of their own, so that
  // each part has only the edges of its rows.
  bool join_head(Table& part, const EdgeMatch& match) {
    Table& table = open->table;
    if (open->foot < options.foot_share || columns_of_open()) return false;
    const HeadLabels* form = head_of(table, heads);
    if (!form) form = head_cut_in_its_first_row(table, part, heads);
    if (!form) return false;
    Table wide_table = table, wide_part = part;  // as they are, if they are no one table
    std::vector<double> wide_edges = open->edges;
    align_columns(wide_table, wide_edges, wide_part, match);
    HeadCut cut = weigh_head(wide_table, wide_part, *form);
    // The header of a listing has labels of a form's head.
    if (std::vector<CutPair> header = pair_header(wide_table, wide_part); !header.empty()) cut = {true, {}, std::move(header)};
    if (!cut.goes_on) return false;
    table = std::move(wide_table);  // the cells stay where they are: the pairs hold
    part = std::move(wide_part);
    open->edges = std::move(wide_edges);
    const int page_number = part.regions.empty() ? page.page : part.regions[0].page;
    std::vector<int> part_open_below = take_marks(part, kOpenBelow);
    take_marks(part, kOpenAbove);
    table.joins.push_back({kHeadContinued, page_number, table.rows});
    if (cut.row.cut) table.joins.push_back({kRowCut, page_number, table.rows - 1});
    for (const CutPair& pair : cut.pairs) merge(pair, cut.row.cut, page_number);
    put_under(part, 0, table.rows - (cut.row.cut ? 1 : 0));
    open->open_below = std::move(part_open_below);
    open->columns_known = false;
    return true;
  }

  // The part's rows from `header` on become rows of the table; `base`: row of the table = row of the part + base.
  void put_under(Table& part, int header, int base) {
    Table& table = open->table;
    open->scanned = open->scanned || page.source == Source::ocr;
    for (Cell& cell : part.cells) {
      if (cell.row < header || cell.row_span == 0) continue;
      cell.row += base;
      table.cells.push_back(std::move(cell));
    }
    table.rows = base + part.rows;
    move_lines(part.stray, table.stray);
    table.regions.insert(table.regions.end(), part.regions.begin(), part.regions.end());
    if (!table.title) table.title = part.title;
    if (!table.unit) table.unit = part.unit;
    if (!part.regions.empty() && part.regions.back().box) open->foot = part.regions.back().box->y1 / page.height;
  }

  void append(Table& part, const RepeatedHeader& repeated) {
    const int header = repeated.rows;
    Table& table = open->table;
    const int page_number = part.regions.empty() ? page.page : part.regions[0].page;
    const std::vector<int> part_open_below = take_marks(part, kOpenBelow);
    take_marks(part, kOpenAbove);
    table.joins.push_back({kTableContinued, page_number, table.rows});
    if (header > 0) {
      table.joins.push_back({kHeaderRemoved, page_number, table.rows});
      const int end = repeated.from + repeated.of_table;
      if (repeated.from <= table.header_rows && end < table.rows) table.header_rows = std::max(table.header_rows, end);
      for (Cell& cell : part.cells) {
        if (cell.row < header) move_lines(cell.lines, furniture);
      }
    }
    const bool header_only = header == 0 && table.rows <= 4 && !columns_of_open();
    const FormColumns* columns = columns_of_open();
    int base = table.rows - header;  // row of the table = row of the part + base
    if (header < part.rows) {
      const std::vector<CutPair> pairs = pair_rows(table, part, header);
      const RowCut cut =
          pairs.empty() ? RowCut{} : weigh_cut(table, part, header, pairs, words, columns, open->open_below, options);
      if (cut.unsure) {
        for (const CutPair& pair : pairs) {
          Cell& cell = cut.cut ? *pair.before : *pair.after;
          if (pair.after->lines.empty()) continue;
          cell.doubts.push_back({"row-cut-unsure", cut.cut ? "joined over the page break; these may be two rows"
                                                           : "may be the rest of the row before the page break"});
        }
      }
      if (cut.cut) {
        --base;
        table.joins.push_back({kRowCut, page_number, table.rows - 1});
      }
      if (header == 0 && pairs.empty()) {
        for (const CutPair& pair : pair_header(table, part)) merge(pair, false, page_number);
      }
      const Group group = group_of(pairs, columns);
      for (const CutPair& pair : pairs) {
        if (cut.cut || is_continued(pair, columns, group)) merge(pair, cut.cut, page_number);
      }
    }
    put_under(part, header, base);
    if (header_only) table.header_rows = guess_header_rows(table);
    open->open_below = part_open_below;
  }

  // The column has merged cells, and every cell of it has a text: an empty one is the rest of the one above.
  bool merges_rows(int column) const {
    int merged = 0, seen = 0;
    const std::vector<Cell>& cells = open->table.cells;
    for (size_t i = cells.size(); i > 0 && seen < 400; --i, ++seen) {
      const Cell& cell = cells[i - 1];
      if (cell.row < open->table.header_rows) break;
      if (cell.column != column) continue;
      if (cell.lines.empty()) return false;
      merged += cell.row_span > 1;
    }
    return merged > 0;
  }

  // Cells that are merged over rows, beside the indicators' columns, tell whether the rows behind the break are of the same group: then most
  // of them have nothing there, and a text is the rest of the one before; where another group begins, most have a text.
  struct Group {
    bool goes_on = false, ends = false;
    int first_row = 0;   // where its cells begin
  };
  Group group_of(const std::vector<CutPair>& pairs, const FormColumns* columns) const {
    int goes_on = 0, begins = 0, first_row = 0;
    for (const CutPair& pair : pairs) {
      if ((columns && columns->at(pair.before->column)) || pair.before->lines.empty()) continue;
      if (pair.before->row_span == 1 && pair.after->row_span == 1 && !merges_rows(pair.before->column)) continue;
      ++(pair.after->lines.empty() ? goes_on : begins);
      first_row = std::max(first_row, pair.before->row);
    }
    return {goes_on > 2 * begins, begins > 1 && begins > 2 * goes_on, first_row};
  }

  // The row is not cut, but this cell spans rows on both sides of the break.
  bool is_continued(const CutPair& pair, const FormColumns* columns, const Group& group) const {
    const FormColumns::Place* place = columns ? columns->at(pair.before->column) : nullptr;
    const bool level1 = place && place->kind == "level1", level2 = place && place->kind == "level2";
    const bool spans = pair.before->row_span > 1 || pair.after->row_span > 1 ||
                       (!place && pair.after->lines.empty() && merges_rows(pair.before->column));
    if (!level1 && !level2 && !spans) return false;
    // A cell that began before the group's spans several of them.
    if (!place && group.ends && pair.before->row >= group.first_row) return false;
    const std::string before = folded_text(*pair.before), after = folded_text(*pair.after);
    if (after.empty()) return true;
    // Beside another table's rows cells are empty, too.
    if (before.empty()) return level1 || (level2 && spans) || pair.before->row_span > 1;
    if (before == after || (group.goes_on && spans && !place)) return level1 || (spans && !place);
    return (level1 && words.is_level1(before + after) && !words.is_level1(before)) ||
           (level2 && words.is_level2(before + after) && !words.is_level2(before));
  }

  void merge(const CutPair& pair, bool cut, int page_number) {
    Cell &before = *pair.before, &after = *pair.after;
    const bool spans = before.row_span > 1 || after.row_span > 1;
    const std::string text = folded_text(after);
    const bool again = !text.empty() && text == folded_text(before) &&
                       (!cut || spans || words.is_level1(text) || words.is_level2(text));
    const int more = cut ? after.row_span - 1 : after.row_span;
    if (more > 0 && !cut) open->table.joins.push_back({kMergedContinued, page_number, before.row});
    before.row_span += more;
    move_lines(after.lines, again ? furniture : before.lines);
    before.doubts.insert(before.doubts.end(), after.doubts.begin(), after.doubts.end());
    after.row_span = 0;  // merged away
  }

  // Each running line once, on a scan each that is no misreading of another.
  void remember_running(const TextLine& line) {
    const std::string text = folded(line.text);
    const bool known = std::any_of(running.begin(), running.end(), [&](const TextLine& other) {
      const std::string seen = folded(other.text);
      return seen == text || (line.source == Source::ocr && is_misread(seen, text));
    });
    if (!known && running.size() < kMostRunning) running.push_back(line);
  }

  // Hands out the page that waits.
  void release() {
    if (!waiting) return;
    waiting = false;
    std::vector<Block> rest;
    for (size_t i = 0; i < blocks.size(); ++i) {
      if (marks[i]) {
        if (marks[i] == kRunningLine) remember_running(std::get<TextLine>(blocks[i]));
        furniture.push_back(std::move(std::get<TextLine>(blocks[i])));
      } else {
        rest.push_back(std::move(blocks[i]));
      }
    }
    blocks.clear();
    if (rest.size() >= 2 && std::holds_alternative<Table>(rest.end()[-2])) {
      auto* line = std::get_if<TextLine>(&rest.back());
      if (line && take_hanging_label(std::get<Table>(rest.end()[-2]), *line, heads)) rest.pop_back();
    }
    size_t i = 0;
    if (open && !rest.empty()) {
      std::vector<TextLine*> lead;
      while (i < rest.size() && std::holds_alternative<TextLine>(rest[i]))
        lead.push_back(&std::get<TextLine>(rest[i++]));
      if (i < rest.size() && repeats_captions(lead) && join(std::get<Table>(rest[i]), !lead.empty())) {
        for (TextLine* line : lead) furniture.push_back(std::move(*line));
        if (++i < rest.size()) flush();
      } else {
        flush();
        i = 0;
      }
    }
    const size_t begin_at = i;
    for (; i < rest.size(); ++i) {
      if (auto* table = std::get_if<Table>(&rest[i])) {
        begin(std::move(*table), i + 1 == rest.size(), i == begin_at && i == 0);
      } else {
        put_line(std::move(std::get<TextLine>(rest[i])));
      }
    }
  }
};

TableJoiner::TableJoiner(const TableOptions& options, const FormSet& forms, BlockSink sink)
    : impl_(std::make_unique<Impl>(options, forms, std::move(sink))) {}

TableJoiner::~TableJoiner() = default;

void TableJoiner::add(const PageInfo& page, std::vector<Block> blocks) {
  Impl& self = *impl_;
  std::vector<char> marks;
  self.finder.look(page, blocks, marks, self.waiting ? &self.marks : nullptr);
  self.release();
  self.page = page;
  self.blocks = std::move(blocks);
  self.marks = std::move(marks);
  self.waiting = true;
}

const std::vector<TextLine>& TableJoiner::running_lines() const { return impl_->running; }

std::vector<TextLine> TableJoiner::finish() {
  impl_->release();
  impl_->flush();
  return std::move(impl_->furniture);
}

}  // namespace budgetlift
