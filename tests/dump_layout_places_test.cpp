// Dumps that keep the page's columns: which column a text is of, which label, and which rows, where places do not tell it alone.
#include "extract/dump_layout_head.h"
#include "extract/dump_layout_head_rows.h"
#include "extract/dump_layout_listing.h"
#include "tests/dump_layout_sample.h"
#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::kIndicators;
using test::cell_with;
using Sample = test::LayoutSample;

TEST(DumpLayoutPlaces, APageNumberMayHaveARadical) {
  const Sample sample("   甲   乙\n\n\n\n        第1⻚\n\f   丙   丁\n\n\n\n        第2⻚\n");
  EXPECT_EQ(sample.lines(), 2);
}

TEST(DumpLayoutPlaces, ALongLineAtTheHeadOfTwoPagesIsARunningHead) {
  EXPECT_EQ(Sample("  柳畔县生态环境局2021年部门预算\n   甲   乙\n\f  柳畔县生态环境局2021年部门预算\n   丙   丁\n").lines(), 2);
  EXPECT_EQ(Sample("  意度指标\n   甲   乙\n\f  意度指标\n   丙   丁\n").lines(), 4);
}

TEST(DumpLayoutPlaces, ALineIsAsWideAsAllItsPiecesUpToAGap) {
  const Sample sample("12 月底 前     2 处\n");
  const PagePieces page = sample.page();
  ASSERT_EQ(page.pieces.size(), 5u);
  EXPECT_GT(width_of({page.pieces[0], page.pieces[1], page.pieces[2]}), 4);
  EXPECT_LT(width_of(page.pieces), 2.5);
}

TEST(DumpLayoutPlaces, ANameThatBeginsAsALevelsDoesIsNone) {
  const Sample sample(
      "            服务对象满意\n"
      "满意度指标             服务对象满意度   ≥80%\n"
      "             度指标\n");
  EXPECT_EQ(lanes_of(sample.page(), kIndicators, sample.lane_words()), (std::vector<int>{1, 0, 2, 3, 1}));
}

TEST(DumpLayoutPlaces, TheEndOfALevelAtAPagesHeadIsNoText) {
  const Sample sample("       指标     续保障率      ≥80%\n");
  EXPECT_EQ(lanes_of(sample.page(), kIndicators, sample.lane_words()), (std::vector<int>{1, 2, 3}));
}

TEST(DumpLayoutPlaces, PiecesOfALineAreReadTogether) {
  const Sample sample("产出指标   数量指标   修缮里程   2 公里\n", {true, true});
  EXPECT_EQ(lanes_by_line(sample.page(), kIndicators, sample.lane_words()), (std::vector<int>{0, 1, 2, 3, 3}));
}

TEST(DumpLayoutPlaces, NumbersAndCodesEndWhereOtherTextBegins) {
  const std::vector<Lane> lanes = {{"/project/code", ColumnKind::text, true, LaneText::code}, {"/project/name", ColumnKind::text, true}, {"/budget/total", ColumnKind::target, true, LaneText::number},
                                   {"/budget/fiscal", ColumnKind::target, true, LaneText::number}};
  const Sample sample(
      "45022123P5810276047 某项目         3.50 3.50\n"
      "45022123P6810276047  另一项目资金    2.00    1.00\n");
  EXPECT_EQ(lanes_of(sample.page(), lanes, sample.lane_words()), (std::vector<int>{0, 1, 2, 3, 0, 1, 2, 3}));
}

TEST(DumpLayoutPlaces, ALabelGoesOnOnTheNextPage) {
  const Sample sample("资金支出计划    3月底   6月底\n\f   某县2024年部门预算\n  （%）      50%   100%\n");
  const std::vector<LayoutLabel> found = sample.labels.find(sample.text, 0, sample.lines(), kFieldLabel);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].pieces.size(), 2u);
}

TEST(DumpLayoutPlaces, TwoLinesOfALabelMayStandOnOne) {
  const Sample sample("预算数 9458814.94 其中：财    政资金 9458814.94 其他资金\n");
  const std::vector<LayoutLabel> found = sample.labels.find(sample.text, 0, 1, kFieldLabel);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[1].pieces.size(), 2u);
}

