#include "extract/dump_stream_rest.h"

#include <algorithm>
#include <limits>

namespace budgetlift {
namespace {

constexpr size_t kMostRest = 60;       // pieces behind a page's end that are shared out anew

}  // namespace

void fit_rest(StreamCut& out, StreamRange& rest, const std::vector<size_t>& at, const std::vector<StreamColumn>& columns, const StreamCells& costs) {
  if (rest.first == rest.last) return;
  StreamRow& row = out.rows.back();
  row.cut = true;
  const size_t pieces = std::min(rest.last - rest.first, kMostRest), count = columns.size();
  std::vector<StreamRange> front(count);
  for (const StreamCell& cell : row.cells) front[cell.column] = cell.range;
  std::vector<StreamCell*> above(count);   // a project's cells that go on beside its later rows
  for (size_t r = out.rows.size() - 1; r-- > 0;) {
    for (StreamCell& cell : out.rows[r].cells) {
      const size_t c = cell.column;
      if (columns[c].own && front[c].first == front[c].last && cell.rest.first == cell.rest.last) front[c] = cell.range, above[c] = &cell;
    }
    if (std::any_of(out.rows[r].cells.begin(), out.rows[r].cells.end(), [&](const StreamCell& cell) { return columns[cell.column].own; })) break;
  }
  const auto part = [&](size_t a, size_t b) { return a == b ? StreamRange{} : StreamRange{at[rest.first + a], b == pieces ? at[rest.last] : at[rest.first + b]}; };
  constexpr double kNever = std::numeric_limits<double>::infinity();
  struct Way {
    double cost = kNever, second = kNever;   // of the best way and of the next one
    size_t from = 0;
  };
  std::vector<std::vector<Way>> best(count + 1, std::vector<Way>(pieces + 1));
  best[0][0] = {0, kNever, 0};
  for (size_t c = 0; c < count; ++c) {
    for (size_t a = 0; a <= pieces; ++a) {
      if (best[c][a].cost == kNever) continue;
      for (size_t b = a; b <= pieces; ++b) {
        const double step = costs.cut_cost(c, front[c], part(a, b));
        Way& way = best[c + 1][b];
        for (const double cost : {best[c][a].cost + step, best[c][a].second + step}) {
          if (cost < way.cost) {
            way.second = way.cost;
            way.cost = cost;
            way.from = a;
          } else {
            way.second = std::min(way.second, cost);
          }
        }
      }
    }
  }
  const double margin = best[count][pieces].second - best[count][pieces].cost;
  std::vector<StreamCell> cells;
  size_t b = pieces;
  for (size_t c = count; c-- > 0;) {
    const size_t a = best[c + 1][b].from;
    const auto old = std::find_if(row.cells.begin(), row.cells.end(), [&](const StreamCell& cell) { return cell.column == c; });
    if (above[c]) {
      above[c]->rest = part(a, b);
      // What may go on here may have been given to a neighbour.
      if (a < b || columns[c].sort == StreamSort::text || columns[c].sort == StreamSort::list) above[c]->margin = std::min(above[c]->margin, std::max(margin, 0.0));
    } else if (a < b || old != row.cells.end()) {
      StreamCell cell = old != row.cells.end() ? *old : StreamCell{c, part(a, b), {}, margin};
      if (old != row.cells.end()) cell.rest = part(a, b);
      // What a neighbour may have got is in doubt, too.
      cell.margin = std::min(cell.margin, std::max(margin, 0.0));
      cells.insert(cells.begin(), cell);
    }
    b = a;
  }
  row.cells = std::move(cells);
  rest = {};
}

}  // namespace budgetlift
