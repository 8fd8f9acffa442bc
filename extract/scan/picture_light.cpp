// Colour and light: from the raster to dark ink on white paper.
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

cv::Mat of_raster(const Raster& raster) {
  // OpenCV has no const view of memory; it is only read.
  return cv::Mat(raster.height, raster.width, raster.channels == 3 ? CV_8UC3 : CV_8UC1,
                 const_cast<std::uint8_t*>(raster.pixels.data()));
}

// What makes the paper white, for each channel: yellow paper and warm light are no coloured ink.
using Gains = std::array<std::array<std::uint8_t, 256>, 3>;

Gains gains_of(const cv::Mat& small) {
  std::array<std::array<int, 256>, 3> counts{};
  for (int y = 0; y < small.rows; ++y) {
    const std::uint8_t* in = small.ptr(y);
    for (int x = 0; x < small.cols; ++x) {
      for (size_t c = 0; c < 3; ++c) ++counts[c][*in++];
    }
  }
  std::array<double, 3> paper{};
  for (size_t c = 0; c < 3; ++c) {
    int level = 255, left = small.rows * small.cols / 4;
    while (level > 1 && (left -= counts[c][static_cast<size_t>(level)]) > 0) --level;
    paper[c] = level;
  }
  const double most = *std::max_element(paper.begin(), paper.end());
  Gains gains;
  for (size_t c = 0; c < 3; ++c) {
    for (int i = 0; i < 256; ++i) gains[c][static_cast<size_t>(i)] = cv::saturate_cast<std::uint8_t>(i * most / paper[c]);
  }
  return gains;
}

// Strongest minus weakest channel, and the strongest.
void colour_of(const cv::Mat& rgb, const Gains& gains, cv::Mat& strongest, cv::Mat& colour) {
  strongest.create(rgb.size(), CV_8UC1);
  colour.create(rgb.size(), CV_8UC1);
  for (int y = 0; y < rgb.rows; ++y) {
    const std::uint8_t* in = rgb.ptr(y);
    std::uint8_t* top = strongest.ptr(y);
    std::uint8_t* out = colour.ptr(y);
    for (int x = 0; x < rgb.cols; ++x, in += 3) {
      const std::uint8_t r = gains[0][in[0]], g = gains[1][in[1]], b = gains[2][in[2]];
      const std::uint8_t high = std::max(r, std::max(g, b)), low = std::min(r, std::min(g, b));
      top[x] = high;
      out[x] = static_cast<std::uint8_t>(high - low);
    }
  }
}

// Where the picture shows stamps and fills in colour, in pixels of `small`.
std::vector<cv::Rect> coloured_areas(const cv::Mat& small, const Gains& gains, double dpi,
                                     const PictureOptions& options) {
  cv::Mat strongest, colour;
  colour_of(small, gains, strongest, colour);
  cv::Mat mask = colour >= options.least_colour;
  const int reach = std::max(1, static_cast<int>(std::lround(0.4 * dpi / 25.4)));
  cv::dilate(mask, mask, cv::getStructuringElement(cv::MORPH_RECT, {2 * reach + 1, 2 * reach + 1}));
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
  std::vector<cv::Rect> out;
  const double side = options.seal_side * dpi / 25.4;
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (box.width >= side && box.height >= side) out.push_back(box);
  }
  return out;
}

// Takes coloured ink out of `gray` within `area`: black ink is dark in every channel, coloured ink is not in its
// strongest one. What darkness is left there is in proportion to the colour.
void remove_colour(const cv::Mat& rgb, const Gains& gains, cv::Mat& gray, const cv::Rect& area,
                   const PictureOptions& options) {
  cv::Mat strongest, colour;
  colour_of(rgb(area), gains, strongest, colour);
  std::vector<int> bright(256, 0);
  std::vector<float> shares;
  for (int y = 0; y < area.height; y += 2) {
    for (int x = 0; x < area.width; x += 2) ++bright[strongest.at<std::uint8_t>(y, x)];
  }
  int paper = 255, left = ((area.height + 1) / 2) * ((area.width + 1) / 2) / 4;
  while (paper > 0 && (left -= bright[static_cast<size_t>(paper)]) > 0) --paper;
  for (int y = 0; y < area.height; y += 2) {
    for (int x = 0; x < area.width; x += 2) {
      const int c = colour.at<std::uint8_t>(y, x);
      if (c >= 2 * options.least_colour) {
        shares.push_back(static_cast<float>(std::max(0, paper - strongest.at<std::uint8_t>(y, x))) /
                         static_cast<float>(c));
      }
    }
  }
  float share = 0;
  if (!shares.empty()) {
    auto middle = shares.begin() + static_cast<std::ptrdiff_t>(shares.size() / 2);
    std::nth_element(shares.begin(), middle, shares.end());
    share = std::min(*middle, 0.6f);
  }
  cv::Mat target = gray(area);
  cv::addWeighted(strongest, 1, colour, share, 0, target);
}

}  // namespace

