// The kind of a dump by the marks that each tool leaves: tabs, form feeds, empty lines, how header labels stand.
#include "extract/dump_kind.h"

#include <string>

#include "schemas/form_set.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

DumpKind kind_of(const std::string& text) { return dump_kind(text, DumpWords(builtin_forms())); }

TEST(DumpKind, TabsAreWords) {
  EXPECT_EQ(kind_of("项目名称\t甲\r\n一级指标\t二级指标\t三级指标\t指标值\r\n产出指标\t数量指标\t乙\t1件\r\n"), DumpKind::word);
}

TEST(DumpKind, LabelsOnOneLine) {
  const std::string text = "项目名称 甲\n一级指标 二级指标 三级指标 指标值\n产出指标\n数量指标 乙 1件\n";
  EXPECT_EQ(kind_of(text + "\f"), DumpKind::raw);
  EXPECT_EQ(kind_of(text), DumpKind::browser);
}

TEST(DumpKind, LabelsOfANarrowColumnAreWrapped) {
  EXPECT_EQ(kind_of("项目名称 甲\n一级指\n标\n二级指标 三级指标 指标值\n产出指\n标\n数量指标 乙 1件\n"), DumpKind::browser);
}

TEST(DumpKind, OneLabelALine) {
  EXPECT_EQ(kind_of("项目名称\n甲\n一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n乙\n1件\n"), DumpKind::pymupdf);
}

TEST(DumpKind, GluedLabels) {
  EXPECT_EQ(kind_of("项目名称甲\n一级指标二级指标三级指标 指标值\n产出指标数量指标乙1件\n"), DumpKind::pypdf);
  EXPECT_EQ(kind_of("项目名称甲\n一级 指标二级指 标三级指标 指标值\n产出指标数量指标乙1件\n"), DumpKind::pypdf);
}

TEST(DumpKind, FirstLevelAmongItsRowsIsGeometry) {
  EXPECT_EQ(kind_of("项目名称 甲\n一级指标 二级指标 三级指标 指标值\n数量指标 乙 1件\n质量指标 丙 好\n产出指标\n时效指标 丁 3月\n"), DumpKind::viewer);
}

TEST(DumpKind, Columns) {
  EXPECT_EQ(kind_of("    项目名称    甲\n    一级指标   二级指标   三级指标\n    产出指标   数量指标    乙\n"), DumpKind::layout);
  // Where most lines are prose that is not set in, gaps inside lines tell.
  EXPECT_EQ(kind_of("甲乙丙丁\n甲乙丙丁\n甲乙丙丁\n   项目名称      甲\n   一级指标   二级指标   三级指标\n"), DumpKind::layout);
}

TEST(DumpKind, EmptyLinesBetweenBoxes) {
  EXPECT_EQ(kind_of("项目名称\n\n甲\n\n一级指标\n\n二级指标\n\n三级指标\n\n指标值\n\n产出指标\n\n数量指标\n\n"), DumpKind::pdfminer);
}

TEST(DumpKind, ATornHeaderIsGeometry) {
  const std::string torn = "项目名称\n甲\n一级指标\n产出指标\n二级指标\n数量指标\n三级指标\n乙\n指标值\n1件\n";
  EXPECT_EQ(kind_of(torn), DumpKind::viewer);
  std::string boxes;
  for (char c : torn) boxes += c == '\n' ? "\n\n" : std::string(1, c);
  EXPECT_EQ(kind_of(boxes), DumpKind::pdfminer);
}

TEST(DumpKind, OneLabelALineBesideJoinedCellsIsGeometry) {
  const std::string header = "项目名称\n甲\n一级指标\n二级指标\n三级指标\n指标值\n产出指标\n";
  EXPECT_EQ(kind_of(header + "数量指标 养护里程\n1件\n质量指标 养护质量\n好\n"), DumpKind::viewer);
  // Letters that a justified label parts are no words.
  EXPECT_EQ(kind_of(header + "其 他 资 金\n其 他 资 金\n数量指标\n养护里程\n1件\n"), DumpKind::pymupdf);
}

TEST(DumpKind, AWideTableIsGluedOnlyWhereNamesFollowNames) {
  EXPECT_EQ(kind_of("项目名称 甲\n一级指标 二级指标 三级指标 指标值\n产出指标数量指标 乙 1件\n质量指标 丙 好\n时效指标 丁 3月\n"), DumpKind::pypdf);
  EXPECT_EQ(kind_of("项目名称 甲\n一级指标 二级指标 三级指标 指标值\n产出指标数量指标 乙 1件\n效益指标 社会效益指标 丙 好\n"), DumpKind::pypdf);
  EXPECT_EQ(kind_of("项目名称 甲\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 乙 1件\n效益指标 社会效益指标 丙 好\n"), DumpKind::browser);
}

TEST(DumpKind, FirstLevelsGluedToTheTextBeforeThem) {
  const std::string text = "项目名称 绩效目标 一级指标 二级指标 三级指标 指标值\n甲 完成验收。产出指标 数量指标 乙 1件\n效益指标 社会效益指标 丙 好\n";
  EXPECT_EQ(kind_of(text + "丁 完成采购产出指标 数量指标 乙 1件\n"), DumpKind::pypdf);
  EXPECT_EQ(kind_of(text + "丁 完成采购 产出指标 数量指标 乙 1件\n"), DumpKind::browser);   // once may be chance
}

