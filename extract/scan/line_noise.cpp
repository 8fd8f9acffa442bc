#include "extract/scan/line_noise.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace budgetlift {

std::vector<char> specks_of(const std::vector<InkPart>& parts, const cv::Size& size, double em, double speck,
                            const PictureOptions& options) {
  const double reach = options.speck_reach * em;
  const int cell = std::max(4, static_cast<int>(reach));
  const int columns = size.width / cell + 1, rows = size.height / cell + 1;
  std::vector<std::vector<const InkPart*>> near(static_cast<size_t>(columns) * static_cast<size_t>(rows));
  std::vector<int> specks(near.size(), 0);
  for (const InkPart& part : parts) {
    if (std::max(part.box.width, part.box.height) <= speck) {
      ++specks[static_cast<size_t>(part.box.y / cell * columns + part.box.x / cell)];
      continue;
    }
    for (int y = part.box.y / cell; y <= (bottom(part.box) - 1) / cell; ++y) {
      for (int x = part.box.x / cell; x <= (right(part.box) - 1) / cell; ++x) {
        near[static_cast<size_t>(y * columns + x)].push_back(&part);
      }
    }
  }
  std::vector<char> out(parts.size(), 0);
  for (size_t i = 0; i < parts.size(); ++i) {
    const InkPart& part = parts[i];
    if (std::max(part.box.width, part.box.height) > speck) continue;
    bool text = false;
    int crowd = 0;
    const int cy = part.box.y / cell, cx = part.box.x / cell;
    for (int y = std::max(0, cy - 1); y <= std::min(rows - 1, cy + 1) && !text; ++y) {
      for (int x = std::max(0, cx - 1); x <= std::min(columns - 1, cx + 1) && !text; ++x) {
        for (const InkPart* other : near[static_cast<size_t>(y * columns + x)]) {
          if (other->region != part.region) continue;
          const int dx = std::max({other->box.x - right(part.box), part.box.x - right(other->box), 0});
          const int dy = std::max({other->box.y - bottom(part.box), part.box.y - bottom(other->box), 0});
          if (std::max(other->box.width, other->box.height) >= 0.3 * em && std::max(dx, dy) <= reach && dy <= 0.3 * em) {
            text = true;
            break;
          }
        }
      }
    }
    for (int y = std::max(0, cy - 1); y <= std::min(rows - 1, cy + 1); ++y) {
      for (int x = std::max(0, cx - 1); x <= std::min(columns - 1, cx + 1); ++x) {
        crowd += specks[static_cast<size_t>(y * columns + x)];
      }
    }
    // Nine cells have about twice the area within reach.
    out[i] = !text || crowd >= 2 * options.crowd_specks;
  }
  return out;
}

bool is_noise(const InkLine& line, double em, const PictureOptions& options) {
  if (line.parts.size() >= 3 && line.box.height < options.stroke_height * em) return true;
  int largest = 0;
  for (const InkPart* part : line.parts) largest = std::max({largest, part->box.width, part->box.height});
  if (largest >= options.least_part * em) return false;
  return line.parts.size() < 4 || line.box.height > 2 * largest;
}

bool is_lone_mark(const InkLine& mark, const std::vector<InkLine>& lines, double em, const PictureOptions& options) {
  const double least = std::min(mark.box.width, mark.box.height), most = std::max(mark.box.width, mark.box.height);
  if (least < options.lone_least * em || most > options.pale_most * em) return false;
  const InkLine *last = nullptr, *before = nullptr;   // the two lines above it
  int left = mark.box.x, end = 0;
  for (const InkLine& line : lines) {
    if (line.box.height < 0.5 * em) continue;
    left = std::min(left, line.box.x);
    end = std::max(end, right(line.box));
    if (line.box.y >= mark.box.y) continue;
    if (!last || line.box.y > last->box.y) before = std::exchange(last, &line);
    else if (!before || line.box.y > before->box.y) before = &line;
  }
  if (!last || mark.box.x - left > options.lone_reach * em || end - right(last->box) > 2 * em) return false;
  const double down = bottom(mark.box) - bottom(last->box);
  const double pitch = before ? bottom(last->box) - bottom(before->box) : std::clamp(down, options.line_pitch * em, 2 * em);
  return std::abs(down - pitch) <= options.lone_reach * em;
}

bool is_scratch(const cv::Rect& box, double em, const PictureOptions& options) {
  const int length = std::max(box.width, box.height), thick = std::min(box.width, box.height);
  return length >= options.scratch_length * em && length >= 15 * thick;
}

bool is_edge(const InkPart& part, const cv::Mat& labels, double per_mm, double em, const PictureOptions& options) {
  const cv::Rect& box = part.box;
  if (box.width > labels.cols / 2 && box.height > labels.rows / 2 && part.ink < 0.2 * box.area()) return true;
  if (part.region >= 0) return false;
  const int margin = static_cast<int>(options.edge_margin * per_mm);
  if (box.width < options.edge_bit * em && (box.br().x < margin || box.x > labels.cols - margin)) return true;
  if (std::max(box.width, box.height) < options.scratch_length * em) return false;
  const int zone = static_cast<int>(options.edge_zone * per_mm);
  const cv::Rect inner = cv::Rect(zone, zone, labels.cols - 2 * zone, labels.rows - 2 * zone) & box;
  return inner.empty() || cv::countNonZero(labels(inner) == part.label) == 0;
}

}  // namespace budgetlift
