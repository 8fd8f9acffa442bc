// Dumps that keep the page's columns (pdftotext -layout): what heights and columns say about rows and cells.
#include "extract/dump_layout.h"

#include "extract/dump_layout_labels.h"
#include "extract/dump_layout_rows.h"
#include "extract/dump_layout_text.h"
#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

// A centred form: its code takes two lines, so that the other cells of its row stand between them.
const char* const kForm =
    "                     1.消防水源提升项目工程款绩效目标表\n"
    "542001 桐岚县应急管理局本级                                                      单位：千元\n"
    "            62112825P5284658752\n"
    "   项目编码                           项目名称 消防水源提升项目工程款\n"
    "                     9J\n"
    "                                  其中：财政\n"
    "  预算规模及 预算数             185.79                185.79 其他资金\n"
    "                                    资金\n"
    "   资金用途\n"
    "           PPP项目可行性缺口补助及避难场所升级改造，杜绝挤占挪用。\n"
    " 资金支出计划          3月底              6月底           10月底            12月底\n"
    "    （%）          25%               50%           83%             100%\n"
    "   绩效目标 1.避难场所奖补合格率≥99.5%\n"
    "  一级指标 二级指标 三级指标                     绩效指标描述            指标值 指标值确定依据\n"
    "                    聘用社区居 我单位聘用社区居民数占应\n"
    "           数量指标                                       ≤169套 年初工作计划\n"
    "                    民数          完成数的比率\n"
    "  产出指标 质量指标 验收合格率 验收合格率总数                            100%以上 预算批复\n"
    "                    项目完成时                             2026年3 清财资环\n"
    "           时效指标                 项目完成时间\n"
    "                    间                                   月底 [2024]45号文件\n"
    "          服务对象满 受灾群众满\n"
    " 满意度指标                          满意度达到年度计划           不低于5% 财务报表\n"
    "           意度指标 意度\n";

TEST(DumpLayout, KeepsColumnsWhereLinesAreSetInOrHaveGaps) {
  EXPECT_TRUE(keeps_columns(split_lines(kForm), kForm));
  const char* plain = "1.消防水源绩效目标表\n542001 桐岚县应急管理局本级 单位：千元\n项目编码 62112825P52846587529J\n";
  EXPECT_FALSE(keeps_columns(split_lines(plain), plain));
}

TEST(DumpLayout, PiecesKnowTheirColumnsAndWhetherOneSpaceHasMovedThem) {
  const char* text = "  产出指标 质量指标   100%\n";
  const LayoutText layout = layout_text(split_lines(text), text, [](const std::string&) { return false; });
  ASSERT_EQ(layout.lines.size(), 1u);
  const std::vector<LayoutPiece>& pieces = layout.lines[0].pieces;
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[0].begin, 2);
  EXPECT_EQ(pieces[0].end, 6);
  EXPECT_FALSE(pieces[0].glued);
  EXPECT_TRUE(pieces[1].glued);
  EXPECT_FALSE(pieces[2].glued);
}

TEST(DumpLayout, LinesAtTheHeadOfMostPagesAreRunningHeadsButNoTitles) {
  const char* text = "  某县2024年部门预算\n甲\n\f  某县2024年部门预算\n乙\n\f  某县2024年部门预算\n丙\n";
  EXPECT_EQ(layout_text(split_lines(text), text, [](const std::string&) { return false; }).running.size(), 3u);
  EXPECT_EQ(layout_text(split_lines(text), text, [](const std::string&) { return true; }).running.size(), 0u);
}

TEST(DumpLayout, ALineSetInByOneSpaceBeginsNoPage) {
  const char* text = "部门（单位\n               某局\n ）名称\n         任务名称\n";
  EXPECT_EQ(split_lines(text).pages, 1);
}

TEST(DumpLayout, FindsLabelsOverLinesAndInSingleCharacters) {
  const char* text =
      "年\n"
      "         其中：财政      上 年 结 转：\n"
      "度\n"
      "          资金\n"
      "总\n体\n目\n标\n";
  const LayoutText layout = layout_text(split_lines(text), text, [](const std::string&) { return false; });
  const LabelWordsOfForms words(builtin_forms());
  const std::vector<LayoutLabel> labels = words.find(layout, 0, static_cast<int>(layout.lines.size()), kFieldLabel);
  ASSERT_EQ(labels.size(), 3u);
  EXPECT_EQ(labels[0].pieces.size(), 6u);
  EXPECT_EQ(labels[1].pieces.size(), 2u);
  EXPECT_EQ(labels[2].pieces.size(), 4u);
}

