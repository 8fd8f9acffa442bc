// What a cell of a table in a stream dump costs: how well its lines fill its column and its text is of the column's kind.
#pragma once

#include <re2/re2.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/dump_stream_columns.h"
#include "extract/dump_stream_number_words.h"
#include "extract/dump_stream_phrases.h"
#include "extract/dump_text.h"

namespace budgetlift {

// What a document shows of its own ways, from the tables that were cut so far. Costs are in nats.
struct StreamHabits {
  DumpKind kind = DumpKind::raw;
  bool spaced_numbers = false;   // spaces stand between ideographs and numbers
  bool loose = false;            // spaces stand anywhere, also within words
  bool merged_level2 = false;    // a second level is printed once for its rows
  double beam = 0;               // StreamCut::beam of a table that needed a wide one: the next search begins with it
  CharPairs pairs;
  CharPairs words;               // pairs of characters of running text: hardly does a border part them
  StreamNumberWords number_words;
  StreamPhrases phrases;         // of the whole document, where cells are glued
  std::unordered_set<std::u32string> units;   // that targets are counted in
  size_t longest_unit = 0;
  std::vector<std::u32string> unit_endings;   // of a unit that is the department itself
  std::vector<std::u32string> office_endings;   // of most units' names
  std::vector<std::u32string> qualities;   // words of targets without a number
  std::vector<std::u32string> adverbs;     // … that another one follows
  std::vector<std::u32string> openings;    // words by which texts of purpose begin
  // Of the header's columns, in full-width characters: no line is longer than `most` (0: not known), and one that is shorter than
  // `least` by more than what follows it ends its cell.
  struct Width {
    double least = 0, most = 0;
  };
  std::vector<Width> widths;
  std::vector<std::unordered_map<std::u32string, int>> known;   // of each column: texts and in how many rows they stand
  // Of each column where cells are glued: the characters that its texts begin and end with, and in how many rows.
  std::vector<std::unordered_map<char32_t, int>> starts, ends;
  // How often a space (not a line's end) stands between neighbours of so many lines.
  std::map<std::pair<int, int>, std::pair<double, double>> beside;   // lines of both (at most 3): with a space, all
  // The same where cells are glued, of each column's right border: whether both cells have one line, as pypdf sets a space between what
  // stands at one height only.
  std::map<std::pair<size_t, bool>, std::pair<double, double>> borders;
};

// Whether the line's end before a character is none of the page: some tools break a line where the font changes, as it does behind a
// closing mark and before another one.
bool broken_by_font(const StreamText& text, size_t at);

class StreamCells {
 public:
  StreamCells(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target, const StreamHabits& habits);

  // Cost of characters [first, last) as a cell of column `c`. `cut`: a page's end may cut its row.
  double cost(size_t c, size_t first, size_t last, bool cut) const;
  // The same for what is left of a cell behind a page's end.
  double tail_cost(size_t c, size_t first, size_t last) const;
  // Cost of a cell of which a page's end leaves `front` above it and `rest` below; one of them may be empty.
  double cut_cost(size_t c, StreamRange front, StreamRange rest) const;
  // Cost of the border between neighbours [a, b) and [b, d) of a row.
  double border_cost(size_t left, size_t a, size_t right, size_t b, size_t d) const;
  // Negative for texts that are alike, as a name and its description are, by `kMostAlike` at most.
  static constexpr double kMostAlike = 16;
  double likeness(size_t a, size_t b, size_t d) const;

  // How many lines of a cell of several are, or end behind a space with, what can be nothing but a target: other rows' ends. `unsure`: the
  // cell is in doubt, so that a word of quality on its last line is hardly its own.
  int targets_inside(size_t c, size_t first, size_t last, bool unsure) const;
  // Where cells are glued and a line's end may be lost: whether a target or a third level holds the name of another row's second level,
  // or a line of it ends with words of a target. `rest`: it is what a page's end cuts off, which may begin with a name.
  bool may_hold_rows(size_t c, size_t first, size_t last, bool rest) const;

  // Whether what a page's end cuts off a cell is hardly its rest: a target is whole above it, or there are targets in it.
  bool is_odd_rest(size_t c, StreamRange front, StreamRange rest) const;
  // Whether a target is one character that is no word of quality: the end of the text beside it.
  bool is_fragment(size_t first, size_t last) const;

  // Where a target is over that is whole at the end of a line; `last` if it is whole only there, or never.
  size_t whole_target(size_t c, size_t first, size_t last) const;

  // Whether a target may begin with the end of the text before it: it is none, but for its last characters.
  bool holds_more(size_t c, size_t first, size_t last) const;
  // Where the words of comparison begin that make a target with what stands at `first`; `first` if there are none.
  size_t words_before_target(size_t first, size_t last) const;

