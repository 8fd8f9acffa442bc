// What projects of a listing cost: their own texts, where these stand, the first levels beside them.
#include <algorithm>
#include <cmath>
#include <limits>

#include "extract/dump_layout_listing.h"

namespace budgetlift {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr int kMostRowLines = 16;        // printed lines of a row of indicators: a project's own texts stretch them
constexpr int kMostProjectLines = 200;   // and of a project
constexpr size_t kCodeLength = 21;
constexpr double kLooseMargin = 3;       // times the margin of doubt, where heights are not to be trusted
// Costs in nats.
constexpr double kMisplaced = 7;         // an own text that stands elsewhere than the project's others
constexpr double kCutProject = 1.5;      // a page's end inside a project
constexpr double kOff = 0.8;             // twice a line by which an own text is off the middle of the project's lines, or off their first …
constexpr double kIndependent = 2;       // … own texts at most that count by themselves: one reason moves all
constexpr double kMostOff = 1;           // … but for so many
constexpr double kLooseOff = 0.2;        // … the same where heights are not to be trusted
constexpr double kNumberMore = 8;        // a number more than one in a column of numbers
constexpr int kMostNumbers = 3;
constexpr double kNoName = 10, kNoNumber = 6, kNoOther = 3;
constexpr double kNoPart = 1.5;          // amounts beside the total
constexpr double kOddCode = 4;
constexpr double kLevelAgain = 6;        // a first level that a project has twice
constexpr double kLevelsTurned = 1.5;    // two of them in another order than the taxonomy's
constexpr double kNoLevel = 3;
constexpr double kLevelAlone = 5;        // a first level without rows of its second ones, or these without it
constexpr double kProse = 0.3;           // share of what a text's lines cost where they may end paragraphs

bool is_number(const std::string& key) { return key == "/extra/sequence" || key.starts_with("/budget/"); }

bool is_prose(const std::string& key) { return key == "/project/name" || key == "/goals" || key == "/purpose" || key == "/unit/name"; }

}  // namespace

// Own texts that stand elsewhere than one project's do.
double LayoutListing::misplaced(int first, int last, Alignment alignment) const {
  return body_.misplaced_by_page(first, last, alignment, [&](int a, int b) {
    std::vector<CellLines> all;
    for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
      if (!body_.lanes()[lane].own) continue;
      CellLines lines = lines_in(lane, a, b);
      if (lines.empty()) continue;
      const bool at_top = alignment != Alignment::top && is_prose(body_.lanes()[lane].key) && lines.front() == a;
      if (!at_top) all.push_back(std::move(lines));
    }
    return all;
  });
}

// What a project's own texts are.
double LayoutListing::own_cost(int first, int last, Alignment alignment) const {
  double cost = 0;
  for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
    if (!body_.lanes()[lane].own) continue;
    const std::string& key = body_.lanes()[lane].key;
    int lines = 0;
    for (int i = first; i < last; ++i) lines += !body_.pieces(lane, i).empty();
    if (is_number(key)) {
      if (lines > kMostNumbers) return kNever;
      const bool part = key != "/budget/total" && key != "/extra/sequence";
      cost += lines == 0 ? (part ? kNoPart : kNoNumber) : kNumberMore * (lines - 1);
    } else if (lines == 0) {
      cost += key == "/project/name" ? kNoName : kNoOther;
    } else if (key == "/project/code") {
      const size_t length = body_.key_of(lane, first, last).size();
      cost += length == kCodeLength ? 0 : length > kCodeLength ? kNumberMore : kOddCode;
    } else {
      cost += (key == "/project/name" || key.starts_with("/unit/") ? 1 : kProse) * body_.text_cost(lane, first, last);
    }
  }
  return cost + place_cost(first, last, alignment) + level_cost(first, last);
}

