// Where cells of a table in a stream dump may begin and end.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/dump_stream_cells.h"
#include "extract/dump_stream_columns.h"
#include "extract/dump_stream_text.h"
#include "extract/dump_words.h"

namespace budgetlift {

// The most pieces of a cell; where every character may begin a cell, the most characters.
size_t longest(StreamSort sort, bool glued);

// Places count the pieces that cells are made of: what stands between spaces, or each character where cells are glued. Columns are indices
// into those given; texts and columns must outlive this.
class StreamPlaces {
 public:
  StreamPlaces(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const StreamHabits& habits);

  const std::vector<size_t>& at() const { return at_; }   // the character of each place; the text's end last
  size_t break_behind(size_t j) const { return breaks_[j]; }   // the character behind the next page's end
  // Places where the search begins anew: the text's first one, those where projects are known to begin, and the text's end.
  const std::vector<size_t>& starts() const { return begins_; }
  // Where the own cells end of a project that begins at place `j`, no other one before the next of these places; 0 if that is not known.
  size_t head_end(size_t j) const {
    const auto it = head_ends_.find(j);
    return it == head_ends_.end() ? 0 : it->second;
  }
  bool has_codes() const { return has_codes_; }   // projects have a column of codes
  bool starts_line(size_t j) const { return text_.ends_line(at_[j]); }
  bool is_break(size_t j) const { return j > 0 && at_[j] < text_.size() && text_.gaps[at_[j]] == StreamGap::page; }
  // Whether a cell of column `c` may begin there, and so the one before it end; only where everything is glued is it known.
  bool may_start(size_t c, size_t j) const { return starts_[c][j]; }
  // Whether one may end before place `k`: something of the row may begin there, or the row may end.
  bool may_end(size_t c, size_t k) const;
  // Whether a code, or a number that a project begins with, begins within places [j, k).
  bool holds_mark(size_t j, size_t k) const { return code_at_[at_[j]] < at_[k] || number_at_[at_[j]] < at_[k]; }
  // Whether a cell of column `c` at places [j, k) would hold a project's code or number, or a part of one, that is not its own.
  bool takes_mark(size_t c, size_t j, size_t k) const;

 private:
  void find_codes();
  void find_numbers(const DumpWords& words);
  void find_projects(const DumpWords& words);
  void find_starts(const DumpWords& words);
  bool begins_own(StreamSort sort, size_t at) const;
  bool may_begin(size_t i) const;

  const StreamText& text_;
  const std::vector<StreamColumn>& columns_;
  const bool glued_, pymupdf_, merged_level2_;
  bool has_codes_ = false;
  std::vector<size_t> at_;
  std::vector<size_t> breaks_;
  std::unordered_map<size_t, size_t> code_end_;   // of codes, by where they begin; before a page's end that cuts one
  std::vector<size_t> code_at_;          // of each character: where the next code begins
  std::vector<bool> in_code_;            // … whether it is one of a code's, but the first
  std::unordered_map<size_t, size_t> number_end_;   // the same of numbers that projects begin with
  std::unordered_set<size_t> followed_;   // of these, those that the next one follows, or none
  std::vector<size_t> number_at_;
  size_t last_number_ = 0;               // where the last of these begins
  std::vector<size_t> begins_;
  std::unordered_map<size_t, size_t> head_ends_;
  std::vector<std::vector<char>> starts_;   // of each column, by place
};

}  // namespace budgetlift
