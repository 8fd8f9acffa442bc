// What shows along every straight line of a page: ink that stands alone, as that of rulings does, or text.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_marks.h"

namespace budgetlift {
namespace {

// Two strokes that meet, as where rulings cross.
bool is_crossing(const cv::Mat& labels, int own, int area, const PictureOptions& options) {
  std::vector<int> rows(static_cast<size_t>(labels.rows) + 2), columns(static_cast<size_t>(labels.cols) + 2);
  for (int y = 0; y < labels.rows; ++y) {
    const int* row = labels.ptr<int>(y);
    for (int x = 0; x < labels.cols; ++x) {
      if (row[x] != own) continue;
      ++rows[static_cast<size_t>(y)];
      ++columns[static_cast<size_t>(x)];
    }
  }
  int most = 0;
  for (const auto* sums : {&rows, &columns}) {
    int best = 0;
    for (size_t i = 0; i + 2 < sums->size(); ++i) best = std::max(best, (*sums)[i] + (*sums)[i + 1] + (*sums)[i + 2]);
    most += best;
  }
  return most >= options.crossing_ink * area;
}

// Specks hang lying rulings on characters: what lies at the edge of a box of text and is of a ruling that is known is cut off.
cv::Rect without_rulings(cv::Rect box, const std::vector<Track>& lying, double most) {
  for (const Track& track : lying) {
    if (std::none_of(track.stretches.begin(), track.stretches.end(), [&](const Stretch& s) { return s.start < box.x + box.width && s.end > box.x; })) continue;
    const int low = static_cast<int>(track.position - track.thickness / 2 - 1), high = static_cast<int>(track.position + track.thickness / 2 + 1) + 1;
    const int bottom = box.y + box.height;
    if (low < bottom && track.position > bottom - most) box.height = low - box.y;
    if (high > box.y && track.position < box.y + most) box.height -= high - box.y, box.y = high;
  }
  return box;
}

// 1 where text stands: characters and the way between them. `maybe`: where strokes cross each other near text.
cv::Mat text_of(const InkView& view, const std::vector<Track>& lying, cv::Mat& maybe, const PictureOptions& options) {
  cv::Mat labels, stats, centres, text(view.ink.size(), CV_8UC1, cv::Scalar(0)), joined;
  const int join = static_cast<int>(std::lround(options.text_join * view.per_mm));
  cv::morphologyEx(view.ink, joined, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {join, join}));
  std::vector<cv::Rect> crossings;
  const double most = options.text_most * view.per_mm, em = options.text_em * view.per_mm;
  // Characters that a fax has broken up are found by their parts together.
  for (const bool whole : {true, false}) {
    const int count = cv::connectedComponentsWithStats(whole ? view.ink : joined, labels, stats, centres, 8, CV_32S);
    const double least = (whole ? options.text_side : options.text_joined) * view.per_mm;
    for (int i = 1; i < count; ++i) {
      const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                         stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
      if (std::min(box.width, box.height) < least || (whole ? std::max(box.width, box.height) > most : box.height > em)) continue;
      // A part of a broken thick ruling, however ragged.
      if (box.height > options.text_slender * box.width || (whole && box.width > options.text_slender * box.height)) continue;
      const int area = stats.at<int>(i, cv::CC_STAT_AREA);
      if (area < (whole ? options.text_filled : options.text_joined_filled) * box.area()) continue;
      if (is_crossing(labels(box), i, area, options)) {
        if (whole && std::max(box.width, box.height) <= options.text_em * view.per_mm) crossings.push_back(box);
        continue;
      }
      const cv::Rect own = without_rulings(box, lying, options.grid_thick * view.per_mm);
      if (own.height > 0) text(own).setTo(1);
    }
  }
  maybe = cv::Mat(text.size(), CV_8UC1, cv::Scalar(0));
  const int near = static_cast<int>(options.text_gap * view.per_mm);
  for (const cv::Rect& box : crossings) {
    const cv::Rect around = cv::Rect(box.x - near, box.y, box.width + 2 * near, box.height) & cv::Rect(0, 0, text.cols, text.rows);
    if (cv::countNonZero(text(around)) > 0) maybe(box).setTo(1);
  }
  const int gap = static_cast<int>(std::lround(options.text_gap * view.per_mm));
  cv::morphologyEx(text, text, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {gap, 1}));
  return text;
}

