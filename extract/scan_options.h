// Every threshold of reading scans, with its unit.
#pragma once

#include <cstddef>
#include <string>

namespace budgetlift {

// The picture: from the pixels of a page to an upright, flat, clean one with its rulings and lines of text.
struct PictureOptions {
};

// Reading a line of text.
struct LineReaderOptions {
};

struct ScanOptions {
  std::string library;                     // file of the library; empty: looked for (extract/scan_reader.h)
  std::string models_dir;                  // folder of the models; empty: looked for

  double least_dpi = 150;                  // rendering below this loses strokes of small type
  double usual_dpi = 300;                  // of pages whose true resolution is not known
  double most_dpi = 300;                   // finer scans are read at this
  std::size_t max_pixels = 120'000'000;    // of one page; more is `too-large` (A0 at 300 dpi has 139 million)

  double colour_level = 56;                // of 255: red, green and blue differ by more in coloured ink (a seal: 150)
  double colour_share = 0.0002;            // of a page's pixels in such ink: its colours are kept (a seal: 0.003)
  double long_side = 1300;                 // points; an image file that claims a longer page (A3: 1191) or ...
  double short_side = 200;                 // ... one shorter than this has no resolution that can be true
  double usual_side = 842;                 // points; its longer side is taken for this (A4)
  PictureOptions picture;
  LineReaderOptions line;
};

}  // namespace budgetlift
