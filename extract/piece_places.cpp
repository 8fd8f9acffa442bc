#include "extract/piece_places.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace budgetlift {
namespace {

class Finder {
 public:
  // `page`: of the text layer; the overhang is looked for there alone.
  Finder(const std::vector<Grid>& grids, const PageInfo& page) : grids_(grids), page_(page) {
    for (int i = 0; i < static_cast<int>(grids.size()); ++i) by_area_.push_back(i);
    auto area = [&](int i) {
      const Box b = grids[static_cast<size_t>(i)].box();
      return b.width() * b.height();
    };
    std::sort(by_area_.begin(), by_area_.end(), [&](int a, int b) { return area(a) < area(b); });
  }

  // A grid inside a cell of another one comes first.
  GridPlace at(double x, double y) const {
    for (int i : by_area_) {
      const Grid& grid = grids_[static_cast<size_t>(i)];
      if (grid.box().contains(x, y)) return {i, grid.cell_at(x, y)};
    }
    return {};
  }

  // At a page's foot a browser prints the last line of a cell that it cuts below the last rulings. `height`: of the text.
  GridPlace overhang(double x, double y, double height) const {
    if (page_.source == Source::ocr) return {};
    for (int i : by_area_) {
      const Grid& grid = grids_[static_cast<size_t>(i)];
      const double bottom = grid.ys.back();
      if (bottom < kFootShare * page_.height || y < bottom || y - bottom > kOverhang * height) continue;
      const int cell = grid.cell_at(x, bottom);
      if (cell >= 0 && grid.cells[static_cast<size_t>(cell)].open_below) return {i, cell};
    }
    return {};
  }

 private:
  // A table ends at the page's foot below this share of its height; what hangs over is this near, in heights of the text.
  static constexpr double kFootShare = 0.8, kOverhang = 1.2;

