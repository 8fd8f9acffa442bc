#include "extract/dump_head.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "extract/dump_head_labels.h"
#include "extract/dump_head_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
// Costs in nats.
constexpr double kValueBeforeLabel = 0.7;
constexpr double kOddValueBeforeLabel = 4;
constexpr double kToOlderLabel = 0.5;  // a value of a label that stands before other labels
constexpr int kMaxSplits = 48;         // places between two labels at which their values may be parted
constexpr double kShortLine = 1.5;     // full-width characters that a line lacks though its text goes on
constexpr size_t kMaxLabelLine = 400;  // bytes of a line that may begin with a label

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

class HeadReader {
 public:
  HeadReader(std::span<const DumpLine> lines, const Form& form) : form_(form), text_(cut_pieces(lines, {}, true)) {}

  Table read() {
    labels_ = find_head_labels(text_, form_);
    cut_at_labels();
    assign_values();
    return build();
  }

 private:
  static double line_width(const TextLine& line) {
    double width = 0;
    for (char32_t c : decode_utf8(line.text)) width += is_space(c) ? kAutoSpace : glyph_width(c);
    return width;
  }

  void cut_at_labels();
  void assign_values();
  double early_cost(const FormField& field, int first, int last) const;
  double late_cost(int field, int first, int last) const;
  std::u32string value_key(int field) const;
  int open_label(int at, int own) const;
  Table build();
  Cell cell_of(int row, int column, const std::vector<int>& pieces) const;
  std::pair<std::vector<std::vector<int>>, std::vector<std::vector<int>>> steps_of(const std::vector<int>& pieces,
                                                                                   bool& clean);
  template <typename Put>
  void add_value(size_t f, int row, const std::vector<int>& pieces, Put put);
  void judge_lines(Cell& cell, const FormField& field) const;

  const Form& form_;
  PieceText text_;
  std::vector<std::optional<LabelPlace>> labels_;  // of each field
  std::vector<int> owner_;                         // field of each piece, -1 none
  std::vector<char> is_label_;                     // whether the piece is (a part of) its field's label
};

// Cuts pieces where a label begins or ends, and marks the labels' pieces.
void HeadReader::cut_at_labels() {
  std::vector<int> owner_of_char(text_.key.size(), -1);
  for (size_t f = 0; f < labels_.size(); ++f) {
    if (!labels_[f]) continue;
    for (const CharRange& part : labels_[f]->parts) {
      std::fill(owner_of_char.begin() + part.begin, owner_of_char.begin() + part.end, static_cast<int>(f));
    }
  }
  std::vector<DumpPiece> cut;
  for (const DumpPiece& piece : text_.pieces) {
    for (int at = piece.begin; at < piece.end;) {
      int end = at + 1;
      while (end < piece.end && owner_of_char[static_cast<size_t>(end)] == owner_of_char[static_cast<size_t>(at)])
        ++end;
      double width = 0;
      for (int i = at; i < end; ++i) width += glyph_width(text_.raw[static_cast<size_t>(i)]);
      cut.push_back({at, end, piece.line, at == piece.begin ? piece.gap : Gap::none, width});
      owner_.push_back(owner_of_char[static_cast<size_t>(at)]);
      is_label_.push_back(owner_.back() >= 0);
      at = end;
    }
  }
  text_.pieces = std::move(cut);
}

// How badly pieces [first, last) fit as what is printed of a value before its label.
double HeadReader::early_cost(const FormField& field, int first, int last) const {
  if (first == last) return 0;
  if (field.kind == "schedule") return schedule_cost(text_.key_of(first, last), {}) >= kWrongKind ? kWrongKind : 0;
  const bool prose = field.kind == "text" || field.kind == "goals";
  return value_cost(field, text_.key_of(first, last)) + (prose ? kValueBeforeLabel : kOddValueBeforeLabel);
}

double HeadReader::late_cost(int field, int first, int last) const {
  if (field < 0) return first < last ? kWrongKind : 0;
  const FormField& f = form_.fields[static_cast<size_t>(field)];
  return f.kind == "schedule" ? schedule_cost(value_key(field), text_.key_of(first, last)) : value_cost(f, text_.key_of(first, last));
}

std::u32string HeadReader::value_key(int field) const {
  std::u32string key;
  for (size_t i = 0; i < text_.pieces.size(); ++i) {
    if (owner_[i] == field && !is_label_[i]) key += text_.key_of(static_cast<int>(i), static_cast<int>(i) + 1);
  }
  return key;
}

// A label that spans rows, is printed before piece `at` and has no value yet; `own` is not it.
int HeadReader::open_label(int at, int own) const {
  for (size_t f = 0; f < labels_.size(); ++f) {
    if (!spans_rows(form_.fields[f]) || static_cast<int>(f) == own || !labels_[f]) continue;
    const int begin = text_.pieces[static_cast<size_t>(at)].begin;
    if (labels_[f]->begin() < begin && value_key(static_cast<int>(f)).empty()) return static_cast<int>(f);
  }
  return -1;
}

