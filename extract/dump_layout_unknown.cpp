#include "extract/dump_layout_unknown.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>

#include "extract/dump_layout_table.h"

namespace budgetlift {
namespace {

using namespace std::string_view_literals;

constexpr int kNextLabel = 8;         // lines within which another label of the head follows its first one
constexpr int kMostAboveLabel = 16;   // lines between the title and the first label that a form knows
constexpr int kSetIn = 4;             // columns by which a title begins further right than labels
constexpr int kMostTitleLines = 4;    // lines of the title and what stands below it
constexpr size_t kLeastTitle = 4;     // characters of one of them
constexpr size_t kMostLabel = 10;     // characters of a label that no form knows
constexpr size_t kLabelAndValue = 2;  // pieces of a line with two labels: each stands before its value
constexpr int kOffLabel = 3;          // columns by which a label may be off those above and below it

const LayoutPiece& front_of(const LayoutText& text, int line) { return text.lines[static_cast<size_t>(line)].pieces.front(); }

std::vector<const LayoutPiece*> apart(const LayoutLine& line) {
  std::vector<const LayoutPiece*> out;
  for (const LayoutPiece& piece : line.pieces) {
    if (!piece.glued) out.push_back(&piece);
  }
  return out;
}

// Whether the line is one text, set in, that may be a title, or a year or a unit of money below one.
bool is_title_like(const LayoutLine& line, int begin) {
  const LayoutPiece& front = line.pieces.front();
  const auto glued = [](const LayoutPiece& piece) { return piece.glued; };
  if (!std::all_of(line.pieces.begin() + 1, line.pieces.end(), glued) || front.begin < begin + kSetIn || front.key.size() < kLeastTitle) return false;
  const char32_t last = line.pieces.back().key.back();
  return U"表书单"sv.find(last) != std::u32string_view::npos || line.pieces.back().key.ends_with(U"年度)") || front.key.starts_with(U"单位:") || front.key.starts_with(U"金额单位:");
}

// The form whose first known label begins a line: its title is the nearest one above, as labels that no form knows may stand between.
UnknownLayoutForm form_above(const LayoutText& text, int label, int from) {
  const int begin = front_of(text, label).begin;
  const auto is_title = [&](int line) { return is_title_like(text.lines[static_cast<size_t>(line)], begin); };
  for (int head = label; head > from && label - head <= kMostAboveLabel; --head) {
    if (text.lines[static_cast<size_t>(head)].page_start) break;
    if (!is_title(head - 1)) continue;
    int title = head - 1;
    while (title > from && head - title < kMostTitleLines && is_title(title - 1)) --title;
    return {title, head};
  }
  return {label, label};
}

}  // namespace

std::vector<UnknownLayoutForm> find_unknown_layout_forms(const LayoutText& text, const LayoutWords& words) {
  const int count = static_cast<int>(text.lines.size());
  std::vector<int> labels;   // lines that begin with a label of a head, with something behind it
  std::vector<int> all;      // lines of all labels of a head: a value of several lines leaves its label alone on one
  for (const LayoutLabel& label : words.labels.find(text, 0, count, kFieldLabel)) {
    all.push_back(label.first);
    if (label.pieces.front() == &front_of(text, label.first) && text.lines[static_cast<size_t>(label.first)].pieces.size() > 1) labels.push_back(label.first);
  }
  std::sort(labels.begin(), labels.end());
  std::sort(all.begin(), all.end());
  std::vector<UnknownLayoutForm> out;
  int from = 0;
  size_t at = 0;
  for (int line = 0; line < count; ++line) {
    const std::optional<LayoutHeader> header = layout_header(text, line, count, words);
    if (!header) continue;
    for (; at < labels.size() && labels[at] < line; ++at) {
      const auto next = std::upper_bound(all.begin(), all.end(), labels[at]);
      const bool near = next != all.end() && *next < line && *next - labels[at] <= kNextLabel;
      if (labels[at] < from || !near) continue;
      out.push_back(form_above(text, labels[at], from));
      break;
    }
    while (at < labels.size() && labels[at] < line) ++at;
    from = header->last;
    line = header->last - 1;
  }
  return out;
}

std::vector<LayoutLabel> unknown_labels(const LayoutText& text, int first, int last, const LayoutWords& words) {
  std::map<const LayoutPiece*, bool> known;
  int begin = std::numeric_limits<int>::max(), value = begin;   // columns of the labels along the edge, and of what stands behind them
  std::vector<int> second;                                      // columns of labels further right
  for (const LayoutLabel& label : words.labels.find(text, first, last, kFieldLabel | kGroupLabel)) {
    for (const LayoutPiece* piece : label.pieces) known[piece] = true;
    const std::vector<LayoutPiece>& line = text.lines[static_cast<size_t>(label.first)].pieces;
    if (label.pieces.front() != &line.front()) {
      second.push_back(label.begin);
      continue;
    }
    begin = std::min(begin, label.begin);
    for (const LayoutPiece& piece : line) {
      if (piece.begin >= label.end && !piece.glued) {
        value = std::min(value, piece.begin);
        break;
      }
    }
  }
  std::vector<LayoutLabel> out;
  const auto add = [&](const LayoutPiece* piece) {
    if (known.count(piece) || piece->key.size() > kMostLabel) return;
    out.push_back({0, "text", "", "", {piece}, piece->line, piece->line, piece->begin, piece->end});
  };
  for (int line = first; line < last; ++line) {
    const std::vector<const LayoutPiece*> pieces = apart(text.lines[static_cast<size_t>(line)]);
    if (pieces.size() < kLabelAndValue) continue;
    if (pieces[0]->end <= value && pieces[0]->begin >= begin - kOffLabel) add(pieces[0]);
    for (size_t i = 1; i + 1 < pieces.size(); ++i) {
      const bool below = std::any_of(second.begin(), second.end(), [&](int column) { return std::abs(column - pieces[i]->begin) <= kOffLabel; });
      if (below || (i == kLabelAndValue && pieces.size() == 2 * kLabelAndValue)) add(pieces[i]);
    }
  }
  return out;
}

}  // namespace budgetlift
