// Specks of a fax: marks too small for a point or a comma, away from any character's strokes.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/scan/picture_parts.h"

namespace budgetlift {
namespace {

// A part of ink. `mass`: pixels of black that its shades make, halo included: a picture that was turned has thresholded
// areas that differ by half.
struct Mark {
  cv::Rect box;
  int label = 0;
  double mass = 0;
  bool near = false;   // a character's strokes
  bool alone = false;  // no character is as near as any sign is to one
};

double mass_of(const cv::Mat& gray, const cv::Mat& labels, const Mark& mark) {
  const cv::Rect around = (mark.box + cv::Size(2, 2) - cv::Point(1, 1)) & cv::Rect(0, 0, gray.cols, gray.rows);
  double sum = 0;
  for (int y = around.y; y < around.br().y; ++y) {
    const auto* row = gray.ptr<std::uint8_t>(y);
    const auto* names = labels.ptr<int>(y);
    for (int x = around.x; x < around.br().x; ++x) {
      if (names[x] == mark.label || names[x] == 0) sum += 255 - row[x];
    }
  }
  return sum / 255;
}

// Two points one above the other are a colon.
bool is_colon(const Mark& a, const Mark& b, double em, const PictureOptions& options) {
  const double apart = std::abs(a.box.y + a.box.height / 2.0 - (b.box.y + b.box.height / 2.0));
  const double aside = std::abs(a.box.x + a.box.width / 2.0 - (b.box.x + b.box.width / 2.0));
  return aside <= options.colon_aside * em && apart >= options.colon_least * em && apart <= options.colon_most * em;
}

}  // namespace

void erase_specks(cv::Mat& gray, double dpi, const PictureOptions& options) {
  const double per_mm = dpi / 25.4;
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(gray < options.ink_level, labels, stats, centres, 8, CV_32S);
  const int longest = static_cast<int>(std::ceil(options.dust_side * per_mm));
  std::vector<cv::Rect> boxes;
  std::vector<Mark> marks;
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (std::max(box.width, box.height) > longest) {
      boxes.push_back(box);
    } else {
      marks.push_back({box, i});
    }
  }
  const double em = em_of_page(boxes, options.usual_em * per_mm);
  const cv::Rect page(0, 0, gray.cols, gray.rows);
  cv::Mat near(gray.size(), CV_8UC1, cv::Scalar(0));   // 1: in reach of a sign; 2: in reach of a stroke
  const int reach = std::max(1, static_cast<int>(options.dust_reach * per_mm));
  const int far = static_cast<int>(options.dust_alone * em), above = static_cast<int>(options.dust_above * em);
  std::erase_if(boxes, [&](const cv::Rect& box) {
    const int side = std::max(box.width, box.height);
    return side < options.dust_text * em || side > options.text_most * per_mm;
  });
  for (const cv::Rect& box : boxes) near((box + cv::Size(2 * far, 2 * above) - cv::Point(far, above)) & page) = 1;
  for (const cv::Rect& box : boxes) near((box + cv::Size(2 * reach, 2 * reach) - cv::Point(reach, reach)) & page) = 2;
  // A page with as few as that has points only.
  const double least = std::min(options.dust_ink * per_mm * per_mm, options.dust_em * em * em);
  std::size_t loose = 0;
  for (Mark& mark : marks) {
    mark.mass = mass_of(gray, labels, mark);
    double nearest = 0;
    cv::minMaxLoc(near(mark.box), nullptr, &nearest);
    mark.near = nearest == 2;
    mark.alone = nearest == 0;
    loose += !mark.near && mark.mass < least;
  }
  const double area = gray.cols / per_mm * gray.rows / per_mm / 100;
  if (static_cast<double>(loose) < options.dust_usual * area) return;

  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.box.x < b.box.x; });
  std::vector<char> kept(marks.size(), 0);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    kept[i] = kept[i] || marks[i].near || (marks[i].mass >= least && !marks[i].alone);
    if (marks[i].alone) continue;
    if (marks[i].mass < options.colon_ink * least) continue;
    for (std::size_t k = i + 1; k < marks.size() && marks[k].box.x - marks[i].box.x <= 2 * options.colon_aside * em + longest; ++k) {
      if (marks[k].mass < options.colon_ink * least || !is_colon(marks[i], marks[k], em, options)) continue;
      kept[i] = kept[k] = 1;
    }
  }
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (kept[i]) continue;
    const cv::Rect around = (marks[i].box + cv::Size(2, 2) - cv::Point(1, 1)) & page;
    gray(around).setTo(255, (labels(around) == marks[i].label) | (labels(around) == 0));
  }
}

}  // namespace budgetlift
