#include "extract/dump_boxes_order.h"

#include <gtest/gtest.h>

#include <string>

#include "extract/dump_boxes_geometry.h"
#include "schemas/form_set.h"

namespace budgetlift {
namespace {

using Order = std::vector<size_t>;

PlacedBox box(double left, double top, double width, double height = 1) { return {left, top, left + width, top + height}; }

TEST(PrintedOrder, NothingAndOne) {
  EXPECT_EQ(printed_order({}), Order());
  EXPECT_EQ(printed_order({box(0, 0, 4)}), Order({0}));
}

// Two rows far apart are printed one behind the other, two columns that are far apart column by column.
TEST(PrintedOrder, WhatStandsCloseIsPrintedTogether) {
  const PlacedBox a = box(0, 0, 4), b = box(5, 0, 4), c = box(0, 20, 4), d = box(5, 20, 4);
  EXPECT_EQ(printed_order({d, c, b, a}), Order({3, 2, 1, 0}));
  const PlacedBox e = box(0, 0, 4), f = box(60, 0.4, 4), g = box(0, 1.2, 4), h = box(60, 1.6, 4);
  EXPECT_EQ(printed_order({e, f, g, h}), Order({0, 2, 1, 3}));
}

// A group's middle counts, less so its left edge: a cell of three lines beside one line.
TEST(PrintedOrder, MostlyDownwards) {
  EXPECT_EQ(printed_order({box(0, 2, 4), box(6, 0, 4)}), Order({1, 0}));
  EXPECT_EQ(printed_order({box(0, 0.1, 4), box(6, 0, 4)}), Order({0, 1}));
}

// What stands between two keeps them apart, however close they are.
TEST(PrintedOrder, WhatStandsBetweenIsGroupedFirst) {
  const std::vector<PlacedBox> boxes = {box(0, 0, 10, 1), box(0, 6, 10, 1), box(2, 3, 2, 1)};
  EXPECT_EQ(printed_order(boxes), Order({0, 2, 1}));
}

BoxPiece piece(const std::u32string& text, int level = 0) {
  BoxPiece out;
  out.raw = out.key = text;
  out.level = level;
  out.width = static_cast<double>(text.size());
  out.lines = {0};
  return out;
}

// A basis of two lines beside two rows of one line: boxes stand in the dump as the right rows make them, and only those.
TEST(SeatedTable, TheRightRowsExplainTheOrder) {
  const std::vector<Form> forms = builtin_forms();
  const DumpWords words(forms);
  const std::vector<BoxSort> sorts = {BoxSort::level2, BoxSort::name, BoxSort::target, BoxSort::basis};
  const std::vector<int> blocks(4, 0);
  BoxHabits habits;
  habits.columns.resize(4);
  for (size_t k = 0; k < 4; ++k) habits.columns[k].width = 6;
  // The basis's first line stands above its row's middle.
  const std::vector<BoxPiece> printed = {piece(U"年初工作计划"), piece(U"数量指标", 2), piece(U"养护里程"), piece(U"≥20公里"), piece(U"和方案"),
                                         piece(U"质量指标", 2), piece(U"验收合格率"), piece(U"≥95%"), piece(U"行业标准")};
  BoxRows right;
  right.rows = 2;
  right.first_rows = {0};
  right.seats = {{3, 0}, {0, 0}, {1, 0}, {2, 0}, {3, 0}, {0, 1}, {1, 1}, {2, 1}, {3, 1}};
  const BoxMeasures measures{1.4, 0.8, 0.5, 0};
  BoxRows wrong = right;
  wrong.seats[4].row = 1;
  const SeatedTable seated(sorts, blocks, words, habits, printed, right), astray(sorts, blocks, words, habits, printed, wrong);
  EXPECT_LT(seated.breaks(measures), astray.breaks(measures));
  EXPECT_LE(fit_measures({seated}).breaks, seated.breaks(measures));
}

// Lines of a cell that is printed twice are known to belong together.
TEST(BoxHabits, LinesThatArePrintedTogetherAgain) {
  const std::vector<BoxPiece> pieces = {piece(U"档案法第三十"), piece(U"条"), piece(U"数量指标", 2), piece(U"档案法第三十"), piece(U"条"), piece(U"验收合格率")};
  BoxHabits habits;
  habits.count_pieces({&pieces});
  EXPECT_TRUE(habits.runs.count(BoxHabits::run_key(U"档案法第三十", U"条")));
  EXPECT_FALSE(habits.runs.count(BoxHabits::run_key(U"档案法第三十", U"验收合格率")));
}

}  // namespace
}  // namespace budgetlift
