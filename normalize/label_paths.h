// Labels above columns, one below the other: "预算数/合计" is 合计 below 预算数.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "normalize/table_grid.h"

namespace budgetlift {

// A header's columns as they stand in a table.
struct HeaderColumns {
  std::map<int, int> place_of;   // target → column of the table where its lowest label begins
  std::string unit;              // of the amounts, as a label names it; empty if none does
  int end = 0;                   // row below the header
};

class LabelPaths {
 public:
  // `path`: labels from the uppermost down, parted by '/'. `target`: what its column is, a number of the caller's own.
  void add(const std::string& path, int target);
  // A label that may stand above others and says nothing of its own.
  void add_group(const std::string& label);

  bool knows(const std::string& folded_text) const;

  // The columns from `from` on below the labels that begin in row `begin`. A header goes on as long as all texts of a row are labels.
  HeaderColumns read(const TableGrid& grid, int begin, int from, int most_rows) const;

 private:
  std::optional<int> target_of(const std::vector<std::string>& labels) const;
  bool is_header_row(const TableGrid& grid, int row, int from) const;

  std::unordered_map<std::string, int> paths_;
  std::set<std::string> words_;
};

}  // namespace budgetlift
