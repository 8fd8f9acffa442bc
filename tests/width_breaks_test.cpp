// Paragraphs of lines of which only the text is known: how they fill their column tells where they end.
#include "normalize/width_breaks.h"

#include <gtest/gtest.h>

namespace budgetlift {
namespace {

std::u32string han(size_t n, std::u32string end = U"") { return std::u32string(n - end.size(), U'字') + end; }

std::vector<WidthLine> lines(const std::vector<std::u32string>& texts) {
  std::vector<WidthLine> out;
  for (const std::u32string& text : texts) out.push_back({text, out.empty()});
  return out;
}

WidthBreaks breaks(const std::vector<std::u32string>& texts) { return breaks_by_width(lines(texts), lines(texts)); }

TEST(WidthBreaks, AFirstLineIsTwoCharactersShorter) {
  // Set in by two: 38 is full for a first line only.
  const WidthBreaks got = breaks({han(38), han(40), han(9, U"。"), han(38), han(40), han(12, U"。")});
  EXPECT_EQ(got.begins, (std::vector<bool>{true, false, false, true, false, false}));
  EXPECT_EQ(got.unsure, std::vector<bool>(6, false));
}

TEST(WidthBreaks, AFullLineThatEndsASentenceIsUnsure) {
  const WidthBreaks got = breaks({han(38), han(40), han(38), han(40, U"。"), han(38), han(40), han(5, U"。")});
  EXPECT_TRUE(got.unsure[4]);
  EXPECT_FALSE(got.unsure[1]);
}

TEST(WidthBreaks, ALineTooLongForAFirstOneGoesOn) {
  const WidthBreaks got = breaks({han(38), han(40, U"。"), han(40), han(9, U"。"), han(38), han(7, U"。")});
  EXPECT_FALSE(got.begins[2]);
  EXPECT_FALSE(got.unsure[2]);
}

TEST(WidthBreaks, ACharacterThatWouldHaveFittedTellsAnEnd) {
  // Of wide characters alone a line's width is certain.
  const WidthBreaks got = breaks({han(38), han(40), han(37, U"。"), han(38), han(40), han(4, U"。")});
  EXPECT_TRUE(got.begins[3]);
  EXPECT_FALSE(got.unsure[3]);
}

TEST(WidthBreaks, TextThatIsNotSetIn) {
  const WidthBreaks got = breaks({han(40), han(20, U"。"), han(40), han(40), han(3, U"。"), han(33, U"。"), han(30, U"。")});
  EXPECT_EQ(got.begins, (std::vector<bool>{true, false, true, false, false, true, true}));
}

TEST(WidthBreaks, ALineBrokenWhereTheFontChangesIsOne) {
  const WidthBreaks got = breaks({han(38), han(40), han(9, U"。"), han(20, U"”"), U"，" + han(17), han(8, U"。")});
  EXPECT_EQ(got.begins, (std::vector<bool>{true, false, false, true, false, false}));
  EXPECT_FALSE(got.unsure[5]);
}

TEST(WidthBreaks, AMarkMayBeginALineBehindAFullOne) {
  const WidthBreaks got = breaks({han(31), han(33), U"，" + han(32), han(33), han(8, U"。"), han(31), han(33), han(4, U"。")});
  EXPECT_EQ(got.begins, (std::vector<bool>{true, false, false, false, false, true, false, false}));
}

// As wide with wide quotation marks as without, where these are narrow: the column may be 39 or 40 wide.
TEST(WidthBreaks, AnEndThatOnlyOneOfTwoLikelyWidthsShowsIsUnsure) {
  const WidthBreaks got = breaks({han(36), han(39), U"“" + han(4) + U"”" + han(34, U"。"), han(3) + U"“" + han(6) + U"”" + han(20, U"。")});
  EXPECT_TRUE(got.unsure[3]);
}

}  // namespace
}  // namespace budgetlift
