// Two tables side by side in dumps in drawing order: rows that one of them alone has could be either's.
#include "tests/dump_records.h"

namespace budgetlift {
namespace {

using test::at;
using test::Read;
using test::read_whole;
using test::text_at;

const std::string& kTitle = test::kNationalTitle;
const std::string& kHead = test::kNationalHead;
const std::string kHeader = "一级指标 二级指标 三级指标 指标值 二级指标 三级指标 指标值\n";
const std::string kFirstPair = "产出指标\n数量指标 养护里程 ≥20公里 数量指标 养护里程 ≥30公里\n";

Table table_of(const std::string& rows) {
  Read got = read_whole(kTitle + kHead + kHeader + rows + "\f");
  EXPECT_EQ(got.tables.size(), 2u);
  return got.tables.empty() ? Table{} : std::move(got.tables.back());
}

size_t doubts(const Table& table) {
  const Cell* cell = at(table, 1, 1);
  return cell ? cell->doubts.size() : 0;
}

TEST(DumpStreamBlocks, RowsThatSecondLevelsDoNotTellAreInDoubt) {
  EXPECT_EQ(doubts(table_of(kFirstPair + "质量指标 合格率 ≥95% 质量指标 合格率 ≥96%\n")), 0u);
  EXPECT_GT(doubts(table_of(kFirstPair + "质量指标 合格率（含养护和\n维修） ≥95%\n时效指标\n完成率 ≥96%\n")), 0u);
}

TEST(DumpStreamBlocks, WhatStandsOnOneLineIsOfOneRow) {
  const Table table = table_of(kFirstPair + "质量指标 合格率 ≥95% 时效指标 完成率 ≥96%\n");
  EXPECT_EQ(doubts(table), 0u);
  EXPECT_EQ(text_at(table, 2, 5), "完成率");
}

TEST(DumpStreamBlocks, NeighboursOfALineEachThatStandOnTwoLinesAreOfTwoRows) {
  const Table table = table_of(kFirstPair + "数量指标 桥梁 ≥2座\n数量指标 路灯 ≥3盏\n");
  ASSERT_EQ(table.rows, 4);
  EXPECT_NE(text_at(table, 2, 2) == "桥梁", text_at(table, 2, 5) == "桥梁");
  EXPECT_NE(text_at(table, 3, 2) == "路灯", text_at(table, 3, 5) == "路灯");
}

TEST(DumpStreamBlocks, SecondLevelsTellWhoseTheRowsBehindTheLastPairAre) {
  const Table table = table_of(kFirstPair + "质量指标 合格率 ≥95% 数量指标 桥梁 ≥2座\n质量指标 完好率 ≥95%\n时效指标 工期 1年\n质量指标 优良率 ≥90%\n");
  EXPECT_GT(doubts(table), 0u);
  const Table told = table_of(kFirstPair + "质量指标 合格率 ≥95% 数量指标 桥梁 ≥2座\n时效指标 工期 1年 数量指标 路灯 ≥3盏\n数量指标 标线 ≥4公里\n质量指标 优良率 ≥90%\n");
  ASSERT_EQ(told.rows, 6);
  EXPECT_EQ(text_at(told, 4, 5), "标线");
  EXPECT_EQ(text_at(told, 5, 5), "优良率");
}

// Where cells are glued, the right part of a row stands no lower than the left one ends.
TEST(DumpStreamBlocks, ALineEndsAGluedRow) {
  const Read got = test::read_glued(kTitle + kHead + kHeader + "产出指标数量指标养护里程≥20公里数量指标养护里程≥30公里\n质量指标合格率≥95%\n质量指标完好率≥96%\n");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(got.tables[1].rows, 4);
  EXPECT_EQ(text_at(got.tables[1], 1, 5), "养护里程");
}

TEST(DumpStreamBlocks, ARowThatAPageCutsKeepsBothOfItsParts) {
  const Table table = table_of("产出指标\n数量指标 国道 ≥20公里 数量指标 县道 30公里\n\f以上\n质量指标 合格率 ≥95% 数量指标 桥梁 ≥2座\n"
                               "时效指标 工期 1年 数量指标 路灯 ≥3盏\n数量指标 标线 ≥4公里\n");
  ASSERT_EQ(table.rows, 5);
  EXPECT_EQ(text_at(table, 1, 2), "国道");
  EXPECT_EQ(text_at(table, 1, 6), "30公里以上");
  EXPECT_EQ(text_at(table, 4, 5), "标线");
}

}  // namespace
}  // namespace budgetlift
