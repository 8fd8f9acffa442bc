// What the values of a form's head look like in a text dump: amounts, codes, steps of a schedule, prose.
#pragma once

#include <string_view>

#include "schemas/form.h"

namespace budgetlift {

constexpr double kWrongKind = 4;   // nats: a value of another kind than its field's

// A number as amounts are printed: digits with , and . between, a unit or a dash.
bool is_amount(std::u32string_view key);
bool is_code(std::u32string_view key);
bool is_percent_step(std::u32string_view step);   // "25%"
bool is_date_step(std::u32string_view step);      // "3月底"

// How badly `key` fits as (a part of) the value of `field`.
double value_cost(const FormField& field, std::u32string_view key);
// How badly two texts together fit as the steps of a schedule.
double schedule_cost(std::u32string_view before, std::u32string_view after);

}  // namespace budgetlift
