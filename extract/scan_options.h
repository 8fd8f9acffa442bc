// Every threshold of reading scans, with its unit.
#pragma once

#include <cstddef>

namespace budgetlift {

// The picture: from the pixels of a page to an upright, flat, clean one with its rulings and lines of text.
struct PictureOptions {
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
