#include "extract/scan/page_reader.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "extract/scan/line_room.h"
#include "extract/scan/line_size.h"

namespace budgetlift {
namespace {

// One line's characters as glyphs, in points.
void add_glyphs(const ReadLine& line, const LineBox& box, double points, const ScanOptions& options, Page& page) {
  const double middle = box.box.y + box.box.height / 2.0;
  const double half = std::max(box.em, 1.0) / 2;
  const double slack = 0.15 * box.em;
  double end = -1;
  for (const ReadCharacter& c : line.characters) {
    Glyph glyph;
    glyph.text = c.reading.text;
    glyph.confidence = c.reading.confidence;
    glyph.font_size = box.em * points;
    double x0 = std::max<double>(c.x0, box.box.x - slack);
    const double x1 = std::max(x0 + 1, std::min<double>(c.x1, box.box.x + box.box.width + slack));
    // Extents are estimates: a gap too narrow for a word space is none.
    if (end >= 0 && x0 - end < options.close_gap * box.em) x0 = end;
    end = std::max(x1, x0 + 1);
    glyph.box = {x0 * points, (middle - half) * points, end * points, (middle + half) * points};
    page.glyphs.push_back(std::move(glyph));
    page.readings.push_back(c.reading);
  }
}

// Characters [first, last) of a line, and the part of the picture that they stand on.
struct Window {
  std::size_t line = 0;
  std::ptrdiff_t first = 0;
  std::ptrdiff_t last = 0;
  double least = 1;     // confidence of its least sure character
  bool whole = false;   // the whole line
  LineBox box;
};

// The unsure characters of a line, each with so many neighbours; windows that touch are one. `room`: of each character,
// whether it is unsure for the gap beside it, or empty. A line with missed ink, or without any character, is one window.
std::vector<Window> unsure_windows(const ReadLine& line, const LineBox& box, double sure, double sure_place, int neighbours,
                                   double most_missed, const std::vector<char>& room) {
  std::vector<Window> out;
  const auto count = std::ssize(line.characters);
  const bool whole = line.characters.empty() || line.missed > most_missed;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const ReadCharacter& c = line.characters[static_cast<std::size_t>(i)];
    if (!whole && c.reading.confidence >= sure && c.place >= sure_place && (room.empty() || !room[static_cast<std::size_t>(i)])) continue;
    const std::ptrdiff_t first = std::max<std::ptrdiff_t>(0, i - neighbours), last = std::min(count, i + neighbours + 1);
    if (out.empty() || first > out.back().last) out.push_back({0, first, last, 1, false, box});
    out.back().last = last;
    out.back().least = std::min(out.back().least, c.reading.confidence);
  }
  if (whole) {
    out.assign(1, {0, 0, count, line.least(), true, box});
    return out;
  }
  for (Window& w : out) {
    const double right = box.box.x + box.box.width;
    const double x0 = w.first == 0 ? box.box.x : line.characters[static_cast<std::size_t>(w.first)].x0;
    const double x1 = w.last == count ? right : line.characters[static_cast<std::size_t>(w.last - 1)].x1;
    w.box.box.x = std::clamp(static_cast<int>(x0), box.box.x, box.box.x + box.box.width - 1);
    w.box.box.width = std::max(1, static_cast<int>(std::lround(std::min(x1, right))) - w.box.box.x);
    w.whole = w.first == 0 && w.last == count;
  }
  return out;
}

std::array<double, 9> displayed(const Picture& picture, const Raster& raster) {
  // Points of the flat page -> its pixels -> pixels of the raster -> points of the page as displayed.
  const cv::Matx33d in(picture.dpi / 72, 0, 0, 0, picture.dpi / 72, 0, 0, 0, 1);
  const cv::Matx33d out(72 / raster.dpi, 0, 0, 0, 72 / raster.dpi, 0, 0, 0, 1);
  const cv::Matx33d all = out * picture.to_raster * in;
  std::array<double, 9> values{};
  std::copy(all.val, all.val + 9, values.begin());
  return values;
}

}  // namespace

Expected<std::unique_ptr<ScanReader>> PageReader::make(const ScanOptions& options) {
  auto lines = LineReader::open(options.models_dir, options.line);
  if (!lines) return tl::unexpected<Error>(lines.error());
  const std::string words = options.models_dir + "/words.bin";
  if (!std::ifstream(words)) return fail(ErrorKind::not_found, "the model " + words + " is not there; install budgetlift whole");
  try {
    return std::unique_ptr<ScanReader>(new PageReader(options, *std::move(lines), WordPairs::load(words)));
  } catch (const std::exception& e) {
    return fail(ErrorKind::damaged, std::string(e.what()) + "; install budgetlift whole");
  }
}

double PageReader::probe(const Picture& picture, const std::vector<LineBox>& lines) {
  std::vector<LineBox> longest = lines;
  std::stable_sort(longest.begin(), longest.end(), [](const LineBox& a, const LineBox& b) { return a.box.width > b.box.width; });
  longest.resize(std::min<std::size_t>(longest.size(), static_cast<std::size_t>(options_.line.probe_lines)));
  double sum = 0;
  int count = 0;
  for (const ReadLine& line : lines_->read(picture.erased, longest)) {
    for (const ReadCharacter& c : line.characters) sum += c.reading.confidence, ++count;
  }
  return count ? sum / count : 0;
}

