// Lines of text of a picture become characters, by our own network (corpus/ocr): where along the line is a character,
// and which one is it.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "extract/scan/picture.h"
#include "extract/scan_options.h"
#include "schemas/error.h"
#include "schemas/page.h"

namespace budgetlift {

// A character of a line, with its extent along the line in pixels of the picture.
struct ReadCharacter {
  Reading reading;
  double x0 = 0;
  double x1 = 0;
  double place = 1;   // 0..1: that there is a character at all

  double middle() const { return (x0 + x1) / 2; }
};

struct ReadLine {
  std::vector<ReadCharacter> characters;   // left to right
  double missed = 0;   // ink under no character, in squares of the type's size; a whole character has about 0.2

  // 0..1: the least sure character; 1 for an empty line.
  double least() const;
  // 0..1: the mean of the characters' confidence; 0 for an empty line.
  double mean() const;
};

// How a line is laid before the network, beside its usual size and place.
struct LineView {
  double scale = 1;    // of the type's size
  double shift = 0;    // pixels of the network's input, along the line
  double rise = 0;     // the same across the line
};

class LineReader {
 public:
  // Loads the network from a folder (lines.onnx, characters.onnx, characters.txt). Errors: not_found, damaged.
  static Expected<std::unique_ptr<LineReader>> open(const std::string& folder, const LineReaderOptions& options);
  ~LineReader();

  // Reads the lines of `gray` (8 bits, dark on light, rulings erased). Gives one result a line, in the same order.
  std::vector<ReadLine> read(const cv::Mat& gray, const std::vector<LineBox>& lines, const LineView& view = {});

 private:
  struct Impl;
  explicit LineReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
