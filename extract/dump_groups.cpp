#include "extract/dump_groups.h"

#include <algorithm>
#include <array>
#include <limits>

namespace budgetlift {
namespace {

// Costs in nats.
constexpr double kWrongLabel = 3;       // a row under a label that the taxonomy does not put it under
constexpr double kUnlabelled = 2.5;     // a row under no label
constexpr double kUnlabelledGroup = 3;  // … the first of them
constexpr double kUnusualPlace = 0.5;   // a label that is not printed before the last row of its group
constexpr double kUnsure = 1.5;         // a border that costs at most this much more leaves the rows unsure

// The rows between two labels: [first, a) belong to the label before, [b, last) to the one after, the rest to none.
struct Split {
  int a = 0;
  int b = 0;
};

class Chooser {
 public:
  Chooser(const std::vector<int>& level1, int first, int last, int before, int after)
      : level1_(level1), first_(first), last_(last), before_(before), after_(after) {
    // Cost of ending the first label's rows at a, and of beginning the second's at b, by running sums.
    for (int owner = 0; owner < 3; ++owner) {
      double sum = 0;
      sums_[static_cast<size_t>(owner)].push_back(0);
      for (int row = first; row < last; ++row) {
        sum += row_cost(row, owner);
        sums_[static_cast<size_t>(owner)].push_back(sum);
      }
    }
  }

  Split best(std::vector<int>& unsure) const {
    // One pass over b with the best a so far; a == b where no row is without label.
    double best_cost = std::numeric_limits<double>::infinity();
    Split best{first_, last_};
    std::vector<std::pair<double, Split>> tried;
    double open_cost = std::numeric_limits<double>::infinity();
    int open_at = first_;
    for (int b = first_; b <= last_; ++b) {
      const auto consider = [&](double cost, Split split) {
        tried.emplace_back(cost, split);
        if (cost < best_cost) {
          best_cost = cost;
          best = split;
        }
      };
      const double tail = part(2, b, last_);
      if (open_cost < std::numeric_limits<double>::infinity())
        consider(open_cost + part(1, open_at, b) + tail, {open_at, b});
      const double head = part(0, first_, b) + place_cost(b);
      if ((before_ >= 0 || b == first_) && (after_ >= 0 || b == last_)) consider(head + tail, {b, b});
      if (before_ >= 0 || b == first_) {
        const double here = head + kUnlabelledGroup;
        if (here < open_cost + part(1, open_at, b)) {
          open_cost = here;
          open_at = b;
        }
      }
    }
    for (const auto& [cost, split] : tried) {
      if (cost > best_cost + kUnsure) continue;
      for (int row = std::min(split.a, best.a); row < std::max(split.a, best.a); ++row) unsure.push_back(row);
      for (int row = std::min(split.b, best.b); row < std::max(split.b, best.b); ++row) unsure.push_back(row);
    }
    return best;
  }

 private:
  double row_cost(int row, int owner) const {
    if (owner == 1) return kUnlabelled;
    const int label = owner == 0 ? before_ : after_;
    const int known = level1_[static_cast<size_t>(row)];
    if (label < 0) return 1000;
    return known < 0 || known == label ? 0 : kWrongLabel;
  }

  double part(int owner, int from, int to) const {
    const auto& sums = sums_[static_cast<size_t>(owner)];
    return sums[static_cast<size_t>(to - first_)] - sums[static_cast<size_t>(from - first_)];
  }

  double place_cost(int a) const { return before_ >= 0 && a - first_ != 1 ? kUnusualPlace : 0; }

  const std::vector<int>& level1_;
  int first_, last_;
  int before_, after_;  // indices in the taxonomy; -1 at the table's ends
  std::array<std::vector<double>, 3> sums_;
};

}  // namespace

std::vector<RowGroup> group_rows(const std::vector<int>& level1, const std::vector<LabelCut>& labels) {
  std::vector<RowGroup> groups;
  const int rows = static_cast<int>(level1.size());
  int start = 0;
  std::vector<int> unsure;
  for (size_t i = 0; i <= labels.size(); ++i) {
    const int first = i == 0 ? 0 : std::min(labels[i - 1].rows_before, rows);
    const int last = i == labels.size() ? rows : std::min(labels[i].rows_before, rows);
    std::vector<int> border;
    const Split split =
        Chooser(level1, first, last, i == 0 ? -1 : labels[i - 1].label, i == labels.size() ? -1 : labels[i].label)
            .best(border);
    unsure.insert(unsure.end(), border.begin(), border.end());
    if (i > 0) groups.push_back({static_cast<int>(i) - 1, start, split.a, {}});
    if (split.b > split.a) groups.push_back({-1, split.a, split.b, {}});
    start = split.b;
  }
  std::sort(unsure.begin(), unsure.end());
  unsure.erase(std::unique(unsure.begin(), unsure.end()), unsure.end());
  for (RowGroup& group : groups) {
    for (int row : unsure) {
      if (row >= group.first && row < group.last) group.unsure.push_back(row);
    }
  }
  return groups;
}

}  // namespace budgetlift
