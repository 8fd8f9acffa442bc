// Parts of one table on successive pages: do their columns agree, is the header printed again, and how one is put
// under the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/options.h"
#include "schemas/document.h"

namespace budgetlift {

// The x of every column edge, points, ascending: columns + 1. From the boxes of the cells.
std::vector<double> column_edges(const Table& table);

// How the columns of a part lie in those of the table before the break.
struct EdgeMatch {
  std::vector<int> index;     // for each edge of the part: the edge of the table, -1 for none
  std::vector<double> moved;  // the part's edges at the place and size of the table
  int matched = 0;
  bool outer = false;   // the outermost edges agree
  bool nested = false;  // one set of edges holds the other
};

// `scanned`: at least one of the two is.
EdgeMatch match_edges(const std::vector<double>& table, const std::vector<double>& part, const TableOptions& options,
                      bool scanned);

// Renumbers the columns of both so that they count the union of their edges. `edges` are those of the table.
void align_columns(Table& table, std::vector<double>& edges, Table& part, const EdgeMatch& match);

// Cells at the edges that have no outer rulings on the part's page leave it without its first or last columns: they are put back, each
// with the text beside the part (Table::stray) that stands in its column, merged over the part's rows. Nothing is done where the part's
// edges are not among the table's, `edges`.
void add_lost_columns(Table& table, const std::vector<double>& edges, Table& part, const TableOptions& options, bool scanned);

// The cells that begin in a row, [first, last) of table.cells. Logarithmic time.
std::pair<size_t, size_t> cells_of_row(const Table& table, int row);

// Every cell of the row holds a short text, at least three of them differ and none is a number: labels of columns,
// wherever the row stands.
bool looks_like_labels(const Table& table, int row);

// The first rows of a part that print the table's header again, or a row of column labels farther down.
struct RepeatedHeader {
  int rows = 0;       // of the part; 0: none
  int from = 0;       // the table's row that they begin with
  int of_table = 0;   // the table's rows that they are
};
// `labels_row`: a row of column labels that is known, -1 for none.
RepeatedHeader repeated_header(const Table& table, const Table& part, int labels_row);

// For each column the cell that covers the row; null where there is none. Looks from the row upwards.
std::vector<Cell*> cells_over(Table& table, int row);

// The texts of a cell, without any space, as they stand; cheap and for comparing only.
std::string bare_text(const Cell& cell);

}  // namespace budgetlift
