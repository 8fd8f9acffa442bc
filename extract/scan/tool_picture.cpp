// scan_picture: shows what make_picture and find_lines see, and compares the grids of a scan with those of the
// digital page. For developers; built with the tests only.
//
//   scan_picture IMAGE [--dpi N] [--half-turn] [--overlay OUT.png] [--gray OUT.png] [--erased OUT.png]
//                [--rulings] [--repeat N] [--pdf FILE.pdf --page N]
//   scan_picture --list FILE      each line of FILE: such arguments
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
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
    const l_uint32* row = pixGetData(plain) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(plain);
    for (int x = 0; x < raster.width; ++x) {
      if (colour) {
        for (const int shift : {24, 16, 8}) *out++ = static_cast<std::uint8_t>(row[x] >> shift);
      } else {
        *out++ = static_cast<std::uint8_t>(GET_DATA_BYTE(row, x));
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

// Boxes of all cells of a page, in points.
std::vector<cv::Rect2d> cells_of(const std::vector<Grid>& grids) {
  std::vector<cv::Rect2d> out;
  for (const Grid& grid : grids) {
    for (const GridCell& c : grid.cells) {
      const double x = grid.xs[static_cast<size_t>(c.column)], y = grid.ys[static_cast<size_t>(c.row)];
      out.emplace_back(x, y, grid.xs[static_cast<size_t>(c.column + c.column_span)] - x, grid.ys[static_cast<size_t>(c.row + c.row_span)] - y);
    }
  }
  return out;
}

// How many of the digital page's cells are found with the same size, at the same place but for a shift of the page.
size_t equal_cells(const std::vector<cv::Rect2d>& ours, const std::vector<cv::Rect2d>& theirs) {
  auto alike = [](const cv::Rect2d& a, const cv::Rect2d& b) { return std::abs(a.width - b.width) <= 5 && std::abs(a.height - b.height) <= 5; };
  auto equal_at = [&](const cv::Point2d& shift) {
    return static_cast<size_t>(std::count_if(theirs.begin(), theirs.end(), [&](const cv::Rect2d& t) {
      return std::any_of(ours.begin(), ours.end(), [&](const cv::Rect2d& o) { return alike(o, t) && cv::norm(o.tl() - t.tl() - shift) <= 12; });
    }));
  };
  size_t most = 0;
  for (const cv::Rect2d& t : theirs) {
    for (const cv::Rect2d& o : ours) {
      if (alike(o, t)) most = std::max(most, equal_at(o.tl() - t.tl()));
    }
  }
  return most;
}

// Equal tables, and the greatest difference of their edges.
void compare(const Page& scan, const Page& digital, const TableOptions& options) {
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
  const std::vector<cv::Rect2d> cells = cells_of(theirs);
  std::printf("\ttables %zu\tequal %d\textra %d\tshift %.2f\tcells %zu\tequal %zu%s", theirs.size(), equal,
              static_cast<int>(ours.size()) - equal, most, cells.size(), equal_cells(cells_of(ours), cells), found.c_str());
}

struct Job {
  std::string image, overlay, gray, erased, pdf;
  double dpi = 0;
  int page = 1;
  int repeat = 1;
  bool half_turn = false;
  bool rulings = false;  // prints them, in points
};

Job job_of(const std::vector<std::string>& words) {
  Job job;
  for (size_t i = 0; i < words.size(); ++i) {
    auto next = [&] { return i + 1 < words.size() ? words[++i] : std::string(); };
    if (words[i] == "--dpi") {
      job.dpi = std::stod(next());
    } else if (words[i] == "--half-turn") {
      job.half_turn = true;
    } else if (words[i] == "--rulings") {
      job.rulings = true;
    } else if (words[i] == "--overlay") {
      job.overlay = next();
    } else if (words[i] == "--gray") {
      job.gray = next();
    } else if (words[i] == "--erased") {
      job.erased = next();
    } else if (words[i] == "--pdf") {
      job.pdf = next();
    } else if (words[i] == "--page") {
      job.page = std::stoi(next());
    } else if (words[i] == "--repeat") {
      job.repeat = std::stoi(next());
    } else {
      job.image = words[i];
    }
  }
  return job;
}

bool run(const Job& job) {
  const Raster raster = read_image(job.image, job.dpi);
  if (raster.width == 0) {
    std::fprintf(stderr, "cannot read %s\n", job.image.c_str());
    return false;
  }
  const PictureOptions options;
  Picture picture;
  std::vector<LineBox> lines;
  auto ms = [](std::clock_t a, std::clock_t b) { return 1000.0 * static_cast<double>(b - a) / CLOCKS_PER_SEC; };
  double picture_ms = 1e9, lines_ms = 1e9;
  for (int i = 0; i < job.repeat; ++i) {
    const std::clock_t start = std::clock();
    picture = make_picture(raster, options, job.half_turn);
    const std::clock_t middle = std::clock();
    lines = find_lines(picture, options);
    picture_ms = std::min(picture_ms, ms(start, middle));
    lines_ms = std::min(lines_ms, ms(middle, std::clock()));
  }
  std::printf("%s\tpicture %.0f ms\tlines %.0f ms\trulings %zu\tlines %zu", job.image.c_str(), picture_ms, lines_ms,
              picture.rulings.size(), lines.size());
  if (!job.overlay.empty()) write_gray(picture.gray, &picture.rulings, &lines, job.overlay);
  if (!job.gray.empty()) write_gray(picture.gray, nullptr, nullptr, job.gray);
  if (!job.erased.empty()) write_gray(picture.erased, nullptr, nullptr, job.erased);
  if (!job.pdf.empty()) {
    auto reader = PdfReader::open(job.pdf, PdfOptions());
    if (!reader) return false;
    auto digital = reader->read(job.page);
    if (!digital) return false;
    compare(page_of(picture, lines), *digital, TableOptions());
  }
  std::printf("\n");
  if (job.rulings) {
    const double points = 72 / picture.dpi;
    for (const PixelRuling& r : picture.rulings) {
      std::printf("%s %.1f: %.1f to %.1f, thick %.1f\n", r.horizontal ? "horizontal" : "vertical", r.position * points,
                  r.start * points, r.end * points, r.thickness * points);
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 2 || words[0] != "--list") return run(job_of(words)) ? 0 : 1;
  std::ifstream list(words[1]);
  bool good = true;
  for (std::string line; std::getline(list, line);) {
    std::istringstream in(line);
    words.clear();
    for (std::string word; in >> word;) words.push_back(word);
    if (!words.empty()) good = run(job_of(words)) && good;
  }
  return good ? 0 : 1;
}
