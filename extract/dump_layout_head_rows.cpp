#include "extract/dump_layout_head_rows.h"

#include <algorithm>
#include <limits>

#include "extract/dump_stream_text.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

// Costs in nats.
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
constexpr double kCutItems = 8;        // a list beside its label whose first items stand in the row above
constexpr double kCutLabel = 8;        // a label that only a part of stands in the row
constexpr double kCutRow = 1;          // a row that a page's end cuts
constexpr double kNoValue = 3;         // a row's first label, of a text, without one where labels behind it have theirs
constexpr double kSideBySide = 6;      // two texts side by side without labels right above them
constexpr double kApart = 3;           // a value above or below its label, not beside it
constexpr double kOffLine = 0.1, kMostOffLine = 1;   // per column that neither the begins nor the centres of a value's lines agree by
constexpr std::u32string_view kNeverFirst = U",.;:)]、。，；：）】》〉”%";

// How badly a label's value fits its kind.
double value_cost(const std::string& kind, const std::vector<const LayoutPiece*>& pieces) {
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

// Whether a list in it begins with another number than 1.
bool lacks_first_item(const std::vector<const LayoutPiece*>& pieces) {
  for (size_t i = 0; i < pieces.size();) {
    std::u32string line = pieces[i]->key;   // "1.2019 年完成" may be in pieces
    const size_t first = i;
    while (++i < pieces.size() && pieces[i]->line == pieces[first]->line) line += pieces[i]->key;
    if (const int number = item_number(line); number > 0) return number > 1;
  }
  return false;
}

void add_cell(const std::vector<const LayoutPiece*>& pieces, int first, int last, std::vector<CellLines>& out) {
  CellLines lines;
  for (const LayoutPiece* piece : pieces) {
    if (piece->line >= first && piece->line < last && (lines.empty() || lines.back() != piece->line)) lines.push_back(piece->line);
  }
  if (!lines.empty()) out.push_back(std::move(lines));
}

// Whether two texts stand side by side.
bool has_gap(const std::vector<const LayoutPiece*>& pieces) {
  for (size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i]->line == pieces[i - 1]->line && !pieces[i]->glued) return true;
  }
  return false;
}

}  // namespace

HeadRows::HeadRows(const LayoutText& text, int first, int last, const LayoutWords& words, const std::vector<LayoutLabel>& more) : text_(text), first_(first), last_(last) {
  labels_ = words.labels.find(text, first, last, kFieldLabel | kGroupLabel);
  labels_.insert(labels_.end(), more.begin(), more.end());
  std::stable_sort(labels_.begin(), labels_.end(), [](const LayoutLabel& a, const LayoutLabel& b) { return a.first < b.first; });
  for (size_t i = 0; i < labels_.size(); ++i) {
    for (const LayoutPiece* piece : labels_[i].pieces) label_of_[piece] = static_cast<int>(i);
  }
}

std::vector<char> HeadRows::idle_lines() const {
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
bool HeadRows::is_below_label(int line) const {
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

HeadRow HeadRows::row(int first, int last, Alignment alignment) const {
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
  HeadRow best = row_with(first, last, inside, alignment);
  if (!inside.empty() && best.cost > 0 && may_be_merged(*inside.front())) {
    inside.erase(inside.begin());
    HeadRow other = row_with(first, last, inside, alignment);
    other.cost += kFloating;
    if (other.cost < best.cost) best = std::move(other);
  }
  best.cost += cost;
  return best;
}

// Only what has no other label to its left may be merged over rows.
// Whether nothing but labels stands on the line above: texts of several may begin below them.
bool HeadRows::is_below_labels(int line) const {
  const std::vector<LayoutPiece>* above = line > first_ ? &text_.lines[static_cast<size_t>(line) - 1].pieces : nullptr;
  return above && std::all_of(above->begin(), above->end(), [&](const LayoutPiece& piece) { return label_of_.count(&piece) > 0; });
}

bool HeadRows::is_leftmost(const LayoutLabel& label) const {
  return std::none_of(labels_.begin(), labels_.end(), [&](const LayoutLabel& other) {
    return other.first <= label.last + 1 && other.last >= label.first - 1 && other.end <= label.begin;
  });
}

bool HeadRows::may_be_merged(const LayoutLabel& label) const {
  return (label.kind == "group" || label.kind == "text" || label.kind == "goals" || label.kind == "rows") && is_leftmost(label);
}

HeadRow HeadRows::row_with(int first, int last, std::vector<const LayoutLabel*> labels, Alignment alignment) const {
  HeadRow out;
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
    if (label.kind == "goals" && lacks_first_item(value)) out.cost += kCutItems;
    const bool lacking = k == 0 && value.empty() && std::any_of(out.values.begin(), out.values.end(), [](const auto& other) { return !other.empty(); });
    if (lacking && label.kind != "group" && may_be_merged(label)) out.cost += kNoValue;
    if (!value.empty() && (value.front()->line > label.last || value.back()->line < label.first)) out.cost += kApart;
  }
  if (count == 1 && out.labels[0]->kind != "schedule" && has_gap(out.values[0]) && !is_below_labels(first)) out.cost += kSideBySide;
  for (const std::vector<const LayoutPiece*>& value : out.values) {
    if (!value.empty() && kNeverFirst.find(value.front()->key.front()) != kNeverFirst.npos) out.cost += kCutValue;
  }
  int part = first;
  for (int line = first + 1; line <= last; ++line) {
    if (line < last && !text_.lines[static_cast<size_t>(line)].page_start) continue;
    out.cost += std::min(kMostMisplaced, kMisplaced * misplaced_cells(cells_of(out, part, line), alignment)) + (line < last ? kCutRow : 0);
    part = line;
  }
  return out;
}

std::vector<CellLines> HeadRows::cells_of(const HeadRow& row, int first, int last) const {
  std::vector<CellLines> out;
  for (const LayoutLabel* label : row.labels) add_cell(label->pieces, first, last, out);
  for (const auto& value : row.values) add_cell(value, first, last, out);
  return out;
}

}  // namespace budgetlift
