#include "extract/dump_layout_head.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "extract/dump_build.h"
#include "extract/dump_layout_tasks.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr int kMostRowLines = 60;      // printed lines of a row
// Columns by which a row beside a label may begin left of the rows that share lines with it, or right of the label itself.
constexpr int kSetIn = 2;
constexpr int kFarRight = 8;
constexpr int kLacking = 4;            // twice the lines by which a label may be off the middle of its rows rather than have no value there
// Costs in nats.
constexpr double kMisplaced = 6;       // a cell that stands elsewhere than its row's
constexpr double kMostMisplaced = 12;   // of all cells of a row
constexpr double kNoLabel = 4;         // a row without a label of its own …
constexpr double kNothingBeside = 5;   // … and beside none that is merged over rows
constexpr double kFloating = 1.5;      // a label that stands beside more rows than one
constexpr double kLeftOfLabels = 20;   // a piece left of the row's first label
constexpr double kUnlikelyValue = 6;   // a piece of a value that the label's kind does not have
constexpr double kScheduleLine = 6;    // a line more or less than a schedule's two
constexpr double kStackedLabels = 10;  // a label above another in one row
constexpr double kPartly = 0.5;         // … of which a part stands in the row
constexpr double kCutValue = 3;        // a value that begins with a mark that no text begins with
constexpr double kCutLabel = 8;        // a label that only a part of stands in the row
constexpr double kCutRow = 1;          // a row that a page's end cuts
constexpr double kNoValue = 3;         // a row's first label, of a text, without one where labels behind it have theirs
constexpr double kApart = 3;           // a value above or below its label, not beside it
constexpr double kOffLine = 0.1, kMostOffLine = 1;   // per column that neither the begins nor the centres of a value's lines agree by
constexpr std::u32string_view kNeverFirst = U",.;:)]、。，；：）】》〉”%";

struct RowPart {
  std::vector<const LayoutLabel*> labels;                    // from left to right
  std::vector<std::vector<const LayoutPiece*>> values;       // behind each label; before them all where there are none
  double cost = 0;
};

class HeadReader {
 public:
  HeadReader(const LayoutText& text, int first, int last, const LayoutWords& words) : text_(text), first_(first), last_(last), words_(words) {
    labels_ = words.labels.find(text, first, last, kFieldLabel | kGroupLabel);
    for (size_t i = 0; i < labels_.size(); ++i) {
      for (const LayoutPiece* piece : labels_[i].pieces) label_of_[piece] = static_cast<int>(i);
    }
  }

  Table read(bool loose, RowFit& fit) {
    RowLines cut;
    cut.cost = std::numeric_limits<double>::infinity();
    Alignment best = Alignment::centred;
    for (const Alignment alignment : {Alignment::centred, Alignment::top, Alignment::loose}) {
      if ((alignment == Alignment::loose) != loose) continue;
      alignment_ = alignment;
      RowLines one = cheapest_rows(last_ - first_, kMostRowLines, words_.options.ambiguity_margin,
                                 [&](int a, int b) { return row(first_ + a, first_ + b).cost; }, idle_lines());
      if (one.cost >= cut.cost) continue;
      cut = std::move(one);
      best = alignment;
    }
    alignment_ = best;
    fit.cost += cut.cost;
    disputed_ = cut.disputed;
    for (const RowRange& range : cut.rows) rows_.push_back({first_ + range.first, first_ + range.last, range.unsure, row(first_ + range.first, first_ + range.last)});
    for (const PlacedRow& row : rows_) {
      fit.misplaced += misplaced_cells(cells_of(row.part, row.first, row.last), alignment_);
      ++fit.rows;
    }
    find_floating();
    return build();
  }

 private:
  struct PlacedRow {
    int first, last;
    bool unsure;
    RowPart part;
  };
  struct Floating {
    const LayoutLabel* label;
    size_t first, last;   // rows
  };

