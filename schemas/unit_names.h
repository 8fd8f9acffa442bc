// Names of the units that targets are counted in, from schemas/units.json.
#pragma once

#include <string>
#include <vector>

namespace budgetlift {

// UTF-8: units, scales, and each scale with each unit (万元).
const std::vector<std::string>& unit_names();

}  // namespace budgetlift
