#include "extract/dump_boxes_geometry.h"

#include <algorithm>
#include <array>
#include <map>

#include "extract/dump_boxes_levels.h"
#include "extract/dump_boxes_order.h"

namespace budgetlift {
namespace {

struct PageCell {
  std::vector<std::vector<size_t>> lines;   // pieces of each
  size_t height = 0;                        // lines
};

class PlacedPage {
 public:
  PlacedPage(const std::vector<BoxSort>& sorts, const std::vector<BoxPiece>& pieces, size_t first, size_t end, const std::vector<BoxSeat>& seats,
       const std::vector<std::vector<size_t>>& starts, const std::vector<double>& widths, const BoxMeasures& measures)
      : sorts_(sorts), pieces_(pieces), seats_(seats), starts_(starts), widths_(widths), measures_(measures), first_(first), end_(end) {}

  void add_breaks(std::vector<size_t>& out) {
    fill();
    place();
    std::vector<PlacedBox> boxes;
    std::vector<size_t> begins;   // their first pieces
    for (size_t t = first_; t < end_; ++t) {
      const PlacedBox& own = places_[t - first_];
      if (boxes.empty() || (!pieces_[t].in_line && !pieces_[t].in_box)) {
        boxes.push_back(own);
        begins.push_back(t);
        continue;
      }
      PlacedBox& box = boxes.back();
      box = {std::min(box.left, own.left), std::min(box.top, own.top), std::max(box.right, own.right), std::max(box.bottom, own.bottom)};
    }
    const std::vector<size_t> order = printed_order(boxes);
    std::vector<size_t> at(order.size());
    for (size_t i = 0; i < order.size(); ++i) at[order[i]] = i;
    for (size_t i = 1; i < order.size(); ++i) {
      if (at[i] != at[i - 1] + 1) out.push_back(begins[i]);
    }
  }

 private:
  void fill() {
    for (size_t t = first_; t < end_; ++t) {
      const BoxSeat& seat = seats_[t];
      PageCell& cell = cells_[{seat.column, seat.row}];
      if (pieces_[t].in_line && t > first_ && !cell.lines.empty() && cell.lines.back().back() == t - 1) cell.lines.back().push_back(t);
      else if (seat.above && !cell.lines.empty()) cell.lines.insert(cell.lines.end() - 1, {t});
      else cell.lines.push_back({t});
      cell.height = 0;
      for (const auto& line : cell.lines) cell.height += pieces_[line.front()].lines.size();
      if (is_merged(sorts_[static_cast<size_t>(seat.column)])) continue;
      low_ = std::min(low_, seat.row), high_ = std::max(high_, seat.row);
    }
  }

  void place() {
    places_.resize(end_ - first_);
    if (high_ < low_) low_ = high_ = 0;
    std::vector<double> tops(1, 0);
    for (int row = low_; row <= high_; ++row) {
      size_t most = 1;
      for (const auto& [seat, cell] : cells_) {
        if (seat.second == row && !is_merged(sorts_[static_cast<size_t>(seat.first)])) most = std::max(most, cell.height);
      }
      tops.push_back(tops.back() + static_cast<double>(most) * measures_.pitch + 2 * measures_.above);
    }
    const auto top_of = [&](size_t row) { return tops[static_cast<size_t>(std::clamp(static_cast<int>(row), low_, high_ + 1) - low_)]; };
    std::vector<double> left(1, 0);
    for (double width : widths_) left.push_back(left.back() + width + 2 * measures_.beside);
    for (const auto& [seat, cell] : cells_) {
      const size_t k = static_cast<size_t>(seat.first), row = static_cast<size_t>(seat.second);
      double top = top_of(row), bottom = top_of(row + 1);
      if (is_merged(sorts_[k]) && row + 1 < starts_[k].size()) {
        top = top_of(starts_[k][row]), bottom = top_of(starts_[k][row + 1]);
        if (bottom <= top) bottom = top_of(starts_[k][row] + 1);
      }
      double y = (top + bottom - static_cast<double>(cell.height) * measures_.pitch) / 2 + (measures_.pitch - 1) / 2;
      for (const auto& line : cell.lines) {
        double width = 0;
        for (size_t t : line) width += pieces_[t].width;
        const bool centred = measures_.centred == 2 || (measures_.centred == 1 && is_short(sorts_[k]));
        double x = left[k] + measures_.beside + (centred ? (widths_[k] - width) / 2 : 0);
        const double high = static_cast<double>(pieces_[line.front()].lines.size() - 1) * measures_.pitch + 1;
        for (size_t t : line) {
          places_[t - first_] = {x, y, x + pieces_[t].width, y + high};
          x += pieces_[t].width;
        }
        y += high - 1 + measures_.pitch;
      }
    }
  }

  static bool is_short(BoxSort sort) { return sort <= BoxSort::level2 || sort == BoxSort::target; }

  const std::vector<BoxSort>& sorts_;
  const std::vector<BoxPiece>& pieces_;
  const std::vector<BoxSeat>& seats_;
  const std::vector<std::vector<size_t>>& starts_;
  const std::vector<double>& widths_;
  const BoxMeasures& measures_;
  const size_t first_, end_;
  int low_ = 1 << 20, high_ = -1;   // rows
  std::map<std::pair<int, int>, PageCell> cells_;   // by column and row
  std::vector<PlacedBox> places_;
};

}  // namespace

std::vector<size_t> BoxGeometry::breaks(const std::vector<BoxPiece>& pieces, const BoxRows& rows, const BoxMeasures& measures) const {
  std::vector<BoxSeat> seats = rows.seats;
  for (BoxSeat& seat : seats) {
    const int block = blocks_[static_cast<size_t>(seat.column)];
    if (block > 0) seat.row -= rows.first_rows[static_cast<size_t>(block)];
  }
  std::vector<double> widths(sorts_.size());
  std::vector<std::vector<std::u32string>> texts(sorts_.size());
  std::vector<std::vector<size_t>> begins(sorts_.size());
  for (size_t t = 0; t < pieces.size(); ++t) {
    const size_t k = static_cast<size_t>(seats[t].column), row = static_cast<size_t>(seats[t].row);
    widths[k] = std::max(widths[k], pieces[t].width);
    if (texts[k].size() <= row) texts[k].resize(row + 1), begins[k].resize(row + 1, t);
    texts[k][row] += pieces[t].key;
  }
  std::vector<std::vector<size_t>> starts(sorts_.size());
  for (size_t k = 0; k < sorts_.size(); ++k) {
    if (habits_.columns[k].width > 0) widths[k] = habits_.columns[k].width;
    if (!is_merged(sorts_[k])) continue;
    const size_t of = sorts_[k] == BoxSort::level1 ? k + 1 : k + 1;   // the rows' column
    if (of >= sorts_.size()) continue;
    starts[k] = sorts_[k] == BoxSort::level1 ? part_first_levels(texts[k], texts[of], words_, false).starts : part_second_levels(begins[k], begins[of]).starts;
  }
  std::vector<size_t> out;
  for (size_t first = 0; first < pieces.size();) {
    size_t end = first + 1;
    while (end < pieces.size() && !pieces[end].page_start) ++end;
    PlacedPage(sorts_, pieces, first, end, seats, starts, widths, measures).add_breaks(out);
    first = end;
  }
  return out;
}

Fit fit_measures(const BoxGeometry& geometry, const std::vector<SolvedTable>& tables) {
  const auto breaks = [&](const BoxMeasures& measures) {
    size_t out = 0;
    for (const SolvedTable& table : tables) out += geometry.breaks(*table.pieces, *table.rows, measures).size();
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
