#include "extract/dump_stream_rows.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>

#include "extract/dump_stream_costs.h"
#include "extract/dump_stream_projects.h"
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
constexpr size_t kMostRest = 60;       // pieces behind a page's end that are shared out anew
constexpr size_t kNearBreak = 200;    // characters before a page's end within which a row may be cut by it

// The most pieces of a cell; where every character may begin a cell, the most characters.
size_t longest(StreamSort sort, bool glued) {
  switch (sort) {
    case StreamSort::level1:
    case StreamSort::level2: return glued ? 14 : 12;
    case StreamSort::text: return glued ? 70 : 12;
    case StreamSort::target: return glued ? 40 : 8;
    case StreamSort::amount: return glued ? 20 : 4;
    case StreamSort::number: return glued ? 4 : 1;
    case StreamSort::id: return glued ? 14 : 4;
    case StreamSort::code: return glued ? 30 : 6;
    case StreamSort::list: return glued ? 300 : 80;
  }
  return 0;
}

class Search {
 public:
  Search(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target, const StreamHabits& habits, double beam)
      : text_(text), columns_(columns), habits_(habits), cells_(text, columns, words, target, habits), glued_(habits.kind == DumpKind::pypdf), full_beam_(beam), beam_(beam) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (glued_ || i == 0 || may_begin(i)) at_.push_back(i);
    }
    at_.push_back(text.size());
    ends_.resize(at_.size());
    best_at_.resize(at_.size(), std::numeric_limits<double>::infinity());
    size_t next = std::numeric_limits<size_t>::max();
    breaks_.resize(at_.size(), next);
    for (size_t j = at_.size() - 1; j-- > 0;) {
      breaks_[j] = next;
      if (j > 0 && text.gaps[at_[j]] == StreamGap::page) next = at_[j];
    }
    two_blocks_ = columns.back().block > 0;
    find_codes();
    find_starts(words);
  }

  // Nothing if all ways to the text's end were given up.
  std::optional<StreamCut> run() {
    add(0, {kBetween, 0, 0, false, false}, 0, -1);
    for (size_t j = 0; j + 1 < at_.size(); ++j) {
      set_beam(j);
      expand_all(j);
    }
    StreamCut out;
    const size_t end = at_.size() - 1;
    for (size_t k = 0; k < ends_[end].size(); ++k) {
      // Rows end at the end of the text.
      const int id = ends_[end][k];
      if (state(id).c != kBetween) end_row(id, end);
    }
    int best = -1;
    for (int id : ends_[end]) {
      if (state(id).c == kBetween && (best < 0 || state(id).cost < state(best).cost)) best = id;
    }
    if (best < 0) return std::nullopt;
    out.cost = state(best).cost;
    find_rest(best);
    take(best, out);
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

  // Codes of projects whose check character is right: each is a cell of its own, whatever the rest costs.
  void find_codes() {
    const bool has_codes = std::any_of(columns_.begin(), columns_.end(), [](const StreamColumn& column) { return column.own && column.sort == StreamSort::code; });
    counted_ = glued_ && !has_codes;
    code_at_.assign(text_.size() + 1, text_.size());
    in_code_.assign(text_.size() + 1, false);
    if (!glued_ || !has_codes) return;
    const std::vector<StreamCode> codes = project_codes(text_);
    for (const StreamCode& code : codes) {
      code_end_[code.front.first] = code.front.last;
      for (size_t at = code.front.first + 1; at < code.front.last; ++at) in_code_[at] = true;
    }
    for (size_t at = text_.size(); at-- > 0;) code_at_[at] = code_end_.count(at) > 0 ? at : code_at_[at + 1];
  }

  // Whether a cell of column `c` would hold a project's code, or a part of one, that is not its own. `j`, `k`: places.
  bool takes_code(size_t c, size_t j, size_t k) const {
    const size_t first = at_[j], last = at_[k];
    if (columns_[c].sort == StreamSort::code && code_at_[first] == first) return last != code_end_.at(first);
    return code_at_[first] < last || in_code_[first];
  }

  // Where a cell of each column may begin, and so the one before it end. Only where everything is glued is it worth while.
  void find_starts(const DumpWords& words) {
    const auto begins = [&](const std::vector<std::u32string>& names, size_t at) {
      return std::any_of(names.begin(), names.end(), [&](const std::u32string& name) {
        return text_.key_of(at, std::min(text_.size(), at + std::min<size_t>(2, name.size()))) == name.substr(0, 2);
      });
    };
    starts_.resize(columns_.size());
    for (size_t c = 0; c < columns_.size() && glued_; ++c) {
      const StreamSort sort = columns_[c].sort;
      const bool behind_own = c > 0 && columns_[c - 1].own;   // cells over several rows may stand lower
      for (size_t at : at_) {
        bool can = at < text_.size();
        if (can && sort == StreamSort::level1) can = begins(words.level1(), at);
        else if (can && sort == StreamSort::level2) can = begins(words.level2(), at);
        else if (can && sort == StreamSort::amount) can = text_.key[at] >= '0' && text_.key[at] <= '9' && (at == 0 || behind_own || (text_.gaps[at] < StreamGap::line || text_.gaps[at] == StreamGap::page));
        else if (can && sort == StreamSort::number) can = c > 0 || text_.gaps[at] >= StreamGap::line;
        else if (can && text_.gaps[at] >= StreamGap::line && text_.gaps[at] < StreamGap::page) can = c == 0 || behind_own;   // borders within a row are no line ends
        if (can && sort >= StreamSort::code && sort != StreamSort::list) can = begins_own(sort, at);
        starts_[c].push_back(can);
      }
    }
  }

  // Whether a number or a code may begin there, and no other one goes on.
  bool begins_own(StreamSort sort, size_t at) const {
    const auto in_code = [](char32_t c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    if (sort == StreamSort::number) return text_.key[at] >= '1' && text_.key[at] <= '9';
    return in_code(text_.key[at]);
  }

  // Whether a cell of column `c` may end before place `k`: something of the row may begin there, or the row may end.
  bool may_end(size_t c, size_t k) const {
    if (!glued_ || starts_line(k)) return true;
    for (size_t next = c + 1; next < columns_.size(); ++next) {
      if (starts_[next][k]) return true;
      // A project's row has all but amounts, and the name of a first level.
      if (columns_[c].own && columns_[next].sort != StreamSort::amount) return false;
      const StreamSort sort = columns_[next].sort;
      if (sort != StreamSort::level1 && sort != StreamSort::amount && !columns_[next].own && !(sort == StreamSort::level2 && habits_.merged_level2)) return false;
    }
    return false;
  }

  // In PyMuPDF's dumps nearly every cell is on lines of its own: a space is one of the text, but between ideographs.
  bool may_begin(size_t i) const {
    if (broken_by_font(text_, i)) return false;
    if (habits_.kind != DumpKind::pymupdf) return text_.gaps[i] >= StreamGap::space;
    const auto is_han = [](char32_t c) { return c >= 0x3400 && c <= 0x9FFF; };
    return text_.gaps[i] >= StreamGap::line || (text_.gaps[i] == StreamGap::space && (is_han(text_.key[i - 1]) || text_.key[i - 1] == U')') && is_han(text_.key[i]));
  }

  State& state(int id) { return states_[static_cast<size_t>(id)]; }
  double beam() const { return beam_; }

  // Keeps time and memory linear in the text: where too much is still possible, what is less likely is given up sooner.
  void set_beam(size_t j) {
    const bool many = edges_.size() > kEdgesPerPiece * (j + kFreePieces);
    beam_ = many ? std::max(kLeastBeam, beam_ * kNarrower) : std::min(full_beam_, beam_ / kNarrower);
  }
  bool starts_line(size_t j) const { return text_.ends_line(at_[j]); }
  bool is_break(size_t j) const { return j > 0 && at_[j] < text_.size() && text_.gaps[at_[j]] == StreamGap::page; }

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
  double skipped(size_t from, size_t to, size_t j, bool own, bool level1) const {
    double cost = 0;
    const bool first_row = j == 0;
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
      if (state(here[k]).c != kBetween && (starts_line(j) || is_own_tail(state(here[k])))) end_row(here[k], j);
    }
    double best = std::numeric_limits<double>::infinity();
    for (int id : here) best = std::min(best, state(id).cost);
    for (size_t k = 0; k < here.size(); ++k) {
      const int id = here[k];
      if (state(id).cost > best + beam()) continue;
      if (!state(id).tail && is_break(j)) tails(id, j, 0, kCutRow);
      if (state(id).c == kBetween) {
        cells(id, j, 0);
        stray(id, j);
      } else if (state(id).tail) {
        tails(id, j, static_cast<size_t>(state(id).c) + 1, 0);
      } else if (!is_break(j)) {
        cells(id, j, static_cast<size_t>(state(id).c) + 1);
      }
    }
  }

  // The rest of a project's cell stands beside the rows that follow.
  bool is_own_tail(const State& s) const { return s.tail && columns_[static_cast<size_t>(s.c)].own; }

  void end_row(int id, size_t j) {
    const State s = state(id);
    const double cost = s.tail ? (s.lacks ? kNoText : 0) : skipped(static_cast<size_t>(s.c) + 1, columns_.size(), 1, s.own, false);
    State next{kBetween, j, j, false, false};
    next.number = s.number;
    next.gone = s.gone | (s.tail ? 0 : blocks_skipped(static_cast<size_t>(s.c) + 1, columns_.size()));
    if (cost < full_beam_) add(j, next, cost, id);
  }

  void stray(int id, size_t j) {
    size_t end = j + 1;
    while (end + 1 < at_.size() && !starts_line(end)) ++end;
    if (code_at_[at_[j]] < at_[end]) return;
    State s{kBetween, j, end, false, false};
    s.stray = true;
    s.number = state(id).number;
    s.gone = state(id).gone;
    add(end, s, kStray, id);
  }

  void cells(int id, size_t j, size_t from) {
    const State s = state(id);
    for (size_t c = from; c < columns_.size(); ++c) {
      const StreamColumn& column = columns_[c];
      if (glued_ && !starts_[c][j] && !(s.c == kBetween && column.sort >= StreamSort::text)) continue;
      const bool own = s.own || column.own;
      const bool level1 = s.c >= 0 && columns_[static_cast<size_t>(s.c)].sort == StreamSort::level1;
      const double skip = skipped(from, c, s.c == kBetween ? j : 1, own, level1);
      if (skip >= full_beam_) continue;
      const unsigned gone = column.sort == StreamSort::level1 ? 0 : s.gone | blocks_skipped(from, c);
      const bool again = two_blocks_ && column.sort == StreamSort::level2 && (s.gone & (1u << column.block)) != 0;
      const size_t most = std::min(at_.size() - 1, j + longest(column.sort, glued_));
      for (size_t k = j + 1; k <= most; ++k) {
        if (!is_break(k) && !may_end(c, k)) continue;
        if (takes_code(c, j, k)) {
          if (columns_[c].sort != StreamSort::code) break;
          continue;
        }
        const bool near_break = breaks_[k - 1] - at_[k] <= kNearBreak && breaks_[k - 1] >= at_[k];
        const double own_cost = cell_cost(c, j, k, near_break);
        if (own_cost < full_beam_) {
          double step = skip + own_cost + (again ? kBlockAgain : 0);
          if (s.c >= 0) {
            step += cells_.border_cost(static_cast<size_t>(s.c), at_[s.i], c, at_[j], at_[k]);
            if (column.sort == StreamSort::text && columns_[static_cast<size_t>(s.c)].sort == StreamSort::text && !column.own) {
              step += cells_.likeness(at_[s.i], at_[j], at_[k]);
            }
          }
          State next{static_cast<int>(c), j, k, own, false};
          next.gone = gone;
          next.number = s.number;
          if (counted_ && column.sort == StreamSort::number) step += count(j, k, next.number);
          if (s.cost + step <= best_at_[k] + beam()) add(k, next, step, id);
        }
        if (is_break(k)) break;
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
      const size_t most = std::min(at_.size() - 1, j + longest(columns_[c].sort, glued_));
      for (size_t k = j + 1; k <= most; ++k) {
        if (!may_end(c, k)) continue;
        if (takes_code(c, j, k)) break;
        // Columns behind the last cell above the page's end have nothing there.
        const bool below = !s.tail && s.c != kBetween && c > static_cast<size_t>(s.c);
        const double own_cost = (below ? stream_costs::kStartsBelow + cells_.cost(c, at_[j], at_[k], false) : cells_.tail_cost(c, at_[j], at_[k])) +
                                (s.c == kBetween && !columns_[c].own && !cells_.name_goes_on(at_[j]) ? kWholeRowCut : 0);
        State next{static_cast<int>(c), j, k, s.own, true};
        next.number = s.number;
        const bool whole = c + 1 == columns_.size() || columns_[c].sort == StreamSort::target;
        next.lacks = !whole && (s.tail ? s.lacks : s.c != kBetween && skipped(static_cast<size_t>(s.c) + 1, columns_.size(), 1, s.own, false) >= kNoText);
        if (own_cost < full_beam_) add(k, next, cost + own_cost, id);
        if (is_break(k)) break;
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
    std::stable_sort(edges_.begin(), edges_.end(), [&](const Edge& a, const Edge& b) {
      const State &x = state(a.to), &y = state(b.to);
      if (x.j != y.j) return x.j > y.j;
      const bool x_between = state(a.to).c == kBetween && state(a.from).j == x.j, y_between = state(b.to).c == kBetween && state(b.from).j == y.j;
      return x_between && !y_between;
    });
    for (const Edge& edge : edges_) state(edge.from).rest = std::min(state(edge.from).rest, edge.cost + state(edge.to).rest);
  }

  // How much more the best cut costs that does not have this cell.
  double margin(const State& own, double best) const {
    double other = std::numeric_limits<double>::infinity();
    const size_t last = std::min(at_.size() - 1, own.j + longest(StreamSort::list, glued_));
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

  void take(int last, StreamCut& out) {
    std::vector<int> path;
    for (int id = last; id >= 0; id = state(id).before) path.push_back(id);
    std::reverse(path.begin(), path.end());
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
        open = false;
        continue;
      }
      const StreamCell cell{static_cast<size_t>(s.c), {at_[s.i], at_[s.j]}, {}, margin(s, out.cost)};
      if (s.tail) {
        if (out.rows.empty()) out.rows.emplace_back();
        if (rest.first == rest.last) rest.first = s.i;
        rest.last = s.j;
        continue;
      }
      fit_rest(out, rest);
      out.unsure_rows = out.unsure_rows || cells_.targets_inside(cell.column, cell.range.first, cell.range.last) > 0 ||
                        (glued_ && cells_.may_hold_rows(cell.column, cell.range.first, cell.range.last, false));
      if (!open) out.rows.emplace_back();
      open = true;
      out.rows.back().cells.push_back(cell);
    }
    fit_rest(out, rest);
    for (StreamRow& row : out.rows) settle_target(row);
    for (const StreamRow& row : out.rows) {
      out.unsure_rows = out.unsure_rows || (glued_ && std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) {
        return cell.rest.first < cell.rest.last && cells_.may_hold_rows(cell.column, cell.rest.first, cell.rest.last, true);
      }));
    }
    // A row that begins behind a page's end may be the rest of the one before.
    for (const StreamRow& row : out.rows) {
      const bool begins_page = !row.cells.empty() && text_.gaps[row.cells.front().range.first] == StreamGap::page;
      const bool unsure = std::any_of(row.cells.begin(), row.cells.end(), [](const StreamCell& cell) { return cell.margin < kStreamDoubt; });
      out.unsure_rows = out.unsure_rows || (begins_page && unsure && &row != &out.rows.front());
    }
    // Where each row has a second level, one without is a part of another.
    for (const StreamRow& row : out.rows) {
      const bool level2 = std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return columns_[cell.column].sort == StreamSort::level2; });
      out.unsure_rows = out.unsure_rows || (glued_ && !two_blocks_ && !habits_.merged_level2 && !level2 && !row.cut);
    }
    // The rest of a name was taken for something else.
    for (const StreamRow& row : out.rows) {
      out.unsure_rows = out.unsure_rows || (!row.cut && std::any_of(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) {
        return !cells_.is_name(cell.column, cell.range.first, cell.range.last);
      }));
    }
  }

  // Where cells are glued, what a target alone tells: words of comparison before it are its own; behind one that is whole, what a line's
  // end parts from it is the rest of the text before it, mostly, as pypdf prints lines of a row one after the other. Both are in doubt.
  void settle_target(StreamRow& row) const {
    if (!glued_) return;
    // Of tables side by side the left one's target has the other's cells behind it.
    for (size_t k = two_blocks_ && !row.cells.empty() ? row.cells.size() - 1 : 1; k > 0 && k < row.cells.size(); ++k) {
      StreamCell &target = row.cells[k], &text = row.cells[k - 1];
      const bool texts = columns_[text.column].sort == StreamSort::text && !columns_[text.column].own;
      if (columns_[target.column].sort != StreamSort::target || !texts || target.rest.first < target.rest.last || text.rest.first < text.rest.last) continue;
      if (cells_.holds_more(target.column, target.range.first, target.range.last)) target.margin = text.margin = 0;
      const size_t begin = cells_.words_before_target(target.range.first, target.range.last);
      if (begin < target.range.first && begin > text.range.first) {
        target.range.first = text.range.last = begin;
        target.margin = text.margin = 0;
      }
      const size_t end = cells_.whole_target(target.column, target.range.first, target.range.last);
      if (end == target.range.last || target.column + 1 < columns_.size()) continue;
      for (StreamCell& cell : row.cells) {
        if (!columns_[cell.column].own && columns_[cell.column].sort != StreamSort::level1) cell.margin = 0;
      }
      text.rest = {end, target.range.last};
      target.range.last = end;
    }
  }

  // Gives the pieces behind a page's end to the last row's columns, from the left: here what stands above is known.
  void fit_rest(StreamCut& out, StreamRange& rest) {
    if (rest.first == rest.last) return;
    StreamRow& row = out.rows.back();
    row.cut = true;
    const size_t pieces = std::min(rest.last - rest.first, kMostRest), columns = columns_.size();
    std::vector<StreamRange> front(columns);
    for (const StreamCell& cell : row.cells) front[cell.column] = cell.range;
    std::vector<StreamCell*> above(columns);   // a project's cells that go on beside its later rows
    for (size_t r = out.rows.size() - 1; r-- > 0;) {
      for (StreamCell& cell : out.rows[r].cells) {
        const size_t c = cell.column;
        if (columns_[c].own && front[c].first == front[c].last && cell.rest.first == cell.rest.last) front[c] = cell.range, above[c] = &cell;
      }
      if (std::any_of(out.rows[r].cells.begin(), out.rows[r].cells.end(), [&](const StreamCell& cell) { return columns_[cell.column].own; })) break;
    }
    const auto part = [&](size_t a, size_t b) { return a == b ? StreamRange{} : StreamRange{at_[rest.first + a], b == pieces ? at_[rest.last] : at_[rest.first + b]}; };
    constexpr double kNever = std::numeric_limits<double>::infinity();
    struct Way {
      double cost = kNever, second = kNever;   // of the best way and of the next one
      size_t from = 0;
    };
    std::vector<std::vector<Way>> best(columns + 1, std::vector<Way>(pieces + 1));
    best[0][0] = {0, kNever, 0};
    for (size_t c = 0; c < columns; ++c) {
      for (size_t a = 0; a <= pieces; ++a) {
        if (best[c][a].cost == kNever) continue;
        for (size_t b = a; b <= pieces; ++b) {
          const double step = cells_.cut_cost(c, front[c], part(a, b));
          Way& way = best[c + 1][b];
          for (const double cost : {best[c][a].cost + step, best[c][a].second + step}) {
            if (cost < way.cost) {
              way.second = way.cost;
              way.cost = cost;
              way.from = a;
            } else {
              way.second = std::min(way.second, cost);
            }
          }
        }
      }
    }
    const double margin = best[columns][pieces].second - best[columns][pieces].cost;
    std::vector<StreamCell> cells;
    size_t b = pieces;
    for (size_t c = columns; c-- > 0;) {
      const size_t a = best[c + 1][b].from;
      const auto old = std::find_if(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return cell.column == c; });
      if (above[c]) {
        above[c]->rest = part(a, b);
        // What may go on here may have been given to a neighbour.
        if (a < b || columns_[c].sort == StreamSort::text || columns_[c].sort == StreamSort::list) above[c]->margin = std::min(above[c]->margin, std::max(margin, 0.0));
      } else if (a < b || old != row.cells.end()) {
        StreamCell cell = old != row.cells.end() ? *old : StreamCell{c, part(a, b), {}, margin};
        if (old != row.cells.end()) cell.rest = part(a, b);
        // What a neighbour may have got is in doubt, too.
        cell.margin = std::min(cell.margin, std::max(margin, 0.0));
        cells.insert(cells.begin(), cell);
      }
      b = a;
    }
    row.cells = std::move(cells);
    rest = {};
  }

  const StreamText& text_;
  const std::vector<StreamColumn>& columns_;
  const StreamHabits& habits_;
  const StreamCells cells_;
  const bool glued_;
  bool counted_ = false;          // projects have numbers, no codes, and nothing else tells where glued ones end
  const double full_beam_;
  double beam_;
  bool two_blocks_ = false;
  std::vector<size_t> at_;        // where cells may begin; the end last
  std::vector<size_t> breaks_;    // of each of them: the next page's end behind it
  std::vector<std::vector<int>> ends_;   // states by where they end
  std::vector<double> best_at_;          // of the states that end at each place
  std::unordered_map<size_t, size_t> code_end_;   // of codes, by where they begin; before a page's end that cuts one
  std::vector<size_t> code_at_;          // of each character: where the next code begins
  std::vector<bool> in_code_;            // … whether it is one of a code's, but the first
  std::vector<std::vector<char>> starts_;   // of each column, by place
  std::vector<State> states_;
  std::vector<Edge> edges_;
  std::unordered_map<std::uint64_t, int> index_;
  std::unordered_map<std::uint64_t, double> costs_;
};

}  // namespace

StreamCut cut_stream_rows(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
                          const StreamHabits& habits) {
  if (text.size() == 0 || columns.empty()) return {};
  for (double beam = std::max(habits.kind == DumpKind::pypdf ? kGluedBeam : kBeam, habits.beam); beam <= kMostBeam; beam *= 2) {
    auto cut = Search(text, columns, words, target, habits, beam).run();
    if (!cut) continue;
    cut->beam = beam;
    return *cut;
  }
  StreamCut none;
  none.stray.push_back({0, text.size()});
  none.cost = std::numeric_limits<double>::infinity();
  return none;
}

}  // namespace budgetlift
