#include "extract/dump_rows.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <unordered_map>

namespace budgetlift {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr int kMaxCell = 40;  // pieces of a cell
constexpr int kMaxLevel2 = 6;
constexpr int kMaxRowBeforeBreak = 80;  // pieces of a cut row before the break
constexpr int kMaxTail = 24;            // pieces of a cell after the break
constexpr int kMaxLabel = 4;
constexpr int kMaxLines = 8;  // printed lines of a cell that are told apart
// Costs in nats.
constexpr double kSkip = 14;        // a piece that fits nowhere
constexpr double kLabelInRow = 4;   // a first-level label between the cells of a row
constexpr double kGluedLabel = 1;   // … in front of a piece, with nothing between
constexpr double kCutRow = 1;       // a row that goes on after a page break
constexpr double kTailAlone = 1.5;  // a cell of which nothing stands before the break

struct Node {
  size_t stage = 0;      // columns of the row that are behind it
  int at = 0;            // next piece
  int tail = -1;         // in a cut row: next piece after the break
  CellRange before;      // last cell, where the next column is compared to it
  int lines = 0;         // printed lines of the last cell, as CellModel::place_cost has them
  int tail_lines = 0;    // … of its part after the break
  double cost = kNever;  // cheapest way to it
  double rest = kNever;  // cheapest way from it to the end
  int edge = -1;         // the last edge of the cheapest way
};

// Marks the place behind the missing first cell of a row.
constexpr CellRange kHeadless{-1, -1, -1, -1};

enum class Step { cell, empty, label, skip, enter_cut, leave_cut };

struct Edge {
  int from = 0, to = 0;
  double cost = 0;
  Step step = Step::cell;
  size_t column = 0;
  CellRange range;
};

class Lattice {
 public:
  Lattice(const PieceText& text, const CellModel& model, const std::vector<Column>& columns, const DumpOptions& options,
          bool wide)
      : text_(text),
        model_(model),
        columns_(columns),
        options_(options),
        wide_(wide),
        beam_(wide ? options.wide_beam : options.beam),
        size_(static_cast<int>(text.pieces.size())) {
    at_.resize(static_cast<size_t>(size_) + 1);
    next_break_.assign(static_cast<size_t>(size_) + 1, size_);
    for (int i = size_ - 1; i >= 0; --i) {
      const bool breaks = i + 1 < size_ && text.pieces[static_cast<size_t>(i) + 1].gap == Gap::page_break;
      next_break_[static_cast<size_t>(i)] = breaks ? i + 1 : next_break_[static_cast<size_t>(i) + 1];
    }
  }

  TableCut solve() {
    const int start = node(0, 0, {}, 0);
    nodes_[static_cast<size_t>(start)].cost = 0;
    for (int at = 0; at <= size_; ++at) {
      if (at > 0 && at < size_ && text_.pieces[static_cast<size_t>(at)].gap == Gap::page_break) expand_cut_rows(at);
      expand(at);
    }
    return result();
  }

 private:
  // The node of a place in the search; made where there is none.
  int node(size_t stage, int at, const CellRange& before, int lines) {
    std::vector<int>& here = at_[static_cast<size_t>(at)];
    for (int id : here) {
      const Node& n = nodes_[static_cast<size_t>(id)];
      if (n.stage == stage && n.before == before && n.lines == lines) return id;
    }
    here.push_back(static_cast<int>(nodes_.size()));
    nodes_.push_back({.stage = stage, .at = at, .tail = -1, .before = before, .lines = lines});
    return here.back();
  }

  int cut_node(size_t stage, int at, int tail, const CellRange& before, int lines, int tail_lines) {
    const std::uint64_t place = (static_cast<std::uint64_t>(stage) << 56) ^ (static_cast<std::uint64_t>(at) << 28) ^
                                static_cast<std::uint64_t>(tail);
    for (auto [it, end] = cut_index_.equal_range(place); it != end; ++it) {
      const Node& n = nodes_[static_cast<size_t>(it->second)];
      if (n.before == before && n.lines == lines && n.tail_lines == tail_lines) return it->second;
    }
    const int id = static_cast<int>(nodes_.size());
    nodes_.push_back(
        {.stage = stage, .at = at, .tail = tail, .before = before, .lines = lines, .tail_lines = tail_lines});
    cut_index_.emplace(place, id);
    cut_stages_[stage].push_back(id);
    return id;
  }

