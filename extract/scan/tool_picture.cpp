// scan_picture: shows what make_picture and find_lines see, and compares the grids of a scan with those of the
// digital page. For developers; built with the tests only.
//
//   scan_picture IMAGE [--dpi N] [--half-turn] [--overlay OUT.png] [--gray OUT.png] [--erased OUT.png]
//                [--pdf FILE.pdf --page N]
#include <leptonica/allheaders.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>

#include "extract/grid.h"
#include "extract/pdf_reader.h"
#include "extract/scan/picture.h"

namespace {

using namespace budgetlift;

Raster read_image(const std::string& path, double dpi) {
  Raster raster;
  Pix* pix = pixRead(path.c_str());
  if (!pix) return raster;
  const bool colour = pixGetDepth(pix) == 32 || pixGetColormap(pix);
  Pix* plain = colour ? pixConvertTo32(pix) : pixConvertTo8(pix, 0);
  raster.width = pixGetWidth(plain);
  raster.height = pixGetHeight(plain);
  raster.channels = colour ? 3 : 1;
  raster.dpi = dpi > 0 ? dpi : pixGetXRes(pix);
  raster.pixels.resize(static_cast<size_t>(raster.width) * static_cast<size_t>(raster.height) *
                       static_cast<size_t>(raster.channels));
  std::uint8_t* out = raster.pixels.data();
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x) {
      l_uint32 value = 0;
      pixGetPixel(plain, x, y, &value);
      if (colour) {
        *out++ = static_cast<std::uint8_t>(value >> 24);
        *out++ = static_cast<std::uint8_t>(value >> 16);
        *out++ = static_cast<std::uint8_t>(value >> 8);
      } else {
        *out++ = static_cast<std::uint8_t>(value);
      }
    }
  }
  pixDestroy(&pix);
  pixDestroy(&plain);
  return raster;
}

struct Colour {
  int r, g, b;
};

void fill(Pix* pix, const cv::Rect& box, const Colour& c, bool keep_dark) {
  for (int y = std::max(0, box.y); y < std::min(pixGetHeight(pix), box.y + box.height); ++y) {
    for (int x = std::max(0, box.x); x < std::min(pixGetWidth(pix), box.x + box.width); ++x) {
      l_int32 r = 0, g = 0, b = 0;
      pixGetRGBPixel(pix, x, y, &r, &g, &b);
      if (keep_dark && r < 128) continue;
      pixSetRGBPixel(pix, x, y, c.r, c.g, c.b);
    }
  }
}

void write_gray(const cv::Mat& gray, const std::vector<PixelRuling>* rulings, const std::vector<LineBox>* lines,
                const std::string& path) {
  Pix* pix = pixCreate(gray.cols, gray.rows, 32);
  for (int y = 0; y < gray.rows; ++y) {
    for (int x = 0; x < gray.cols; ++x) {
      const int v = gray.at<std::uint8_t>(y, x);
      pixSetRGBPixel(pix, x, y, v, v, v);
    }
  }
  if (rulings) {
    for (const PixelRuling& r : *rulings) {
      const int a = static_cast<int>(r.start), b = static_cast<int>(r.end), p = static_cast<int>(r.position);
      const Colour c = r.horizontal ? Colour{255, 0, 0} : Colour{0, 0, 255};
      fill(pix, r.horizontal ? cv::Rect(a, p - 2, b - a, 4) : cv::Rect(p - 2, a, 4, b - a), c, false);
    }
  }
  if (lines) {
    for (const LineBox& line : *lines) {
      fill(pix, line.box, line.cell < 0 ? Colour{255, 220, 150} : Colour{170, 240, 170}, true);
      const cv::Rect& b = line.box;
      const Colour c{0, 130, 0};
      fill(pix, {b.x - 2, b.y - 2, b.width + 4, 2}, c, true);
      fill(pix, {b.x - 2, b.y + b.height, b.width + 4, 2}, c, true);
      fill(pix, {b.x - 2, b.y, 2, b.height}, c, true);
      fill(pix, {b.x + b.width, b.y, 2, b.height}, c, true);
    }
  }
  pixWritePng(path.c_str(), pix, 0);
  pixDestroy(&pix);
}

Page page_of(const Picture& picture, const std::vector<LineBox>& lines) {
  Page page;
  const double s = 72 / picture.dpi;
  page.info.width = picture.gray.cols * s;
  page.info.height = picture.gray.rows * s;
  for (const PixelRuling& r : picture.rulings) {
    page.rulings.push_back({r.horizontal, r.position * s, r.start * s, r.end * s, r.thickness * s});
  }
  for (const LineBox& line : lines) {
    // Characters of one em along the line, as find_grids asks where text stands.
    for (double x = line.box.x; x < line.box.x + line.box.width; x += std::max(4.0, line.em)) {
      Glyph glyph;
      glyph.text = "x";
      glyph.box = {x * s, line.box.y * s, std::min(x + line.em, line.box.x + line.box.width * 1.0) * s,
                   (line.box.y + line.box.height) * s};
      glyph.font_size = line.em * s;
      page.glyphs.push_back(glyph);
    }
  }
  return page;
}

