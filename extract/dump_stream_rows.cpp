#include "extract/dump_stream_rows.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_doubts.h"
#include "extract/dump_stream_places.h"
#include "extract/dump_stream_rest.h"
#include "extract/dump_stream_targets.h"
#include "extract/dump_stream_values.h"

namespace budgetlift {
namespace {

// A cut that costs this much more than the best one up to the same place is given up; the second where every character may begin a cell.
constexpr double kBeam = 14, kGluedBeam = 8, kLeastBeam = 1, kMostBeam = 40;
constexpr double kNarrower = 0.8;
constexpr size_t kEdgesPerPiece = 500, kFreePieces = 100;   // steps of the search that each piece of the text may cost on the average
constexpr double kStray = 14;         // a line that fits nowhere
constexpr double kCutRow = 4.5;       // a page's end inside a row
constexpr double kWholeRowCut = 3;    // … all of whose columns had something before it
// Columns that have nothing in a row.
constexpr double kNoFirstLevel = 9;   // in the first row, or in a project's first
constexpr double kMergedLevel2 = 1, kNoLevel2 = 4, kNoText = 7, kNoBlock = 1.5, kBlockAgain = 4, kNoOwn = 6, kNoAmount = 1.5, kNoProject = 12;
constexpr double kOtherNumber = 6;     // a project's number that is not one more than the one before
constexpr int kMostNumber = 0xFFF;
constexpr double kUnsureEnd = 4;      // nats: the end of a row
constexpr size_t kNearBreak = 200;    // characters before a page's end within which a row may be cut by it

class Search {
 public:
  Search(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target, const StreamHabits& habits)
      : text_(text), columns_(columns), habits_(habits), cells_(text, columns, words, target, habits), glued_(habits.kind == DumpKind::pypdf), places_(text, columns, words, habits), at_(places_.at()) {
    ends_.resize(at_.size());
    best_at_.resize(at_.size());
    counted_ = glued_ && !places_.has_codes();
    two_blocks_ = columns.back().block > 0;
  }

  // Each part of the text for itself: where a project begins, a row does.
  StreamCut run() {
    const std::vector<size_t>& starts = places_.starts();
    StreamCut out;
    for (size_t part = 0; part + 1 < starts.size(); ++part) {
      from_ = starts[part];
      to_ = starts[part + 1];
      head_end_ = places_.head_end(from_);
      double beam = std::max(glued_ ? kGluedBeam : kBeam, habits_.beam);
      while (beam <= kMostBeam && !cut_part(beam, out)) beam *= 2;
      if (starts.size() == 2) out.beam = beam;
      if (beam <= kMostBeam) continue;
      out.stray.push_back({at_[from_], at_[to_]});
      out.cost = std::numeric_limits<double>::infinity();
    }
    doubt_rows(out, text_, columns_, cells_, habits_);
    return out;
  }

 private:
  static constexpr int kBetween = -1;   // between two rows

  struct State {
    int c = kBetween;      // column of the cell that ends here
    size_t i = 0;          // piece that it begins with
    size_t j = 0;
    bool own = false;      // its row has a project's own cells
    bool tail = false;     // behind the page's end that cuts its row
    bool lacks = false;    // … and its last columns have nothing so far
    bool stray = false;
    int number = 0;        // of the last project, where projects are counted
    unsigned gone = 0;     // blocks that have no more rows under the first level, a bit each
    double cost = 0;       // of the best way to it
    double rest = std::numeric_limits<double>::infinity();   // from it to the end
    int before = -1;
  };
  struct Edge {
    int from = 0, to = 0;
    double cost = 0;
  };

