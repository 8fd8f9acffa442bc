// Columns of a table in a dump that keeps columns, without rulings: which piece stands in which.
#pragma once

#include <string>
#include <vector>

#include "extract/dump_cells.h"
#include "extract/dump_layout_labels.h"
#include "extract/dump_layout_text.h"

namespace budgetlift {

// What all texts of a column look like.
enum class LaneText { any, number, code };

// A column of a table, as its header names it.
struct Lane {
  std::string key;     // FormColumn::key
  ColumnKind kind = ColumnKind::text;
  bool own = false;    // of a project in a listing, merged over its indicators
  LaneText text = LaneText::any;
};

// Where a lane's header stands on a page.
struct LaneHeader {
  int begin = 0, end = 0;
  bool known = false;   // false: the page does not print it, or not in its place
};

// The table's pieces on one page, those of its header and of labels beside it left out.
struct PagePieces {
  std::vector<const LayoutPiece*> pieces;   // by line, then from left to right
  std::vector<LaneHeader> headers;          // of each lane; empty where the page has no header
};

// Where the document sets spaces between ideographs and what is narrow, as numbers are. Of some fonts the tool sees only those before it.
struct TextSpaces {
  bool before = false, behind = false;
};

// What texts may stand in a lane.
struct LaneWords {
  const LevelNames& levels;
  const RE2& target;
  TextSpaces spaces;
};

// Whether a single space between the two characters may be one of the text.
bool may_be_space(char32_t last, char32_t first, TextSpaces spaces);

// The lane of each piece, -1 where it fits none.
//
// The tool counts columns so that what is left of another text on the page is left of it in the dump, on whatever lines both stand. So
// pieces of one lane make one block of columns, and blocks follow each other as the lanes do. A piece behind a single space has lost
// its place, but stands in the lane behind the one before it: a gap that narrow skips none.
std::vector<int> lanes_of(const PagePieces& page, const std::vector<Lane>& lanes, const LaneWords& words);

// The same where columns are not to be trusted, as of fonts whose size the tool mistakes: line by line, by what the texts are, their order
// and where the lane's other texts on the page begin.
std::vector<int> lanes_by_line(const PagePieces& page, const std::vector<Lane>& lanes, const LaneWords& words);

// How many texts of a line in a lane are of another kind than the lane's are. `lane_of`: of each piece.
int odd_texts(const PagePieces& page, const std::vector<int>& lane_of, const std::vector<Lane>& lanes, const LaneWords& words);

}  // namespace budgetlift
