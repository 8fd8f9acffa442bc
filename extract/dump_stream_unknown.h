// A form that no definition covers, in a stream dump: found by its labels and read as far as they tell.
#pragma once

#include <vector>

#include "extract/dump_patterns.h"
#include "extract/dump_stream_head.h"

namespace budgetlift {

// Lines [title, head) are its title and what stands below it, [head, end) the form.
struct UnknownForm {
  size_t title = 0, head = 0, end = 0;
};

// Forms in lines [first, last): several different labels of heads, with something behind each, near each other.
std::vector<UnknownForm> find_unknown_forms(const std::vector<StreamLine>& lines, size_t first, size_t last, const DumpWords& words, const DumpPatterns& patterns,
                                           DumpKind kind);

// Characters [0, last): a row of each label and its value. Labels that no form knows end values where a line shows it; they and what
// belongs to them are stray. Every cell is in doubt.
Table read_unknown_head(const StreamText& text, size_t last, const DumpWords& words, DumpKind kind);

}  // namespace budgetlift