  // Lines with nothing but a part of a label that may be merged over rows.
  std::vector<char> idle_lines() const {
    std::vector<char> out;
    for (int line = first_; line < last_; ++line) {
      const std::vector<LayoutPiece>& pieces = text_.lines[static_cast<size_t>(line)].pieces;
      out.push_back(std::all_of(pieces.begin(), pieces.end(), [&](const LayoutPiece& piece) {
        const auto it = label_of_.find(&piece);
        if (it == label_of_.end()) return false;
        const LayoutLabel& label = labels_[static_cast<size_t>(it->second)];
        return may_be_merged(label) && (label.pieces.size() > 1 || label.kind == "group");
      }));
    }
    return out;
  }

  // Whether a label of a text ends right above the line that has no text beside it but other labels: its text is below those.
  bool is_below_label(int line) const {
    const auto is_before_label = [&](const LayoutPiece* piece) {
      const std::vector<LayoutPiece>& printed = text_.lines[static_cast<size_t>(piece->line)].pieces;
      return piece == &printed.back() || label_of_.count(piece + 1) > 0;
    };
    const auto is_label = [&](const LayoutPiece& piece) { return label_of_.count(&piece) > 0; };
    const auto has_label = [&](const LayoutLine& printed) { return std::any_of(printed.pieces.begin(), printed.pieces.end(), is_label); };   // its text may be between its lines
    return std::any_of(labels_.begin(), labels_.end(), [&](const LayoutLabel& label) {
      return label.last == line - 1 && std::all_of(text_.lines.begin() + label.first, text_.lines.begin() + line, has_label) && label.kind != "group" &&
             may_be_merged(label) && std::all_of(label.pieces.begin(), label.pieces.end(), is_before_label);
    });
  }

  // The cheapest reading of lines [first, last) as one row.
  RowPart row(int first, int last) const {
    std::vector<const LayoutLabel*> inside;
    double cost = 0;
    bool beside = false;   // a label that stands beside other rows, too
    for (const LayoutLabel& label : labels_) {
      if (label.first >= first && label.last < last) {
        inside.push_back(&label);
      } else if (label.first < last && label.last >= first) {
        beside = true;
        cost += may_be_merged(label) ? kPartly : kCutLabel;
      }
    }
    if (inside.empty() && !beside && !is_below_label(first)) cost += kNothingBeside;
    std::sort(inside.begin(), inside.end(), [](const LayoutLabel* a, const LayoutLabel* b) { return a->begin < b->begin; });
    // A group left of other labels is merged over their rows, though it may stand at the height of one.
    if (inside.size() > 1 && inside.front()->kind == "group" && may_be_merged(*inside.front())) inside.erase(inside.begin());
    RowPart best = row_with(first, last, inside);
    if (!inside.empty() && best.cost > 0 && may_be_merged(*inside.front())) {
      inside.erase(inside.begin());
      RowPart other = row_with(first, last, inside);
      other.cost += kFloating;
      if (other.cost < best.cost) best = std::move(other);
    }
    best.cost += cost;
    return best;
  }

  // Only what has no other label to its left may be merged over rows.
  bool is_leftmost(const LayoutLabel& label) const {
    return std::none_of(labels_.begin(), labels_.end(), [&](const LayoutLabel& other) {
      return other.first <= label.last + 1 && other.last >= label.first - 1 && other.end <= label.begin;
    });
  }

  bool may_be_merged(const LayoutLabel& label) const {
    return (label.kind == "group" || label.kind == "text" || label.kind == "goals" || label.kind == "rows") && is_leftmost(label);
  }

  // How badly a label's value fits its kind.
  static double value_cost(const std::string& kind, const std::vector<const LayoutPiece*>& pieces) {
    double cost = 0;
    for (size_t i = 0; i < pieces.size(); ++i) {
      const std::u32string& key = pieces[i]->key;
      const auto is_digit = [](char32_t c) { return c >= '0' && c <= '9'; };
      const bool digits = std::any_of(key.begin(), key.end(), is_digit);
      const bool plain = std::none_of(key.begin(), key.end(), [](char32_t c) { return c > 0x7F; });
      if ((kind == "amount" && (i > 0 || !digits || !plain)) || (kind == "code" && !plain)) cost += kUnlikelyValue;
    }
    // Lines of one text begin at one column, or have one middle.
    const LayoutPiece* before = nullptr;
    for (size_t i = 0; i < pieces.size() && kind != "schedule"; ++i) {
      if (i > 0 && pieces[i]->line == pieces[i - 1]->line) continue;
      if (before && !pieces[i]->glued && !before->glued) {
        cost += std::min(kMostOffLine, kOffLine * std::min<double>(std::abs(before->begin - pieces[i]->begin), std::abs(before->center() - pieces[i]->center())));
      }
      before = pieces[i];
    }
    if (kind == "schedule") {
      int lines = 0;
      for (size_t i = 0; i < pieces.size(); ++i) lines += i == 0 || pieces[i]->line != pieces[i - 1]->line;
      cost += kScheduleLine * std::abs(lines - 2);
    }
    return cost;
  }

