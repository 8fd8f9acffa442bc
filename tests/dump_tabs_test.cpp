// Tabs part cells: rows, merged cells, cells of several paragraphs, labels written downwards.
#include "extract/dump_tabs.h"

#include "schemas/canonical.h"
#include "schemas/paragraph_end.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::at;
using test::Read;
using test::text_at;

Read read(const std::string& text) {
  Read out;
  read_tabs(text, DumpWords(builtin_forms()), builtin_forms(), out.sink());
  return out;
}

TEST(DumpTabs, LinesOutsideTablesAreParagraphs) {
  const Read got = read("一、概况\r\n填报单位：某局\t单位：万元\r\n项目名称\t甲\r\n\r\n尾\r\n");
  ASSERT_EQ(got.lines.size(), 3u);
  EXPECT_EQ(got.lines[0], "一、概况" + std::string(kParagraphEnd));
  EXPECT_EQ(canonical(got.lines[1]), "填报单位：某局单位：万元");
  ASSERT_EQ(got.tables.size(), 1u);
}

TEST(DumpTabs, HeadAndIndicatorsAreTwoTables) {
  const Read got = read("项目名称\t甲\t项目编码\t乙\n绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t丙\t1件\n\t\t质量指标\t丁\t好\n");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[0], 0, 3), "乙");
  const Table& rows = got.tables[1];
  EXPECT_EQ(rows.header_rows, 1);
  EXPECT_EQ(rows.rows, 3);
  EXPECT_EQ(text_at(rows, 2, 0), "绩效指标");
  EXPECT_EQ(text_at(rows, 2, 1), "产出指标");
  EXPECT_EQ(text_at(rows, 2, 4), "好");
}

TEST(DumpTabs, AMergedSecondLevelGoesOnWhereItsRowHasSomething) {
  const Read got = read("一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值\n"
                        "产出指标\t数量指标\t甲\t1件\t质量指标\t乙\t好\n\t\t丙\t2件\t\t\t\n");
  ASSERT_EQ(got.tables.size(), 1u);
  EXPECT_EQ(text_at(got.tables[0], 2, 1), "数量指标");
  EXPECT_EQ(text_at(got.tables[0], 2, 4), "");
}

TEST(DumpTabs, ParagraphsOfACellAndOfTheCellBesideIt) {
  const Read got = read("项目绩效目标\t项目总目标\t年度总体目标\n\t1.甲\n2.乙\n3.丙\t1.丁\n2.戊\n项目名称\t己\n");
  ASSERT_EQ(got.tables.size(), 1u);
  const Table& head = got.tables[0];
  EXPECT_EQ(head.rows, 3);
  ASSERT_TRUE(at(head, 1, 1));
  EXPECT_EQ(at(head, 1, 1)->lines.size(), 3u);
  EXPECT_EQ(text_at(head, 1, 2), "1.丁2.戊");
  EXPECT_EQ(text_at(head, 2, 0), "项目名称");
}

TEST(DumpTabs, TextsAboveTheHeaderAreNoPartOfIt) {
  const Read got = read("项目名称\t某项目\n总体目标\t实施期目标\t年度目标\n\t1.甲\t1.乙\n绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t丙\t1件\n");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[0], 2, 2), "1.乙");
  EXPECT_EQ(got.tables[1].header_rows, 1);
}

TEST(DumpTabs, AnyWordsMayStandAboveAListingsColumns) {
  const std::string rows = "序号\t项目编码\t项目名称\t一级指标\t二级指标\t三级指标\t指标值\n1\t14012421P002228565475\t甲项目\t产出指标\t数量指标\t丙\t1件\n";
  const Read above = read("某局的项目\t所设的目标\n" + rows);
  ASSERT_EQ(above.tables.size(), 1u);
  EXPECT_EQ(above.tables[0].header_rows, 2);
  const Read unit = read("部门：某局\t单位：万元\n" + rows);
  ASSERT_EQ(unit.tables.size(), 1u);
  EXPECT_EQ(unit.tables[0].header_rows, 1);
}

TEST(DumpTabs, LabelsWrittenDownwards) {
  const Read got = read("项目名称\t甲\n总\n体\n目\n标\t1.乙\n2.丙\n");
  ASSERT_EQ(got.tables.size(), 1u);
  EXPECT_EQ(text_at(got.tables[0], 1, 0), "总体目标");
  EXPECT_EQ(text_at(got.tables[0], 1, 1), "1.乙2.丙");
}

TEST(DumpTabs, ATitleEndsATable) {
  const Read got = read("项目名称\t甲\n项目支出绩效目标表\n项目名称\t乙\n");
  EXPECT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(got.lines.size(), 1u);
}

TEST(DumpTabs, LabelsOverSeveralColumns) {
  const Read got = read("年度主要任务\t任务名称\t主要内容\t预算金额（万元）\n\t\t\t总额\t财政拨款\t其他资金\n\t甲\t乙\t3\t2\t1\n\t金额合计\t3\t2\t1\n");
  ASSERT_EQ(got.tables.size(), 1u);
  const Table& head = got.tables[0];
  EXPECT_EQ(text_at(head, 0, 5), "预算金额（万元）");
  EXPECT_EQ(text_at(head, 1, 1), "任务名称");
  EXPECT_EQ(text_at(head, 3, 2), "金额合计");
  EXPECT_EQ(text_at(head, 3, 3), "3");
}

TEST(DumpTabs, ListingWithAHeaderOfThreeRows) {
  const Read got = read("序号\t项目名称\t资金\t绩效目标\t一级指标\t二级指标\t三级指标\t指标值\n\t\t小计\t其中\t\t\t\t\t\n\t\t\t财政资金\t其他资金\t\t\t\t\t\n"
                        "1\t甲\t3\t3\t\t1.乙\n2.丙\t产出指标\t数量指标\t丁\t1件\n\t\t\t\t\t\t\t质量指标\t戊\t好\n2\t己\t4\t4\t\t庚\t产出指标\t数量指标\t辛\t1件\n");
  ASSERT_EQ(got.tables.size(), 1u);
  const Table& table = got.tables[0];
  EXPECT_EQ(table.header_rows, 3);
  EXPECT_EQ(text_at(table, 0, 4), "资金");
  EXPECT_EQ(text_at(table, 1, 4), "其中");
  EXPECT_EQ(text_at(table, 2, 2), "小计");
  EXPECT_EQ(text_at(table, 4, 1), "甲");
  EXPECT_EQ(text_at(table, 4, 5), "1.乙2.丙");
  EXPECT_EQ(text_at(table, 5, 4), "");
  EXPECT_EQ(text_at(table, 5, 1), "己");
}

}  // namespace
}  // namespace budgetlift