// Gives each piece that is no label to a field: the pieces between two labels belong to the first up to some place,
// and from there to the second, or to a label that spans rows and still lacks its value.
void HeadReader::assign_values() {
  const int size = static_cast<int>(text_.pieces.size());
  int own = -1;
  for (int first = 0; first < size;) {
    if (is_label_[static_cast<size_t>(first)]) {
      own = owner_[static_cast<size_t>(first++)];
      continue;
    }
    int last = first;
    while (last < size && !is_label_[static_cast<size_t>(last)]) ++last;
    const int next = last < size && owner_[static_cast<size_t>(last)] != own ? owner_[static_cast<size_t>(last)] : -1;
    const int open = open_label(first, own);
    double best = late_cost(own, first, last);
    int best_split = last, best_field = own;
    const int step = std::max(1, (last - first) / kMaxSplits);
    for (int split = first; split < last; split += step) {
      const double late = late_cost(own, first, split);
      for (int target : {next, open}) {
        if (target < 0) continue;
        const FormField& field = form_.fields[static_cast<size_t>(target)];
        const double cost =
            late + (target == next ? early_cost(field, split, last) : kToOlderLabel + value_cost(field, text_.key_of(split, last)));
        if (cost < best) {
          best = cost;
          best_split = split;
          best_field = target;
        }
      }
    }
    std::fill(owner_.begin() + first, owner_.begin() + best_split, own);
    std::fill(owner_.begin() + best_split, owner_.begin() + last, best_field);
    first = last;
  }
}

Cell HeadReader::cell_of(int row, int column, const std::vector<int>& pieces) const {
  Cell cell;
  cell.row = row;
  cell.column = column;
  for (size_t i = 0; i < pieces.size();) {
    size_t k = i + 1;
    while (k < pieces.size() && pieces[k] == pieces[k - 1] + 1) ++k;
    append_lines(text_, pieces[i], pieces[k - 1] + 1, cell.lines);
    i = k;
  }
  cell.page = cell.lines.empty() ? text_.lines.front().page : cell.lines.front().page;
  return cell;
}

// Doubts where a line that the text goes on from is much shorter than others of its cell.
void HeadReader::judge_lines(Cell& cell, const FormField& field) const {
  double widest = 0;
  for (const TextLine& line : cell.lines) widest = std::max(widest, line_width(line));
  for (size_t i = 0; i + 1 < cell.lines.size(); ++i) {
    const std::u32string next = key_text(cell.lines[i + 1].text);
    if (field.kind == "goals" && !next.empty() && is_digit(next[0])) continue;  // the next goal begins
    if (line_width(cell.lines[i]) + first_unit_width(next) + kShortLine < widest) {
      cell.doubts.push_back({"wrap-violation", "its lines do not fill the cell as a wrapped text does"});
      return;
    }
  }
}

// The pieces of a schedule's value as steps: dates first, then percentages.
std::pair<std::vector<std::vector<int>>, std::vector<std::vector<int>>> HeadReader::steps_of(
    const std::vector<int>& pieces, bool& clean) {
  std::pair<std::vector<std::vector<int>>, std::vector<std::vector<int>>> out;
  std::vector<int> step;
  std::u32string key;
  const auto close = [&] {
    if (step.empty()) return;
    if (is_percent_step(key)) {
      out.second.push_back(step);
    } else {
      clean = clean && is_date_step(key);
      out.first.push_back(step);
    }
    step.clear();
    key.clear();
  };
  for (int i : pieces) {
    const std::u32string_view piece = text_.key_of(i, i + 1);
    if (!step.empty() && is_digit(piece[0]) && (!is_digit(key.back()) || is_percent_step(key))) close();
    step.push_back(i);
    key += piece;
  }
  close();
  clean = clean && out.first.size() == out.second.size();
  return out;
}

