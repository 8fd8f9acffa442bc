// The lines of a page's grid, and which sides of cells are drawn on each, given all others.
#pragma once

#include <vector>

#include "extract/scan/picture_marks.h"

namespace budgetlift {

// A line on which rulings may lie, and the sides of cells on it, from each line of the other direction to the next.
struct Line {
  double at = 0;
  double thickness = 2;
  bool open = false;                // no ruling: where the page cuts a table
  double score = 0;
  double start = 0, end = 0;        // of its best part
  std::vector<Stretch> found;       // what was accepted on it before
  std::vector<char> on, faint;      // sides that are drawn; with little ink
  std::vector<double> evidence;     // for each side, that it is drawn as the page's rulings are ...
  std::vector<double> lost;         // ... or has lost most of its ink
};

// Draws one line in the likeliest way, given all others; true if that changed it. `lost_share`: of sides that have lost most
// of their ink. `narrow`: no row or column is as narrow as these pixels.
bool draw_line(std::vector<Line>& lines, size_t i, const std::vector<Line>& others, double lost_share, double narrow, const PictureOptions& options);

// The evidence that a line needs besides which had not been found and has less ink than the page's rulings have. The more ink
// they have (`share` of their blocks), and the fewer have lost it, the likelier such a line is made of strokes of text.
double least_of_poor(double share, double lost_share, const PictureOptions& options);

// Takes out lines that had not been found and are such (`poor`: least_of_poor), or hang on nothing. True if there were some.
bool drop_poor(std::vector<Line>& lines, const std::vector<Line>& others, const Marks& marks, double poor, double share, double narrow,
               const PictureOptions& options);

}  // namespace budgetlift
