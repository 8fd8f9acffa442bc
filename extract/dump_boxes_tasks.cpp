#include "extract/dump_boxes_tasks.h"

#include <algorithm>
#include <array>
#include <optional>

#include "extract/dump_boxes_task_amounts.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";
constexpr size_t kBeam = 200;
constexpr size_t kTexts = 2, kAmounts = kTaskAmounts;   // columns: a name and a content; a total and its two parts
// Costs, weighed by hand.
constexpr double kTooWide = 5, kWhole = 6, kNotFull = 3, kFull = 0.2, kKnownPair = -1, kNewPair = 1, kNewCell = 0.3;
constexpr double kShort = 1.5, kStop = 3, kApart = 0.3, kFirst = 0.6, kMissing = 5;
constexpr double kAfterFull[] = {0.7, 2};          // a cell that begins below a full line
constexpr double kSlack = 1.6, kNarrow = 0.62;   // full-width characters; share of the widest line that names have at most
constexpr double kSure = 2;
constexpr int kRounds = 2;                   // of learning how wide the columns are

struct State {
  double cost = 0;
  int parent = -1;
  size_t column = 0;
  std::array<int, kTexts> rows{}, last{-1, -1};
};

class TaskReader {
 public:
  TaskReader(std::vector<HeadPiece>& pieces, const FormField& field, const CharPairs& pairs) : pieces_(pieces), field_(field), pairs_(pairs) {}

  BoxTasks read() {
    if (!find_labels()) return {};
    find_pieces();
    const size_t sums = total_ ? 1 : 0;
    if (texts_.empty() || amounts_.size() < kAmounts * (1 + sums)) return {};
    std::vector<double> amounts;
    for (size_t i : amounts_) amounts.push_back(amount_of(pieces_[i].key));
    dealt_ = deal_amounts(amounts, total_.has_value());
    rows_ = std::max<size_t>(1, (dealt_.rows.empty() ? amounts_.size() / kAmounts : dealt_.rows.size()) - sums);
    header();
    put_texts();
    put_amounts();
    if (total_) {
      put(static_cast<int>(rows_) + header_rows_, 0, pieces_[*total_].lines).column_span = static_cast<int>(kTexts);
      pieces_[*total_].kind = HeadKind::used;
    }
    out_.rows = static_cast<int>(rows_ + sums) + header_rows_;
    return std::move(out_);
  }

 private:
  static std::string key_of(const std::string& text) { return label_key(folded(canonical(text))).key; }

