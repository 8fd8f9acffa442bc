// Every threshold of reading scans, with its unit.
#pragma once

#include <cstddef>

namespace budgetlift {

// The picture: from the pixels of a page to an upright, flat, clean one with its rulings and lines of text.
struct PictureOptions {
  // Resolution. Geometry, rulings and lines are sought in a picture reduced by a whole number.
  double most_dpi = 330;            // finer rasters are reduced to at most this
  double work_dpi = 150;            // about: of the reduced picture

  // Light.
  double background_window = 3.2;   // mm; darker areas wider than this both ways are paper or fill, not ink
  int paper_level = 250;            // 0..255; the background becomes this, so that its noise is cut off
  int least_contrast = 60;          // 0..255; a page whose darkest ink is nearer to paper than this is blank

  // Coloured ink.
  int least_colour = 45;            // 0..255, of the strongest minus the weakest of red, green, blue
  double seal_side = 11;            // mm; coloured shapes this large both ways are stamps or fills; smaller ones are text

  // The sheet on a desk.
  double sheet_share = 0.35;        // of the picture; a smaller bright quadrilateral is no sheet
  double desk_share = 0.01;         // of the picture that must be desk
  double desk_level = 0.7;          // of the sheet's brightness; desks are darker than this
  double sheet_shape = 0.12;        // by which the sheet's proportions may differ from the page's

  // Skew and bend.
  double most_skew = 8;             // degrees
  double least_skew = 0.02;         // degrees; less is left, as turning blurs
  double trace_length = 12;         // mm; rulings this long show how the page is bent ...
  double trace_step = 5;            // mm; ... at points so far apart
  double least_bend = 0.10;         // mm; a page bent by less is flat

  // Rulings. Pieces are runs of ink along the ruling.
  int faint_level = 210;            // 0..255; darker pixels may be ink of a ruling
  double most_thickness = 1.3;      // mm; thicker strokes are shading
  double piece_gap = 0.4;           // mm; smaller gaps are no gaps
  double piece_length = 2.0;        // mm; shorter pieces are strokes of characters ...
  double dash_gap = 1.6;            // mm; ... unless they follow each other at this distance ...
  double dash_run = 6.0;            // mm; ... for this long
  double dash_fill = 0.4;           // share of such a run that must be ink
  double dot_side = 0.6;            // mm across; parts of a ruling that fell into dots are no larger ...
  double dash_side = 8;             // mm along
  double dot_band = 0.5;            // mm across in which dots of one ruling lie
  double dot_gap = 6;               // mm; from dot to dot
  double dot_distance = 3.5;        // mm; the same on average
  int least_dots = 6;
  double same_position = 0.4;       // mm across; pieces of one ruling lie this near
  double link_gap = 4.0;            // mm along; over wider gaps pieces must prove that they belong together
  double sure_length = 15;          // mm; a ruling this long stands by itself; shorter ones must meet others
  double least_length = 3.5;        // mm; the shortest ruling
  double free_length = 8.0;         // mm; the shortest ruling with an end that meets no other
  double sure_cover = 0.7;          // share of its length that is ink
  double whole_cover = 0.92;        // the same of a ruling without breaks: text may stand close by
  double least_cover = 0.5;         // share of its length that is ink, of a broken ruling
  double gap_cover = 0.3;           // the same of a side of a cell whose ruling goes on at both ends
  double alone_share = 0.6;         // share of its ink with paper on both sides
  double alone_from = 0.3;          // mm beyond its edge, where that paper is looked for ...
  double alone_to = 0.9;            // ... and as far as this
  double edge_margin = 4;           // mm from the picture's edge: lines there are the sheet's edge
  double touch = 1.5;               // mm; a ruling that ends this near to another meets it

  // Lines of text.
  int ink_level = 170;              // 0..255; darker pixels are text
  double speck = 0.30;              // mm; parts no larger are noise unless they stand near text ...
  double speck_reach = 1.0;         // em; ... this near
  double edge_ink = 2;              // mm; ink that stays this near to the picture's edge is no text
  double column_gap = 2.5;          // em; a wider gap parts pieces of a line
  double line_pitch = 1.15;         // em; lines of one cell are at least this far apart
  double usual_em = 3.7;            // mm (10.5 points); where a page does not tell
};

// Reading a line of text.
struct LineReaderOptions {
};

struct ScanOptions {
  double least_dpi = 150;                  // rendering below this loses strokes of small type
  double usual_dpi = 300;                  // of pages whose true resolution is not known
  double most_dpi = 300;                   // finer scans are read at this
  std::size_t max_pixels = 120'000'000;    // of one page; more is `too-large` (A0 at 300 dpi has 139 million)
  PictureOptions picture;
  LineReaderOptions line;
};

}  // namespace budgetlift
