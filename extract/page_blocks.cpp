#include "extract/page_blocks.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "extract/captions.h"
#include "extract/grid.h"
#include "extract/piece_places.h"
#include "extract/text_lines.h"

namespace budgetlift {
namespace {

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

// A scan's ruling that is not straight, or of two strokes, makes a row that no text fits in: it is none.
void drop_low_rows(Table& table, double least_height) {
  for (int row = table.rows - 1; row >= 0 && table.rows > 1; --row) {
    bool low = true;
    for (const Cell& cell : table.cells) {
      if (cell.row == row && cell.row_span == 1) low = low && cell.lines.empty() && cell.box && cell.box->height() < least_height;
    }
    const bool begins = std::any_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) { return cell.row == row && cell.row_span == 1; });
    if (!low || !begins) continue;
    std::erase_if(table.cells, [&](const Cell& cell) { return cell.row == row && cell.row_span == 1; });
    for (Cell& cell : table.cells) {
      if (cell.row <= row && cell.row + cell.row_span > row) --cell.row_span;
      else if (cell.row > row) --cell.row;
    }
    --table.rows;
  }
  std::sort(table.cells.begin(), table.cells.end(), [](const Cell& a, const Cell& b) { return std::tie(a.row, a.column) < std::tie(b.row, b.column); });
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
  std::vector<PlacedPiece> placed = place_pieces(page, pieces, grids, options);
  std::stable_sort(placed.begin(), placed.end(), [](const PlacedPiece& a, const PlacedPiece& b) {
    return std::tie(a.place.grid, a.place.cell) < std::tie(b.place.grid, b.place.cell);
  });

  std::vector<Table> tables;
  for (const Grid& grid : grids) tables.push_back(make_table(page, grid));
  std::vector<TextLine> outside;
  for (size_t i = 0; i < placed.size();) {
    const GridPlace place = placed[i].place;
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
  for (size_t i = 0; i < tables.size(); ++i) {
    doubt_shapes(tables[i], grids[i]);
    if (page.info.source == Source::ocr) drop_low_rows(tables[i], options.min_row);
  }
  std::erase_if(tables, [](const Table& table) { return !has_text(table); });
  take_text_beside(outside, tables);
  std::vector<Block> blocks = in_reading_order(std::move(outside), std::move(tables));
  caption_tables(blocks, options);
  return blocks;
}

}  // namespace budgetlift
