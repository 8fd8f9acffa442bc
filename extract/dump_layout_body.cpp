#include "extract/dump_layout_body.h"

#include <algorithm>

#include "extract/dump_build.h"

namespace budgetlift {
namespace {

constexpr int kOddTexts = 2;   // more that are not of their columns show that a page's columns are not to be trusted

}  // namespace

LayoutBody::LayoutBody(const LayoutText& text, const LayoutWords& words, std::vector<Lane> lanes, bool by_line)
    : text_(text), words_(words), lanes_(std::move(lanes)), by_line_(by_line), widths_(lanes_.size(), 0) {
  for (size_t lane = 0; lane < lanes_.size(); ++lane) {
    if (lanes_[lane].kind == ColumnKind::level1) level1_ = static_cast<int>(lane);
    else if (!lanes_[lane].own) row_lanes_.push_back(lane);
    if (lanes_[lane].kind == ColumnKind::level2 && level2_ < 0) level2_ = static_cast<int>(lane);
  }
}

void LayoutBody::add(const PagePieces& page) {
  const LaneWords words{words_.levels, words_.target, words_.spaces};
  std::vector<int> lanes = by_line_ ? lanes_by_line(page, lanes_, words) : lanes_of(page, lanes_, words);
  if (const int odd = odd_texts(page, lanes, lanes_, words); !by_line_ && odd >= kOddTexts) {
    std::vector<int> by_line = lanes_by_line(page, lanes_, words);
    if (odd - odd_texts(page, by_line, lanes_, words) >= kOddTexts) lanes = std::move(by_line);
  }
  for (size_t i = 0; i < page.pieces.size(); ++i) {
    const LayoutPiece* piece = page.pieces[i];
    if (lanes[i] < 0) {
      stray_.push_back(piece);
      continue;
    }
    if (lanes[i] == level1_) {
      level1_pieces_.push_back(piece);
      continue;
    }
    if (lines_.empty() || lines_.back().line != piece->line) lines_.push_back({piece->line, std::vector<std::vector<const LayoutPiece*>>(lanes_.size())});
    lines_.back().cells[static_cast<size_t>(lanes[i])].push_back(piece);
  }
}

std::u32string LayoutBody::key_of(size_t lane, int first, int last) const {
  std::u32string out;
  for (int i = first; i < last; ++i) {
    for (const LayoutPiece* piece : pieces(lane, i)) out += piece->key;
  }
  return out;
}

std::vector<TextLine> LayoutBody::lines_of(size_t lane, int first, int last) const {
  std::vector<TextLine> out;
  for (int i = first; i < last; ++i) {
    const BodyLine& line = lines_[static_cast<size_t>(i)];
    if (!line.cells[lane].empty()) out.push_back(text_of(text_.lines[static_cast<size_t>(line.line)], line.cells[lane]));
  }
  return out;
}

void LayoutBody::measure(LaneWidths& widths) const {
  for (const BodyLine& line : lines_) {
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      const std::vector<const LayoutPiece*>& cell = line.cells[lane];
      const bool whole = !cell.empty() && std::all_of(cell.begin() + 1, cell.end(), [](const LayoutPiece* piece) { return piece->glued; });
      if (whole) widths[lanes_[lane].key].push_back(width_of(cell));
    }
  }
}

std::vector<CellLines> LayoutBody::cells_of(int first, int last, bool level2_merged) const {
  std::vector<CellLines> out;
  for (size_t lane : row_lanes_) {
    if (level2_merged && lanes_[lane].kind == ColumnKind::level2) continue;
    CellLines lines;
    for (int i = first; i < last; ++i) {
      if (!pieces(lane, i).empty()) lines.push_back(i);
    }
    if (!lines.empty()) out.push_back(std::move(lines));
  }
  return out;
}

// Of rows that a page's end cuts, the cells are centred on each page by themselves, or begin at its top.
double LayoutBody::misplaced_by_page(int first, int last, Alignment alignment, const std::function<std::vector<CellLines>(int, int)>& cells_in) const {
  double out = 0;
  int part = first;
  for (int i = first + 1; i <= last; ++i) {
    if (i < last && page(i) == page(i - 1)) continue;
    const std::vector<CellLines> cells = cells_in(part, i);
    // What follows of a row at a page's end may be empty there.
    const bool cut = part > first || i < last || last == lines() || page(last) != page(last - 1);
    out += cut ? std::min(misplaced_cells(cells, alignment), misplaced_cells(cells, Alignment::top)) : misplaced_cells(cells, alignment);
    part = i;
  }
  return out;
}

double LayoutBody::misplaced(int first, int last, Alignment alignment, bool level2_merged) const {
  return misplaced_by_page(first, last, alignment, [&](int a, int b) { return cells_of(a, b, level2_merged); });
}

Cell LayoutBody::cell(int row, size_t lane, std::vector<TextLine> lines) const {
  Cell out;
  out.row = row;
  out.column = static_cast<int>(lane);
  out.page = lines.empty() ? 0 : lines.front().page;
  out.lines = std::move(lines);
  return out;
}

// The names that pieces of a lane spell, from the top down.
std::vector<LevelName> LayoutBody::names_in(const std::vector<const LayoutPiece*>& pieces, bool level1) const {
  std::vector<LevelName> out;
  bool open = false;   // the last name lacks lines
  for (const LayoutPiece* piece : pieces) {
    const std::u32string longer = out.empty() ? piece->key : out.back().key + piece->key;
    if (!open || !(level1 ? words_.levels.begins_level1(longer) : words_.levels.begins_level2(longer))) {
      out.push_back({{}, {}, {piece->line, piece->line, text_.lines[static_cast<size_t>(piece->line)].page}});
    }
    LevelName& name = out.back();
    name.lines.push_back(text_of(text_.lines[static_cast<size_t>(piece->line)], {piece}));
    name.key += piece->key;
    // Of a name that a page's end cuts, the part before it tells where its rows are.
    if (text_.lines[static_cast<size_t>(piece->line)].page == name.place.page) name.place.last = piece->line;
    open = level1 ? !words_.levels.is_level1(name.key) : words_.levels.level1_of(name.key).empty();
  }
  return out;
}

std::vector<PrintedLines> LayoutBody::places_of(const std::vector<RowRange>& rows, bool level2_merged) const {
  std::vector<PrintedLines> out;
  for (const RowRange& row : rows) {
    PrintedLines place{-1, -1, 0};
    for (const CellLines& cell : cells_of(row.first, row.last, level2_merged)) {
      for (int i : cell) {
        if (place.page == 0 || page(i) < place.page) place = {printed(i), printed(i), page(i)};
        if (page(i) != place.page) continue;
        place.first = std::min(place.first, printed(i));
        place.last = std::max(place.last, printed(i));
      }
    }
    out.push_back(place);
  }
  return out;
}

}  // namespace budgetlift
