#include "extract/dump_table.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "extract/dump_groups.h"
#include "extract/dump_rows.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";
constexpr size_t kMostKnown = 100000;    // texts of a column that are remembered
constexpr size_t kMaxHeaderLines = 12;   // printed lines of a header row whose labels are wrapped
// A column of n characters holds lines a little longer than n: cells have no whole number of characters.
constexpr double kColumnSlack = 0.05;
constexpr double kLeastSlack = 0.25;

ColumnKind kind_of(const std::string& kind) {
  if (kind == "level1") return ColumnKind::level1;
  if (kind == "level2") return ColumnKind::level2;
  if (kind == "target") return ColumnKind::target;
  return ColumnKind::text;
}

bool label_begins(const FormColumn& column, std::u32string_view key) {
  return std::any_of(column.labels.begin(), column.labels.end(),
                     [&](const std::string& label) { return key_text(label).substr(0, key.size()) == key; });
}

// Builds the Table of a cut.
class Builder {
 public:
  Builder(const DumpHeader& header, const PieceText& text, const CellModel& model, const std::vector<Column>& columns,
          const std::vector<size_t>& places, const Form& form, const DumpOptions& options)
      : header_(header), text_(text), model_(model), columns_(columns), places_(places), form_(form),
        options_(options) {}

  Table build(const TableCut& cut) {
    table_.columns = static_cast<int>(header_.columns.size());
    table_.header_rows = 1;
    table_.rows = 1 + static_cast<int>(cut.rows.size());
    for (size_t i = 0; i < header_.columns.size(); ++i) add_cell(0, i, header_.cells[i]);
    const int level1 = level1_place();
    if (level1 >= 0) add_groups(cut, static_cast<size_t>(level1));
    for (size_t row = 0; row < cut.rows.size(); ++row) add_row(cut, row);
    spread_doubts(cut);
    add_ambiguities(cut);
    for (int piece : cut.skipped) append_lines(text_, piece, piece + 1, table_.stray);
    if (!cut.skipped.empty()) doubt_neighbours(cut);
    std::sort(table_.cells.begin(), table_.cells.end(), [](const Cell& a, const Cell& b) {
      return a.row != b.row ? a.row < b.row : a.column < b.column;
    });
    return std::move(table_);
  }

