// A line of records.jsonl: the path of the document in it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace budgetlift {

// Begin and end of the path, a JSON string with its quotes; empty at the line's end if it has none.
std::pair<size_t, size_t> place_of_path(std::string_view line);

// The record line with the path of its document's file put in (or replaced). A line that has no place for one is left as it is.
std::string with_path(std::string_view line, const std::string& json_path);

}  // namespace budgetlift
