// Amounts of a table inside a form's head: each row has a total and its two parts, of which one may be empty.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace budgetlift {

inline constexpr size_t kTaskAmounts = 3;                  // columns: a total and its two parts
using TaskAmounts = std::array<int, kTaskAmounts>;         // of a row: indices into the amounts; -1: empty

struct TaskRows {
  std::vector<TaskAmounts> rows;   // none where no way of dealing the amounts out adds up
  bool sure = false;               // no other way that does has other amounts
  bool sure_count = false;         // … or other rows
};

// `amounts`: in the order of the dump. Each row's total is the sum of its parts; with `total`, the last row is the sum of the others.
TaskRows deal_amounts(const std::vector<double>& amounts, bool total);

}  // namespace budgetlift
