#include "extract/scan/line_reader.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>

#include "extract/scan/characters.h"

namespace budgetlift {
namespace {

// What the network was trained with (corpus/ocr/lib/lines.py and network.py).
constexpr int kHeight = 32;      // pixels of a line
constexpr double kEm = 26;       // pixels of a full-width character
constexpr int kStride = 4;       // pixels of a step along the line
constexpr int kWindow = 7;       // steps that the classifier sees
constexpr int kMargin = 8;       // pixels of paper before a line
constexpr int kGap = 28;         // pixels of paper between lines of a strip: more than the network sees at once

// A line scaled for the network, and how to come back from its pixels to the picture's.
struct Scaled {
  cv::Mat ink;             // float, 0 paper … 1 ink, kHeight rows
  double origin = 0;       // x in the picture of its column 0
  double pixels = 1;       // pixels of the picture in one of its own
};

// Levels of paper and ink, as the training takes them.
void normalise(cv::Mat& gray, cv::Mat& ink) {
  int counts[256] = {};
  for (int y = 0; y < gray.rows; ++y) {
    const auto* row = gray.ptr<std::uint8_t>(y);
    for (int x = 0; x < gray.cols; ++x) ++counts[row[x]];
  }
  const auto total = static_cast<double>(gray.total());
  auto level = [&](double share) {
    double sum = 0;
    for (int v = 0; v < 256; ++v) {
      sum += counts[v];
      if (sum > share * total) return v;
    }
    return 255;
  };
  const double paper = level(0.85);
  const double dark = std::min<double>(level(0.01), paper - 40);
  gray.convertTo(ink, CV_32F, -1.0 / (paper - dark), paper / (paper - dark));
  cv::min(ink, 1.25, ink);
  cv::max(ink, 0.0, ink);
}

// Pixels of a full-width character: as the page says, but a long line much lower than that has type of its own.
double type_size(const LineBox& line) {
  const double height = line.box.height;
  if (line.box.width > 2.5 * height && height < 0.6 * line.em && height > 6) return 1.08 * height;
  return std::max(line.em, 4.0);
}

// The height at which a line's type stands. A box higher than its type holds specks, or a neighbour's stroke: then it is
// where most of the ink lies.
double middle_of(const cv::Mat& picture, const LineBox& line) {
  const double middle = line.box.y + line.box.height / 2.0;
  const cv::Rect box = line.box & cv::Rect(0, 0, picture.cols, picture.rows);
  const double em = type_size(line);
  const int window = static_cast<int>(std::lround(em));
  if (box.height <= 1.15 * em || window < 4) return middle;
  std::vector<double> sums(static_cast<std::size_t>(box.height) + 1, 0);   // ink of the rows before
  for (int y = 0; y < box.height; ++y) {
    const auto* row = picture.ptr<std::uint8_t>(box.y + y) + box.x;
    double ink = 0;
    for (int x = 0; x < box.width; ++x) ink += 255 - row[x];
    sums[static_cast<std::size_t>(y) + 1] = sums[static_cast<std::size_t>(y)] + ink;
  }
  double most = -1, first = 0, last = 0;
  for (int y = 0; y + window <= box.height; ++y) {
    const double ink = sums[static_cast<std::size_t>(y + window)] - sums[static_cast<std::size_t>(y)];
    if (ink > most * 1.0005) most = ink, first = y;
    if (ink >= most * 0.9995) last = y;
  }
  return box.y + (first + last) / 2 + window / 2.0;
}

Scaled scale_line(const cv::Mat& picture, const LineBox& line, const LineView& view, const LineReaderOptions& options) {
  const double em = type_size(line) * view.scale;
  const double pixels = em / kEm;
  const double height = kHeight * pixels;
  const double middle = middle_of(picture, line) + view.rise * pixels;
  const double left = line.box.x - kMargin * pixels;
  const double width = line.box.width + 2 * kMargin * pixels;
  // Only what belongs to the line: its neighbours look in otherwise.
  const int reach = static_cast<int>(std::lround(options.reach * em));
  const cv::Rect mine = cv::Rect(line.box.x - reach, line.box.y - reach, line.box.width + 2 * reach, line.box.height + 2 * reach) &
                        cv::Rect(0, 0, picture.cols, picture.rows);
  const int y0 = static_cast<int>(std::floor(middle - height / 2));
  const int x0 = static_cast<int>(std::floor(left));
  cv::Mat crop(std::max(1, static_cast<int>(std::lround(height))), std::max(1, static_cast<int>(std::ceil(width))), CV_8U, cv::Scalar(255));
  const cv::Rect place = mine & cv::Rect(x0, y0, crop.cols, crop.rows);
  if (place.area() > 0) picture(place).copyTo(crop(cv::Rect(place.x - x0, place.y - y0, place.width, place.height)));
  Scaled out;
  const int columns = std::max(kStride, static_cast<int>(std::lround(crop.cols / pixels)));
  cv::Mat small;
  cv::resize(crop, small, cv::Size(columns, kHeight), 0, 0, pixels > 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  normalise(small, out.ink);
  out.origin = x0;
  out.pixels = static_cast<double>(crop.cols) / columns;
  return out;
}

struct Peak {
  int step = 0;
  double place = 0;    // probability
  double centre = 0;   // pixels of the strip
  double half = 0;
};

// Lines side by side before the network, each with the column where it begins.
struct Strip {
  int width = 0;
  std::vector<std::pair<std::size_t, int>> members;
};

// Strips of multiples of `unit` pixels; a longer line has one of its own.
std::vector<Strip> strips_of(const std::vector<Scaled>& lines, const LineView& view, int unit) {
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return lines[a].ink.cols > lines[b].ink.cols; });
  std::vector<char> done(lines.size(), 0);
  std::vector<Strip> out;
  for (std::size_t first = 0; first < order.size(); ++first) {
    if (done[order[first]]) continue;
    Strip strip;
    strip.width = (lines[order[first]].ink.cols + 2 * kGap + unit - 1) / unit * unit;
    int column = kGap / 2;
    for (std::size_t k = first; k < order.size(); ++k) {
      const int columns = lines[order[k]].ink.cols;
      if (done[order[k]] || column + columns + kGap / 2 > strip.width) continue;
      strip.members.emplace_back(order[k], std::clamp(column + static_cast<int>(std::lround(view.shift)), 0, strip.width - columns));
      done[order[k]] = 1;
      column += (columns + kGap + kStride - 1) / kStride * kStride;
    }
    out.push_back(std::move(strip));
  }
  return out;
}

// The characters at `peaks`, not yet named, of a line that begins at column `at` of its strip.
void add_places(const std::vector<Peak>& peaks, const Scaled& line, int at, ReadLine& out) {
  std::vector<char> covered(static_cast<std::size_t>(line.ink.cols), 0);
  for (const Peak& peak : peaks) {
    const double x = peak.centre - at;
    ReadCharacter c;
    c.place = peak.place;
    c.x0 = line.origin + (x - peak.half) * line.pixels;
    c.x1 = line.origin + (x + peak.half) * line.pixels;
    const int last = std::min(line.ink.cols, static_cast<int>(x + peak.half + 2));
    for (int k = std::max(0, static_cast<int>(x - peak.half - 1)); k < last; ++k) covered[static_cast<std::size_t>(k)] = 1;
    out.characters.push_back(std::move(c));
  }
  double missed = 0;
  for (int k = 0; k < line.ink.cols; ++k) {
    if (covered[static_cast<std::size_t>(k)]) continue;
    for (int y = 3; y < kHeight - 3; ++y) missed += line.ink.at<float>(y, k) > 0.4f ? 1 : 0;
  }
  out.missed = missed / (kEm * kEm);
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

double ReadLine::least() const {
  double out = 1;
  for (const ReadCharacter& c : characters) out = std::min(out, c.reading.confidence);
  return out;
}

double ReadLine::mean() const {
  if (characters.empty()) return 0;
  double sum = 0;
  for (const ReadCharacter& c : characters) sum += c.reading.confidence;
  return sum / static_cast<double>(characters.size());
}

struct LineReader::Impl {
  LineReaderOptions options;
  cv::dnn::Net lines;
  cv::dnn::Net characters;
  CharacterSet set;
  std::vector<int> rare;   // outputs of signs that documents rarely print

  std::vector<Peak> find_peaks(const cv::Mat& places, double least) const;
  cv::Mat windows_of(const cv::Mat& features, const std::vector<Peak>& peaks) const;
  void name(const cv::Mat& windows, std::vector<Reading>& readings);
};

// Steps where a character's centre is. `places`: 1 x 3 x 1 x steps.
std::vector<Peak> LineReader::Impl::find_peaks(const cv::Mat& places, double least) const {
  const int steps = places.size[3];
  const float* centre = places.ptr<float>(0, 0);
  const float* offset = places.ptr<float>(0, 1);
  const float* width = places.ptr<float>(0, 2);
  std::vector<Peak> out;
  for (int t = 0; t < steps; ++t) {
    const float p = centre[t];
    if ((t > 0 && centre[t - 1] > p) || (t + 1 < steps && centre[t + 1] >= p)) continue;
    const double probability = sigmoid(p);
    if (probability < least) continue;
    const Peak peak{t, probability, (t + 0.5 + offset[t]) * kStride, std::exp(std::min(width[t], 3.5f)) * kStride};
    // Two centres much nearer than their widths allow are one character seen twice.
    if (!out.empty() && peak.centre - out.back().centre < options.same_place * (peak.half + out.back().half)) {
      if (peak.place > out.back().place) out.back() = peak;
      continue;
    }
    out.push_back(peak);
  }
  return out;
}

// What the classifier sees of each peak, row by row. `features`: 1 x channels x rows x steps.
cv::Mat LineReader::Impl::windows_of(const cv::Mat& features, const std::vector<Peak>& peaks) const {
  const int channels = features.size[1], rows = features.size[2], steps = features.size[3];
  cv::Mat windows(static_cast<int>(peaks.size()), channels * rows * kWindow, CV_32F, cv::Scalar(0));
  for (int i = 0; i < windows.rows; ++i) {
    float* to = windows.ptr<float>(i);
    const int from = peaks[static_cast<std::size_t>(i)].step - kWindow / 2;
    for (int c = 0; c < channels; ++c) {
      for (int r = 0; r < rows; ++r, to += kWindow) {
        const float* line = features.ptr<float>(0, c) + static_cast<std::ptrdiff_t>(r) * steps;
        for (int k = std::max(0, -from); k < kWindow && from + k < steps; ++k) to[k] = line[from + k];
      }
    }
  }
  return windows;
}

// Names the character of each row of `windows`.
void LineReader::Impl::name(const cv::Mat& windows, std::vector<Reading>& readings) {
  // Always the same number at a time: another shape would make the network plan anew.
  const int batch = options.batch;
  cv::Mat some(batch, windows.cols, CV_32F);
  for (int first = 0; first < windows.rows; first += batch) {
    const int count = std::min(batch, windows.rows - first);
    if (count < batch) some.setTo(0);
    windows.rowRange(first, first + count).copyTo(some.rowRange(0, count));
    cv::Mat side_by_side = some.t();
    const int sizes[] = {1, windows.cols, 1, batch};
    characters.setInput(side_by_side.reshape(1, 4, sizes));
    const cv::Mat answer = characters.forward();
    cv::Mat scores = cv::Mat(answer.size[1], batch, CV_32F, const_cast<float*>(answer.ptr<float>())).t();
    for (const int sign : rare) scores.col(sign) += options.rare_score;
    for (int i = 0; i < count; ++i) {
      readings.push_back(set.reading(scores.ptr<float>(i), scores.cols, options.others, options.least_other));
    }
  }
}

LineReader::LineReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LineReader::~LineReader() = default;

Expected<std::unique_ptr<LineReader>> LineReader::open(const std::string& folder, const LineReaderOptions& options) {
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  for (const char* file : {"/lines.onnx", "/characters.onnx", "/characters.txt"}) {
    if (!std::ifstream(folder + file)) {
      return fail(ErrorKind::not_found, "the model " + folder + file + " is not there; install budgetlift whole");
    }
  }
  try {
    impl->set = CharacterSet::load(folder + "/characters.txt");
    impl->rare = impl->set.numbers_of(options.rare_signs);
    impl->lines = cv::dnn::readNetFromONNX(folder + "/lines.onnx");
    impl->characters = cv::dnn::readNetFromONNX(folder + "/characters.onnx");
    cv::setNumThreads(1);
  } catch (const std::exception& e) {
    return fail(ErrorKind::damaged, "the models in " + folder + " cannot be loaded: " + e.what());
  }
  return std::unique_ptr<LineReader>(new LineReader(std::move(impl)));
}

std::vector<ReadLine> LineReader::read(const cv::Mat& gray, const std::vector<LineBox>& lines, const LineView& view) {
  Impl& s = *impl_;
  std::vector<ReadLine> out(lines.size());
  std::vector<Scaled> scaled;
  scaled.reserve(lines.size());
  for (const LineBox& line : lines) scaled.push_back(scale_line(gray, line, view, s.options));

  // The characters of all strips are named together: a few at a time cost nearly as much as many.
  std::vector<cv::Mat> windows;
  std::vector<std::size_t> owner;   // line of each of them
  for (const Strip& strip : strips_of(scaled, view, s.options.strip)) {
    const int sizes[] = {1, 1, kHeight, strip.width};
    cv::Mat blob(4, sizes, CV_32F, cv::Scalar(0));
    cv::Mat ink(kHeight, strip.width, CV_32F, blob.ptr<float>());
    for (const auto& [line, at] : strip.members) scaled[line].ink.copyTo(ink(cv::Rect(at, 0, scaled[line].ink.cols, kHeight)));
    s.lines.setInput(blob);
    std::vector<cv::Mat> result;
    s.lines.forward(result, std::vector<cv::String>{"features", "places"});
    const std::vector<Peak> peaks = s.find_peaks(result[1], s.options.faint_place);
    for (const auto& [line, at] : strip.members) {
      const int columns = scaled[line].ink.cols;
      std::vector<Peak> mine;
      for (const Peak& peak : peaks) {
        if (peak.centre >= at - kStride && peak.centre < at + columns + kStride) mine.push_back(peak);
      }
      add_places(mine, scaled[line], at, out[line]);
      if (mine.empty()) continue;
      windows.push_back(s.windows_of(result[0], mine));
      owner.push_back(line);
    }
  }
  if (windows.empty()) return out;
  cv::Mat all;
  cv::vconcat(windows, all);
  std::vector<Reading> readings;
  readings.reserve(static_cast<std::size_t>(all.rows));
  s.name(all, readings);
  std::size_t next = 0;
  for (const std::size_t line : owner) {
    for (ReadCharacter& c : out[line].characters) c.reading = std::move(readings[next++]);
  }
  return out;
}

}  // namespace budgetlift
