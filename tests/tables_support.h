// Pages drawn by hand for the tests of tables: text of a given size, rulings, boxes.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extract/page_blocks.h"
#include "schemas/canonical.h"
#include "schemas/document.h"
#include "schemas/page.h"

namespace budgetlift::test {

class PageDrawer {
 public:
  explicit PageDrawer(int number = 1, double width = 595, double height = 842) {
    page_.info.page = number;
    page_.info.width = width;
    page_.info.height = height;
  }

  // Glyphs side by side from x on, tops at y: wide characters 1 em, others half an em. A space moves on and paints
  // nothing.
  PageDrawer& text(double x, double y, std::string_view utf8, double size = 10) {
    for (char32_t c : decode_utf8(utf8)) {
      const double width = (is_wide(c) ? 1.0 : 0.5) * size;
      if (!is_space(c)) glyph(encode_utf8({&c, 1}), {x, y, x + width, y + size}, size, 0);
      x += width;
    }
    return *this;
  }

  PageDrawer& glyph(std::string text, Box box, double size, double angle) {
    page_.glyphs.push_back({std::move(text), box, size, angle, 1});
    return *this;
  }

  PageDrawer& h(double y, double x0, double x1, double thickness = 0.5) {
    page_.rulings.push_back({true, y, x0, x1, thickness});
    return *this;
  }

  PageDrawer& v(double x, double y0, double y1, double thickness = 0.5) {
    page_.rulings.push_back({false, x, y0, y1, thickness});
    return *this;
  }

  // All rulings of a grid.
  PageDrawer& grid(const std::vector<double>& xs, const std::vector<double>& ys) {
    for (double y : ys) h(y, xs.front(), xs.back());
    for (double x : xs) v(x, ys.front(), ys.back());
    return *this;
  }

  // A row of texts, one in each column, 3 points from the column's edges; '\n' begins a line of 12 points.
  PageDrawer& row(const std::vector<double>& xs, double y, const std::vector<std::string>& texts) {
    for (size_t i = 0; i < texts.size(); ++i) {
      size_t start = 0;
      for (double top = y + 3;; top += 12) {
        const size_t end = texts[i].find('\n', start);
        text(xs[i] + 3, top, std::string_view(texts[i]).substr(start, end == std::string::npos ? end : end - start));
        if (end == std::string::npos) break;
        start = end + 1;
      }
    }
    return *this;
  }

  const Page& page() const { return page_; }
  std::vector<Block> blocks() const { return page_blocks(page_, TableOptions{}); }

 private:
  Page page_;
};

inline std::string cell_text(const Table& table, int row, int column) {
  for (const Cell& cell : table.cells) {
    if (cell.row <= row && row < cell.row + cell.row_span && cell.column <= column &&
        column < cell.column + cell.column_span) {
      return canonical_joined(cell.lines);
    }
  }
  return "<no cell>";
}

inline const Cell* cell_at(const Table& table, int row, int column) {
  for (const Cell& cell : table.cells) {
    if (cell.row == row && cell.column == column) return &cell;
  }
  return nullptr;
}

inline std::vector<Table> tables(const std::vector<Block>& blocks) {
  std::vector<Table> out;
  for (const Block& block : blocks) {
    if (const auto* table = std::get_if<Table>(&block)) out.push_back(*table);
  }
  return out;
}

inline std::vector<std::string> lines(const std::vector<Block>& blocks) {
  std::vector<std::string> out;
  for (const Block& block : blocks) {
    if (const auto* line = std::get_if<TextLine>(&block)) out.push_back(line->text);
  }
  return out;
}

// How often each character occurs, white space aside.
class Characters {
 public:
  void add(const std::string& text, int sign = 1) {
    for (char32_t c : decode_utf8(text)) {
      if (!is_space(c)) counts_[c] += sign;
    }
  }
  void add(const std::vector<TextLine>& all, int sign = 1) {
    for (const TextLine& line : all) add(line.text, sign);
  }
  void add(const Block& block, int sign = 1) {
    if (const auto* line = std::get_if<TextLine>(&block)) return add(line->text, sign);
    const auto& table = std::get<Table>(block);
    for (const Cell& cell : table.cells) add(cell.lines, sign);
    add(table.stray, sign);
  }
  // The characters whose counts are not 0.
  std::string rest() const {
    std::string out;
    for (const auto& [c, n] : counts_) {
      if (n != 0) out += encode_utf8({&c, 1}) + " " + std::to_string(n) + "; ";
    }
    return out;
  }

 private:
  std::map<char32_t, int> counts_;
};

// Every atomic place of the table is covered at most once, and every cell lies inside.
inline bool spans_are_sound(const Table& table) {
  std::vector<char> taken(static_cast<size_t>(table.rows) * static_cast<size_t>(table.columns), 0);
  for (const Cell& cell : table.cells) {
    if (cell.row < 0 || cell.column < 0 || cell.row_span < 1 || cell.column_span < 1) return false;
    if (cell.row + cell.row_span > table.rows || cell.column + cell.column_span > table.columns) return false;
    for (int r = cell.row; r < cell.row + cell.row_span; ++r) {
      for (int c = cell.column; c < cell.column + cell.column_span; ++c) {
        char& place = taken[static_cast<size_t>(r) * static_cast<size_t>(table.columns) + static_cast<size_t>(c)];
        if (place) return false;
        place = 1;
      }
    }
  }
  return std::is_sorted(table.cells.begin(), table.cells.end(), [](const Cell& a, const Cell& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  });
}

// The one table of a page, which must be sound.
inline Table only_table(const PageDrawer& page) {
  const auto all = tables(page.blocks());
  EXPECT_EQ(all.size(), 1u);
  if (all.empty()) return {};
  EXPECT_TRUE(spans_are_sound(all[0]));
  return all[0];
}

}  // namespace budgetlift::test
