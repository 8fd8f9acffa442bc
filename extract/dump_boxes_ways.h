// What a document's tables with the same columns have in common: how they are set, and what their cells hold, learnt from the tables.
#pragma once

#include <re2/re2.h>

#include <string>
#include <vector>

#include "extract/dump_boxes_geometry.h"
#include "extract/dump_boxes_rows.h"
#include "extract/dump_boxes_table.h"
#include "extract/dump_words.h"

namespace budgetlift {

class BoxWays {
 public:
  // `tables`: all that have the same key; they, `words` and `target` must outlive this. `known`: what is known without them.
  BoxWays(std::vector<const BoxTable*> tables, const DumpWords& words, const RE2& target, BoxHabits known);

  // The rows of one of the tables, and how sure they are.
  BoxRows solve(const BoxTable& table) const;

 private:
  BoxRows best_rows(const BoxTable& table, const BoxHabits& habits) const;
  std::vector<BoxRows> solve_all(const std::vector<const BoxTable*>& tables, const BoxHabits& habits) const;
  BoxHabits learn(const std::vector<const BoxTable*>& tables, std::vector<BoxRows> solved, const BoxHabits& habits, const BoxHabits& known) const;
  MeasuresFit fit_to(const std::vector<const BoxTable*>& tables, const std::vector<BoxRows>& solved, const BoxHabits& habits) const;

  const DumpWords& words_;
  const RE2& target_;
  BoxHabits habits_;
  BoxMeasures measures_;
  bool measured_ = false;   // measures_ are the tables'
};

}  // namespace budgetlift
