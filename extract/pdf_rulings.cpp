#include "extract/pdf_rulings.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace budgetlift {
namespace {

double low_edge(const Ruling& r) {
  return r.position - r.thickness / 2;
}
double high_edge(const Ruling& r) {
  return r.position + r.thickness / 2;
}

// Joins along the line the pieces [first, last), which all lie on one line.
void join_along(std::vector<Ruling>::iterator first, std::vector<Ruling>::iterator last, const PdfOptions& options,
                std::vector<Ruling>& out) {
  std::sort(first, last, [](const Ruling& a, const Ruling& b) { return a.start < b.start; });
  while (first != last) {
    Ruling joined = *first;
    double previous_length = first->end - first->start;
    double weight = std::max(previous_length, 1e-6);
    double weighted_position = first->position * weight;
    for (++first; first != last; ++first) {
      const double length = first->end - first->start;
      const bool dashes = std::max(length, previous_length) <= options.dash_length;
      if (first->start - joined.end > (dashes ? options.dash_gap : options.join_gap)) break;
      joined.end = std::max(joined.end, first->end);
      joined.thickness = std::max(joined.thickness, first->thickness);
      weight += std::max(length, 1e-6);
      weighted_position += first->position * std::max(length, 1e-6);
      previous_length = length;
    }
    joined.position = weighted_position / weight;
    if (joined.end - joined.start >= std::max(options.min_ruling_length, 2 * joined.thickness)) out.push_back(joined);
  }
}

}  // namespace

std::vector<Ruling> join_rulings(std::vector<Ruling> pieces, const PdfOptions& options) {
  std::sort(pieces.begin(), pieces.end(), [](const Ruling& a, const Ruling& b) {
    return std::make_tuple(!a.horizontal, low_edge(a)) < std::make_tuple(!b.horizontal, low_edge(b));
  });
  std::vector<Ruling> out;
  auto first = pieces.begin();
  while (first != pieces.end()) {
    const double low = low_edge(*first);
    double high = high_edge(*first);
    auto last = first + 1;
    while (last != pieces.end() && last->horizontal == first->horizontal &&
           low_edge(*last) <= high + options.same_line_gap && high_edge(*last) - low <= options.same_line_span) {
      high = std::max(high, high_edge(*last));
      ++last;
    }
    join_along(first, last, options, out);
    first = last;
  }
  std::sort(out.begin(), out.end(), [](const Ruling& a, const Ruling& b) {
    return std::make_tuple(!a.horizontal, a.position, a.start) < std::make_tuple(!b.horizontal, b.position, b.start);
  });
  return out;
}

}  // namespace budgetlift
