// Names of the units that targets are counted in, from schemas/units.json, and what names of offices end with, from schemas/offices.json.
#pragma once

#include <string>
#include <vector>

namespace budgetlift {

// UTF-8: units, scales, and each scale with each unit (万元).
const std::vector<std::string>& unit_names();

// UTF-8: endings of the names of public bodies (局, 中心).
const std::vector<std::string>& office_endings();

}  // namespace budgetlift
