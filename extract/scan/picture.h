// A page's pixels become an upright, flat, evenly lit picture with its rulings and lines of text.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "extract/scan_options.h"
#include "extract/scan_reader.h"

namespace budgetlift {

// A straight ruling of the picture, in pixels of it (centre line).
struct PixelRuling {
  bool horizontal = true;
  double position = 0;   // y of a horizontal, x of a vertical ruling
  double start = 0;
  double end = 0;
  double thickness = 0;
};

// The page upright and flat. `gray` is 8 bits, ink dark on white paper (background near 255), red seal taken out.
struct Picture {
  cv::Mat gray;
  double dpi = 0;                       // of `gray`
  cv::Matx33d to_raster;                // pixels of `gray` -> pixels of the raster as displayed
  std::vector<PixelRuling> rulings;     // straight, snapped: those that belong together meet in one point
  cv::Mat erased;                       // `gray` with the rulings painted over by paper
};

// One line of text (or a cell's whole content where it cannot be cut), in pixels of the picture.
struct LineBox {
  cv::Rect box;          // tight around the ink of the line
  double em = 0;         // pixels: height of its type (a full-width character's side), from all lines of the cell
  int cell = -1;         // lines of one cell have the same number; -1 outside any table
};

// Orientation is settled to 0 or 180 degrees only by reading: `half_turn` asks for the other one.
Picture make_picture(const Raster& raster, const PictureOptions& options, bool half_turn);

// Lines of text of the picture: cell by cell where rulings make cells, then outside them, top to bottom.
std::vector<LineBox> find_lines(const Picture& picture, const PictureOptions& options);

}  // namespace budgetlift
