// Every threshold of extract, with its unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace budgetlift {

// Digital PDFs. Lengths in points as displayed.
struct PdfOptions {
  int max_pages = 100000;                // a document that claims more is `too_large`: no budget comes near
  std::size_t max_marks = 5'000'000;     // glyphs, lines and fills of one page; more is an attack, and memory

  double min_font_size = 0.2;            // smaller text cannot be seen
  double min_alpha = 0.02;               // fainter paint cannot be seen
  double white_level = 0.985;            // 0..1 of each of red, green, blue: from here on paint is white
  double duplicate_shift = 0.10;         // of the font size: the same glyph no further away is a false bold
  double cover_margin = 0.15;            // of a glyph's box: a later fill that leaves less than this hides it
  double garbled_share = 0.30;           // of a page's glyphs without a usable Unicode value: the layer is garbled
  double image_share = 0.30;             // of the page under images: a page without text is a picture

  double max_ruling_thickness = 3.0;     // a thicker stroke or fill is a shading, not a ruling (browser: 0.75-2.25)
  double off_axis_slope = 0.00873;       // tan 0.5 degrees: scanned forms redrawn by hand, rotated exports
  double off_axis_jitter = 0.1;          // short dashes may be off by this whatever their slope
  double same_line_gap = 1.6;            // edge to edge: double borders, a fill beside its stroke
  double same_line_span = 4.0;           // edges of all pieces of one line: keeps hatchings apart
  double join_gap = 2.0;                 // along the line: pieces between crossings leave a line's thickness
  double dash_length = 8.0;              // pieces up to this long may be dashes ...
  double dash_gap = 4.5;                 // ... and are joined over this gap; a merged cell leaves more
  double min_ruling_length = 3.0;        // shorter ones after joining are dots and ticks
};

struct TableOptions {
};

struct DumpOptions {
};

struct ReadOptions {
  std::uint64_t max_bytes = 2ull << 30;                  // a larger file is `too-large`
  std::function<void(int page, int pages)> progress;     // called after each page; may be empty
  PdfOptions pdf;
  TableOptions table;
  DumpOptions dump;
};

}  // namespace budgetlift
