// First and second levels that are merged over rows, in a dump that keeps columns: which rows each belongs to.
#pragma once

#include <string>
#include <vector>

#include "extract/dump_layout_body.h"

namespace budgetlift {

// Rows of a table and how they stand.
struct LevelRows {
  const LayoutBody& body;
  const LevelNames& levels;
  const std::vector<RowRange>& rows;
  int first_row = 1;            // of the table, of the first of them
  bool level2_merged = false;
  bool top = false;             // cells begin at one height
};

// The second level of each row.
struct SecondLevels {
  std::vector<std::u32string> names;
  std::vector<char> unsure;   // may be another name's row; empty: none is
};

// A second level that is merged over rows stands at the height of their middle. Gives those of the first such column.
SecondLevels add_merged_level2(const LevelRows& rows, Table& table);

// The taxonomy says which rows a first level may be merged over, and it stands at the height of their middle. What is printed wins.
// `pieces`: those of the first levels.
void add_level1(const LevelRows& rows, const std::vector<const LayoutPiece*>& pieces, const SecondLevels& level2, Table& table);

}  // namespace budgetlift
