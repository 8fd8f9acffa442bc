#include "extract/dump_boxes_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_set>

#include "extract/dump_boxes_costs.h"

namespace budgetlift {

using namespace box_costs;

namespace {

constexpr size_t kBeam = 150, kListingBeam = 300;   // ways that are followed
constexpr size_t kMostColumns = 14;
constexpr double kCutEmpty = 3;        // ... of a row at a page's end
constexpr double kUncounted = 0.025;   // both, where no second level says how many rows there are: columns are printed one behind the other
constexpr double kRightAhead = 0.1;   // tables side by side: rows that one is ahead
constexpr double kLeftAhead = 0.15;
constexpr int kMostBehind = 8;         // pieces that it comes behind it, at most
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// Texts of cells as numbers, so that ways are cheap to copy and what a text costs is asked once.
class Texts {
 public:
  int number(const std::u32string& text) {
    const auto [it, fresh] = numbers_.try_emplace(text, static_cast<int>(texts_.size()));
    if (fresh) texts_.push_back(&it->first);
    return it->second;
  }
  int join(int a, int b) {
    const auto [it, fresh] = joined_.try_emplace(pair(a, b), 0);
    if (fresh) it->second = number((*this)[a] + (*this)[b]);
    return it->second;
  }
  const std::u32string& operator[](int number) const { return *texts_[static_cast<size_t>(number)]; }
  static std::uint64_t pair(int a, int b) { return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(a)) << 32) | static_cast<std::uint32_t>(b); }

 private:
  std::unordered_map<std::u32string, int> numbers_;   // its keys stay where they are
  std::vector<const std::u32string*> texts_;
  std::unordered_map<std::uint64_t, int> joined_;
};

}  // namespace

class BoxSearch {
 public:
  BoxSearch(const BoxSolver& costs, const std::vector<BoxPiece>& pieces, size_t projects)
      : costs_(costs), sorts_(costs.sorts_), blocks_(costs.blocks_), pieces_(pieces), projects_(static_cast<int>(projects)), columns_(costs.sorts_.size()), name_(columns_), text_(columns_),
        late_(costs.weights_.late), ahead_(costs.weights_.ahead), open_(columns_), closed_(columns_) {
    for (size_t k = 0; k < columns_; ++k) {
      if (sorts_[k] == BoxSort::name) name_ = k;
      if (sorts_[k] == BoxSort::text) text_ = k;
    }
    block_count_ = 1 + *std::max_element(blocks_.begin(), blocks_.end());
    for (const BoxPiece& piece : pieces) keys_.push_back(texts_.number(piece.key));
    count_rows();
    moves_cost_.resize((columns_ + 1) * columns_ * 10);
    for (BoxMove move; move.from < static_cast<int>(columns_); ++move.from) {
      for (move.to = 0; move.to < static_cast<int>(columns_); ++move.to) {
        for (move.rows = -2; move.rows <= 2; ++move.rows) {
          for (const bool begins : {false, true}) move.begins = begins, moves_cost_[move.index(columns_)] = costs.move_cost(move);
        }
      }
    }
  }

  // Seats of all pieces, and rows; without rows where there is no way.
  BoxRows run() {
    steps_.resize(pieces_.size() + 1);
    steps_[0].emplace_back();
    steps_[0][0].last.fill(-1);
    for (size_t t = 0; t < pieces_.size(); ++t) {
      step(t);
      if (steps_[t + 1].empty()) return {};
    }
    return best();
  }

 private:
  // Names of second levels are known: there are as many rows, and no more on a page but for one that its end cuts.
  void count_rows() {
    if (std::find(sorts_.begin(), sorts_.end(), BoxSort::level2) == sorts_.end()) {
      late_ = ahead_ = kUncounted;
      most_rows_.assign(pieces_.size(), static_cast<int>(pieces_.size()));
      return;
    }
    const bool side_by_side = std::count(sorts_.begin(), sorts_.end(), BoxSort::level2) > 1;
    int rows = 0;
    most_rows_.resize(pieces_.size());
    for (size_t t = 0; t < pieces_.size();) {
      size_t end = t;
      for (; end < pieces_.size() && (end == t || side_by_side || !pieces_[end].page_start); ++end) rows += pieces_[end].level == 2 && !pieces_[end].rest;
      for (; t < end; ++t) most_rows_[t] = rows + 1;
    }
    for (int& most : most_rows_) most = std::min(most, rows);
  }

  enum class Way { begins, below, above };   // a piece begins a cell, goes on below its last line, or stands right above that one

