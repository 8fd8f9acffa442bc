#include "extract/dump_boxes_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kBeam = 400;
constexpr size_t kMostColumns = 9;
// Costs in nats, as far as they can be called so: they were weighed by hand.
constexpr double kNoName = 14;         // a second level that is none
constexpr double kPartName = 5;        // ... that a page's end may cut
constexpr double kNoTarget = 5, kTarget = -2, kQuality = -0.5;
constexpr double kTargetElsewhere = 5;
constexpr double kOpenTarget = 0.5;    // what may become a target
constexpr double kNameElsewhere = 8;   // a name of an indicator in a column of texts
constexpr double kEmpty = 9;           // a cell without text
constexpr double kCutEmpty = 3;        // ... of a row at a page's end
constexpr double kLate = 0.6;          // a piece below which a row has begun, for each row
constexpr double kAhead = 0.5;         // a row begun for each cell that the one above lacks
constexpr double kRightAhead = 0.1, kLeftAhead = 0.15, kOtherBlock = 1.2;   // tables side by side: rows that one is ahead of the one beside it; a piece of the other
                                                                      // one than the piece before
constexpr double kGoOn = 0.8, kKnownPair = -1.2, kNewPair = 0.4;
constexpr double kNotFull = 5, kFull = 0.2, kTooWide = 8;
constexpr double kOtherColumn = 3;     // a line of a box that is not of the column of the line before
constexpr double kSpaceInside = 6;     // a space between ideographs of one cell
constexpr double kWholeCells = 8;      // two boxes that are one cell, where boxes hold cells
constexpr double kSlack = 0.4;         // full-width characters
constexpr double kRepeated = 2, kSeen = 2.5;
constexpr double kOpen = 0.6;            // a bracket without its other half
constexpr double kUnlike = 1.5, kAlike = 6;
constexpr double kEdge = 1.2;
constexpr double kProof = -1;          // likeness of a name and a description that belong together
constexpr double kSurely = 3;          // margin from which a text that is printed once is believed

bool starts_with(const std::u32string& text, const std::u32string& start) { return text.compare(0, start.size(), start) == 0; }

bool balanced(const std::u32string& text) {
  int depth = 0, book = 0;
  for (char32_t c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    book += c == U'《' ? 1 : c == U'》' ? -1 : 0;
    if (depth < 0 || book < 0) return false;
  }
  return depth == 0 && book == 0;
}

std::u32string front(const std::u32string& text) { return U"^" + text.substr(0, 2); }
std::u32string back(const std::u32string& text) { return text.substr(text.size() > 2 ? text.size() - 2 : 0) + U"$"; }

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
  int names_from = 0, texts_from = 0;       // rows that these begin with
};

bool BoxSolver::is_level1(const std::u32string& key) const {
  return std::find(words_.level1().begin(), words_.level1().end(), key) != words_.level1().end();
}

double BoxSolver::target_cost(const std::u32string& text) const {
  const auto known = targets_.find(text);
  if (known != targets_.end()) return known->second;
  double cost = kNoTarget;
  if (RE2::FullMatch(folded(encode_utf8(text)), target_)) {
    cost = kTarget;
  } else if (text.size() <= 8) {
    for (const std::u32string& word : habits_.qualities) {
      if (text.find(word) != text.npos) cost = kQuality;
    }
  }
  return targets_[text] = cost;
}

double BoxSolver::begin_cost(size_t column, const BoxPiece& piece) const {
  double cost = 0;
  const auto& names = sorts_[column] == BoxSort::level1 ? words_.level1() : words_.level2();
  if (sorts_[column] <= BoxSort::level2) {
    double best = kNoName;
    for (const std::u32string& name : names) {
      if (name == piece.key) best = 0;
      else if (piece.key.size() >= 2 && starts_with(name, piece.key)) best = std::min(best, 0.5);
      else if (piece.page_start && piece.key.size() < name.size() && name.substr(name.size() - piece.key.size()) == piece.key) best = std::min(best, 2.0);
    }
    return best;
  }
  const double width = habits_.columns[column].width;
  if (width > 0 && piece.width > width + kSlack) cost += kTooWide;
  return cost;
}

