#include "extract/dump_text.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_latin(char32_t c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_han(char32_t c) {
  return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000;
}

// What a word processor does not break: see first_unit_width.
bool holds_together(char32_t c) {
  return is_latin(c) || c == '.' || c == ',' || c == '%' || c == '(' || c == ')' || c == '[' || c == ']' || c == '+' ||
         c == '-';
}

std::uint64_t pair_of(char32_t a, char32_t b) {
  const auto as_class = [](char32_t c) -> std::uint64_t { return is_digit(c) ? '0' : is_latin(c) ? 'a' : c; };
  return as_class(a) << 32 | as_class(b);
}

Gap gap_before(const DumpLine& line, bool blank_habit) {
  if (line.page_start) return Gap::page_break;
  if (line.blanks >= 2 && blank_habit) return Gap::lost;
  if (line.blanks > 0 || !blank_habit) return Gap::blank;
  return Gap::line;
}

// Cuts the piece [begin, end) where it ends or begins with a label and something else stands beside it.
void add_piece(PieceText& text, DumpPiece piece, const std::vector<std::u32string>& labels) {
  const std::u32string_view key(text.key.data() + piece.begin, static_cast<size_t>(piece.end - piece.begin));
  int cut = 0;
  for (const std::u32string& label : labels) {
    if (key.size() <= label.size()) continue;
    if (key.substr(key.size() - label.size()) == label) cut = piece.end - static_cast<int>(label.size());
    if (cut == 0 && key.substr(0, label.size()) == label) cut = piece.begin + static_cast<int>(label.size());
  }
  const auto finish = [&](DumpPiece p) {
    for (int i = p.begin; i < p.end; ++i) p.width += glyph_width(text.raw[static_cast<size_t>(i)]);
    text.pieces.push_back(p);
  };
  if (cut == 0) return finish(piece);
  finish({piece.begin, cut, piece.line, piece.gap, 0});
  finish({cut, piece.end, piece.line, Gap::none, 0});
}

}  // namespace

void CharPairs::add(std::string_view line) {
  char32_t last = 0;
  bool space = false;
  for (char32_t raw : decode_utf8(line)) {
    if (is_space(raw)) {
      space = true;
      continue;
    }
    const char32_t c = key_char(raw);
    if (last != 0 && (!space || spaced_apart(last, c)) && pairs_.size() < kMost) ++pairs_[pair_of(last, c)];
    last = c;
    space = false;
  }
}

int CharPairs::count(char32_t a, char32_t b) const {
  const auto it = pairs_.find(pair_of(key_char(a), key_char(b)));
  return it == pairs_.end() ? 0 : it->second;
}

std::u32string_view PieceText::key_of(int first, int last) const {
  if (first >= last) return {};
  const int begin = pieces[static_cast<size_t>(first)].begin, end = pieces[static_cast<size_t>(last - 1)].end;
  return std::u32string_view(key).substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
}

PieceText cut_pieces(std::span<const DumpLine> lines, const std::vector<std::u32string>& labels, bool blank_habit) {
  PieceText text;
  text.lines = lines;
  for (size_t i = 0; i < lines.size(); ++i) {
    Gap gap = gap_before(lines[i], blank_habit);
    DumpPiece piece{static_cast<int>(text.raw.size()), 0, static_cast<int>(i), gap, 0};
    const auto close = [&] {
      piece.end = static_cast<int>(text.raw.size());
      if (piece.end > piece.begin) {
        add_piece(text, piece, labels);
        gap = Gap::space;
      }
      piece = {piece.end, 0, static_cast<int>(i), gap, 0};
    };
    for (char32_t c : decode_utf8(lines[i].text)) {
      if (is_space(c)) {
        close();
      } else {
        text.raw.push_back(c);
        text.key.push_back(key_char(c));
      }
    }
    close();
  }
  return text;
}

void append_lines(const PieceText& text, int first, int last, std::vector<TextLine>& out) {
  for (int i = first; i < last;) {
    const DumpPiece& start = text.pieces[static_cast<size_t>(i)];
    std::u32string joined;
    int k = i;
    for (; k < last && text.pieces[static_cast<size_t>(k)].line == start.line; ++k) {
      const DumpPiece& piece = text.pieces[static_cast<size_t>(k)];
      if (k > i && piece.gap != Gap::none) joined.push_back(' ');
      joined.append(text.raw, static_cast<size_t>(piece.begin), static_cast<size_t>(piece.end - piece.begin));
    }
    const DumpLine& line = text.lines[static_cast<size_t>(start.line)];
    out.push_back({.text = encode_utf8(joined),
                   .page = line.page,
                   .box = std::nullopt,
                   .line = line.line,
                   .source = Source::text_dump});
    i = k;
  }
}

TextLine text_line(const DumpLine& line) {
  return {.text = std::string(line.text),
          .page = line.page,
          .box = std::nullopt,
          .line = line.line,
          .source = Source::text_dump};
}

char32_t key_char(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + '!';
  if (c >= 0x2E80 && c <= 0x2FDF) {
    const std::u32string unified = decode_utf8(canonical(encode_utf8(std::u32string(1, c))));
    if (unified.size() == 1) return unified[0];
  }
  return c;
}

std::u32string key_text(std::string_view text) {
  std::u32string out;
  for (char32_t c : decode_utf8(text)) {
    if (!is_space(c)) out.push_back(key_char(c));
  }
  return out;
}

double glyph_width(char32_t c) {
  if (is_digit(c)) return 0.56;
  switch (c) {
    case '.':
    case ',':
    case '/':
    case '(':
    case ')':
    case '[':
    case ']': return 0.28;
    case U'“':
    case U'”':
    case U'‘':
    case U'’': return 0.5;
    case '<':
    case '>': return 1.05;
    case '%': return 0.85;
    default: return c < 0x80 ? 0.6 : 1.0;
  }
}

bool spaced_apart(char32_t a, char32_t b) {
  return (is_han(a) && is_latin(b)) || (is_latin(a) && is_han(b));
}

double first_unit_width(std::u32string_view raw) {
  // Full-width forms are full-width characters here, so this reads the text as printed.
  if (raw.empty()) return 0;
  size_t end = raw[0] == U'≥' || raw[0] == U'≤' ? 1 : 0;
  while (end < raw.size() && holds_together(raw[end])) ++end;
  if (end == 0) end = 1;
  double width = 0;
  for (char32_t c : raw.substr(0, end)) width += glyph_width(c);
  return width;
}

std::string target_pattern(const DumpOptions& options) {
  std::string words;
  for (const std::string& word : options.comparisons) words += "|" + word;
  return "(?:[≥≤<>=≦≧~约]" + words + ")*" + options.target_pattern;
}

}  // namespace budgetlift
