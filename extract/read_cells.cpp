#include "extract/read_cells.h"

#include <algorithm>

#include "extract/read_text.h"
#include "schemas/line_pieces.h"

namespace budgetlift {

std::vector<UnsureCharacter> characters_of(const Cell& cell) {
  return read_lines(cell.lines).characters;
}

size_t common_characters(const std::vector<UnsureCharacter>& read, const std::u32string& word) {
  std::vector<size_t> last(word.size() + 1, 0), next(word.size() + 1, 0);
  for (const UnsureCharacter& c : read) {
    for (size_t k = 0; k < word.size(); ++k) {
      const bool same = std::any_of(c.guesses.begin(), c.guesses.end(), [&](const Guess& g) { return half_width(g.text) == half_width(word[k]); });
      next[k + 1] = same ? last[k] + 1 : std::max(last[k + 1], next[k]);
    }
    std::swap(last, next);
    std::fill(next.begin(), next.end(), 0);
  }
  return last.back();
}

bool holds_several_texts(const std::vector<TextLine>& lines) {
  constexpr size_t kText = 3;   // characters
  constexpr double kFar = 2;    // heights of the line
  for (const TextLine& line : lines) {
    if (!line.box) continue;
    std::vector<TextLine> texts = pieces_of(line);
    std::erase_if(texts, [](const TextLine& piece) { return piece.readings.size() < kText || !piece.box; });
    for (size_t i = 1; i < texts.size(); ++i) {
      if (texts[i].box->x0 - texts[i - 1].box->x1 > kFar * line.box->height()) return true;
    }
  }
  return false;
}

double least_of(const std::vector<UnsureCharacter>& read) {
  double out = 1;
  for (const UnsureCharacter& c : read) out = std::min(out, c.probability());
  return out;
}

double mean_of(const std::vector<UnsureCharacter>& read) {
  double sum = 0;
  for (const UnsureCharacter& c : read) sum += c.probability();
  return read.empty() ? 0 : sum / static_cast<double>(read.size());
}

void sort_cells(std::vector<Cell>& cells) {
  std::stable_sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
}

void drop_absorbed(Table& table) {
  std::erase_if(table.cells, [](const Cell& cell) { return cell.column_span == 0; });
}

}  // namespace budgetlift
