#include "schemas/line_pieces.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {

std::vector<TextLine> pieces_of(const TextLine& line) {
  const auto length = static_cast<double>(decode_utf8(line.text).size());
  std::vector<TextLine> out;
  size_t read = 0;
  double before = 0;   // characters, gaps too
  for (size_t at = 0; at <= line.text.size();) {
    const size_t end = std::min(line.text.find(' ', at), line.text.size());
    TextLine piece = line;
    piece.text = line.text.substr(at, end - at);
    piece.raw.clear();
    const auto own = static_cast<double>(decode_utf8(piece.text).size());
    if (!line.readings.empty()) {
      const auto first = line.readings.begin() + static_cast<std::ptrdiff_t>(std::min(read, line.readings.size()));
      const auto last = line.readings.begin() + static_cast<std::ptrdiff_t>(std::min(read + static_cast<size_t>(own), line.readings.size()));
      piece.readings.assign(first, last);
    }
    const bool placed = !piece.readings.empty() && std::all_of(piece.readings.begin(), piece.readings.end(), [](const Reading& r) { return r.x1 > r.x0; });
    if (line.box && placed) {
      piece.box->x0 = piece.readings.front().x0;
      piece.box->x1 = piece.readings.back().x1;
    } else if (line.box) {
      piece.box->x0 = line.box->x0 + line.box->width() * before / length;
      piece.box->x1 = line.box->x0 + line.box->width() * (before + own) / length;
    }
    if (own > 0) out.push_back(std::move(piece));
    read += static_cast<size_t>(own);
    before += own + 1;
    at = end + 1;
  }
  return out;
}

}  // namespace budgetlift
