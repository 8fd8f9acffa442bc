// What texts of a dump that keeps columns cost in a lane of another kind, in nats.
#pragma once

#include <string>
#include <vector>

#include "extract/dump_layout_lanes.h"

namespace budgetlift {

inline bool is_narrow_print(char32_t c) { return c < 0x80 && c > ' '; }
bool is_lane_number(const std::u32string& text);
bool is_lane_code(const std::u32string& text);
// A code, or the first part of one.
bool is_code_part(const std::u32string& text);

// Of texts that stand in the lane, from the top down.
double lane_text_cost(const std::vector<std::u32string>& texts, const Lane& lane, const LaneWords& words);

}  // namespace budgetlift