// A first level is never merged over two projects, and none has it twice.
double LayoutListing::level_cost(int first, int last) const {
  if (body_.level1() < 0) return 0;
  const int begin = body_.printed(first), end = last < body_.lines() ? body_.printed(last) : std::numeric_limits<int>::max();
  double cost = 0;
  std::vector<std::u32string> seen, rows;
  const auto first_of = [&](const std::vector<LevelName>& names) {
    return std::lower_bound(names.begin(), names.end(), begin, [](const LevelName& n, int line) { return n.place.first < line; });
  };
  // The second levels show which first ones are printed beside them.
  for (auto name = first_of(level2_); name != level2_.end() && name->place.first < end; ++name) {
    const std::u32string level1 = words_.levels.level1_of(name->key);
    if (!level1.empty() && (rows.empty() || rows.back() != level1)) rows.push_back(level1);
  }
  for (auto name = first_of(names_); name != names_.end() && name->place.first < end; ++name) {
    if (std::find(seen.begin(), seen.end(), name->key) != seen.end()) cost += kLevelAgain;
    if (!seen.empty() && words_.levels.order_of(name->key) < words_.levels.order_of(seen.back())) cost += kLevelsTurned;
    seen.push_back(name->key);
  }
  std::vector<std::vector<size_t>> common(seen.size() + 1, std::vector<size_t>(rows.size() + 1, 0));
  for (size_t i = 0; i < seen.size(); ++i) {
    for (size_t k = 0; k < rows.size(); ++k) common[i + 1][k + 1] = seen[i] == rows[k] ? common[i][k] + 1 : std::max(common[i][k + 1], common[i + 1][k]);
  }
  cost += kLevelAlone * static_cast<double>(seen.size() + rows.size() - 2 * common.back().back());
  return cost + (seen.empty() ? kNoLevel : 0);
}

// Where they stand: numbers at one height, which is that of the middle of the project's lines, or all at its top. Prose may begin at the
// top where numbers are centred.
double LayoutListing::place_cost(int first, int last, Alignment alignment) const {
  int breaks = 0;
  for (int i = first + 1; i < last; ++i) breaks += body_.page(i) != body_.page(i - 1);
  double cost = kMisplaced * misplaced(first, last, alignment);
  if (breaks > 0) return cost + kCutProject * breaks;
  double all = 0, cells = 0;   // what all own texts are off, and how many there are: they are off for one reason
  for (size_t lane = 0; lane < body_.lanes().size(); ++lane) {
    const CellLines cell = lines_in(lane, first, last);
    if (!body_.lanes()[lane].own || cell.empty()) continue;
    // Blank lines show heights, too.
    const int begin = number(first), end = number(last - 1), front = number(cell.front()), back = number(cell.back());
    const double top = 2.0 * (front - begin), middle = std::abs(front + back - begin - end);
    const double off = alignment == Alignment::top ? top : is_prose(body_.lanes()[lane].key) ? std::min(top, middle) : middle;
    all += std::max(0.0, off - kMostOff);
    ++cells;
  }
  return cells == 0 ? cost : cost + (alignment == Alignment::loose ? kLooseOff : kOff) * all * std::min(1.0, kIndependent / cells);
}

// The cheapest cut into projects and rows of sums.
RowLines LayoutListing::projects(Alignment alignment) const {
  const int count = body_.lines();
  std::vector<std::vector<double>> row(static_cast<size_t>(count));   // costs of rows by their first line and their length
  for (int first = 0; first < count; ++first) {
    for (int last = first + 1; last <= std::min(count, first + kMostRowLines) && !is_sum(last - 1); ++last) {
      row[static_cast<size_t>(first)].push_back(body_.row_cost(first, last, alignment, false));
    }
  }
  int begun = -1;                // the project's first line …
  std::vector<double> to;        // … and what rows from it on cost, by their number of lines
  const auto rows_to = [&](int first, int last) {
    if (begun != first) begun = first, to.assign(1, 0.0);
    for (int end = first + static_cast<int>(to.size()); end <= last; ++end) {
      double best = kNever;
      for (int begin = std::max(first, end - kMostRowLines); begin < end; ++begin) {
        const std::vector<double>& costs = row[static_cast<size_t>(begin)];
        const size_t length = static_cast<size_t>(end - begin - 1);
        if (length < costs.size()) best = std::min(best, to[static_cast<size_t>(begin - first)] + costs[length]);
      }
      to.push_back(best);
    }
    return to[static_cast<size_t>(last - first)];
  };
  const auto cost = [&](int first, int last) {
    for (int i = first; i < last; ++i) {
      if (is_sum(i)) return last - first == 1 ? 0.0 : kNever;
    }
    const double own = own_cost(first, last, alignment);
    return own == kNever ? kNever : own + rows_to(first, last);
  };
  return cheapest_rows(count, kMostProjectLines, words_.options.ambiguity_margin * (loose_ ? kLooseMargin : 1), cost);
}

RowLines LayoutListing::rows_of(const RowRange& project, Alignment alignment) const {
  std::vector<char> idle;   // lines with nothing but the project's own texts
  for (int i = project.first; i < project.last; ++i) idle.push_back(body_.cells_of(i, i + 1, false).empty());
  const auto cost = [&](int a, int b) { return body_.row_cost(project.first + a, project.first + b, alignment, false); };
  RowLines out = cheapest_rows(project.last - project.first, kMostRowLines, words_.options.ambiguity_margin, cost, idle);
  for (RowRange& row : out.rows) row.first += project.first, row.last += project.first;
  return out;
}

}  // namespace budgetlift
