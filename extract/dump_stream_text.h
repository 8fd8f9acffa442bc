// Dumps that give a page's text in the order in which it is drawn: lines without page furniture, and the characters of a run of lines
// with what stands between them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/dump_kind.h"
#include "extract/dump_patterns.h"
#include "extract/dump_words.h"
#include "schemas/document.h"

namespace budgetlift {

struct StreamLine {
  std::string text;        // UTF-8, trimmed, not empty
  int line = 0;            // of the file, counts from 1
  int page = 1;
  bool page_start = false;
  bool maybe_page_start = false;   // no form feed tells where pages begin, and some have no number
};

struct StreamLines {
  std::vector<StreamLine> lines;
  std::vector<TextLine> furniture;   // page numbers
  int pages = 1;
};

// Pages follow from form feeds and from page numbers, which are left out: lines of their own, or (pypdf) digits glued to a page's
// first line.
StreamLines stream_lines(std::string_view text, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns);

// What stands before a character, in the order of how strongly it parts.
enum class StreamGap : unsigned char { none, space, line, maybe_page, page };

// The printed characters of some lines, without spaces.
struct StreamText {
  std::u32string raw;
  std::u32string key;              // character by character as labels and numbers are compared (dump_text.h, key_char)
  std::vector<StreamGap> gaps;     // before each character; the first has `line` at least
  std::vector<int> lines;          // of each character: index into the lines it was made from
  std::vector<const StreamLine*> source;

  size_t size() const { return key.size(); }
  std::u32string_view key_of(size_t first, size_t last) const { return std::u32string_view(key).substr(first, last - first); }
  bool ends_line(size_t at) const { return at >= size() || gaps[at] >= StreamGap::line; }   // whether a line ends before `at`
  std::vector<TextLine> text_lines(size_t first, size_t last) const;   // characters [first, last)
};

StreamText stream_text(const std::vector<StreamLine>& lines, size_t first, size_t last);

// The number that begins an item of a list ("3.", "3、", "(3)", "目标3:"); 0 if none does. `key`: dump_text.h, key_text.
int item_number(std::u32string_view key);

TextLine text_line(const StreamLine& line);

// Adds the pages that the text is from to a table's regions.
void add_pages(const StreamText& text, Table& table);

}  // namespace budgetlift
