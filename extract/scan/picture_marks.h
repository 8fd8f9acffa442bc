// What shows along every straight line of a page, in short blocks, and how much it speaks for a ruling there.
#pragma once

#include <array>

#include "extract/scan/picture_tracks.h"

namespace budgetlift {

// Ink with paper on both sides, a little or along the whole block; on one side; thicker ink; ink with other ink on both
// sides or near text; a character.
enum : std::uint8_t { dot = 1, dash = 2, half = 4, crossed = 8, hidden = 16, written = 32 };

// By how much each combination makes a ruling likelier (logarithm).
using MarkWeights = std::array<float, 64>;

struct Marks {
  cv::Mat bits;      // a row for each of the picture, of it and its neighbours; a column for each block
  cv::Mat text;      // 1 where characters stand; the same rows, a column for each pixel
  int step = 0;      // pixels, of a block
  double noise = 0;  // share of blocks that show ink where no ruling is
  float next = 0;    // weight of a mark that follows another without a gap: it is of the same stroke

  float weight(const std::uint8_t* row, int block, const MarkWeights& weights) const {
    const float w = weights[row[block]];
    auto solid = [](std::uint8_t b) { return (b & dash) != 0 && (b & (written | crossed)) == 0; };
    return block > 0 && solid(row[block]) && solid(row[block - 1]) ? next * w : w;
  }
};

// Of both directions. `h`: lying rulings that are known.
std::array<Marks, 2> grid_marks(const Direction& horizontal, const Direction& vertical, const std::vector<Track>& h, const PictureOptions& options);

// `share`: of a ruling's blocks that show ink.
MarkWeights weights_of(const Marks& marks, double share, const PictureOptions& options);

}  // namespace budgetlift