  // A way to seat the pieces up to some one.
  struct State {
    double cost = 0;
    double alike = 0;                       // what `cost` has of the last name and description, if they are of one row
    int parent = -1;                        // in the step before
    BoxSeat seat;
    std::array<int, kMostColumns> rows{};   // begun in each column
    std::array<int, kMostColumns> last{};   // the last piece of its last cell
    std::array<int, kMostColumns> text{};   // of that cell
    std::array<int, kMostColumns> body{};   // the same without its last piece
    std::vector<int> waiting;               // names, or descriptions, of rows whose other one is not complete
    bool names_wait = false;

    // A hash of all that the costs of what comes depend on.
    size_t future(size_t columns) const {
      size_t out = 0;
      const auto mix = [&](int value) { out = (out ^ static_cast<size_t>(value)) * 0x9E3779B97F4A7C15u, out ^= out >> 29; };
      mix(seat.column);
      mix(seat.row);
      for (size_t k = 0; k < columns; ++k) mix(rows[k]), mix(last[k]), mix(text[k]);
      for (int text_waiting : waiting) mix(text_waiting);
      mix(names_wait);
      return out;
    }
  };
  struct Move {
    double rank, step;   // cost of the way so far and this step; of this step without what cells cost
    int parent;
    size_t column;
    Way way;
  };

  double cached(std::vector<std::vector<double>>& of, size_t k, int text, double (BoxSolver::*cost)(size_t, const std::u32string&) const) {
    std::vector<double>& own = of[k];
    if (own.size() <= static_cast<size_t>(text)) own.resize(static_cast<size_t>(text) * 2 + 16, kUnknown);
    double& out = own[static_cast<size_t>(text)];
    if (std::isnan(out)) out = (costs_.*cost)(k, texts_[text]);
    return out;
  }
  double open(size_t k, int text) { return cached(open_, k, text, &BoxSolver::open_cost); }
  double closed(size_t k, int text) { return cached(closed_, k, text, &BoxSolver::cell_cost); }
  double likeness(int name, int text) {
    const auto [it, fresh] = alike_.try_emplace(Texts::pair(name, text), 0);
    if (fresh) it->second = costs_.likeness(texts_[name], texts_[text]);
    return it->second;
  }

  bool is_paired(size_t k) const { return name_ < columns_ && text_ < columns_ && (k == name_ || k == text_); }

  int most_rows(const State& state, int block) const {
    int out = 0;
    for (size_t k = 0; k < columns_; ++k) {
      if (!is_merged(sorts_[k]) && blocks_[k] == block) out = std::max(out, state.rows[k]);
    }
    return out;
  }

  // The text of a column's last cell is complete.
  void close(State& state, size_t k) {
    if (state.last[k] < 0) return;
    state.cost += closed(k, state.text[k]) - open(k, state.text[k]);
    if (!is_paired(k)) return;
    state.cost -= state.alike;
    state.alike = 0;
    pair(state, k);
  }

  // The name or the description that is complete meets the other one of its row, or waits for it.
  void pair(State& state, size_t k) {
    const bool is_name = k == name_;
    if (state.waiting.empty() || state.names_wait == is_name) {
      state.names_wait = is_name;
      state.waiting.push_back(state.text[k]);
      return;
    }
    const int other = state.waiting.front();
    state.waiting.erase(state.waiting.begin());
    state.cost += is_name ? likeness(state.text[k], other) : likeness(other, state.text[k]);
  }

  // What the text of column k's last cell, if it were `text`, tells of its likeness to the other one of its row.
  double alike(const State& state, size_t k, int text, bool begins) {
    if (!is_paired(k)) return state.alike;
    const size_t other = k == name_ ? text_ : name_;
    if (state.rows[k] + begins != state.rows[other]) return 0;
    return std::min(0.0, k == name_ ? likeness(text, state.text[other]) : likeness(state.text[other], text));
  }

  // Projects stand left of their indicators.
  bool is_left(size_t k, size_t other) const {
    if (is_of_project(sorts_[k]) != is_of_project(sorts_[other])) return is_of_project(sorts_[k]);
    return k < other;
  }

  double move_cost(const BoxSeat& before, size_t k, int row, bool begins) const {
    return moves_cost_[costs_.move_between(before, {static_cast<int>(k), row}, begins).index(columns_)];
  }

  // Rows end with their page, but for one that its end may cut: what a column lacks of the others stays empty. Whether it lacks any.
  bool end_page(State& state, bool cut) {
    bool out = false;
    for (size_t k = 0; k < columns_; ++k) {
      if (is_merged(sorts_[k]) || is_of_project(sorts_[k])) continue;
      const int lacks = most_rows(state, blocks_[k]) - state.rows[k];
      if (lacks <= 0) continue;
      out = true;
      state.cost += cut ? kCutEmpty + kEmpty * (lacks - 1) : kEmpty * lacks;
      if (cut && lacks == 1) continue;
      close(state, k);
      state.text[k] = state.body[k] = texts_.number({});
      state.last[k] = -1;
      for (int n = cut; n < lacks; ++n) {
        ++state.rows[k];
        if (is_paired(k)) pair(state, k);
      }
    }
    return out;
  }

