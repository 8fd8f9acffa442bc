// Ink outside rulings becomes lines of text, cell by cell.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/line_noise.h"
#include "extract/scan/median.h"
#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// Walls that are not drawn: rulings that end at the same height without meeting another one (a table cut by the end of
// the page, or without outer border).
std::vector<PixelRuling> open_sides(const std::vector<PixelRuling>& rulings, double touch) {
  struct End {
    bool horizontal;
    double at, position;
  };
  std::vector<End> ends;
  for (const PixelRuling& r : rulings) {
    for (const double end : {r.start, r.end}) {
      const bool met = std::any_of(rulings.begin(), rulings.end(), [&](const PixelRuling& o) {
        return o.horizontal != r.horizontal && std::abs(o.position - end) <= touch && r.position >= o.start - touch &&
               r.position <= o.end + touch;
      });
      if (!met) ends.push_back({r.horizontal, end, r.position});
    }
  }
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) {
    return a.horizontal != b.horizontal ? a.horizontal < b.horizontal : a.at < b.at;
  });
  std::vector<PixelRuling> out;
  for (size_t i = 0; i < ends.size();) {
    size_t k = i;
    double low = ends[i].position, high = low;
    for (; k < ends.size() && ends[k].horizontal == ends[i].horizontal && ends[k].at - ends[i].at <= touch; ++k) {
      low = std::min(low, ends[k].position);
      high = std::max(high, ends[k].position);
    }
    if (k - i >= 2) out.push_back({!ends[i].horizontal, (ends[i].at + ends[k - 1].at) / 2, low - touch, high + touch, 0});
    i = k;
  }
  return out;
}

// Cells are the regions that rulings close in: their numbers in a picture of the pages' pixels. What reaches the page's
// border is closed in by nothing and has -1; the rulings have 0.
cv::Mat regions_of(const cv::Size& size, std::vector<PixelRuling> rulings, int factor, double touch) {
  const std::vector<PixelRuling> walls = open_sides(rulings, touch);
  rulings.insert(rulings.end(), walls.begin(), walls.end());
  cv::Mat open(size, CV_8UC1, cv::Scalar(1));
  for (const PixelRuling& r : rulings) {
    const int at = static_cast<int>(r.position / factor), start = static_cast<int>(r.start / factor),
              end = static_cast<int>(r.end / factor);
    const cv::Rect box = r.horizontal ? cv::Rect(start, at, end - start + 1, 1) : cv::Rect(at, start, 1, end - start + 1);
    open(box & cv::Rect({0, 0}, size)) = 0;
  }
  cv::rectangle(open, cv::Rect({0, 0}, size), cv::Scalar(1));
  cv::Mat labels;
  cv::connectedComponents(open, labels, 4, CV_32S);
  labels.setTo(-1, labels == labels.at<int>(0, 0));
  return labels;
}

class Cutter {
 public:
  Cutter(double em, const PictureOptions& options) : em_(em), options_(options) {}

  // Cuts by empty rows, then by wide empty columns, then again, until neither parts anything. `whole`: the other way has
  // just left these parts whole.
  void cut(std::vector<const InkPart*> parts, bool by_rows, bool whole, std::vector<InkLine>& out) const {
    if (parts.empty()) return;
    std::vector<std::vector<const InkPart*>> groups = by_rows ? rows(parts) : columns(parts, options_.column_gap * em_);
    if (groups.size() == 1 && whole) {
      finish(std::move(groups[0]), out);
      return;
    }
    for (auto& group : groups) cut(std::move(group), !by_rows, groups.size() == 1, out);
  }

 private:
  static std::vector<std::vector<const InkPart*>> columns(std::vector<const InkPart*>& parts, double gap) {
    std::sort(parts.begin(), parts.end(), [](const InkPart* a, const InkPart* b) { return a->box.x < b->box.x; });
    std::vector<std::vector<const InkPart*>> out;
    int end = 0;
    for (const InkPart* part : parts) {
      if (out.empty() || part->box.x - end > gap) {
        out.emplace_back();
        end = right(part->box);
      }
      out.back().push_back(part);
      end = std::max(end, right(part->box));
    }
    return out;
  }

  // Cells that run together where their ruling was lost: what is left of it stands between them, and their lines at heights
  // of their own, so that no empty row parts them.
  std::vector<std::vector<const InkPart*>> narrow_columns(const std::vector<const InkPart*>& parts) const {
    std::vector<const InkPart*> bits, characters;
    for (const InkPart* part : parts) {
      (std::max(part->box.width, part->box.height) < options_.narrow_bit * em_ ? bits : characters).push_back(part);
    }
    if (characters.empty()) return {};
    std::vector<std::vector<const InkPart*>> out = columns(characters, options_.narrow_column * em_);
    std::vector<cv::Rect> boxes;
    for (const auto& group : out) boxes.push_back(box_of(group));
    for (const InkPart* bit : bits) {
      auto distance = [&](const cv::Rect& box) { return std::max({box.x - bit->box.x, right(bit->box) - right(box), 0}); };
      const auto nearest = std::min_element(boxes.begin(), boxes.end(), [&](const cv::Rect& a, const cv::Rect& b) { return distance(a) < distance(b); });
      out[static_cast<size_t>(nearest - boxes.begin())].push_back(bit);
    }
    return out;
  }