std::vector<ReadLine> PageReader::read_lines(const Picture& picture, std::vector<LineBox>& lines) {
  const LineReaderOptions& o = options_.line;
  std::vector<ReadLine> out = lines_->read(picture.erased, lines);
  resize(picture, lines, out);
  look_again(picture, lines, out);
  ask_second(picture, lines, out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    weigh_neighbours(out[i], lines[i].em, words_, o);
    keep_end(out[i], lines[i], o);
    settle(out[i], o);
    doubt_room(out[i], lines[i], o);
  }
  return out;
}

// Lines whose characters tell another size of type than their height did are read again at that size.
void PageReader::resize(const Picture& picture, std::vector<LineBox>& lines, std::vector<ReadLine>& read) {
  const std::vector<double> sizes = true_sizes(lines, read, options_.picture);
  std::vector<std::size_t> which;
  std::vector<LineBox> boxes;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (sizes[i] == lines[i].em) continue;
    lines[i].em = sizes[i];
    which.push_back(i);
    boxes.push_back(lines[i]);
  }
  std::vector<ReadLine> again = lines_->read(picture.erased, boxes);
  for (std::size_t k = 0; k < which.size(); ++k) read[which[k]] = std::move(again[k]);
}

// Unsure characters are looked at in other views, with their neighbours: another size, another place on the network's
// grid.
void PageReader::look_again(const Picture& picture, const std::vector<LineBox>& lines, std::vector<ReadLine>& read) {
  const LineReaderOptions& o = options_.line;
  std::vector<Window> windows;
  for (std::size_t i = 0; i < read.size(); ++i) {
    for (Window& w : unsure_windows(read[i], lines[i], o.sure, o.sure_place, o.view_neighbours, o.most_missed, find_room(read[i], lines[i].em, o))) {
      w.line = i;
      windows.push_back(std::move(w));
    }
  }
  if (windows.empty()) return;
  std::vector<LineBox> boxes;
  for (const Window& w : windows) boxes.push_back(w.box);
  std::vector<std::vector<ReadLine>> views;
  for (const LineView& view : {LineView{0.93, 2, 0}, LineView{1.08, 1, 0.8}}) {
    views.push_back(lines_->read(picture.erased, boxes, view));
  }
  // From the back, so that places in a line stay true.
  for (std::size_t k = windows.size(); k-- > 0;) {
    const Window& w = windows[k];
    ReadLine& line = read[w.line];
    ReadLine base;
    base.characters.assign(line.characters.begin() + w.first, line.characters.begin() + w.last);
    base.missed = line.missed;
    std::vector<ReadLine> all{std::move(base)};
    for (auto& view : views) all.push_back(std::move(view[k]));
    ReadLine merged = merge_views(all, w.box.box.x, w.box.box.x + w.box.box.width);
    line.characters.erase(line.characters.begin() + w.first, line.characters.begin() + w.last);
    line.characters.insert(line.characters.begin() + w.first, merged.characters.begin(), merged.characters.end());
    // Only a view of the whole line says how much of its ink was missed.
    if (w.whole) line.missed = merged.missed;
  }
}

// What is still unsure gets Tesseract's opinion, the worst first.
void PageReader::ask_second(const Picture& picture, const std::vector<LineBox>& lines, std::vector<ReadLine>& read) {
  const LineReaderOptions& o = options_.line;
  std::vector<Window> windows;
  for (std::size_t i = 0; i < read.size(); ++i) {
    for (Window& w : unsure_windows(read[i], lines[i], o.second_below, 0, o.second_neighbours, 1e9, {})) {
      w.line = i;
      windows.push_back(std::move(w));
    }
  }
  std::stable_sort(windows.begin(), windows.end(), [](const Window& a, const Window& b) { return a.least < b.least; });
  if (static_cast<int>(windows.size()) > o.most_second) windows.resize(static_cast<std::size_t>(o.most_second));
  if (windows.empty() || no_second_) return;
  if (!second_) {
    auto second = SecondReader::open();
    no_second_ = !second;
    if (!second) return;
    second_ = *std::move(second);
  }
  for (const Window& w : windows) weigh_second(read[w.line], second_->read(picture.erased, w.box), o);
}

Expected<Page> PageReader::read(const Raster& raster, PageInfo info) {
  try {
    Picture picture = make_picture(raster, options_.picture, false);
    std::vector<LineBox> lines = find_lines(picture, options_.picture);
    const double upright = lines.empty() ? 1 : probe(picture, lines);
    if (upright < options_.line.sure_page) {
      Picture turned = make_picture(raster, options_.picture, true);
      std::vector<LineBox> turned_lines = find_lines(turned, options_.picture);
      if (probe(turned, turned_lines) > upright) {
        picture = std::move(turned);
        lines = std::move(turned_lines);
      }
    }
    Page page;
    const double points = 72 / picture.dpi;
    info.source = Source::ocr;
    info.to_displayed = displayed(picture, raster);
    info.width = picture.gray.cols * points;
    info.height = picture.gray.rows * points;
    page.info = std::move(info);
    const std::vector<ReadLine> read = read_lines(picture, lines);
    for (std::size_t i = 0; i < lines.size(); ++i) add_glyphs(read[i], lines[i], points, options_, page);
    for (const PixelRuling& ruling : picture.rulings) {
      page.rulings.push_back({ruling.horizontal, ruling.position * points, ruling.start * points, ruling.end * points, ruling.thickness * points});
    }
    return page;
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::out_of_memory, "not enough memory for the picture of page " + std::to_string(info.page));
  } catch (const std::exception& e) {
    std::string words = e.what();   // OpenCV's end with a line's end
    std::replace(words.begin(), words.end(), '\n', ' ');
    return fail(ErrorKind::damaged, "the picture of page " + std::to_string(info.page) + " cannot be read: " + words);
  }
}

}  // namespace budgetlift