  void add_edge(Edge edge) {
    Node& to = nodes_[static_cast<size_t>(edge.to)];
    const double cost = nodes_[static_cast<size_t>(edge.from)].cost + edge.cost;
    if (cost < to.cost) {
      to.cost = cost;
      to.edge = static_cast<int>(edges_.size());
    }
    edges_.push_back(edge);
  }

  bool compared(size_t stage) const {  // whether column `stage` is compared to the one before it
    return stage > 0 && stage < columns_.size() && columns_[stage].kind == ColumnKind::text &&
           columns_[stage - 1].kind == ColumnKind::text;
  }

  // Cost of a border before piece `at`; cheap inside a piece only where a first-level label begins or ends.
  double border(size_t next, int at) const {
    if (at >= size_) return 0;
    const Gap gap = text_.pieces[static_cast<size_t>(at)].gap;
    if (gap == Gap::page_break) return 0;
    if (gap == Gap::none && label_length(at) > 0) return kGluedLabel;
    return model_.border_cost(next, at);
  }

  int label_length(int at) const {
    for (int last = at + 1; last <= std::min(at + kMaxLabel, size_); ++last) {
      if (last > at + 1 && text_.pieces[static_cast<size_t>(last - 1)].gap == Gap::page_break) break;
      if (model_.label_at(at, last) >= 0) return last - at;
    }
    return 0;
  }

  // Nodes of one place in an order in which no edge leads back: the stages inside a row, then the border of two rows,
  // then rows that begin without their first cell.
  void expand(int at) {
    double least = kNever;
    for (int id : at_[static_cast<size_t>(at)]) least = std::min(least, nodes_[static_cast<size_t>(id)].cost);
    const auto expand_stage = [&](size_t stage, bool late) {
      for (size_t k = 0; k < at_[static_cast<size_t>(at)].size(); ++k) {
        const int id = at_[static_cast<size_t>(at)][k];
        const Node& n = nodes_[static_cast<size_t>(id)];
        if (n.stage == stage && (n.before == kHeadless) == late && n.cost <= least + beam_) expand_node(id);
      }
    };
    for (size_t stage = 1; stage < columns_.size(); ++stage) expand_stage(stage, false);
    expand_stage(0, false);
    expand_stage(1, true);
  }

  void expand_node(int id) {
    const Node from = nodes_[static_cast<size_t>(id)];
    const bool headless = from.before == kHeadless;
    const size_t column = from.stage;
    const size_t next = column + 1 == columns_.size() ? 0 : column + 1;
    if (!headless && (column > 0 || (wide_ && from.at < size_))) {
      const CellRange none{from.at, from.at, 0, 0};
      const CellRange before = column == 0 ? kHeadless : compared(next) ? none : CellRange{};
      add_edge({id, node(next, from.at, before, next == 0 ? CellModel::kRowEnd : from.lines), model_.empty_cost(column),
                Step::empty, column, none});
    }
    if (from.at == size_) return;
    if (const int length = label_length(from.at)) {
      const int to = from.at + length;
      const bool glued = to < size_ && text_.pieces[static_cast<size_t>(to)].gap == Gap::none;
      add_edge({id,
                node(column, to, from.before, 0),
                (column == 0 ? 0 : kLabelInRow) + (glued ? kGluedLabel : 0),
                Step::label,
                0,
                {from.at, to, 0, 0}});
    }
    add_edge({id, node(column, from.at + 1, from.before, 0), kSkip, Step::skip, 0, {from.at, from.at + 1, 0, 0}});
    if (column == 0) enter_cut(id, from);
    // A row that goes on after a page break is a cut row, not this.
    if (column > 0 && text_.pieces[static_cast<size_t>(from.at)].gap == Gap::page_break) return;
    const bool is_level2 = columns_[column].kind == ColumnKind::level2;
    CellScan scan;
    const int limit =
        std::min({size_, next_break_[static_cast<size_t>(from.at)], from.at + (is_level2 ? kMaxLevel2 : kMaxCell)});
    for (int last = from.at + 1; last <= limit; ++last) {
      model_.add(scan, column, last - 1);
      if (scan.cost > beam_) break;
      const CellRange range{from.at, last, 0, 0};
      if (is_level2 && !wide_) {
        if (!model_.begins_level2(text_.key_of(from.at, last))) break;
        if (model_.level1_of(range) < 0) continue;
      }
      double cost =
          model_.cost(scan, column, range) + border(next, last) + model_.place_cost(from.lines, scan.lines, from.at);
      if (compared(column) && !headless) cost += model_.likeness(from.before, range);
      const int lines = next == 0 ? CellModel::kRowEnd : std::min(scan.lines, kMaxLines);
      add_edge({id, node(next, last, compared(next) ? range : CellRange{}, lines), cost, Step::cell, column, range});
    }
  }

