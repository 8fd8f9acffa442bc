// A page as a reader sees it: visible glyphs and vector rulings, nothing interpreted yet.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "schemas/error.h"
#include "schemas/geometry.h"

namespace budgetlift {

// Where a text was read from. Written to records as "text-layer", "ocr", "text-dump".
enum class Source { text_layer, ocr, text_dump };

// One visible character as painted.
struct Glyph {
  std::string text;       // UTF-8, as the font maps it (a ligature may give several characters); never empty
  Box box;                // advance box: pen position to pen position, ascent to descent
  double font_size = 0;   // points, as displayed
  double angle = 0;       // writing direction in degrees as displayed: 0 left to right, 90 bottom to top …
  double confidence = 1;  // 0..1; 1 for a text layer
};

// A straight visible line of a grid, horizontal or vertical, from a stroke, a thin fill or the edge of a filled
// or stroked rectangle. Zero-length pieces never occur.
struct Ruling {
  bool horizontal = true;
  double position = 0;   // y of a horizontal, x of a vertical ruling (its centre line)
  double start = 0;      // smaller end along the other axis
  double end = 0;
  double thickness = 0;  // points
};

struct PageInfo {
  int page = 0;          // counts from 1
  double width = 0;      // points, as displayed
  double height = 0;
  int rotation = 0;      // /Rotate: 0, 90, 180, 270
  Source source = Source::text_layer;
  std::string reason;    // why this source: "has text", "image only", "empty page", …
  // Scanned pages are read upright and flat. This maps their points to points of the page as displayed:
  // row by row, (x, y, 1) to (x', y', w'). None where the two are the same.
  std::optional<std::array<double, 9>> to_displayed{};
  // The page, or a part of it, could not be read: what happened and what to do, as a sentence about "it".
  std::optional<Error> problem{};
};

// A box in the page's own points as the smallest upright one around it on the page as displayed, and the way back.
Box to_displayed(const PageInfo& page, const Box& box);
Box from_displayed(const PageInfo& page, const Box& box);

// What else a character read by OCR may be.
struct OtherReading {
  std::string text;        // UTF-8, one character; empty: no character at all
  double confidence = 0;   // 0..1
};

// One character read by OCR.
struct Reading {
  std::string text;                  // UTF-8, one character
  double confidence = 1;             // 0..1: how likely it is right
  std::vector<OtherReading> others;     // by falling confidence, without `text` itself
  double single = 1;                 // 0..1: that one character stands here, no more and no less: no smear, and none lost beside it
  float x0 = 0, x1 = 0;              // points, of a character in a TextLine that runs from left to right; 0, 0: not known
};

struct Page {
  PageInfo info;
  std::vector<Glyph> glyphs;      // in the order painted
  // Of each glyph; empty for a text layer. Where a page is read from both, the text layer's glyphs have one without text.
  std::vector<Reading> readings;
  std::vector<Ruling> rulings;
};

}  // namespace budgetlift
