#include "extract/column_cut.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "extract/read_cells.h"
#include "extract/read_text.h"
#include "schemas/canonical.h"
#include "schemas/line_pieces.h"

namespace budgetlift {
namespace {

constexpr int kAgree = 3;       // rows on one side, the nearest ones, that must have the edge
constexpr std::ptrdiff_t kBeside = 2;   // pairs of cells above and below that are asked whether an edge is one
constexpr double kTight = 0.15;         // heights of a line between characters that follow each other
constexpr double kGap = 0.3;            // heights of a line between texts on both sides of an edge, or strokes between them
constexpr size_t kFewSteps = 2;         // from one character to the next, besides that at an edge
constexpr double kAcross = 1;   // points on each side by which text that runs across an edge does so

// Where an edge between columns lies in each row that has it, in points.
using Edges = std::map<int, std::map<int, double>>;   // by column, then row

Edges edges_of(const Table& table) {
  Edges out;
  for (const Cell& cell : table.cells) {
    if (!cell.box || cell.column == 0) continue;
    for (int row = cell.row; row < cell.row + cell.row_span; ++row) out[cell.column][row] = cell.box->x0;
  }
  return out;
}

// The edge's place beside the row; none if neither the rows above nor those below agree on it.
std::optional<double> edge_near(const std::map<int, double>& edge, int row) {
  for (const int step : {1, -1}) {
    int agree = 0;
    while (agree < kAgree && edge.count(row + step * (agree + 1))) ++agree;
    if (agree == kAgree) return edge.at(row + step);
  }
  return std::nullopt;
}

// Beside other text a ruling looks like a bracket, too.
bool is_ruling_sign(char32_t c) { return is_stroke(c) || c == U'[' || c == U']'; }

// Whether nothing but what is left of the ruling stands there.
bool is_ruling(const TextLine& piece, double x) {
  const std::u32string chars = decode_utf8(piece.text);
  return std::all_of(chars.begin(), chars.end(), is_ruling_sign) && std::abs(piece.box->center_x() - x) < piece.box->height() / 2;
}

// A piece of text at an edge, cut where a stroke, left of the ruling, or a gap stands; none if the text runs on.
std::optional<std::pair<TextLine, TextLine>> cut_piece(const TextLine& piece, double x) {
  const double height = piece.box->height();
  const std::u32string chars = decode_utf8(piece.text);
  if (chars.size() != piece.readings.size()) return std::nullopt;
  TextLine left = piece, right = piece;
  for (TextLine* side : {&left, &right}) side->text.clear(), side->readings.clear();
  for (size_t i = 0; i < chars.size(); ++i) {
    const Reading& reading = piece.readings[i];
    const double middle = (reading.x0 + reading.x1) / 2;
    if (reading.x1 <= reading.x0) return std::nullopt;
    if (is_ruling_sign(chars[i]) && std::abs(middle - x) < height / 2) continue;
    TextLine& side = middle < x ? left : right;
    side.text += encode_utf8(std::u32string(1, chars[i]));
    side.readings.push_back(reading);
  }
  if (left.readings.empty() || right.readings.empty()) return std::nullopt;
  left.box->x1 = left.readings.back().x1;
  right.box->x0 = right.readings.front().x0;
  if (right.box->x0 - left.box->x1 < kGap * height) return std::nullopt;
  return std::pair{std::move(left), std::move(right)};
}

// Whether the characters beside the edge are no farther from each other than the others of their line, which may be set apart
// ("年 度 目 标").
bool is_evenly_spaced(const Cell& cell, const TextLine& line, double x) {
  std::vector<double> middles;
  for (const TextLine& other : cell.lines) {
    if (!other.box || std::abs(other.box->center_y() - line.box->center_y()) > line.box->height() / 2) continue;
    for (const Reading& reading : other.readings) middles.push_back((reading.x0 + reading.x1) / 2);
  }
  std::sort(middles.begin(), middles.end());
  std::vector<double> steps;
  double at_edge = 0;
  for (size_t i = 1; i < middles.size(); ++i) {
    const double step = middles[i] - middles[i - 1];
    if (middles[i - 1] < x && x <= middles[i]) at_edge = step;
    else steps.push_back(step);
  }
  if (at_edge <= 0 || steps.size() < kFewSteps) return false;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return at_edge - *middle < kTight * line.box->height();
}

struct Parts {
  std::vector<TextLine> left, right;
  bool dropped = false;   // a stroke between them, which may have been a character
};

// The cell's lines left and right of x; none if text runs across it, or stands on one side only.
std::optional<Parts> parted(const Cell& cell, double x) {
  Parts out;
  for (const TextLine& line : cell.lines) {
    if (!line.box || line.page != cell.page || is_evenly_spaced(cell, line, x)) return std::nullopt;
    for (TextLine& piece : pieces_of(line)) {
      if (is_ruling(piece, x)) {
        out.dropped = true;
        continue;
      }
      if (piece.box->x0 >= x - kAcross || piece.box->x1 <= x + kAcross) {
        (piece.box->center_x() < x ? out.left : out.right).push_back(std::move(piece));
      } else if (auto cut = cut_piece(piece, x)) {
        out.dropped = out.dropped || cut->first.readings.size() + cut->second.readings.size() < piece.readings.size();
        out.left.push_back(std::move(cut->first));
        out.right.push_back(std::move(cut->second));
      } else {
        return std::nullopt;
      }
    }
  }
  if (out.left.empty() || out.right.empty()) return std::nullopt;
  return out;
}

// Whether a cell was cut: it and what was cut from it may be cut again, and tell more of the rows around.
bool cut_once(Table& table) {
  for (const auto& [column, rows] : edges_of(table)) {
    for (Cell& whole : table.cells) {
      if (column <= whole.column || column >= whole.column + whole.column_span || !is_scanned(whole) || !whole.box || whole.row_span > 1) continue;
      const std::optional<double> x = edge_near(rows, whole.row);
      if (!x) continue;
      auto parts = parted(whole, *x);
      if (!parts) continue;
      if (parts->dropped) whole.doubts.push_back({"ambiguous-cells", "a stroke between this text and the text beside it was taken for what is left of a ruling"});
      Cell right = whole;
      right.lines = std::move(parts->right);
      right.column = column;
      right.column_span = whole.column + whole.column_span - column;
      right.box->x0 = *x;
      whole.lines = std::move(parts->left);
      whole.column_span = column - whole.column;
      whole.box->x1 = *x;
      table.cells.push_back(std::move(right));
      return true;
    }
  }
  return false;
}

// The lines of two cells side by side, from top to bottom; what stands at one height is one line.
std::vector<TextLine> joined_lines(std::vector<TextLine> left, const std::vector<TextLine>& right) {
  for (const TextLine& line : right) {
    const auto same = std::find_if(left.begin(), left.end(), [&](const TextLine& l) {
      return l.box && line.box && l.page == line.page && std::abs(l.box->center_y() - line.box->center_y()) < l.box->height() / 2;
    });
    if (same == left.end()) {
      left.push_back(line);
      continue;
    }
    const bool apart = !same->readings.empty() && !line.readings.empty() && line.readings.front().x0 - same->readings.back().x1 > kTight * same->box->height();
    same->text += (apart ? " " : "") + line.text;
    same->readings.insert(same->readings.end(), line.readings.begin(), line.readings.end());
    same->confidence = std::min(same->confidence, line.confidence);
    same->box = same->box->united(*line.box);
  }
  std::stable_sort(left.begin(), left.end(), [](const TextLine& a, const TextLine& b) { return a.box && b.box && a.page == b.page && a.box->center_y() < b.box->center_y(); });
  return left;
}

// Two cells side by side, by their index in the table.
struct Pair {
  size_t left = 0, right = 0;
  bool runs_on = false;   // their text does
};

// Whether a line of one goes on in the other without a gap.
bool runs_on(const Cell& left, const Cell& right) {
  for (const TextLine& a : left.lines) {
    for (const TextLine& b : right.lines) {
      if (!a.box || !b.box || a.readings.empty() || b.readings.empty() || a.page != b.page) continue;
      const double height = a.box->height(), from = a.readings.back().x1, to = b.readings.front().x0;
      if (from > 0 && to > 0 && std::abs(a.box->center_y() - b.box->center_y()) < height / 2 && to - from < kTight * height) return true;
    }
  }
  return false;
}

// The pairs at each edge between columns, from top to bottom.
std::map<int, std::vector<Pair>> pairs_of(const Table& table) {
  std::map<std::pair<int, int>, size_t> ends;   // row and column behind the cell
  for (size_t i = 0; i < table.cells.size(); ++i) ends[{table.cells[i].row, table.cells[i].column + table.cells[i].column_span}] = i;
  std::map<int, std::vector<Pair>> out;
  for (size_t i = 0; i < table.cells.size(); ++i) {
    const Cell& right = table.cells[i];
    const auto left = ends.find({right.row, right.column});
    if (left == ends.end() || !is_scanned(right)) continue;
    const Cell& other = table.cells[left->second];
    if (is_scanned(other) && other.row_span == right.row_span) out[right.column].push_back({left->second, i, runs_on(other, right)});
  }
  for (auto& [column, pairs] : out) std::stable_sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) { return table.cells[a.left].row < table.cells[b.left].row; });
  return out;
}

}  // namespace

void join_across_columns(Table& table) {
  for (const auto& [column, pairs] : pairs_of(table)) {
    for (size_t i = 0; i < pairs.size(); ++i) {
      if (!pairs[i].runs_on) continue;
      const auto first = pairs.begin() + std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(i) - kBeside);
      const auto last = pairs.begin() + std::min<std::ptrdiff_t>(std::ssize(pairs), static_cast<std::ptrdiff_t>(i) + kBeside + 1);
      if (std::count_if(first, last, [](const Pair& p) { return p.runs_on; }) < kAgree) continue;
      Cell &left = table.cells[pairs[i].left], &right = table.cells[pairs[i].right];
      if (left.column_span == 0) continue;
      left.column_span += right.column_span;
      left.lines = joined_lines(std::move(left.lines), right.lines);
      if (left.box && right.box) left.box = left.box->united(*right.box);
      left.doubts.push_back({"ambiguous-cells", "a stroke through its text was taken for a ruling"});
      right.column_span = 0;
    }
  }
  drop_absorbed(table);
}

void cut_at_columns(Table& table) {
  if (!cut_once(table)) return;
  while (cut_once(table)) {}
  sort_cells(table.cells);
}

}  // namespace budgetlift
