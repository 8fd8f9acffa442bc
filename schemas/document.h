// What extract hands to normalize: a document as blocks in reading order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schemas/geometry.h"
#include "schemas/page.h"

namespace budgetlift {

// One printed line of text (of a cell or of running text), as printed: not yet in canonical form.
struct TextLine {
  std::string text;            // UTF-8; gaps wider than a word space appear as one space
  int page = 0;                // counts from 1
  std::optional<Box> box;      // none for a text dump
  int line = 0;                // text dumps: line of the file, counts from 1; 0 elsewhere
  Source source = Source::text_layer;
  double confidence = 1;       // 0..1
  std::vector<Reading> readings{};   // OCR only: of each character of `text` but spaces, in order
  std::string raw{};                    // OCR only: the text as it was read, where a known word took its place
};

// Something about a cell's text that a reader could not settle. Becomes an entry of a record's `review`.
struct Doubt {
  std::string reason;          // one of the reasons of docs/errors.md, e.g. "ambiguous-cells"
  std::string detail;
  bool rows = false;           // there may be other rows than these: the table's whole list may be wrong
};

// A cell of a logical table. Rows and columns count from 0.
struct Cell {
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  std::vector<TextLine> lines;   // top to bottom; over a page break the later page's lines follow
  int page = 0;                  // page of its first part
  std::optional<Box> box;        // its first part's rectangle; none for a text dump
  std::vector<Doubt> doubts;
};

// A part of a table on one page.
struct TableRegion {
  int page = 0;
  std::optional<Box> box;
};

// Why two parts of tables or of a cell were put together: the rule's name is kept.
struct Join {
  std::string rule;   // "table continued over page break", "repeated header removed", "row cut by page break", …
  int page = 0;       // page after the break
  int row = 0;        // row of the logical table
};

// One logical table, joined over pages, repeated headers removed.
struct Table {
  std::optional<std::string> title;   // canonical text of a caption, where one stands above or in its first row
  std::optional<std::string> unit;    // "万元" of a printed 单位：万元
  std::vector<TableRegion> regions;
  int rows = 0;
  int columns = 0;
  int header_rows = 0;
  std::vector<Cell> cells;            // by row, then column; spans do not overlap
  std::vector<Join> joins;
  std::vector<TextLine> stray;        // text inside the table's outline that lies in no cell
  std::vector<Doubt> doubts{};        // about all of it
};

// A line of running text, or a table. Furniture (running headers, footers, page numbers) is not a block.
using Block = std::variant<TextLine, Table>;

struct DocumentInfo {
  std::string path;                 // as given on the command line
  std::string sha256;               // lower-case hex of the file's bytes
  std::string kind;                 // "pdf", "image", "text"
  std::vector<PageInfo> pages;
  std::vector<TextLine> furniture;  // page numbers, running headers and footers
  std::vector<TextLine> running_lines{};   // of those the running headers and footers, each text once
};

// A document whole. Readers hand out blocks one by one instead (extract/reader.h) so that memory does not grow
// with the number of pages; this is for callers that want everything.
struct Document {
  DocumentInfo info;
  std::vector<Block> blocks;
};

}  // namespace budgetlift