// Digits take more columns than they are wide: where the next amount's column is before the last one's end, the tool begins a new line.
TEST(DumpLayout, ALineBrokenAtAnAmountIsOne) {
  const char* text = "           预算数        2,068.02\n                             517.00 其他资金   1,551.02\n                  甲        乙\n";
  const LayoutText layout = layout_text(split_lines(text), text, [](const std::string&) { return false; });
  ASSERT_EQ(layout.lines.size(), 2u);
  ASSERT_EQ(layout.lines[0].pieces.size(), 5u);
  EXPECT_EQ(layout.lines[0].pieces[2].line, 0);
  EXPECT_EQ(layout.lines[1].pieces[0].line, 1);
}

TEST(DumpLayout, AHeaderOfColumnsIsKnown) {
  const LabelWordsOfForms words(builtin_forms());
  EXPECT_TRUE(words.is_header("  一级指标   二级指标     三级指标   指标值"));
  EXPECT_FALSE(words.is_header("  某县2024年部门预算"));
}

TEST(DumpLayout, ALabelGoesOnBelowNoOther) {
  const char* text =
      "项目属性      一次性项目\n"
      "项目资金\n"
      "（元）\n";
  const LayoutText layout = layout_text(split_lines(text), text, [](const std::string&) { return false; });
  const std::vector<LayoutLabel> labels = LabelWordsOfForms(builtin_forms()).find(layout, 0, 3, kFieldLabel | kGroupLabel);
  ASSERT_EQ(labels.size(), 2u);
  EXPECT_EQ(labels[0].pieces.size(), 1u);
  EXPECT_EQ(labels[1].pieces.size(), 2u);
}

TEST(DumpLayout, CentredCellsOfOddAndEvenHeightShareNoLine) {
  EXPECT_EQ(misplaced_cells({{0, 2}, {1}, {0, 2}, {1}}, Alignment::centred), 0);
  EXPECT_EQ(misplaced_cells({{0, 2, 4}, {1, 3}, {2}}, Alignment::centred), 0);
  EXPECT_EQ(misplaced_cells({{0, 1}, {0}, {0, 1}}, Alignment::centred), 1);
  EXPECT_EQ(misplaced_cells({{0, 1}, {0}, {0, 1, 2}}, Alignment::top), 0);
  EXPECT_GT(misplaced_cells({{0, 1}, {1}, {1}}, Alignment::top), 0);
}

TEST(DumpLayout, CutsRowsAtTheLeastCostAndNamesTheOthers) {
  const auto cost = [](int first, int last) { return last - first == 2 ? 0.0 : 5.0; };
  const RowLines sure = cheapest_rows(4, 4, 2.5, cost);
  ASSERT_EQ(sure.rows.size(), 2u);
  EXPECT_FALSE(sure.rows[0].unsure);
  const auto near = [](int first, int last) { return last - first == 2 ? 1.0 : last - first == 4 ? 3.0 : 5.0; };
  EXPECT_TRUE(cheapest_rows(4, 4, 2.5, near).rows[0].unsure);
  // The alternative has the same lines but for one that says nothing.
  const auto idle = [](int first, int last) { return first == 0 && last == 1 ? 0.5 : last - first == 1 ? 0.0 : first == 0 ? 0.0 : 9.0; };
  EXPECT_FALSE(cheapest_rows(2, 2, 2.5, idle, {0, 1}).rows[0].unsure);
}

