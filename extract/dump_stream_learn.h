// What cut tables of a stream dump say of the document's ways: widths of columns, repeated texts, how neighbours stand.
#pragma once

#include <vector>

#include "extract/dump_stream_rows.h"

namespace budgetlift {

struct StreamSample {
  const StreamText* text = nullptr;
  const StreamCut* cut = nullptr;
};

StreamHabits first_habits(const StreamHabits& document, size_t columns);

// Whether a line shows a row without a second level of its own: a text and a target behind one that ends with a target. Only where targets
// stand last do lines tell.
bool shows_merged_level2(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target);

// Whether `learn_habits` learns from both cuts of a text the same.
bool teaches_the_same(const StreamCut& one, const StreamCut& other);

// All `samples` have these columns. Only what was cut without doubt is learnt from.
void learn_habits(const std::vector<StreamSample>& samples, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target,
                  StreamHabits& habits);

// Widths of text columns that make the cheapest cut of one small table, where there are too few rows to learn from.
void fit_widths(const StreamText& text, const std::vector<StreamColumn>& columns, const DumpWords& words, const RE2& target, StreamHabits& habits);

}  // namespace budgetlift
