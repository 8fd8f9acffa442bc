// Labels as they are compared, the labels above columns, and what a cell says of its unit.
#include "normalize/label_paths.h"
#include "normalize/listing_header.h"
#include "normalize/unit_name.h"
#include "schemas/label_key.h"
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::builtin;
using test::field_at;
using test::table_of;

TEST(LabelKeys, AColonAtTheEndIsNoPartOfALabel) {
  EXPECT_EQ(label_key("项目名称:").key, "项目名称");
  EXPECT_EQ(label_key("项目名称: ").key, "项目名称");
  EXPECT_EQ(label_key("其中:财政拨款").key, "其中:财政拨款");
}

TEST(LabelKeys, AUnitOfMoneyInBracketsStandsApart) {
  for (const auto& [text, unit] : {std::pair{"项目资金(万元)", "万元"}, {"项目资金(单位:千元)", "千元"}, {"项目资金(元)", "元"}, {"项目资金(万元):", "万元"},
                                   {"项目资金:(亿元)", "亿元"}}) {
    EXPECT_EQ(label_key(text).key, "项目资金") << text;
    EXPECT_EQ(label_key(text).unit, unit) << text;
  }
}

TEST(LabelKeys, ABracketThatAPagesEndTakesAwayIsNotMissed) {
  EXPECT_EQ(label_key("项目资金(万元").key, "项目资金");
  EXPECT_EQ(label_key("项目资金(万元").unit, "万元");
  EXPECT_EQ(label_key(")年度总体目标").key, "年度总体目标");
  EXPECT_EQ(label_key(")").key, ")");
}

TEST(LabelKeys, OtherBracketsBelongToTheLabel) {
  for (const char* text : {"资金支出计划(%)", "部门(单位)名称", "补贴标准(美元)", "(万元)", "单元)"}) {
    EXPECT_EQ(label_key(text).key, text);
    EXPECT_EQ(label_key(text).unit, "");
  }
}

TEST(LabelPaths, ALabelBelowAnotherIsFoundByItsPath) {
  LabelPaths paths;
  paths.add("名称", 0);
  paths.add("预算数/合计", 1);
  paths.add("预算数/其他", 2);
  const Table table = table_of({{"名称", "预算数", "<"}, {"^", "其他", "合计"}, {"甲", "1", "2"}});
  const HeaderColumns header = paths.read(TableGrid(table), 0, 0, 4);
  EXPECT_EQ(header.end, 2);
  EXPECT_EQ(header.place_of, (std::map<int, int>{{0, 0}, {1, 2}, {2, 1}}));
}

TEST(LabelPaths, TheLongestPathThatIsKnownWins) {
  LabelPaths paths;
  paths.add("合计", 0);
  paths.add("预算数/合计", 1);
  paths.add_group("资金");
  const Table table = table_of({{"预算数", "资金"}, {"合计", "合计"}, {"1", "2"}});
  EXPECT_EQ(paths.read(TableGrid(table), 0, 0, 4).place_of, (std::map<int, int>{{0, 1}, {1, 0}}));
}

TEST(LabelPaths, AHeaderEndsWhereARowHasAnyOtherText) {
  LabelPaths paths;
  paths.add("名称", 0);
  paths.add("合计", 1);
  const Table table = table_of({{"名称", "合计"}, {"甲", "合计"}, {"名称", "合计"}});
  EXPECT_EQ(paths.read(TableGrid(table), 0, 0, 4).end, 1);
}

TEST(LabelPaths, AMergedLabelTakesTheRowsBelowItIntoTheHeader) {
  LabelPaths paths;
  paths.add("名称", 0);
  paths.add("数量", 1);
  const Table table = table_of({{"名称", "数量"}, {"^", "（个）"}, {"甲", "1"}});
  EXPECT_EQ(paths.read(TableGrid(table), 0, 0, 4).end, 2);
}

TEST(LabelPaths, AHeaderHasNoMoreRowsThanAsked) {
  LabelPaths paths;
  paths.add("名称", 0);
  const Table table = table_of({{"名称"}, {"名称"}, {"名称"}, {"名称"}});
  EXPECT_EQ(paths.read(TableGrid(table), 0, 0, 2).end, 2);
}

TEST(LabelPaths, TheUnitIsThatOfAColumnsOwnLabels) {
  LabelPaths paths;
  paths.add("预算数/合计", 0);
  paths.add_group("别的");
  const Table table = table_of({{"预算数（千元）", "别的（元）"}, {"合计", "别的"}, {"1", "2"}});
  EXPECT_EQ(paths.read(TableGrid(table), 0, 0, 4).unit, "千元");
}

TEST(LabelPaths, ColumnsBeforeTheFirstOneAreNotLookedAt) {
  LabelPaths paths;
  paths.add("名称", 0);
  paths.add("金额", 1);
  const Table table = table_of({{"名称", "名称", "金额"}, {"甲", "乙", "1"}});
  EXPECT_EQ(paths.read(TableGrid(table), 0, 1, 4).place_of, (std::map<int, int>{{0, 1}, {1, 2}}));
}

// A listing's part by its header.
std::optional<TablePart> listing_part(const Table& table) { return ListingHeader(builtin("listing")).find(TableGrid(table)); }

int place(const TablePart& part, const std::string& key) { return part.fields[static_cast<size_t>(field_at(builtin("listing"), key))]; }

