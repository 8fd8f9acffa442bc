// A scanned page's pixels become a flat picture, its rulings and lines of text, and with these the cells of tables. The
// bytes are a small drawing language: a head of eight bytes says what the sheet is like, then come commands of five bytes
// (what, x, y, a, b) on a grid of 256 × 256 places of the sheet.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>

#include "extract/page_blocks.h"
#include "extract/raster.h"
#include "extract/scan/picture.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/targets/blocks.h"

namespace budgetlift::fuzz {
namespace {

constexpr std::size_t kHead = 8, kCommand = 5, kMostCommands = 300;

// What the head says: sides (pixels), resolution, flags (1 colours, 2 bilevel, 4 upside down, 8 as an image file without
// resolution), skew, noise, paper, blur.
struct Sheet {
  cv::Mat pixels;
  double dpi;
  bool bilevel, half_turn;
  double skew;   // degrees
  int noise, blur;

  explicit Sheet(const std::uint8_t* h)
      : pixels(1 + 3 * h[1], 1 + 3 * h[0], (h[3] & 1) != 0 ? CV_8UC3 : CV_8UC1, cv::Scalar::all(255 - h[6])),
        dpi((h[3] & 8) != 0 ? 72.0 * std::max(pixels.cols, pixels.rows) / 842 : 100.0 + h[2]),
        bilevel((h[3] & 2) != 0),
        half_turn((h[3] & 4) != 0),
        skew(static_cast<std::int8_t>(h[4]) / 16.0),
        noise(h[5]),
        blur(h[7] % 4) {}
};

class Pen {
 public:
  explicit Pen(cv::Mat& on) : on_(on) {}

  // Gives how many bytes behind the command were pixels.
  std::size_t draw(const std::uint8_t* c, std::size_t left) {
    const cv::Point at(c[1] * on_.cols / 256, c[2] * on_.rows / 256);
    const int thick = 1 + c[4] % 4;
    const cv::Scalar ink = c[0] >= 0xC0 ? cv::Scalar(200, 30, 40) : cv::Scalar::all(c[0] >= 0x80 ? c[4] : 0);
    switch (c[0] % 10) {
      case 0: cv::line(on_, at, {c[3] * on_.cols / 256, at.y}, ink, thick); break;
      case 1: cv::line(on_, at, {at.x, c[3] * on_.rows / 256}, ink, thick); break;
      case 2: grid(at, c[3] % 8, c[4] % 8, ink); break;
      case 3: cv::rectangle(on_, at, {c[3] * on_.cols / 256, c[4] * on_.rows / 256}, ink, cv::FILLED); break;
      case 4: cv::line(on_, at, {c[3] * on_.cols / 256, c[4] * on_.rows / 256}, ink, 2); break;
      case 5: dashes(at, c[3] * on_.cols / 256, true, c[4], ink); break;
      case 6: dashes(at, c[3] * on_.rows / 256, false, c[4], ink); break;
      case 7: cv::circle(on_, at, c[3] / 4, ink, c[4] % 2 == 0 ? 3 : cv::FILLED); break;
      case 8: return paste(at, c[3], c[4], c + kCommand, left - kCommand);
      default: text(at, 6 + c[3] % 32, 1 + c[4] % 24, ink);
    }
    return 0;
  }

 private:
  void grid(const cv::Point& at, int columns, int rows, const cv::Scalar& ink) {
    const int wide = on_.cols / 8, high = on_.rows / 16;
    for (int i = 0; i <= rows; ++i) cv::line(on_, {at.x, at.y + i * high}, {at.x + columns * wide, at.y + i * high}, ink, 2);
    for (int i = 0; i <= columns; ++i) cv::line(on_, {at.x + i * wide, at.y}, {at.x + i * wide, at.y + rows * high}, ink, 2);
  }

  void dashes(const cv::Point& at, int end, bool lying, int shape, const cv::Scalar& ink) {
    const int dash = 1 + shape % 16, gap = 1 + shape / 16;
    for (int p = lying ? at.x : at.y; p < end; p += dash + gap) {
      if (lying) cv::line(on_, {p, at.y}, {std::min(p + dash, end), at.y}, ink, 2);
      else cv::line(on_, {at.x, p}, {at.x, std::min(p + dash, end)}, ink, 2);
    }
  }

  // Strokes of characters.
  void text(cv::Point at, int side, int count, const cv::Scalar& ink) {
    for (int i = 0; i < count; ++i, at.x += side + side / 8) {
      if (i % 3 != 1) cv::rectangle(on_, {at.x, at.y + side / 5}, {at.x + side - 2, at.y + side * 3 / 5}, ink, 1 + side / 16);
      cv::line(on_, {at.x + side / 2, at.y}, {at.x + side / 2, at.y + side - 1}, ink, 1 + side / 16);
    }
  }

  std::size_t paste(const cv::Point& at, int width, int height, const std::uint8_t* pixels, std::size_t left) {
    std::size_t used = 0;
    for (int y = at.y; y < std::min(at.y + height, on_.rows); ++y) {
      for (int x = at.x; x < std::min(at.x + width, on_.cols) && used < left; ++x) {
        const cv::Rect one(x, y, 1, 1);
        on_(one).setTo(cv::Scalar::all(pixels[used++]));
      }
    }
    return used;
  }

