#include "extract/raster.h"

#include <algorithm>
#include <cmath>

namespace budgetlift {
namespace {

// Bilinear, pixel centres on pixel centres.
std::vector<std::uint8_t> enlarged(const Raster& from, int width, int height) {
  const auto channels = static_cast<std::size_t>(from.channels);
  std::vector<std::uint8_t> out(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * channels);
  struct Place {
    std::size_t first, second;
    int share;   // of the second, of 256
  };
  auto places = [](int size, int out_size) {
    std::vector<Place> all;
    for (int i = 0; i < out_size; ++i) {
      const double at = std::clamp((i + 0.5) * size / out_size - 0.5, 0.0, size - 1.0);
      const auto first = static_cast<std::size_t>(at);
      all.push_back({first, std::min(first + 1, static_cast<std::size_t>(size) - 1),
                     static_cast<int>(std::lround((at - static_cast<double>(first)) * 256))});
    }
    return all;
  };
  const std::vector<Place> columns = places(from.width, width), rows = places(from.height, height);
  std::uint8_t* to = out.data();
  for (const Place& y : rows) {
    const std::uint8_t* upper = &from.pixels[y.first * static_cast<std::size_t>(from.width) * channels];
    const std::uint8_t* lower = &from.pixels[y.second * static_cast<std::size_t>(from.width) * channels];
    for (const Place& x : columns) {
      for (std::size_t c = 0; c < channels; ++c) {
        const int top = upper[x.first * channels + c] * (256 - x.share) + upper[x.second * channels + c] * x.share;
        const int bottom = lower[x.first * channels + c] * (256 - x.share) + lower[x.second * channels + c] * x.share;
        *to++ = static_cast<std::uint8_t>((top * (256 - y.share) + bottom * y.share + (1 << 15)) >> 16);
      }
    }
  }
  return out;
}

}  // namespace

void drop_idle_colours(Raster& raster, const ScanOptions& options) {
  if (raster.channels != 3) return;
  const std::size_t pixels = raster.pixels.size() / 3;
  constexpr std::size_t kStep = 7;  // a stroke of a seal is wider; odd, so that no column is missed
  std::size_t seen = 0, coloured = 0;
  for (std::size_t i = 0; i < pixels; i += kStep, ++seen) {
    const std::uint8_t* p = &raster.pixels[3 * i];
    coloured += std::max({p[0], p[1], p[2]}) - std::min({p[0], p[1], p[2]}) > options.colour_level;
  }
  if (static_cast<double>(coloured) >= options.colour_share * static_cast<double>(seen)) return;
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::uint8_t* p = &raster.pixels[3 * i];
    raster.pixels[i] = static_cast<std::uint8_t>((77 * p[0] + 150 * p[1] + 29 * p[2] + 128) >> 8);
  }
  raster.pixels.resize(pixels);
  raster.channels = 1;
}

void fit_resolution(Raster& raster, const ScanOptions& options) {
  const double dpi = std::clamp(raster.dpi, options.least_dpi, options.most_dpi);
  constexpr double kSame = 1;  // dpi; nothing is gained by so little
  if (std::abs(dpi - raster.dpi) <= kSame) return;
  if (raster.width < 2 || raster.height < 2) {
    // A point or a line shows nothing, at any resolution.
    raster.dpi = dpi;
    return;
  }
  const double scale = dpi / raster.dpi;
  const int width = std::max(1, static_cast<int>(std::lround(raster.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(raster.height * scale)));
  std::vector<std::uint8_t> pixels;
  if (scale > 1) {
    pixels = enlarged(raster, width, height);
  } else {
    Shrinker shrinker(raster.width, raster.height, width, height, raster.channels);
    const std::size_t row = static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.channels);
    for (int y = 0; y < raster.height; ++y) shrinker.push(&raster.pixels[static_cast<std::size_t>(y) * row], pixels);
    pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                  static_cast<std::size_t>(raster.channels), 255);
  }
  raster.pixels = std::move(pixels);
  raster.width = width;
  raster.height = height;
  raster.dpi = dpi;
}