  std::vector<std::vector<const InkPart*>> rows(std::vector<const InkPart*>& parts) const {
    std::sort(parts.begin(), parts.end(), [](const InkPart* a, const InkPart* b) { return a->box.y < b->box.y; });
    std::vector<std::vector<const InkPart*>> runs;
    int end = 0;
    for (const InkPart* part : parts) {
      if (runs.empty() || part->box.y >= end) {
        runs.emplace_back();
        end = bottom(part->box);
      }
      runs.back().push_back(part);
      end = std::max(end, bottom(part->box));
    }
    return joined(std::move(runs));
  }

  static cv::Rect box_of(const std::vector<const InkPart*>& parts) {
    cv::Rect box = parts.front()->box;
    for (const InkPart* part : parts) box |= part->box;
    return box;
  }

  // Rows of 二 and 三, of colons and quotation marks, are parts of one line: runs whose union is no higher than a line
  // belong together, the nearest first.
  std::vector<std::vector<const InkPart*>> joined(std::vector<std::vector<const InkPart*>> runs) const {
    for (;;) {
      size_t best = runs.size();
      double nearest = 1e9;
      for (size_t i = 0; i + 1 < runs.size(); ++i) {
        const cv::Rect a = box_of(runs[i]), b = box_of(runs[i + 1]);
        const int high = std::max(bottom(a), bottom(b)) - a.y, gap = b.y - bottom(a);
        if (high <= options_.line_pitch * em_ && std::min(a.height, b.height) < 0.6 * em_ && gap < nearest) {
          nearest = gap;
          best = i;
        }
      }
      if (best == runs.size()) return runs;
      runs[best].insert(runs[best].end(), runs[best + 1].begin(), runs[best + 1].end());
      runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(best) + 1);
    }
  }

  // A group of rows that touch each other (skewed or crowded lines) is parted where it has least ink.
  void finish(std::vector<const InkPart*> parts, std::vector<InkLine>& out) const {
    const cv::Rect box = box_of(parts);
    if (auto groups = narrow_columns(parts); box.height > options_.narrow_height * em_ && groups.size() > 1) {
      for (auto& group : groups) cut(std::move(group), true, false, out);
      return;
    }
    const int count = static_cast<int>(std::lround(box.height / (1.35 * em_)));
    if (count < 2 || box.height < 1.9 * em_) {
      out.push_back({box, std::move(parts)});
      return;
    }
    std::vector<double> ink(static_cast<size_t>(box.height), 0);
    for (const InkPart* part : parts) {
      for (int y = part->box.y; y < bottom(part->box); ++y) {
        ink[static_cast<size_t>(y - box.y)] += static_cast<double>(part->ink) / part->box.height;
      }
    }
    const int from = static_cast<int>(0.5 * em_), to = box.height - from;
    int at = from;
    for (int y = from; y < to; ++y) {
      if (ink[static_cast<size_t>(y)] < ink[static_cast<size_t>(at)]) at = y;
    }
    std::vector<const InkPart*> above, below;
    for (const InkPart* part : parts) {
      (part->box.y + part->box.height / 2 < box.y + at ? above : below).push_back(part);
    }
    if (above.empty() || below.empty()) {
      out.push_back({box, std::move(parts)});
      return;
    }
    finish(std::move(above), out);
    finish(std::move(below), out);
  }

  double em_;
  const PictureOptions& options_;
};

// Told again once the line is read (line_size.h).
double em_of_line(const InkLine& line, double page_em, const PictureOptions& options) {
  bool wide = false;
  for (const InkPart* part : line.parts) {
    wide = wide || part->box.width > 0.85 * line.box.height;
  }
  const double height = line.box.height;
  return height / (!wide && height < 0.85 * page_em ? options.digit_height : options.full_height);
}

// A full stop is thinner than other characters, and where the picture is soft paler than what counts as ink: a pale mark by
// itself right behind a line belongs to it.
cv::Rect with_pale_end(const cv::Mat& erased, const cv::Rect& line, double em, const PictureOptions& options) {
  const cv::Rect behind = cv::Rect(right(line), line.y, static_cast<int>(std::lround(options.pale_reach * em)), line.height) & cv::Rect({0, 0}, erased.size());
  if (behind.width < 3 || line.width < 2 * em) return line;
  cv::Mat pale;
  cv::threshold(erased(behind), pale, options.faint_level, 255, cv::THRESH_BINARY_INV);
  // What the last character's own edge leaves there is no mark.
  int from = 0;
  while (from < pale.cols && cv::countNonZero(pale.col(from)) > 0) ++from;
  if (from == pale.cols) return line;
  const cv::Rect mark = cv::boundingRect(pale.colRange(from, pale.cols));
  const double least = std::min(mark.width, mark.height), most = std::max(mark.width, mark.height);
  if (least < options.least_part * em || most > options.pale_most * em || from + right(mark) == pale.cols) return line;
  return line | cv::Rect(behind.x + from + mark.x, behind.y + mark.y, mark.width, mark.height);
}

}  // namespace

