// Amounts of a record that must add up, as its form says (Form::sums).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

// The amount of that field: one of the budget, or a text of `extra` understood as an amount. Nothing where the record has none.
std::optional<Amount> amount_at(const ProjectRecord& record, const std::string& key);

// Keys of the amounts that a record of the form may have.
std::vector<std::string> amounts_in(const Form& form);

// The sums of the form that the record can be held to: at least two of the amounts are there, and the labels of all the parts are printed.
std::vector<FormSum> sums_of(const Form& form, const ProjectRecord& record);

// Names the amounts that do not add up (`sum-mismatch`), and those whose number or unit is not understood.
void check_sums(const Form& form, ProjectRecord& record);

}  // namespace budgetlift