 private:
  int level1_place() const {
    for (size_t i = 0; i < header_.columns.size(); ++i) {
      if (kind_of(form_.columns[header_.columns[i]].kind) == ColumnKind::level1) return static_cast<int>(i);
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
    for (const RowCut& row : cut.rows) level1.push_back(level1_of_row(row));
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

  int level1_of_row(const RowCut& row) const {
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
    const RowCut& cells = cut.rows[row];
    first_cell_.push_back(table_.cells.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      Cell& cell = add_cell(1 + static_cast<int>(row), places_[i], lines_of(cells.cells[i]));
      judge(cell, i, cells.cells[i]);
    }
    judge_likeness(cut, row);
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
    if (scan.lost_line) cell.doubts.push_back({"missing-line", "a line may be missing: blank lines stand in its place"});
    if (model_.brackets(range).unopened > 0) {
      cell.doubts.push_back({"unbalanced-bracket", "a bracket closes that was not opened"});
    }
    const std::u32string key = model_.key_of(range);
    const auto has = [&](auto test) { return std::any_of(key.begin(), key.end(), test); };
    if (columns_[column].kind == ColumnKind::text && has([](char32_t c) { return c == U'≥' || c == U'≤'; })) {
      cell.doubts.push_back({"unlikely-text", "reads like the value of an indicator"});
    }
    if (columns_[column].kind == ColumnKind::target && !model_.is_target(range)) {
      if (has([](char32_t c) { return c >= '0' && c <= '9'; }) || model_.ends_with_comparison(range)) {
        cell.doubts.push_back({"unlikely-text", "a value with a number that is not printed as values are"});
      }
    }
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

  // Whether nothing more would fit on the last line of a cell.
  bool fills_its_line(size_t column, const CellRange& range) const {
    CellScan scan;
    model_.add(scan, column, range);
    return columns_[column].width > 0 && scan.line_width + 1 > columns_[column].width + options_.full_width_tolerance;
  }

  // Where one cell of a row cannot be right, the borders of the others are not sure either.
  void spread_doubts(const TableCut& cut) {
    for (size_t row = 0; row < cut.rows.size(); ++row) {
      const auto first = table_.cells.begin() + static_cast<std::ptrdiff_t>(first_cell_[row]);
      const auto last = first + static_cast<std::ptrdiff_t>(columns_.size());
      const auto bad = std::find_if(first, last, [](const Cell& cell) { return !cell.doubts.empty(); });
      if (bad == last) continue;
      const std::string reason = bad->doubts.front().reason;
      for (auto cell = first; cell != last; ++cell) {
        if (cell->doubts.empty()) cell->doubts.push_back({"row-in-doubt", "another cell of the row has: " + reason});
      }
    }
  }

  void add_ambiguities(const TableCut& cut) {
    if (cut.others.empty()) return;
    // Owner of each piece in the chosen cut.
    std::vector<std::pair<int, int>> owner(text_.pieces.size(), {-1, -1});
    for (size_t row = 0; row < cut.rows.size(); ++row) {
      for (size_t i = 0; i < columns_.size(); ++i) {
        const CellRange& r = cut.rows[row].cells[i];
        for (int p = r.a0; p < r.a1; ++p) owner[static_cast<size_t>(p)] = {static_cast<int>(row), static_cast<int>(i)};
        for (int p = r.b0; p < r.b1; ++p) owner[static_cast<size_t>(p)] = {static_cast<int>(row), static_cast<int>(i)};
      }
    }
    std::map<std::pair<int, int>, OtherCut> worst;
    for (const OtherCut& other : cut.others) {
      if (other.range.empty()) {
        add_missing(other, owner);
        continue;
      }
      const auto visit = [&](int p) {
        const auto [row, column] = owner[static_cast<size_t>(p)];
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
      Cell& cell = table_.cells[first_cell_[static_cast<size_t>(place.first)] + static_cast<size_t>(place.second)];
      const CellRange& range = cut.rows[static_cast<size_t>(place.first)].cells[static_cast<size_t>(place.second)];
      cell.doubts.push_back({kAmbiguous, "read as \"" + text_of(range) + "\"; the printed lines also allow \"" +
                                                    text_of(other.range) + "\" in column " +
                                                    columns_[other.column].key});
    }
  }

  // Another cut has nothing in a cell: the chosen cells about that place may hold parts of one.
  void add_missing(const OtherCut& other, const std::vector<std::pair<int, int>>& owner) {
    const int at = other.range.a0;
    for (int p : {at - 1, at}) {
      if (p < 0 || p >= static_cast<int>(owner.size()) || owner[static_cast<size_t>(p)].first < 0) continue;
      const auto [row, column] = owner[static_cast<size_t>(p)];
      if (std::abs(column - static_cast<int>(other.column)) > 1) continue;   // of another row
      for (int c : {column, static_cast<int>(other.column)}) {
        Cell& cell = table_.cells[first_cell_[static_cast<size_t>(row)] + static_cast<size_t>(c)];
        const bool known = std::any_of(cell.doubts.begin(), cell.doubts.end(),
                                       [](const Doubt& d) { return d.reason == kAmbiguous; });
        if (!known) cell.doubts.push_back({kAmbiguous, "the printed lines also allow nothing in column " + columns_[other.column].key});
      }
    }
  }

  void doubt_neighbours(const TableCut& cut) {
    for (int piece : cut.skipped) {
      for (size_t row = 0; row < cut.rows.size(); ++row) {
        for (size_t i = 0; i < columns_.size(); ++i) {
          const CellRange& r = cut.rows[row].cells[i];
          const bool beside = (!r.empty()) && (r.a1 == piece || r.b1 == piece || r.a0 == piece + 1 || r.b0 == piece + 1);
          if (beside) {
            table_.cells[first_cell_[row] + i].doubts.push_back(
                {"unplaced-text", "\"" + text_of({piece, piece + 1, 0, 0}) + "\" stands beside it and fits nowhere"});
          }
        }
      }
    }
  }

  const DumpHeader& header_;
  const PieceText& text_;
  const CellModel& model_;
  const std::vector<Column>& columns_;
  const std::vector<size_t>& places_;   // of `columns_` in the table
  const Form& form_;
  const DumpOptions& options_;
  Table table_;
  std::vector<size_t> first_cell_;      // of each row, in table_.cells
  int page_ = 0;
};

}  // namespace

namespace {

// Texts of the cells that nothing is doubted of, where the table has them `least` times or more.
void learn(const Table& table, const DumpHeader& header, const Form& form, int least, KnownCells& known) {
  std::map<std::pair<std::string, std::u32string>, int> count;
  for (const Cell& cell : table.cells) {
    const FormColumn& column = form.columns[header.columns[static_cast<size_t>(cell.column)]];
    if (cell.row == 0 || !cell.doubts.empty() || cell.lines.empty() || kind_of(column.kind) != ColumnKind::text) continue;
    std::u32string key = key_text(canonical_joined(cell.lines));
    auto& texts = known[column.key];
    if (++count[{column.key, key}] >= least && texts.size() < kMostKnown) texts.insert(std::move(key));
  }
}

}  // namespace

std::optional<DumpHeader> match_header(std::span<const DumpLine> lines, const Form& form) {
  if (lines.empty() || form.columns.empty()) return std::nullopt;
  const PieceText first = cut_pieces(lines.subspan(0, 1), {}, false);
  if (first.pieces.empty() || first.key.size() > 200 || !label_begins(form.columns[0], first.key_of(0, 1))) {
    return std::nullopt;
  }
  const PieceText text = cut_pieces(lines.subspan(0, std::min(lines.size(), kMaxHeaderLines)), {}, false);
  DumpHeader header;
  int at = 0;
  for (size_t c = 0; c < form.columns.size(); ++c) {
    int end = 0;
    for (int last = at + 1; last <= static_cast<int>(text.pieces.size()); ++last) {
      const std::u32string_view key = text.key_of(at, last);
      if (!label_begins(form.columns[c], key)) break;
      const auto& labels = form.columns[c].labels;
      if (std::any_of(labels.begin(), labels.end(), [&](const std::string& label) { return key_text(label) == key; })) {
        end = last;
      }
    }
    if (end == 0) continue;
    header.columns.push_back(c);
    append_lines(text, at, end, header.cells.emplace_back());
    at = end;
  }
  const auto has = [&](const char* kind) {
    return std::any_of(header.columns.begin(), header.columns.end(),
                       [&](size_t c) { return form.columns[c].kind == kind; });
  };
  if (at == 0 || !has("level2") || !has("target")) return std::nullopt;
  const int last_line = text.pieces[static_cast<size_t>(at) - 1].line;
  if (at < static_cast<int>(text.pieces.size()) && text.pieces[static_cast<size_t>(at)].line == last_line) return std::nullopt;
  header.lines = static_cast<size_t>(last_line) + 1;
  return header;
}

ColumnWidths form_widths(const Form& form) {
  ColumnWidths widths;
  for (const FormColumn& column : form.columns) {
    widths.push_back(column.wrap > 0 ? column.wrap + std::max(kLeastSlack, kColumnSlack * column.wrap) : 0);
  }
  return widths;
}

CutTable read_indicators(const DumpHeader& header, std::span<const DumpLine> body, const Form& form,
                         const ColumnWidths& widths, Habits& habits, const RE2& target_pattern,
                         const DumpOptions& options) {
  std::vector<Column> columns;
  std::vector<size_t> places;
  for (size_t i = 0; i < header.columns.size(); ++i) {
    const FormColumn& column = form.columns[header.columns[i]];
    if (kind_of(column.kind) == ColumnKind::level1) continue;
    columns.push_back({column.key, kind_of(column.kind), widths[header.columns[i]]});
    places.push_back(i);
  }
  std::vector<Join> joins;
  std::vector<DumpLine> lines;
  for (size_t i = 0; i < body.size();) {
    const auto repeated = match_header(body.subspan(i), form);
    if (!repeated) {
      lines.push_back(body[i++]);
      continue;
    }
    joins.push_back({"repeated header removed", body[i].page, 0});
    i += repeated->lines;
    if (i < body.size()) {
      lines.push_back(body[i++]);
      lines.back().page_start = true;
    }
  }
  std::vector<std::u32string> labels;
  for (const TaxonomyEntry& entry : form.taxonomy) labels.push_back(key_text(entry.level1));
  const PieceText text = cut_pieces(lines, labels, habits.blank_lines);
  const auto cut_with = [&](bool wide) {
    const CellModel model(text, columns, form, target_pattern, habits, options);
    TableCut cut;
    if (static_cast<int>(text.pieces.size()) <= options.max_pieces) {
      cut = cut_rows(text, model, columns, options, wide);
    } else {
      for (size_t i = 0; i < text.pieces.size(); ++i) cut.skipped.push_back(static_cast<int>(i));
    }
    CutTable out;
    out.table = Builder(header, text, model, columns, places, form, options).build(cut);
    out.row_cost = cut.rows.empty() ? 0 : cut.cost / static_cast<double>(cut.rows.size());
    out.clean = out.table.stray.empty();
    out.sound = out.clean;
    for (const Cell& cell : out.table.cells) {
      for (const Doubt& doubt : cell.doubts) out.sound = out.sound && doubt.reason == kAmbiguous;
      out.clean = out.clean && cell.doubts.empty();
    }
    return out;
  };
  CutTable out = cut_with(false);
  if (!out.clean && out.sound) {
    // What the table's other rows say may settle it. A text that stands once would only confirm itself.
    learn(out.table, header, form, 2, habits.known);
    out = cut_with(false);
  }
  if (!out.sound) out = cut_with(true);
  learn(out.table, header, form, 1, habits.known);
  out.table.joins.insert(out.table.joins.begin(), joins.begin(), joins.end());
  for (const DumpLine& line : body) {
    if (out.table.regions.empty() || out.table.regions.back().page != line.page) {
      out.table.regions.push_back({line.page, std::nullopt});
    }
  }
  return out;
}

}  // namespace budgetlift