TEST(DumpLayoutPlaces, ALabelIsReadPastAnotherThatStandsBetweenItsLines) {
  const Sample sample(
      "             其中：财政资\n"
      "预算数   0.53  0.53  其他资金\n"
      "                 金\n");
  const std::vector<LayoutLabel> found = sample.labels.find(sample.text, 0, 3, kFieldLabel);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].pieces.size(), 2u);
}

TEST(DumpLayoutPlaces, ALabelAtTheEdgeGoesOnFurtherBelowWhereThatMakesItWhole) {
  const std::string between = "       更新\n             农家书屋检测\n             ≥80%\n";
  const Sample sample("年度主要任 旅游厕所\n" + between + "  务\n");
  const std::vector<LayoutLabel> found = sample.labels.find(sample.text, 0, sample.lines(), kFieldLabel);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].pieces.size(), 2u);
  const Sample other("年度主要任 旅游厕所\n" + between + "           务\n");
  EXPECT_TRUE(other.labels.find(other.text, 0, other.lines(), kFieldLabel).empty());
}

TEST(DumpLayoutPlaces, ALineWiderThanItsColumnIsKnown) {
  const Sample sample(
      "政策知晓率普及\n"
      "孤儿基本生活完\n"
      "好率（%） 完成情况\n");
  LayoutBody body(sample.text, sample.words, {{"level3", ColumnKind::text}}, false);
  body.add(sample.page());
  LaneWidths widths;
  body.measure(widths);
  widths["level3"].assign(3, 7);
  body.use(widths);
  EXPECT_FALSE(body.is_overfull({0, 1}, 0));
  EXPECT_TRUE(body.is_overfull({1, 3}, 0));
}

TEST(DumpLayoutPlaces, TextsThatTouchAreCutAtLabelsAndLevels) {
  const Sample sample("");
  EXPECT_EQ(sample.labels.cuts(U"二级指标三级指标"), (std::vector<size_t>{4}));
  EXPECT_TRUE(sample.labels.cuts(U"二级指标").empty());
  EXPECT_TRUE(sample.labels.cuts(U"二级指标的值").empty());
  EXPECT_EQ(sample.levels.cuts(U"产出指标数量指标修缮数量"), (std::vector<size_t>{4, 8}));
  EXPECT_TRUE(sample.levels.cuts(U"数量指标").empty());
}

TEST(DumpLayoutPlaces, ALabelRunsAlongTheEdgeOverPages) {
  const Sample sample("绩     产出指标\n效     数量指标\n指\n\f   效益指标\n标\n");
  EXPECT_EQ(sample.labels.along_edge(sample.text, 0, sample.lines()).size(), 4u);
  const Sample other("绩     产出指标\n效     数量指标\n");
  EXPECT_TRUE(other.labels.along_edge(other.text, 0, other.lines()).empty());
}

// Behind a page's end, the ten thousand of a unit of money is no text of its own: without it amounts would be read wrong.
TEST(DumpLayoutPlaces, AUnitWrittenDownwardsThatAPageEndCuts) {
  const Sample sample("项    年度资金总额   220\n目    其中：财政拨款   220\n资\n     其他资金\n金\n（\n\f万\n元\n）\n总\n");
  std::u32string key;
  for (const LayoutLabel& label : sample.labels.find(sample.text, 0, sample.lines(), kGroupLabel)) {
    if (label.begin == 0) for (const LayoutPiece* piece : label.pieces) key += piece->key;
  }
  EXPECT_EQ(key, U"项目资金(万元)");
}

TEST(DumpLayoutPlaces, CellsOfAsManyLinesStandOnTheSameOnes) {
  EXPECT_EQ(misplaced_cells({{0, 1}, {0, 1}, {1}}, Alignment::loose), 0);
  EXPECT_GT(misplaced_cells({{0, 1}, {1, 2}, {1}}, Alignment::loose), 0);
}

