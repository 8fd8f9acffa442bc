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
  void across(const std::uint8_t* row);
  void flush(std::vector<std::uint8_t>& out);

  int width_, height_, out_width_, out_height_, channels_;
  int taps_ = 0;                       // pixels that one of the output's may touch
  std::vector<int> first_;             // the first of them, of each pixel of the output
  std::vector<float> weights_;         // taps_ for each
  std::vector<std::uint8_t> padded_;   // the row, with room for taps beyond its end
  std::vector<float> line_;            // the row, shortened
  std::vector<float> sum_;    // of the output row that is being made
  int row_ = 0;
  int out_row_ = 0;
};

}  // namespace budgetlift