  // Places [from_, to_). Whether not all ways to their end were given up.
  bool cut_part(double beam, StreamCut& out) {
    full_beam_ = beam_ = beam;
    states_.clear();
    edges_.clear();
    index_.clear();
    costs_.clear();
    for (size_t j = from_; j <= to_; ++j) {
      ends_[j].clear();
      best_at_[j] = std::numeric_limits<double>::infinity();
    }
    State first;
    first.i = from_;
    first.number = last_number_;
    add(from_, first, 0, -1);
    for (size_t j = from_; j < to_; ++j) {
      set_beam(j);
      expand_all(j);
    }
    for (size_t k = 0; k < ends_[to_].size(); ++k) {
      // Rows end at the end of the text.
      const int id = ends_[to_][k];
      if (state(id).c != kBetween) end_row(id, to_);
    }
    int best = -1;
    for (int id : ends_[to_]) {
      if (state(id).c == kBetween && (best < 0 || state(id).cost < state(best).cost)) best = id;
    }
    if (best < 0) return false;
    last_number_ = state(best).number;
    find_rest(best);
    take(best, out);
    return true;
  }

  State& state(int id) { return states_[static_cast<size_t>(id)]; }
  double beam() const { return beam_; }

  // Keeps time and memory linear in the text: where too much is still possible, what is less likely is given up sooner.
  void set_beam(size_t j) {
    const bool many = edges_.size() > kEdgesPerPiece * (j - from_ + kFreePieces);
    beam_ = many ? std::max(kLeastBeam, beam_ * kNarrower) : std::min(full_beam_, beam_ / kNarrower);
  }

  void add(size_t j, State s, double step, int from) {
    s.j = j;
    s.cost = (from < 0 ? 0 : state(from).cost) + step;
    s.before = from;
    const std::uint64_t key = static_cast<std::uint64_t>(j) << 40 | (static_cast<std::uint64_t>(j - s.i) & 0x3FFF) << 26 | (static_cast<std::uint64_t>(s.number) & 0xFFF) << 14 | static_cast<std::uint64_t>(s.gone & 3) << 12 | static_cast<std::uint64_t>(s.lacks) << 11 | static_cast<std::uint64_t>(s.c + 1) << 3 |
                              static_cast<std::uint64_t>(s.own) << 2 | static_cast<std::uint64_t>(s.tail) << 1 | static_cast<std::uint64_t>(s.stray);
    const auto [it, is_new] = index_.emplace(key, static_cast<int>(states_.size()));
    if (is_new) {
      states_.push_back(s);
      ends_[j].push_back(it->second);
    } else if (s.cost < state(it->second).cost) {
      state(it->second).cost = s.cost;
      state(it->second).before = from;
    }
    best_at_[j] = std::min(best_at_[j], s.cost);
    if (from >= 0) edges_.push_back({from, it->second, step});
  }

  // Cost of columns [from, to) having nothing in a row.
  double skipped(size_t from, size_t to, bool first_row, bool own, bool level1) const {
    double cost = 0;
    bool all_own = from == 0;
    for (size_t k = from; k < to; ++k) {
      const StreamColumn& column = columns_[k];
      if (column.own) {
        if (all_own && !own) cost = first_row ? kNoProject : 0;
        else cost += no_amount(k) ? kNoAmount : column.sort == StreamSort::amount ? kNoText : kNoOwn;
        continue;
      }
      all_own = false;
      if (column.sort == StreamSort::level1) {
        if (first_row || own) cost += kNoFirstLevel;
        continue;
      }
      if (two_blocks_ && column.sort == StreamSort::level2) {
        size_t end = k;
        while (end < columns_.size() && columns_[end].block == column.block) ++end;
        if (end <= to) {
          cost += kNoBlock;
          k = end - 1;
          continue;
        }
      }
      if (column.sort == StreamSort::level2) cost += level1 ? kNoText : habits_.merged_level2 ? kMergedLevel2 : kNoLevel2;
      else cost += no_amount(k) ? kNoAmount : kNoText;
    }
    return cost;
  }

  // A part of the amount before it, which may be lacking.
  bool no_amount(size_t c) const { return c > 0 && columns_[c].sort == StreamSort::amount && columns_[c - 1].sort == StreamSort::amount; }

  // Blocks that have nothing in columns [from, to), a bit each.
  unsigned blocks_skipped(size_t from, size_t to) const {
    unsigned out = 0;
    for (size_t k = from; two_blocks_ && k < to; ++k) {
      if (columns_[k].sort == StreamSort::level2) out |= 1u << columns_[k].block;
    }
    return out;
  }