  void end_page(std::vector<State>& states) {
    const size_t count = states.size();
    states.reserve(2 * count);
    for (size_t s = 0; s < count; ++s) {
      State whole = states[s];
      if (end_page(states[s], true) && end_page(whole, false)) states.push_back(std::move(whole));
    }
  }

  void step(size_t t) {
    const BoxPiece& piece = pieces_[t];
    std::vector<Move> moves;
    if (piece.page_start && t > 0) end_page(steps_[t]);
    // A piece that fits nowhere may stand in any column of texts.
    for (const bool strict : {true, false}) {
      for (size_t s = 0; s < steps_[t].size(); ++s) add_moves(t, static_cast<int>(s), strict, moves);
      if (!moves.empty()) break;
    }
    const size_t kept = std::min(moves.size(), 3 * beam_);
    std::nth_element(moves.begin(), moves.begin() + static_cast<std::ptrdiff_t>(kept), moves.end(), [](const Move& a, const Move& b) { return a.rank < b.rank; });
    moves.resize(kept);
    std::vector<State>& next = steps_[t + 1];
    next.reserve(kept);
    for (const Move& move : moves) next.push_back(moved(t, move));
    std::sort(next.begin(), next.end(), [](const State& a, const State& b) { return a.cost < b.cost; });
    // Ways that leave the same cells open go on in the same way: the cheapest one is enough.
    std::unordered_set<size_t> futures;
    std::erase_if(next, [&](const State& state) { return futures.size() >= beam_ || !futures.insert(state.future(columns_)).second; });
    // What is not needed to follow the way back is freed.
    for (State& state : steps_[t]) state.waiting = {};
  }

  void add_moves(size_t t, int s, bool strict, std::vector<Move>& moves) {
    const BoxPiece& piece = pieces_[t];
    const State& state = steps_[t][static_cast<size_t>(s)];
    std::array<int, kMostColumns> most_of{};
    for (int block = 0; block < block_count_; ++block) most_of[static_cast<size_t>(block)] = most_rows(state, block);
    const BoxSeat before = state.seat;
    const BoxSeat previous = piece.page_start ? BoxSeat() : before;
    for (size_t k = 0; k < columns_; ++k) {
      const bool merged = is_merged(sorts_[k]);
      const int level = sorts_[k] == BoxSort::level1 ? 1 : sorts_[k] <= BoxSort::level2 ? 2 : 0;
      if (strict ? piece.level != level : level > 0) continue;
      if (strict && piece.in_line && before.column >= 0 && is_left(k, static_cast<size_t>(before.column))) continue;
      const bool same = before.column == static_cast<int>(k);
      double other = piece.in_box && !same ? kOtherColumn : 0;
      if (piece.maybe_one && !same) other += kApartInside;
      const int row = state.rows[k];
      const bool open_cell = state.last[k] >= 0;
      const int most = merged ? 0 : most_of[static_cast<size_t>(blocks_[k])];
      const auto add = [&](Way way, double cost, int text) {
        const bool begins = way == Way::begins;
        cost += other + move_cost(previous, k, begins ? row : row - 1, begins);
        double rank = state.cost + cost + open(k, text) + alike(state, k, text, begins) - state.alike;
        if (open_cell) rank += (begins ? closed(k, state.text[k]) : 0) - open(k, state.text[k]);
        moves.push_back({rank, cost, s, k, way});
      };
      if (!strict || (!piece.rest && (merged || row < (is_of_project(sorts_[k]) ? projects_ : most_rows_[t])))) add(Way::begins, begin_cost(state, k, piece, most_of), keys_[t]);
      if (!open_cell || (strict && piece.level != 0 && !piece.rest)) continue;
      if (strict && piece.in_line && !same) continue;
      const size_t last = static_cast<size_t>(state.last[k]);
      const double late = merged ? 0 : late_ * (most - row);
      add(Way::below, costs_.go_on_cost(k, texts_[state.text[k]], pieces_[last], piece) + late, texts_.join(state.text[k], keys_[t]));
      if (sorts_[k] <= BoxSort::level2 || piece.in_line || piece.page_start || pieces_[last].page != piece.page || pieces_[last].in_line) continue;
      if (static_cast<int>(t - last) > kMostBehind) continue;
      add(Way::above, costs_.go_on_cost(k, texts_[keys_[t]], piece, pieces_[last]) + late + kAbove, texts_.join(texts_.join(state.body[k], keys_[t]), keys_[last]));
    }
  }

