// Dumps that keep the page's columns: what shows which column a text is of where single spaces, or a page's columns that drift, hide it.
#include "tests/dump_layout_sample.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::kIndicators;
using test::LayoutSample;

const std::vector<Lane> kOwn = {{"/unit/name", ColumnKind::text, true}, {"/project/name", ColumnKind::text, true}, {"/goals", ColumnKind::text, true}};

TEST(DumpLayoutLanes, ATextThatHasLostItsPlaceNeedsAColumnBetween) {
  const LayoutSample sample(
      "某县市场监督管理局 维权租赁质保金     推进标准化示范\n"
      "市场监管所                 检定工作效率\n");
  EXPECT_EQ(lanes_of(sample.page(), kOwn, sample.lane_words()), (std::vector<int>{0, 1, 2, 0, 2}));
}

TEST(DumpLayoutLanes, OfSeveralSpacesTheOneThatIsNoTextsIsTheBorder) {
  const LayoutSample sample(
      "设备购置项目           某县公路养护中心        按时完工\n"
      "某财社 2021 年 218 号 2022 年省市 某县交通局        设备正常\n",
      {true, true});
  const std::vector<Lane> lanes = {{"/project/name", ColumnKind::text, true}, {"/unit/name", ColumnKind::text, true}, {"/goals", ColumnKind::text, true}};
  EXPECT_EQ(lanes_of(sample.page(), lanes, sample.lane_words()), (std::vector<int>{0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 2}));
}

// The texts of later rows stand further to the left than those above them.
TEST(DumpLayoutLanes, APageWhoseColumnsDriftIsReadLineByLine) {
  const LayoutSample sample(
      "          产出指标  数量指标  管护面积      0.5组\n"
      "                质量指标  验收合格率     ≥95%\n"
      "     满意度指标  服务对象满意度指标  满意度      80%\n"
      "效益指标  经济效益指标  节约修缮成本       50%\n"
      "      社会效益指标  公众知晓率        90%\n");
  const std::vector<int> right{0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 1, 2, 3};
  const std::vector<int> by_page = lanes_of(sample.page(), kIndicators, sample.lane_words());
  EXPECT_EQ(odd_texts(sample.page(), right, kIndicators, sample.lane_words()), 0);
  EXPECT_GE(odd_texts(sample.page(), by_page, kIndicators, sample.lane_words()), 2);
  LayoutBody body(sample.text, sample.words, kIndicators, false);
  body.add(sample.page());
  EXPECT_EQ(body.level1_pieces().size(), 3u);
  EXPECT_EQ(body.key_of(1, 3, 4), U"经济效益指标");
}

TEST(DumpLayoutLanes, ARowWithTwoValuesOrNamesMayBeSeveral) {
  const auto may_be_several = [](const char* bytes) {
    const LayoutSample sample(bytes);
    LayoutBody body(sample.text, sample.words, {{"level2", ColumnKind::level2}, {"target", ColumnKind::target}}, true);
    body.add(sample.page());
    return body.may_be_several({0, 2, false});
  };
  EXPECT_TRUE(may_be_several("成本指标   ≤759万元\n       有所降低\n"));
  EXPECT_TRUE(may_be_several("质量指标   ≥95%\n数量指标\n"));
  EXPECT_FALSE(may_be_several("数量指标   不少于\n       1744处\n"));
  EXPECT_FALSE(may_be_several("时效指标   2026年11月\n       底\n"));
}

TEST(DumpLayoutLanes, AUnitBelowAColumnsLabelIsNoneOfIt) {
  const LayoutSample sample(
      "三级指标     指标值     项目资金\n"
      "（元）                （万元）\n");
  for (const LayoutLabel& label : sample.labels.find(sample.text, 0, sample.lines(), kColumnLabel)) EXPECT_EQ(label.pieces.size(), 1u);
  const std::vector<LayoutLabel> groups = sample.labels.find(sample.text, 0, sample.lines(), kGroupLabel);
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].pieces.size(), 2u);
}

TEST(DumpLayoutLanes, ALabelAloneOnItsLineIsAHeaders) {
  const LayoutSample sample("");
  EXPECT_TRUE(sample.labels.is_header("        预算数"));
  EXPECT_FALSE(sample.labels.is_header("  某县2024年部门预算"));
}

// The name stands further to the left than its column's label, as digits take more columns than they are wide.
TEST(DumpLayoutLanes, TextsUnderTwoLabelsArePartedByWhatTheyAre) {
  const LayoutSample sample(
      "559003             43062121P004886046 防汛物资补贴（第\n"
      "                        79N      1-3标段）\n");
  const std::vector<Lane> lanes = {{"/unit/code", ColumnKind::text, true, LaneText::code}, {"/project/code", ColumnKind::text, true, LaneText::code}, {"/project/name", ColumnKind::text, true}};
  PagePieces page = sample.page();
  page.headers = {{0, 4, true}, {22, 26, true}, {37, 41, true}};
  EXPECT_EQ(lanes_of(page, lanes, sample.lane_words()), (std::vector<int>{0, 1, 2, 1, 2}));
}

}  // namespace
}  // namespace budgetlift
