// A second, independent reading of a line: Tesseract's model of Chinese. It knows no ≥, ≤, （, ： and the like, and is slow;
// it is asked only where our own network is unsure.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "extract/scan/line_reader.h"
#include "schemas/error.h"

namespace budgetlift {

class SecondReader {
 public:
  // Loads chi_sim from Tesseract's folder of data. Errors: not_found.
  static Expected<std::unique_ptr<SecondReader>> open();
  ~SecondReader();

  // The characters of a line of `gray`, with their extents in pixels of it; empty where it reads nothing.
  std::vector<ReadCharacter> read(const cv::Mat& gray, const LineBox& line);

 private:
  struct Impl;
  explicit SecondReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// What the second reading says of the first: a character on which both agree becomes surer, an alternative that the
// second one has read may take its place, a character that it reads otherwise becomes less sure.
void weigh_second(ReadLine& first, const std::vector<ReadCharacter>& second, const LineReaderOptions& options);

// Views of one line become one: their characters are matched by where they stand, and their confidences averaged.
// `x0`, `x1`: the part of the picture that the line is, in its pixels; what views see beyond is not of it.
ReadLine merge_views(const std::vector<ReadLine>& views, double x0, double x1);

}  // namespace budgetlift