  void expand_all(size_t j) {
    std::vector<int>& here = ends_[j];
    // Ends of rows first: they lead to states at the same place.
    for (size_t k = 0; k < here.size(); ++k) {
      if (state(here[k]).c != kBetween && (places_.starts_line(j) || is_own_tail(state(here[k])))) end_row(here[k], j);
    }
    double best = std::numeric_limits<double>::infinity();
    for (int id : here) best = std::min(best, state(id).cost);
    for (size_t k = 0; k < here.size(); ++k) {
      const int id = here[k];
      if (state(id).cost > best + beam()) continue;
      if (!state(id).tail && places_.is_break(j)) tails(id, j, 0, kCutRow);
      if (state(id).c == kBetween) {
        cells(id, j, 0);
        stray(id, j);
      } else if (state(id).tail) {
        tails(id, j, static_cast<size_t>(state(id).c) + 1, 0);
      } else if (!places_.is_break(j)) {
        cells(id, j, static_cast<size_t>(state(id).c) + 1);
      }
    }
  }

  // The rest of a project's cell stands beside the rows that follow.
  bool is_own_tail(const State& s) const { return s.tail && columns_[static_cast<size_t>(s.c)].own; }

  void end_row(int id, size_t j) {
    const State s = state(id);
    const double cost = s.tail ? (s.lacks ? kNoText : 0) : skipped(static_cast<size_t>(s.c) + 1, columns_.size(), false, s.own, false);
    State next{kBetween, j, j, false, false};
    next.number = s.number;
    next.gone = s.gone | (s.tail ? 0 : blocks_skipped(static_cast<size_t>(s.c) + 1, columns_.size()));
    if (cost < full_beam_) add(j, next, cost, id);
  }

  void stray(int id, size_t j) {
    size_t end = j + 1;
    while (end < to_ && !places_.starts_line(end)) ++end;
    if (places_.holds_mark(j, end)) return;
    State s{kBetween, j, end, false, false};
    s.stray = true;
    s.number = state(id).number;
    s.gone = state(id).gone;
    add(end, s, kStray + stream_costs::kIsName * cells_.names(at_[j], at_[end]), id);   // what has names is a row
  }

  void cells(int id, size_t j, size_t from) {
    const State s = state(id);
    for (size_t c = from; c < columns_.size(); ++c) {
      const StreamColumn& column = columns_[c];
      if (glued_ && !places_.may_start(c, j) && !(s.c == kBetween && column.sort >= StreamSort::text)) continue;
      const bool own = s.own || column.own;
      if (head_end_ > 0 && (j < head_end_ ? !column.own : column.own || (j == head_end_ && column.sort != StreamSort::level1))) continue;
      const bool level1 = s.c >= 0 && columns_[static_cast<size_t>(s.c)].sort == StreamSort::level1;
      const double skip = skipped(from, c, s.c == kBetween && j == from_, own, level1);
      if (skip >= full_beam_) continue;
      const unsigned gone = column.sort == StreamSort::level1 ? 0 : s.gone | blocks_skipped(from, c);
      const bool again = two_blocks_ && column.sort == StreamSort::level2 && (s.gone & (1u << column.block)) != 0;
      const size_t most = std::min(to_, j + longest(column.sort, glued_));
      for (size_t k = j + 1; k <= most; ++k) {
        if (!places_.is_break(k) && !places_.may_end(c, k)) continue;
        if (j < head_end_ && k > head_end_) break;
        if (places_.takes_mark(c, j, k)) {
          if (column.sort != StreamSort::code && column.sort != StreamSort::number) break;
          continue;
        }
        const bool near_break = places_.break_behind(k - 1) - at_[k] <= kNearBreak && places_.break_behind(k - 1) >= at_[k];
        const double own_cost = cell_cost(c, j, k, near_break);
        if (own_cost < full_beam_) {
          double step = skip + own_cost + (again ? kBlockAgain : 0);
          if (s.c >= 0) {
            step += cells_.border_cost(static_cast<size_t>(s.c), at_[s.i], c, at_[j], at_[k]);
            const bool texts = column.sort == StreamSort::text && columns_[static_cast<size_t>(s.c)].sort == StreamSort::text && !column.own;
            // What cannot be near enough is not worth a look.
            if (texts && s.cost + step - StreamCells::kMostAlike <= best_at_[k] + beam()) step += cells_.likeness(at_[s.i], at_[j], at_[k]);
          }
          State next{static_cast<int>(c), j, k, own, false};
          next.gone = gone;
          next.number = s.number;
          if (counted_ && column.sort == StreamSort::number) step += count(j, k, next.number);
          if (s.cost + step <= best_at_[k] + beam()) add(k, next, step, id);
        }
        if (places_.is_break(k)) break;
      }
    }
  }

