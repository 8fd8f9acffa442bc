#include "extract/dump_boxes_levels.h"

#include <algorithm>
#include <limits>

namespace budgetlift {

LevelParts part_first_levels(const std::vector<std::u32string>& names, const std::vector<std::u32string>& seconds, const DumpWords& words, bool may_lack) {
  const size_t n = names.size(), rows = seconds.size();
  // Least number of rows in a wrong place, and in how many ways it is reached.
  struct Way { int wrong = 1 << 20; double count = 0; };
  std::vector<std::vector<Way>> ways(n + 1, std::vector<Way>(rows + 1));
  ways[0][0] = {0, 1};
  constexpr int kWrong = 10, kLacks = 1;
  const auto wrong = [&](size_t g, size_t row) { return words.belongs(names[g], seconds[row]) ? 0 : kWrong; };
  // ways[g][r]: rows before r stand under the first g names, each name over one row at least.
  for (size_t g = 1; g <= n; ++g) {
    if (may_lack) ways[g][0] = {ways[g - 1][0].wrong + kLacks, 1};
    for (size_t row = 1; row <= rows; ++row) {
      Way& way = ways[g][row];
      for (const Way& from : {ways[g - 1][row - 1], ways[g][row - 1]}) {
        const int cost = from.wrong + wrong(g - 1, row - 1);
        if (from.wrong >= 1 << 20 || cost > way.wrong) continue;
        if (cost < way.wrong) way = {cost, 0};
        way.count += from.count;
      }
      const Way& lacks = ways[g - 1][row];
      if (may_lack && lacks.wrong + kLacks < way.wrong) way = {lacks.wrong + kLacks, lacks.count};
    }
  }
  LevelParts out;
  out.sure = ways[n][rows].wrong == 0 && ways[n][rows].count == 1;
  out.starts.assign(n + 1, rows);
  if (ways[n][rows].wrong < 1 << 20) {
    size_t g = n;
    for (size_t row = rows; row > 0; --row) {
      while (g > 1 && may_lack && ways[g][row].wrong == ways[g - 1][row].wrong + kLacks) out.starts[--g] = row;
      out.starts[g - 1] = row - 1;
      const int own = ways[g][row].wrong - wrong(g - 1, row - 1);
      if (ways[g][row - 1].wrong != own && ways[g - 1][row - 1].wrong == own) --g;
    }
  } else {
    // More names than rows: each gets a row as long as there are any.
    for (size_t g = 0; g < n; ++g) out.starts[g] = std::min(g, rows - 1);
  }
  return out;
}

LevelParts part_second_levels(const std::vector<size_t>& names, const std::vector<size_t>& rows) {
  constexpr double kUneven = 0.1;   // what a name's rows, squared, cost against a row on the wrong side of a name
  constexpr double kAway = 0.05;    // ... and each piece between a name and a row of its own
  constexpr size_t kFar = 4;        // pieces: farther away, the order says nothing
  const size_t n = names.size();
  std::vector<std::vector<double>> best(n + 1, std::vector<double>(rows.size() + 1, std::numeric_limits<double>::infinity()));
  std::vector<std::vector<size_t>> from(n + 1, std::vector<size_t>(rows.size() + 1, 0));
  best[0][0] = 0;
  for (size_t g = 1; g <= n; ++g) {
    for (size_t end = g; end <= rows.size(); ++end) {
      for (size_t start = g - 1; start < end; ++start) {
        const double many = static_cast<double>(end - start);
        double cost = best[g - 1][start] + kUneven * many * many;
        for (size_t row = start; row < end; ++row) cost += kAway * static_cast<double>(std::min(kFar, std::max(rows[row], names[g - 1]) - std::min(rows[row], names[g - 1])));
        // What stands above a name is printed before it, as a rule, and what stands below behind it.
        cost += start > 0 && rows[start - 1] > names[g - 1];
        cost += end < rows.size() && rows[end] < names[g - 1];
        if (cost < best[g][end]) best[g][end] = cost, from[g][end] = start;
      }
    }
  }
  LevelParts out;
  out.sure = n == rows.size();
  out.starts.assign(n + 1, rows.size());
  for (size_t g = n; g > 0; --g) out.starts[g - 1] = from[g][out.starts[g]];
  return out;
}

}  // namespace budgetlift
