#include "extract/dump_boxes_brackets.h"

#include <algorithm>
#include <string_view>

namespace budgetlift {
namespace {

using namespace std::string_view_literals;

constexpr size_t kAway = 16;   // pieces within which a bracket ends
constexpr auto kOpening = U"(（〔[《“"sv, kClosing = U")）〕]》”"sv;

// Brackets that the text leaves open; below 0: that it ends without having begun them.
int open_brackets(const std::u32string& text) {
  int open = 0;
  for (char32_t c : text) open += (kOpening.find(c) != kOpening.npos) - (kClosing.find(c) != kClosing.npos);
  return open;
}

bool only_closes(const BoxPiece& piece) {
  return !piece.in_line && !piece.raw.empty() && piece.raw.find_first_not_of(kClosing) == piece.raw.npos;
}

}  // namespace

void close_brackets(std::vector<BoxPiece>& pieces) {
  std::vector<size_t> open;   // pieces that leave brackets open
  size_t kept = 0;
  for (BoxPiece& piece : pieces) {
    if (piece.page_start) open.clear();
    std::erase_if(open, [&](size_t i) { return kept - i > kAway; });
    const int more = open_brackets(piece.raw);
    const bool joins = only_closes(piece) && !open.empty();
    if (joins) {
      BoxPiece& own = pieces[open.back()];
      own.raw += piece.raw;
      own.key += piece.key;
      own.lines.insert(own.lines.end(), piece.lines.begin(), piece.lines.end());
    }
    if (more > 0) open.push_back(kept);
    else if (more < 0 && !open.empty()) open.pop_back();
    if (joins) continue;
    if (&pieces[kept] != &piece) pieces[kept] = std::move(piece);
    ++kept;
  }
  pieces.resize(kept);
}

}  // namespace budgetlift
