#include "extract/pdf_image.h"

#include <GfxState.h>
#include <OutputDev.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "extract/raster.h"

namespace budgetlift {
namespace {

std::uint8_t byte_of(GfxColorComp component) {
  return colToByte(component);
}

// Rows of an image as gray or as red, green, blue.
class RowDecoder {
 public:
  RowDecoder(GfxImageColorMap& colors, bool gray) : colors_(colors), gray_(gray) {
    // Profiles of scanners are near to plain red, green, blue, and take longer than all else.
    const GfxColorSpaceMode mode = colors.getColorSpace()->getMode();
    plain_ = !gray && colors.getBits() == 8 && colors.getNumPixelComps() == 3 &&
             (mode == csDeviceRGB || mode == csCalRGB || mode == csICCBased);
    for (int i = 0; i < 3 && plain_; ++i) plain_ = colors.getDecodeLow(i) == 0 && colors.getDecodeHigh(i) == 1;
    // One component of few bits: a table of its values is quicker than any colour space.
    if (colors.getNumPixelComps() != 1 || colors.getBits() > 8) return;
    const int values = 1 << colors.getBits();
    for (int value = 0; value < values; ++value) {
      const auto in = static_cast<unsigned char>(value);
      GfxRGB rgb;
      GfxGray level;
      colors.getRGB(&in, &rgb);
      colors.getGray(&in, &level);
      if (gray_) {
        table_.push_back(byte_of(level));
      } else {
        table_.insert(table_.end(), {byte_of(rgb.r), byte_of(rgb.g), byte_of(rgb.b)});
      }
    }
  }

  void decode(unsigned char* in, int width, std::vector<std::uint8_t>& out) const {
    out.resize(static_cast<std::size_t>(width) * (gray_ ? 1 : 3));
    if (plain_) {
      std::copy_n(in, out.size(), out.data());
    } else if (!table_.empty() && gray_) {
      for (int x = 0; x < width; ++x) out[static_cast<std::size_t>(x)] = table_[in[x]];
    } else if (!table_.empty()) {
      for (int x = 0; x < width; ++x) std::copy_n(&table_[3u * in[x]], 3, &out[3 * static_cast<std::size_t>(x)]);
    } else if (gray_) {
      colors_.getGrayLine(in, out.data(), width);
    } else {
      colors_.getRGBLine(in, out.data(), width);
    }
  }

 private:
  GfxImageColorMap& colors_;
  bool gray_;
  bool plain_ = false;
  std::vector<std::uint8_t> table_;
};

// Takes the pixels of one image out of a page, shrunk to the size that is wanted.
class ImageCatcher : public OutputDev {
 public:
  ImageCatcher(const PlacedImage& image, int out_width, int out_height)
      : image_(image), out_width_(out_width), out_height_(out_height) {}

  bool upsideDown() override { return true; }
  bool useDrawChar() override { return false; }
  bool interpretType3Chars() override { return false; }
  bool needNonText() override { return true; }

  void drawImage(GfxState* state, Object* ref, Stream* stream, int width, int height, GfxImageColorMap* colors,
                 bool interpolate, const int* mask, bool inline_image) override {
    if (done || width != image_.width || height != image_.height) {
      OutputDev::drawImage(state, ref, stream, width, height, colors, interpolate, mask, inline_image);
      return;
    }
    channels = image_.gray ? 1 : 3;
    const RowDecoder decoder(*colors, image_.gray);
    read(stream, colors->getNumPixelComps(), colors->getBits(),
         [&](unsigned char* in, std::vector<std::uint8_t>& row) { decoder.decode(in, image_.width, row); });
  }

  void drawImageMask(GfxState* state, Object* ref, Stream* stream, int width, int height, bool invert, bool interpolate,
                     bool inline_image) override {
    if (done || width != image_.width || height != image_.height) {
      OutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, inline_image);
      return;
    }
    GfxGray ink;
    state->getFillGray(&ink);
    const std::uint8_t table[] = {invert ? std::uint8_t{255} : byte_of(ink), invert ? byte_of(ink) : std::uint8_t{255}};
    channels = 1;
    read(stream, 1, 1, [&](unsigned char* in, std::vector<std::uint8_t>& row) {
      row.resize(static_cast<std::size_t>(image_.width));
      for (std::size_t x = 0; x < row.size(); ++x) row[x] = table[in[x] & 1];
    });
  }

  bool done = false;
  bool damaged = false;
  int channels = 1;
  std::vector<std::uint8_t> pixels;   // out_width x out_height

