// Each line of a grid is drawn in the likeliest way, given all others; what is drawn of strokes of text is taken out.
#include "extract/scan/picture_sides.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace budgetlift {
namespace {

// What it costs that sides meet so: rulings end at others, seldom in a corner, never in nothing unless the page cuts them.
double junction(bool l, bool r, bool u, bool d, bool open_along, bool open_across, const PictureOptions& options) {
  const int ends = (!open_along && l != r) + (!open_across && u != d), arms = l + r + u + d;
  double cost = options.grid_end * ends;
  if (arms == 1) {
    const bool free = (l || r) ? open_along : open_across;
    if (!free) cost += options.grid_dangling;
  } else if (ends == 2) {
    cost += options.grid_corner;
  }
  return cost;
}

}  // namespace

bool draw_line(std::vector<Line>& lines, size_t i, const std::vector<Line>& others, double lost_share, double narrow, const PictureOptions& options) {
  // Not drawn yet; as usual; with little ink; not drawn in its table; beyond that.
  constexpr size_t none = 0, usual = 1, faint = 2, gap = 3, over = 4, states = 5;
  Line& line = lines[i];
  const size_t n = others.size();
  auto is_on = [](size_t state) { return state == usual || state == faint; };
  auto crossed = [&](size_t k) { return std::pair{i > 0 && others[k].on[i - 1] != 0, i + 1 < lines.size() && others[k].on[i] != 0}; };
  // Whether another line is drawn there, or a better one beside this: no row or column is as narrow, but doubled rulings have
  // been found before. Whether another ends there too: rulings seldom end where all others go on.
  std::vector<char> in_table(n, 0), beside(n, 0), ended(n, 0);
  for (size_t j = 0; j < lines.size(); ++j) {
    const Line& other = lines[j];
    const bool near = line.found.empty() && std::abs(other.at - line.at) < narrow;
    for (size_t k = 0; k < n && j != i; ++k) {
      const bool before = k > 0 && other.on[k - 1], after = k + 1 < n && other.on[k];
      if (before != after) ended[k] = 1;
      if (after) in_table[k] = 1;
      if (after && near && other.evidence[k] > line.evidence[k]) beside[k] = 1;
    }
  }
  auto at = [&](size_t k, bool l, bool r) {
    const auto [u, d] = crossed(k);
    return junction(l, r, u, d, others[k].open, line.open, options) + (l != r && !ended[k] ? options.grid_alone : 0);
  };
  auto side = [&](size_t k, size_t state) {
    if (!is_on(state)) return 0.0;
    return (beside[k] ? options.grid_beside : 0) - (state == faint ? line.lost[k] : line.evidence[k]);
  };
  // The cost of one state after another at `k`; 1e9: it cannot follow.
  auto step = [&](size_t k, size_t before, size_t state) {
    double cost = 0;
    if (is_on(state)) {
      if (before == none && line.found.empty()) cost += options.grid_new;
      if (before == gap) cost += options.grid_gap;
      if (state == faint && before != faint) cost -= std::log(lost_share);
      return cost;
    }
    if (state == none) return before == none ? 0 : 1e9;
    const bool ends = before == over || !in_table[k];
    return before != none && state == (ends ? over : gap) ? 0 : 1e9;
  };
  // The cost of all up to a side, and the state of the one before it with which that is least.
  std::vector<std::array<double, states>> cost(n, {1e18, 1e18, 1e18, 1e18, 1e18});
  std::vector<std::array<size_t, states>> from(n);
  for (size_t k = 0; k < n; ++k) {
    for (size_t s = 0; s < states; ++s) {
      if (k + 1 == n && is_on(s)) continue;
      for (size_t p = 0; p < (k > 0 ? states : 1); ++p) {
        const double c = (k > 0 ? cost[k - 1][p] : 0) + at(k, is_on(p), is_on(s)) + step(k, p, s) + (k + 1 < n ? side(k, s) : 0);
        if (c < cost[k][s]) cost[k][s] = c, from[k][s] = p;
      }
    }
  }
  bool changed = false;
  size_t s = cost[n - 1][none] <= cost[n - 1][over] ? none : over;
  for (size_t k = n - 1; k > 0; --k) {
    s = from[k][s];
    changed = changed || line.on[k - 1] != is_on(s);
    line.on[k - 1] = is_on(s);
    line.faint[k - 1] = s == faint;
  }
  return changed;
}

double least_of_poor(double share, double lost_share, const PictureOptions& options) {
  return options.grid_poor * std::max(0.0, share / options.grid_cover - 1) * std::max(0.0, 1 - lost_share / options.grid_often);
}

bool drop_poor(std::vector<Line>& lines, const std::vector<Line>& others, const Marks& marks, double poor, double share, double narrow,
               const PictureOptions& options) {
  bool dropped = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    Line& line = lines[i];
    if (!line.found.empty()) continue;
    auto meets = [&](size_t k) { return others[k].open || (i > 0 && others[k].on[i - 1]) || (i + 1 < lines.size() && others[k].on[i]); };
    for (size_t k = 0, end = 0; k < line.on.size(); k = end + 1) {
      for (end = k; end < line.on.size() && line.on[end]; ++end) {}
      if (end == k || (meets(k) && meets(end))) continue;
      for (; k < end; ++k) line.on[k] = 0, line.evidence[k] = line.lost[k] = -1e6;
      dropped = true;
    }
    if (poor == 0) continue;
    int marked = 0, of = 0, faint = 0;
    double sum = 0;
    const std::uint8_t* bits = marks.bits.ptr(std::clamp(static_cast<int>(line.at), 0, marks.bits.rows - 1));
    for (size_t k = 0; k < line.on.size(); ++k) {
      if (!line.on[k]) continue;
      const int from = static_cast<int>(others[k].at) / marks.step + 1, to = std::min(marks.bits.cols, static_cast<int>(others[k + 1].at) / marks.step);
      for (int b = from; b < to; ++b) {
        const bool mark = (bits[b] & (dot | dash)) != 0 && (bits[b] & (crossed | written)) == 0;
        marked += mark;
        of += mark || (bits[b] & (half | hidden)) == 0;
      }
      faint += line.faint[k] && others[k + 1].at - others[k].at > narrow;
      sum += line.faint[k] ? line.lost[k] : line.evidence[k];
    }
    if (of == 0 || marked >= options.grid_part * share * of || sum >= options.grid_new + poor * std::max(1, faint)) continue;
    line.on.assign(line.on.size(), 0);
    line.evidence.assign(line.on.size(), -1e6);
    line.lost = line.evidence;
    dropped = true;
  }
  return dropped;
}

}  // namespace budgetlift
