// What the joiner knows of forms: their column labels, heads, and the labels of all of them together.
#include "extract/form_words.h"
#include "extract/head_cut.h"
#include "schemas/canonical.h"
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::builtin;
using test::table_of;

const FormWords& words() {
  static const FormWords all(builtin_forms());
  return all;
}

TEST(ColumnLabels, OfAFormThatLacksSomeAreFound) {
  const auto columns = words().find_columns(table_of({{"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", "甲", "1个"}}));
  ASSERT_TRUE(columns);
  EXPECT_EQ(columns->header_row, 0);
  EXPECT_EQ(columns->places.size(), 4u);
  EXPECT_EQ(columns->at(1)->kind, "level2");
  EXPECT_FALSE(columns->side_by_side());
}

TEST(ColumnLabels, OfTwoBlocksSideBySideAreFoundInTheLowerRow) {
  const auto columns = words().find_columns(table_of({{"一级指标", "实施期指标", "<", "<", "年度指标", "<", "<"}, {"^", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"}}));
  ASSERT_TRUE(columns);
  EXPECT_EQ(columns->header_row, 1);
  EXPECT_TRUE(columns->side_by_side());
}

TEST(ColumnLabels, AreNoHeaderIfTheyAreFew) {
  EXPECT_FALSE(words().find_columns(table_of({{"一级指标", "1", "2"}, {"甲", "乙", "丙"}})));
  EXPECT_FALSE(words().find_columns(table_of({{"一级指标", "指标值", "2"}, {"甲", "乙", "丙"}})));
}

TEST(HeadRows, HaveValuesBetweenTheirLabels) {
  const Table head = table_of({{"项目名称", "某工程", "主管部门", "某厅"}}), one = table_of({{"项目名称", "某工程", "备注", "无"}});
  EXPECT_TRUE(words().is_head_row(head, 0));
  EXPECT_FALSE(words().is_head_row(one, 0));
}

TEST(HeadRows, AreNoHeadersOfListings) {
  for (const auto& row : std::vector<std::vector<std::string>>{{"序号", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标"},
                                                                {"单位名称", "项目编码", "项目名称", "预算数", "绩效目标"},
                                                                {"项目名称", "主管部门", "实施单位"}}) {
    EXPECT_FALSE(words().is_head_row(table_of({row}), 0)) << row[0];
  }
}

TEST(Heads, BeginAgainWithALabelThatTheTableHas) {
  const Table table = table_of({{"项目名称", "某工程"}, {"主管部门", "某厅"}});
  EXPECT_TRUE(words().starts_again(table, table_of({{"项目名称", "别的工程"}})));
  EXPECT_FALSE(words().starts_again(table, table_of({{"实施单位", "某局"}})));
  EXPECT_FALSE(words().starts_again(table, table_of({{"别的", "项目名称"}})));
}

TEST(Heads, AreOfTheFormThatKnowsMostOfTheirLabels) {
  const auto forms = FormHeads(builtin_forms()).heads;
  auto knows = [&](const Table& table, const std::string& label) {
    const HeadLabels* head = head_of(table, forms);
    return head && head->has(folded(label));
  };
  EXPECT_TRUE(knows(table_of({{"项目名称", "甲", "项目性质", "一"}, {"项目类别", "二", "开始日期", "3月"}, {"项目资金总额", "5", "年度资金申请总额", "5"}}), "年度资金申请总额"));   // Shanghai's alone
  EXPECT_TRUE(knows(table_of({{"部门名称", "某厅"}, {"年度主要任务", "甲"}}), "任务名称"));   // of the table inside the head
}

TEST(Heads, ThatHaveComeToTheIndicatorsAreNoneAnyMore) {
  const auto forms = FormHeads(builtin_forms()).heads;
  EXPECT_NE(head_of(table_of({{"项目名称", "甲"}, {"主管部门", "某厅"}}), forms), nullptr);
  EXPECT_EQ(head_of(table_of({{"项目名称", "甲"}, {"主管部门", "某厅"}, {"一级指标", "二级指标"}}), forms), nullptr);
  EXPECT_EQ(head_of(table_of({{"别的", "项目名称"}, {"主管部门", "某厅"}}), forms), nullptr);
}

TEST(AllFormsTogether, HaveEachLabelOnce) {
  const Form all = united(builtin_forms());
  std::set<std::string> seen;
  for (const FormField& field : all.fields) {
    EXPECT_FALSE(field.required) << field.key;
    for (const std::string& label : field.labels) EXPECT_TRUE(seen.insert(label).second) << label;
  }
  for (const char* label : {"项目名称", "预算数", "年度资金总额", "项目总目标", "部门名称"}) EXPECT_TRUE(seen.count(label)) << label;
  EXPECT_FALSE(seen.count("年度主要任务"));   // a table of its own
  EXPECT_FALSE(seen.count("序号"));           // a listing's
  EXPECT_FALSE(all.listing);
}

}  // namespace
}  // namespace budgetlift
