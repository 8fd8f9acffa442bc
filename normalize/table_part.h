// The parts of a table that a form knows.
#pragma once

#include <string>
#include <vector>

namespace budgetlift {

// One indicator table of a part: `columns` gives for each column of the form its column in the table, -1 where absent.
struct BlockColumns {
  std::string key = "/indicators";   // FormBlock::key
  std::vector<int> columns;
  bool operator==(const BlockColumns&) const = default;
};

// A run of rows of a table that is one thing: a form's head, its indicators with their header rows, or a listing of projects.
struct TablePart {
  enum class Kind { head, indicators, listing, foreign };
  Kind kind = Kind::foreign;
  int row_begin = 0;   // for a head, rows above its first label belong to it (a title inside the grid)
  int row_end = 0;
  std::vector<BlockColumns> blocks;   // indicators, listing: from left to right
  std::vector<int> fields;            // listing: for each field of the form its column in the table, -1 where absent
  std::string unit;                   // listing: of the amounts, as a label names it
  int first_body_row = 0;     // indicators, listing: the row after the header
  int labels = 0;             // distinct labels matched
  bool weak = false;          // a head with so few labels that it can only be a part of one cut by a page break
};

}  // namespace budgetlift
