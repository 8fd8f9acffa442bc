#include "extract/dump_layout_tasks.h"

#include <algorithm>
#include <limits>
#include <set>

#include "extract/dump_build.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr int kHeaderLines = 5;
constexpr int kMostRowLines = 20;
// Costs in nats.
constexpr double kMisplaced = 7;
constexpr double kEmptyName = 8, kEmptyContent = 4, kEmptyAmount = 6, kEmptyOther = 0;
constexpr double kSecondAmount = 8;    // an amount more in a cell
constexpr double kShortLine = 1, kShorterLine = 1.5, kMostShort = 5;   // of a line that ends before its column does
constexpr double kCutRow = 1.5;        // a row that a page's end cuts
constexpr double kLoosely = 8;         // lines whose heights are not to be trusted, in a document where others' are

// Between the lines of a header of two rows a line of the label beside it may stand.
bool beside(const LayoutLabel& a, const LayoutLabel& b) { return a.first <= b.last + 2 && b.first <= a.last + 2; }

class TaskReader {
 public:
  TaskReader(const LayoutText& text, const LayoutTasks& tasks, const LayoutWords& words) : text_(text), tasks_(tasks), words_(words) {
    std::set<const LayoutPiece*> taken(tasks.label.pieces.begin(), tasks.label.pieces.end());
    PagePieces page;
    for (const LayoutLabel& label : tasks.columns) {
      taken.insert(label.pieces.begin(), label.pieces.end());
      const bool known = std::none_of(label.pieces.begin(), label.pieces.end(), [](const LayoutPiece* piece) { return piece->glued; });
      page.headers.push_back({label.begin, label.end, known});
      const bool amounts = label.kind == "amount";
      lanes_.push_back({label.column, amounts ? ColumnKind::target : ColumnKind::text, false, amounts ? LaneText::number : LaneText::any});
    }
    for (const LayoutLabel& label : tasks.above) taken.insert(label.pieces.begin(), label.pieces.end());
    if (tasks.total) taken.insert(tasks.total->pieces.begin(), tasks.total->pieces.end());
    for (int line = tasks.first; line < tasks.last; ++line) {
      if (text.lines[static_cast<size_t>(line)].page_start && line > tasks.first) {
        close(page);
        page = {};
      }
      for (const LayoutPiece& piece : text.lines[static_cast<size_t>(line)].pieces) {
        if (!taken.count(&piece)) page.pieces.push_back(&piece);
      }
    }
    close(page);
    for (const Line& line : lines_) {
      widths_.resize(lanes_.size());
      for (size_t lane = 0; lane < lanes_.size(); ++lane) {
        widths_[lane] = std::max(widths_[lane], width_of(line.cells[lane]));
      }
    }
  }