// Most lines of more than a few characters have some that fill their height.
double em_of_page(const std::vector<cv::Rect>& parts, double usual) {
  std::vector<double> sides;
  for (const cv::Rect& part : parts) {
    const double side = std::max(part.width, part.height), other = std::min(part.width, part.height);
    if (side >= 0.5 * usual && side <= 2.5 * usual && other >= 0.6 * side) sides.push_back(side);
  }
  if (sides.size() < 5) return usual;
  std::sort(sides.begin(), sides.end());
  return sides[sides.size() * 7 / 10] / 0.92;
}

std::vector<LineBox> find_lines(const Picture& picture, const PictureOptions& options) {
  std::vector<LineBox> out;
  if (picture.erased.empty()) return out;
  int factor = 1;
  const cv::Mat work = reduced(picture.erased, picture.dpi, options, factor);
  const double per_mm = picture.dpi / factor / 25.4;
  cv::Mat ink, labels, stats, centres;
  cv::threshold(work, ink, options.ink_level, 255, cv::THRESH_BINARY_INV);
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
  const cv::Mat regions = regions_of(work.size(), picture.rulings, factor, options.touch * picture.dpi / 25.4);
  const int edge = static_cast<int>(options.edge_ink * per_mm);
  const cv::Rect inner(edge, edge, std::max(0, work.cols - 2 * edge), std::max(0, work.rows - 2 * edge));
  std::vector<InkPart> parts;
  for (int i = 1; i < count; ++i) {
    InkPart part;
    part.box = cv::Rect(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                        stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if ((part.box & inner).area() == 0) continue;
    part.label = i;
    part.ink = stats.at<int>(i, cv::CC_STAT_AREA);
    part.region = regions.at<int>(part.box.y + part.box.height / 2, part.box.x + part.box.width / 2);
    parts.push_back(part);
  }
  std::vector<cv::Rect> boxes;
  for (const InkPart& part : parts) boxes.push_back(part.box);
  const double page_em = em_of_page(boxes, options.usual_em * per_mm);
  const std::vector<char> speck = specks_of(parts, work.size(), page_em, options.speck * per_mm, options);
  std::vector<size_t> order;
  for (size_t i = 0; i < parts.size(); ++i) {
    const InkPart& part = parts[i];
    if (speck[i] || is_scratch(part.box, page_em, options) || is_edge(part, labels, per_mm, page_em, options)) continue;
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return parts[a].region < parts[b].region; });
  // Cells first, then what is outside.
  auto first_inside = std::find_if(order.begin(), order.end(), [&](size_t i) { return parts[i].region >= 0; });
  std::rotate(order.begin(), first_inside, order.end());
  const Cutter cutter(page_em, options);
  int cell = 0;
  for (size_t i = 0; i < order.size();) {
    const int region = parts[order[i]].region;
    std::vector<const InkPart*> members;
    for (; i < order.size() && parts[order[i]].region == region; ++i) members.push_back(&parts[order[i]]);
    std::vector<InkLine> lines;
    cutter.cut(std::move(members), true, false, lines);
    std::vector<InkLine> kept;
    for (const InkLine& line : lines) {
      if (!is_noise(line, page_em, options) || is_lone_mark(line, lines, page_em, options)) kept.push_back(line);
    }
    lines = std::move(kept);
    std::stable_sort(lines.begin(), lines.end(), [](const InkLine& a, const InkLine& b) { return a.box.y < b.box.y; });
    std::vector<double> ems;
    for (const InkLine& line : lines) ems.push_back(em_of_line(line, page_em, options));
    const double cell_em = region >= 0 ? median(ems) : 0;
    for (size_t k = 0; k < lines.size(); ++k) {
      LineBox box;
      const cv::Rect& r = lines[k].box;
      box.box = cv::Rect(r.x * factor - 1, r.y * factor - 1, r.width * factor + 2, r.height * factor + 2) &
                cv::Rect(0, 0, picture.erased.cols, picture.erased.rows);
      box.em = factor * (region >= 0 ? cell_em : ems[k]);
      if (box.em < 0.55 * page_em * factor) box.em = page_em * factor;
      box.cell = region >= 0 ? cell : -1;
      box.box = with_pale_end(picture.erased, box.box, box.em, options);
      out.push_back(box);
    }
    if (region >= 0) ++cell;
  }
  return out;
}

}  // namespace budgetlift
