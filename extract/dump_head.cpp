#include "extract/dump_head.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
// Costs in nats.
constexpr double kMissingLabel = 8;
constexpr double kGluedBefore = 1;     // a label that begins inside a printed piece
constexpr double kGluedAfter = 1.5;    // a label that ends inside one
constexpr double kPartedLabel = 2;     // a label with a value's line between its own two lines
constexpr double kShorterLabel = 0.4;  // per character that a synonym is shorter than the longest label: a part of it
constexpr double kLaterPlace = 0.01;   // per label found at a later place than it could be
constexpr double kWrongKind = 4;
constexpr double kEmptyValue = 0.5;
constexpr double kStepsInText = 3;  // prose that begins or ends with steps of a schedule
constexpr double kValueBeforeLabel = 0.7;
constexpr double kOddValueBeforeLabel = 4;
constexpr double kToOlderLabel = 0.5;  // a value of a label that stands before other labels
constexpr size_t kMaxCandidates = 6;   // places looked at for one label
constexpr int kMaxSplits = 48;         // places between two labels at which their values may be parted
constexpr double kShortLine = 1.5;     // full-width characters that a line lacks though its text goes on

constexpr size_t kMaxLabelLine = 400;  // bytes of a line that may begin with a label

struct CharRange {
  int begin = 0;
  int end = 0;
};

// A place where a label may be printed: one range of characters, or two.
struct LabelPlace {
  std::vector<CharRange> parts;
  double cost = 0;
  int begin() const { return parts.front().begin; }
  int end() const { return parts.back().end; }
};

bool overlap(const LabelPlace& a, const LabelPlace& b) {
  for (const CharRange& x : a.parts) {
    for (const CharRange& y : b.parts) {
      if (x.begin < y.end && y.begin < x.end) return true;
    }
  }
  return false;
}

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

// A number as amounts are printed: digits with , and . between, a unit or a dash.
bool is_amount(std::u32string_view key) {
  if (key == U"-" || key == U"—" || key == U"--") return true;
  size_t digits = 0, i = !key.empty() && (key[0] == '-' || key[0] == '+') ? 1 : 0;
  for (; i < key.size() && (is_digit(key[i]) || key[i] == ',' || key[i] == '.'); ++i) digits += is_digit(key[i]);
  return digits > 0 && key.size() - i <= 2;
}

bool is_code(std::u32string_view key) {
  return std::all_of(key.begin(), key.end(), [](char32_t c) { return c < 0x80; });
}

// The steps of a schedule in `key`, as offsets of their ends: "3月底6月底" or "25%50%". A step begins at a run of
// digits after something else.
std::vector<size_t> step_ends(std::u32string_view key) {
  std::vector<size_t> ends;
  for (size_t i = 1; i <= key.size(); ++i) {
    if (i == key.size() || (is_digit(key[i]) && !is_digit(key[i - 1]) && key[i - 1] != '.')) ends.push_back(i);
  }
  return ends;
}

bool is_percent_step(std::u32string_view step) {
  if (step.empty() || !is_digit(step[0])) return false;
  if (step.back() == '%') step.remove_suffix(1);
  return std::all_of(step.begin(), step.end(), [](char32_t c) { return is_digit(c) || c == '.'; });
}

bool is_date_step(std::u32string_view step) {  // "3月底", "2024年12月31日前", "第一季度末" is prose here
  if (step.empty() || !is_digit(step[0]) || step.size() > 8) return false;
  return step.find(U'月') != step.npos || step.find(U'年') != step.npos || step.find(U'日') != step.npos ||
         step.find(U'季') != step.npos;
}

class HeadReader {
 public:
  HeadReader(std::span<const DumpLine> lines, const Form& form) : form_(form), text_(cut_pieces(lines, {}, true)) {}

  Table read() {
    find_labels();
    cut_at_labels();
    assign_values();
    return build();
  }

 private:
  bool begins_piece(int at) const {
    return std::any_of(text_.pieces.begin(), text_.pieces.end(), [at](const DumpPiece& p) { return p.begin == at; });
  }
  bool ends_piece(int at) const {
    return std::any_of(text_.pieces.begin(), text_.pieces.end(), [at](const DumpPiece& p) { return p.end == at; });
  }