  Table read(bool loose, RowFit& fit) {
    RowLines cut;
    cut.cost = std::numeric_limits<double>::infinity();
    Alignment best = Alignment::centred;
    for (const Alignment alignment : {Alignment::centred, Alignment::top, Alignment::loose}) {
      if (alignment != Alignment::loose && loose) continue;
      RowLines one = cheapest_rows(static_cast<int>(lines_.size()), kMostRowLines, words_.options.ambiguity_margin,
                                 [&](int first, int last) { return cost(first, last, alignment); });
      if (alignment == Alignment::loose && !loose) one.cost += kLoosely;
      if (one.cost >= cut.cost) continue;
      cut = std::move(one);
      best = alignment;
    }
    const int header = tasks_.above.empty() ? 1 : 2;
    table_.columns = static_cast<int>(lanes_.size()) + 1;
    table_.rows = header;
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      const LayoutLabel& label = tasks_.columns[lane];
      const bool below = lanes_[lane].kind == ColumnKind::target;
      put(below ? header - 1 : 0, static_cast<int>(lane) + 1, label.pieces, below ? 1 : header);
    }
    for (const LayoutLabel& label : tasks_.above) {
      int first = table_.columns, last = 0;
      for (size_t lane = 0; lane < lanes_.size(); ++lane) {
        if (lanes_[lane].kind != ColumnKind::target) continue;
        first = std::min(first, static_cast<int>(lane) + 1);
        last = static_cast<int>(lane) + 2;
      }
      put(0, first, label.pieces, 1);
      table_.cells.back().column_span = last - first;
    }
    for (const RowRange& row : cut.rows) {
      const double misplaced = misplaced_cells(cells_of(row.first, row.last), best);
      fit.misplaced += misplaced;
      ++fit.rows;
      const bool at_end = is_cut(row) || (&row != &cut.rows.front() && is_cut(*(&row - 1))) || (&row != &cut.rows.back() && is_cut(*(&row + 1)));
      for (size_t lane = 0; lane < lanes_.size(); ++lane) {
        std::vector<const LayoutPiece*> pieces;
        for (int i = row.first; i < row.last; ++i) pieces.insert(pieces.end(), line(i).cells[lane].begin(), line(i).cells[lane].end());
        if (pieces.empty()) continue;
        put(table_.rows, static_cast<int>(lane) + 1, pieces, 1);
        if (at_end) table_.cells.back().doubts.push_back({kAmbiguous, "a page's end stands near: it may cut the row"});
        if (row.unsure || misplaced >= 1 || (best == Alignment::loose && !loose)) table_.cells.back().doubts.push_back({kAmbiguous, "the printed lines also allow other rows here"});
      }
      if (is_total(row)) put(table_.rows, 1, tasks_.total->pieces, 1);
      ++table_.rows;
    }
    if (!tasks_.label.pieces.empty()) put(0, 0, tasks_.label.pieces, table_.rows);
    std::sort(table_.cells.begin(), table_.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    return std::move(table_);
  }

 private:
  struct Line {
    int line = 0;
    std::vector<std::vector<const LayoutPiece*>> cells;   // by lane
  };

  // A page's end stands in the row or beside it: it may be a part of one, and so may the rows around it.
  bool is_cut(const RowRange& row) const {
    return (row.first > 0 && page_of(row.first) != page_of(row.first - 1)) || page_of(row.first) != page_of(row.last - 1) ||
           (row.last < static_cast<int>(lines_.size()) && page_of(row.last) != page_of(row.last - 1));
  }

  int page_of(int i) const { return text_.lines[static_cast<size_t>(line(i).line)].page; }
  const Line& line(int i) const { return lines_[static_cast<size_t>(i)]; }

  void close(const PagePieces& page) {
    const std::vector<int> lanes = lanes_of(page, lanes_, {words_.levels, words_.target, words_.spaces});
    for (size_t i = 0; i < page.pieces.size(); ++i) {
      const LayoutPiece* piece = page.pieces[i];
      if (lanes[i] < 0) {
        table_.stray.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
        continue;
      }
      if (lines_.empty() || lines_.back().line != piece->line) lines_.push_back({piece->line, std::vector<std::vector<const LayoutPiece*>>(lanes_.size())});
      lines_.back().cells[static_cast<size_t>(lanes[i])].push_back(piece);
    }
  }

  bool is_total(const RowRange& row) const {
    return tasks_.total && line(row.first).line <= tasks_.total->last && tasks_.total->first <= line(row.last - 1).line;
  }