  // Whether a first or second level is no mere beginning of a name.
  bool is_name(size_t c, size_t first, size_t last) const;

  bool name_goes_on(size_t at) const { return name_goes_on_[at]; }

  // Where cells are glued, how many whole names of levels begin in characters [first, last).
  int names(size_t first, size_t last) const { return names_before_.empty() ? 0 : names_before_[last] - names_before_[first]; }

  int lines(size_t first, size_t last) const;
  // Widths of the lines that end within the cell, each with that of what follows at least; then the last line's.
  struct Wrap {
    double width = 0, next = 0;
  };
  std::vector<Wrap> wraps(size_t first, size_t last) const;
  double last_width(size_t first, size_t last) const;

 private:
  double height_cost(StreamGap gap, size_t left, size_t a, size_t d) const;
  bool is_target(std::u32string_view key) const;
  bool is_quality(std::u32string_view key) const;
  bool holds_quality(std::u32string_view key) const;
  bool is_sure_target(std::u32string_view key) const;
  bool ends_with_number(std::u32string_view key) const;
  bool ends_with_quality(std::u32string_view key) const;
  bool ends_with_amount(size_t first, size_t last) const;
  double gap_cost(StreamGap gap, size_t left, size_t a, size_t right, size_t b, size_t d) const;
  double target_goes_on(size_t a, size_t b) const;
  size_t unit_end(size_t at) const;
  bool code_goes_on(size_t at) const;
  bool cut_code(size_t first, size_t last) const;
  double name_start(size_t c, size_t first, size_t last) const;
  double wrap_cost(size_t c, size_t first, size_t last) const;
  std::u32string_view start_of(size_t at, size_t length) const;
  size_t times_of(std::u32string_view key) const;
  void find_names();
  void look_at_listing();
  size_t first_item(size_t first, size_t last) const;
  double cut_name_cost(const std::vector<std::u32string>& names, size_t first, size_t last) const;
  double glued_own_cost(size_t c, size_t first, size_t last) const;
  double own_border_cost(size_t left, size_t a, size_t right, size_t b, size_t d) const;
  double own_cost(size_t c, size_t first, size_t last) const;
  double numbers_in_name(size_t c, size_t first, size_t last) const;
  double level_name_cost(std::u32string_view key) const;
  double text_cost(size_t c, std::u32string_view key, char32_t front, char32_t back) const;
  double target_cost(size_t c, std::u32string_view key, char32_t front) const;
  bool is_third(size_t c) const;   // whether it is the third level's
  int target_lines(size_t c, size_t first, size_t last) const;
  double names_inside(size_t c, size_t first, size_t last) const;
  double space_cost(size_t first, size_t last) const;
  double name_cost(const std::vector<std::u32string>& names, std::u32string_view key, bool cut) const;

  const StreamText& text_;
  const std::vector<StreamColumn>& columns_;
  const DumpWords& words_;
  const RE2& target_;
  const StreamHabits& habits_;
  bool listing_ = false;            // projects have columns of their own
  std::vector<std::uint64_t> level1_at_, level2_at_;   // of each character: the lengths of names that begin there, a bit each
  std::vector<int> names_before_;   // where cells are glued: how many such names begin before each character
  std::vector<size_t> sorted_;      // places of a listing by what begins there
  std::optional<std::u32string> item_front_;   // what a listing's items have before their numbers
  std::u32string unit_front_;       // what the names of units begin with; empty if nothing tells
  int decimals_ = -1;               // of the amounts of a listing whose cells are glued, as most have; -1: nothing tells
  std::vector<int> chains_;         // the same: how many first levels with a second one behind them begin before each character
  std::vector<int> ordinal_;        // the same: how many codes stand before each character
  std::unordered_map<size_t, size_t> cut_codes_;   // the same: codes that a page's end cuts, where they begin and end above it
  std::vector<bool> name_goes_on_;   // whether the rest of a name begins there that a page's end cuts
  std::vector<bool> in_word_;        // before each character: whether a word with a number goes on there
  bool ids_ = false;                // units have a column of their codes
  bool amounts_ = false;            // glued rows have amounts of their own
  std::vector<double> bound_;       // where cells are glued: cost of a border before each character, from how phrases go on elsewhere
  std::vector<size_t> next_pair_;   // of each character: where it stands next with the same one behind it; far behind the text's end if nowhere
  std::vector<double> reach_;       // width of all characters before each
  std::vector<size_t> line_starts_;
  std::vector<double> spaces_;      // cost of the spaces within words before each character
  std::vector<size_t> line_of_;     // index into line_starts_ of each character's line
};

}  // namespace budgetlift
