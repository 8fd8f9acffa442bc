#include "extract/dump_boxes_order.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace budgetlift {
namespace {

constexpr double kFlow = 0.5;   // pdfminer's boxes_flow

struct Group {
  PlacedBox box;
  int first = -1, second = -1;   // parts; -1: it is a box
};

double area(const PlacedBox& box) { return (box.right - box.left) * (box.bottom - box.top); }

bool meet(const PlacedBox& a, const PlacedBox& b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

// What a group's parts are sorted by.
double rank(const PlacedBox& box) { return (1 - kFlow) * box.left + (1 + kFlow) * (box.top + box.bottom); }

class Grouping {
 public:
  explicit Grouping(const std::vector<PlacedBox>& boxes) {
    groups_.reserve(2 * boxes.size());
    for (const PlacedBox& box : boxes) groups_.push_back({box});
    for (size_t i = 0; i < boxes.size(); ++i) {
      for (size_t k = i + 1; k < boxes.size(); ++k) pairs_.push_back(pair(i, k));
      alive_.push_back(i);
    }
    std::make_heap(pairs_.begin(), pairs_.end(), std::greater<>());
  }

  std::vector<size_t> order() {
    std::vector<bool> gone(2 * groups_.size(), false);
    while (!pairs_.empty()) {
      std::pop_heap(pairs_.begin(), pairs_.end(), std::greater<>());
      auto [late, distance, a, b] = pairs_.back();
      pairs_.pop_back();
      if (gone[a] || gone[b]) continue;
      if (!late && stands_between(a, b)) {
        push({true, distance, a, b});
        continue;
      }
      gone[a] = gone[b] = true;
      const size_t group = groups_.size();
      groups_.push_back({united(groups_[a].box, groups_[b].box), static_cast<int>(a), static_cast<int>(b)});
      // clang 14 captures no structured bindings.
      std::erase_if(alive_, [one = a, other = b](size_t i) { return i == one || i == other; });
      for (size_t other : alive_) push(pair(group, other));
      alive_.push_back(group);
    }
    std::vector<size_t> out;
    if (!alive_.empty()) print(alive_.back(), out);
    return out;
  }

 private:
  using Pair = std::tuple<bool, double, size_t, size_t>;   // whether something stands between; distance; both

  Pair pair(size_t a, size_t b) const {
    const PlacedBox &one = groups_[a].box, &other = groups_[b].box;
    return {false, area(united(one, other)) - area(one) - area(other), a, b};
  }

  void push(const Pair& pair) {
    pairs_.push_back(pair);
    std::push_heap(pairs_.begin(), pairs_.end(), std::greater<>());
  }

  bool stands_between(size_t a, size_t b) const {
    const PlacedBox all = united(groups_[a].box, groups_[b].box);
    return std::any_of(alive_.begin(), alive_.end(), [&](size_t i) { return i != a && i != b && meet(groups_[i].box, all); });
  }

  void print(size_t at, std::vector<size_t>& out) const {
    const Group& group = groups_[at];
    if (group.first < 0) {
      out.push_back(at);
      return;
    }
    size_t first = static_cast<size_t>(group.first), second = static_cast<size_t>(group.second);
    if (rank(groups_[second].box) < rank(groups_[first].box)) std::swap(first, second);
    print(first, out);
    print(second, out);
  }

  std::vector<Group> groups_;
  std::vector<Pair> pairs_;   // a heap
  std::vector<size_t> alive_;
};

}  // namespace

PlacedBox united(const PlacedBox& a, const PlacedBox& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

std::vector<size_t> printed_order(const std::vector<PlacedBox>& boxes) { return Grouping(boxes).order(); }

}  // namespace budgetlift
