// What Chinese words say of a character that the network is unsure of: which one follows which (models/words.bin, made by
// corpus/ocr/words), and where signs stand. They choose among what the network saw there, and never add to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/scan/line_reader.h"

namespace budgetlift {

class WordPairs {
 public:
  // Throws std::runtime_error if the file is missing or no such file.
  static WordPairs load(const std::string& path);

  // 0..1: that `b` stands behind `a` in Chinese text. 0 stands for a line's end, where words go on in the next line; all
  // characters that are not Han are one.
  double follows(char32_t a, char32_t b) const;

 private:
  int number_of(char32_t c) const;   // -1: none of the dictionary
  double begins(int number) const;

  std::vector<std::uint16_t> characters_;   // rising
  std::vector<std::uint8_t> first_, last_;  // bytes as in the file
  std::vector<std::uint32_t> row_;
  std::vector<std::uint16_t> second_;
  std::vector<std::uint8_t> times_;
  double power_[256] = {};                  // probability of each byte
};

// Weighs the unsure characters of a line by their neighbours. `em`: of the line, in the pixels of its characters.
void weigh_neighbours(ReadLine& line, double em, const WordPairs& pairs, const LineReaderOptions& options);

}  // namespace budgetlift
