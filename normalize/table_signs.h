// What a table shows without being read: where it comes from, and how many forms are in it.
#pragma once

#include <string>
#include <vector>

#include "normalize/form_matchers.h"
#include "normalize/table_grid.h"
#include "schemas/form.h"

namespace budgetlift {

bool is_scanned(const Table& table);
bool is_dumped(const TableGrid& grid);

// The text of the row's first cell, to find the row in print; "" for a row without cells.
std::string first_text(const TableGrid& grid, int row);

// The lines of the rows [begin, end), each cell's once: in its first row.
std::vector<TextLine> lines_of_rows(const TableGrid& grid, int begin, int end);

// Printed lines that hold a code, or the first part of one.
size_t codes_in(const TableGrid& grid);

// How often the first level is printed that is printed most: each project of a listing has it once, but for a page's end.
size_t first_levels_in(const TableGrid& grid, const Form& form);

// True if a cell begins with the name of a second-level indicator of any form, whatever is glued to it.
bool names_indicators(const TableGrid& grid, const FormMatchers& matchers);

}  // namespace budgetlift
