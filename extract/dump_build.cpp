#include "extract/dump_build.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "extract/dump_groups.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr int kLabelPieces = 4;                           // pieces of a printed name of a level
constexpr size_t kOrphan = 2;                             // characters of a last line that is easily lost
constexpr std::u32string_view kClosing = U")]】》〕”。";  // a text that ends so is whole
constexpr const char* kOtherOrder = "the cell beside it has its lines in another order";
constexpr size_t kShown = 20;  // characters of a text in a doubt

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

class Builder {
 public:
  Builder(const DumpHeader& header, const PieceText& text, const CellModel& model, const std::vector<Column>& columns,
          const std::vector<size_t>& places, const Form& form, const Habits& habits, const DumpOptions& options)
      : header_(header),
        text_(text),
        model_(model),
        columns_(columns),
        places_(places),
        form_(form),
        habits_(habits),
        options_(options) {}

  Table build(const TableCut& cut) {
    table_.columns = static_cast<int>(header_.columns.size());
    table_.header_rows = 1;
    table_.rows = 1 + static_cast<int>(cut.rows.size());
    for (size_t i = 0; i < header_.columns.size(); ++i) add_cell(0, i, header_.cells[i]);
    const int level1 = level1_place();
    if (level1 >= 0) add_groups(cut, static_cast<size_t>(level1));
    for (size_t row = 0; row < cut.rows.size(); ++row) add_row(cut, row);
    find_owners(cut);
    judge_repeated(cut);
    for (size_t row = 0; row < cut.rows.size(); ++row) judge_behind(cut, row);
    spread_doubts(cut);
    add_ambiguities(cut);
    for (size_t i = 0; i < cut.skipped.size();) {
      size_t k = i + 1;
      while (k < cut.skipped.size() && cut.skipped[k] == cut.skipped[k - 1] + 1) ++k;
      add_stray(cut.skipped[i], cut.skipped[k - 1] + 1);
      i = k;
    }
    std::sort(table_.cells.begin(), table_.cells.end(),
              [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    return std::move(table_);
  }

 private:
  int level1_place() const {
    for (size_t i = 0; i < header_.columns.size(); ++i) {
      if (kind_of(form_.columns[header_.columns[i]]) == ColumnKind::level1) return static_cast<int>(i);
    }
    return -1;
  }

  Cell& add_cell(int row, size_t place, std::vector<TextLine> lines) {
    Cell cell;
    cell.row = row;
    cell.column = static_cast<int>(place);
    cell.page = lines.empty() ? page_ : lines.front().page;
    page_ = cell.page;
    cell.lines = std::move(lines);
    table_.cells.push_back(std::move(cell));
    return table_.cells.back();
  }

  void add_groups(const TableCut& cut, size_t place) {
    std::vector<int> level1;
    for (const DumpRow& row : cut.rows) level1.push_back(level1_of_row(row));
    for (const RowGroup& group : group_rows(level1, cut.labels)) {
      std::vector<TextLine> lines;
      if (group.label >= 0) {
        const LabelCut& label = cut.labels[static_cast<size_t>(group.label)];
        append_lines(text_, label.first, label.last, lines);
      }
      if (group.first == group.last) {
        table_.stray.insert(table_.stray.end(), lines.begin(), lines.end());
        continue;
      }
      Cell& cell = add_cell(1 + group.first, place, std::move(lines));
      cell.row_span = group.last - group.first;
      if (group.label < 0) cell.doubts.push_back({"missing-cell", "no first-level label is printed beside these rows"});
      if (!group.unsure.empty()) {
        cell.doubts.push_back({kAmbiguous, "row " + std::to_string(1 + group.unsure.front()) +
                                               " may belong to the neighbouring first level"});
      }
    }
  }

  int level1_of_row(const DumpRow& row) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].kind == ColumnKind::level2) return model_.level1_of(row.cells[i]);
    }
    return -1;
  }

  std::vector<TextLine> lines_of(const CellRange& range) const {
    std::vector<TextLine> lines;
    append_lines(text_, range.a0, range.a1, lines);
    append_lines(text_, range.b0, range.b1, lines);
    return lines;
  }

  std::string text_of(const CellRange& range) const { return canonical_joined(lines_of(range)); }

  void add_row(const TableCut& cut, size_t row) {
    const DumpRow& cells = cut.rows[row];
    first_cell_.push_back(table_.cells.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      Cell& cell = add_cell(1 + static_cast<int>(row), places_[i], lines_of(cells.cells[i]));
      judge(cell, i, cells.cells[i]);
    }
    judge_likeness(cut, row);
    judge_lines(cut, row);
    judge_end(cut, row);
    judge_value(cut, row);
    if (cells.over_break) {
      for (const CellRange& range : cells.cells) {
        if (range.b0 == range.b1) continue;
        const int page = text_.lines[static_cast<size_t>(text_.pieces[static_cast<size_t>(range.b0)].line)].page;
        table_.joins.push_back({"row cut by page break", page, 1 + static_cast<int>(row)});
        break;
      }
    }
  }

  // Doubts that a cell's own text and lines give.
  void judge(Cell& cell, size_t column, const CellRange& range) {
    if (range.empty()) {
      cell.doubts.push_back({"missing-cell", "nothing is printed in this cell"});
      return;
    }
    CellScan scan;
    model_.add(scan, column, range);
    if (columns_[column].kind == ColumnKind::level2 && model_.level1_of(range) < 0) {
      cell.doubts.push_back({"unknown-level2", "not a second-level name that the form knows"});
    }
    if (scan.shortfall > options_.wrap_doubt || scan.excess > options_.wrap_doubt) {
      cell.doubts.push_back({"wrap-violation", "its lines do not fill the column as a wrapped text does"});
    }
    if (scan.unspaced) cell.doubts.push_back({"wrap-violation", "its lines stand closer than those of one cell do"});
    if (scan.lost_line)
      cell.doubts.push_back({"missing-line", "a line may be missing: blank lines stand in its place"});
    if (columns_[column].kind == ColumnKind::text && model_.key_of(range).size() == 1) {
      cell.doubts.push_back({"unlikely-text", "a single character"});
    }
    if (model_.brackets(range).unopened > 0) {
      cell.doubts.push_back({"unbalanced-bracket", "a bracket closes that was not opened"});
    }
    const std::u32string key = model_.key_of(range);
    const auto has = [&](auto test) { return std::any_of(key.begin(), key.end(), test); };
    if (columns_[column].kind == ColumnKind::text && has([](char32_t c) { return c == U'≥' || c == U'≤'; })) {
      cell.doubts.push_back({"unlikely-text", "reads like the value of an indicator"});
    }
    if (columns_[column].kind != ColumnKind::level2 && holds_label(range)) {
      cell.doubts.push_back({"unlikely-text", "holds the name of a first or second level"});
    }
    if (columns_[column].kind == ColumnKind::target && !model_.is_target(range)) {
      if (has([](char32_t c) { return c >= '0' && c <= '9'; }) || model_.ends_with_comparison(range)) {
        cell.doubts.push_back({"unlikely-text", "a value with a number that is not printed as values are"});
      }
    }
  }

  // Whether a first- or second-level name takes whole pieces of `range`.
  bool holds_label(const CellRange& range) const {
    const auto in = [&](int begin, int end) {
      for (int p = begin; p < end; ++p) {
        for (int q = p + 1; q <= std::min(end, p + kLabelPieces); ++q) {
          if (model_.label_at(p, q) >= 0 || model_.level1_of({p, q, 0, 0}) >= 0) return true;
        }
      }
      return false;
    };
    return in(range.a0, range.a1) || in(range.b0, range.b1);
  }

  // A name and its description that are the same but for the order of lines, or for one whole line, were damaged.
  void judge_likeness(const TableCut& cut, size_t row) {
    for (size_t i = 1; i < columns_.size(); ++i) {
      if (columns_[i].kind != ColumnKind::text || columns_[i - 1].kind != ColumnKind::text) continue;
      std::u32string a = model_.key_of(cut.rows[row].cells[i - 1]), b = model_.key_of(cut.rows[row].cells[i]);
      if (a == b || a.empty() || b.empty()) continue;
      if (a.size() > b.size() && a.compare(0, b.size(), b) == 0 && fills_its_line(i, cut.rows[row].cells[i])) {
        table_.cells[first_cell_[row] + i].doubts.push_back(
            {"missing-line", "ends with a full line where the cell beside it goes on"});
      }
      std::sort(a.begin(), a.end());
      std::sort(b.begin(), b.end());
      if (a == b) {
        for (size_t k : {i - 1, i}) {
          table_.cells[first_cell_[row] + k].doubts.push_back(
              {kAmbiguous, "the same characters as in the cell beside it, in another order"});
        }
      }
    }
  }

  // A name and its description stand side by side: one shows what is wrong with the lines of the other.
  void judge_lines(const TableCut& cut, size_t row) {
    for (size_t i = 1; i < columns_.size(); ++i) {
      if (columns_[i].kind != ColumnKind::text || columns_[i - 1].kind != ColumnKind::text) continue;
      const std::u32string name = model_.key_of(cut.rows[row].cells[i - 1]);
      const std::u32string prose = model_.key_of(cut.rows[row].cells[i]);
      if (name.empty() || prose.empty()) continue;
      Cell& first = table_.cells[first_cell_[row] + i - 1];
      Cell& second = table_.cells[first_cell_[row] + i];
      if (other_order_in(first, name, prose)) first.doubts.push_back({kAmbiguous, kOtherOrder});
      if (other_order_in(second, prose, name)) second.doubts.push_back({kAmbiguous, kOtherOrder});
      if (first.lines.size() > 1 && prose.find(name) == prose.npos) {
        const size_t last = key_text(first.lines.back().text).size();
        if (last < name.size() && prose.size() >= name.size() - last &&
            prose.compare(prose.size() - (name.size() - last), prose.npos, name, 0, name.size() - last) == 0) {
          first.doubts.push_back({kAmbiguous, "its last line may belong to the cell beside it"});
        }
      }
      // The name, and then nothing but a value: that stands in the wrong column.
      if (prose.size() > name.size() && prose.compare(0, name.size(), name) == 0 && i + 1 < columns_.size() &&
          columns_[i + 1].kind == ColumnKind::target && ends_as_target(cut.rows[row].cells[i], name.size())) {
        second.doubts.push_back({"unlikely-text", "ends like the value of an indicator"});
      }
    }
  }

  // Whether `other` has the text of `cell` with two neighbouring lines changed about, and not as it stands.
  static bool other_order_in(const Cell& cell, const std::u32string& text, const std::u32string& other) {
    if (cell.lines.size() < 2 || other.find(text) != other.npos) return false;
    for (size_t k = 0; k + 1 < cell.lines.size(); ++k) {
      std::u32string changed;
      for (size_t n = 0; n < cell.lines.size(); ++n) {
        changed += key_text(cell.lines[n == k ? k + 1 : n == k + 1 ? k : n].text);
      }
      if (other.find(changed) != other.npos) return true;
    }
    return false;
  }

  // Whether the pieces of `range` behind its first `skip` characters read as a value.
  bool ends_as_target(const CellRange& range, size_t skip) const {
    const int last = range.b1 > range.b0 ? range.b1 : range.a1, first = range.b1 > range.b0 ? range.b0 : range.a0;
    const size_t size = model_.key_of(range).size() - skip;
    for (int p = last - 1; p >= first; --p) {
      const CellRange end{p, last, 0, 0};
      const size_t length = model_.key_of(end).size();
      if (length >= size) return length == size && model_.is_target(end);
    }
    return false;
  }

  // Behind the values stand texts that come again and again. One that breaks off where it goes on elsewhere has lost
  // its last line; one that goes on as a text of its own has swallowed that.
  void judge_repeated(const TableCut& cut) {
    size_t first = columns_.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].kind == ColumnKind::target) first = i + 1;
    }
    for (size_t i = first; i < columns_.size(); ++i) {
      std::unordered_set<std::u32string> beginnings;  // this table's texts but for their last lines
      std::unordered_set<std::u32string> orphaned;    // those whose last line is a character or two
      std::unordered_map<std::u32string, int> texts;
      for (size_t row = 0; row < cut.rows.size(); ++row) {
        const Cell& cell = table_.cells[first_cell_[row] + i];
        std::u32string key;
        for (size_t k = 0; k + 1 < cell.lines.size(); ++k) key += key_text(cell.lines[k].text);
        if (!key.empty() && key_text(cell.lines.back().text).size() <= kOrphan) orphaned.insert(key);
        if (!key.empty()) beginnings.insert(std::move(key));
        ++texts[model_.key_of(cut.rows[row].cells[i])];
      }
      const auto in = [&](const KnownCells& known, const std::u32string& key) {
        const auto it = known.find(columns_[i].key);
        return it != known.end() && it->second.count(key) > 0;
      };
      const auto is_beginning = [&](const std::u32string& key) {
        return beginnings.count(key) > 0 || in(habits_.beginnings, key);
      };
      for (size_t row = 0; row < cut.rows.size(); ++row) {
        Cell& cell = table_.cells[first_cell_[row] + i];
        const std::u32string key = model_.key_of(cut.rows[row].cells[i]);
        if (key.empty() || texts[key] > 1 || in(habits_.known, key)) continue;
        if (is_beginning(key) && kClosing.find(key.back()) == kClosing.npos) {
          cell.doubts.push_back({"missing-line", "the same text goes on elsewhere"});
        }
        std::u32string head;
        for (size_t k = 0; k + 1 < cell.lines.size(); ++k) {
          head += key_text(cell.lines[k].text);
          const std::u32string rest = key.substr(std::min(head.size(), key.size()));
          const bool known_rest = texts.count(rest) || in(habits_.known, rest);
          if ((known_rest && !texts.count(head) && !in(habits_.known, head)) || (known_rest && is_beginning(head)) ||
              (k + 2 < cell.lines.size() && orphaned.count(head))) {
            cell.doubts.push_back({kAmbiguous, "its lines make two texts that stand elsewhere"});
            break;
          }
        }
      }
    }
  }

  // The line between a value and the prose before it: an orphan that completes the value, or a value that goes on
  // where the prose broke off at a full line.
  void judge_value(const TableCut& cut, size_t row) {
    for (size_t i = 1; i < columns_.size(); ++i) {
      const CellRange& prose = cut.rows[row].cells[i - 1];
      const CellRange& value = cut.rows[row].cells[i];
      if (columns_[i].kind != ColumnKind::target || columns_[i - 1].kind != ColumnKind::text) continue;
      if (prose.empty() || value.empty()) continue;
      Cell& first = table_.cells[first_cell_[row] + i - 1];
      Cell& second = table_.cells[first_cell_[row] + i];
      const std::u32string text = model_.key_of(prose), key = model_.key_of(value);
      const std::u32string last = key_text(first.lines.back().text);
      const bool same_end = i > 1 && !cut.rows[row].cells[i - 2].empty() &&
                            model_.key_of(cut.rows[row].cells[i - 2]).back() == text.back();
      const bool cut_value = is_digit(key.back()) || key.back() == U'以';
      bool doubtful = first.lines.size() > 1 && last.size() <= kOrphan && cut_value && !same_end;
      if (!model_.is_target(value) && fills_its_line(i - 1, prose)) {
        doubtful = doubtful || habits_.pairs.known(text.back(), key.front());
      }
      if (!doubtful) continue;
      for (Cell* cell : {&first, &second}) {
        cell->doubts.push_back({kAmbiguous, "a line may belong to the cell beside it"});
      }
    }
  }

  // A value's number at the end of the prose before it, and none in its own column.
  void judge_end(const TableCut& cut, size_t row) {
    for (size_t i = 1; i < columns_.size(); ++i) {
      const CellRange& prose = cut.rows[row].cells[i - 1];
      if (columns_[i].kind != ColumnKind::target || columns_[i - 1].kind != ColumnKind::text || prose.empty()) continue;
      if (model_.is_target(cut.rows[row].cells[i])) continue;
      const int last = prose.b1 > prose.b0 ? prose.b1 : prose.a1;
      const CellRange end{last - 1, last, 0, 0};
      const std::u32string key = model_.key_of(end);
      if (key.empty() || key[0] < '0' || key[0] > '9' || !model_.is_target(end)) continue;
      const std::u32string whole = model_.key_of(prose);
      const char32_t before = whole.size() > key.size() ? whole[whole.size() - key.size() - 1] : U' ';
      if (before == U'×' || before == U'/' || before == U'-') continue;  // of a formula
      table_.cells[first_cell_[row] + i - 1].doubts.push_back({"unlikely-text", "ends like the value of an indicator"});
    }
  }

  // Whether nothing more would fit on the last line of a cell.
  bool fills_its_line(size_t column, const CellRange& range) const {
    CellScan scan;
    model_.add(scan, column, range);
    return columns_[column].width > 0 && scan.line_width + 1 > columns_[column].width + options_.full_width_tolerance;
  }

  // A value in plain words, and behind it a text that stands nowhere else: they may be one text.
  void judge_behind(const TableCut& cut, size_t row) {
    for (size_t i = 0; i + 1 < columns_.size(); ++i) {
      const CellRange& value = cut.rows[row].cells[i];
      const CellRange& behind = cut.rows[row].cells[i + 1];
      if (columns_[i].kind != ColumnKind::target || value.empty() || behind.empty()) continue;
      if (model_.is_target(value) || model_.is_quality(value)) continue;
      const std::u32string key = model_.key_of(behind);
      const auto known = habits_.known.find(columns_[i + 1].key);
      bool elsewhere = known != habits_.known.end() && known->second.count(key) > 0;
      for (size_t k = 0; k < cut.rows.size(); ++k) {
        elsewhere = elsewhere || (k != row && model_.key_of(cut.rows[k].cells[i + 1]) == key);
      }
      // A document that is named with its number or title is whole.
      if (elsewhere || key.find_first_of(U"0123456789《》") != key.npos || value.a1 - value.a0 > 1) continue;
      for (size_t c : {i, i + 1}) {
        table_.cells[first_cell_[row] + c].doubts.push_back({kAmbiguous, "the two cells may be one text"});
      }
    }
  }

  // Where one cell of a row cannot be right, the borders of the others are not sure either.
  void spread_doubts(const TableCut& cut) {
    for (size_t row = 0; row < cut.rows.size(); ++row) {
      const auto first = table_.cells.begin() + static_cast<std::ptrdiff_t>(first_cell_[row]);
      const auto last = first + static_cast<std::ptrdiff_t>(columns_.size());
      const auto bad = std::find_if(first, last, [](const Cell& cell) { return !cell.doubts.empty(); });
      if (bad == last) continue;
      const std::string reason = bad->doubts.front().reason;
      // What a damaged first cell lacks may stand at the end of the row above.
      if (bad == first && row > 0) {
        Cell& above = table_.cells[first_cell_[row - 1] + columns_.size() - 1];
        if (above.doubts.empty()) above.doubts.push_back({"row-in-doubt", "the row below has: " + reason});
      }
      for (auto cell = first; cell != last; ++cell) {
        if (cell->doubts.empty()) cell->doubts.push_back({"row-in-doubt", "another cell of the row has: " + reason});
      }
    }
  }

  void add_ambiguities(const TableCut& cut) {
    if (cut.others.empty()) return;
    std::map<std::pair<int, int>, OtherCut> worst;
    for (const OtherCut& other : cut.others) {
      if (other.range.empty()) {
        add_missing(other);
        continue;
      }
      const auto visit = [&](int p) {
        const auto [row, column] = owner_[static_cast<size_t>(p)];
        if (row < 0) return;
        if (cut.rows[static_cast<size_t>(row)].cells[static_cast<size_t>(column)] == other.range &&
            static_cast<size_t>(column) == other.column) {
          return;
        }
        auto [it, made] = worst.try_emplace({row, column}, other);
        if (!made && other.extra < it->second.extra) it->second = other;
      };
      for (int p = other.range.a0; p < other.range.a1; ++p) visit(p);
      for (int p = other.range.b0; p < other.range.b1; ++p) visit(p);
    }
    for (const auto& [place, other] : worst) {
      Cell& cell = cell_at(place);
      const CellRange& range = cut.rows[static_cast<size_t>(place.first)].cells[static_cast<size_t>(place.second)];
      cell.doubts.push_back({kAmbiguous, "read as \"" + text_of(range) + "\"; the printed lines also allow \"" +
                                             text_of(other.range) + "\" in column " + columns_[other.column].key});
    }
  }

  // Another cut has nothing in a cell: the chosen cells about that place may hold parts of one.
  void add_missing(const OtherCut& other) {
    const int at = other.range.a0;
    for (int p : {at - 1, at}) {
      if (p < 0 || p >= static_cast<int>(owner_.size()) || owner_[static_cast<size_t>(p)].first < 0) continue;
      const auto [row, column] = owner_[static_cast<size_t>(p)];
      if (std::abs(column - static_cast<int>(other.column)) > 1) continue;  // of another row
      // What the chosen cell holds is then its neighbour's: the one before where the place is behind it.
      int beside = static_cast<int>(other.column);
      if (column == beside) beside += p < at ? -1 : 1;
      for (int c : {column, static_cast<int>(other.column), beside}) {
        if (c < 0 || c >= static_cast<int>(columns_.size())) continue;
        Cell& cell = cell_at({row, c});
        const bool known =
            std::any_of(cell.doubts.begin(), cell.doubts.end(), [](const Doubt& d) { return d.reason == kAmbiguous; });
        if (!known)
          cell.doubts.push_back(
              {kAmbiguous, "the printed lines also allow nothing in column " + columns_[other.column].key});
      }
    }
  }

  // Pieces [first, last) fit nowhere: they are kept, and named on the cells beside them.
  void add_stray(int first, int last) {
    append_lines(text_, first, last, table_.stray);
    for (int p : {first - 1, last}) {
      if (p < 0 || p >= static_cast<int>(owner_.size()) || owner_[static_cast<size_t>(p)].first < 0) continue;
      cell_at(owner_[static_cast<size_t>(p)])
          .doubts.push_back({"unplaced-text", std::string("\"") +
                                                  encode_utf8(decode_utf8(table_.stray.back().text).substr(0, kShown)) +
                                                  "\" stands beside it and fits nowhere"});
    }
  }

  Cell& cell_at(std::pair<int, int> place) {
    return table_.cells[first_cell_[static_cast<size_t>(place.first)] + static_cast<size_t>(place.second)];
  }

  // Row and column (of `columns_`) of the cell that each piece is in; -1 in none.
  void find_owners(const TableCut& cut) {
    owner_.assign(text_.pieces.size(), {-1, -1});
    for (size_t row = 0; row < cut.rows.size(); ++row) {
      for (size_t i = 0; i < columns_.size(); ++i) {
        const CellRange& r = cut.rows[row].cells[i];
        for (int p = r.a0; p < r.a1; ++p) owner_[static_cast<size_t>(p)] = {static_cast<int>(row), static_cast<int>(i)};
        for (int p = r.b0; p < r.b1; ++p) owner_[static_cast<size_t>(p)] = {static_cast<int>(row), static_cast<int>(i)};
      }
    }
  }

  const DumpHeader& header_;
  const PieceText& text_;
  const CellModel& model_;
  const std::vector<Column>& columns_;
  const std::vector<size_t>& places_;  // of `columns_` in the table
  const Form& form_;
  const Habits& habits_;
  const DumpOptions& options_;
  Table table_;
  std::vector<size_t> first_cell_;          // of each row, in table_.cells
  std::vector<std::pair<int, int>> owner_;  // see find_owners
  int page_ = 0;
};

}  // namespace

Table build_table(const TableCut& cut, const DumpHeader& header, const PieceText& text, const CellModel& model,
                  const std::vector<Column>& columns, const std::vector<size_t>& places, const Form& form,
                  const Habits& habits, const DumpOptions& options) {
  return Builder(header, text, model, columns, places, form, habits, options).build(cut);
}

}  // namespace budgetlift
