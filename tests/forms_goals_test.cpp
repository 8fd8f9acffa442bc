// A cell of goals becomes a list: where its lines end.
#include "normalize/numbered_list.h"
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

// Lines of a dump, in a cell of so many full-width characters.
std::vector<ListItem> list(const std::vector<std::string>& texts, double width) {
  std::vector<TextLine> lines;
  for (const std::string& text : texts) lines.push_back(test::text_line(text));
  return split_numbered(lines, width);
}

std::vector<std::string> texts(const std::vector<ListItem>& items) {
  std::vector<std::string> out;
  for (const ListItem& item : items) out.push_back(item.text);
  return out;
}

TEST(GoalLines, AShortLineEndsAnItem) {
  const auto items = list({"保障运行", "改善条件"}, 10);
  EXPECT_EQ(texts(items), (std::vector<std::string>{"保障运行", "改善条件"}));
  EXPECT_EQ(items[0].doubt + items[1].doubt, "");
}

TEST(GoalLines, LinesThatAllEndFarFromTheFormsWidthMayBeWrappedInANarrowerCell) {
  const auto wrapped = list({"扩大法警装备风险防范能力", "时完成执行指挥中心信息化", "上稳步推进工作"}, 40);
  ASSERT_EQ(wrapped.size(), 1u);
  EXPECT_NE(wrapped[0].doubt, "");
  const auto apart = list({"扩大法警装备风险防范能力。", "按时完成执行指挥中心信息化。"}, 40);
  EXPECT_EQ(apart.size(), 2u);
  EXPECT_EQ(apart[0].doubt + apart[1].doubt, "");
}

TEST(GoalLines, TheRestOfASentenceBeginsNoItem) {
  EXPECT_EQ(texts(list({"化程度；乘客满意度达到85%以上，群众反映良", "好。2020年完成检测站升级改造60辆"}, 40)).size(), 1u);
}

TEST(GoalLines, AFullLineGoesOn) { EXPECT_EQ(texts(list({"保障全县道路安全运行", "改善条件"}, 10)), std::vector<std::string>{"保障全县道路安全运行改善条件"}); }

TEST(GoalLines, ALineIsFullWhereWhatFollowsWouldNotHaveFitted) {
  // The word behind the first line is five wide, the character only one.
  const auto word = list({"完成全县道路的", "ABCDEFGHIJ系统"}, 13), character = list({"完成全县道路的", "系统"}, 13);
  EXPECT_EQ(texts(word), std::vector<std::string>{"完成全县道路的ABCDEFGHIJ系统"});
  EXPECT_EQ(word[0].doubt, "");
  EXPECT_EQ(texts(character), (std::vector<std::string>{"完成全县道路的", "系统"}));
}

TEST(GoalLines, ALineThatEndsALittleEarlyIsJoinedAndNamed) {
  const auto items = list({"保障全县道路", "改善条件"}, 10);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].text, "保障全县道路改善条件");
  EXPECT_NE(items[0].doubt, "");
}

TEST(GoalLines, AFullStopEndsAnItemThatEndsEarly) {
  const auto items = list({"保障全县道。", "改善条件"}, 10);
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].doubt + items[1].doubt, "");
}

TEST(GoalLines, LinesWiderThanTheCellAreMeasuredByTheWidest) {
  // The form says 4, the document wraps elsewhere.
  EXPECT_EQ(texts(list({"保障全县道路安全运行", "及时养护", "改善条件"}, 3)), (std::vector<std::string>{"保障全县道路安全运行及时养护", "改善条件"}));
}

TEST(GoalLines, AShareAtALinesBeginIsNoNumberOfAnItem) {
  const auto items = list({"设备全年的合格率达到", "99.5%以上"}, 10);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].text, "设备全年的合格率达到99.5%以上");
  EXPECT_EQ(items[0].doubt, "");
}

TEST(GoalLines, ANumberWithoutTheFirstOneIsNamed) {
  const auto items = list({"保障运行", "2、改善条件"}, 10);
  ASSERT_EQ(items.size(), 2u);
  for (const ListItem& item : items) EXPECT_NE(item.doubt, "");
}

TEST(GoalLines, NumbersBehindTheEndOfASentenceBeginItems) {
  const auto items = list({"1.完成养护，路况良好。2.及时修复水毁路", "段；3.保障出行99.5%。"}, 20);
  EXPECT_EQ(texts(items), (std::vector<std::string>{"完成养护，路况良好。", "及时修复水毁路段；", "保障出行99.5%。"}));
  for (const ListItem& item : items) EXPECT_EQ(item.doubt, "");
}

TEST(GoalLines, ListsInsideAnItemStayInIt) {
  EXPECT_EQ(texts(list({"1.完成以下工作：（1）养护。（2）修复。", "2.保障出行。"}, 20)),
            (std::vector<std::string>{"完成以下工作：（1）养护。（2）修复。", "保障出行。"}));
}

TEST(GoalLines, TextBeforeAListInsideALineIsNamed) {
  const auto items = list({"总目标：1.养护道路；2.保障出行。"}, 20);
  EXPECT_EQ(texts(items), (std::vector<std::string>{"总目标：", "养护道路；", "保障出行。"}));
  EXPECT_NE(items.front().doubt, "");
  EXPECT_EQ(texts(list({"依照文件：1.号工程完工。"}, 20)), std::vector<std::string>{"依照文件：1.号工程完工。"});
}

}  // namespace
}  // namespace budgetlift