Shrinker::Shrinker(int width, int height, int out_width, int out_height, int channels)
    : width_(width), height_(height), out_width_(out_width), out_height_(out_height), channels_(channels) {
  const double step = static_cast<double>(width) / out_width;
  taps_ = static_cast<int>(std::ceil(step)) + 1;
  for (int x = 0; x < out_width; ++x) {
    const double begin = x * step, end = begin + step;
    first_.push_back(std::min(static_cast<int>(begin), width - 1));
    for (int tap = 0; tap < taps_; ++tap) {
      const double from = std::max(begin, static_cast<double>(first_.back() + tap));
      const double to = std::min(end, static_cast<double>(first_.back() + tap + 1));
      weights_.push_back(static_cast<float>(std::max(0.0, to - from) / step));
    }
  }
  padded_.resize(static_cast<std::size_t>(width + taps_) * static_cast<std::size_t>(channels));
  const std::size_t size = static_cast<std::size_t>(out_width) * static_cast<std::size_t>(channels);
  line_.resize(size);
  sum_.assign(size, 0.0f);
}

namespace {

// The same for numbers of taps and channels that the compiler knows: this is where the time goes.
template <int kTaps, int kChannels>
void weigh(const std::uint8_t* row, const std::vector<int>& first, const std::vector<float>& weights, float* out) {
  const float* w = weights.data();
  for (const int at : first) {
    const std::uint8_t* pixel = row + at * kChannels;
    for (int c = 0; c < kChannels; ++c) {
      float value = 0;
      for (int tap = 0; tap < kTaps; ++tap) value += w[tap] * static_cast<float>(pixel[tap * kChannels + c]);
      *out++ = value;
    }
    w += kTaps;
  }
}

}  // namespace

void Shrinker::across(const std::uint8_t* row) {
  std::copy_n(row, static_cast<std::size_t>(width_) * static_cast<std::size_t>(channels_), padded_.data());
  if (taps_ == 3) {
    channels_ == 1 ? weigh<3, 1>(padded_.data(), first_, weights_, line_.data())
                   : weigh<3, 3>(padded_.data(), first_, weights_, line_.data());
    return;
  }
  float* out = line_.data();
  for (std::size_t x = 0; x < first_.size(); ++x) {
    for (int c = 0; c < channels_; ++c) {
      float value = 0;
      for (int tap = 0; tap < taps_; ++tap) {
        value += weights_[x * static_cast<std::size_t>(taps_) + static_cast<std::size_t>(tap)] *
                 static_cast<float>(padded_[static_cast<std::size_t>((first_[x] + tap) * channels_ + c)]);
      }
      *out++ = value;
    }
  }
}

void Shrinker::flush(std::vector<std::uint8_t>& out) {
  for (float& value : sum_) {
    out.push_back(static_cast<std::uint8_t>(std::clamp(value + 0.5f, 0.0f, 255.0f)));
    value = 0;
  }
  ++out_row_;
}

void Shrinker::push(const std::uint8_t* row, std::vector<std::uint8_t>& out) {
  if (row_ >= height_ || out_row_ >= out_height_) return;
  across(row);
  // The row lies between these two heights of the output; it may end one output row and begin the next.
  const double scale = static_cast<double>(out_height_) / height_;
  const double top = row_ * scale, bottom = (row_ + 1) * scale;
  ++row_;
  const double edge = out_row_ + 1;
  const auto first = static_cast<float>(std::min(bottom, edge) - top);
  for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += first * line_[i];
  if (bottom < edge - 1e-9 && row_ < height_) return;
  flush(out);
  const auto rest = static_cast<float>(bottom - edge);
  if (rest <= 1e-9f) return;
  for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] = rest * line_[i];
}

}  // namespace budgetlift
