// What the networks saw of a line of text, in several views, becomes its characters. Each character is eight bytes: which
// sign, its gap to the one before, its width, how sure it and its place are, and what else it may be.
#include <algorithm>
#include <cmath>
#include <string>

#include "extract/scan/line_room.h"
#include "extract/scan/line_size.h"
#include "extract/scan/second_reader.h"
#include "extract/scan/word_pairs.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {
namespace {

constexpr const char* kSigns[] = {"项", "目", "绩", "效", "一", "二", "十", "年", "人", "口", "0", "1", "8", "9", "A", "O", "B", "C", "i", "l", ".", ",",
                                  "。", "，", "、", "（", "）", "(", ")", "《", "》", "【", "】", "“", "”", "-", "—", "·", "/", "%", "≥", "≤", "=", "'", "*", "¥", "|", "：", ":", "；", "\U00020000"};
constexpr double kEm = 30;

bool is_share(double value) { return value >= 0 && value <= 1 + 1e-9; }   // and a number

void check(const ReadLine& line) {
  for (const ReadCharacter& c : line.characters) {
    promise(!c.reading.text.empty(), "a character has a text");
    promise(is_share(c.reading.confidence) && is_share(c.reading.single) && is_share(c.place), "a confidence is between 0 and 1");
    promise(std::isfinite(c.x0) && std::isfinite(c.x1), "a character has a place");
    double last = 1 + 1e-9;
    for (const OtherReading& other : c.reading.others) {
      promise(is_share(other.confidence) && other.confidence <= last + 1e-9, "what else it may be falls in confidence");
      last = other.confidence;
    }
  }
  promise(is_share(line.least()) && is_share(line.mean()), "a line is between unsure and sure");
}

ReadCharacter character(const std::uint8_t* b, double& x) {
  ReadCharacter c;
  c.reading.text = kSigns[b[0] % std::size(kSigns)];
  c.reading.confidence = b[3] / 255.0;
  c.place = b[4] / 255.0;
  double rest = 1 - c.reading.confidence;
  for (int i = 0; i < b[5] % 4; ++i) {
    const double share = std::min(rest, c.reading.others.empty() ? c.reading.confidence : c.reading.others.back().confidence) * b[7] / 255;
    c.reading.others.push_back({kSigns[static_cast<std::size_t>(b[6] + i) % std::size(kSigns)], share});
    rest -= share;
  }
  c.x0 = x + (b[1] - 64) / 8.0;
  c.x1 = c.x0 + b[2] / 4.0;
  x = c.x1;
  return c;
}

}  // namespace

void line_readings(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCharacter = 8, kMost = 400;
  static const WordPairs words = WordPairs::load(BUDGETLIFT_MODELS "/words.bin");
  if (size < 2) return;
  const LineReaderOptions options;
  std::vector<ReadLine> views(1);
  double x = 0, end = 1;
  for (std::size_t i = 2; i + kCharacter <= std::min(size, kMost * kCharacter); i += kCharacter) {
    if (data[i] == 0xFF && views.size() < 3) {
      views.emplace_back();
      x = 0;
    }
    views.back().characters.push_back(character(data + i, x));
    end = std::max(end, x);
  }
  for (ReadLine& view : views) view.missed = data[0] / 1000.0;
  LineBox box;
  box.box = cv::Rect(0, 0, static_cast<int>(end) + data[1] % 32, static_cast<int>(kEm));
  box.em = kEm;

  ReadLine line = merge_views(views, 0, box.box.width);
  check(line);
  weigh_second(line, views.back().characters, options);
  check(line);
  promise(find_room(line, box.em, options).size() == line.characters.size(), "each character has room or none");
  const std::size_t before = line.characters.size();
  weigh_neighbours(line, box.em, words, options);
  check(line);
  keep_end(line, box, options);
  settle(line, options);
  check(line);
  doubt_room(line, box, options);
  check(line);
  promise(line.characters.size() <= before, "nothing is added that no view has seen");
  for (const double em : true_sizes({box}, {line}, PictureOptions())) promise(std::isfinite(em) && em > 0, "a line has a size of type");
}

}  // namespace budgetlift::fuzz