cv::Mat gray_of(const Raster& raster, const PictureOptions& options, double& dpi) {
  const cv::Mat whole = of_raster(raster);
  dpi = raster.dpi;
  cv::Mat gray;
  if (raster.channels == 3) {
    cv::cvtColor(whole, gray, cv::COLOR_RGB2GRAY);
    const int factor = std::max(1, static_cast<int>(dpi / 75));
    cv::Mat small;
    cv::resize(whole, small, {std::max(1, whole.cols / factor), std::max(1, whole.rows / factor)}, 0, 0,
               cv::INTER_AREA);
    const cv::Rect all(0, 0, whole.cols, whole.rows);
    const Gains gains = gains_of(small);
    for (const cv::Rect& area : coloured_areas(small, gains, dpi / factor, options)) {
      const cv::Rect box(area.x * factor, area.y * factor, area.width * factor, area.height * factor);
      remove_colour(whole, gains, gray, box & all, options);
    }
  } else {
    gray = whole;
  }
  if (dpi > options.most_dpi) {
    const double scale = std::min(1.0, options.most_dpi / 1.1 / dpi);
    cv::Mat less;
    cv::resize(gray, less, {}, scale, scale, cv::INTER_AREA);
    dpi *= scale;
    return less;
  }
  return gray;
}

cv::Mat even_light(const cv::Mat& gray, double dpi, const PictureOptions& options) {
  // The background is the brightest in a window wider than any stroke, of a picture fine enough to show the paper
  // between strokes.
  const int factor = std::max(1, static_cast<int>(std::lround(dpi / 90)));
  cv::Mat small, background;
  cv::resize(gray, small, {std::max(1, gray.cols / factor), std::max(1, gray.rows / factor)}, 0, 0, cv::INTER_AREA);
  cv::blur(small, background, {3, 3});
  const int window = 2 * static_cast<int>(std::lround(options.background_window * dpi / factor / 25.4 / 2)) + 1;
  const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_RECT, {window, window});
  cv::morphologyEx(background, background, cv::MORPH_CLOSE, kernel);
  cv::blur(background, background, {window / 2 * 2 + 1, window / 2 * 2 + 1});
  background = cv::max(background, 30);
  // The darkest ink of the page becomes black.
  cv::Mat even;
  cv::divide(small, background, even, options.paper_level);
  std::vector<int> counts(256, 0);
  for (int y = 0; y < even.rows; ++y) {
    for (int x = 0; x < even.cols; ++x) ++counts[even.at<std::uint8_t>(y, x)];
  }
  int black = 0, left = even.rows * even.cols / 200;
  while (black < 255 && (left -= counts[static_cast<size_t>(black)]) > 0) ++black;
  black = std::min(black, options.paper_level - options.least_contrast);
  cv::Mat full;
  cv::resize(background, full, gray.size(), 0, 0, cv::INTER_LINEAR);
  cv::divide(gray, full, full, options.paper_level + 5);
  if (black > 40) {
    cv::Mat stretch(1, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i) {
      stretch.at<std::uint8_t>(i) = cv::saturate_cast<std::uint8_t>((i - black * 0.8) * 255.0 / (255 - black * 0.8));
    }
    cv::LUT(full, stretch, full);
  }
  return full;
}

cv::Mat reduced(const cv::Mat& gray, double dpi, const PictureOptions& options, int& factor) {
  factor = std::max(1, static_cast<int>(std::lround(dpi / options.work_dpi)));
  if (factor == 1) return gray;
  cv::Mat out;
  cv::resize(gray(cv::Rect(0, 0, gray.cols / factor * factor, gray.rows / factor * factor)), out,
             {gray.cols / factor, gray.rows / factor}, 0, 0, cv::INTER_AREA);
  return out;
}

}  // namespace budgetlift
