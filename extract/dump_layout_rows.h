// Rows of a table in a dump that keeps columns, from the heights at which the lines of their cells stand.
#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace budgetlift {

// The printed lines that a cell has a line on, from the top down.
using CellLines = std::vector<int>;

// How the cells of a row stand to each other: centred on one height, or beginning at one. Of a font whose size the tool takes for larger
// than it is, it also prints lines together that stand half a pitch apart, and not always in order: then cells are only about centred.
enum class Alignment { centred, top, loose };

// How well the rows of a table's best cut stand as centred or top aligned cells do.
struct RowFit {
  double misplaced = 0;   // cells
  double cost = 0;        // nats
  int rows = 0;
};

// Cells whose lines stand elsewhere than the row allows. Lines of a cell are a pitch apart, so that a cell with an odd number of them and
// one with an even number never share a printed line where they are centred. `cells`: without empty ones.
double misplaced_cells(const std::vector<CellLines>& cells, Alignment alignment);

// Where something is printed: lines [first, last] of a page.
struct PrintedLines {
  int first = 0, last = 0;
  int page = 0;
};

// For each label the rows [first, second) that it is merged over: it stands at the height of their middle, or with `top` of their first
// line. `rows`: from the top down, of a row that a page's end cuts the lines before it. All rows belong to a label, those before the first
// one excepted where nothing but them is above it on its page.
// `unsure`: which rows may as well be another label's.
std::vector<std::pair<int, int>> rows_beside(const std::vector<PrintedLines>& labels, const std::vector<PrintedLines>& rows, bool top,
                                             std::vector<char>* unsure = nullptr, double* cost = nullptr);

struct RowRange {
  int first = 0, last = 0;   // lines [first, last)
  bool unsure = false;       // another cut of its lines costs little more
};

struct RowLines {
  std::vector<RowRange> rows;
  double cost = 0;           // nats
};

// The cheapest way to cut `lines` lines into rows of at most `most` lines. `cost(first, last)` is that of a row. A row is unsure where a
// cut without it costs at most `margin` more. Lines that are `idle` make no difference at a row's begin or end.
RowLines cheapest_rows(int lines, int most, double margin, const std::function<double(int, int)>& cost, const std::vector<char>& idle = {});

}  // namespace budgetlift
