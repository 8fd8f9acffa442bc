// What a page of a PDF is to be read from: its text, its picture, or both.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "extract/options.h"
#include "schemas/page.h"

namespace budgetlift {

// An image where the page shows it.
struct PlacedImage {
  Box box{};                          // its visible part, points as displayed
  std::array<double, 6> matrix{};     // unit square of the image -> points as displayed
  int width = 0;                      // pixels
  int height = 0;
  bool gray = true;                   // no colours, as the file declares them
  bool bilevel = false;               // of one bit a pixel
  bool whole = false;                 // nothing masks, blends or clips it inside the page
  bool masked = false;                // the file says which of its pixels show
  bool faint = false;                 // shows through half or less: a watermark, a background

  double area() const { return box.width() * box.height(); }
  double dpi() const;                 // the finer of its two directions; 0: it has no size
  double stretch() const;             // the finer over the coarser
};

// What a page shows, counted in the one pass over its content.
struct PageFacts {
  double width = 0;                   // points, as displayed
  double height = 0;
  std::size_t invisible = 0;          // glyphs that nobody sees
  std::size_t shapes = 0;             // small filled outlines, as letters drawn as curves are
  Box shapes_box;                     // around all of them
  std::size_t other_marks = 0;        // visible fills, lines and glyphs, as painted
  std::size_t image_count = 0;
  double image_area = 0;              // square points, of all images
  double most_pixels = 0;             // of its largest image, be it seen or not: who renders the page decodes it
  std::vector<PlacedImage> images;    // the first of them, PdfOptions::max_images at most
};

enum class PageWay { text, picture, both };

struct PageChoice {
  PageWay way = PageWay::text;
  std::string reason;                 // PageInfo::reason
};

// `glyphs` are the visible ones.
PageChoice choose_way(const PageFacts& facts, const std::vector<Glyph>& glyphs, const PdfOptions& options);

// The resolution at which the page's picture was scanned; 0 if it shows none of any size.
double true_dpi(const PageFacts& facts);

}  // namespace budgetlift
