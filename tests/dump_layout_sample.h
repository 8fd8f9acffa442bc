// A dump that keeps columns, cut into pieces, with the words of all forms.
#pragma once

#include <string>
#include <vector>

#include "extract/dump_layout_body.h"
#include "schemas/canonical.h"
#include "schemas/form_set.h"

namespace budgetlift::test {

struct LayoutSample {
  explicit LayoutSample(const std::string& bytes, TextSpaces spaces = {})
      : text(layout_text(split_lines(bytes), bytes, [](const std::string&) { return false; })), words{labels, levels, target, options, {}, spaces} {}

  int lines() const { return static_cast<int>(text.lines.size()); }
  PagePieces page() const {
    PagePieces out;
    for (const LayoutLine& line : text.lines) {
      for (const LayoutPiece& piece : line.pieces) out.pieces.push_back(&piece);
    }
    return out;
  }
  LaneWords lane_words() const { return {levels, target, words.spaces}; }

  LayoutText text;
  LabelWordsOfForms labels{builtin_forms()};
  LevelNames levels{builtin_forms()};
  DumpOptions options;
  RE2 target{target_pattern(options)};
  LayoutWords words;
};

inline const std::vector<Lane> kIndicators = {{"level1", ColumnKind::level1}, {"level2", ColumnKind::level2}, {"level3", ColumnKind::text}, {"target", ColumnKind::target}};

// The first cell of a table with this text; null if there is none.
inline const Cell* cell_with(const std::vector<Block>& blocks, const std::string& text) {
  for (const Block& block : blocks) {
    const auto* table = std::get_if<Table>(&block);
    for (size_t i = 0; table && i < table->cells.size(); ++i) {
      if (canonical_joined(table->cells[i].lines) == text) return &table->cells[i];
    }
  }
  return nullptr;
}

}  // namespace budgetlift::test