// What a row of pixels and its neighbours show, block by block. Near text strokes say nothing.
cv::Mat bits_of(const Direction& d, const cv::Mat& text, const cv::Mat& near_text, int step, const PictureOptions& options) {
  const cv::Mat& across = d.view.across;
  const int thin = static_cast<int>(std::lround(pixels(d, options.grid_thick)));
  const int near = static_cast<int>(std::lround(pixels(d, options.alone_from)));
  const int far = static_cast<int>(std::lround(pixels(d, options.alone_to)));
  const int dash_length = static_cast<int>(std::lround(pixels(d, options.grid_dash)));
  cv::Mat row_bits(across.rows, across.cols / step + 1, CV_8UC1, cv::Scalar(0));
  for (int y = 0; y < across.rows; ++y) {
    const std::uint8_t* runs = across.ptr(y);
    std::uint8_t* out = row_bits.ptr(y);
    int block = -1, length = 0;
    for (int x = 0; x < across.cols; ++x) {
      const int run = runs[x];
      if (run == 0 && !text.at<std::uint8_t>(y, x)) continue;
      std::uint8_t& bits = out[x / step];
      if (run > thin || text.at<std::uint8_t>(y, x)) {
        bits |= text.at<std::uint8_t>(y, x) ? written : crossed;
        continue;
      }
      int top = y, bottom = y;
      while (top > 0 && across.at<std::uint8_t>(top - 1, x) != 0) --top;
      while (bottom + 1 < across.rows && across.at<std::uint8_t>(bottom + 1, x) != 0) ++bottom;
      auto clear = [&](int from, int to) {
        for (int k = std::max(0, from); k <= std::min(across.rows - 1, to); ++k) {
          if (across.at<std::uint8_t>(k, x) != 0) return false;
        }
        return true;
      };
      const bool above = clear(top - far, top - near), below = clear(bottom + near, bottom + far);
      if (above && below && !near_text.at<std::uint8_t>(y, x)) {
        length = x / step == block ? length + 1 : 1;
        block = x / step;
        bits |= length >= dash_length ? dash : dot;
      } else {
        bits |= near_text.at<std::uint8_t>(y, x) ? hidden : above || below ? half : hidden;
      }
    }
  }
  cv::Mat out = row_bits.clone();
  for (int y = 0; y < row_bits.rows; ++y) {
    for (int k = -1; k <= 1; k += 2) {
      if (y + k < 0 || y + k >= row_bits.rows) continue;
      const std::uint8_t* other = row_bits.ptr(y + k);
      std::uint8_t* own = out.ptr(y);
      for (int b = 0; b < out.cols; ++b) own[b] |= other[b];
    }
  }
  return out;
}

// How often a block shows a mark where no ruling is: most rows have none.
double noise_of(const cv::Mat& bits, const PictureOptions& options) {
  std::vector<double> shares;
  for (int y = 0; y < bits.rows; ++y) {
    int marked = 0, of = 0;
    const std::uint8_t* row = bits.ptr(y);
    for (int b = 0; b < bits.cols; ++b) {
      marked += row[b] != 0 && row[b] <= (dot | dash);
      of += row[b] <= (dot | dash);
    }
    if (of > bits.cols / 3) shares.push_back(static_cast<double>(marked) / of);
  }
  std::sort(shares.begin(), shares.end());
  const size_t n = shares.size() * 8 / 10;
  double sum = 0;
  for (size_t i = 0; i < n; ++i) sum += shares[i];
  return std::max(options.grid_noise, n > 0 ? sum / static_cast<double>(n) : 0);
}

Marks marks_of(const Direction& d, const cv::Mat& text, const cv::Mat& near_text, const PictureOptions& options) {
  Marks marks;
  marks.step = std::max(3, static_cast<int>(std::lround(pixels(d, options.grid_step))));
  marks.text = text;
  marks.bits = bits_of(d, text, near_text, marks.step, options);
  marks.noise = noise_of(marks.bits, options);
  marks.next = static_cast<float>(options.grid_next);
  return marks;
}

}  // namespace

MarkWeights weights_of(const Marks& marks, double share, const PictureOptions& options) {
  MarkWeights out{};
  for (size_t bits = 0; bits < out.size(); ++bits) {
    double w = 0;
    if (bits & written) w = -options.grid_written;
    else if (bits & (dash | dot)) w = bits & crossed ? 0.0 : std::log(share / 2 / (bits & dash ? options.grid_dashes * marks.noise : marks.noise));
    else if (bits & crossed) w = -options.grid_crossed;
    else if (bits & half) w = options.grid_half;
    else if (!(bits & hidden)) w = std::log((1 - share) / (1 - marks.noise));
    out[bits] = static_cast<float>(w);
  }
  return out;
}

std::array<Marks, 2> grid_marks(const Direction& horizontal, const Direction& vertical, const std::vector<Track>& h, const PictureOptions& options) {
  auto row = [&](double mm) { return cv::getStructuringElement(cv::MORPH_RECT, {2 * static_cast<int>(pixels(horizontal, mm) / 2) + 1, 1}); };
  cv::Mat maybe, near_text, between;
  const cv::Mat text = text_of(horizontal.view, h, maybe, options);
  cv::dilate(text, near_text, row(2 * options.text_reach));
  near_text |= maybe;
  cv::morphologyEx(text, between, cv::MORPH_CLOSE, row(options.text_between));
  cv::dilate(between, between, row(2 * options.text_beside));
  between |= maybe;
  return {marks_of(horizontal, text, near_text, options), marks_of(vertical, text.t(), between.t(), options)};
}

}  // namespace budgetlift