TEST(ListingHeaders, OneRowOfLabelsIsAHeader) {
  const auto part = listing_part(table_of({{"项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标值"}, {"甲", "1", "产出指标", "数量指标", "数量", "1个"}}));
  ASSERT_TRUE(part);
  EXPECT_EQ(part->kind, TablePart::Kind::listing);
  EXPECT_EQ(part->first_body_row, 1);
  EXPECT_EQ(part->row_end, 2);
  EXPECT_EQ(place(*part, "/project/name"), 0);
  EXPECT_EQ(place(*part, "/budget/total"), 1);
  EXPECT_EQ(place(*part, "/goals"), -1);
  EXPECT_EQ(part->blocks.at(0).columns, (std::vector<int>{2, 3, 4, -1, 5, -1}));
}

TEST(ListingHeaders, ASumBelowTheBudgetIsTheTotal) {
  const auto part = listing_part(table_of({{"项目名称", "预算数（万元）", "<", "<", "绩效指标", "<", "<", "<"},
                                           {"^", "合计", "财政资金", "其他资金", "一级指标", "二级指标", "三级指标", "指标值"},
                                           {"甲", "3", "2", "1", "产出指标", "数量指标", "数量", "1个"}}));
  ASSERT_TRUE(part);
  EXPECT_EQ(part->first_body_row, 2);
  EXPECT_EQ(place(*part, "/budget/total"), 1);
  EXPECT_EQ(place(*part, "/budget/fiscal"), 2);
  EXPECT_EQ(place(*part, "/budget/other"), 3);
  EXPECT_EQ(part->unit, "万元");
}

TEST(ListingHeaders, ThreeRowsOfLabelsAreAHeader) {
  const auto part = listing_part(table_of({{"项目基本信息", "项目资金", "<", "<", "绩效指标", "<", "<", "<"},
                                           {"项目名称", "合计", "财政资金", "其他资金", "一级指标", "二级指标", "三级指标", "指标值"},
                                           {"^", "^", "^", "^", "^", "^", "^", "^"},
                                           {"甲", "3", "2", "1", "产出指标", "数量指标", "数量", "1个"}}));
  ASSERT_TRUE(part);
  EXPECT_EQ(part->first_body_row, 3);
  EXPECT_EQ(place(*part, "/budget/total"), 1);
}

TEST(ListingHeaders, ColumnsStandInAnyOrder) {
  const auto part = listing_part(table_of({{"一级指标", "指标值", "项目名称", "三级指标", "二级指标", "项目编码"}, {"产出指标", "1个", "甲", "数量", "数量指标", "1"}}));
  ASSERT_TRUE(part);
  EXPECT_EQ(place(*part, "/project/name"), 2);
  EXPECT_EQ(place(*part, "/project/code"), 5);
  EXPECT_EQ(part->blocks.at(0).columns, (std::vector<int>{0, 4, 3, -1, 1, -1}));
}

TEST(ListingHeaders, TitleAndUnitMayStandInRowsAbove) {
  const auto part = listing_part(table_of({{"绩效目标一览表", "<", "<", "<", "<"}, {"项目名称", "一级指标", "二级指标", "三级指标", "指标值"}, {"甲", "产出指标", "数量指标", "数量", "1个"}}));
  ASSERT_TRUE(part);
  EXPECT_EQ(part->row_begin, 1);
}

TEST(ListingHeaders, IndicatorsWithoutAProjectsColumnAreNoListing) {
  EXPECT_FALSE(listing_part(table_of({{"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", "数量", "1个"}})));
}

TEST(ListingHeaders, TooFewOfTheIndicatorsColumnsAreNoListing) {
  EXPECT_FALSE(listing_part(table_of({{"项目名称", "预算数", "一级指标", "指标值"}, {"甲", "1", "产出指标", "1个"}})));
}

TEST(ListingHeaders, ARowWithMoreOtherTextsThanLabelsIsNoHeader) {
  const std::vector<std::string> header = {"项目名称", "一级指标", "二级指标", "三级指标", "指标值"};
  const auto part = listing_part(table_of({{"项目名称", "甲", "乙", "丙", "一级指标"}, header, {"甲", "产出指标", "数量指标", "数量", "1个"}}));
  ASSERT_TRUE(part);
  EXPECT_EQ(part->row_begin, 1);
}

TEST(UnitNames, ACodeStandsApartHoweverItIsPrinted) {
  for (const char* text : {"[312001]某局", "312001-某局", "312001 某局", "某局（312001）", "某局-312001", "（312001）某局", "312001：某局", "某局[312001]"}) {
    EXPECT_EQ(split_unit(text).code, "312001") << text;
    EXPECT_EQ(split_unit(text).name, "某局") << text;
  }
}

TEST(UnitNames, BehindACodeInBracketsTheNameMayBeginWithADigit) {
  EXPECT_EQ(split_unit("[312001]2号院管理处").code, "312001");
  EXPECT_EQ(split_unit("[312001]2号院管理处").name, "2号院管理处");
}

TEST(UnitNames, ANumberThatIsPartOfTheNameIsNoCode) {
  for (const char* text : {"某局", "第302地质队", "某中心302", "12某局", "302"}) {
    EXPECT_EQ(split_unit(text).code, "") << text;
    EXPECT_EQ(split_unit(text).name, text);
  }
}

}  // namespace
}  // namespace budgetlift