std::string shape(const Grid& grid) {
  std::string out = std::to_string(grid.rows()) + "x" + std::to_string(grid.columns()) + ":";
  for (const GridCell& c : grid.cells) {
    out += " " + std::to_string(c.row) + "," + std::to_string(c.column) + "," + std::to_string(c.row_span) + "," +
           std::to_string(c.column_span);
  }
  return out;
}

// Equal tables, and the greatest difference of their edges.
void compare(const Page& scan, const Page& digital, const TableOptions& options, const std::string& name) {
  const std::vector<Grid> ours = find_grids(scan, options), theirs = find_grids(digital, options);
  int equal = 0;
  double most = 0;
  std::string differences;
  for (size_t i = 0; i < theirs.size(); ++i) {
    const Grid* match = nullptr;
    for (const Grid& grid : ours) {
      if (shape(grid) == shape(theirs[i]) && (!match || std::abs(grid.ys[0] - theirs[i].ys[0]) <
                                                            std::abs(match->ys[0] - theirs[i].ys[0]))) {
        match = &grid;
      }
    }
    if (!match) {
      differences += " " + std::to_string(theirs[i].rows()) + "x" + std::to_string(theirs[i].columns()) + "(" +
                     std::to_string(theirs[i].cells.size()) + ")";
      continue;
    }
    ++equal;
    // A page may lie anywhere on the glass: only the edges' distances count.
    double mean = 0;
    for (size_t k = 0; k < match->xs.size(); ++k) mean += match->xs[k] - theirs[i].xs[k];
    mean /= static_cast<double>(match->xs.size());
    for (size_t k = 0; k < match->xs.size(); ++k) {
      most = std::max(most, std::abs(match->xs[k] - theirs[i].xs[k] - mean));
    }
  }
  std::string found;
  if (equal < static_cast<int>(theirs.size()) || ours.size() != theirs.size()) {
    for (const Grid& grid : ours) {
      found += " " + std::to_string(grid.rows()) + "x" + std::to_string(grid.columns()) + "(" +
               std::to_string(grid.cells.size()) + ")";
    }
    found = "\tmissed:" + differences + "\tfound:" + found;
  }
  std::printf("%s\ttables %zu\tequal %d\textra %d\tshift %.2f%s\n", name.c_str(), theirs.size(), equal,
              static_cast<int>(ours.size()) - equal, most, found.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  std::string image, overlay, gray, erased, pdf;
  double dpi = 0;
  int page = 1;
  bool half_turn = false;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    auto next = [&] { return std::string(i + 1 < argc ? argv[++i] : ""); };
    if (arg == "--dpi") {
      dpi = std::stod(next());
    } else if (arg == "--half-turn") {
      half_turn = true;
    } else if (arg == "--overlay") {
      overlay = next();
    } else if (arg == "--gray") {
      gray = next();
    } else if (arg == "--erased") {
      erased = next();
    } else if (arg == "--pdf") {
      pdf = next();
    } else if (arg == "--page") {
      page = std::stoi(next());
    } else {
      image = arg;
    }
  }
  const Raster raster = read_image(image, dpi);
  if (raster.width == 0) {
    std::fprintf(stderr, "cannot read %s\n", image.c_str());
    return 1;
  }
  const PictureOptions options;
  const std::clock_t start = std::clock();
  const Picture picture = make_picture(raster, options, half_turn);
  const std::clock_t middle = std::clock();
  const std::vector<LineBox> lines = find_lines(picture, options);
  const std::clock_t end = std::clock();
  auto ms = [](std::clock_t a, std::clock_t b) { return 1000.0 * static_cast<double>(b - a) / CLOCKS_PER_SEC; };
  std::fprintf(stderr, "%s: picture %.0f ms, lines %.0f ms; %zu rulings, %zu lines\n", image.c_str(), ms(start, middle),
               ms(middle, end), picture.rulings.size(), lines.size());
  if (!overlay.empty()) write_gray(picture.gray, &picture.rulings, &lines, overlay);
  if (!gray.empty()) write_gray(picture.gray, nullptr, nullptr, gray);
  if (!erased.empty()) write_gray(picture.erased, nullptr, nullptr, erased);
  if (!pdf.empty()) {
    auto reader = PdfReader::open(pdf, PdfOptions());
    if (!reader) return 1;
    auto digital = reader->read(page);
    if (!digital) return 1;
    compare(page_of(picture, lines), *digital, TableOptions(), image);
  }
  return 0;
}
