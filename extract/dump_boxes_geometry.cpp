#include "extract/dump_boxes_geometry.h"

#include <algorithm>

#include "extract/dump_boxes_levels.h"

namespace budgetlift {
namespace {

bool is_short(BoxSort sort) { return sort <= BoxSort::level2 || sort == BoxSort::target; }

}  // namespace

SeatedTable::SeatedTable(const std::vector<BoxSort>& sorts, const std::vector<int>& blocks, const DumpWords& words, const BoxHabits& habits,
                         const std::vector<BoxPiece>& pieces, const BoxRows& rows)
    : sorts_(sorts), pieces_(pieces), widths_(sorts.size()), starts_(sorts.size()) {
  // Rows of tables side by side stand beside each other.
  std::vector<BoxSeat> seats = rows.seats;
  for (BoxSeat& seat : seats) {
    const int block = blocks[static_cast<size_t>(seat.column)];
    if (block > 0) seat.row -= rows.first_rows[static_cast<size_t>(block)];
  }
  std::vector<std::vector<std::u32string>> texts(sorts.size());
  std::vector<std::vector<size_t>> begins(sorts.size());
  for (size_t t = 0; t < pieces.size(); ++t) {
    const size_t k = static_cast<size_t>(seats[t].column), row = static_cast<size_t>(seats[t].row);
    widths_[k] = std::max(widths_[k], pieces[t].width);
    if (texts[k].size() <= row) texts[k].resize(row + 1), begins[k].resize(row + 1, t);
    texts[k][row] += pieces[t].key;
  }
  for (size_t k = 0; k < sorts.size(); ++k) {
    if (habits.columns[k].width > 0) widths_[k] = habits.columns[k].width;
    const size_t inner = k + 1;   // the column whose cells stand beside a merged one's
    if (!is_merged(sorts[k]) || inner >= sorts.size()) continue;
    starts_[k] = sorts[k] == BoxSort::level1 ? part_first_levels(texts[k], texts[inner], words, false).starts : part_second_levels(begins[k], begins[inner]).starts;
  }
  for (size_t first = 0; first < pieces.size();) {
    size_t end = first + 1;
    while (end < pieces.size() && !pieces[end].page_start) ++end;
    pages_.push_back(page_of(first, end, seats));
    first = end;
  }
}

SeatedTable::Page SeatedTable::page_of(size_t first, size_t end, const std::vector<BoxSeat>& seats) const {
  Page out{first, end, 1 << 20, -1, {}};
  for (size_t t = first; t < end; ++t) {
    const BoxSeat& seat = seats[t];
    Cell& cell = out.cells[{seat.column, seat.row}];
    const bool same_line = pieces_[t].in_line && t > first && !cell.lines.empty() && cell.lines.back().back() == t - 1;
    if (same_line) cell.lines.back().push_back(t);
    else cell.lines.insert(cell.lines.end() - (seat.above && !cell.lines.empty()), {t});
    if (!same_line) cell.height += pieces_[t].lines.size();
    if (is_merged(sorts_[static_cast<size_t>(seat.column)])) continue;
    out.low = std::min(out.low, seat.row), out.high = std::max(out.high, seat.row);
  }
  if (out.high < out.low) out.low = out.high = 0;
  return out;
}

// Of each piece.
std::vector<PlacedBox> SeatedTable::places(const Page& page, const BoxMeasures& measures) const {
  std::vector<double> tops(1, 0);   // of the rows
  for (int row = page.low; row <= page.high; ++row) {
    size_t most = 1;
    for (const auto& [seat, cell] : page.cells) {
      if (seat.second == row && !is_merged(sorts_[static_cast<size_t>(seat.first)])) most = std::max(most, cell.height);
    }
    tops.push_back(tops.back() + static_cast<double>(most) * measures.pitch + 2 * measures.above);
  }
  const auto top_of = [&](size_t row) { return tops[static_cast<size_t>(std::clamp(static_cast<int>(row), page.low, page.high + 1) - page.low)]; };
  std::vector<double> left(1, 0);   // of the columns
  for (double width : widths_) left.push_back(left.back() + width + 2 * measures.beside);
  std::vector<PlacedBox> out(page.end - page.first);
  for (const auto& [seat, cell] : page.cells) {
    const size_t k = static_cast<size_t>(seat.first), row = static_cast<size_t>(seat.second);
    double top = top_of(row), bottom = top_of(row + 1);
    if (is_merged(sorts_[k]) && row + 1 < starts_[k].size()) {
      top = top_of(starts_[k][row]), bottom = top_of(starts_[k][row + 1]);
      if (bottom <= top) bottom = top_of(starts_[k][row] + 1);
    }
    const bool centred = measures.centred == 2 || (measures.centred == 1 && is_short(sorts_[k]));
    double y = (top + bottom - static_cast<double>(cell.height) * measures.pitch) / 2 + (measures.pitch - 1) / 2;
    for (const auto& line : cell.lines) {
      double width = 0;
      for (size_t t : line) width += pieces_[t].width;
      double x = left[k] + measures.beside + (centred ? (widths_[k] - width) / 2 : 0);
      const double high = static_cast<double>(pieces_[line.front()].lines.size() - 1) * measures.pitch + 1;
      for (size_t t : line) {
        out[t - page.first] = {x, y, x + pieces_[t].width, y + high};
        x += pieces_[t].width;
      }
      y += high - 1 + measures.pitch;
    }
  }
  return out;
}

std::vector<PlacedBox> SeatedTable::boxes(const Page& page, const BoxMeasures& measures) const {
  const std::vector<PlacedBox> of_pieces = places(page, measures);
  std::vector<PlacedBox> out;
  for (size_t t = page.first; t < page.end; ++t) {
    const PlacedBox& own = of_pieces[t - page.first];
    if (out.empty() || (!pieces_[t].in_line && !pieces_[t].in_box)) out.push_back(own);
    else out.back() = united(out.back(), own);
  }
  return out;
}

size_t SeatedTable::breaks(const BoxMeasures& measures) const {
  size_t out = 0;
  for (const Page& page : pages_) {
    const std::vector<size_t> order = printed_order(boxes(page, measures));
    for (size_t i = 1; i < order.size(); ++i) out += order[i] != order[i - 1] + 1;
  }
  return out;
}

MeasuresFit fit_measures(const std::vector<SeatedTable>& tables) {
  const auto breaks = [&](const BoxMeasures& measures) {
    size_t out = 0;
    for (const SeatedTable& table : tables) out += table.breaks(measures);
    return out;
  };
  BoxMeasures best;
  size_t least = breaks(best);
  const auto attempt = [&](BoxMeasures measures) {
    const size_t own = breaks(measures);
    if (own < least) least = own, best = measures;
  };
  for (int round = 0; round < 2; ++round) {
    for (double above : {0.05, 0.2, 0.4, 0.7, 1.1, 1.6}) {
      for (double pitch : {1.15, 1.3, 1.5, 1.7, 2.0}) attempt({pitch, above, best.beside, best.centred});
    }
    for (int centred : {0, 1, 2}) {
      for (double beside : {0.1, 0.3, 0.5, 0.9}) attempt({best.pitch, best.above, beside, centred});
    }
  }
  return {best, least};
}

}  // namespace budgetlift
