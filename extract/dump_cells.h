// What a cell of an indicator table costs: how badly its lines fit its column and its text the column's kind.
#pragma once

#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/dump_text.h"
#include "extract/options.h"
#include "schemas/form.h"

namespace budgetlift {

// Pieces of a cell: [a0, a1) before a page break and [b0, b1) after it; the second is empty in a cell that is not
// cut, and the first in a cell that stands after the break alone.
struct CellRange {
  int a0 = 0, a1 = 0, b0 = 0, b1 = 0;
  bool empty() const { return a0 == a1 && b0 == b1; }
  bool operator==(const CellRange&) const = default;
};

enum class ColumnKind { level1, level2, text, target };

// FormColumn::kind; what is none of the others is text.
ColumnKind kind_of(const FormColumn& column);

struct Column {
  std::string key;  // of the form: "level3"
  ColumnKind kind = ColumnKind::text;
  double width = 0;  // full-width characters; 0 unknown
};

// The lines of a cell as pieces are added to it one by one.
struct CellScan {
  int pieces = 0;
  int lines = 0;
  double line_width = 0;
  bool open_width = false;  // the last line has a gap of unknown width
  double cost = 0;          // of the gaps and the wraps
  double shortfall = 0;     // the most that a line lacks to the column's width, though the cell goes on, past tolerance
  double excess = 0;        // the most that a line exceeds it, past tolerance
  bool unspaced = false;    // two lines that no blank line parts, where they all are
  bool lost_line = false;   // blank lines where a line may have been
};

// Texts of cells that were read without doubt, by column: the same text in the same column again is no surprise.
using KnownCells = std::map<std::string, std::unordered_set<std::u32string>>;

// What a document shows of its own ways.
struct Habits {
  bool blank_lines = false;  // DumpLines::blank_habit
  CharPairs pairs;
  KnownCells known;
  KnownCells beginnings;  // those texts but for their last lines
};

// Brackets of a text that lack their other half.
struct Brackets {
  int unclosed = 0;
  int unopened = 0;
};

// Costs of cells in one project's indicator table. References must outlive it.
class CellModel {
 public:
  CellModel(const PieceText& text, const std::vector<Column>& columns, const Form& form, const RE2& target_pattern,
            const Habits& habits, const DumpOptions& options);

  // Adds piece `i` to a cell of `column`; `before` is the cell's piece before it where that is not i - 1, as after a
  // page break.
  void add(CellScan& scan, size_t column, int i, int before = -1) const;
  // Adds all pieces of `range`.
  void add(CellScan& scan, size_t column, const CellRange& range) const;
  // Cost of the whole cell in its column (0 fits; large does not), `scan.cost` included.
  double cost(const CellScan& scan, size_t column, const CellRange& range) const;
  // Cost of having nothing in `column`.
  double empty_cost(size_t column) const;
  // Cost of a cell border before piece `i`, by what stands there; the cell below it is of column `next`.
  double border_cost(size_t next, int i) const;
  // Cost of what parts two neighbouring cells of a row, of `before` and `after` printed lines: cells are centred, so
  // the second's first line stands (before + after) / 2 - 1 line pitches off the first's last line. DumpPiece `i` is the
  // first of the second cell. `before` is 0 where a label or a page break stands between, kRowEnd at a row's border.
  double place_cost(int before, int after, int i) const;
  static constexpr int kRowEnd = -1;
  // Negative for texts that are alike, as a name and its description are.
  double likeness(const CellRange& a, const CellRange& b) const;

  std::u32string key_of(const CellRange& range) const;
  // Index in the taxonomy of the level 1 that `range`, as a second-level cell, belongs under; -1 where unknown.
  int level1_of(const CellRange& range) const;
  // Whether some second-level name begins with `key`.
  bool begins_level2(std::u32string_view key) const;
  // Index in level1_labels() of the label that pieces [first, last) spell, -1 for none.
  int label_at(int first, int last) const;
  const std::vector<std::u32string>& level1_labels() const { return level1_; }
  bool is_target(const CellRange& range) const;
  // A target that names a quality ("持续上升"), and one that ends where its number should stand ("不低于").
  bool is_quality(const CellRange& range) const;
  bool ends_with_comparison(const CellRange& range) const;
  Brackets brackets(const CellRange& range) const;

 private:
  double bracket_cost(const CellRange& range) const;
  double tolerance(double line_width) const;
  bool is_known(size_t column, const CellRange& range) const;
  template <typename Visit>
  void each_char(const CellRange& range, Visit visit) const;

  const PieceText& text_;
  const std::vector<Column>& columns_;
  const RE2& target_pattern_;
  const Habits& habits_;
  const DumpOptions& options_;
  std::vector<std::u32string> level1_;
  std::vector<std::pair<std::u32string, int>> level2_;  // name, index of its level 1; sorted
  std::vector<std::u32string> comparisons_, qualities_;
  std::vector<const std::unordered_set<std::u32string>*> known_;  // of each column; may be null
  std::vector<char> names_;  // per piece: begins a level-1 or level-2 name on its line
  mutable std::unordered_map<std::u32string, bool> target_cache_;
};

}  // namespace budgetlift
