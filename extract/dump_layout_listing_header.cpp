#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "extract/dump_layout_listing.h"

namespace budgetlift {
namespace {

constexpr int kHeaderLines = 7;        // printed lines of a header at most
constexpr int kMostAbove = 3;          // lines of texts that no form knows above its labels
constexpr int kLeastOwn = 2;           // labels of projects' own columns that make a listing
constexpr double kMostUnknown = 0.3;   // of the texts between its labels

// Whether the label has a column of its own: it neither is a group's nor stands above other labels.
bool is_column(const LayoutLabel& label, const std::vector<LayoutLabel>& all, const LabelWordsOfForms& words) {
  if (label.uses & kColumnLabel) return true;
  if (label.own.empty() || label.own == "group") return false;
  return std::none_of(all.begin(), all.end(), [&](const LayoutLabel& other) { return other.first > label.first && words.is_under(label, other); });
}

// The columns of each group: a run of those that `is_below` for each.
void find_columns(std::vector<ListingGroup>& groups, const std::vector<LayoutLabel>& columns, const std::function<bool(const LayoutLabel&)>& is_below) {
  std::sort(groups.begin(), groups.end(), [](const ListingGroup& a, const ListingGroup& b) { return a.center < b.center; });
  std::vector<int> below;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (is_below(columns[i])) below.push_back(static_cast<int>(i));
  }
  const size_t n = below.size(), m = groups.size();
  constexpr double kNever = std::numeric_limits<double>::infinity();
  std::vector<std::vector<double>> best(m + 1, std::vector<double>(n + 1, kNever));
  std::vector<std::vector<size_t>> from(m + 1, std::vector<size_t>(n + 1, 0));
  best[0][0] = 0;
  for (size_t k = 0; k < m; ++k) {
    for (size_t a = 0; a < n; ++a) {
      for (size_t b = a + 1; b <= n && best[k][a] < kNever; ++b) {
        if (static_cast<size_t>(below[b - 1] - below[a]) != b - 1 - a) break;
        const double center = (columns[static_cast<size_t>(below[a])].begin + columns[static_cast<size_t>(below[b - 1])].end) / 2.0;
        const double cost = best[k][a] + std::abs(center - groups[k].center);
        if (cost >= best[k + 1][b]) continue;
        best[k + 1][b] = cost;
        from[k + 1][b] = a;
      }
    }
  }
  if (best[m][n] == kNever) {
    groups.clear();
    return;
  }
  for (size_t k = m, b = n; k > 0; --k) {
    const size_t a = from[k][b];
    groups[k - 1].first = below[a];
    groups[k - 1].last = below[b - 1] + 1;
    b = a;
  }
}

// A group inside a group has all its columns there.
void keep_whole(const std::vector<ListingGroup>& nested, std::vector<ListingGroup>& groups) {
  for (const ListingGroup& inner : nested) {
    for (size_t g = 0; g + 1 < groups.size(); ++g) {
      ListingGroup &left = groups[g], &right = groups[g + 1];
      if (left.last != right.first || inner.first >= left.last || inner.last <= right.first) continue;
      const bool more_left = left.last - inner.first >= inner.last - right.first;
      const int border = more_left ? inner.last : inner.first;
      if (border > left.first && border < right.last) left.last = right.first = border;
    }
  }
}

}  // namespace

