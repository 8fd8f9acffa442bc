#include "extract/dump_boxes_table.h"

#include <algorithm>
#include <map>
#include <set>

#include "extract/dump_boxes_pieces.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";
constexpr double kSure = 1.5;      // margin from which a piece's place is believed

// The texts between the spaces of a line.
std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> out;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    if (end > at) out.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

const FormColumn* column_of(const Form& form, const std::u32string& key) {
  for (const FormColumn& column : form.columns) {
    for (const std::string& label : column.labels) {
      if (key_text(label) == key) return &column;
    }
  }
  return nullptr;
}

// How well the form's labels are those that are printed: how much of the text they cover, and how many of those that it never lacks
// are there.
double fit_of(const std::vector<StreamLine>& lines, const BoxPlace& place, const Form& form, const BoxStyle& style) {
  std::set<const FormField*> shown;
  std::set<const FormColumn*> columns;
  double covered = 0;
  for (const HeadPiece& piece : head_pieces(lines, place.rest, form, style)) {
    const FormColumn* column = column_of(form, piece.key);
    if (piece.kind != HeadKind::label && !column) continue;
    covered += static_cast<double>(piece.key.size());
    shown.insert(piece.fields.begin(), piece.fields.end());
    if (column) columns.insert(column);
  }
  double own = 0, found = static_cast<double>(columns.size());
  for (const FormField& field : form.fields) own += !field.optional, found += !field.optional && shown.count(&field);
  for (const FormColumn& column : form.columns) own += !column.optional || columns.count(&column);
  return own > 0 ? covered * found / own : 0;
}

BoxSort sort_of(const FormColumn& column) {
  if (column.kind == "level1") return BoxSort::level1;
  if (column.kind == "level2") return BoxSort::level2;
  if (column.kind == "target") return BoxSort::target;
  return column.key == "level3" ? BoxSort::name : column.key == "description" ? BoxSort::text : BoxSort::basis;
}

// Names of indicators are a closed list: finds them, also those that a line's end cuts.
class NameFinder {
 public:
  NameFinder(std::vector<BoxPiece>& pieces, const DumpWords& words) : pieces_(pieces), words_(words) {
    for (const std::u32string& name : words.level1()) {
      if (std::find(words.level2().begin(), words.level2().end(), name) != words.level2().end()) settle(name);
    }
  }

