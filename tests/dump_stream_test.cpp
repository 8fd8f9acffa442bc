// Dumps in drawing order: pages, heads, headers, rows; what a space, a line's end and nothing mean in each kind.
#include "extract/dump_reader.h"
#include "extract/dump_stream_blocks.h"
#include "extract/dump_stream_text.h"
#include "schemas/canonical.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::at;
using test::Read;
using test::read_whole;
using test::text_at;

const std::string& kTitle = test::kNationalTitle;
const std::string& kHead = test::kNationalHead;
const std::string kHeader = "一级指标 二级指标 三级指标 指标值\n";

TEST(DumpStream, RawRowsOfOneLineAndOfSeveral) {
  const Read got = read_whole(kTitle + kHead + "绩效指标\n" + kHeader +
                        "产出指标\n数量指标 养护里程 ≥20公里\n质量指标\n道路养护完成后验\n收合格率\n≥95%\n效益指标 社会效益指标 通行能力 有所提升\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(got.lines.size(), 2u);
  const Table& rows = got.tables[1];
  ASSERT_EQ(rows.rows, 4);
  EXPECT_EQ(text_at(rows, 2, 0), "产出指标");
  EXPECT_EQ(text_at(rows, 2, 2), "道路养护完成后验收合格率");
  EXPECT_EQ(text_at(rows, 2, 3), "≥95%");
  EXPECT_EQ(text_at(rows, 3, 1), "社会效益指标");
}

TEST(DumpStream, HeadHasLabelsBesideValues) {
  const Read got = read_whole(kTitle + kHead + kHeader + "产出指标\n数量指标 养护里程 ≥20公里\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  const Table& head = got.tables[0];
  EXPECT_EQ(text_at(head, 0, 2), "道路养护");
  EXPECT_EQ(text_at(head, 2, 0), "项目资金（万元）");
  EXPECT_EQ(text_at(head, 2, 1), "年度资金总额");
  EXPECT_EQ(text_at(head, 4, 2), "2.00");
  EXPECT_EQ(at(head, 5, 2)->lines.size(), 2u);
}

TEST(DumpStream, EveryLineOfACellIsALine) {
  const Read got = read_whole("项目支出绩效目标表\n（2024年度）\n项目名称\n道路养护\n实施单位\n某局\n年度资金总额\n12.00\n年度总体目标\n养护道路\n一级指标\n二级指标\n三级指标\n指标值\n"
                        "产出指标\n数量指标\n养护里程\n≥20公里\n质量指标\n验收合格率\n≥95%\n满意度指标\n服务对象满意\n度指标\n居民满意度\n≥90%\n");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 4);
  EXPECT_EQ(text_at(got.tables[1], 3, 1), "服务对象满意度指标");
  EXPECT_EQ(text_at(got.tables[1], 3, 3), "≥90%");
}

TEST(DumpStream, ARowThatAPageEndCutsGoesOnBelowTheRepeatedHeader) {
  const Read got = read_whole(kTitle + kHead + kHeader + "产出指标\n数量指标 养护里程 ≥20公里\n效益指标\n经济效益指 增加收入 ≥5%\n\f" + kHeader + "标\n社会效益指标 通行能力 有所提升\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 4);
  EXPECT_EQ(text_at(got.tables[1], 2, 1), "经济效益指标");
  EXPECT_EQ(text_at(got.tables[1], 2, 2), "增加收入");
  EXPECT_EQ(text_at(got.tables[1], 3, 0), "效益指标");
}

TEST(DumpStream, TwoTextsSideBySide) {
  const Read got = read_whole(kTitle + "项目名称 道路养护\n实施单位 某局\n年度资金总额 12.00\n总体目标\n实施期目标 年度目标\n1.甲目标\n2.乙目标\n1.丙目标\n" + kHeader + "产出指标\n数量指标 养护里程 ≥20公里\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  const Table& head = got.tables[0];
  EXPECT_EQ(text_at(head, 3, 1), "实施期目标");
  EXPECT_EQ(text_at(head, 4, 1), "1.甲目标2.乙目标");
  EXPECT_EQ(text_at(head, 4, 2), "1.丙目标");
  EXPECT_TRUE(at(head, 4, 2)->doubts.empty());
}

TEST(DumpStream, ALabelWrittenDownwardsThatAPageEndCuts) {
  const Read got = read_whole(kTitle + kHead + "绩\n效\n" + kHeader + "产出指标\n数量指标 养护里程 ≥20公里\n\f" + kHeader + "指\n标\n质量指标 合格率 ≥95%\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 3);
  EXPECT_EQ(text_at(got.tables[1], 2, 1), "质量指标");
}

TEST(DumpStream, ListingWithAmountsBelowOneLabel) {
  const Read got = read_whole("2024年项目支出绩效目标一览表\n部门：某局 单位：万元\n序号 项目名称 预算数 绩效目标 一级指标 二级指标 三级指标 指标值\n合计 其中：财政资金 其他资金\n"
                        "1 道路养护 12.00 10.00 2.00 1.养护道路\n产出指标 数量指标 养护里程 ≥20公里\n质量指标 合格率 ≥95%\n"
                        "2 桥梁检测 5.00 5.00 0.00 1.检测桥梁\n产出指标 数量指标 检测座数 ≥8座\n质量指标 合格率 ≥95%\n合计 17.00 15.00 2.00\n\f");
  ASSERT_EQ(got.tables.size(), 1u);
  const Table& table = got.tables[0];
  EXPECT_EQ(table.header_rows, 2);
  EXPECT_EQ(text_at(table, 0, 2), "预算数");
  EXPECT_EQ(text_at(table, 1, 3), "其中：财政资金");
  ASSERT_EQ(table.rows, 7);
  EXPECT_EQ(text_at(table, 3, 1), "道路养护");
  EXPECT_EQ(text_at(table, 4, 5), "1.检测桥梁");
  EXPECT_EQ(text_at(table, 6, 0), "合计");
}

TEST(DumpStream, GluedCellsAreCutByTheirKinds) {
  const Read got = read_whole("项目支出绩效目标表\n（2024年度）\n项目名称道路养护\n实施单位某局\n年度资金总额12.00\n年度总体目标养护道路\n一级指标二级指标三级指标指标值\n"
                        "产出指标数量指标养护里程≥20公里\n质量指标验收合格率≥95%\n效益指标社会效益指标通行能力有所提升\n");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 4);
  EXPECT_EQ(text_at(got.tables[1], 1, 2), "养护里程");
  EXPECT_EQ(text_at(got.tables[1], 2, 3), "≥95%");
}

TEST(DumpStream, GluedTargetsKeepTheirUnitsAndDates) {
  const Read got = read_whole("项目支出绩效目标表\n（2024年度）\n项目名称道路养护\n实施单位某局\n年度资金总额12.00\n年度总体目标养护道路\n"
                        "一级指标二级指标三级指标绩效指标描述指标值指标值确定依据\n产出指标数量指标养护面积养护面积情况447468平方米财务报表\n"
                        "时效指标完工时间完工时间情况2022年11月底前统计调查\n成本指标生态环境成本指标资源节约率资源节约率情况90%以上行业标准\n");
  ASSERT_EQ(got.tables.size(), 2u);
  const Table& rows = got.tables[1];
  ASSERT_EQ(rows.rows, 4);
  EXPECT_EQ(text_at(rows, 1, 4), "447468平方米");
  EXPECT_EQ(text_at(rows, 2, 4), "2022年11月底前");
  EXPECT_EQ(text_at(rows, 3, 1), "生态环境成本指标");
  EXPECT_EQ(text_at(rows, 3, 4), "90%以上");
}

TEST(DumpStream, SpacesInNumbersOfGluedDumpsAreNone) {
  const DumpWords words(builtin_forms());
  const DumpPatterns patterns(builtin_forms());
  EXPECT_EQ(stream_lines("PM2 .5平均浓度\n", DumpKind::pypdf, words, patterns).lines[0].text, "PM2.5平均浓度");
  EXPECT_EQ(stream_lines("PM2 .5平均浓度\n", DumpKind::raw, words, patterns).lines[0].text, "PM2 .5平均浓度");
}

TEST(DumpStream, DigitsOfATextBelowAnAmountAreTheTexts) {
  const std::string rows = "绩效目标 1.养护道路\n" + std::string("一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据\n") + "产出指标\n数量指标 养护里程 养护里程 ≥20公里 计划\n\f";
  const Read got = read_whole("1.道路养护绩效目标表\n501001 某局 单位：万元\n项目编码 51062122P005544197868 项目名称 道路养护\n预算规模及资金\n用途\n预算数 8.03 其中：财政\n资金 0.00 其他资金 8.03\n"
                        "2021年养护道路，改善路况。\n" + rows);
  ASSERT_FALSE(got.tables.empty());
  bool amount = false, purpose = false;
  for (const Cell& cell : got.tables[0].cells) {
    amount = amount || canonical_joined(cell.lines) == "8.03";
    purpose = purpose || canonical_joined(cell.lines) == "2021年养护道路，改善路况。";
  }
  EXPECT_TRUE(amount);
  EXPECT_TRUE(purpose);
}

TEST(DumpStream, PageNumbersAloneAndGlued) {
  const DumpWords words(builtin_forms());
  const DumpPatterns patterns(builtin_forms());
  const StreamLines alone = stream_lines("1\n封面\n甲\n2\n项目名称 乙\n丙\n3\n项目名称 丁\n", DumpKind::browser, words, patterns);
  EXPECT_EQ(alone.pages, 3);
  EXPECT_EQ(alone.furniture.size(), 3u);
  const StreamLines glued = stream_lines("1封面\n甲\n2项目支出绩效目标表\n丙\n3项目名称丁\n", DumpKind::pypdf, words, patterns);
  EXPECT_EQ(glued.pages, 3);
  ASSERT_EQ(glued.lines.size(), 5u);
  EXPECT_EQ(glued.lines[2].text, "项目支出绩效目标表");
}

TEST(DumpStream, NumbersAloneThatCountToTheEndArePages) {
  const DumpWords words(builtin_forms());
  const DumpPatterns patterns(builtin_forms());
  const std::string listing = "序号项目名称单位名称\n1养护某局\n甲\n1\n乙\n2维修某局\n";
  const StreamLines pages = stream_lines(listing + "2\n", DumpKind::pypdf, words, patterns);
  EXPECT_EQ(pages.pages, 2);
  EXPECT_EQ(pages.furniture.size(), 2u);
  // Without the last page's number it may be a project's, and so may one below the header.
  EXPECT_TRUE(stream_lines(listing, DumpKind::pypdf, words, patterns).furniture.empty());
  EXPECT_EQ(stream_lines("序号项目名称单位名称\n1\n养护某局\n甲\n维修某局\n2\n", DumpKind::pypdf, words, patterns).furniture.size(), 1u);
}

TEST(DumpStream, PageMarksInFrontOfText) {
  const DumpWords words(builtin_forms());
  const DumpPatterns patterns(builtin_forms());
  const StreamLines marked = stream_lines("第1页某局预算\n甲\n第2页项目支出绩效目标表\n乙\n", DumpKind::pypdf, words, patterns);
  ASSERT_EQ(marked.lines.size(), 4u);
  EXPECT_EQ(marked.lines[2].text, "项目支出绩效目标表");
  EXPECT_EQ(marked.furniture[1].text, "第2页");
  // "3年终" is page 3 between 2 and 4, "2年终" alone is none.
  EXPECT_EQ(stream_lines("1封面\n2项目名称甲\n3年终总结\n4项目名称乙\n", DumpKind::pypdf, words, patterns).lines[2].text, "年终总结");
  EXPECT_EQ(stream_lines("1封面\n2项目名称甲\n2年终总结\n3项目名称乙\n", DumpKind::pypdf, words, patterns).lines[2].text, "2年终总结");
}

TEST(DumpStream, ATitleOnEveryPageIsNoRunningHead) {
  const DumpWords words(builtin_forms());
  const DumpPatterns patterns(builtin_forms());
  const std::string page = "项目支出绩效目标表\n项目名称 甲\n\f", other = "某局部门预算\n项目名称 甲\n\f";
  EXPECT_TRUE(stream_lines(page + page + page, DumpKind::raw, words, patterns).furniture.empty());
  EXPECT_EQ(stream_lines(other + other + other, DumpKind::raw, words, patterns).furniture.size(), 3u);
}

TEST(DumpStream, GluedTextsSideBySideArePartedWhereTheNumbersBeginAnew) {
  const Read got = read_whole("项目支出绩效目标表\n（2024年度）\n项目名称道路养护\n实施单位某局\n年度资金总额12.00\n总体目标实施期目标 年度目标\n"
                        "（1）完成道路养护工作，保障群众出\n行安全（1）丙目标\n一级指标二级指标三级指标指标值\n产出指标数量指标养护里程≥20公里\n");
  ASSERT_EQ(got.tables.size(), 2u);
  const Table& head = got.tables[0];
  EXPECT_EQ(text_at(head, 4, 1), "（1）完成道路养护工作，保障群众出行安全");
  EXPECT_EQ(text_at(head, 4, 2), "（1）丙目标");
}

TEST(DumpStream, TextsSideBySideThatNothingPartsAreInDoubt) {
  const Read got = read_whole("项目支出绩效目标表\n（2024年度）\n项目名称道路养护\n实施单位某局\n年度资金总额12.00\n总体目标实施期目标 年度目标\n"
                        "保障出行改善路况\n一级指标二级指标三级指标指标值\n产出指标数量指标养护里程≥20公里\n");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_TRUE(at(got.tables[0], 4, 1) && at(got.tables[0], 4, 2));
  EXPECT_FALSE(at(got.tables[0], 4, 1)->doubts.empty());
  EXPECT_FALSE(at(got.tables[0], 4, 2)->doubts.empty());
}

TEST(DumpStream, AValueThatHoldsALostLabelIsInDoubt) {
  const std::string rows = "年度资金总额 12.00\n年度总体目标 养护道路\n" + kHeader + "产出指标\n数量指标 养护里程 ≥20公里\n\f";
  const Read lost = read_whole(kTitle + "项目名称 道路养护实施单位某局\n" + rows);
  const Read whole = read_whole(kTitle + "项目名称 道路养护\n实施单位 某局\n" + rows);
  ASSERT_EQ(lost.tables.size(), 2u);
  ASSERT_EQ(whole.tables.size(), 2u);
  EXPECT_FALSE(at(lost.tables[0], 0, 2)->doubts.empty());
  EXPECT_TRUE(at(whole.tables[0], 0, 2)->doubts.empty());
}

TEST(DumpStream, ShortLabelsInsideATextAreItsOwn) {
  const Read got = read_whole("项目支出绩效目标表\n（2024年度）\n项目名称道路养护\n实施单位某局\n年度资金总额12.00\n年度总体目标企业负责人满意\n一级指标二级指标三级指标指标值\n"
                        "产出指标数量指标养护里程≥20公里\n");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[0], 3, 2), "企业负责人满意");
}

TEST(DumpStream, ANumberInATableIsNoPageNumber) {
  const DumpWords words(builtin_forms());
  const StreamLines lines = stream_lines("甲\n13\n乙\n丙\n", DumpKind::pymupdf, words, DumpPatterns(builtin_forms()));
  EXPECT_TRUE(lines.furniture.empty());
}

TEST(DumpStream, ItemsOfLists) {
  EXPECT_EQ(item_number(U"3.甲"), 3);
  EXPECT_EQ(item_number(U"(2)甲"), 2);
  EXPECT_EQ(item_number(U"目标1:甲"), 1);
  EXPECT_EQ(item_number(U"2.5万元"), 0);
  EXPECT_EQ(item_number(U"标准"), 0);
}

}  // namespace
}  // namespace budgetlift