TEST(DumpLayout, LinesThatMayBeAnotherRowsAreDisputed) {
  // Lines 0 to 3 and 4 to 7, or 0 to 4 and 5 to 7.
  const auto cost = [](int first, int last) { return last - first == 4 ? 0.0 : (first == 0 && last == 5) || (first == 5 && last == 8) ? 1.0 : 9.0; };
  const RowLines cut = cheapest_rows(8, 8, 2.5, cost);
  ASSERT_EQ(cut.rows.size(), 2u);
  EXPECT_EQ(cut.disputed, (std::vector<char>{0, 0, 0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(disputed_beside(cut.disputed, {0, 4}).size(), 1u);   // it may have more
  EXPECT_EQ(disputed_beside(cut.disputed, {4, 8}).size(), 1u);
  EXPECT_TRUE(disputed_beside(cut.disputed, {0, 3}).empty());
  EXPECT_TRUE(disputed_beside(cut.disputed, {6, 8}).empty());
}

TEST(DumpLayout, MergedLabelsStandAtTheMiddleOfTheirRows) {
  const std::vector<PrintedLines> rows = {{0, 0, 1}, {2, 2, 1}, {4, 4, 1}, {6, 6, 1}, {8, 8, 1}};
  const auto merged = rows_beside({{2, 2, 1}, {7, 7, 1}}, rows, false);
  EXPECT_EQ(merged, (std::vector<std::pair<int, int>>{{0, 3}, {3, 5}}));
  const auto top = rows_beside({{0, 0, 1}, {4, 4, 1}}, rows, true);
  EXPECT_EQ(top, (std::vector<std::pair<int, int>>{{0, 2}, {2, 5}}));
}

TEST(DumpLayout, ARowThatIsAsWellAnotherLabelsIsNamed) {
  const std::vector<PrintedLines> rows = {{1, 3, 1}, {4, 4, 1}, {5, 5, 1}, {6, 8, 1}, {9, 9, 1}};
  std::vector<char> unsure;
  EXPECT_EQ(rows_beside({{3, 3, 1}, {7, 7, 1}}, rows, false, &unsure).size(), 2u);
  EXPECT_EQ(unsure, (std::vector<char>{0, 0, 1, 0, 0}));
  rows_beside({{2, 2, 1}, {7, 7, 1}}, {{1, 1, 1}, {2, 2, 1}, {3, 3, 1}, {6, 6, 1}, {7, 7, 1}, {8, 8, 1}}, false, &unsure);
  EXPECT_EQ(unsure, (std::vector<char>(6, 0)));
}

TEST(DumpLayout, ReadsAForm) {
  const std::vector<test::DumpProject> projects = test::projects_of(test::read_blocks(kForm));
  ASSERT_EQ(projects.size(), 1u);
  const auto& fields = projects[0].fields;
  EXPECT_EQ(fields.at("/project/code"), "62112825P52846587529J");
  EXPECT_EQ(fields.at("/project/name"), "消防水源提升项目工程款");
  EXPECT_EQ(fields.at("/schedule/3/percent"), "100%");
  EXPECT_EQ(fields.at("/indicators/0/level3"), "聘用社区居民数");
  EXPECT_EQ(fields.at("/indicators/0/description"), "我单位聘用社区居民数占应完成数的比率");
  EXPECT_EQ(fields.at("/indicators/2/target"), "2026年3月底");
  EXPECT_EQ(fields.at("/indicators/2/basis"), "清财资环[2024]45号文件");
  EXPECT_EQ(fields.at("/indicators/3/level2"), "服务对象满意度指标");
  EXPECT_TRUE(projects[0].stray.empty());
}

// A font whose size the tool takes for larger than it is: lines of different heights are printed together, and what stands near is one
// block, whose columns begin elsewhere than those of the next.
TEST(DumpLayout, RowsOfMixedHeightsAreReadByWhatTheirCellsSay) {
  const std::string form = kForm;
  const std::string head = form.substr(0, form.find("  一级指标"));
  const std::vector<test::DumpProject> projects = test::projects_of(test::read_blocks(head +
      "  一级指标 二级指标 三级指标                绩效指标描述         指标值 指标值确定依据\n"
      "           数量指标 聘用食品企\n"
      "                  业数        项目聘用食品企业数          >0.02批 河财预〔2020〕\n"
      "                                                  次   36号\n"
      "                  药品不良反 药品不良反应监测改造总里 ≤590369\n"
      "           数量指标 应监测改造 程                         批次    府办41号文件\n"
      "                  总里程\n"
      "      质量指标 修缮准确率 反映修缮准确率            =80％ 府办41号文件\n"
      " 产出指标 时效指标 采购响应时 采购响应时间的实际完成情 ≥30% 府办41号文件\n"
      "            间      况\n"
      "      时效指标 改造及时率 辖区内改造及时率（批次） 12.5% 府办41号文件\n"));
  ASSERT_EQ(projects.size(), 1u);
  const auto& fields = projects[0].fields;
  EXPECT_EQ(fields.at("/indicators/0/level3"), "聘用食品企业数");
  EXPECT_EQ(fields.at("/indicators/0/target"), ">0.02批次");
  EXPECT_EQ(fields.at("/indicators/0/basis"), "河财预〔2020〕36号");
  EXPECT_EQ(fields.at("/indicators/1/level3"), "药品不良反应监测改造总里程");
  EXPECT_EQ(fields.at("/indicators/1/description"), "药品不良反应监测改造总里程");
  EXPECT_TRUE(projects[0].stray.empty());
}

}  // namespace
}  // namespace budgetlift
