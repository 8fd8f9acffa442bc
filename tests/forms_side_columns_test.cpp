// Columns of an indicator table that the record has no key for.
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::all_reviews;
using test::table_of;
using test::text_line;

using Rows = std::vector<std::vector<std::string>>;

ProjectRecord record_with(const Rows& indicators) {
  const Rows head = {{"项目名称", "某工程", "<", "<"}, {"主管部门", "某厅", "实施单位", "某局"}, {"项目资金（万元）", "年度资金总额", "5", "<"},
                     {"^", "其中：财政拨款", "5", "<"}, {"^", "其他资金", "0", "<"}, {"年度总体目标", "1.甲|2.乙", "<", "<"}};
  const NormalizedDocument document =
      test::normalize({text_line("项目支出绩效目标表"), text_line("（2023年度）"), table_of(head), table_of(indicators)});
  EXPECT_TRUE(document.unplaced.empty());
  return document.projects.at(0);
}

std::vector<std::string> side(const ProjectRecord& record, size_t row) {
  std::vector<std::string> out;
  for (const auto& [key, text] : std::get<std::vector<ExtraRow>>(record.extra.at("indicator_columns")).at(row)) {
    out.push_back(key + "=" + text.value_or(""));
  }
  return out;
}

TEST(SideColumns, SignAndUnitBesideATargetBelongToIt) {
  const ProjectRecord record = record_with({{"一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重（90）"},
                                            {"产出指标", "数量指标", "维修面积", "≥", "5600", "平方米", "50"},
                                            {"效益指标", "社会效益指标", "条件改善", "定性", "明显", "", "40"}});
  EXPECT_TRUE(record.review.empty()) << all_reviews(record);
  const Target& bound = *record.indicators.at(0).target;
  EXPECT_EQ(bound.text, "≥5600平方米");
  EXPECT_EQ(bound.op, ">=");
  EXPECT_EQ(bound.unit, "平方米");
  EXPECT_EQ(record.indicators.at(1).target->text, "明显");
  EXPECT_EQ(side(record, 0), (std::vector<std::string>{"indicator=0", "operator=≥", "unit=平方米", "weight=50"}));
  EXPECT_EQ(side(record, 1), (std::vector<std::string>{"indicator=1", "operator=定性", "unit=", "weight=40"}));
}

TEST(SideColumns, AUnitThatIsPrintedTwiceIsTakenOnce) {
  const ProjectRecord record = record_with({{"一级指标", "二级指标", "三级指标", "指标值", "计量单位"}, {"满意度指标", "服务对象满意度指标", "满意度", "≥95%", "%"}});
  EXPECT_EQ(record.indicators.at(0).target->text, "≥95%");
}

TEST(SideColumns, OtherColumnsAreNamedAsBefore) {
  const Rows head = {{"项目名称", "某工程", "<", "<"}, {"年度总体目标", "甲", "<", "<"}, {"年度资金总额", "5", "<", "<"}};
  const NormalizedDocument document = test::normalize({text_line("项目支出绩效目标表"), table_of(head),
      table_of({{"一级指标", "二级指标", "三级指标", "指标值", "责任人"}, {"产出指标", "数量指标", "面积", "≥5个", "张三"}})});
  EXPECT_TRUE(test::is_named(document.projects.at(0), "/indicators/0", "unplaced-text")) << all_reviews(document.projects.at(0));
  EXPECT_EQ(document.projects.at(0).extra.count("indicator_columns"), 0u);
}

}  // namespace
}  // namespace budgetlift
