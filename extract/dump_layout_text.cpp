#include "extract/dump_layout_text.h"

#include <algorithm>
#include <map>

#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr double kColumnShare = 0.12;  // of the lines that show columns, in a dump that keeps them; others have hardly one
constexpr double kRunningShare = 0.5;  // of the pages that begin with a running head …
constexpr int kLeastRunning = 3;       // … and at least so many …
constexpr int kLeastLongRunning = 2;   // … or where it is too long for the end of a text that is cut
constexpr size_t kLongRunning = 10;    // characters
constexpr double kSpaceWidth = 0.25;   // of a full-width character

// The printed line with the spaces before it.
std::string_view whole_line(const DumpLine& line, std::string_view text) {
  const char* begin = line.text.data();
  while (begin > text.data() && begin[-1] != '\n' && begin[-1] != '\f' && begin[-1] != '\r') --begin;
  return {begin, static_cast<size_t>(line.text.data() + line.text.size() - begin)};
}

std::vector<LayoutPiece> pieces_of(std::string_view whole, int line) {
  std::vector<LayoutPiece> out;
  int column = 0, spaces = 2;
  for (char32_t c : decode_utf8(whole)) {
    if (is_space(c)) {
      ++spaces;
    } else {
      if (spaces > 0) out.push_back({line, column, column, spaces == 1 && !out.empty(), {}, {}});
      spaces = 0;
      out.back().raw.push_back(c);
      out.back().key.push_back(key_char(c));
      out.back().end = column + 1;
    }
    ++column;
  }
  return out;
}

bool is_amount(const std::u32string& raw) {
  const auto mark = [](char32_t c) { return c == '.' || c == ','; };
  return std::any_of(raw.begin(), raw.end(), mark) && std::all_of(raw.begin(), raw.end(), [&](char32_t c) { return mark(c) || (c >= '0' && c <= '9'); });
}

// The tool begins a new line where the column of the next text is before the last one's end, as digits take more columns than they are wide.
// Amounts in a row are told by their text: prose goes on below the middle of a line, too.
bool is_broken(const std::vector<LayoutPiece>& before, const std::vector<LayoutPiece>& below) {
  if (before.empty() || below.empty() || !is_amount(below.front().raw)) return false;
  const LayoutPiece& last = before.back();
  const int from = before.size() > 1 ? before[before.size() - 2].end : last.begin;
  return from <= below.front().begin && below.front().begin < last.end &&
         std::any_of(before.begin(), before.end(), [](const LayoutPiece& piece) { return is_amount(piece.raw); });
}

}  // namespace

bool keeps_columns(const DumpLines& lines, std::string_view text) {
  size_t shown = 0;
  for (const DumpLine& line : lines.lines) {
    const std::string_view whole = whole_line(line, text);
    shown += whole.substr(0, 2) == "  " || line.text.find("  ") != line.text.npos;
  }
  return !lines.lines.empty() && static_cast<double>(shown) >= kColumnShare * static_cast<double>(lines.lines.size());
}

LayoutText layout_text(const DumpLines& lines, std::string_view text, const std::function<bool(const std::string&)>& is_form) {
  std::map<std::string, int> heads;
  for (const DumpLine& line : lines.lines) {
    const std::string head = line.page_start ? canonical(line.text) : "";
    if (!head.empty() && !is_form(std::string(line.text))) ++heads[head];
  }
  LayoutText out;
  for (const DumpLine& line : lines.lines) {
    if (line.page_start) {
      const std::string head = canonical(line.text);
      const int count = heads[head];
      const int least = decode_utf8(head).size() < kLongRunning ? kLeastRunning : kLeastLongRunning;
      if (count >= least && count >= kRunningShare * lines.pages) {
        out.running.push_back(text_line(line));
        continue;
      }
    }
    const bool page_start = out.lines.empty() || out.lines.back().page != line.page;
    std::vector<LayoutPiece> pieces = pieces_of(whole_line(line, text), static_cast<int>(out.lines.size()));
    if (!page_start && line.line == out.lines.back().number + 1 && is_broken(out.lines.back().pieces, pieces)) {
      for (LayoutPiece& piece : pieces) {
        --piece.line;
        out.lines.back().pieces.push_back(std::move(piece));
      }
      continue;
    }
    out.lines.push_back({line.page, line.line, page_start, std::move(pieces)});
  }
  return out;
}

double width_of(const std::vector<const LayoutPiece*>& pieces) {
  double width = 0;
  for (const LayoutPiece* piece : pieces) {
    width = piece->glued && piece != pieces.front() ? width + kSpaceWidth : 0;
    for (char32_t c : piece->raw) width += glyph_width(c);
  }
  return width;
}

TextLine text_of(const LayoutLine& line, const std::vector<const LayoutPiece*>& pieces) {
  std::u32string joined;
  for (const LayoutPiece* piece : pieces) {
    if (!joined.empty()) joined.push_back(' ');
    joined += piece->raw;
  }
  return {.text = encode_utf8(joined), .page = line.page, .box = std::nullopt, .line = line.number, .source = Source::text_dump};
}

TextLine text_of(const LayoutLine& line) {
  std::vector<const LayoutPiece*> pieces;
  for (const LayoutPiece& piece : line.pieces) pieces.push_back(&piece);
  TextLine out = text_of(line, pieces);
  if (!line.pieces.empty() && line.pieces.front().begin > 0) out.text.insert(0, "  ");
  return out;
}

bool is_scattered(const std::vector<const LayoutPiece*>& pieces, int by) {
  const LayoutPiece* before = nullptr;
  for (const LayoutPiece* piece : pieces) {
    if (before && piece->line == before->line) continue;
    if (before && !piece->glued && !before->glued && std::abs(piece->begin - before->begin) > by && std::abs(piece->center() - before->center()) > by) return true;
    before = piece;
  }
  return false;
}

}  // namespace budgetlift
