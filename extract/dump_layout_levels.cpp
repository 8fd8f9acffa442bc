#include "extract/dump_layout_levels.h"

#include <algorithm>
#include <cstdlib>

#include "extract/dump_build.h"

namespace budgetlift {
namespace {

constexpr int kMostOff = 1;   // twice the lines by which a merged second level may be off the middle of its rows

// The rows of each name, and whether names stand at their first line, which may be so where other cells do not (`top`).
std::vector<std::pair<int, int>> merged_over(const std::vector<LevelName>& names, const std::vector<PrintedLines>& rows, bool& top, std::vector<char>* unsure = nullptr) {
  std::vector<PrintedLines> places;
  for (const LevelName& name : names) places.push_back(name.place);
  double cost = 0, other = 0;
  std::vector<std::pair<int, int>> out = rows_beside(places, rows, top, unsure, &cost);
  rows_beside(places, rows, !top, nullptr, &other);
  if (other >= cost) return out;
  top = !top;
  return rows_beside(places, rows, top, unsure);
}

void leave(const std::vector<LevelName>& names, Table& table) {
  for (const LevelName& name : names) table.stray.insert(table.stray.end(), name.lines.begin(), name.lines.end());
}

}  // namespace

SecondLevels add_merged_level2(const LevelRows& in, Table& table) {
  SecondLevels out{std::vector<std::u32string>(in.rows.size()), {}};
  if (in.rows.empty()) return out;
  const std::vector<Lane>& lanes = in.body.lanes();
  const std::vector<PrintedLines> places = in.body.places_of(in.rows, true);
  for (size_t lane = 0; lane < lanes.size(); ++lane) {
    if (lanes[lane].kind != ColumnKind::level2) continue;
    std::vector<const LayoutPiece*> pieces;
    for (int i = in.rows.front().first; i < in.rows.back().last; ++i) pieces.insert(pieces.end(), in.body.pieces(lane, i).begin(), in.body.pieces(lane, i).end());
    const std::vector<LevelName> names = in.body.names_in(pieces, false);
    std::vector<char> unsure;
    bool top = in.top;
    const std::vector<std::pair<int, int>> merged = merged_over(names, places, top, &unsure);
    if (merged.empty()) {
      leave(names, table);
      continue;
    }
    for (size_t k = 0; k < names.size(); ++k) {
      const auto [first, last] = merged[k];
      Cell one = in.body.cell(in.first_row + first, lane, names[k].lines);
      one.row_span = last - first;
      const PrintedLines &from = places[static_cast<size_t>(first)], &to = places[static_cast<size_t>(last - 1)];
      const bool off = from.page == to.page && !top && std::abs(names[k].place.first + names[k].place.last - from.first - to.last) > kMostOff;
      const bool doubtful = std::any_of(unsure.begin() + first, unsure.begin() + last, [](char c) { return c != 0; });
      if (off || doubtful || in.levels.level1_of(names[k].key).empty()) one.doubts.push_back({kAmbiguous, "the rows of this second level are not certain"});
      if (off) std::fill(unsure.begin() + first, unsure.begin() + last, 1);
      table.cells.push_back(std::move(one));
      for (int r = first; r < last && static_cast<int>(lane) == in.body.level2(); ++r) out.names[static_cast<size_t>(r)] = names[k].key;
    }
    if (static_cast<int>(lane) == in.body.level2()) out.unsure = unsure;
  }
  return out;
}

void add_level1(const LevelRows& in, const std::vector<const LayoutPiece*>& pieces, const SecondLevels& level2, Table& table) {
  if (in.body.level1() < 0) return;
  const std::vector<LevelName> names = in.body.names_in(pieces, true);
  std::vector<std::pair<int, int>> known;   // by the taxonomy
  std::vector<std::u32string> level1s;
  bool gaps = false;
  for (size_t r = 0; r < in.rows.size(); ++r) {
    const std::u32string level1 = in.levels.level1_of(level2.names[r]);
    gaps = gaps || level1.empty();
    if (known.empty() || (!level1.empty() && !level1s.back().empty() && level1 != level1s.back())) {
      known.emplace_back(static_cast<int>(r), static_cast<int>(r));
      level1s.push_back(level1);
    }
    if (level1s.back().empty()) level1s.back() = level1;
    known.back().second = static_cast<int>(r) + 1;
  }
  bool as_known = known.size() == names.size();
  for (size_t k = 0; k < names.size() && as_known; ++k) as_known = names[k].key == level1s[k];
  bool top = in.top;
  const std::vector<std::pair<int, int>> by_height = merged_over(names, in.body.places_of(in.rows, in.level2_merged), top);
  const std::vector<std::pair<int, int>>& chosen = as_known && (!gaps || by_height.empty()) ? known : by_height;
  const bool sure = as_known && (!gaps || by_height == known);
  if (chosen.empty()) {
    leave(names, table);
    if (in.rows.empty()) return;
    Cell none = in.body.cell(in.first_row, static_cast<size_t>(in.body.level1()), {});
    none.row_span = static_cast<int>(in.rows.size());
    none.doubts.push_back({kAmbiguous, "the first levels beside the rows are not theirs", true});
    table.cells.push_back(std::move(none));
    return;
  }
  const auto add = [&](int first, int last, std::vector<TextLine> lines, bool is_sure) {
    Cell one = in.body.cell(in.first_row + first, static_cast<size_t>(in.body.level1()), std::move(lines));
    one.row_span = last - first;
    if (!is_sure) one.doubts.push_back({kAmbiguous, "the rows of this first level are not certain"});
    table.cells.push_back(std::move(one));
  };
  const auto doubtful = [&](int first, int last) {
    return !level2.unsure.empty() && std::any_of(level2.unsure.begin() + first, level2.unsure.begin() + last, [](char c) { return c != 0; });
  };
  if (chosen.front().first > 0) add(0, chosen.front().first, {}, false);
  for (size_t k = 0; k < chosen.size(); ++k) add(chosen[k].first, chosen[k].second, names[k].lines, sure && !doubtful(chosen[k].first, chosen[k].second));
}

}  // namespace budgetlift