  // Cost of a project's number that does not follow the one before; gives the next one.
  double count(size_t j, size_t k, int& last) const {
    const std::u32string_view digits = text_.key_of(at_[j], at_[k]);
    if (!stream_values::is_number(digits)) return 0;
    int value = 0;
    for (char32_t digit : digits) value = 10 * value + static_cast<int>(digit - '0');
    const bool follows = value == last + 1;
    last = value & kMostNumber;
    return follows ? 0 : kOtherNumber;
  }

  // Cells behind a page's end, of the row before it.
  void tails(int id, size_t j, size_t from, double cost) {
    const State s = state(id);
    for (size_t c = from; c < columns_.size(); ++c) {
      const size_t most = std::min(to_, j + longest(columns_[c].sort, glued_));
      for (size_t k = j + 1; k <= most; ++k) {
        if (!places_.may_end(c, k)) continue;
        if (places_.takes_mark(c, j, k)) break;
        // Columns behind the last cell above the page's end have nothing there.
        const bool below = !s.tail && s.c != kBetween && c > static_cast<size_t>(s.c);
        const double own_cost = (below ? stream_costs::kStartsBelow + cells_.cost(c, at_[j], at_[k], false) : cells_.tail_cost(c, at_[j], at_[k])) +
                                (s.c == kBetween && !columns_[c].own && !cells_.name_goes_on(at_[j]) ? kWholeRowCut : 0);
        State next{static_cast<int>(c), j, k, s.own, true};
        next.number = s.number;
        const bool whole = c + 1 == columns_.size() || columns_[c].sort == StreamSort::target;
        next.lacks = !whole && (s.tail ? s.lacks : s.c != kBetween && skipped(static_cast<size_t>(s.c) + 1, columns_.size(), false, s.own, false) >= kNoText);
        if (own_cost < full_beam_) add(k, next, cost + own_cost, id);
        if (places_.is_break(k)) break;
      }
    }
  }

  double cell_cost(size_t c, size_t j, size_t k, bool cut) {
    const std::uint64_t key = static_cast<std::uint64_t>(j) << 32 | static_cast<std::uint64_t>(k - j) << 10 | static_cast<std::uint64_t>(c) << 1 | static_cast<std::uint64_t>(cut);
    const auto [it, is_new] = costs_.emplace(key, 0);
    if (is_new) it->second = cells_.cost(c, at_[j], at_[k], cut);
    return it->second;
  }

