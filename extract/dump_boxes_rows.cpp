#include "extract/dump_boxes_rows.h"

#include <algorithm>
#include <array>

#include "extract/dump_boxes_costs.h"

namespace budgetlift {

using namespace box_costs;

namespace {

constexpr size_t kBeam = 400;
constexpr size_t kMostColumns = 9;
constexpr double kCutEmpty = 3;        // ... of a row at a page's end
constexpr double kLate = 0.6;          // a piece below which a row has begun, for each row
constexpr double kAhead = 0.5;         // a row begun for each cell that the one above lacks
constexpr double kRightAhead = 0.1;   // tables side by side: rows that one is ahead
constexpr double kLeftAhead = 0.15;
constexpr double kOtherBlock = 1.2;

}  // namespace

// A way to seat the pieces up to some one.
struct BoxSolver::State {
  double cost = 0;
  int parent = -1;               // in the step before
  BoxSeat seat;
  std::array<int, kMostColumns> rows{};     // begun in each column
  std::array<int, kMostColumns> last{};     // its last piece
  std::array<std::u32string, kMostColumns> text{};   // of its last cell
  std::array<double, kMostColumns> so_far{};         // what `cost` has of that cell until it is complete
  double alike = 0;                                  // the same of the last name and description, if they are of one row
  std::vector<std::u32string> names, texts; // of the rows whose other one is not complete
};

BoxRows BoxSolver::solve(const std::vector<BoxPiece>& pieces) const {
  const size_t columns = sorts_.size();
  size_t name_column = columns, text_column = columns;
  for (size_t k = 0; k < columns; ++k) {
    if (sorts_[k] == BoxSort::name) name_column = k;
    if (sorts_[k] == BoxSort::text) text_column = k;
  }
  const bool paired = name_column < columns && text_column < columns;
  std::vector<std::vector<State>> steps(pieces.size() + 1);
  steps[0].emplace_back();
  steps[0][0].last.fill(-1);

  const int block_count = 1 + *std::max_element(blocks_.begin(), blocks_.end());
  const auto most_rows = [&](const State& state, int block) {
    int out = 0;
    for (size_t k = 0; k < columns; ++k) {
      if (sorts_[k] != BoxSort::level1 && blocks_[k] == block) out = std::max(out, state.rows[k]);
    }
    return out;
  };
  // The text of a column's last cell is complete.
  const auto close = [&](State& state, size_t k) {
    if (state.rows[k] == 0) return;
    state.cost += closed_cost(k, state.text[k]) - state.so_far[k];
    state.so_far[k] = 0;
    if (!paired || (k != name_column && k != text_column)) return;
    state.cost -= state.alike;
    state.alike = 0;
    (k == name_column ? state.names : state.texts).push_back(state.text[k]);
    while (!state.names.empty() && !state.texts.empty()) {
      state.cost += likeness(state.names.front(), state.texts.front());
      state.names.erase(state.names.begin());
      state.texts.erase(state.texts.begin());
    }
  };

  // What the text of column k's last cell, if it were `text`, tells of its likeness to the other one of its row.
  const auto alike = [&](const State& state, size_t k, const std::u32string& text, bool begins) {
    if (!paired || (k != name_column && k != text_column)) return state.alike;
    const size_t other = k == name_column ? text_column : name_column;
    if (state.rows[k] + begins != state.rows[other]) return 0.0;
    const double cost = likeness(k == name_column ? text : state.text[other], k == name_column ? state.text[other] : text);
    return std::min(0.0, cost);
  };

  std::vector<double> moves_cost((columns + 1) * columns * 10);
  for (BoxMove move; move.from < static_cast<int>(columns); ++move.from) {
    for (move.to = 0; move.to < static_cast<int>(columns); ++move.to) {
      for (move.rows = -2; move.rows <= 2; ++move.rows) {
        for (const bool begins : {false, true}) move.begins = begins, moves_cost[move.index(columns)] = move_cost(move);
      }
    }
  }

  // Names of second levels are known: there are as many rows.
  const auto rows = std::count_if(pieces.begin(), pieces.end(), [](const BoxPiece& piece) { return piece.level == 2 && !piece.rest; });
  struct Move {
    double rank, step;   // cost of the way so far and this step; of this step without what cells cost
    int parent;
    size_t column;
    bool begins;
  };
  for (size_t t = 0; t < pieces.size(); ++t) {
    const BoxPiece& piece = pieces[t];
    std::vector<Move> moves;
    // A piece that fits nowhere may stand in any column of texts.
    for (const bool strict : {true, false}) {
    if (!moves.empty()) break;
    for (size_t s = 0; s < steps[t].size(); ++s) {
      State& state = steps[t][s];
      std::array<int, kMostColumns> most_of{};
      for (int block = 0; block < block_count; ++block) most_of[static_cast<size_t>(block)] = most_rows(state, block);
      if (piece.page_start && t > 0 && strict) {
        // Rows end with their page, but for one that its end cuts.
        for (size_t k = 0; k < columns; ++k) {
          if (sorts_[k] == BoxSort::level1) continue;
          const int lacks = most_of[static_cast<size_t>(blocks_[k])] - state.rows[k];
          if (lacks > 0) state.cost += kCutEmpty + kEmpty * (lacks - 1);
        }
      }
      const BoxSeat before = state.seat;
      for (size_t k = 0; k < columns; ++k) {
        const bool first_level = sorts_[k] == BoxSort::level1;
        const int level = first_level ? 1 : sorts_[k] == BoxSort::level2 ? 2 : 0;
        if (strict ? piece.level != level : level > 0) continue;
        if (strict && piece.in_line && before.column > static_cast<int>(k)) continue;
        const double other = piece.in_box && before.column != static_cast<int>(k) ? kOtherColumn : 0;
        double begin = begin_cost(k, piece) + other;
        if (piece.in_line && before.column == static_cast<int>(k)) begin += kSpaceInside;
        if (!first_level && before.column >= 0 && blocks_[static_cast<size_t>(before.column)] >= 0 && blocks_[static_cast<size_t>(before.column)] != blocks_[k]) begin += kOtherBlock;
        const int row = state.rows[k];
        const int most = first_level ? 0 : most_of[static_cast<size_t>(blocks_[k])];
        if (!first_level) {
          for (int block = 0; block < block_count && row >= most; ++block) {
            const int ahead = row + 1 - most_of[static_cast<size_t>(block)];
            if (block != blocks_[k] && ahead > 0) begin += (block < blocks_[k] ? kRightAhead : kLeftAhead) * ahead;
          }
          if (row < most) {
            begin += kLate * (most - row - 1);
          } else {
            for (size_t other_column = 0; other_column < columns; ++other_column) {
              if (sorts_[other_column] != BoxSort::level1 && blocks_[other_column] == blocks_[k]) begin += kAhead * std::max(0, most - state.rows[other_column]);
            }
          }
        }
        const BoxSeat previous = piece.page_start ? BoxSeat() : before;
        begin += moves_cost[move_between(previous, {static_cast<int>(k), row}, true).index(columns)];
        const double closed = row > 0 ? closed_cost(k, state.text[k]) - state.so_far[k] : 0;
        if (!strict || (!piece.rest && (first_level || row < rows))) {
          moves.push_back({state.cost + begin + closed + open_cost(k, piece.key) + alike(state, k, piece.key, true) - state.alike, begin, static_cast<int>(s), k, true});
        }
        if (row > 0 && (piece.level == 0 || piece.rest || !strict)) {
          if (strict && piece.in_line && before.column != static_cast<int>(k)) continue;
          double go_on = go_on_cost(k, state.text[k], pieces[static_cast<size_t>(state.last[k])], piece) + other;
          if (!first_level) go_on += kLate * (most - row);
          go_on += moves_cost[move_between(previous, {static_cast<int>(k), row - 1}, false).index(columns)];
          const std::u32string longer = state.text[k] + piece.key;
          moves.push_back({state.cost + go_on + open_cost(k, longer) - state.so_far[k] + alike(state, k, longer, false) - state.alike, go_on, static_cast<int>(s), k, false});
        }
      }
    }
    }
    const size_t kept = std::min(moves.size(), 3 * kBeam);
    std::partial_sort(moves.begin(), moves.begin() + static_cast<std::ptrdiff_t>(kept), moves.end(), [](const Move& a, const Move& b) { return a.rank < b.rank; });
    moves.resize(kept);
    std::vector<State>& next = steps[t + 1];
    for (const Move& move : moves) {
      State state = steps[t][static_cast<size_t>(move.parent)];
      state.parent = move.parent;
      const size_t k = move.column;
      if (move.begins) {
        close(state, k);
        ++state.rows[k];
        state.text[k] = piece.key;
      } else {
        state.text[k] += piece.key;
      }
      const double open = open_cost(k, state.text[k]), like = alike(state, k, state.text[k], false);
      state.cost += move.step + open - state.so_far[k] + like - state.alike;
      state.so_far[k] = open;
      state.alike = like;
      state.last[k] = static_cast<int>(t);
      state.seat = {static_cast<int>(k), state.rows[k] - 1};
      next.push_back(std::move(state));
    }
    std::sort(next.begin(), next.end(), [](const State& a, const State& b) { return a.cost < b.cost; });
    if (next.size() > kBeam) next.resize(kBeam);
    if (next.empty()) return {};
    // What is not needed to follow the way back is freed.
    for (State& state : steps[t]) {
      for (std::u32string& text : state.text) text = {};
      state.names = {};
      state.texts = {};
    }
  }
  BoxRows out;
  size_t best = 0;
  for (size_t s = 0; s < steps.back().size(); ++s) {
    State& state = steps.back()[s];
    for (size_t k = 0; k < columns; ++k) close(state, k);
    for (size_t k = 0; k < columns; ++k) {
      if (sorts_[k] != BoxSort::level1) state.cost += kEmpty * (most_rows(state, blocks_[k]) - state.rows[k]);
    }
    if (state.cost < steps.back()[best].cost) best = s;
  }
  for (int block = 0; block < block_count; ++block) {
    out.first_rows.push_back(out.rows);
    out.rows += most_rows(steps.back()[best], block);
  }
  if (out.rows == 0) return {};
  out.seats.resize(pieces.size());
  out.cost = steps.back()[best].cost;
  int at = static_cast<int>(best);
  for (size_t t = pieces.size(); t > 0; --t) {
    const State& state = steps[t][static_cast<size_t>(at)];
    out.seats[t - 1] = state.seat;
    if (blocks_[static_cast<size_t>(state.seat.column)] > 0) out.seats[t - 1].row += out.first_rows[static_cast<size_t>(blocks_[static_cast<size_t>(state.seat.column)])];
    at = state.parent;
  }
  steps.clear();
  weigh(pieces, out);
  prove(pieces, out);
  return out;
}

}  // namespace budgetlift