  void enter_cut(int id, const Node& from) {
    const int at_break = next_break_[static_cast<size_t>(from.at)];
    if (at_break >= size_ || at_break - from.at > kMaxRowBeforeBreak) return;
    if (!wide_ && !model_.begins_level2(text_.key_of(from.at, from.at + 1))) return;
    const auto enter = [&](int tail, double cost) { entries_.push_back({id, tail, cost}); };
    enter(at_break, kCutRow);
    if (const int length = label_length(at_break)) enter(at_break + length, kCutRow + kGluedLabel);
  }

  void expand_cut_rows(int at_break) {
    cut_index_.clear();
    cut_stages_.assign(columns_.size() + 1, {});
    for (const Entry& entry : entries_) {
      const Node& from = nodes_[static_cast<size_t>(entry.node)];
      const int to = cut_node(0, from.at, entry.tail, {}, from.lines, 0);
      add_edge({entry.node, to, entry.cost, Step::enter_cut, 0, {at_break, entry.tail, 0, 0}});
    }
    entries_.clear();
    for (size_t stage = 0; stage < columns_.size(); ++stage) {
      double least = kNever;
      for (int id : cut_stages_[stage]) least = std::min(least, nodes_[static_cast<size_t>(id)].cost);
      for (size_t k = 0; k < cut_stages_[stage].size(); ++k) {
        const int id = cut_stages_[stage][k];
        if (nodes_[static_cast<size_t>(id)].cost <= least + beam_) expand_cut_node(id, at_break);
      }
    }
    for (int id : cut_stages_[columns_.size()]) {
      const Node& n = nodes_[static_cast<size_t>(id)];
      if (n.at != at_break || n.tail <= at_break) continue;
      add_edge({id, node(0, n.tail, {}, CellModel::kRowEnd), 0, Step::leave_cut, 0, {}});
    }
  }

  void expand_cut_node(int id, int at_break) {
    const Node from = nodes_[static_cast<size_t>(id)];
    const size_t column = from.stage;
    const bool last_column = column + 1 == columns_.size();
    const bool is_level2 = columns_[column].kind == ColumnKind::level2;
    const int tail_limit = std::min({size_, from.tail + kMaxTail, next_break_[static_cast<size_t>(at_break)]});
    CellScan scan;
    for (int last = from.at; last <= at_break; ++last) {
      if (last > from.at) model_.add(scan, column, last - 1);
      if (scan.cost > beam_) break;
      if (is_level2 && last > from.at && !wide_ && !model_.begins_level2(text_.key_of(from.at, last))) break;
      if (last_column && last < at_break) continue;
      CellScan whole = scan;
      double first_part = last > from.at && last < at_break ? border(column + 1, last) : 0;
      if (last > from.at) first_part += model_.place_cost(from.lines, scan.lines, from.at);
      for (int tail = from.tail; tail <= tail_limit; ++tail) {
        if (tail > from.tail) {
          model_.add(whole, column, tail - 1, tail - 1 == from.tail && last > from.at ? last - 1 : -1);
        }
        if (whole.cost > beam_) break;
        const CellRange range{from.at, last, tail > from.tail ? from.tail : 0, tail > from.tail ? tail : 0};
        if (is_level2 && !wide_ && model_.level1_of(range) < 0) continue;
        double cost = 0;
        Step step = Step::cell;
        if (range.empty()) {
          cost = model_.empty_cost(column);
          step = Step::empty;
        } else {
          cost = model_.cost(whole, column, range) + first_part;
          if (tail > from.tail) {
            cost += border(last_column ? 0 : column + 1, tail) +
                    model_.place_cost(from.tail_lines, whole.lines - scan.lines, from.tail);
          }
          if (last == from.at) cost += kTailAlone;
        }
        if (compared(column)) cost += model_.likeness(from.before, range);
        const int lines = last > from.at ? std::min(scan.lines, kMaxLines) : from.lines;
        const int tail_lines = tail > from.tail ? std::min(whole.lines - scan.lines, kMaxLines) : from.tail_lines;
        const int to = cut_node(column + 1, last, tail, compared(column + 1) ? range : CellRange{}, lines, tail_lines);
        add_edge({id, to, cost, step, column, range});
      }
    }
  }