 private:
  template <typename Decode>
  void read(Stream* stream, int components, int bits, const Decode& decode) {
    done = true;
    const unsigned long errors = poppler_errors();
    WatchedStream watched(stream, image_.width, image_.height);
    ImageStream lines(&watched, image_.width, components, bits);
    lines.reset();
    // Enlarged rows and columns are repeated, so that what is black and white stays so.
    const bool repeated = out_width_ >= image_.width && out_height_ >= image_.height;
    std::optional<Shrinker> shrinker;
    if (!repeated) shrinker.emplace(image_.width, image_.height, out_width_, out_height_, channels);
    const std::size_t size = static_cast<std::size_t>(out_width_) * static_cast<std::size_t>(out_height_) *
                             static_cast<std::size_t>(channels);
    pixels.reserve(size);
    std::vector<std::uint8_t> row;
    for (int y = 0; y < image_.height; ++y) {
      unsigned char* line = lines.getLine();
      if (!line) break;
      decode(line, row);
      if (repeated) {
        for (int copies = times_of(y, image_.height, out_height_); copies > 0; --copies) append_repeated(row);
      } else {
        shrinker->push(row.data(), pixels);
      }
    }
    lines.close();
    damaged = pixels.size() < size || watched.cut_off() || poppler_errors() != errors;
    pixels.resize(size, 255);
  }

  // How often a row or column comes where `count` of them fill `out`.
  static int times_of(int index, int count, int out) {
    auto first = [&](std::int64_t i) { return static_cast<int>(i * out / count); };
    return first(index + 1) - first(index);
  }

  void append_repeated(const std::vector<std::uint8_t>& row) {
    if (out_width_ == image_.width) {
      pixels.insert(pixels.end(), row.begin(), row.end());
      return;
    }
    const auto count = static_cast<std::size_t>(channels);
    for (int x = 0; x < image_.width; ++x) {
      const std::uint8_t* pixel = &row[static_cast<std::size_t>(x) * count];
      for (int copies = times_of(x, image_.width, out_width_); copies > 0; --copies) pixels.insert(pixels.end(), pixel, pixel + count);
    }
  }

  const PlacedImage& image_;
  int out_width_, out_height_;
};

// Where the pixel (x, y) of the shown image comes from: a quarter turn and mirrors, taken from the image's matrix.
struct Turn {
  bool swap = false;     // the image's columns are shown as rows
  bool mirror_x = false; // of the image's own columns and rows
  bool mirror_y = false;
};

std::vector<std::uint8_t> turned(std::vector<std::uint8_t>&& pixels, int& width, int& height, int channels, Turn turn) {
  if (!turn.swap && !turn.mirror_x && !turn.mirror_y) return std::move(pixels);
  const int out_width = turn.swap ? height : width, out_height = turn.swap ? width : height;
  std::vector<std::uint8_t> out(pixels.size());
  std::uint8_t* to = out.data();
  for (int y = 0; y < out_height; ++y) {
    for (int x = 0; x < out_width; ++x) {
      int from_x = turn.swap ? y : x, from_y = turn.swap ? x : y;
      if (turn.mirror_x) from_x = width - 1 - from_x;
      if (turn.mirror_y) from_y = height - 1 - from_y;
      const std::uint8_t* from = &pixels[(static_cast<std::size_t>(from_y) * static_cast<std::size_t>(width) +
                                          static_cast<std::size_t>(from_x)) * static_cast<std::size_t>(channels)];
      for (int c = 0; c < channels; ++c) *to++ = from[c];
    }
  }
  width = out_width;
  height = out_height;
  return out;
}

// The image where it lies on a white page.
Raster on_page(std::vector<std::uint8_t>&& pixels, int width, int height, int channels, const PageFacts& facts,
               const Box& place, double dpi) {
  Raster raster;
  raster.channels = channels;
  raster.dpi = dpi;
  const int page_width = std::max(1, static_cast<int>(std::lround(facts.width * dpi / 72)));
  const int page_height = std::max(1, static_cast<int>(std::lround(facts.height * dpi / 72)));
  const int left = static_cast<int>(std::lround(place.x0 * dpi / 72));
  const int top = static_cast<int>(std::lround(place.y0 * dpi / 72));
  constexpr int kRounding = 2;  // pixels
  if (std::abs(left) < kRounding && std::abs(top) < kRounding && std::abs(page_width - width) <= kRounding &&
      std::abs(page_height - height) <= kRounding) {
    raster.width = width;
    raster.height = height;
    raster.pixels = std::move(pixels);
    return raster;
  }
  raster.width = page_width;
  raster.height = page_height;
  const auto count = static_cast<std::size_t>(channels);
  raster.pixels.assign(static_cast<std::size_t>(page_width) * static_cast<std::size_t>(page_height) * count, 255);
  const int x0 = std::max(0, left), x1 = std::min(page_width, left + width);
  for (int y = std::max(0, top); y < std::min(page_height, top + height) && x0 < x1; ++y) {
    const std::size_t from = (static_cast<std::size_t>(y - top) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x0 - left)) * count;
    const std::size_t to = (static_cast<std::size_t>(y) * static_cast<std::size_t>(page_width) + static_cast<std::size_t>(x0)) * count;
    std::copy_n(&pixels[from], static_cast<std::size_t>(x1 - x0) * count, &raster.pixels[to]);
  }
  return raster;
}

}  // namespace

