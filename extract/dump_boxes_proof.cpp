// What a row that was put together is worth: other seats of its pieces, and what its texts show; and what is learnt from it.
#include <algorithm>

#include "extract/dump_boxes_costs.h"
#include "extract/dump_boxes_rows.h"

namespace budgetlift {

using namespace box_costs;

namespace {

constexpr double kProof = -1;          // likeness of a name and a description that belong together
constexpr double kSurely = 3;          // margin from which a text that is printed once is believed

}  // namespace

// A row is believed where its name stands in its description, its target is one by grammar, its basis is printed elsewhere too or names
// a document, and no bracket is left open.
void BoxSolver::prove(const std::vector<BoxPiece>& pieces, BoxRows& rows) const {
  const size_t count = static_cast<size_t>(rows.rows), columns = sorts_.size();
  std::vector<BoxText> texts(columns * count);
  std::vector<double> margins(columns * count, 100);
  for (size_t t = 0; t < pieces.size(); ++t) {
    if (is_merged(sorts_[static_cast<size_t>(rows.seats[t].column)])) continue;
    const size_t cell = static_cast<size_t>(rows.seats[t].column) * count + static_cast<size_t>(rows.seats[t].row);
    texts[cell].add(pieces[t].key, rows.seats[t].above);
    margins[cell] = std::min(margins[cell], rows.margins[t]);
  }
  // Cells of one row stand together; one that stands among another row's may be that one's.
  std::vector<size_t> begins(count, pieces.size()), ends(count, 0);
  for (size_t t = 0; t < pieces.size(); ++t) {
    if (is_merged(sorts_[static_cast<size_t>(rows.seats[t].column)])) continue;
    const size_t row = static_cast<size_t>(rows.seats[t].row);
    begins[row] = std::min(begins[row], t);
    ends[row] = std::max(ends[row], t);
  }
  rows.proven.assign(count, true);
  rows.apart.assign(count, true);
  for (size_t row = 0; row < count; ++row) {
    std::u32string name;
    bool good = true;
    for (size_t k = 0; k < columns; ++k) {
      const std::u32string& text = texts[k * count + row].text();
      if (is_merged(sorts_[k])) continue;
      if (blocks_[k] != block_at(rows, static_cast<int>(row))) continue;
      good = good && !text.empty() && balanced(text);
      if (sorts_[k] == BoxSort::name) name = text;
      if (sorts_[k] == BoxSort::text) good = good && likeness(name, text) < kProof;
      if (sorts_[k] == BoxSort::target) good = good && target_cost(text) < kNoTarget;
      if (sorts_[k] == BoxSort::basis) {
        const auto seen = habits_.columns[k].texts.find(text);
        good = good && ((seen != habits_.columns[k].texts.end() && seen->second > 1) || margins[k * count + row] >= kSurely);
      }
    }
    rows.proven[row] = good;
    for (size_t other = 0; other < count; ++other) {
      if (other != row && block_at(rows, static_cast<int>(row)) == block_at(rows, static_cast<int>(other)) && begins[other] < ends[row] && begins[row] < ends[other]) rows.apart[row] = false;
    }
  }
}

int BoxSolver::block_at(const BoxRows& rows, int row) {
  int block = 0;
  for (size_t b = 1; b < rows.first_rows.size(); ++b) block = row >= rows.first_rows[b] ? static_cast<int>(b) : block;
  return block;
}

// Costs of rows [first, last] but for those of order, which a single piece's change hardly moves.
double BoxSolver::total(const std::vector<BoxPiece>& pieces, const std::vector<BoxSeat>& seats, const BoxRows& rows, int first, int last) const {
  double cost = 0;
  const size_t columns = sorts_.size();
  const size_t count = static_cast<size_t>(last - first + 1);
  std::vector<BoxText> texts(columns * count);
  std::vector<int> ends(columns * count, -1);
  for (size_t t = 0; t < pieces.size(); ++t) {
    const BoxSeat& seat = seats[t];
    if (seat.row < first || seat.row > last || is_merged(sorts_[static_cast<size_t>(seat.column)])) continue;
    const size_t k = static_cast<size_t>(seat.column), cell = k * count + static_cast<size_t>(seat.row - first);
    if (ends[cell] < 0) cost += begin_cost(k, pieces[t]);
    else if (seat.above) cost += kAbove + go_on_cost(k, pieces[t].key, pieces[t], pieces[static_cast<size_t>(ends[cell])]);
    else cost += go_on_cost(k, texts[cell].text(), pieces[static_cast<size_t>(ends[cell])], pieces[t]);
    if (pieces[t].in_box && t > 0 && seats[t - 1].column != seat.column) cost += kOtherColumn;
    if (pieces[t].maybe_one && t > 0 && seats[t - 1].column != seat.column) cost += kApartInside;
    texts[cell].add(pieces[t].key, seat.above);
    if (!seat.above || ends[cell] < 0) ends[cell] = static_cast<int>(t);
  }
  size_t name_column = columns, text_column = columns;
  for (size_t k = 0; k < columns; ++k) {
    if (is_merged(sorts_[k])) continue;
    if (sorts_[k] == BoxSort::name) name_column = k;
    if (sorts_[k] == BoxSort::text) text_column = k;
    for (size_t row = 0; row < count; ++row) {
      if (blocks_[k] == block_at(rows, first + static_cast<int>(row))) cost += cell_cost(k, texts[k * count + row].text());
    }
  }
  if (name_column < columns && text_column < columns) {
    for (size_t row = 0; row < count; ++row) cost += likeness(texts[name_column * count + row].text(), texts[text_column * count + row].text());
  }
  return cost;
}

// What each piece's best other seat would cost more, all others staying.
void BoxSolver::weigh(const std::vector<BoxPiece>& pieces, BoxRows& rows) const {
  rows.margins.assign(pieces.size(), 100);
  rows.rivals.assign(pieces.size(), {});
  const int columns = static_cast<int>(sorts_.size());
  for (size_t t = 0; t < pieces.size(); ++t) {
    const BoxSeat own = rows.seats[t];
    if (pieces[t].level != 0) continue;
    const auto note = [&](double margin, BoxSeat rival) {
      if (margin < rows.margins[t]) rows.margins[t] = margin, rows.rivals[t] = rival;
    };
    for (int k = 0; k < columns; ++k) {
      if (sorts_[static_cast<size_t>(k)] <= BoxSort::level2 || blocks_[static_cast<size_t>(k)] != blocks_[static_cast<size_t>(own.column)]) continue;
      // The order of a column's pieces says between which rows it may stand.
      const size_t block = static_cast<size_t>(blocks_[static_cast<size_t>(k)]);
      int low = rows.first_rows[block], high = (block + 1 < rows.first_rows.size() ? rows.first_rows[block + 1] : rows.rows) - 1;
      for (size_t i = 0; i < t; ++i) {
        if (rows.seats[i].column == k) low = std::max(low, rows.seats[i].row);
      }
      for (size_t i = pieces.size(); i-- > t + 1;) {
        if (rows.seats[i].column == k) high = std::min(high, rows.seats[i].row);
      }
      low = std::max(low, own.row - 2);
      high = std::min(high, own.row + 2);
      for (int row = low; row <= high; ++row) {
        if (k == own.column && row == own.row) continue;
        if (pieces[t].in_line && t > 0 && rows.seats[t - 1].column > k) continue;
        const int first = std::min(own.row, row), last = std::max(own.row, row);
        std::vector<BoxSeat> changed = rows.seats;
        const double before = total(pieces, changed, rows, first, last);
        changed[t] = {k, row};
        note(total(pieces, changed, rows, first, last) - before, {k, row});
      }
      // Two whole cells of a row change places.
      if (k == own.column) continue;
      std::vector<BoxSeat> changed = rows.seats;
      const double before = total(pieces, changed, rows, own.row, own.row);
      for (BoxSeat& seat : changed) {
        if (seat.row != own.row) continue;
        if (seat.column == k) seat.column = own.column;
        else if (seat.column == own.column) seat.column = k;
      }
      note(total(pieces, changed, rows, own.row, own.row) - before, {k, own.row});
    }
  }
}

BoxMove BoxSolver::move_between(const BoxSeat& before, const BoxSeat& seat, bool begins) const {
  BoxMove out{before.column, seat.column, 0, begins};
  const auto merged = [&](int column) { return is_merged(sorts_[static_cast<size_t>(column)]); };
  const auto of_project = [&](int column) { return is_of_project(sorts_[static_cast<size_t>(column)]); };
  if (before.column >= 0 && !merged(before.column) && !merged(seat.column) && of_project(before.column) == of_project(seat.column)) out.rows = std::clamp(seat.row - before.row, -2, 2);
  return out;
}

// A cell that is printed again is cut into the same lines again.
void BoxHabits::count_pieces(const std::vector<const std::vector<BoxPiece>*>& tables) {
  constexpr size_t kBehind = 4;     // pieces
  constexpr int kLeast = 2;         // times that both are printed
  constexpr double kNearly = 0.8, kLeastWidth = 4;
  std::unordered_map<std::u32string, std::unordered_map<std::u32string, int>> behind;
  for (const auto* pieces : tables) {
    for (size_t t = 0; t < pieces->size(); ++t) {
      const BoxPiece& piece = (*pieces)[t];
      ++lines[piece.key];
      if (piece.level != 0 || piece.target || piece.width < kLeastWidth) continue;
      std::unordered_set<std::u32string> seen;
      for (size_t i = t + 1; i < pieces->size() && i <= t + kBehind && !(*pieces)[i].page_start; ++i) {
        const BoxPiece& other = (*pieces)[i];
        if (other.level == 0 && !other.in_line && other.key != piece.key && seen.insert(other.key).second) ++behind[piece.key][other.key];
      }
    }
  }
  for (const auto& [key, others] : behind) {
    for (const auto& [other, count] : others) {
      if (count >= kLeast && count >= kNearly * lines[key]) runs.insert(run_key(key, other));
    }
  }
}

// Nearly all lines that go on fill their column, and hardly any line is wider: a few of both may be of another column.
void BoxHabits::settle_widths() {
  constexpr double kUnit = 1.1, kSlack = 0.2;   // full-width characters that a full line lacks at most
  constexpr double kWider = 2;                  // what a wider line counts against full ones
  for (BoxColumn& column : columns) {
    double best = 0;
    for (double width : column.widths) {
      double score = 0;
      for (double full : column.full) score += full <= width + kSlack && full > width - kUnit;
      for (double own : column.widths) score -= own > width + kSlack ? kWider : 0;
      if (column.width == 0 || score > best || (score == best && width > column.width)) column.width = width, best = score;
    }
  }
}

void BoxSolver::learn(const std::vector<BoxPiece>& pieces, const BoxRows& rows, BoxHabits& habits) const {
  if (rows.rows == 0) return;
  const size_t columns = sorts_.size();
  habits.moves.resize((columns + 1) * columns * 10);
  std::vector<BoxText> texts(columns * static_cast<size_t>(rows.rows));
  std::vector<BoxSeat> last(columns);
  std::vector<double> widths(columns);   // of the columns' last pieces
  for (size_t t = 0; t < pieces.size(); ++t) {
    const size_t k = static_cast<size_t>(rows.seats[t].column);
    BoxSeat before = t > 0 && !pieces[t].page_start ? rows.seats[t - 1] : BoxSeat();
    const auto local = [&](BoxSeat seat) {
      if (seat.column >= 0 && blocks_[static_cast<size_t>(seat.column)] > 0) seat.row -= rows.first_rows[static_cast<size_t>(blocks_[static_cast<size_t>(seat.column)])];
      return seat;
    };
    const bool goes_on = last[k].row == rows.seats[t].row;
    const double above = !goes_on ? 0 : rows.seats[t].above ? pieces[t].width : widths[k];
    ++habits.moves[move_between(local(before), local(rows.seats[t]), !goes_on).index(columns)];
    last[k] = rows.seats[t];
    if (!rows.seats[t].above) widths[k] = pieces[t].width;
    if (sorts_[k] <= BoxSort::level2 || rows.margins[t] < 1) continue;
    texts[k * static_cast<size_t>(rows.rows) + static_cast<size_t>(rows.seats[t].row)].add(pieces[t].key, rows.seats[t].above);
    habits.columns[k].widths.push_back(pieces[t].width);
    if (!pieces[t].in_line && goes_on) habits.columns[k].full.push_back(above);
  }
  for (size_t k = 0; k < columns; ++k) {
    for (int row = 0; row < rows.rows; ++row) {
      const std::u32string& text = texts[k * static_cast<size_t>(rows.rows) + static_cast<size_t>(row)].text();
      if (text.empty()) continue;
      ++habits.columns[k].cells;
      ++habits.columns[k].texts[text];
      ++habits.columns[k].edges[front(text)];
      ++habits.columns[k].edges[back(text)];
    }
  }
}

}  // namespace budgetlift