  std::vector<CellLines> cells_of(int first, int last) const {
    std::vector<CellLines> out;
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      CellLines lines;
      for (int i = first; i < last; ++i) {
        if (!line(i).cells[lane].empty()) lines.push_back(i);
      }
      if (!lines.empty()) out.push_back(std::move(lines));
    }
    return out;
  }

  double cost(int first, int last, Alignment alignment) const {
    double out = kMisplaced * misplaced_cells(cells_of(first, last), alignment);
    if (page_of(first) != page_of(last - 1)) out += kCutRow;
    const bool total = is_total({first, last, false});
    bool first_amount = true;
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      const std::vector<const LayoutPiece*>* before = nullptr;
      int lines = 0;
      for (int i = first; i < last; ++i) {
        const std::vector<const LayoutPiece*>& pieces = line(i).cells[lane];
        if (pieces.empty()) continue;
        ++lines;
        if (before && lanes_[lane].kind == ColumnKind::text) {
          const double left = widths_[lane] - width_of(*before) - first_unit_width(pieces.front()->raw) - 0.4;
          if (left > 0) out += std::min(kMostShort, kShortLine + kShorterLine * left);
        }
        before = &pieces;
      }
      if (lanes_[lane].kind == ColumnKind::target) {
        if (lines > 1) out += kSecondAmount * (lines - 1);
        if (lines == 0) out += first_amount ? kEmptyAmount : kEmptyOther;
        first_amount = false;
      } else if (lines == 0 && !total) {
        out += lane == 0 ? kEmptyName : kEmptyContent;
      } else if (lines > 0 && total) {
        out += kSecondAmount;   // a row of totals names no task
      }
    }
    return out;
  }

  void put(int row, int column, const std::vector<const LayoutPiece*>& pieces, int row_span) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.row_span = row_span;
    for (const LayoutPiece* piece : pieces) cell.lines.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
    cell.page = cell.lines.empty() ? 0 : cell.lines.front().page;
    table_.cells.push_back(std::move(cell));
  }

  const LayoutText& text_;
  const LayoutTasks& tasks_;
  const LayoutWords& words_;
  std::vector<Lane> lanes_;
  std::vector<Line> lines_;
  std::vector<double> widths_;
  Table table_;
};

}  // namespace

std::optional<LayoutTasks> find_tasks(const LayoutText& text, int first, int last, const LayoutWords& words) {
  std::vector<LayoutLabel> found = words.labels.find(text, first, last, kRowsLabel | kFieldLabel | kGroupLabel | kTotalLabel);
  // A label of the rows' table and of nothing else begins its header.
  const auto own = std::find_if(found.begin(), found.end(), [](const LayoutLabel& label) { return label.uses == kRowsLabel; });
  if (own == found.end()) return std::nullopt;
  LayoutTasks out;
  LayoutLabel lines = *own;
  std::vector<LayoutLabel> header;
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < found.size(); ++i) {
      if (!(found[i].uses & kRowsLabel) || !beside(found[i], lines) || found[i].last >= lines.first + kHeaderLines) continue;
      lines.first = std::min(lines.first, found[i].first);
      lines.last = std::max(lines.last, found[i].last);
      header.push_back(found[i]);
      found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
      more = true;
      break;
    }
  }
  // A label over several columns has others below it.
  for (const LayoutLabel& label : header) {
    const auto is_below = [&](const LayoutLabel& other) { return other.first > label.first && other.center() > label.begin - 20 && &other != &label; };
    const bool above = (label.uses & kGroupLabel) != 0 && std::any_of(header.begin(), header.end(), is_below);
    (above ? out.above : out.columns).push_back(label);
  }
  if (out.columns.size() < 3) return std::nullopt;
  std::sort(out.columns.begin(), out.columns.end(), [](const LayoutLabel& a, const LayoutLabel& b) { return a.begin < b.begin; });
  out.first = lines.first;
  out.last = last;
  for (const LayoutLabel& label : found) {
    if (label.kind == "rows" && !(label.uses & kRowsLabel)) out.label = label;
    if ((label.uses & kTotalLabel) && label.first > lines.last) {
      out.total = label;
      out.last = label.last + 1;
      break;
    }
    // Without a row of totals the next label of the head ends it.
    if ((label.uses & kFieldLabel) && label.kind != "rows" && label.first > lines.last) {
      out.last = label.first;
      break;
    }
  }
  return out;
}

Table layout_tasks(const LayoutText& text, const LayoutTasks& tasks, const LayoutWords& words, bool loose, RowFit& fit) {
  return TaskReader(text, tasks, words).read(loose, fit);
}

}  // namespace budgetlift