  void find() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].level == 0) pieces_[i].level = whole(pieces_[i].key);
    }
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].level == 0) find_parts(i);
    }
  }

 private:
  static constexpr size_t kLeast = 3;    // characters of a cut name's first part
  static constexpr size_t kAway = 12;    // pieces in which it goes on

  const std::vector<std::u32string>& names(int level) const { return level == 1 ? words_.level1() : words_.level2(); }
  bool skipped(int level, const std::u32string& name) const {
    const auto it = settled_.find(name);
    return it != settled_.end() && it->second != level;
  }

  // Whether a name is a first or a second level depends on the taxonomy that a table follows: what stands below tells.
  void settle(const std::u32string& name) {
    bool above = false;
    for (const BoxPiece& piece : pieces_) {
      for (const std::u32string& below : words_.level2()) {
        above = above || (below != name && words_.belongs(name, below) && piece.key.size() > kLeast && below.compare(0, piece.key.size(), piece.key) == 0);
      }
    }
    settled_[name] = above ? 1 : 2;
  }

  int whole(const std::u32string& key) const {
    for (int level : {2, 1}) {
      if (!skipped(level, key) && std::find(names(level).begin(), names(level).end(), key) != names(level).end()) return level;
    }
    return 0;
  }

  // Marks piece `i` and the rest of its name, if it begins one.
  void find_parts(size_t i) {
    const std::u32string& part = pieces_[i].key;
    if (part.size() < kLeast) return;
    for (int level : {2, 1}) {
      for (const std::u32string& name : names(level)) {
        if (skipped(level, name) || name.size() <= part.size() || name.compare(0, part.size(), part) != 0) continue;
        for (size_t k = i + 1; k < std::min(pieces_.size(), i + 1 + kAway); ++k) {
          if (pieces_[k].level != 0 || pieces_[k].in_line || pieces_[k].key != name.substr(part.size())) continue;
          pieces_[i].level = pieces_[k].level = level;
          pieces_[k].rest = true;
          return;
        }
      }
    }
  }

  std::vector<BoxPiece>& pieces_;
  const DumpWords& words_;
  std::map<std::u32string, int> settled_;   // level of names that are known as both
};

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
        if (table_.sorts[k] == BoxSort::level1 || cell.lines.empty()) continue;
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

  void add(std::vector<TextLine>& lines, const BoxPiece& piece, bool same_line) const {
    if (same_line) {
      lines.back().text += " " + encode_utf8(piece.raw);
      return;
    }
    for (size_t i : piece.lines) {
      lines.push_back(text_line(lines_[i]));
      if (piece.lines.size() == 1) lines.back().text = encode_utf8(piece.raw);
    }
  }

  void fill() {
    for (size_t t = 0; t < table_.pieces.size(); ++t) {
      const BoxPiece& piece = table_.pieces[t];
      const BoxSeat& seat = rows_.seats[t];
      const size_t k = static_cast<size_t>(seat.column);
      const bool same_line = piece.in_line && t > 0 && rows_.seats[t - 1].column == seat.column && rows_.seats[t - 1].row == seat.row;
      if (table_.sorts[k] == BoxSort::level1) {
        if (static_cast<size_t>(seat.row) >= firsts_.size()) firsts_.resize(static_cast<size_t>(seat.row) + 1);
        add(firsts_[static_cast<size_t>(seat.row)], piece, same_line);
        continue;
      }
      add(at(k, seat.row).lines, piece, same_line);
      if (rows_.margins[t] >= kSure) continue;
      doubt(at(k, seat.row), "the text's order does not say for sure which lines are this cell's");
      const BoxSeat& rival = rows_.rivals[t];
      if (rival.column >= 0) doubt(at(static_cast<size_t>(rival.column), rival.row), "a line that stands in another cell may be this one's");
    }
  }

  // A column that lacks a cell may have all its cells in wrong rows.
  void doubt_columns() {
    for (size_t k = 0; k < table_.columns.size(); ++k) {
      if (table_.sorts[k] == BoxSort::level1) continue;
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
        if (table_.sorts[k] != BoxSort::level1) doubt(at(k, row), likely ? "the text is sorted by place: the row was put together by its words" : "nothing shows that the row's cells belong together");
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
      if (table_.sorts[k] == BoxSort::level2 && table_.blocks[k] == block) second = k;
    }
    const auto [begin, behind] = rows_of(block);
    if (first == table_.columns.size() || second == table_.columns.size() || firsts_.empty() || behind <= begin) return;
    const bool may_lack = table_.groups.size() > 1;
    const size_t n = firsts_.size(), rows = static_cast<size_t>(behind - begin);
    std::vector<std::u32string> names, seconds;
    for (const auto& lines : firsts_) names.push_back(text_of(lines));
    for (size_t row = 0; row < rows; ++row) seconds.push_back(text_of(at(second, begin + static_cast<int>(row)).lines));
    // Least number of rows in a wrong place, and in how many ways it is reached.
    struct Way { int wrong = 1 << 20; double count = 0; };
    std::vector<std::vector<Way>> ways(n + 1, std::vector<Way>(rows + 1));
    ways[0][0] = {0, 1};
    constexpr int kWrong = 10, kLacks = 1;
    const auto wrong = [&](size_t g, size_t row) { return words_.belongs(names[g], seconds[row]) ? 0 : kWrong; };
    // ways[g][r]: rows before r stand under the first g names, each name over one row at least.
    for (size_t g = 1; g <= n; ++g) {
      if (may_lack) ways[g][0] = {ways[g - 1][0].wrong + kLacks, 1};
      for (size_t row = 1; row <= rows; ++row) {
        Way& way = ways[g][row];
        for (const Way& from : {ways[g - 1][row - 1], ways[g][row - 1]}) {
          const int cost = from.wrong + wrong(g - 1, row - 1);
          if (from.wrong >= 1 << 20 || cost > way.wrong) continue;
          if (cost < way.wrong) way = {cost, 0};
          way.count += from.count;
        }
        const Way& lacks = ways[g - 1][row];
        if (may_lack && lacks.wrong + kLacks < way.wrong) way = {lacks.wrong + kLacks, lacks.count};
      }
    }
    const bool sure = ways[n][rows].wrong == 0 && ways[n][rows].count == 1;
    std::vector<size_t> starts(n + 1, rows);
    if (ways[n][rows].wrong < 1 << 20) {
      size_t g = n;
      for (size_t row = rows; row > 0; --row) {
        while (g > 1 && may_lack && ways[g][row].wrong == ways[g - 1][row].wrong + kLacks) starts[--g] = row;
        starts[g - 1] = row - 1;
        const int own = ways[g][row].wrong - wrong(g - 1, row - 1);
        if (ways[g][row - 1].wrong != own && ways[g - 1][row - 1].wrong == own) --g;
      }
    } else {
      // More names than rows: each gets a row as long as there are any.
      for (size_t g = 0; g < n; ++g) starts[g] = std::min(g, rows - 1);
    }
    for (size_t g = 0; g < n; ++g) {
      const size_t end = g + 1 < n ? starts[g + 1] : rows;
      if (end <= starts[g] && may_lack) continue;
      if (end <= starts[g]) {
        out.stray.insert(out.stray.end(), firsts_[g].begin(), firsts_[g].end());
        continue;
      }
      Cell cell;
      cell.row = begin + static_cast<int>(starts[g]) + header_rows_;
      cell.column = static_cast<int>(first);
      cell.row_span = static_cast<int>(end - starts[g]);
      cell.lines = firsts_[g];
      cell.page = cell.lines.front().page;
      if (!sure) doubt(cell, "which rows stand under which first level is not certain");
      out.cells.push_back(std::move(cell));
    }
  }

  const BoxTable& table_;
  BoxRows rows_;
  const std::vector<StreamLine>& lines_;
  const DumpWords& words_;
  std::vector<Cell> cells_;
  int header_rows_ = 1;
  std::vector<std::vector<TextLine>> firsts_;   // lines of each first level
};

}  // namespace

