#include "extract/page_blocks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>

#include "extract/captions.h"
#include "extract/grid.h"
#include "extract/text_lines.h"

namespace budgetlift {
namespace {

// Where a piece belongs: a grid (-1: none of them) and a cell of it (-1: inside its outline but in no cell).
struct Place {
  int grid = -1;
  int cell = -1;
  bool operator==(const Place&) const = default;
};

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
  Place at(double x, double y) const {
    for (int i : by_area_) {
      const Grid& grid = grids_[static_cast<size_t>(i)];
      if (grid.box().contains(x, y)) return {i, grid.cell_at(x, y)};
    }
    return {};
  }

  // At a page's foot a browser prints the last line of a cell that it cuts below the last rulings. `height`: of the text.
  Place overhang(double x, double y, double height) const {
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

struct Placed {
  Place place;
  Piece piece;
};

// True of text that may be a page's number.
bool is_bare_number(const Page& page, const Piece& piece) {
  constexpr std::string_view kOfNumbers = "0123456789 -–—―·•~/第共页";
  return std::all_of(page.glyphs.begin() + piece.first, page.glyphs.begin() + piece.last, [&](const Glyph& glyph) { return kOfNumbers.find(glyph.text) != kOfNumbers.npos; });
}

// Cuts pieces at the borders of cells. All glyphs of a piece are placed at the height of its middle, so that a line
// that straddles a ruling is not torn.
std::vector<Placed> place_pieces(const Page& page, const std::vector<Piece>& pieces, const Finder& finder) {
  std::vector<Placed> out;
  out.reserve(pieces.size() * 2);
  for (const Piece& piece : pieces) {
    const bool upright = piece.direction % 180 != 90;
    const bool bare_number = is_bare_number(page, piece);
    auto place_of = [&](int i) {
      const Box& box = page.glyphs[static_cast<size_t>(i)].box;
      const double x = upright ? box.center_x() : piece.box.center_x(), y = upright ? piece.box.center_y() : box.center_y();
      const Place place = finder.at(x, y);
      return place == Place{} && !bare_number ? finder.overhang(x, y, upright ? piece.box.height() : piece.box.width()) : place;
    };
    int first = piece.first;
    Place place = place_of(first);
    for (int i = first + 1; i <= piece.last; ++i) {
      const Place next = i < piece.last ? place_of(i) : Place{-2, -2};
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
void pull_back(std::vector<Placed>& placed, const std::vector<Grid>& grids, const TableOptions& options) {
  std::map<std::pair<int, int>, int> pieces_of;
  auto touches = [&](size_t i, size_t k, Place place) {
    return k < placed.size() && placed[k].place == place && next_line(placed[i].piece, placed[k].piece);
  };
  for (size_t i = 0; i < placed.size(); ++i) {
    const Place place = placed[i].place;
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
    const Place across{place.grid, grid.cell_at(text.center_x(), above ? box.y0 - 0.5 : box.y1 + 0.5)};
    if (across.cell < 0 || across == place) continue;
    const GridCell& other = grid.cells[static_cast<size_t>(across.cell)];
    if (other.column != cell.column || other.column_span != cell.column_span) continue;
    if (pushed) {
      placed[i].place = across;
      continue;
    }
    if (pieces_of.empty()) {
      for (const Placed& one : placed) ++pieces_of[{one.place.grid, one.place.cell}];
    }
    if (pieces_of[{place.grid, place.cell}] < 2) continue;
    if (grid.cell_box(other).height() > 2 * text.height()) continue;
    if (touches(i, i - 1, across) || touches(i, i + 1, across)) placed[i].place = across;
  }
}

Table make_table(const Page& page, const Grid& grid) {
  Table table;
  table.rows = grid.rows();
  table.columns = grid.columns();
  table.regions.push_back({page.info.page, grid.box()});
  table.cells.reserve(grid.cells.size());
  for (const GridCell& from : grid.cells) {
    Cell cell;
    cell.row = from.row;
    cell.column = from.column;
    cell.row_span = from.row_span;
    cell.column_span = from.column_span;
    cell.page = page.info.page;
    cell.box = grid.cell_box(from);
    table.cells.push_back(std::move(cell));
    if (from.open_above) table.joins.push_back({kOpenAbove, page.info.page, from.column});
    if (from.open_below) table.joins.push_back({kOpenBelow, page.info.page, from.column});
  }
  return table;
}

bool has_text(const Table& table) {
  return !table.stray.empty() ||
         std::any_of(table.cells.begin(), table.cells.end(), [](const Cell& cell) { return !cell.lines.empty(); });
}

// A broken ruling lets two cells run into one another: say so where there is text.
void doubt_shapes(Table& table, const Grid& grid) {
  for (size_t i = 0; i < grid.cells.size(); ++i) {
    if (grid.cells[i].part_of_shape && !table.cells[i].lines.empty()) {
      table.cells[i].doubts.push_back({"ambiguous-cells", "the rulings around this cell are not closed"});
    }
  }
}

// A merged cell at the edge that a page break cuts may have no ruling of its own but at its inner side: its text stands left or right of
// the table, beside its rows. It is the table's.
void take_text_beside(std::vector<TextLine>& lines, std::vector<Table>& tables) {
  for (Table& table : tables) {
    const Box& box = *table.regions[0].box;
    for (auto line = lines.begin(); line != lines.end();) {
      const double slack = line->box->height() / 2;
      const bool outside = line->box->x1 <= box.x0 + slack || line->box->x0 >= box.x1 - slack;
      const bool beside = outside && line->box->center_y() > box.y0 && line->box->center_y() < box.y1;
      const bool alone = beside && std::none_of(tables.begin(), tables.end(), [&](const Table& other) {
        const Box& b = *other.regions[0].box;
        return &other != &table && (b.x1 < box.x0 || b.x0 > box.x1) && line->box->center_y() > b.y0 && line->box->center_y() < b.y1;
      });
      if (!alone) {
        ++line;
        continue;
      }
      table.stray.push_back(std::move(*line));
      line = lines.erase(line);
    }
  }
}

std::vector<Block> in_reading_order(std::vector<TextLine> lines, std::vector<Table> tables) {
  struct Item {
    double y, x;
    bool table;
    size_t index;
  };
  std::vector<Item> items;
  for (size_t i = 0; i < lines.size(); ++i) items.push_back({lines[i].box->center_y(), lines[i].box->x0, false, i});
  for (size_t i = 0; i < tables.size(); ++i) {
    items.push_back({tables[i].regions[0].box->y0, tables[i].regions[0].box->x0, true, i});
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return std::tie(a.y, a.x) < std::tie(b.y, b.x); });
  std::vector<Block> out;
  out.reserve(items.size());
  for (const Item& item : items) {
    if (item.table) {
      out.emplace_back(std::move(tables[item.index]));
    } else {
      out.emplace_back(std::move(lines[item.index]));
    }
  }
  return out;
}

void caption_tables(std::vector<Block>& blocks, const TableOptions& options) {
  std::vector<TextLine> above;
  for (Block& block : blocks) {
    if (auto* table = std::get_if<Table>(&block)) {
      table->header_rows = guess_header_rows(*table);
      set_captions(*table, above, options);
      above.clear();
    } else {
      above.push_back(std::get<TextLine>(block));
    }
  }
}

// Coordinates that a page can have; anything else comes from a broken file.
bool is_sane(double value) {
  return std::abs(value) < 1e6;
}

bool is_sane(const Glyph& glyph) {
  return is_sane(glyph.box.x0) && is_sane(glyph.box.y0) && is_sane(glyph.box.x1) && is_sane(glyph.box.y1) &&
         is_sane(glyph.font_size) && is_sane(glyph.angle);
}

bool is_sane(const Ruling& ruling) {
  return is_sane(ruling.position) && is_sane(ruling.start) && is_sane(ruling.end) && is_sane(ruling.thickness) &&
         ruling.start <= ruling.end;
}

template <typename T>
bool all_sane(const std::vector<T>& all) {
  return std::all_of(all.begin(), all.end(), [](const T& one) { return is_sane(one); });
}

// Broken rulings are left out, broken glyphs stand at the page's corner: their text is not lost.
Page mended(Page page) {
  std::erase_if(page.rulings, [](const Ruling& ruling) { return !is_sane(ruling); });
  for (Glyph& glyph : page.glyphs) {
    if (is_sane(glyph)) continue;
    glyph.box = {};
    glyph.font_size = 1;
    glyph.angle = 0;
  }
  return page;
}

}  // namespace

std::vector<Block> page_blocks(const Page& page, const TableOptions& options) {
  if (!all_sane(page.glyphs) || !all_sane(page.rulings)) return page_blocks(mended(page), options);
  const std::vector<Piece> pieces = find_pieces(page, options);
  const std::vector<Grid> grids = find_grids(page, options);
  std::vector<Placed> placed = place_pieces(page, pieces, Finder(grids, page.info));
  pull_back(placed, grids, options);
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return std::tie(a.place.grid, a.place.cell) < std::tie(b.place.grid, b.place.cell);
  });

  std::vector<Table> tables;
  for (const Grid& grid : grids) tables.push_back(make_table(page, grid));
  std::vector<TextLine> outside;
  for (size_t i = 0; i < placed.size();) {
    const Place place = placed[i].place;
    std::vector<Piece> own;
    for (; i < placed.size() && placed[i].place == place; ++i) own.push_back(placed[i].piece);
    std::vector<TextLine> lines = make_lines(page, std::move(own), options);
    if (place.grid < 0) {
      outside = std::move(lines);
    } else if (Table& table = tables[static_cast<size_t>(place.grid)]; place.cell < 0) {
      table.stray = std::move(lines);
    } else {
      table.cells[static_cast<size_t>(place.cell)].lines = std::move(lines);
    }
  }
  for (size_t i = 0; i < tables.size(); ++i) doubt_shapes(tables[i], grids[i]);
  std::erase_if(tables, [](const Table& table) { return !has_text(table); });
  take_text_beside(outside, tables);
  std::vector<Block> blocks = in_reading_order(std::move(outside), std::move(tables));
  caption_tables(blocks, options);
  return blocks;
}

}  // namespace budgetlift