TEST(DumpLayoutPlaces, LinesOfATextThatTheToolTurnedAreTurnedBack) {
  const Sample sample(
      "数量指标  员满意度  村民及执法人员满意度  ≥80%\n"
      "        村民及执法人\n");
  LayoutBody body(sample.text, sample.words, {{"level2", ColumnKind::level2}, {"level3", ColumnKind::text}, {"description", ColumnKind::text}, {"target", ColumnKind::target}}, true);
  body.add(sample.page());
  ASSERT_EQ(body.key_of(1, 0, 2), U"员满意度村民及执法人");
  body.turn_lines({0, 2, false});
  EXPECT_EQ(body.key_of(1, 0, 2), U"村民及执法人员满意度");
}

TEST(DumpLayoutPlaces, TwoValuesInOneCellCost) {
  const auto cost = [](const char* bytes) {
    const Sample sample(bytes);
    LayoutBody body(sample.text, sample.words, {{"target", ColumnKind::target}}, true);
    body.add(sample.page());
    return body.row_cost(0, 2, Alignment::centred, false);
  };
  EXPECT_GT(cost("12.8处\n80%\n"), cost("2023年6月\n底\n") + 2);
  EXPECT_GT(cost("持续上升\n不断增强\n"), cost("2023年6月\n底\n") + 2);
}

TEST(DumpLayoutPlaces, AGroupInsideAGroupIsARowOfTheHeader) {
  const Sample sample(
      "        项目基本情况            项目资金                  绩效目标及指标\n"
      "   项目名称     单位编码        预算数                        绩效指标\n"
      "                       小计    其他资金      一级指标   二级指标    三级指标    指标值\n");
  const auto header = listing_header(sample.text, 0, sample.lines(), sample.words);
  ASSERT_TRUE(header.has_value());
  ASSERT_EQ(header->nested.size(), 2u);
  EXPECT_EQ(header->nested[0].first, 2);
  EXPECT_EQ(header->nested[0].last, 4);
}

// A label that is merged over a row of amounts has its text below them.
TEST(DumpLayoutPlaces, ATextBelowAmountsIsThatOfTheLabelBesideThem) {
  const std::vector<Block> blocks = test::read_blocks(
      "                                     1.仲裁补贴绩效目标表\n"
      "596004 某县人才交流中心                                                       单位：元\n"
      " 项目编码      62022422P00443434111   项目名称     仲裁补贴\n"
      "                    7\n"
      " 预算规模及      预算金额             287230.34      其中：财政拨      71807.58         其他资金    215422.76\n"
      "  资金用途                                         款\n"
      "          通过该项目的实施，让群众得到实惠。\n"
      " 绩效目标     1.保障贷款贴息环境质量\n"
      "   一级指标             二级指标                 三级指标                  指标值\n"
      "   产出指标             时效指标          付款时间                         22年底\n");
  const Cell* purpose = cell_with(blocks, "预算规模及资金用途");
  const Cell* text = cell_with(blocks, "通过该项目的实施，让群众得到实惠。");
  ASSERT_TRUE(purpose && text);
  EXPECT_EQ(text->row, purpose->row + purpose->row_span - 1);
  const Cell* goals = cell_with(blocks, "绩效目标");
  ASSERT_NE(goals, nullptr);
  EXPECT_GT(goals->row, text->row);
}

TEST(DumpLayoutPlaces, ATextBetweenTheLinesOfItsLabelGoesOnBelowIt) {
  const std::vector<Block> blocks = test::read_blocks(
      "                  4.高校毕业生见习经费绩效目标表\n"
      "890003 某县社会保险中心                                                      单位：元\n"
      " 项目编码    34072921P00451411203N           项目名称       高校毕业生见习经费\n"
      "                                      其中：财政\n"
      "          预算数         24,774.00                   24,774.00     其他资金\n"
      "                                       资金\n"
      " 预算规模及\n"
      "         依据合同约定，全面推动职业技能培训，社保卡修缮完成0.5人，检测\n"
      " 资金用途\n"
      "         381人，平均每人成本控制在17元以内；同时健全养老保险缴费队伍素质，\n"
      "         农民工满意度不低于80%，让群众得到实惠。\n"
      " 绩效目标    1.健全应急处置能力，稳步推进各项工作。\n"
      "   一级指标             二级指标                 三级指标                  指标值\n"
      "   产出指标             时效指标          付款时间                         22年底\n");
  EXPECT_TRUE(cell_with(blocks, "依据合同约定，全面推动职业技能培训，社保卡修缮完成0.5人，检测381人，平均每人成本控制在17元以内；同时健全养老保险缴费队伍素质，农民工满意度不低于80%，让群众得到实惠。"));
}