namespace {

// The pieces of a listing that are no project's are its indicators'.
void list(BoxTable& out, const std::vector<StreamLine>& lines, const BoxPlace& place, const DumpWords& words, const RE2& target, const BoxStyle& style) {
  std::string beside;
  for (size_t i : place.unit) {
    std::string text = lines[i].text;
    text = text.substr(0, text.find(' '));
    for (const char* colon : {"：", ":"}) {
      if (const size_t at = text.find(colon); at != text.npos) text = text.substr(at + std::string(colon).size());
    }
    if (beside.empty() || text.size() > beside.size()) beside = text;
  }
  std::vector<HeadPiece> pieces = head_pieces(lines, place.rest, *out.form, style);
  constexpr size_t kLeastPart = 3;   // characters of a part of an indicator's name
  const auto of_row = [&](const HeadPiece& piece) {
    for (const auto* names : {&words.level1(), &words.level2()}) {
      for (const std::u32string& name : *names) {
        if (name == piece.key || (piece.key.size() >= kLeastPart && piece.key.size() < name.size() && (name.starts_with(piece.key) || name.ends_with(piece.key)))) return true;
      }
    }
    return RE2::FullMatch(folded(encode_utf8(piece.key)), target);
  };
  out.listing = take_projects(pieces, *out.form, beside, of_row);
  int page = 0;
  for (const HeadPiece& own : pieces) {
    if (own.kind == HeadKind::used || own.lines.empty()) continue;
    BoxPiece piece;
    piece.raw = decode_utf8(own.text);
    piece.key = own.key;
    for (const TextLine& line : own.lines) {
      const auto at = std::lower_bound(lines.begin(), lines.end(), line.line, [](const StreamLine& one, int number) { return one.line < number; });
      piece.lines.push_back(static_cast<size_t>(at - lines.begin()));
      piece.width = std::max(piece.width, text_width(line.text));
    }
    piece.line = piece.lines.back();
    piece.page = own.lines.front().page;
    piece.page_start = piece.page != page;
    page = piece.page;
    piece.in_line = own.bound && !out.pieces.empty() && out.pieces.back().line == piece.line;
    piece.in_box = !own.bound && !begins_box(lines, piece.lines.front());
    piece.whole = own.whole;
    out.pieces.push_back(std::move(piece));
  }
}

}  // namespace

