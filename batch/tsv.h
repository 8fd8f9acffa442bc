#pragma once

#include <string>
#include <string_view>

namespace budgetlift {

// A text as one cell of a tab-separated line: backslash, tab, line ends and other control characters as \\, \t, \n, \r,
// \xHH; so are bytes that are no UTF-8. Nothing is lost: the escapes can be undone.
std::string tsv_cell(std::string_view text);

}  // namespace budgetlift