TEST(DumpKind, ALabelWrittenDownwardsGluedToTheHeader) {
  const std::string head = "项目名称 甲\n绩\n效\n指\n标", rows = "一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 乙 1件\n效益指标 社会效益指标 丙 好\n";
  EXPECT_EQ(kind_of(head + rows), DumpKind::pypdf);
  EXPECT_EQ(kind_of(head + " " + rows), DumpKind::browser);
  EXPECT_EQ(kind_of(head + "\n" + rows), DumpKind::browser);
}

TEST(DumpKind, MoreNamesTornThanWholeOnes) {
  const std::string header = "项目名称 甲\n一级指标二级指标三级指标 目标 值\n", rows = "产出 指标数量指标乙 1件\n质量 指标丁 2件\n满意度 指标服务对 象满意\n度指标丙 好\n";
  EXPECT_EQ(kind_of(header + rows), DumpKind::pypdf);
}

TEST(DumpKind, OneRunOfLabelsIsEnough) {
  EXPECT_EQ(kind_of("任务名称 主要内容\n总额财政拨款其他资金\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 乙 1件\n效益指标 社会效益指标 丙 好\n"), DumpKind::pypdf);
}

TEST(DumpKind, NamesThatASpaceTearsAreStillInOrder) {
  EXPECT_EQ(kind_of("项目名称 甲\n一级指标二级指标三级指标 指标值\n产出 指标数量指标乙1件\n质量指标丙好\n时效指标丁3月\n效益 指标社会 效益指标戊好\n"), DumpKind::pypdf);
}

TEST(DumpKind, AWordProcessors) {
  EXPECT_EQ(kind_of("项目名称 甲\n\n一级指标 二级指标 三级指标 指标值\n\n产出指标\n\n数量指标 乙 1件\n\n"), DumpKind::processor);
}

TEST(DumpKind, BoxesWithAHeaderOnOneLine) {
  EXPECT_EQ(kind_of("项目名称\n\n甲\n\n一级指标 二级指标 三级指标 指标值\n\n数量指标\n\n社会效益指标\n\n乙\n\n1件\n\n产出指标\n\n效益指标\n\n\f"), DumpKind::pdfminer);
}

// Boxes of several rows leave few empty lines; those between the lines of one paragraph tell.
TEST(DumpKind, ParagraphsWhoseLinesAreParted) {
  const std::string full = "扎实做好道路养护、桥梁加固、客运站场等重点工作，保证资金及时足额拨付，落实安全";
  const std::string table = "一级指标\n产出指标\n\n二级指标\n数量指标\n质量指标\n\n指标值\n≥20公里\n=100%\n\n";
  std::string parted, joined;
  for (int i = 0; i < 8; ++i) parted += full + "\n\n", joined += full + "\n";
  EXPECT_EQ(kind_of(parted + table + "\f"), DumpKind::pdfminer);
  EXPECT_NE(kind_of(joined + "\n" + table + table + "\f"), DumpKind::pdfminer);
}

// A row that is too long to be looked at may hold the first level of those below it.
TEST(DumpKind, LongLinesSayNothingOfTheOrder) {
  std::string text = "一级指标二级指标三级指标 指标值\n";
  for (int i = 0; i < 4; ++i) {
    std::string goal;
    while (goal.size() < 400) goal += "保证资金及时足额拨付，";
    text += "项目甲" + goal + "产出指标数量指标里程 20公里\n质量指标合格率 95%\n时效指标完成时间 12月底\n满意度指标服务对象满意度指标满意度 90%\n";
  }
  EXPECT_EQ(kind_of(text), DumpKind::pypdf);
}

TEST(DumpKind, GluedLabelsWithoutAHeader) {
  const DumpWords words(builtin_forms());
  EXPECT_TRUE(glues_cells("建设地点 某县 项目名称散煤替代运维\n联系电话 1 主管部门某局\n", words));
  EXPECT_TRUE(glues_cells("综合科主管部门：某局\n本级财政项目编码：1\n", words));
  // A code is a cell of its own: what stands right behind it is another one.
  EXPECT_TRUE(glues_cells("3项目编码：37082325P00564597806F承担机构：某馆\n", words));
  EXPECT_FALSE(glues_cells("项目编码：37082325P00564597806F 承担机构： 某馆\n", words));
  EXPECT_FALSE(glues_cells("绩效目标表\n建设地点 某县 项目名称 散煤替代运维\n联系电话 1 主管部门 某局\n产出指标 数量指标 户数 1\n", words));
}

TEST(DumpKind, WithoutAHeaderNobodyKnows) {
  EXPECT_EQ(kind_of("项目名称 甲\n乙\n"), DumpKind::unknown);
  EXPECT_EQ(kind_of(""), DumpKind::unknown);
}

// One name in another order is the beginning of a text, where nothing parts names.
TEST(DumpKind, WhereAllIsGluedOneNameSaysNothingOfTheOrder) {
  EXPECT_EQ(kind_of("项目编码项目名称\n一级指标二级指标三级指标指标值\n效益指标社会效益指标维护稳定99%\n生态环境 改善标准化60%\n"), DumpKind::pypdf);
}

}  // namespace
}  // namespace budgetlift