double BoxSolver::go_on_cost(size_t column, const std::u32string& text, const BoxPiece& last, const BoxPiece& piece) const {
  if (sorts_[column] <= BoxSort::level2) {
    if (piece.in_line) return kNoName;
    const auto& names = sorts_[column] == BoxSort::level1 ? words_.level1() : words_.level2();
    for (const std::u32string& name : names) {
      if (starts_with(name, text + piece.key)) return 0;
    }
    return kNoName;
  }
  if (piece.in_line) return piece.maybe_one ? 0 : kSpaceInside;
  if (last.whole && piece.whole) return kWholeCells;
  double cost = habits_.pairs.known(last.key.back(), piece.key.front()) ? kKnownPair : kNewPair;
  const double width = habits_.columns[column].width;
  if (width <= 0) return cost + kGoOn;
  if (piece.width > width + kSlack) cost += kTooWide;
  // Marks that may not begin a line, and what may not be parted, take a character along.
  const double missing = width - last.width - first_unit_width(piece.raw);
  if (missing > kSlack) cost += std::min(kNotFull, 1.5 + 2 * missing);
  else cost += kFull;
  return cost;
}

double BoxSolver::cell_cost(size_t column, const std::u32string& text) const {
  const BoxSort sort = sorts_[column];
  if (text.empty()) return kEmpty;
  if (sort <= BoxSort::level2) {
    const auto& names = sort == BoxSort::level1 ? words_.level1() : words_.level2();
    return std::find(names.begin(), names.end(), text) != names.end() ? 0 : kNoName;
  }
  double cost = 0;
  const BoxColumn& own = habits_.columns[column];
  if (sort == BoxSort::target) {
    cost += target_cost(text);
  } else {
    if (target_cost(text) == kTarget) cost += kTargetElsewhere;
    if (std::find(words_.level2().begin(), words_.level2().end(), text) != words_.level2().end() || is_level1(text)) cost += kNameElsewhere;
    if (!balanced(text)) cost += kOpen;
    const auto printed = habits_.lines.find(text);
    const double again = printed == habits_.lines.end() ? 0 : std::min(kRepeated, 0.5 * std::max(0, printed->second - 2));
    cost += sort == BoxSort::basis ? -again : again / 2;
  }
  if (own.cells > 0) {
    const auto seen = own.texts.find(text);
    if (seen != own.texts.end() && seen->second > 1) cost -= sort == BoxSort::basis ? kSeen : kSeen / 3;
    double all = 0, mine = 0;
    for (const std::u32string& edge : {front(text), back(text)}) {
      double pooled = 0, total_cells = 0, here = 0;
      for (size_t k = 0; k < sorts_.size(); ++k) {
        if (sorts_[k] <= BoxSort::level2) continue;
        const auto it = habits_.columns[k].edges.find(edge);
        const double count = it == habits_.columns[k].edges.end() ? 0 : it->second;
        pooled += count;
        total_cells += habits_.columns[k].cells;
        if (k == column) here = std::max(0.0, count - 1);   // itself does not count
      }
      mine = (here + 0.3) / (own.cells + 1.2);
      all = (pooled + 1.2) / (total_cells + 4.8);
      cost -= std::clamp(std::log(mine / all), -kEdge, kEdge);
    }
  }
  return cost;
}

// A guess at what a cell will cost that begins with `text`.
double BoxSolver::open_cost(size_t column, const std::u32string& text) const {
  const BoxSort sort = sorts_[column];
  if (sort <= BoxSort::level2) return 0;
  const double cost = target_cost(text);
  if (sort != BoxSort::target) return cost == kTarget ? kTargetElsewhere : 0;
  if (cost < kNoTarget) return cost;
  const auto begins = [&](const std::u32string& word) { return starts_with(text, word) || starts_with(word, text); };
  const bool may = (text[0] >= '0' && text[0] <= '9') || std::u32string_view(U"≥≤<>=≦≧~约").find(text[0]) != std::u32string_view::npos ||
                   std::any_of(habits_.comparisons.begin(), habits_.comparisons.end(), begins) || std::any_of(habits_.qualities.begin(), habits_.qualities.end(), begins);
  return may ? kOpenTarget : kNoTarget;
}

double BoxSolver::closed_cost(size_t column, const std::u32string& text) const {
  auto& known = closed_[column];
  const auto it = known.find(text);
  if (it != known.end()) return it->second;
  return known[text] = cell_cost(column, text);
}

