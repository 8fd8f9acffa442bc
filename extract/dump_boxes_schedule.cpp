#include "extract/dump_boxes_schedule.h"

#include <algorithm>
#include <numeric>

namespace budgetlift {

BoxSchedule read_box_schedule(std::vector<HeadPiece>& pieces) {
  BoxSchedule out;
  std::vector<HeadPiece*>&dates = out.dates, &percents = out.percents;
  bool pairs = true;   // each date has its percentage right behind it
  for (HeadPiece& piece : pieces) {
    if (piece.kind == HeadKind::step) dates.push_back(&piece);
    if (piece.kind != HeadKind::percent) continue;
    percents.push_back(&piece);
    pairs = pairs && dates.size() == percents.size() && dates.back() + 1 == &piece;
  }
  if (!dates.empty()) out.first = dates.front();
  // Printed from the first date to the last; percentages grow.
  const auto printed = dates;
  std::vector<size_t> order(dates.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return step_month(dates[a]->key) < step_month(dates[b]->key); });
  for (size_t n = 0; n < order.size(); ++n) dates[n] = printed[order[n]];
  if (pairs && dates.size() == percents.size()) {
    const auto of_dates = percents;
    for (size_t n = 0; n < order.size(); ++n) percents[n] = of_dates[order[n]];
  }
  const auto grows = [](const HeadPiece* a, const HeadPiece* b) { return amount_of(a->key) < amount_of(b->key); };
  out.sure = !dates.empty() && dates.size() == percents.size() && std::is_sorted(percents.begin(), percents.end(), grows);
  return out;
}

}  // namespace budgetlift