  const std::vector<Grid>& grids_;
  const PageInfo& page_;
  std::vector<int> by_area_;
};

// True of text that may be a page's number.
bool is_bare_number(const Page& page, const Piece& piece) {
  constexpr std::string_view kOfNumbers = "0123456789 -–—―·•~/第共页";
  return std::all_of(page.glyphs.begin() + piece.first, page.glyphs.begin() + piece.last, [&](const Glyph& glyph) { return kOfNumbers.find(glyph.text) != kOfNumbers.npos; });
}

// The last glyph of the number or code that glyph `i` begins: no producer breaks one, however narrow its cell, so that its ends may
// run over rulings. Chinese is broken anywhere, and what OCR read may be of two cells: there it is `i`.
int word_end(const Page& page, const Piece& piece, int i, bool upright) {
  constexpr double kWithin = 0.1;   // em; cells' padding parts their texts by more
  constexpr std::string_view kOfWords = "0123456789.,-/%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const auto glyph = [&](int k) -> const Glyph& { return page.glyphs[static_cast<size_t>(k)]; };
  const auto in_word = [&](int k) { return glyph(k).text.size() == 1 && kOfWords.find(glyph(k).text[0]) != kOfWords.npos; };
  const auto gap = [&](int k) { return upright ? glyph(k + 1).box.x0 - glyph(k).box.x1 : glyph(k + 1).box.y0 - glyph(k).box.y1; };
  if (page.info.source == Source::ocr || !in_word(i)) return i;
  while (i + 1 < piece.last && in_word(i + 1) && std::abs(gap(i)) < kWithin * glyph(i).font_size) ++i;
  return i;
}

// Cuts pieces at the borders of cells. All glyphs of a piece are placed at the height of its middle, so that a line
// that straddles a ruling is not torn.
std::vector<PlacedPiece> place_by_middles(const Page& page, const std::vector<Piece>& pieces, const Finder& finder) {
  constexpr std::ptrdiff_t kMostOver = 2;   // glyphs of a word beyond its cell
  std::vector<PlacedPiece> out;
  out.reserve(pieces.size() * 2);
  for (const Piece& piece : pieces) {
    const bool upright = piece.direction % 180 != 90;
    const bool bare_number = is_bare_number(page, piece);
    auto place_at = [&](double along, double own) {
      const double x = upright ? along : own, y = upright ? own : along;
      const GridPlace place = finder.at(x, y);
      return place == GridPlace{} && !bare_number ? finder.overhang(x, y, upright ? piece.box.height() : piece.box.width()) : place;
    };
    const double across = upright ? piece.box.center_y() : piece.box.center_x();
    auto middle = [&](int i) {
      const Box& box = page.glyphs[static_cast<size_t>(i)].box;
      return upright ? box.center_x() : box.center_y();
    };
    std::vector<GridPlace> places;
    for (int i = piece.first; i < piece.last;) {
      const int end = word_end(page, piece, i, upright);
      const GridPlace whole = place_at((middle(i) + middle(end)) / 2, across);
      const size_t begin = places.size();
      for (; i <= end; ++i) places.push_back(place_at(middle(i), across));
      // Two numbers that touch over a ruling are no word.
      const auto over = std::count_if(places.begin() + static_cast<std::ptrdiff_t>(begin), places.end(), [&](const GridPlace& p) { return p != whole; });
      if (over <= kMostOver) std::fill(places.begin() + static_cast<std::ptrdiff_t>(begin), places.end(), whole);
    }
    auto place_of = [&](int i) { return places[static_cast<size_t>(i - piece.first)]; };
    int first = piece.first;
    GridPlace place = place_of(first);
    for (int i = first + 1; i <= piece.last; ++i) {
      const GridPlace next = i < piece.last ? place_of(i) : GridPlace{-2, -2};
      if (next == place) continue;
      const Piece part = first == piece.first && i == piece.last ? piece : sub_piece(page, piece, first, i);
      if (part.first < part.last) out.push_back({place, part});
      first = i;
      place = next;
    }
  }
  return out;
}

// The cell's text lies one line farther on in the other piece.
bool next_line(const Piece& a, const Piece& b) {
  const double height = std::max(a.v1 - a.v0, b.v1 - b.v0);
  const double step = std::abs(a.v_center() - b.v_center());
  return a.direction == b.direction && step > 0.7 * height && step < 2 * height &&
         std::min(a.u1, b.u1) > std::max(a.u0, b.u0);
}

// Lines of one cell do not run into one another: the two are of different cells.
bool collide(const Piece& a, const Piece& b) {
  constexpr double kLeastStep = 0.8;   // heights; lines set solid are 1 apart
  const double height = std::max(a.v1 - a.v0, b.v1 - b.v0);
  return a.direction == b.direction && std::abs(a.v_center() - b.v_center()) < kLeastStep * height &&
         std::min(a.u1, b.u1) - std::max(a.u0, b.u0) > 0.5 * std::min(a.u1 - a.u0, b.u1 - b.u0);
}

// Rows too low for their text: a line that hangs over a ruling, and was painted next to a line of the cell across
// that ruling but to none of the cell in which its middle lies, belongs across, if that cell is too low for both
// and the other has a text of its own; or if it runs into the next line of the cell in which its middle lies. `placed` is
// in the order painted.
void pull_back(std::vector<PlacedPiece>& placed, const std::vector<Grid>& grids, const TableOptions& options) {
  std::map<std::pair<int, int>, int> pieces_of;
  auto touches = [&](size_t i, size_t k, GridPlace place) {
    return k < placed.size() && placed[k].place == place && next_line(placed[i].piece, placed[k].piece);
  };
  for (size_t i = 0; i < placed.size(); ++i) {
    const GridPlace place = placed[i].place;
    if (place.grid < 0 || place.cell < 0) continue;
    const Grid& grid = grids[static_cast<size_t>(place.grid)];
    const GridCell& cell = grid.cells[static_cast<size_t>(place.cell)];
    const Box box = grid.cell_box(cell), text = placed[i].piece.box;
    const double least = options.hangs_over * text.height();
    const bool above = box.y0 - text.y0 > least;
    if (!above && text.y1 - box.y1 <= least) continue;
    const size_t inward = above ? i + 1 : i - 1;
    const bool pushed = inward < placed.size() && placed[inward].place == place && collide(placed[i].piece, placed[inward].piece);
    if (!pushed && (touches(i, i - 1, place) || touches(i, i + 1, place))) continue;
    const GridPlace across{place.grid, grid.cell_at(text.center_x(), above ? box.y0 - 0.5 : box.y1 + 0.5)};
    if (across.cell < 0 || across == place) continue;
    const GridCell& other = grid.cells[static_cast<size_t>(across.cell)];
    if (other.column != cell.column || other.column_span != cell.column_span) continue;
    if (pushed) {
      placed[i].place = across;
      continue;
    }
    if (pieces_of.empty()) {
      for (const PlacedPiece& one : placed) ++pieces_of[{one.place.grid, one.place.cell}];
    }
    if (pieces_of[{place.grid, place.cell}] < 2) continue;
    if (grid.cell_box(other).height() > 2 * text.height()) continue;
    if (touches(i, i - 1, across) || touches(i, i + 1, across)) placed[i].place = across;
  }
}

}  // namespace

std::vector<PlacedPiece> place_pieces(const Page& page, const std::vector<Piece>& pieces, const std::vector<Grid>& grids, const TableOptions& options) {
  std::vector<PlacedPiece> placed = place_by_middles(page, pieces, Finder(grids, page.info));
  pull_back(placed, grids, options);
  return placed;
}

}  // namespace budgetlift