double BoxSolver::likeness(const std::u32string& name, const std::u32string& text) const {
  if (name.empty() || text.empty()) return 0;
  if (text.find(name) != text.npos) return -std::min(kAlike, 1.5 + 0.6 * static_cast<double>(name.size()));
  size_t found = 0;
  for (size_t i = 0; i + 2 <= name.size(); ++i) found += text.find(name.substr(i, 2)) != text.npos;
  const double share = name.size() > 1 ? static_cast<double>(found) / static_cast<double>(name.size() - 1) : 0;
  return kUnlike - (kUnlike + kAlike / 2) * share * std::min(1.0, static_cast<double>(found) / 3);
}

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
        const double closed = row > 0 ? closed_cost(k, state.text[k]) - state.so_far[k] : 0;
        if (!strict || (!piece.rest && (first_level || row < rows))) {
          moves.push_back({state.cost + begin + closed + open_cost(k, piece.key) + alike(state, k, piece.key, true) - state.alike, begin, static_cast<int>(s), k, true});
        }
        if (row > 0 && (piece.level == 0 || piece.rest || !strict)) {
          if (strict && piece.in_line && before.column != static_cast<int>(k)) continue;
          double go_on = go_on_cost(k, state.text[k], pieces[static_cast<size_t>(state.last[k])], piece) + other;
          if (!first_level) go_on += kLate * (most - row);
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

// A row is believed where its name stands in its description, its target is one by grammar, its basis is printed elsewhere too or names
// a document, and no bracket is left open.
void BoxSolver::prove(const std::vector<BoxPiece>& pieces, BoxRows& rows) const {
  const size_t count = static_cast<size_t>(rows.rows), columns = sorts_.size();
  std::vector<std::u32string> texts(columns * count);
  std::vector<double> margins(columns * count, 100);
  for (size_t t = 0; t < pieces.size(); ++t) {
    if (sorts_[static_cast<size_t>(rows.seats[t].column)] == BoxSort::level1) continue;
    const size_t cell = static_cast<size_t>(rows.seats[t].column) * count + static_cast<size_t>(rows.seats[t].row);
    texts[cell] += pieces[t].key;
    margins[cell] = std::min(margins[cell], rows.margins[t]);
  }
  // Cells of one row stand together; one that stands among another row's may be that one's.
  std::vector<size_t> begins(count, pieces.size()), ends(count, 0);
  for (size_t t = 0; t < pieces.size(); ++t) {
    if (sorts_[static_cast<size_t>(rows.seats[t].column)] == BoxSort::level1) continue;
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
      const std::u32string& text = texts[k * count + row];
      if (sorts_[k] == BoxSort::level1) continue;
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
      if (other != row && begins[other] < ends[row] && begins[row] < ends[other]) rows.apart[row] = false;
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
  std::vector<std::u32string> texts(columns * count);
  std::vector<int> ends(columns * count, -1);
  for (size_t t = 0; t < pieces.size(); ++t) {
    const BoxSeat& seat = seats[t];
    if (seat.row < first || seat.row > last || sorts_[static_cast<size_t>(seat.column)] == BoxSort::level1) continue;
    const size_t k = static_cast<size_t>(seat.column), cell = k * count + static_cast<size_t>(seat.row - first);
    if (ends[cell] < 0) cost += begin_cost(k, pieces[t]);
    else cost += go_on_cost(k, texts[cell], pieces[static_cast<size_t>(ends[cell])], pieces[t]);
    if (pieces[t].in_box && t > 0 && seats[t - 1].column != seat.column) cost += kOtherColumn;
    texts[cell] += pieces[t].key;
    ends[cell] = static_cast<int>(t);
  }
  size_t name_column = columns, text_column = columns;
  for (size_t k = 0; k < columns; ++k) {
    if (sorts_[k] == BoxSort::level1) continue;
    if (sorts_[k] == BoxSort::name) name_column = k;
    if (sorts_[k] == BoxSort::text) text_column = k;
    for (size_t row = 0; row < count; ++row) {
      if (blocks_[k] == block_at(rows, first + static_cast<int>(row))) cost += cell_cost(k, texts[k * count + row]);
    }
  }
  if (name_column < columns && text_column < columns) {
    for (size_t row = 0; row < count; ++row) cost += likeness(texts[name_column * count + row], texts[text_column * count + row]);
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

void BoxSolver::learn(const std::vector<BoxPiece>& pieces, const BoxRows& rows, BoxHabits& habits) const {
  if (rows.rows == 0) return;
  const size_t columns = sorts_.size();
  std::vector<std::u32string> texts(columns * static_cast<size_t>(rows.rows));
  for (size_t t = 0; t < pieces.size(); ++t) {
    const size_t k = static_cast<size_t>(rows.seats[t].column);
    if (sorts_[k] <= BoxSort::level2 || rows.margins[t] < 1) continue;
    texts[k * static_cast<size_t>(rows.rows) + static_cast<size_t>(rows.seats[t].row)] += pieces[t].key;
    habits.columns[k].width = std::max(habits.columns[k].width, pieces[t].width);
  }
  for (size_t k = 0; k < columns; ++k) {
    for (int row = 0; row < rows.rows; ++row) {
      const std::u32string& text = texts[k * static_cast<size_t>(rows.rows) + static_cast<size_t>(row)];
      if (text.empty()) continue;
      ++habits.columns[k].cells;
      ++habits.columns[k].texts[text];
      ++habits.columns[k].edges[front(text)];
      ++habits.columns[k].edges[back(text)];
    }
  }
}

}  // namespace budgetlift
