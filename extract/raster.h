// Pixels of a page, made ready for reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "extract/scan_reader.h"

namespace budgetlift {

// To gray, unless there is coloured ink: only that is worth three channels.
void drop_idle_colours(Raster& raster, const ScanOptions& options);

// Between least_dpi and most_dpi.
void fit_resolution(Raster& raster, const ScanOptions& options);

// Rows of pixels become fewer and shorter ones, each pixel the mean of the area that it covers.
class Shrinker {
 public:
  // From `width` x `height` to `out_width` x `out_height` pixels, no larger in any direction. `channels` bytes a pixel.
  Shrinker(int width, int height, int out_width, int out_height, int channels);

  // The next row from the top. Rows are appended to `out` as they are complete.
  void push(const std::uint8_t* row, std::vector<std::uint8_t>& out);

 private:
  struct Span {
    int first = 0;
    int last = 0;            // the last pixel that it touches
    float first_weight = 0;  // share of the first pixel, of the last one (if it is another), of those between
    float last_weight = 0;
    float between = 0;
  };

  void across(const std::uint8_t* row);
  void flush(std::vector<std::uint8_t>& out);

  int width_, height_, out_width_, out_height_, channels_;
  std::vector<Span> spans_;
  std::vector<float> line_;   // the row, shortened
  std::vector<float> sum_;    // of the output row that is being made
  int row_ = 0;
  int out_row_ = 0;
};

}  // namespace budgetlift
