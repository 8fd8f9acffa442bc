#include "extract/dump_boxes_ways.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace budgetlift {
namespace {

constexpr int kRounds = 3;             // of learning from what was put together
constexpr size_t kMostSamples = 12;    // tables that are learnt from
constexpr size_t kMostFitted = 4;      // ... and whose boxes' order says how they are set
constexpr size_t kFewBreaks = 2;       // what rows have whose order is as good as explained

// No weights suit all tables: the rows whose boxes would be printed in the dump's order are the right ones.
std::vector<BoxWeights> weights_of(const BoxTable& table) {
  std::vector<BoxWeights> out(8);
  out[1].late = 0.2, out[1].ahead = 0.15;
  out[2].run = -6;
  out[3].late = 0.4, out[3].ahead = 0.3;
  out[4].order = 0.5;
  out[5].run = 0;
  out[6].not_full = 9;
  out[7].target_elsewhere = 2;
  if (table.groups.empty()) return out;
  for (double other_block : {0.4, 3.0}) out.emplace_back().other_block = other_block;
  return out;
}

}  // namespace

BoxWays::BoxWays(std::vector<const BoxTable*> tables, const DumpWords& words, const RE2& target, BoxHabits known)
    : words_(words), target_(target) {
  std::vector<const std::vector<BoxPiece>*> pieces;
  for (const BoxTable* table : tables) pieces.push_back(&table->pieces);
  known.columns.resize(tables.front()->sorts.size());
  known.count_pieces(pieces);
  if (tables.size() > kMostSamples) tables.resize(kMostSamples);
  // Where the projects' columns, or rows without a second level of their own, stand is not known well enough.
  const auto& sorts = tables.front()->sorts;
  habits_ = known;
  if (tables.front()->listing || std::find(sorts.begin(), sorts.end(), BoxSort::merged2) != sorts.end()) {
    for (int round = 0; round < kRounds; ++round) habits_ = learn(tables, solve_all(tables, habits_), habits_, known);
    return;
  }
  // What is learnt first is what all that follows builds on.
  const std::vector<const BoxTable*> few(tables.begin(), tables.begin() + static_cast<std::ptrdiff_t>(std::min(tables.size(), kMostFitted)));
  size_t least = std::numeric_limits<size_t>::max();
  for (const BoxWeights& weights : weights_of(*tables.front())) {
    const auto solve_so = [&](const BoxHabits& habits) {
      std::vector<BoxRows> out;
      for (const BoxTable* table : few) out.push_back(BoxSolver(table->sorts, table->blocks, words_, target_, habits, weights).solve(table->pieces, table->projects()));
      return out;
    };
    const BoxHabits first = learn(few, solve_so(known), known, known);
    const std::vector<BoxRows> solved = solve_so(first);
    const MeasuresFit fit = fit_to(few, solved, first);
    if (fit.breaks >= least) continue;
    least = fit.breaks;
    measures_ = fit.measures;
    measured_ = true;
    habits_ = learn(few, solved, first, known);
  }
  for (int round = 1; round < kRounds; ++round) {
    const std::vector<BoxRows> solved = solve_all(tables, habits_);
    measures_ = fit_to(tables, solved, habits_).measures;
    habits_ = learn(tables, solved, habits_, known);
  }
}

std::vector<BoxRows> BoxWays::solve_all(const std::vector<const BoxTable*>& tables, const BoxHabits& habits) const {
  std::vector<BoxRows> out;
  for (const BoxTable* table : tables) out.push_back(best_rows(*table, habits));
  return out;
}

BoxHabits BoxWays::learn(const std::vector<const BoxTable*>& tables, std::vector<BoxRows> solved, const BoxHabits& habits, const BoxHabits& known) const {
  BoxHabits out = known;
  for (size_t i = 0; i < tables.size(); ++i) {
    const BoxSolver solver(tables[i]->sorts, tables[i]->blocks, words_, target_, habits);
    solver.judge(tables[i]->pieces, solved[i]);
    solver.learn(tables[i]->pieces, solved[i], out);
  }
  out.settle_widths();
  return out;
}

BoxRows BoxWays::solve(const BoxTable& table) const {
  BoxRows out = best_rows(table, habits_);
  BoxSolver(table.sorts, table.blocks, words_, target_, habits_).judge(table.pieces, out);
  return out;
}

BoxRows BoxWays::best_rows(const BoxTable& table, const BoxHabits& habits) const {
  BoxRows out;
  size_t least = std::numeric_limits<size_t>::max();
  for (const BoxWeights& weights : weights_of(table)) {
    BoxRows rows = BoxSolver(table.sorts, table.blocks, words_, target_, habits, weights).solve(table.pieces, table.projects());
    if (!measured_) return rows;
    if (rows.rows == 0) continue;
    const size_t breaks = SeatedTable(table.sorts, table.blocks, words_, habits, table.pieces, rows).breaks(measures_);
    if (breaks < least) least = breaks, out = std::move(rows);
    if (least <= kFewBreaks) break;
  }
  return out;
}

MeasuresFit BoxWays::fit_to(const std::vector<const BoxTable*>& tables, const std::vector<BoxRows>& solved, const BoxHabits& habits) const {
  std::vector<SeatedTable> fitted;
  for (size_t i = 0; i < tables.size() && fitted.size() < kMostFitted; ++i) {
    if (solved[i].rows > 0) fitted.emplace_back(tables[i]->sorts, tables[i]->blocks, words_, habits, tables[i]->pieces, solved[i]);
  }
  return fit_measures(fitted);
}

}  // namespace budgetlift