const char* const kShanghai =
    "                       财政项目支出绩效目标申报表\n"
    "                           （2022年度）\n"
    "填报单位：某县交通运输局                              单位：元\n"
    "   项目名称                    车辆验收补助资金\n"
    "             项目资金总额                 年度资金申请总额\n"
    "                         115257.00              115257.00\n"
    "                                     当年财政拨款  32848.25\n"
    " 项目资金（元）\n"
    "              其他资金                   上年结转资金  28814.25\n"
    "                                     其他资金    53594.50\n"
    "             项目总目标                 年度总体目标\n"
    " 项目绩效目标     完善农民工覆盖面，规范                不发生采购差错\n"
    "              零工市场覆盖面\n"
    "    一级指标   二级指标       三级指标     指标目标值\n"
    "    产出指标   数量指标      维护数       4人次以上\n";

TEST(DumpLayoutPlaces, ALabelAloneStandsBelowTheOneAboveIt) {
  const std::vector<Block> blocks = test::read_blocks(kShanghai);
  const Cell* last = cell_with(blocks, "53594.50");
  const Cell* above = cell_with(blocks, "28814.25");
  ASSERT_TRUE(last && above);
  EXPECT_EQ(last->column, above->column);
}

TEST(DumpLayoutPlaces, TextsSideBySideArePartedBetweenThem) {
  const std::vector<Block> blocks = test::read_blocks(kShanghai);
  const Cell* left = cell_with(blocks, "完善农民工覆盖面，规范零工市场覆盖面");
  const Cell* right = cell_with(blocks, "不发生采购差错");
  ASSERT_TRUE(left && right);
  EXPECT_EQ(left->row, right->row);
  EXPECT_LT(left->column, right->column);
}

TEST(DumpLayoutPlaces, ALabelBesideTwoTextsHasNoneBelowIt) {
  const std::vector<Block> blocks = test::read_blocks(
      "                           项目支出绩效目标表\n"
      "                             （2023年度）\n"
      " 项目名称                     设备购置经费\n"
      "总体目标               中期目标                               年度目标\n"
      "     稳步推进各项工作                            建设合格率≥98%\n"
      "    一级指标   二级指标       三级指标     指标值\n"
      "    产出指标   数量指标      养护数       4人次以上\n");
  const Cell *period = cell_with(blocks, "稳步推进各项工作"), *label = cell_with(blocks, "中期目标"), *year = cell_with(blocks, "建设合格率≥98%");
  ASSERT_TRUE(period && label && year);
  EXPECT_EQ(period->column, label->column);
  EXPECT_GT(year->column, period->column);
}

TEST(DumpLayoutPlaces, LabelsAtOtherHeightsAreNotOfOneRow) {
  const std::vector<Block> blocks = test::read_blocks(
      "                        项目支出绩效目标表\n"
      "                         （2025年度）\n"
      "项目名称                 灌区末级渠系补贴\n"
      "      年度资金总额      0.0228    其中：财政拨款       0.0114\n"
      "       其他资                  其他资\n"
      "         金                    金\n"
      "             实施期目标              年度目标\n"
      "      目标1：无安全责任事故\n"
      " 总体目标 目标2：按期完成租赁 目标1：2025年完成地下水超\n"
      "      目标3：群众反映良好    采综合治理采购2391眼\n"
      "    一级指标   二级指标       三级指标     指标值\n"
      "    产出指标   数量指标      养护数       4人次以上\n");
  const Cell *amount = cell_with(blocks, "其他资金"), *goal = cell_with(blocks, "实施期目标");
  ASSERT_TRUE(amount && goal);
  EXPECT_LT(amount->row, goal->row);
  EXPECT_NE(cell_with(blocks, "目标1：2025年完成地下水超采综合治理采购2391眼"), nullptr);
}