WatchedStream::WatchedStream(Stream* stream, int width, int height) : stream_(stream), bytes_(stream), fax_(fax_bitmap(*stream, width, height)) {
  if (fax_) bytes_ = &fax_bytes_.emplace(fax_->bytes.data(), 0, static_cast<Goffset>(fax_->bytes.size()), Object(objNull));
}

bool WatchedStream::cut_off() const {
  return (fax_ && fax_->cut_off) || static_cast<double>(missing_) > 0.005 * static_cast<double>(asked_);
}

int WatchedStream::getChar() {
  const int c = bytes_->getChar();
  ++asked_;
  missing_ += c == EOF;
  return c;
}

int WatchedStream::getChars(int count, unsigned char* buffer) {
  const int got = bytes_->doGetChars(count, buffer);
  asked_ += static_cast<std::uint64_t>(count);
  missing_ += static_cast<std::uint64_t>(std::max(0, count - got));
  return got;
}

std::optional<Raster> single_image(::Page& page, double unit, const PageFacts& facts, const ScanOptions& options) {
  if (facts.image_count != 1 || facts.other_marks != 0 || facts.images.size() != 1) return std::nullopt;
  const PlacedImage& image = facts.images[0];
  if (!image.whole || image.width < 2 || image.height < 2) return std::nullopt;
  const auto& m = image.matrix;
  const bool swap = std::abs(m[1]) > std::abs(m[0]);
  // How far the image's far corners leave its axes, in points.
  constexpr double kUpright = 0.12;
  if (std::max(std::abs(swap ? m[0] : m[1]), std::abs(swap ? m[3] : m[2])) > kUpright) return std::nullopt;
  const double along = std::abs(swap ? m[1] : m[0]), across = std::abs(swap ? m[2] : m[3]);
  const double dpi_x = 72 * image.width / along, dpi_y = 72 * image.height / across;
  constexpr double kSquare = 0.01;  // pixels so far from square are rendered ...
  constexpr double kFax = 2.2;      // ... but for those of faxes (204 x 196 or 204 x 98 dpi), of which rows or columns are repeated
  const double true_dpi = std::max(dpi_x, dpi_y), shape = true_dpi / std::min(dpi_x, dpi_y);
  const bool of_fax = image.bilevel && shape > 1 + kSquare && shape < kFax && true_dpi <= options.most_dpi + 1;
  if (shape > 1 + kSquare && !of_fax) return std::nullopt;

  const double scale = true_dpi > options.most_dpi + 1 ? options.most_dpi / true_dpi : 1;
  const double wider = of_fax ? true_dpi / dpi_x : 1, higher = of_fax ? true_dpi / dpi_y : 1;
  int width = std::max(1, static_cast<int>(std::lround(image.width * scale * wider)));
  int height = std::max(1, static_cast<int>(std::lround(image.height * scale * higher)));
  ImageCatcher catcher(image, width, height);
  page.displaySlice(&catcher, 72 * unit, 72 * unit, 0, false, true, -1, -1, -1, -1, false);
  if (!catcher.done) return std::nullopt;

  // A row of the image is a column of the page where they are swapped. In the image's own space y goes up.
  const Turn turn{swap, swap ? m[1] < 0 : m[0] < 0, swap ? m[2] > 0 : m[3] > 0};
  std::vector<std::uint8_t> pixels = turned(std::move(catcher.pixels), width, height, catcher.channels, turn);
  const Box place{m[4] + std::min(m[0], 0.0) + std::min(m[2], 0.0), m[5] + std::min(m[1], 0.0) + std::min(m[3], 0.0),
                  m[4] + std::max(m[0], 0.0) + std::max(m[2], 0.0), m[5] + std::max(m[1], 0.0) + std::max(m[3], 0.0)};
  Raster raster = on_page(std::move(pixels), width, height, catcher.channels, facts, place, true_dpi * scale);
  raster.true_dpi = true_dpi;
  raster.damaged = catcher.damaged;
  fit_resolution(raster, options);
  drop_idle_colours(raster, options);
  return raster;
}

}  // namespace budgetlift
