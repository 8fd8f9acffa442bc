// Which rows stand beside a level's name that is printed once for several, in a dump that is sorted by place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "extract/dump_words.h"

namespace budgetlift {

// Rows [starts[g], starts[g + 1]) stand beside name g; the last start is the number of rows.
struct LevelParts {
  std::vector<size_t> starts;
  bool sure = false;   // no other parting is as good
};

// First levels, by the rows' second levels: each stands under one that it belongs to. `may_lack`: a name may have no row.
LevelParts part_first_levels(const std::vector<std::u32string>& names, const std::vector<std::u32string>& seconds, const DumpWords& words, bool may_lack);

// Second levels, by where in the dump the names and the rows stand; no fewer rows than names. Never sure where there are more.
LevelParts part_second_levels(const std::vector<size_t>& names, const std::vector<size_t>& rows);

}  // namespace budgetlift