  RowPart row_with(int first, int last, std::vector<const LayoutLabel*> labels) const {
    RowPart out;
    out.labels = std::move(labels);
    const size_t count = out.labels.size();
    out.values.resize(std::max<size_t>(1, count));
    for (size_t i = 0; i + 1 < count; ++i) {
      const LayoutLabel &left = *out.labels[i], &right = *out.labels[i + 1];
      const bool apart = left.last < right.first || right.last < left.first;   // heights of one row have lines in common
      if (right.begin < left.end || apart) out.cost += kStackedLabels;
    }
    if (count == 0) out.cost += kNoLabel;
    for (int line = first; line < last; ++line) {
      int behind = -1;   // last label on this line
      for (const LayoutPiece& piece : text_.lines[static_cast<size_t>(line)].pieces) {
        if (const auto it = label_of_.find(&piece); it != label_of_.end()) {
          const auto at = std::find(out.labels.begin(), out.labels.end(), &labels_[static_cast<size_t>(it->second)]);
          if (at != out.labels.end()) behind = static_cast<int>(at - out.labels.begin());
          continue;
        }
        int place = behind;
        for (size_t k = 0; k < count && !piece.glued; ++k) {
          if (out.labels[k]->begin <= piece.begin) place = std::max(place, static_cast<int>(k));
        }
        if (place < 0 && count > 0) out.cost += kLeftOfLabels;
        out.values[static_cast<size_t>(std::max(0, place))].push_back(&piece);
        if (place > behind) behind = place;
      }
    }
    // Of two amounts below one label the first is that of the label before it: the tool moves what stands right of many digits.
    for (size_t k = 1; k < count; ++k) {
      const bool amounts = out.labels[k]->kind == "amount" && out.labels[k - 1]->kind == "amount";
      if (!amounts || out.values[k].size() != 2 || !out.values[k - 1].empty()) continue;
      out.values[k - 1].push_back(out.values[k].front());
      out.values[k].erase(out.values[k].begin());
    }
    // Nor does a label's own amount always begin right of its begin.
    for (size_t k = 0; k + 1 < count; ++k) {
      const bool amounts = out.labels[k]->kind == "amount" && out.labels[k + 1]->kind == "amount";
      if (!amounts || out.values[k].size() != 2 || !out.values[k + 1].empty() || out.values[k].front()->line != out.values[k].back()->line) continue;
      out.values[k + 1].push_back(out.values[k].back());
      out.values[k].pop_back();
    }
    for (size_t k = 0; k < count; ++k) {
      const LayoutLabel& label = *out.labels[k];
      const std::vector<const LayoutPiece*>& value = out.values[k];
      out.cost += value_cost(label.kind, value);
      const bool lacking = k == 0 && value.empty() && std::any_of(out.values.begin(), out.values.end(), [](const auto& other) { return !other.empty(); });
      if (lacking && label.kind != "group" && may_be_merged(label)) out.cost += kNoValue;
      if (!value.empty() && (value.front()->line > label.last || value.back()->line < label.first)) out.cost += kApart;
    }
    for (const std::vector<const LayoutPiece*>& value : out.values) {
      if (!value.empty() && kNeverFirst.find(value.front()->key.front()) != kNeverFirst.npos) out.cost += kCutValue;
    }
    int part = first;
    for (int line = first + 1; line <= last; ++line) {
      if (line < last && !text_.lines[static_cast<size_t>(line)].page_start) continue;
      out.cost += std::min(kMostMisplaced, kMisplaced * misplaced_cells(cells_of(out, part, line), alignment_)) + (line < last ? kCutRow : 0);
      part = line;
    }
    return out;
  }

