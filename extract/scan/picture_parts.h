// The steps of make_picture and find_lines, and what they give each other.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "extract/scan/picture.h"

namespace budgetlift {

// The raster as 8-bit gray, at most options.most_dpi; coloured stamps and fills are taken out. `dpi` becomes that of
// the result.
cv::Mat gray_of(const Raster& raster, const PictureOptions& options, double& dpi);

// Paper, shadows and shaded cells become white, ink becomes dark.
cv::Mat even_light(const cv::Mat& gray, double dpi, const PictureOptions& options);

// True if nearly every pixel is black or white.
bool is_bilevel(const cv::Mat& gray, const PictureOptions& options);

// Shaded cells of a bilevel picture become white.
void remove_dither(cv::Mat& gray, double dpi, const PictureOptions& options);

// The side of full-width characters, in pixels, from the boxes of a page's parts of ink; `usual` where they do not tell.
double em_of_page(const std::vector<cv::Rect>& parts, double usual);

// Takes specks out of a bilevel picture whose rulings are erased.
void erase_specks(cv::Mat& gray, double dpi, const PictureOptions& options);

// Takes straight marks that run from edge to edge out of an evenly lit picture.
void erase_streaks(cv::Mat& gray, double dpi, const PictureOptions& options);

// A piece of a ruling: a chain of runs of ink along it. Along: x of a horizontal, y of a vertical one.
struct RulingPiece {
  double position = 0;   // across, centre of its ink
  double start = 0;      // along
  double end = 0;
  double thickness = 0;
  std::vector<cv::Point2d> trace;  // (along, across), where asked for
  bool dotted = false;             // a chain of dots
};

// A picture's ink, as seen along one direction. Vertical rulings are seen in the transposed picture.
struct InkView {
  cv::Mat gray;
  cv::Mat ink;        // 1 where ink may be
  cv::Mat across;     // length of the run of ink across the ruling through each pixel, up to 255
  double per_mm = 0;  // pixels
};
InkView ink_view(const cv::Mat& gray, double dpi, bool horizontal, const PictureOptions& options);
std::vector<RulingPiece> find_pieces(const InkView& view, const PictureOptions& options, bool traced);

// Small parts of ink, and the chains that they make along one direction. `view` is the horizontal one.
std::vector<cv::Rect> find_dots(const InkView& view, const PictureOptions& options);
std::vector<RulingPiece> find_dotted(const std::vector<cv::Rect>& dots, const cv::Size& size, double per_mm, bool horizontal,
                               const PictureOptions& options);

// Leaves of lying bars that are too thick for a ruling only their middle. Returns where they were.
std::vector<cv::Rect> thin_bars(cv::Mat& gray, double dpi, const PictureOptions& options);

// Straight rulings of a flat picture, snapped so that they meet. `bilevel`: it was black and white before it was turned.
std::vector<PixelRuling> find_rulings(const cv::Mat& gray, double dpi, bool bilevel, const PictureOptions& options);

// The picture with its rulings painted over, but not the characters that touch them.
cv::Mat erase_rulings(const cv::Mat& gray, double dpi, const std::vector<PixelRuling>& rulings,
                      const PictureOptions& options);

// Reduced by a whole number to about options.work_dpi; `factor` becomes that number.
cv::Mat reduced(const cv::Mat& gray, double dpi, const PictureOptions& options, int& factor);

// Degrees by which lines and rulings fall to the right, within options.most_skew.
double find_skew(const cv::Mat& work, double dpi, const PictureOptions& options);

// The lower edges of ink (not 0), where lines of text and rulings show their direction; but not of what is nearer to the
// border than `margin` pixels: there the sheet's own edge may be seen, which a camera sees at an angle of its own.
std::vector<cv::Point> lower_edges(const cv::Mat& ink, int margin);

// A shift across the rulings: weights of the monomials u^i v^j with i + j <= 3, in pixels.
using Bend = std::array<double, 10>;

// Its value at a place of the picture, each coordinate from -1 to 1.
double bend_at(const Bend& bend, double u, double v);

// The shift that makes rulings of one direction straight. Strokes of text in a row pass for rulings, and bend a page that is
// straight: none if the ink lies no better for it.
Bend find_bend(const cv::Mat& level, double dpi, bool horizontal, const PictureOptions& options);

// Quarter turns clockwise (0 or 1) that make its text run from left to right, perhaps upside down.
int find_quarter_turn(const cv::Mat& work, double dpi, const PictureOptions& options);

// A sheet on a desk: `to_source` becomes the map from the page that it fills to the pixels of `gray`. False: none seen.
bool find_sheet(const cv::Mat& gray, double dpi, const PictureOptions& options, cv::Matx33d& to_source);

// Turns `gray` upright, and flattens it. `to_source`: in, the map from the page to the pixels of `gray` where a sheet
// was found; out, the best projective map from the result's pixels.
cv::Mat flattened(const cv::Mat& gray, double dpi, const PictureOptions& options, bool half_turn, bool has_sheet,
                  cv::Matx33d& to_source);

}  // namespace budgetlift