  Cell& put(int row, int column, const std::vector<TextLine>& lines) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.lines = lines;
    cell.page = lines.empty() ? 1 : lines.front().page;
    out_.cells.push_back(std::move(cell));
    return out_.cells.back();
  }

  // Labels of its columns: the last part of their paths.
  bool find_labels() {
    columns_.assign(field_.columns.size(), std::nullopt);
    if (field_.columns.size() != kTexts + kAmounts) return false;
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind != HeadKind::label) continue;
      const std::string key = key_of(pieces_[i].text);
      for (const std::string& label : field_.total_labels) {
        if (key_of(label) == key && first_label_ && !total_) total_ = i;
      }
      for (size_t c = 0; c < columns_.size(); ++c) {
        for (const std::string& path : field_.columns[c].labels) {
          const std::vector<std::string> parts = labels_of_path(path);
          if (columns_[c] || total_ == i || key_of(parts.back()) != key) continue;
          columns_[c] = i;
          if (!first_label_) first_label_ = i;
        }
      }
    }
    return std::all_of(columns_.begin(), columns_.end(), [](const auto& label) { return label.has_value(); });
  }

  void find_pieces() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind == HeadKind::amount) amounts_.push_back(i);
      if (pieces_[i].kind == HeadKind::text && i > *first_label_ && (!total_ || i < *total_)) texts_.push_back(i);
    }
  }

  // A label that others stand below says what unit the amounts have.
  void header() {
    std::optional<size_t> above;
    for (size_t i = 0; i < pieces_.size() && !above; ++i) {
      if (pieces_[i].kind != HeadKind::label || !pieces_[i].fields.empty()) continue;
      for (const FormRowColumn& column : field_.columns) {
        for (const std::string& path : column.labels) {
          if (path.find('/') != path.npos && key_of(labels_of_path(path).front()) == key_of(pieces_[i].text)) above = i;
        }
      }
    }
    header_rows_ = above ? 2 : 1;
    if (above) put(0, static_cast<int>(kTexts), pieces_[*above].lines).column_span = static_cast<int>(kAmounts);
    for (size_t c = 0; c < columns_.size(); ++c) {
      Cell& cell = put(above && c >= kTexts ? 1 : 0, static_cast<int>(c), pieces_[*columns_[c]].lines);
      if (c < kTexts) cell.row_span = header_rows_;
      if (c == 0 && !dealt_.sure_count) cell.doubts.push_back({kAmbiguous, "the sums do not say for sure how many rows there are"});
      pieces_[*columns_[c]].kind = HeadKind::used;
    }
    if (above) pieces_[*above].kind = HeadKind::used;
  }

  double begin_cost(size_t column, int last, size_t i) const {
    double cost = kNewCell;
    if (last >= 0 && !pieces_[i].whole && is_full(column, texts_[static_cast<size_t>(last)])) cost += kAfterFull[column];
    const std::u32string& key = pieces_[i].key;
    const double width = width_of(i);
    if (column == 0) {
      if (width > widths_[0] + kSlack) cost += kTooWide;
      if (key.find(U'。') != key.npos || key.find(U',') != key.npos) cost += kStop;
    } else if (width < widths_[1] / 3) {
      cost += kShort;
    }
    return cost;
  }

  double width_of(size_t i) const {
    double out = 0;
    for (const TextLine& line : pieces_[i].lines) out = std::max(out, text_width(line.text));
    return out;
  }

  bool is_full(size_t column, size_t i) const {
    const std::u32string& key = pieces_[i].key;
    return width_of(i) + kSlack + 0.4 > widths_[column] && key.back() != U'。';
  }

  double go_on_cost(size_t column, size_t last, size_t i) const {
    if (pieces_[last].whole && pieces_[i].whole) return kWhole;
    double cost = is_full(column, last) ? kFull : kNotFull;
    if (column == 0 && width_of(i) > widths_[0] + kSlack) cost += kTooWide;
    if (pieces_[last].key.back() == U'。') cost += kStop;
    cost += pairs_.known(pieces_[last].key.back(), pieces_[i].key.front()) ? kKnownPair : kNewPair;
    return cost;
  }

  // Names and contents: each column keeps its order.
  void put_texts() {
    for (size_t i : texts_) widths_[1] = std::max(widths_[1], width_of(i));
    for (size_t i : texts_) {
      if (width_of(i) <= kNarrow * widths_[1]) widths_[0] = std::max(widths_[0], width_of(i));
    }
    if (widths_[0] == 0) widths_[0] = widths_[1];
    double best = 0;
    std::vector<State> seats = solve(-1, 0, best);
    for (int round = 0; round < kRounds; ++round) {
      widths_ = {};
      for (size_t n = 0; n < texts_.size(); ++n) widths_[seats[n].column] = std::max(widths_[seats[n].column], width_of(texts_[n]));
      seats = solve(-1, 0, best);
    }
    std::vector<std::vector<TextLine>> cells(kTexts * rows_);
    std::vector<bool> unsure(kTexts * rows_, false);
    for (size_t n = 0; n < texts_.size(); ++n) {
      const size_t column = seats[n].column;
      const size_t row = std::min(rows_, static_cast<size_t>(std::max(1, seats[n].rows[column]))) - 1;
      double other = 0;
      const std::vector<State> rival = solve(static_cast<int>(n), column, other);
      const bool beyond = static_cast<size_t>(seats[n].rows[column]) > rows_;
      std::vector<TextLine>& lines = cells[column * rows_ + row];
      lines.insert(lines.end(), pieces_[texts_[n]].lines.begin(), pieces_[texts_[n]].lines.end());
      if (other - best < kSure || beyond) {
        unsure[column * rows_ + row] = true;
        const size_t beside = std::min(rows_, static_cast<size_t>(std::max(1, rival[n].rows[rival[n].column]))) - 1;
        unsure[rival[n].column * rows_ + beside] = true;
      }
      pieces_[texts_[n]].kind = HeadKind::used;
    }
    const bool any = std::find(unsure.begin(), unsure.end(), true) != unsure.end();
    // Only where each cell is one piece, none can be another one's rest.
    const bool all = !any && texts_.size() == cells.size() && std::all_of(cells.begin(), cells.end(), [](const auto& lines) { return !lines.empty(); });
    for (size_t column = 0; column < kTexts; ++column) {
      for (size_t row = 0; row < rows_; ++row) {
        Cell& cell = put(static_cast<int>(row) + header_rows_, static_cast<int>(column), cells[column * rows_ + row]);
        if (!all) cell.doubts.push_back({kAmbiguous, "which lines are this cell's is not certain"});
      }
    }
  }

  std::vector<State> solve(int not_text, size_t not_column, double& cost) const {
    std::vector<std::vector<State>> steps(texts_.size() + 1);
    steps[0].emplace_back();
    for (size_t n = 0; n < texts_.size(); ++n) {
      std::vector<State>& next = steps[n + 1];
      for (size_t s = 0; s < steps[n].size(); ++s) {
        const State& from = steps[n][s];
        for (size_t c = 0; c < kTexts; ++c) {
          if (static_cast<int>(n) == not_text && c == not_column) continue;
          for (bool begins : {true, false}) {
            if (!begins && from.rows[c] == 0) continue;
            State state = from;
            state.parent = static_cast<int>(s);
            state.column = c;
            if (begins) {
              state.cost += begin_cost(c, state.last[c], texts_[n]) + (c == 0 ? kApart : kFirst) * std::max(0, state.rows[c] - state.rows[1 - c] + static_cast<int>(c));
              ++state.rows[c];
              if (state.rows[c] > static_cast<int>(rows_)) state.cost += kMissing;
            } else {
              state.cost += go_on_cost(c, texts_[static_cast<size_t>(state.last[c])], texts_[n]);
            }
            state.last[c] = static_cast<int>(n);
            next.push_back(state);
          }
        }
      }
      std::sort(next.begin(), next.end(), [](const State& a, const State& b) { return a.cost < b.cost; });
      if (next.size() > kBeam) next.resize(kBeam);
    }
    size_t best = 0;
    cost = 1e9;
    for (size_t s = 0; s < steps.back().size(); ++s) {
      double own = steps.back()[s].cost;
      for (size_t c = 0; c < kTexts; ++c) own += kMissing * std::abs(static_cast<int>(rows_) - steps.back()[s].rows[c]);
      if (own < cost) cost = own, best = s;
    }
    std::vector<State> out(texts_.size());
    for (size_t n = texts_.size(); n > 0; --n) {
      out[n - 1] = steps[n][best];
      best = static_cast<size_t>(out[n - 1].parent);
    }
    return out;
  }

  void put_amounts() {
    const size_t rows = rows_ + (total_ ? 1 : 0);
    for (size_t row = 0; row < rows; ++row) {
      for (size_t c = 0; c < kAmounts; ++c) {
        const int n = dealt_.rows.empty() ? static_cast<int>(row * kAmounts + c) : dealt_.rows[row][c];
        if (n < 0 || static_cast<size_t>(n) >= amounts_.size()) continue;
        Cell& cell = put(static_cast<int>(row) + header_rows_, static_cast<int>(kTexts + c), pieces_[amounts_[static_cast<size_t>(n)]].lines);
        if (!dealt_.sure) cell.doubts.push_back({kAmbiguous, "the sums do not say for sure which amounts are this row's"});
      }
    }
    for (size_t i : amounts_) pieces_[i].kind = HeadKind::used;
  }

  std::vector<HeadPiece>& pieces_;
  const FormField& field_;
  const CharPairs& pairs_;
  std::vector<std::optional<size_t>> columns_;   // pieces of the columns' labels
  std::optional<size_t> first_label_, total_;    // pieces
  std::vector<size_t> texts_, amounts_;          // pieces
  std::array<double, kTexts> widths_{};
  TaskRows dealt_;                               // amounts_
  int header_rows_ = 1;
  size_t rows_ = 0;                              // without the row of sums
  BoxTasks out_;
};

}  // namespace

BoxTasks read_box_tasks(std::vector<HeadPiece>& pieces, const FormField& field, const CharPairs& pairs) { return TaskReader(pieces, field, pairs).read(); }

}  // namespace budgetlift
