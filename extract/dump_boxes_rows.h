// The pieces of an indicator table in a dump that is sorted by place, put back into columns and rows.
#pragma once

#include <re2/re2.h>

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/dump_text.h"
#include "extract/dump_words.h"

namespace budgetlift {

// Columns of a table of indicators, the second level also where one of its cells stands beside several rows; then those of a listing's
// projects: their names, who carries them out, their goals.
enum class BoxSort { level1, merged2, level2, name, text, target, basis, project, unit, goal };

// Whether a cell of the column may stand beside several rows: its rows in BoxSeat are its own.
inline bool is_merged(BoxSort sort) { return sort <= BoxSort::merged2; }
inline bool is_of_project(BoxSort sort) { return sort >= BoxSort::project; }

// What stands between two spaces of a line.
struct BoxPiece {
  std::u32string raw, key;
  size_t line = 0;            // index of its last line
  int page = 1;
  bool page_start = false;    // first piece of the table on its page
  bool in_line = false;       // a space stands before it
  bool maybe_one = false;     // ... which may be one within a cell
  bool in_box = false;        // it begins a line that is not its box's first
  bool whole = false;         // it is a box, and no more is its cell's, but for what stands beside others in one line
  std::vector<size_t> lines;  // that it is printed in
  double width = 0;           // full-width characters, of the widest line
  bool target = false;        // it is a target by grammar
  int item = 0;               // number of the item of a list that it begins; 0: none
  bool beside = false;        // in a listing: it stands beside what is surely a project's
  bool of_place = false, elsewhere = false;   // in a listing: it begins as names of the place's units do; others do
  // Of a name of an indicator, or of a part of one: the level that it names, and whether it is the rest of a name that a line's end cuts.
  int level = 0;
  bool rest = false;
};

// Where a piece belongs; rows count from 0.
struct BoxSeat {
  int column = -1, row = -1;
  bool above = false;   // right above the cell's line that came last
};

// The text of a cell as its pieces come.
class BoxText {
 public:
  void add(const std::u32string& piece, bool above) {
    if (above && last_ > 0) {
      text_.insert(text_.size() - last_, piece);
    } else {
      text_ += piece;
      last_ = piece.size();
    }
  }
  const std::u32string& text() const { return text_; }

 private:
  std::u32string text_;
  size_t last_ = 0;   // characters of the piece that is last in it
};

struct BoxColumn {
  double width = 0;                                    // of its full lines; 0: not known yet
  std::vector<double> widths, full;                    // of its lines; of those that go on in another one
  std::unordered_map<std::u32string, int> texts;       // of whole cells: in how many rows they stand
  std::unordered_map<std::u32string, int> edges;       // pairs of characters that cells begin and end with
  int cells = 0;
};

// Where the piece behind another stands: which columns both are of, by how many rows it stands lower (-2 to 2; 0 where either is a first
// level), and whether it begins a cell.
struct BoxMove {
  int from = -1, to = 0, rows = 0;   // -1: none stands before it on its page
  bool begins = true;
  size_t index(size_t columns) const { return ((static_cast<size_t>(from + 1) * columns + static_cast<size_t>(to)) * 5 + static_cast<size_t>(rows + 2)) * 2 + begins; }
};

// What a document's tables have shown of its ways.
struct BoxHabits {
  std::vector<double> moves;                           // by BoxMove::index: how often

  std::vector<BoxColumn> columns;
  std::unordered_map<std::u32string, int> lines;       // how often a piece is printed in its tables
  std::unordered_set<std::u32string> runs;             // run_key of pieces of which one nearly always comes behind the other
  CharPairs pairs;
  std::vector<std::u32string> qualities;               // words of targets without a number
  std::vector<std::u32string> comparisons;             // words that targets begin with

  static std::u32string run_key(const std::u32string& first, const std::u32string& second) { return first + U'\n' + second; }
  // Counts the tables' pieces, each table's in their order.
  void count_pieces(const std::vector<const std::vector<BoxPiece>*>& tables);

  // Takes the columns' widths from their lines.
  void settle_widths();
};

struct BoxRows {
  std::vector<BoxSeat> seats;      // of each piece
  std::vector<double> margins;     // of each piece: by how much the best other seat is worse
  std::vector<BoxSeat> rivals;     // that other seat
  std::vector<bool> apart;         // of each row: no other row's pieces stand among its own
  std::vector<bool> proven;        // of each row: its cells' texts show that they belong together
  std::vector<int> first_rows;     // of tables side by side, the rows of one behind those of the other
  int rows = 0;
  double cost = 0;
};

// What tells most for one table tells little for another. Costs in nats.
struct BoxWeights {
  double late = 0.6;               // a piece below which a row has begun, for each row
  double ahead = 0.5;              // a row begun for each cell that the one above lacks
  double run = -3;                 // lines that are printed one behind the other again and again
  double not_full = 5;             // a line that goes on in another one though it has room, at most
  double order = 1;                // share of what the order of pieces costs
  double other_block = 1.2;        // a piece of another one of tables side by side
  double target_elsewhere = 5;     // a target by grammar in another column
};

class BoxSolver {
 public:
  // `blocks`: which of the tables side by side each column is of, from 0; -1: of all.
  BoxSolver(const std::vector<BoxSort>& sorts, const std::vector<int>& blocks, const DumpWords& words, const RE2& target, const BoxHabits& habits,
            const BoxWeights& weights = {})
      : sorts_(sorts), blocks_(blocks), words_(words), target_(target), habits_(habits), weights_(weights) {}

  // Without rows where there is no way. `projects`: of a listing; rows of its projects' columns stand behind the others, as those of
  // a table beside.
  BoxRows solve(const std::vector<BoxPiece>& pieces, size_t projects = 0) const;
  void learn(const std::vector<BoxPiece>& pieces, const BoxRows& rows, BoxHabits& habits) const;

  // How sure the seats are (dump_boxes_proof.cpp).
  void judge(const std::vector<BoxPiece>& pieces, BoxRows& rows) const;

 private:
  friend class BoxSearch;
  bool is_level1(const std::u32string& key) const;
  double begin_cost(size_t column, const BoxPiece& piece) const;
  double go_on_cost(size_t column, const std::u32string& text, const BoxPiece& last, const BoxPiece& piece) const;
  double cell_cost(size_t column, const std::u32string& text) const;
  double open_cost(size_t column, const std::u32string& text) const;
  double likeness(const std::u32string& name, const std::u32string& text) const;
  double target_cost(const std::u32string& text) const;
  BoxMove move_between(const BoxSeat& before, const BoxSeat& seat, bool begins) const;
  double move_cost(const BoxMove& move) const;
  double total(const std::vector<BoxPiece>& pieces, const std::vector<BoxSeat>& seats, const BoxRows& rows, int first, int last) const;
  void prove(const std::vector<BoxPiece>& pieces, BoxRows& rows) const;
  void weigh(const std::vector<BoxPiece>& pieces, BoxRows& rows) const;

  static int block_at(const BoxRows& rows, int row);

  const std::vector<BoxSort>& sorts_;
  const std::vector<int>& blocks_;
  const DumpWords& words_;
  const RE2& target_;
  const BoxHabits& habits_;
  const BoxWeights weights_;
  mutable std::unordered_map<std::u32string, double> targets_;
};

}  // namespace budgetlift
