// The rules of `budgetlift check` that a JSON Schema cannot say. Internal to the schema check.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "normalize/schema_check.h"

namespace budgetlift {

// Problems of one parsed record; any JSON value is taken, what is not there is passed over (the schema names it).
std::vector<SchemaProblem> rule_problems(const nlohmann::json& record);

// True if the record's `review` names `pointer`, a value above it or a part of it.
bool named_in_review(const nlohmann::json& record, const std::string& pointer);

// The value at a JSON Pointer, or null where there is none.
const nlohmann::json* value_at(const nlohmann::json& root, const std::string& pointer);

}  // namespace budgetlift
