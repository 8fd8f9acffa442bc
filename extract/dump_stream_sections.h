// Where forms begin and end in a dump that gives the text in drawing order, and what of each is its head and what its table.
#pragma once

#include <optional>
#include <vector>

#include "extract/dump_patterns.h"
#include "extract/dump_stream_columns.h"
#include "extract/dump_stream_text.h"

namespace budgetlift {

// A form's lines: [title, head) are its title and what stands below it, [head, end) its tables.
struct StreamPlace {
  size_t title = 0, head = 0, end = 0;
  size_t unit = 0;   // first of two lines that are one printed line: who fills the form in, and the unit of its amounts; 0: none
  bool unknown = false;   // no definition covers the form
};

struct StreamSection {
  StreamPlace place;
  StreamText text;
  std::optional<StreamHeader> header;
  size_t head_end = 0;        // characters of the head
  StreamText body;            // below the header, without repeated headers
  StreamRange sums;           // a listing's row of sums, at the body's end
  size_t rows_end = 0;        // characters of the body that are rows
  size_t habits = 0;          // index of its document's ways
};

// The forms of the document, in order. Page heads and numbers found inside their tables go to `lines`' furniture; the sections point into
// its lines.
std::vector<StreamSection> stream_sections(StreamLines& lines, DumpKind kind, const DumpWords& words, const DumpPatterns& patterns, const StreamColumns& columns);

// Keeps characters [0, end).
void shorten(StreamText& text, size_t end);

// The rows' characters alone.
StreamText rows_of(const StreamSection& section);

}  // namespace budgetlift
