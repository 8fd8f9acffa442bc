#include "extract/dump_layout_head.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "extract/dump_layout_head_table.h"
#include "extract/dump_layout_tasks.h"
#include "extract/dump_layout_unknown.h"

namespace budgetlift {
namespace {

constexpr int kMostRowLines = 60;      // printed lines of a row
// Columns by which a row beside a label may begin left of the rows that share lines with it, or right of the label itself.
constexpr int kSetIn = 2;
constexpr int kFarRight = 8;
constexpr int kLacking = 4;            // twice the lines by which a label may be off the middle of its rows rather than have no value there

class HeadReader {
 public:
  HeadReader(const LayoutText& text, int first, int last, const LayoutWords& words, const std::vector<LayoutLabel>& more = {})
      : text_(text), first_(first), last_(last), words_(words), head_(text, first, last, words, more) {}

  Table read(bool loose, RowFit& fit) {
    RowLines cut;
    cut.cost = std::numeric_limits<double>::infinity();
    Alignment best = Alignment::centred;
    for (const Alignment alignment : {Alignment::centred, Alignment::top, Alignment::loose}) {
      if ((alignment == Alignment::loose) != loose) continue;
      RowLines one = cheapest_rows(last_ - first_, kMostRowLines, words_.options.ambiguity_margin,
                                 [&](int a, int b) { return head_.row(first_ + a, first_ + b, alignment).cost; }, head_.idle_lines());
      if (one.cost >= cut.cost) continue;
      cut = std::move(one);
      best = alignment;
    }
    fit.cost += cut.cost;
    for (const RowRange& range : cut.rows) rows_.push_back({first_ + range.first, first_ + range.last, range.unsure, head_.row(first_ + range.first, first_ + range.last, best)});
    for (const PlacedHeadRow& row : rows_) {
      fit.misplaced += misplaced_cells(head_.cells_of(row.part, row.first, row.last), best);
      ++fit.rows;
    }
    find_floating();
    return HeadTable(text_, first_, last_, words_, std::move(rows_), std::move(floating_), std::move(cut.disputed)).build();
  }

 private:
  static int begin_of(const PlacedHeadRow& row) {
    int begin = std::numeric_limits<int>::max();
    for (const LayoutLabel* label : row.part.labels) begin = std::min(begin, label->begin);
    for (const auto& value : row.part.values) {
      for (const LayoutPiece* piece : value) begin = std::min(begin, piece->begin);
    }
    return begin;
  }

  // Labels of no row stand beside several: all around them that have nothing left of the label's end.
  void find_floating() {
    for (const LayoutLabel& label : head_.labels()) {
      const bool placed = std::any_of(rows_.begin(), rows_.end(), [&](const PlacedHeadRow& r) {
        return std::find(r.part.labels.begin(), r.part.labels.end(), &label) != r.part.labels.end();
      });
      if (placed) continue;
      size_t first = rows_.size(), last = 0;
      int beside = std::numeric_limits<int>::max();   // where what stands beside it begins
      for (size_t r = 0; r < rows_.size(); ++r) {
        if (rows_[r].first > label.last || label.first >= rows_[r].last) continue;
        first = std::min(first, r), last = std::max(last, r + 1);
        beside = std::min(beside, begin_of(rows_[r]));
      }
      if (first >= last) continue;
      const auto is_beside = [&](const PlacedHeadRow& r) { return begin_of(r) >= std::min(beside - kSetIn, label.end + (r.part.labels.empty() ? 0 : kFarRight)); };
      const auto core_of_other = [&](const PlacedHeadRow& r) {
        return std::any_of(head_.labels().begin(), head_.labels().end(), [&](const LayoutLabel& other) {
          const bool is_placed = std::any_of(rows_.begin(), rows_.end(), [&](const PlacedHeadRow& q) {
            return std::find(q.part.labels.begin(), q.part.labels.end(), &other) != q.part.labels.end();
          });
          return &other != &label && !is_placed && other.begin < label.end && other.first < r.last && r.first <= other.last;
        });
      };
      while (first > 0 && is_beside(rows_[first - 1]) && !core_of_other(rows_[first - 1])) --first;
      while (last < rows_.size() && is_beside(rows_[last]) && !core_of_other(rows_[last])) ++last;
      floating_.push_back({&label, first, last});
    }
    // Rows between two such labels are those's at whose middle the label then stands.
    for (size_t i = 0; i + 1 < floating_.size(); ++i) {
      FloatingLabel &above = floating_[i], &below = floating_[i + 1];
      if (above.last <= below.first || above.first >= below.first || above.last >= below.last) continue;
      const auto off = [&](const FloatingLabel& one, size_t from, size_t to) {
        return std::abs(one.label->first + one.label->last - rows_[from].first - (rows_[to - 1].last - 1));
      };
      // A text's label has a value among its rows.
      const auto lacking = [&](const FloatingLabel& one, size_t from, size_t to) {
        const auto has_value = [](const PlacedHeadRow& r) { return r.part.labels.empty(); };
        return one.label->kind != "group" && std::none_of(rows_.begin() + static_cast<std::ptrdiff_t>(from), rows_.begin() + static_cast<std::ptrdiff_t>(to), has_value) ? 1 : 0;
      };
      size_t best = below.first;
      int least = std::numeric_limits<int>::max();
      for (size_t cut = std::max(below.first, above.first + 1); cut <= std::min(above.last, below.last - 1); ++cut) {
        const int sum = off(above, above.first, cut) + off(below, cut, below.last) + kLacking * (lacking(above, above.first, cut) + lacking(below, cut, below.last));
        if (sum < least) least = sum, best = cut;
      }
      above.last = best;
      below.first = best;
    }
  }

  const LayoutText& text_;
  int first_, last_;
  const LayoutWords& words_;
  HeadRows head_;
  std::vector<PlacedHeadRow> rows_;
  std::vector<FloatingLabel> floating_;
};

// Puts a table's rows below those of another.
void append(Table& to, Table&& from) {
  for (Cell& cell : from.cells) {
    cell.row += to.rows;
    to.cells.push_back(std::move(cell));
  }
  to.rows += from.rows;
  to.columns = std::max(to.columns, from.columns);
  to.stray.insert(to.stray.end(), from.stray.begin(), from.stray.end());
  for (const TableRegion& region : from.regions) {
    if (to.regions.empty() || to.regions.back().page != region.page) to.regions.push_back(region);
  }
}

}  // namespace

Table layout_head(const LayoutText& text, int first, int last, const LayoutWords& words, bool loose, RowFit& fit) {
  const std::optional<LayoutTasks> tasks = find_tasks(text, first, last, words);
  if (!tasks) return HeadReader(text, first, last, words).read(loose, fit);
  Table table;
  if (tasks->first > first) append(table, HeadReader(text, first, tasks->first, words).read(loose, fit));
  append(table, layout_tasks(text, *tasks, words, loose, fit));
  if (tasks->last < last) append(table, HeadReader(text, tasks->last, last, words).read(loose, fit));
  return table;
}

Table unknown_layout_head(const LayoutText& text, int first, int last, const LayoutWords& words, bool loose, RowFit& fit) {
  return HeadReader(text, first, last, words, unknown_labels(text, first, last, words)).read(loose, fit);
}

}  // namespace budgetlift