  static void add_cell(const std::vector<const LayoutPiece*>& pieces, int first, int last, std::vector<CellLines>& out) {
    CellLines lines;
    for (const LayoutPiece* piece : pieces) {
      if (piece->line >= first && piece->line < last && (lines.empty() || lines.back() != piece->line)) lines.push_back(piece->line);
    }
    if (!lines.empty()) out.push_back(std::move(lines));
  }

  std::vector<CellLines> cells_of(const RowPart& row, int first, int last) const {
    std::vector<CellLines> out;
    for (const LayoutLabel* label : row.labels) add_cell(label->pieces, first, last, out);
    for (const auto& value : row.values) add_cell(value, first, last, out);
    return out;
  }

  static int begin_of(const PlacedRow& row) {
    int begin = std::numeric_limits<int>::max();
    for (const LayoutLabel* label : row.part.labels) begin = std::min(begin, label->begin);
    for (const auto& value : row.part.values) {
      for (const LayoutPiece* piece : value) begin = std::min(begin, piece->begin);
    }
    return begin;
  }

  // Labels of no row stand beside several: all around them that have nothing left of the label's end.
  void find_floating() {
    for (const LayoutLabel& label : labels_) {
      const bool placed = std::any_of(rows_.begin(), rows_.end(), [&](const PlacedRow& r) {
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
      const auto is_beside = [&](const PlacedRow& r) { return begin_of(r) >= std::min(beside - kSetIn, label.end + (r.part.labels.empty() ? 0 : kFarRight)); };
      const auto core_of_other = [&](const PlacedRow& r) {
        return std::any_of(labels_.begin(), labels_.end(), [&](const LayoutLabel& other) {
          const bool is_placed = std::any_of(rows_.begin(), rows_.end(), [&](const PlacedRow& q) {
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
      Floating &above = floating_[i], &below = floating_[i + 1];
      if (above.last <= below.first || above.first >= below.first || above.last >= below.last) continue;
      const auto off = [&](const Floating& one, size_t from, size_t to) {
        return std::abs(one.label->first + one.label->last - rows_[from].first - (rows_[to - 1].last - 1));
      };
      // A text's label has a value among its rows.
      const auto lacking = [&](const Floating& one, size_t from, size_t to) {
        const auto has_value = [](const PlacedRow& r) { return r.part.labels.empty(); };
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

  std::vector<TextLine> lines_of(const std::vector<const LayoutPiece*>& pieces) const {
    std::vector<TextLine> out;
    for (size_t i = 0; i < pieces.size();) {
      std::vector<const LayoutPiece*> line;
      for (; i < pieces.size() && (line.empty() || line.back()->line == pieces[i]->line); ++i) line.push_back(pieces[i]);
      out.push_back(text_of(text_.lines[static_cast<size_t>(line.front()->line)], line));
    }
    return out;
  }

  // Whether lines of a row's cell may be another row's, or the other way around.
  bool is_disputed(const std::vector<const LayoutPiece*>& pieces, const PlacedRow& row) const {
    const RowRange range{row.first - first_, row.last - first_};
    const std::vector<RowRange> open = disputed_beside(disputed_, range);
    return std::any_of(open.begin(), open.end(), [&](const RowRange& lines) {
      if (lines.last <= range.first || range.last <= lines.first) return true;
      return std::any_of(pieces.begin(), pieces.end(), [&](const LayoutPiece* piece) { return piece->line - first_ >= lines.first && piece->line - first_ < lines.last; });
    });
  }

  void put(int row, int column, const std::vector<const LayoutPiece*>& pieces, int row_span, const PlacedRow* from) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.row_span = row_span;
    cell.lines = lines_of(pieces);
    cell.page = cell.lines.empty() ? 0 : cell.lines.front().page;
    if (from && from->unsure && is_disputed(pieces, *from)) cell.doubts.push_back({kAmbiguous, "the printed lines also allow other rows here"});
    if (from && from->part.cost >= kMisplaced) cell.doubts.push_back({kAmbiguous, "the lines of the row stand elsewhere than those of one row do"});
    table_.columns = std::max(table_.columns, column + 1);
    table_.cells.push_back(std::move(cell));
  }

  // The kind of the label that the value belongs to: its own, or that of the label beside the row.
  std::string kind_of_value(size_t row, size_t value) const {
    const RowPart& part = rows_[row].part;
    if (value < part.labels.size()) return part.labels[value]->kind;
    for (const Floating& floating : floating_) {
      if (floating.first <= row && row < floating.last) return floating.label->kind;
    }
    return "";
  }

  // Columns between which values stand below the labels of the row above; none where they do not. The row has no label but one left of those.
  std::optional<std::vector<int>> borders_below(size_t row) const {
    if (row == 0 || rows_[row].part.labels.size() > 1) return std::nullopt;
    const RowPart& above = rows_[row - 1].part;
    if (above.labels.empty() || (!rows_[row].part.labels.empty() && (above.labels.size() == 1 || rows_[row].part.labels[0]->center() >= above.labels[0]->begin))) return std::nullopt;
    if (!std::all_of(above.values.begin(), above.values.end(), [](const auto& v) { return v.empty(); })) return std::nullopt;
    std::vector<int> out;
    for (size_t k = 0; k + 1 < above.labels.size(); ++k) {
      // The column that fewest pieces cross, the widest gap's middle.
      const int from = static_cast<int>(above.labels[k]->center()), to = static_cast<int>(above.labels[k + 1]->center());
      // One text may be empty, but hardly is.
      const std::vector<const LayoutPiece*>& pieces = rows_[row].part.values[0];
      const int last = std::accumulate(pieces.begin(), pieces.end(), 0, [](int most, const LayoutPiece* p) { return std::max(most, p->begin); });
      int best = to, fewest = std::numeric_limits<int>::max(), width = 0;
      for (int column = from, begin = from, count = -1; column <= to && (column <= last || best == to); ++column) {
        const auto crosses = [&](const LayoutPiece* p) { return p->begin < column && column < p->end; };
        const int crossed = static_cast<int>(std::count_if(pieces.begin(), pieces.end(), crosses));
        if (crossed != count) begin = column, count = crossed;
        if (crossed < fewest || (crossed == fewest && column - begin > width)) fewest = crossed, width = column - begin, best = column;
      }
      // A label beside the row, with all of it to its right, has nothing below it.
      const bool beside = k == 0 && std::all_of(pieces.begin(), pieces.end(), [&](const LayoutPiece* p) { return p->begin >= above.labels[0]->end; });
      out.push_back(beside ? above.labels[0]->end : best);
    }
    return out;
  }

  // Columns of a row's labels. One without another before it may stand below the second label of the row above, as its place shows, or
  // that the first one is the same.
  std::vector<int> columns_of(size_t r, const std::vector<int>& above) const {
    std::vector<int> out;
    for (const LayoutLabel* label : rows_[r].part.labels) {
      int column = out.empty() ? 1 : out.back() + 2;
      for (size_t i = 0; i < above.size() && label->kind == "amount"; ++i) {
        const LayoutLabel& other = *rows_[r - 1].part.labels[i];
        const bool page = text_.lines[static_cast<size_t>(label->first)].page == text_.lines[static_cast<size_t>(other.first)].page;
        if (other.kind == "amount" && page && other.begin < label->end && label->begin < other.end) column = std::max(column, above[i]);
        if (key_of(other) == key_of(*label)) column = std::max(column, above[i] + 2);
      }
      out.push_back(column);
    }
    return out;
  }

  static std::u32string key_of(const LayoutLabel& label) {
    std::u32string out;
    for (const LayoutPiece* piece : label.pieces) out += piece->key;
    return out;
  }

  Table build() {
    int row = 0;
    std::vector<int> columns;   // of the labels of the row above
    std::vector<int> row_of(rows_.size() + 1);
    for (size_t r = 0; r < rows_.size(); ++r) {
      row_of[r] = row;
      const RowPart& part = rows_[r].part;
      int more = 0;   // rows that a value's lines make beside the first one
      columns = columns_of(r, columns);
      const std::optional<std::vector<int>> borders = borders_below(r);
      if (borders && !part.labels.empty()) put(row_of[r - 1], 0, part.labels[0]->pieces, row + 1 - row_of[r - 1], nullptr);   // what the labels above have in common
      for (size_t k = 0; k < part.labels.size() && !borders; ++k) {
        const int column = columns[k];
        if (part.labels[k]->kind != "schedule") {
          put(row, column, part.labels[k]->pieces, 1, nullptr);
          if (!part.values[k].empty()) put(row, column + 1, part.values[k], 1, &rows_[r]);
        } else {
          more = put_schedule(row, column + 1, part.values[k], rows_[r]);
          put(row, column, part.labels[k]->pieces, more + 1, nullptr);
        }
      }
      if ((part.labels.empty() || borders) && !part.values[0].empty()) {
        if (kind_of_value(r, 0) == "schedule") {
          more = put_schedule(row, 2, part.values[0], rows_[r]);
        } else if (!borders) {
          put(row, 2, part.values[0], 1, &rows_[r]);
        } else {
          std::vector<std::vector<const LayoutPiece*>> cells(borders->size() + 1);
          size_t cell = 0;
          bool sure = true;
          const LayoutPiece* before = nullptr;
          for (const LayoutPiece* piece : part.values[0]) {
            const auto by_place = static_cast<size_t>(std::upper_bound(borders->begin(), borders->end(), piece->begin) - borders->begin());
            // What a single space parts has lost its place; if it is no space of the text, a border is there.
            const bool glued = before && piece->glued && before->line == piece->line;
            const bool parted = glued && !may_be_space(before->raw.back(), piece->raw.front(), words_.auto_space);
            sure = sure && (!glued || parted || by_place == cell);
            cell = parted ? std::min(cell + 1, borders->size()) : by_place;
            cells[cell].push_back(piece);
            before = piece;
          }
          for (size_t k = 0; k < cells.size(); ++k) {
            put(row, 1 + 2 * static_cast<int>(k), cells[k], 1, &rows_[r]);
            if (!sure) table_.cells.back().doubts.push_back({kAmbiguous, "a line may be of the text beside it"});
          }
        }
      }
      row += more + 1;
    }
    row_of[rows_.size()] = row;
    for (const Floating& floating : floating_) {
      put(row_of[floating.first], 0, floating.label->pieces, row_of[floating.last] - row_of[floating.first], nullptr);
    }
    table_.rows = row;
    std::sort(table_.cells.begin(), table_.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    for (int line = first_; line < last_; ++line) {
      const int page = text_.lines[static_cast<size_t>(line)].page;
      if (table_.regions.empty() || table_.regions.back().page != page) table_.regions.push_back({page, std::nullopt});
    }
    return std::move(table_);
  }

  // Dates and percents: each piece is a cell, each line a row. Gives the rows besides the first.
  int put_schedule(int row, int column, const std::vector<const LayoutPiece*>& pieces, const PlacedRow& from) {
    int rows = -1, at = 0;
    for (size_t i = 0; i < pieces.size();) {
      if (i == 0 || pieces[i]->line != pieces[i - 1]->line) ++rows, at = 0;
      std::vector<const LayoutPiece*> cell = {pieces[i++]};
      const auto goes_on = [&](const LayoutPiece& next) {   // "3 月底"
        return next.glued && next.line == cell.back()->line && spaced_apart(cell.back()->raw.back(), next.raw.front());
      };
      while (i < pieces.size() && goes_on(*pieces[i])) cell.push_back(pieces[i++]);
      put(row + rows, column + at++, cell, 1, &from);
    }
    return std::max(0, rows);
  }

  const LayoutText& text_;
  int first_, last_;
  const LayoutWords& words_;
  std::vector<LayoutLabel> labels_;
  std::map<const LayoutPiece*, int> label_of_;
  Alignment alignment_ = Alignment::centred;
  std::vector<PlacedRow> rows_;
  std::vector<char> disputed_;   // RowLines::disputed
  std::vector<Floating> floating_;
  Table table_;
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

}  // namespace budgetlift