  // Of a cell of column k.
  double begin_cost(const State& state, size_t k, const BoxPiece& piece, const std::array<int, kMostColumns>& most_of) const {
    double cost = costs_.begin_cost(k, piece);
    const int from = state.seat.column;
    if (piece.in_line && from == static_cast<int>(k)) cost += kSpaceInside;
    if (is_merged(sorts_[k])) return cost;
    if (!is_of_project(sorts_[k]) && from >= 0 && !is_of_project(sorts_[static_cast<size_t>(from)]) && blocks_[static_cast<size_t>(from)] >= 0 && blocks_[static_cast<size_t>(from)] != blocks_[k]) cost += costs_.weights_.other_block;
    const int row = state.rows[k], most = most_of[static_cast<size_t>(blocks_[k])];
    for (int block = 0; block < block_count_ && row >= most && projects_ == 0; ++block) {
      const int ahead = row + 1 - most_of[static_cast<size_t>(block)];
      if (block != blocks_[k] && ahead > 0) cost += (block < blocks_[k] ? kRightAhead : kLeftAhead) * ahead;
    }
    if (row < most) return cost + late_ * (most - row - 1);
    for (size_t other = 0; other < columns_; ++other) {
      if (!is_merged(sorts_[other]) && blocks_[other] == blocks_[k]) cost += ahead_ * std::max(0, most - state.rows[other]);
    }
    return cost;
  }

  State moved(size_t t, const Move& move) {
    State state = steps_[t][static_cast<size_t>(move.parent)];
    state.parent = move.parent;
    const size_t k = move.column;
    if (move.way == Way::begins) {
      close(state, k);
      ++state.rows[k];
      state.body[k] = texts_.number({});
      state.text[k] = keys_[t];
    } else {
      state.cost -= open(k, state.text[k]);
      if (move.way == Way::below) {
        state.body[k] = state.text[k];
        state.text[k] = texts_.join(state.text[k], keys_[t]);
      } else {
        state.body[k] = texts_.join(state.body[k], keys_[t]);
        state.text[k] = texts_.join(state.body[k], keys_[static_cast<size_t>(state.last[k])]);
      }
    }
    const double like = alike(state, k, state.text[k], false);
    state.cost += move.step + open(k, state.text[k]) + like - state.alike;
    state.alike = like;
    if (move.way != Way::above) state.last[k] = static_cast<int>(t);
    state.seat = {static_cast<int>(k), state.rows[k] - 1, move.way == Way::above};
    return state;
  }

  BoxRows best() {
    BoxRows out;
    size_t at = 0;
    for (size_t s = 0; s < steps_.back().size(); ++s) {
      State& state = steps_.back()[s];
      for (size_t k = 0; k < columns_; ++k) close(state, k);
      for (size_t k = 0; k < columns_; ++k) {
        if (!is_merged(sorts_[k])) state.cost += kEmpty * (most_rows(state, blocks_[k]) - state.rows[k]);
      }
      if (state.cost < steps_.back()[at].cost) at = s;
    }
    for (int block = 0; block < block_count_; ++block) {
      out.first_rows.push_back(out.rows);
      out.rows += most_rows(steps_.back()[at], block);
    }
    if (out.rows == 0) return {};
    out.seats.resize(pieces_.size());
    out.cost = steps_.back()[at].cost;
    for (size_t t = pieces_.size(); t > 0; --t) {
      const State& state = steps_[t][at];
      BoxSeat& seat = out.seats[t - 1] = state.seat;
      const int block = blocks_[static_cast<size_t>(seat.column)];
      if (block > 0) seat.row += out.first_rows[static_cast<size_t>(block)];
      at = static_cast<size_t>(state.parent);
    }
    return out;
  }

  const BoxSolver& costs_;
  const std::vector<BoxSort>& sorts_;
  const std::vector<int>& blocks_;
  const std::vector<BoxPiece>& pieces_;
  const int projects_;
  const size_t columns_;
  size_t name_, text_;                  // columns; columns_ where there is none
  int block_count_ = 1;
  const size_t beam_ = projects_ > 0 ? kListingBeam : kBeam;
  double late_, ahead_;                 // BoxWeights
  std::vector<int> most_rows_;          // that have begun with each piece
  Texts texts_;
  std::vector<int> keys_;               // of the pieces
  std::vector<double> moves_cost_;      // by BoxMove::index
  std::vector<std::vector<double>> open_, closed_;   // by column and text; NaN: not asked yet
  std::unordered_map<std::uint64_t, double> alike_;
  std::vector<std::vector<State>> steps_;
};

BoxRows BoxSolver::solve(const std::vector<BoxPiece>& pieces, size_t projects) const {
  return BoxSearch(*this, pieces, projects).run();
}

void BoxSolver::judge(const std::vector<BoxPiece>& pieces, BoxRows& rows) const {
  if (rows.rows == 0) return;
  weigh(pieces, rows);
  prove(pieces, rows);
}

}  // namespace budgetlift