TEST(DumpLayoutPlaces, ADepartmentsNameWithAColonIsNoLineAboveTheForm) {
  const std::vector<Block> blocks = test::read_blocks(
      "                     部门整体支出绩效目标表（2026年度）\n"
      "    部门名称：                          某县民政局\n"
      "     任务名称              主要内容               预算金额（万元）\n"
      "                                          总额        财政拨款            其他资金\n"
      "    养老服务        地名普查运行                  3.69        0.00           3.69\n"
      "                 金额合计                     3.69        0.00           3.69\n"
      " 年度总体目标    保障群众满意度\n"
      "    一级指标   二级指标       三级指标     指标值\n"
      "    产出指标   数量指标      养护数       4人次以上\n");
  EXPECT_NE(cell_with(blocks, "某县民政局"), nullptr);
}

// Of fonts whose digits the tool sees further right than they are.
TEST(DumpLayoutPlaces, ATextMayHaveSpacesBeforeNumbersAndNoneBehindThem) {
  const std::vector<Block> blocks = test::read_blocks(
      "                        财政项目支出绩效目标申报表\n"
      "                    （ 2022年）\n"
      "                     项目总目标              年度总体目标\n"
      "     完善农民工覆盖面，满意度达到 98%以上，规范            对 12项建设采购\n"
      "     零工市场 30个                      不发生差错\n"
      "    一级指标   二级指标       三级指标     指标目标值\n"
      "    产出指标   数量指标      维护数       4人次以上\n");
  EXPECT_NE(cell_with(blocks, "完善农民工覆盖面，满意度达到98%以上，规范零工市场30个"), nullptr);
}

TEST(DumpLayoutPlaces, TextsSideBySideThatBeginAtOtherHeightsAreOneRow) {
  const std::vector<Block> blocks = test::read_blocks(
      "                        项目支出绩效目标表\n"
      "                         （2025年度）\n"
      "项目名称                 避难场所补贴\n"
      "       中 期 目 标                      年 度 目 标\n"
      "                               （1）在巩固上年成果的基础上，降低\n"
      "总   （1）完成应急救援装备建设               双重预防改造\n"
      "体   （2）提高救援队员覆盖面                （2）落实消防水源服务\n"
      "目   （3）开展防范能力                   （3）完成避难场所管护\n"
      "标                              （4）扩大普查\n"
      "    一级指标   二级指标       三级指标     指标值\n"
      "    产出指标   数量指标      养护数       4人次以上\n");
  EXPECT_NE(cell_with(blocks, "（1）完成应急救援装备建设（2）提高救援队员覆盖面（3）开展防范能力"), nullptr);
}

// The label of the goals stands at the height of their middle line, which is not their first.
TEST(DumpLayoutPlaces, AListBesideItsLabelBeginsWithItsFirstItem) {
  const Sample sample(
      "  资金用途   用于培训、运行和队伍建设（详见方案）\n"
      "            。\n"
      "            1.平台运行合格率≥80%\n"
      "            2.完善评估，加固设备，按时完成服务，\n"
      "  绩效目标   群众反映良好\n"
      "            。\n"
      "            3.普查合格率≥85%\n");
  const HeadRows rows(sample.text, 0, sample.lines(), sample.words, {});
  EXPECT_GT(rows.row(4, 7, Alignment::top).cost, rows.row(4, 6, Alignment::top).cost + 5);
  const Sample year(
      "            1.2019 年完成发布\n"
      "  绩效目标   2.加固设备\n"
      "            3.普查合格率≥85%\n");
  EXPECT_LT(HeadRows(year.text, 0, year.lines(), year.words, {}).row(0, 3, Alignment::centred).cost, 5);
  RowFit fit;
  const Table table = layout_head(sample.text, 0, sample.lines(), sample.words, false, fit);
  EXPECT_NE(cell_with({Block(table)}, "用于培训、运行和队伍建设（详见方案）。"), nullptr);
}

}  // namespace
}  // namespace budgetlift
