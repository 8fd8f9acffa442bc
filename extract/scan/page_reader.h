// A scanned page's pixels become glyphs with readings and rulings: the order of the steps stands in PageReader::read.
#pragma once

#include <memory>
#include <vector>

#include "extract/scan/line_reader.h"
#include "extract/scan/picture.h"
#include "extract/scan/second_reader.h"
#include "extract/scan/word_pairs.h"
#include "extract/scan_reader.h"

namespace budgetlift {

class PageReader : public ScanReader {
 public:
  // `options.models_dir` is the folder of the network. Errors: not_found, damaged.
  static Expected<std::unique_ptr<ScanReader>> make(const ScanOptions& options);

  Expected<Page> read(const Raster& raster, PageInfo info) override;

 private:
  PageReader(const ScanOptions& options, std::unique_ptr<LineReader> lines, WordPairs words)
      : options_(options), lines_(std::move(lines)), words_(std::move(words)) {}

  // How well the longest lines of a picture are read, 0..1.
  double probe(const Picture& picture, const std::vector<LineBox>& lines);
  // Corrects the lines' size of type where what is read there tells it better.
  std::vector<ReadLine> read_lines(const Picture& picture, std::vector<LineBox>& lines);

  void resize(const Picture& picture, std::vector<LineBox>& lines, std::vector<ReadLine>& read);
  void look_again(const Picture& picture, const std::vector<LineBox>& lines, std::vector<ReadLine>& read);
  void ask_second(const Picture& picture, const std::vector<LineBox>& lines, std::vector<ReadLine>& read);

  ScanOptions options_;
  std::unique_ptr<LineReader> lines_;
  WordPairs words_;
  std::unique_ptr<SecondReader> second_;   // loaded when it is first asked
  bool no_second_ = false;                 // it cannot be loaded
};

}  // namespace budgetlift
