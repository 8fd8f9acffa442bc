#include "extract/grid_rulings.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace budgetlift {
namespace {

std::vector<Segment> merged(const std::vector<Ruling>& rulings, bool horizontal, const TableOptions& options) {
  std::vector<const Ruling*> order;
  for (const Ruling& ruling : rulings) {
    if (ruling.horizontal == horizontal) order.push_back(&ruling);
  }
  std::sort(order.begin(), order.end(), [](const Ruling* a, const Ruling* b) { return a->position < b->position; });
  std::vector<Segment> out;
  for (size_t i = 0; i < order.size();) {
    size_t end = i;
    while (end < order.size() && order[end]->position - order[i]->position <= options.same_line) ++end;
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(i), order.begin() + static_cast<std::ptrdiff_t>(end),
              [](const Ruling* a, const Ruling* b) { return a->start < b->start; });
    while (i < end) {
      Segment segment{0, order[i]->start, order[i]->end, 0};
      double weight = 0, sum = 0;
      for (; i < end && order[i]->start <= segment.end + options.dash_gap; ++i) {
        const double length = std::max(order[i]->end - order[i]->start, 0.01);
        segment.end = std::max(segment.end, order[i]->end);
        segment.thickness = std::max(segment.thickness, order[i]->thickness);
        weight += length;
        sum += length * order[i]->position;
      }
      segment.position = sum / weight;
      if (segment.end - segment.start >= options.min_ruling) out.push_back(segment);
    }
  }
  return out;
}

int root(std::vector<int>& parent, int i) {
  while (parent[static_cast<size_t>(i)] != i) {
    auto& p = parent[static_cast<size_t>(i)];
    p = parent[static_cast<size_t>(p)];
    i = p;
  }
  return i;
}

void extend(Component& component, const Box& box) {
  const bool first = component.horizontal.empty() && component.vertical.empty();
  component.reach = first ? box : component.reach.united(box);
}

bool same_height(const Component& a, const Component& b, const TableOptions& options) {
  return std::abs(a.reach.y0 - b.reach.y0) <= options.touch && std::abs(a.reach.y1 - b.reach.y1) <= options.touch;
}

bool is_lone_vertical(const Component& one) {
  return one.horizontal.empty() && one.vertical.size() == 1;
}

std::vector<Component> all_components(const std::vector<Ruling>& rulings, const TableOptions& options) {
  const std::vector<Segment> horizontal = merged(rulings, true, options);
  std::vector<Segment> vertical = merged(rulings, false, options);
  std::sort(vertical.begin(), vertical.end(),
            [](const Segment& a, const Segment& b) { return a.position < b.position; });
  if (horizontal.size() + vertical.size() > static_cast<size_t>(options.max_segments)) return {};
  double thickest = 0;
  for (const Segment& v : vertical) thickest = std::max(thickest, v.thickness);

  std::vector<int> parent(horizontal.size() + vertical.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (size_t h = 0; h < horizontal.size(); ++h) {
    const Segment& line = horizontal[h];
    const double reach = options.touch + thickest / 2;
    auto it = std::lower_bound(vertical.begin(), vertical.end(), line.start - reach,
                               [](const Segment& v, double x) { return v.position < x; });
    for (; it != vertical.end() && it->position <= line.end + reach; ++it) {
      const double near = options.touch + it->thickness / 2, far = options.touch + line.thickness / 2;
      if (it->position < line.start - near || it->position > line.end + near) continue;
      if (line.position < it->start - far || line.position > it->end + far) continue;
      const int a = root(parent, static_cast<int>(h));
      const int b = root(parent, static_cast<int>(horizontal.size() + static_cast<size_t>(it - vertical.begin())));
      if (a != b) parent[static_cast<size_t>(b)] = a;
    }
  }
  std::vector<int> number(parent.size(), -1);
  std::vector<Component> all;
  auto component_of = [&](size_t i) -> Component& {
    int& n = number[static_cast<size_t>(root(parent, static_cast<int>(i)))];
    if (n < 0) {
      n = static_cast<int>(all.size());
      all.emplace_back();
    }
    return all[static_cast<size_t>(n)];
  };
  for (size_t h = 0; h < horizontal.size(); ++h) {
    Component& component = component_of(h);
    const Segment& s = horizontal[h];
    extend(component, {s.start, s.position, s.end, s.position});
    component.horizontal.push_back(s);
  }
  for (size_t v = 0; v < vertical.size(); ++v) {
    Component& component = component_of(horizontal.size() + v);
    const Segment& s = vertical[v];
    extend(component, {s.position, s.start, s.position, s.end});
    component.vertical.push_back(s);
  }
  return all;
}

}  // namespace

MetRulings find_components(const std::vector<Ruling>& rulings, const TableOptions& options) {
  MetRulings out;
  for (Component& one : all_components(rulings, options)) {
    if (is_lone_vertical(one)) {
      out.lone.push_back(std::move(one));
    } else if (!one.horizontal.empty() && !one.vertical.empty()) {
      out.components.push_back(std::move(one));
    }
  }
  return out;
}

void take_sides(MetRulings& found, const TableOptions& options) {
  std::erase_if(found.lone, [&](const Component& side) {
    const auto beside = std::find_if(found.components.begin(), found.components.end(),
                                     [&](const Component& c) { return same_height(c, side, options); });
    if (beside == found.components.end()) return false;
    extend(*beside, side.reach);
    beside->vertical.push_back(side.vertical.front());
    return true;
  });
}

std::vector<Component> rows_of_sides(const MetRulings& found, const TableOptions& options) {
  constexpr size_t kLeastSides = 3;
  std::vector<Component> out;
  for (const Component& side : found.lone) {
    auto row = std::find_if(out.begin(), out.end(), [&](const Component& c) { return same_height(c, side, options); });
    if (row == out.end()) row = out.insert(row, Component{});
    extend(*row, side.reach);
    row->vertical.push_back(side.vertical.front());
  }
  std::erase_if(out, [](const Component& c) { return c.vertical.size() < kLeastSides; });
  return out;
}

std::vector<double> edge_positions(const std::vector<Segment>& segments, double snap) {
  std::vector<const Segment*> order;
  for (const Segment& s : segments) order.push_back(&s);
  std::sort(order.begin(), order.end(), [](const Segment* a, const Segment* b) { return a->position < b->position; });
  std::vector<double> out;
  for (size_t i = 0; i < order.size();) {
    const double first = order[i]->position;
    double weight = 0, sum = 0;
    for (; i < order.size() && order[i]->position - first < snap; ++i) {
      const double length = order[i]->end - order[i]->start;
      weight += length;
      sum += length * order[i]->position;
    }
    out.push_back(sum / weight);
  }
  return out;
}

size_t nearest(const std::vector<double>& positions, double value) {
  auto it = std::lower_bound(positions.begin(), positions.end(), value);
  if (it == positions.end()) return positions.size() - 1;
  if (it != positions.begin() && value - *(it - 1) <= *it - value) --it;
  return static_cast<size_t>(it - positions.begin());
}

}  // namespace budgetlift
