// What stands above a table: its title, the unit of its amounts. And which of its first rows are its header.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/options.h"
#include "schemas/document.h"

namespace budgetlift {

// The currency unit named in a line ("万元" of 单位：万元); nothing if there is none.
std::optional<std::string> unit_in(const std::string& canonical_text);

// A line that may stand between a title and its table: a unit, "label：value", a table's number ("公开01表").
bool is_caption_detail(const std::string& canonical_text);

// Sets title and unit of a table from the lines above it (top to bottom, the nearest last; nothing but lines since
// the table before it) and from its own first rows.
void set_captions(Table& table, const std::vector<TextLine>& above, const TableOptions& options);

// How many of the first rows are titles and labels of columns.
int guess_header_rows(const Table& table);

}  // namespace budgetlift