Table HeadReader::build() {
  Table table;
  const size_t fields = form_.fields.size();
  std::vector<std::vector<int>> label_pieces(fields), value_pieces(fields);
  std::vector<int> stray;
  for (size_t i = 0; i < text_.pieces.size(); ++i) {
    if (owner_[i] < 0) {
      stray.push_back(static_cast<int>(i));
    } else {
      (is_label_[i] ? label_pieces : value_pieces)[static_cast<size_t>(owner_[i])].push_back(static_cast<int>(i));
    }
  }
  if (!stray.empty()) table.stray = cell_of(0, 0, stray).lines;

  // Printed rows that have something in them, counted from 0 without gaps.
  std::map<int, int> rows;
  int own_row = 0;
  std::vector<int> row_of(fields), label_row_of(fields);
  for (size_t f = 0; f < fields; ++f) {
    const FormField& field = form_.fields[f];
    row_of[f] = field.row >= 0 ? field.row : own_row;
    label_row_of[f] = spans_rows(field) ? field.label_row : row_of[f];
    own_row = row_of[f] + (field.kind == "schedule" ? 2 : 1);
    if (!labels_[f]) continue;
    for (int row = label_row_of[f]; row <= row_of[f] + (field.kind == "schedule" ? 1 : 0); ++row) rows[row] = 0;
  }
  int count = 0;
  for (auto& [printed, row] : rows) row = count++;
  table.rows = count;

  std::vector<int> used(static_cast<size_t>(count), 0);  // columns of each row
  const auto put = [&](int row, Cell cell) -> Cell& {
    cell.row = row;
    cell.column = used[static_cast<size_t>(row)];
    for (int r = row; r < row + cell.row_span; ++r) ++used[static_cast<size_t>(r)];
    table.cells.push_back(std::move(cell));
    return table.cells.back();
  };
  // Labels that span rows stand left of all that is in those rows.
  for (int spanning : {1, 0}) {
    for (size_t f = 0; f < fields; ++f) {
      const FormField& field = form_.fields[f];
      if (!labels_[f] || (spans_rows(field) ? 1 : 0) != spanning) continue;
      const int row = rows[row_of[f]], label_row = rows[label_row_of[f]];
      Cell label = cell_of(0, 0, label_pieces[f]);
      label.row_span = row - label_row + 1 + (field.kind == "schedule" ? 1 : 0);
      put(label_row, std::move(label));
      if (spanning) continue;
      add_value(f, row, value_pieces[f], put);
    }
  }
  for (size_t f = 0; f < fields; ++f) {
    if (labels_[f] && spans_rows(form_.fields[f])) add_value(f, rows[row_of[f]], value_pieces[f], put);
  }
  table.columns = count == 0 ? 0 : *std::max_element(used.begin(), used.end());
  // The last value of a row reaches to the table's edge.
  std::sort(table.cells.begin(), table.cells.end(),
            [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const bool last = i + 1 == table.cells.size() || table.cells[i + 1].row != table.cells[i].row;
    if (last && table.cells[i].row_span == 1) table.cells[i].column_span = table.columns - table.cells[i].column;
  }
  for (const DumpLine& line : text_.lines) {
    if (table.regions.empty() || table.regions.back().page != line.page)
      table.regions.push_back({line.page, std::nullopt});
  }
  return table;
}

template <typename Put>
void HeadReader::add_value(size_t f, int row, const std::vector<int>& pieces, Put put) {
  const FormField& field = form_.fields[f];
  if (field.kind == "schedule") {
    bool clean = true;
    const auto [dates, percents] = steps_of(pieces, clean);
    for (const auto& step : dates) put(row, cell_of(0, 0, step));
    for (const auto& step : percents) put(row + 1, cell_of(0, 0, step));
    if (clean) return;
    Cell mark;
    put(row, std::move(mark)).doubts.push_back({"ambiguous-cells", "the dates and percentages do not pair up"});
    return;
  }
  Cell& cell = put(row, cell_of(0, 0, pieces));
  std::u32string key = key_text(canonical_joined(cell.lines));
  if ((field.kind == "amount" && !key.empty() && !is_amount(key)) || (field.kind == "code" && !is_code(key))) {
    cell.doubts.push_back({"unexpected-text", "the printed text is not of the kind that this field has"});
  }
  if (field.kind == "text" || field.kind == "goals") judge_lines(cell, field);
}

}  // namespace

bool begins_with_head_label(const DumpLine& line, const Form& form) {
  if (line.text.size() > kMaxLabelLine) return false;
  const auto may_begin = [&](const std::string& label) {  // by the first character, or where it may be a variant of it
    return !label.empty() && (line.text.front() == label.front() || line.text.front() == '\xE2') &&
           (line.text.front() == '\xE2' || line.text.substr(0, 3) == std::string_view(label).substr(0, 3));
  };
  std::u32string key;
  for (const FormField& field : form.fields) {
    for (const std::string& label : field.labels) {
      if (!may_begin(label)) continue;
      if (key.empty()) key = key_text(line.text);
      const std::u32string name = key_text(label);
      if (key.substr(0, name.size()) == name) return true;
    }
  }
  return false;
}

Table read_head(std::span<const DumpLine> lines, const Form& form, const DumpOptions& options) {
  if (lines.empty() || static_cast<int>(lines.size()) > options.max_head_lines) {
    Table table;
    for (const DumpLine& line : lines) table.stray.push_back(text_line(line));
    return table;
  }
  return HeadReader(lines, form).read();
}

}  // namespace budgetlift