  // What each state costs to the end: edges go from left to right, but for ends of rows, which stay in place.
  void find_rest(int best) {
    state(best).rest = 0;
    // By where they end, those that stay in place behind the others: read from the back.
    const auto stays = [&](const Edge& edge) { return state(edge.from).j == state(edge.to).j; };
    std::vector<size_t> begin(2 * at_.size() + 1);
    const auto bucket = [&](const Edge& edge) { return 2 * state(edge.to).j + stays(edge); };
    for (const Edge& edge : edges_) ++begin[bucket(edge) + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<int> order(edges_.size());
    for (size_t e = 0; e < edges_.size(); ++e) order[begin[bucket(edges_[e])]++] = static_cast<int>(e);
    for (size_t n = order.size(); n-- > 0;) {
      const Edge& edge = edges_[static_cast<size_t>(order[n])];
      state(edge.from).rest = std::min(state(edge.from).rest, edge.cost + state(edge.to).rest);
    }
  }

  // How much more the best cut costs that does not have this cell.
  double margin(const State& own, double best) const {
    double other = std::numeric_limits<double>::infinity();
    const size_t last = std::min(to_, own.j + longest(StreamSort::list, glued_));
    for (size_t j = own.i + 1; j <= last; ++j) {
      for (int id : ends_[j]) {
        const State& s = states_[static_cast<size_t>(id)];
        if (s.i >= own.j || (s.c == kBetween && !s.stray)) continue;
        if (s.c == own.c && s.i == own.i && s.j == own.j && s.tail == own.tail) continue;
        other = std::min(other, s.cost + s.rest);
      }
    }
    return other - best;
  }

  // How much more the best cut costs that has one cell on both sides of place `j`.
  double margin_of_end(size_t j, double best) const {
    double other = std::numeric_limits<double>::infinity();
    const size_t last = std::min(to_, j + longest(StreamSort::text, glued_));
    for (size_t k = j + 1; k <= last; ++k) {
      for (int id : ends_[k]) {
        const State& s = states_[static_cast<size_t>(id)];
        if (s.c != kBetween && s.i < j) other = std::min(other, s.cost + s.rest);
      }
    }
    return other - best;
  }

  void take(int last, StreamCut& out) {
    const size_t before = out.rows.size();
    std::vector<int> path;
    for (int id = last; id >= 0; id = state(id).before) path.push_back(id);
    std::reverse(path.begin(), path.end());
    const double best = state(last).cost;
    out.cost += best;
    bool open = false;
    StreamRange rest;   // pieces behind a page's end that cuts the last row
    for (int id : path) {
      const State& s = state(id);
      if (s.stray) {
        out.stray.push_back({at_[s.i], at_[s.j]});
        open = false;
        continue;
      }
      if (s.c == kBetween) {
        // Where cells are glued, the end of a row may be a line's end within one.
        out.unsure_rows = out.unsure_rows || (glued_ && open && s.j < to_ && margin_of_end(s.j, best) < kUnsureEnd);
        open = false;
        continue;
      }
      const StreamCell cell{static_cast<size_t>(s.c), {at_[s.i], at_[s.j]}, {}, margin(s, best)};
      if (s.tail) {
        if (out.rows.empty()) out.rows.emplace_back();
        if (rest.first == rest.last) rest.first = s.i;
        rest.last = s.j;
        continue;
      }
      fit_rest(out, rest, at_, columns_, cells_);
      out.unsure_rows = out.unsure_rows || cells_.targets_inside(cell.column, cell.range.first, cell.range.last, false) > 0 ||
                        (glued_ && cells_.may_hold_rows(cell.column, cell.range.first, cell.range.last, false));
      if (!open) out.rows.emplace_back();
      open = true;
      out.rows.back().cells.push_back(cell);
    }
    fit_rest(out, rest, at_, columns_, cells_);
    for (size_t row = before; row < out.rows.size(); ++row) settle_target(out.rows[row], columns_, cells_, text_, glued_);
  }

  const StreamText& text_;
  const std::vector<StreamColumn>& columns_;
  const StreamHabits& habits_;
  const StreamCells cells_;
  const bool glued_;
  const StreamPlaces places_;
  const std::vector<size_t>& at_;   // places_.at()
  bool counted_ = false;          // projects have numbers, no codes, and nothing else tells where glued ones end
  size_t from_ = 0, to_ = 0;      // places of the part that is cut
  size_t head_end_ = 0;           // of a part that is one project: its own cells stand before, its indicators from here on; 0: not known
  int last_number_ = 0;           // of the last project of the part before, where projects are counted
  double full_beam_ = 0, beam_ = 0;
  bool two_blocks_ = false;
  std::vector<std::vector<int>> ends_;   // states by where they end
  std::vector<double> best_at_;          // of the states that end at each place
  std::vector<State> states_;
  std::vector<Edge> edges_;
  std::unordered_map<std::uint64_t, int> index_;
  std::unordered_map<std::uint64_t, double> costs_;
};

}  // namespace

StreamCut cut_stream_rows(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
                          const StreamHabits& habits) {
  if (text.size() == 0 || columns.empty()) return {};
  return Search(text, columns, words, target, habits).run();
}

}  // namespace budgetlift
