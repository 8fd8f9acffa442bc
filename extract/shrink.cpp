#include "extract/shrink.h"

#include <algorithm>
#include <cmath>

namespace budgetlift {

Shrinker::Shrinker(int width, int height, int out_width, int out_height, int channels)
    : width_(width), height_(height), out_width_(out_width), out_height_(out_height), channels_(channels) {
  const double step = static_cast<double>(width) / out_width;
  for (int x = 0; x < out_width; ++x) {
    const double begin = x * step, end = std::min((x + 1) * step, static_cast<double>(width));
    Span span;
    span.first = static_cast<int>(begin);
    span.last = std::min(width - 1, static_cast<int>(std::ceil(end - 1e-9)) - 1);
    const double whole = end - begin;
    if (span.last <= span.first) {
      span.last = span.first;
      span.first_weight = 1;
    } else {
      span.first_weight = static_cast<float>((span.first + 1 - begin) / whole);
      span.last_weight = static_cast<float>((end - span.last) / whole);
      span.between = static_cast<float>(1 / whole);
    }
    spans_.push_back(span);
  }
  const std::size_t size = static_cast<std::size_t>(out_width) * static_cast<std::size_t>(channels);
  line_.resize(size);
  sum_.assign(size, 0.0f);
}

void Shrinker::across(const std::uint8_t* row) {
  float* out = line_.data();
  for (const Span& span : spans_) {
    for (int c = 0; c < channels_; ++c) {
      const std::uint8_t* pixel = row + span.first * channels_ + c;
      float value = span.first_weight * static_cast<float>(*pixel);
      if (span.last > span.first) {
        int between = 0;
        for (int x = span.first + 1; x < span.last; ++x) between += *(pixel += channels_);
        value += span.between * static_cast<float>(between) + span.last_weight * static_cast<float>(pixel[channels_]);
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
