// Parts of ink, and which of them are no text. Lengths are pixels of the reduced picture.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "extract/scan/picture.h"

namespace budgetlift {

// A connected part of ink.
struct InkPart {
  cv::Rect box;
  int ink = 0;
  int region = 0;  // -1: outside any cell
  int label = 0;
};

struct InkLine {
  cv::Rect box;
  std::vector<const InkPart*> parts;
};

inline int bottom(const cv::Rect& r) { return r.y + r.height; }
inline int right(const cv::Rect& r) { return r.x + r.width; }

// Of each part no larger than `speck`: whether it is noise, which has no text near it.
std::vector<char> specks_of(const std::vector<InkPart>& parts, const cv::Size& size, double em, double speck,
                            const PictureOptions& options);

// Specks that lie near each other are no line: a line has a part of some size, or many dots on one base line. Nor are
// thin strokes in a row, which are left of a dashed ruling.
bool is_noise(const InkLine& line, double em, const PictureOptions& options);

// A full stop that the line before had no room for: a small mark at the text's left edge, on the next base line under a full
// line. `lines`: of its cell.
bool is_lone_mark(const InkLine& mark, const std::vector<InkLine>& lines, double em, const PictureOptions& options);

// What is left of a ruling that was not found, or of a fold.
bool is_scratch(const cv::Rect& box, double em, const PictureOptions& options);

// What is seen of the sheet's own edge, or of the desk behind it: long, and nowhere far from the picture's border, or all
// around; or a bit of the edge, thin and very near to it. `labels`: of the picture's parts.
bool is_edge(const InkPart& part, const cv::Mat& labels, double per_mm, double em, const PictureOptions& options);

}  // namespace budgetlift
