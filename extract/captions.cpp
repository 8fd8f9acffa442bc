#include "extract/captions.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Longest prefix of `text` that names a currency unit: multiples, then 元 or a foreign currency.
std::string currency_prefix(std::u32string_view text) {
  static constexpr std::u32string_view multiples = U"十百千万亿";
  for (std::u32string_view skip : {std::u32string_view(U"人民币"), std::u32string_view(U"为"),
                                   std::u32string_view(U"（"), std::u32string_view(U"("), std::u32string_view(U"[")}) {
    if (text.substr(0, skip.size()) == skip) text.remove_prefix(skip.size());
  }
  size_t n = 0;
  while (n < text.size() && multiples.find(text[n]) != std::u32string_view::npos) ++n;
  for (std::u32string_view end :
       {std::u32string_view(U"元"), std::u32string_view(U"美元"), std::u32string_view(U"欧元"),
        std::u32string_view(U"港元"), std::u32string_view(U"角")}) {
    if (text.substr(n, end.size()) == end) return encode_utf8(text.substr(0, n + end.size()));
  }
  return {};
}

std::string cell_text(const Cell& cell) {
  return canonical_joined(cell.lines);
}

// Text of a row that holds one text only, in a cell over most of the columns; empty otherwise.
std::string lone_text(const Table& table, int row) {
  const Cell* only = nullptr;
  for (const Cell& cell : table.cells) {
    if (cell.row > row || cell.row + cell.row_span <= row || cell.lines.empty()) continue;
    if (only || cell.row != row) return {};
    only = &cell;
  }
  if (!only || only->column_span * 2 <= table.columns) return {};
  return cell_text(*only);
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool ends_sentence(std::u32string_view text) {
  return !text.empty() && std::u32string_view(U"。；，、！？;,.").find(text.back()) != std::u32string_view::npos;
}

// Starts as a paragraph does: "一、", "（一）", "1." …
bool starts_paragraph(std::u32string_view text) {
  static constexpr std::u32string_view numerals = U"一二三四五六七八九十";
  size_t n = 0;
  while (n < text.size() && numerals.find(text[n]) != std::u32string_view::npos) ++n;
  return n > 0 && n < text.size() && text[n] == U'、';
}

struct Above {
  const TextLine* line;
  std::string text;  // canonical
  std::u32string chars;
};

bool is_short_text(const Above& line) {
  return line.chars.size() >= 2 && line.chars.size() <= 60 && !ends_sentence(line.chars) &&
         !is_caption_detail(line.text) && line.chars.find_first_of(U"。；") == std::u32string::npos;
}

bool may_be_title(const Above& line, const Box& table) {
  if (!is_short_text(line)) return false;
  if (!has_digit(line.text) && printed_width(line.text) < 2) return false;
  if (line.chars.back() == U'表' || line.chars.back() == U'）' || line.chars.back() == U')') return true;
  const double middle = (table.x0 + table.x1) / 2;
  return std::abs(line.line->box->center_x() - middle) < 0.08 * table.width() &&
         line.line->box->width() < 0.85 * table.width() && !starts_paragraph(line.chars);
}

// A title that wraps: the line above it is of the same size and close to it, and both are centred, or the upper one
// fills the width and both begin at the same place.
bool goes_on(const Above& upper, const Above& lower, const Box& table) {
  const Box &a = *upper.line->box, &b = *lower.line->box;
  const double height = std::max(a.height(), b.height());
  if (!is_short_text(upper) || starts_paragraph(lower.chars) || std::abs(a.height() - b.height()) > 0.35 * height ||
      b.y0 - a.y1 > 1.2 * height || a.width() < 0.8 * b.width()) {
    return false;
  }
  return std::abs(a.center_x() - b.center_x()) < height ||
         (std::abs(a.x0 - b.x0) < height && a.width() > 0.75 * table.width());
}

bool ends_as_table(const std::string& text) {
  return text.ends_with("表");
}

// The title in the lines above a table, the nearest first.
std::optional<std::string> title_above(const std::vector<Above>& lines, const Box& table) {
  for (size_t i = 0; i < lines.size(); ++i) {
    if (is_caption_detail(lines[i].text)) continue;
    if (!may_be_title(lines[i], table)) {
      if (i + 1 < lines.size() && is_caption_detail(lines[i + 1].text)) continue;  // the rest of one that wraps
      break;
    }
    std::string title = lines[i].text;
    for (size_t k = i + 1; k < lines.size() && goes_on(lines[k], lines[k - 1], table); ++k) {
      title = canonical(lines[k].text + title);
    }
    return title;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> unit_in(const std::string& canonical_text) {
  const std::u32string text = decode_utf8(canonical_text);
  static constexpr std::u32string_view word = U"单位";
  for (size_t at = text.find(word); at != std::u32string::npos; at = text.find(word, at + 1)) {
    size_t n = at + word.size();
    if (n >= text.size() || (text[n] != U'：' && text[n] != U':')) continue;
    ++n;
    while (n < text.size() && is_space(text[n])) ++n;
    if (std::string unit = currency_prefix(std::u32string_view(text).substr(n)); !unit.empty()) return unit;
  }
  return std::nullopt;
}

bool is_caption_detail(const std::string& canonical_text) {
  if (unit_in(canonical_text)) return true;
  const std::u32string text = decode_utf8(canonical_text);
  if (text.find(U'：') != std::u32string::npos || text.find(U':') != std::u32string::npos) return true;
  // A table's number: "公开01表", "附表3", "公开表一".
  const size_t at = text.rfind(U'表');
  if (text.size() > 9 || at == std::u32string::npos) return false;
  return has_digit(canonical_text) ||
         (at + 1 < text.size() && text.find_first_not_of(U"一二三四五六七八九十-—之", at + 1) == std::u32string::npos);
}

void set_captions(Table& table, const std::vector<TextLine>& above, const TableOptions& options) {
  if (table.regions.empty() || !table.regions[0].box) return;
  const Box& box = *table.regions[0].box;
  std::vector<Above> lines;  // the nearest first, without wide gaps between them
  double top = box.y0;
  for (auto it = above.rbegin(); it != above.rend() && lines.size() < 6; ++it) {
    if (!it->box || it->box->center_y() > box.y0 + 2 || top - it->box->y1 > options.caption_gap) break;
    Above line{&*it, canonical(it->text), {}};
    line.chars = decode_utf8(line.text);
    top = std::min(top, it->box->y0);
    lines.push_back(std::move(line));
  }
  // Rows inside the frame that are titles or units.
  int row = 0;
  for (; row < std::min(table.rows, 4); ++row) {
    const std::string text = lone_text(table, row);
    if (text.empty()) break;
    if (auto unit = unit_in(text)) {
      if (!table.unit) table.unit = unit;
    } else if (!table.title && !is_caption_detail(text) && decode_utf8(text).size() <= 60 &&
               !ends_sentence(decode_utf8(text))) {
      table.title = text;
    }
  }
  for (const Cell& cell : table.cells) {
    if (table.unit || cell.row > row + 1) break;
    if (!cell.lines.empty()) table.unit = unit_in(cell_text(cell));
  }
  for (const TextLine& line : table.stray) {
    if (!table.unit) table.unit = unit_in(canonical(line.text));
  }
  for (const Above& line : lines) {
    if (!table.unit) table.unit = unit_in(line.text);
  }
  // A caption that calls itself a table goes before a group label that fills the first row.
  if (!table.title || !ends_as_table(*table.title)) {
    if (auto title = title_above(lines, box); title && (!table.title || ends_as_table(*title))) {
      table.title = std::move(title);
    }
  }
}

namespace {

// What a row's texts look like. A body row holds a number or a long text.
struct RowKind {
  int cells = 0;
  int labels = 0;
  bool body = false;
};

bool is_value(const Cell& cell) {
  const std::string text = cell_text(cell);
  const bool number = text.find_first_not_of("0123456789+-.,%() ") == std::string::npos;
  return (number && text.size() > 2) || decode_utf8(text).size() > 30;
}

}  // namespace

int guess_header_rows(const Table& table) {
  constexpr int kTitles = 4, kLevels = 6;  // more rows of titles, or more levels, have not been seen
  int first = 0;
  while (first < std::min(table.rows, kTitles) && !lone_text(table, first).empty()) ++first;
  const int limit = std::min(table.rows, first + kLevels);
  std::vector<RowKind> rows(static_cast<size_t>(std::max(limit, 1)));
  for (const Cell& cell : table.cells) {
    if (cell.row >= limit) break;
    RowKind& row = rows[static_cast<size_t>(cell.row)];
    ++row.cells;
    if (cell.lines.empty()) continue;
    ++row.labels;
    row.body |= is_value(cell);
  }
  auto is_labels = [&](int r) {
    return r < limit && rows[static_cast<size_t>(r)].labels > 0 && !rows[static_cast<size_t>(r)].body;
  };
  int end = first;
  if (is_labels(first) && rows[static_cast<size_t>(first)].labels * 2 >= rows[static_cast<size_t>(first)].cells &&
      rows[static_cast<size_t>(first)].labels >= 2) {
    // A label over several rows takes them with it, a label over several columns has its own labels below it.
    end = first + 1;
    for (bool grown = true; grown;) {
      grown = false;
      bool group = false;
      for (const Cell& cell : table.cells) {
        if (cell.row >= end) break;
        if (cell.row < first || cell.lines.empty()) continue;
        const int below = std::min(cell.row + cell.row_span, first + 4);
        grown |= below > end && below < table.rows;
        if (below < table.rows) end = std::max(end, below);
        group |= cell.column_span > 1 && cell.row + cell.row_span == end;
      }
      if (group && !grown && is_labels(end) && end + 1 < table.rows) {
        ++end;
        grown = true;
      }
    }
  }
  return end > first && end < table.rows ? end : first < table.rows ? first : 0;
}

}  // namespace budgetlift
