#include "schemas/canonical.h"

#include "tests/support.h"

namespace budgetlift {
namespace {

TEST(Canonical, RemovesSpacesBesideCjkAndFullWidthMarks) {
  EXPECT_EQ(canonical("2024 年 12 月底"), "2024年12月底");
  EXPECT_EQ(canonical("  （ 一 ） A  B "), "（一）A B");
  EXPECT_EQ(canonical("合　　计"), "合计");
}

TEST(Canonical, MapsRadicalsWithAndWithoutNfkcMapping) {
  EXPECT_EQ(canonical("⽬标⼯程⼈⺠政局⻓效部⻔⻚"), "目标工程人民政局长效部门页");
}

TEST(Canonical, KeepsOtherGlyphsAsPrinted) {
  EXPECT_EQ(canonical("(％)／日（元/人"), "(％)／日（元/人");
}

TEST(Canonical, InvalidUtf8BecomesReplacementCharacter) {
  EXPECT_EQ(canonical("a\xFF\xE4\xB8"), "a\uFFFD\uFFFD\uFFFD");
}

TEST(Canonical, JoinsFragmentsWithNothingBetween) {
  TextLine a, b;
  a.text = "13052924P0058411043";
  b.text = "2W";
  EXPECT_EQ(canonical_joined({a, b}), "13052924P00584110432W");
}

TEST(Folded, MakesLabelsComparable) {
  EXPECT_EQ(folded("资 金 支 出 计 划（％）"), folded("资金支出计划(%)"));
}

// Most texts are made canonical without a normalizer. An é behind them sends them the long way, and changes nothing else.
TEST(Canonical, IsTheSameByTheShortWayAndTheLong) {
  for (char32_t c = 0x20; c < 0x10000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::string text = "（" + encode_utf8(std::u32string{c, U'中', c, c, U' ', U'a', U' ', c, U'中'});
    ASSERT_EQ(canonical(text) + "é", canonical(text + "é")) << std::hex << static_cast<uint32_t>(c);
    ASSERT_EQ(folded(text) + "é", folded(text + "é")) << std::hex << static_cast<uint32_t>(c);
  }
}

}  // namespace
}  // namespace budgetlift