  cv::Mat& on_;
};

Raster scanned(const std::uint8_t* data, std::size_t size, Sheet& sheet) {
  cv::Mat& m = sheet.pixels;
  Pen pen(m);
  for (std::size_t i = kHead, commands = 0; i + kCommand <= size && commands < kMostCommands; ++commands) {
    i += kCommand + pen.draw(data + i, size - i);
  }
  if (sheet.skew != 0) {
    const cv::Mat turn = cv::getRotationMatrix2D(cv::Point2f(m.cols / 2.0f, m.rows / 2.0f), sheet.skew, 1);
    cv::Mat turned;
    cv::warpAffine(m, turned, turn, m.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(255));
    m = turned;
  }
  if (sheet.blur > 0) cv::GaussianBlur(m, m, {0, 0}, sheet.blur * 0.6);
  if (sheet.noise > 0) {
    cv::Mat noise(m.size(), CV_16SC(m.channels())), sum;
    cv::RNG(1).fill(noise, cv::RNG::NORMAL, 0, sheet.noise / 4.0);
    m.convertTo(sum, CV_16S);
    sum += noise;
    sum.convertTo(m, CV_8U);
  }
  if (sheet.bilevel) cv::threshold(m, m, 127, 255, cv::THRESH_BINARY);
  Raster raster;
  raster.width = m.cols;
  raster.height = m.rows;
  raster.channels = m.channels();
  raster.dpi = sheet.dpi;
  raster.bilevel = sheet.bilevel;
  raster.pixels.assign(m.datastart, m.dataend);
  return raster;
}

void check_picture(const Picture& p, const Raster& raster, const PictureOptions& options) {
  promise(!p.gray.empty() && p.gray.type() == CV_8UC1 && p.erased.type() == CV_8UC1 && p.erased.size() == p.gray.size(),
          "a page has a picture, and one without rulings");
  promise(std::isfinite(p.dpi) && p.dpi > 0 && p.dpi <= std::max(options.most_dpi, raster.dpi) + 1, "a picture has a resolution");
  for (const double value : p.to_raster.val) promise(std::isfinite(value), "a place of the picture has one on the page");
  constexpr double kBeyond = 8;   // pixels; where a ruling's end is told by another's place
  for (const PixelRuling& r : p.rulings) {
    const double across = r.horizontal ? p.gray.rows : p.gray.cols, along = r.horizontal ? p.gray.cols : p.gray.rows;
    promise(r.position >= -kBeyond && r.position <= across + kBeyond && r.start >= -kBeyond && r.end <= along + kBeyond,
            "a ruling lies in the picture");
    promise(r.end > r.start, "a ruling has a length");
    promise(std::isfinite(r.thickness) && r.thickness >= 0 && r.thickness < across + kBeyond, "a ruling has a thickness");
  }
}

void check_lines(const std::vector<LineBox>& lines, const Picture& p) {
  const cv::Rect all(0, 0, p.gray.cols, p.gray.rows);
  for (const LineBox& line : lines) {
    promise(line.box.area() > 0 && (line.box & all) == line.box, "a line of text lies in the picture");
    promise(std::isfinite(line.em) && line.em > 0, "a line of text has a size of type");
  }
}

// The page as the reader gives it, with a character for each em of a line.
Page page_of(const Picture& p, const std::vector<LineBox>& lines) {
  Page page;
  const double points = 72 / p.dpi;
  page.info.page = 1;
  page.info.source = Source::ocr;
  page.info.width = p.gray.cols * points;
  page.info.height = p.gray.rows * points;
  for (const PixelRuling& r : p.rulings) {
    page.rulings.push_back({r.horizontal, r.position * points, r.start * points, r.end * points, r.thickness * points});
  }
  for (const LineBox& line : lines) {
    const double end = line.box.x + line.box.width, middle = line.box.y + line.box.height / 2.0;
    for (double x = line.box.x; x < end; x += std::max(4.0, line.em)) {
      Glyph glyph;
      glyph.text = "x";
      glyph.font_size = line.em * points;
      glyph.box = {x * points, (middle - line.em / 2) * points, std::min(x + line.em, end) * points, (middle + line.em / 2) * points};
      page.glyphs.push_back(std::move(glyph));
      page.readings.push_back({"x", 1, {}, 1});
    }
  }
  return page;
}

}  // namespace

void scan_picture(const std::uint8_t* data, std::size_t size) {
  if (size < kHead) return;
  const ScanOptions options;
  Sheet sheet(data);
  Raster raster = scanned(data, size, sheet);
  fit_resolution(raster, options);
  drop_idle_colours(raster, options);
  const Picture picture = make_picture(raster, options.picture, sheet.half_turn);
  check_picture(picture, raster, options.picture);
  const std::vector<LineBox> lines = find_lines(picture, options.picture);
  check_lines(lines, picture);

  const Page page = page_of(picture, lines);
  Characters on_page, in_blocks;
  for (const Glyph& glyph : page.glyphs) count(on_page, glyph.text);
  for (const Block& block : page_blocks(page, TableOptions())) {
    check_grid(block);
    count(in_blocks, block);
  }
  same(on_page, in_blocks, "every character of a page ends in exactly one block");
}

}  // namespace budgetlift::fuzz