std::optional<LayoutListingHeader> listing_header(const LayoutText& text, int line, int last, const LayoutWords& words) {
  int end = line + 1;
  while (end < std::min(last, line + kHeaderLines) && !text.lines[static_cast<size_t>(end)].page_start) ++end;
  std::vector<LayoutLabel> found = words.labels.find(text, line, end, kListingLabel | kColumnLabel);
  const auto seed = std::find_if(found.begin(), found.end(), [](const LayoutLabel& label) { return label.kind == "level2"; });
  if (seed == found.end()) return std::nullopt;
  int first = seed->first, bottom = seed->last;
  // What a row of sums begins with has numbers beside it.
  std::erase_if(found, [&](const LayoutLabel& label) {
    const std::vector<LayoutPiece>& pieces = text.lines[static_cast<size_t>(label.first)].pieces;
    return (label.uses & kSumLabel) && std::any_of(pieces.begin(), pieces.end(), [](const LayoutPiece& piece) { return piece.key.find_first_not_of(U"0123456789.,") == piece.key.npos; });
  });
  // A group's label has columns below it.
  std::erase_if(found, [bottom](const LayoutLabel& label) { return label.own == "group" && !(label.uses & kColumnLabel) && label.first > bottom; });
  std::vector<LayoutLabel> labels;
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < found.size(); ++i) {
      if (found[i].first > bottom + 1 || found[i].last + 2 < first) continue;
      first = std::min(first, found[i].first);
      bottom = std::max(bottom, found[i].last);
      labels.push_back(std::move(found[i]));
      found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
      more = true;
      break;
    }
  }
  if (first > line + kMostAbove) return std::nullopt;
  LayoutListingHeader out;
  out.first = line;
  out.last = bottom + 1;
  int own = 0, targets = 0;
  std::set<const LayoutPiece*> known;
  for (const LayoutLabel& label : labels) {
    known.insert(label.pieces.begin(), label.pieces.end());
    out.pieces.insert(out.pieces.end(), label.pieces.begin(), label.pieces.end());
    if (!is_column(label, labels, words.labels)) {
      out.groups.push_back({label.pieces, 0, 0, label.center()});
      continue;
    }
    own += !(label.uses & kColumnLabel);
    targets += label.kind == "target" && (label.uses & kColumnLabel);
    out.columns.push_back(label);
  }
  if (own < kLeastOwn || targets == 0) return std::nullopt;
  // Texts that no form knows may stand above labels, as groups do; beside them they would be values of a head.
  int top = bottom, second = 0;
  for (const LayoutLabel& label : out.columns) top = std::min(top, label.first);
  for (const ListingGroup& group : out.groups) second = std::max(second, group.pieces.back()->line);
  size_t unknown = 0;
  std::vector<ListingGroup> nested;
  const auto is_last = [&](const LayoutPiece& piece) {   // nothing of a label's stands below it
    return std::none_of(out.columns.begin(), out.columns.end(), [&](const LayoutLabel& label) { return label.first > piece.line; });
  };
  for (int i = line; i < out.last; ++i) {
    for (const LayoutPiece& piece : text.lines[static_cast<size_t>(i)].pieces) {
      if (known.count(&piece)) continue;
      if (i >= top) ++unknown;
      if (i >= top && (out.groups.empty() || i <= second || is_last(piece))) continue;
      (i < top ? out.groups : nested).push_back({{&piece}, 0, 0, piece.center()});
      out.pieces.push_back(&piece);
    }
  }
  if (static_cast<double>(unknown) > kMostUnknown * static_cast<double>(known.size())) return std::nullopt;
  std::sort(out.columns.begin(), out.columns.end(), [](const LayoutLabel& a, const LayoutLabel& b) { return a.center() < b.center(); });
  const auto is_above_labels = [&](int at) {
    return std::any_of(out.columns.begin(), out.columns.end(), [at](const LayoutLabel& label) { return label.first > at; });
  };
  // "合计": below its group's label and no other.
  const auto is_own = [&](const LayoutLabel& label) {
    return std::any_of(labels.begin(), labels.end(), [&](const LayoutLabel& group) { return group.first < label.first && words.labels.is_under(group, label); });
  };
  // Labels below no group stand at the height of the header's middle.
  const int middle = first + bottom;
  int begin = bottom;   // of the labels below texts inside the header
  for (const ListingGroup& group : nested) begin = std::min(begin, group.pieces.front()->line);
  // Groups inside groups stand on lines of their own.
  int top_group = bottom;
  for (const ListingGroup& group : out.groups) top_group = std::min(top_group, group.pieces.front()->line);
  const auto inner = std::stable_partition(out.groups.begin(), out.groups.end(), [&](const ListingGroup& group) { return group.pieces.front()->line == top_group; });
  if (nested.empty() && inner != out.groups.end() && is_above_labels(inner->pieces.front()->line)) {
    nested.assign(inner, out.groups.end());
    out.groups.erase(inner, out.groups.end());
    const int at = nested.front().pieces.front()->line;
    // Twice the height of labels that are known to stand below them: others as low may, too.
    int lowest = 0;
    for (const LayoutLabel& label : out.columns) {
      const bool under = std::any_of(labels.begin(), labels.end(), [&](const LayoutLabel& group) { return group.first == at && group.last == at && words.labels.is_under(group, label); });
      if (under) lowest = lowest == 0 ? label.first + label.last : std::min(lowest, label.first + label.last);
    }
    find_columns(nested, out.columns, [&](const LayoutLabel& label) { return label.first > at && label.first + label.last >= lowest; });
  } else if (!nested.empty() && inner != out.groups.end()) {
    out.outer.assign(out.groups.begin(), inner);
    out.groups.erase(out.groups.begin(), inner);
    find_columns(out.outer, out.columns, [](const LayoutLabel&) { return true; });
  }
  if (!nested.empty() && nested.front().last == 0) find_columns(nested, out.columns, [&](const LayoutLabel& label) { return label.first > begin && label.first + label.last > middle && !(label.uses & kColumnLabel) && is_last(*label.pieces.back()) && !is_own(label); });
  if (!out.groups.empty()) {
    int upper = first;
    for (const ListingGroup& group : out.groups) upper = std::min(upper, group.pieces.front()->line);
    int lowest = upper + bottom + 1;
    for (const LayoutLabel& label : out.columns) {
      if (is_own(label)) lowest = std::min(lowest, label.first + label.last);
    }
    find_columns(out.groups, out.columns, [&](const LayoutLabel& label) { return label.first + label.last >= lowest; });
    keep_whole(nested, out.groups);
  }
  out.nested = std::move(nested);
  return out;
}

}  // namespace budgetlift
