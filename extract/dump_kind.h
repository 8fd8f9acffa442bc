// Which tool a text dump comes from, told from the text alone: each leaves its own marks between cells.
#pragma once

#include <string_view>
#include <vector>

#include "extract/dump_words.h"
#include "schemas/document.h"

namespace budgetlift {

enum class DumpKind {
  unknown,     // none of the others
  processor,   // a word processor's text of a PDF: as drawn, empty lines between
  word,        // Word's "save as text": a row a line, cells parted by tabs
  raw,         // pdftotext -raw: as drawn; cells of one height are parted by a space
  browser,     // copied from pdf.js: as raw, without form feeds
  pymupdf,     // as drawn; every line of a cell is a line
  pypdf,       // as drawn; cells of a row are glued
  layout,      // pdftotext -layout: a line is one height of the page
  plain,       // pdftotext: by height, or whole columns
  viewer,      // copied from Evince: as plain, without empty lines
  pdfminer,    // boxes, an empty line after each
};

// What a reader of one of the kinds gives besides blocks.
struct DumpRead {
  int pages = 1;
  std::vector<TextLine> furniture;
};

// `text`: UTF-8.
DumpKind dump_kind(std::string_view text, const DumpWords& words);

// Of a dump of unknown kind, in which no header of an indicator table is found: whether cells of a row are glued.
bool glues_cells(std::string_view text, const DumpWords& words);

}  // namespace budgetlift