std::optional<BoxTable> box_table(const std::vector<StreamLine>& lines, const BoxPlace& place, const DumpWords& words, const std::vector<Form>& forms, const RE2& target,
                                  const BoxStyle& style) {
  BoxTable out;
  double best = 0;
  bool listing = false;
  for (const Form& form : forms) {
    const double fit = fit_of(lines, place, form, style);
    if (fit > best) best = fit, out.form = &form, listing = form.listing;
  }
  if (!out.form || (!listing && place.projects > 1)) return std::nullopt;
  std::map<const FormColumn*, std::u32string> found;
  bool below = false;
  int page = 0;
  // Labels may stand in parts, and those of the head anywhere.
  std::multimap<int, std::u32string> labels, column_labels;
  std::set<std::u32string> block_labels;
  for (const HeadPiece& piece : head_pieces(lines, place.rest, *out.form, style)) {
    if (piece.kind != HeadKind::label) continue;
    const FormColumn* column = column_of(*out.form, piece.key);
    if (column) found[column] = decode_utf8(piece.text);
    else if (piece.fields.empty()) block_labels.insert(piece.key);
    for (const TextLine& line : piece.lines) (column ? column_labels : labels).emplace(line.line, key_text(line.text));
  }
  const auto is_label = [](const auto& of, const StreamLine& line, const std::u32string& key) {
    const auto [first, last] = of.equal_range(line.line);
    return std::any_of(first, last, [&](const auto& one) { return one.second == key; });
  };
  if (listing) list(out, lines, place, words, target, style);
  for (size_t n = 0; n < place.rest.size() && !listing; ++n) {
    const size_t i = place.rest[n];
    const StreamLine& line = lines[i];
    if (!below && !is_label(column_labels, line, key_text(split(line.text).front()))) {
      out.head.push_back(i);
      continue;
    }
    below = true;
    if (is_label(labels, line, key_text(line.text))) {
      out.head.push_back(i);
      continue;
    }
    // A cell that is a box of several lines is one piece.
    if (style.whole_cells && n > 0 && !out.pieces.empty() && !begins_box(lines, i) && out.pieces.back().whole && out.pieces.back().line == i - 1 &&
        split(line.text).size() == 1) {
      BoxPiece& piece = out.pieces.back();
      piece.raw += decode_utf8(line.text);
      piece.key += key_text(line.text);
      piece.line = i;
      piece.lines.push_back(i);
      piece.width = std::max(piece.width, text_width(line.text));
      continue;
    }
    const size_t from = out.pieces.size();
    bool first = true;
    char32_t before = 0;
    for (const std::string& text : split(line.text)) {
      BoxPiece piece;
      piece.raw = decode_utf8(text);
      piece.key = key_text(text);
      piece.line = i;
      if (is_label(column_labels, line, piece.key)) {
        before = piece.raw.back();
        continue;
      }
      if (is_label(labels, line, piece.key)) continue;
      piece.page = line.page;
      piece.page_start = line.page != page;
      page = line.page;
      piece.in_line = !first;
      piece.maybe_one = !first && may_be_inside(before, piece.raw.front(), style);
      piece.in_box = first && !begins_box(lines, i);
      piece.lines = {i};
      for (char32_t c : piece.raw) piece.width += glyph_width(c);
      before = piece.raw.back();
      first = false;
      out.pieces.push_back(std::move(piece));
    }
    if (style.whole_cells && out.pieces.size() == from + 1 && !out.pieces.back().in_line && begins_box(lines, i)) out.pieces.back().whole = true;
  }
  std::set<BoxSort> sorts;
  // Tables side by side have the same columns but for the first level.
  std::vector<const std::u32string*> groups;
  for (const FormBlock& block : out.form->blocks) {
    const auto it = std::find_if(block_labels.begin(), block_labels.end(), [&](const std::u32string& label) {
      return std::any_of(block.labels.begin(), block.labels.end(), [&](const std::string& one) { return key_text(one) == label; });
    });
    if (it != block_labels.end()) groups.push_back(&*it);
  }
  if (groups.size() > 1) for (const std::u32string* group : groups) out.groups.push_back(*group);
  for (int block = 0; block < static_cast<int>(std::max<size_t>(1, out.groups.size())); ++block) {
    for (const FormColumn& column : out.form->columns) {
      const auto it = found.find(&column);
      if (it == found.end() || (block > 0 && column.kind == "level1")) continue;
      out.columns.push_back(&column);
      out.sorts.push_back(sort_of(column));
      out.blocks.push_back(column.kind == "level1" ? -1 : block);
      out.labels.push_back(it->second);
      out.key += it->second + U"|";
      sorts.insert(out.sorts.back());
    }
  }
  if (!sorts.count(BoxSort::level2) || !sorts.count(BoxSort::name) || !sorts.count(BoxSort::target) || out.pieces.empty()) return std::nullopt;
  NameFinder(out.pieces, words).find();
  return out;
}

Table to_table(const BoxTable& table, const BoxRows& rows, const std::vector<StreamLine>& lines, const DumpWords& words) {
  Table out = TableBuilder(table, rows, lines, words).build();
  if (table.listing) add_projects(*table.listing, out);
  return out;
}

}  // namespace budgetlift