  TableCut result();

  struct Entry {
    int node = 0;
    int tail = 0;
    double cost = 0;
  };

  const PieceText& text_;
  const CellModel& model_;
  const std::vector<Column>& columns_;
  const DumpOptions& options_;
  bool wide_;
  double beam_;
  int size_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::vector<std::vector<int>> at_;  // nodes outside cut rows, by their next piece
  std::vector<int> next_break_;       // first page break after each piece
  std::vector<Entry> entries_;        // into the cut rows of the next break
  std::vector<std::vector<int>> cut_stages_;
  std::unordered_multimap<std::uint64_t, int> cut_index_;
};

TableCut Lattice::result() {
  TableCut cut;
  int end = node(0, size_, {}, CellModel::kRowEnd);
  for (int id : at_[static_cast<size_t>(size_)]) {
    Node& n = nodes_[static_cast<size_t>(id)];
    if (n.stage != 0) continue;
    n.rest = 0;
    if (n.cost < nodes_[static_cast<size_t>(end)].cost) end = id;
  }
  for (size_t e = edges_.size(); e-- > 0;) {
    Node& from = nodes_[static_cast<size_t>(edges_[e].from)];
    from.rest = std::min(from.rest, edges_[e].cost + nodes_[static_cast<size_t>(edges_[e].to)].rest);
  }
  cut.cost = nodes_[static_cast<size_t>(end)].cost;
  std::vector<int> way;
  std::vector<char> chosen(edges_.size(), 0);
  for (int id = end; nodes_[static_cast<size_t>(id)].edge >= 0; id = edges_[static_cast<size_t>(way.back())].from) {
    way.push_back(nodes_[static_cast<size_t>(id)].edge);
    chosen[static_cast<size_t>(way.back())] = 1;
  }
  std::reverse(way.begin(), way.end());
  DumpRow row;
  for (int e : way) {
    const Edge& edge = edges_[static_cast<size_t>(e)];
    const int rows = static_cast<int>(cut.rows.size()) + (row.cells.empty() ? 0 : 1);
    row.cost += edge.cost;
    switch (edge.step) {
      case Step::cell:
      case Step::empty: row.cells.push_back(edge.range); break;
      case Step::label:
        cut.labels.push_back({model_.label_at(edge.range.a0, edge.range.a1), edge.range.a0, edge.range.a1, rows});
        break;
      case Step::skip: cut.skipped.push_back(edge.range.a0); break;
      case Step::enter_cut:
        row.over_break = true;
        if (!edge.range.empty()) {
          cut.labels.push_back({model_.label_at(edge.range.a0, edge.range.a1), edge.range.a0, edge.range.a1, rows});
        }
        break;
      case Step::leave_cut: break;
    }
    if (row.cells.size() == columns_.size()) {
      cut.rows.push_back(std::move(row));
      row = {};
    }
  }
  for (size_t e = 0; e < edges_.size(); ++e) {
    const Edge& edge = edges_[e];
    if (chosen[e] || (edge.step != Step::cell && edge.step != Step::empty)) continue;
    const double extra =
        nodes_[static_cast<size_t>(edge.from)].cost + edge.cost + nodes_[static_cast<size_t>(edge.to)].rest - cut.cost;
    const double margin = edge.step == Step::empty ? options_.missing_margin : options_.ambiguity_margin;
    if (extra < margin) cut.others.push_back({edge.column, edge.range, extra});
  }
  return cut;
}

}  // namespace

TableCut cut_rows(const PieceText& text, const CellModel& model, const std::vector<Column>& columns,
                  const DumpOptions& options, bool wide) {
  return Lattice(text, model, columns, options, wide).solve();
}

}  // namespace budgetlift