  static bool spans_rows(const FormField& f) { return f.label_row >= 0 && f.label_row < f.row; }
  static double line_width(const TextLine& line) {
    double width = 0;
    for (char32_t c : decode_utf8(line.text)) width += is_space(c) ? kAutoSpace : glyph_width(c);
    return width;
  }

  std::vector<LabelPlace> places_of(const FormField& field) const;
  void find_labels();
  void cut_at_labels();
  void assign_values();
  double value_cost(const FormField& field, int first, int last) const;
  double early_cost(const FormField& field, int first, int last) const;
  double late_cost(int field, int first, int last) const;
  double schedule_cost(std::u32string_view before, std::u32string_view after) const;
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

// Places where one of the field's labels is printed, cheapest kinds only.
std::vector<LabelPlace> HeadReader::places_of(const FormField& field) const {
  std::vector<LabelPlace> places;
  const auto add = [&](LabelPlace place) {
    if (places.size() < kMaxCandidates) places.push_back(std::move(place));
  };
  size_t longest = 0;
  for (const std::string& label : field.labels) longest = std::max(longest, key_text(label).size());
  for (const std::string& label : field.labels) {
    const std::u32string name = key_text(label);
    if (name.empty()) continue;
    const double shorter = kShorterLabel * static_cast<double>(longest - name.size());
    for (size_t at = text_.key.find(name); at != text_.key.npos; at = text_.key.find(name, at + 1)) {
      const int begin = static_cast<int>(at), end = static_cast<int>(at + name.size());
      const bool from_border = begins_piece(begin), to_border = ends_piece(end);
      if (!from_border && !to_border) continue;
      add({{{begin, end}}, shorter + (from_border ? 0 : kGluedBefore) + (to_border ? 0 : kGluedAfter)});
    }
    if (!places.empty()) continue;
    // The label's first line, then a line of its value, then its second line.
    for (size_t i = 0; i < text_.pieces.size(); ++i) {
      const std::u32string_view head = text_.key_of(static_cast<int>(i), static_cast<int>(i) + 1);
      for (size_t cut = name.size() - 1; cut > 0; --cut) {
        if (head.size() < cut || head.substr(head.size() - cut) != name.substr(0, cut)) continue;
        for (size_t k = i + 2; k < std::min(i + 8, text_.pieces.size()); ++k) {
          const std::u32string_view tail = text_.key_of(static_cast<int>(k), static_cast<int>(k) + 1);
          if (tail != name.substr(cut)) continue;
          const DumpPiece& a = text_.pieces[i];
          const DumpPiece& b = text_.pieces[k];
          add({{{a.end - static_cast<int>(cut), a.end}, {b.begin, b.end}},
               shorter + kPartedLabel + (head.size() == cut ? 0 : kGluedBefore)});
          break;
        }
        break;
      }
    }
  }
  return places;
}

void HeadReader::find_labels() {
  labels_.assign(form_.fields.size(), std::nullopt);
  // A label that spans rows may be printed before or after the other labels of its rows, so it is found by itself.
  std::vector<LabelPlace> taken;
  for (size_t f = 0; f < form_.fields.size(); ++f) {
    if (!spans_rows(form_.fields[f])) continue;
    const auto places = places_of(form_.fields[f]);
    const auto best = std::min_element(places.begin(), places.end(),
                                       [](const LabelPlace& a, const LabelPlace& b) { return a.cost < b.cost; });
    if (best == places.end()) continue;
    labels_[f] = *best;
    taken.push_back(*best);
  }
  // The others in printed order: cheapest increasing places, by field and place.
  struct State {
    double cost = kNever;
    int from = -1;   // state of the field before
    int place = -1;  // -1: the label is missing
    int end = 0;
  };
  std::vector<std::vector<State>> states{{State{0, -1, -1, 0}}};
  std::vector<std::vector<LabelPlace>> all;
  std::vector<size_t> fields;
  for (size_t f = 0; f < form_.fields.size(); ++f) {
    if (spans_rows(form_.fields[f])) continue;
    auto places = places_of(form_.fields[f]);
    std::erase_if(places, [&](const LabelPlace& p) {
      return std::any_of(taken.begin(), taken.end(), [&](const LabelPlace& t) { return overlap(p, t); });
    });
    std::vector<State> next;
    for (size_t s = 0; s < states.back().size(); ++s) {
      const State& before = states.back()[s];
      next.push_back({before.cost + kMissingLabel, static_cast<int>(s), -1, before.end});
      for (size_t p = 0; p < places.size(); ++p) {
        if (places[p].begin() < before.end) continue;
        next.push_back({before.cost + places[p].cost + kLaterPlace * static_cast<double>(p), static_cast<int>(s),
                        static_cast<int>(p), places[p].end()});
      }
    }
    // Of the states that end at the same place only the cheapest matters.
    std::sort(next.begin(), next.end(),
              [](const State& a, const State& b) { return a.end != b.end ? a.end < b.end : a.cost < b.cost; });
    next.erase(std::unique(next.begin(), next.end(), [](const State& a, const State& b) { return a.end == b.end; }),
               next.end());
    states.push_back(std::move(next));
    all.push_back(std::move(places));
    fields.push_back(f);
  }
  int s = static_cast<int>(std::min_element(states.back().begin(), states.back().end(),
                                            [](const State& a, const State& b) { return a.cost < b.cost; }) -
                           states.back().begin());
  for (size_t k = fields.size(); k-- > 0;) {
    const State& state = states[k + 1][static_cast<size_t>(s)];
    if (state.place >= 0) labels_[fields[k]] = all[k][static_cast<size_t>(state.place)];
    s = state.from;
  }
}

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

double HeadReader::schedule_cost(std::u32string_view before, std::u32string_view after) const {
  size_t dates = 0, percents = 0, wrong = 0;
  for (std::u32string_view part : {before, after}) {
    size_t start = 0;
    if (part.empty()) continue;
    for (size_t end : step_ends(part)) {
      const std::u32string_view step = part.substr(start, end - start);
      if (is_percent_step(step)) {
        ++percents;
      } else if (is_date_step(step)) {
        ++dates;
      } else {
        ++wrong;
      }
      start = end;
    }
  }
  return (wrong > 0 ? kWrongKind + 0.5 * static_cast<double>(wrong) : 0) + (dates != percents ? 3 : 0) +
         (dates == 0 ? kEmptyValue : 0);
}

// How badly pieces [first, last) fit as (a part of) the value of `field`.
double HeadReader::value_cost(const FormField& field, int first, int last) const {
  const std::u32string_view key = text_.key_of(first, last);
  if (key.empty()) return field.kind == "amount" ? 0 : kEmptyValue;
  const double wrong = kWrongKind + 0.1 * static_cast<double>(key.size());
  if (field.kind == "amount") return is_amount(key) ? 0 : wrong;
  if (field.kind == "code") return is_code(key) ? 0 : wrong;
  // Prose: it neither ends with two steps of a schedule nor begins with a percentage of one.
  std::vector<std::u32string_view> steps;
  size_t start = 0;
  for (size_t end : step_ends(key)) {
    steps.push_back(key.substr(start, end - start));
    start = end;
  }
  double cost = 0;
  if (steps.size() > 1 && is_date_step(steps.back()) && is_date_step(steps[steps.size() - 2])) cost += kStepsInText;
  if (is_percent_step(steps.front()) && steps.front().back() == '%') cost += kStepsInText;
  return cost;
}

// How badly pieces [first, last) fit as what is printed of a value before its label.
double HeadReader::early_cost(const FormField& field, int first, int last) const {
  if (first == last) return 0;
  if (field.kind == "schedule") return schedule_cost(text_.key_of(first, last), {}) >= kWrongKind ? kWrongKind : 0;
  const bool prose = field.kind == "text" || field.kind == "goals";
  return value_cost(field, first, last) + (prose ? kValueBeforeLabel : kOddValueBeforeLabel);
}

double HeadReader::late_cost(int field, int first, int last) const {
  if (field < 0) return first < last ? kWrongKind : 0;
  const FormField& f = form_.fields[static_cast<size_t>(field)];
  return f.kind == "schedule" ? schedule_cost(value_key(field), text_.key_of(first, last)) : value_cost(f, first, last);
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
            late + (target == next ? early_cost(field, split, last) : kToOlderLabel + value_cost(field, split, last));
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
