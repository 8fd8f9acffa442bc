// The example of a definition of one's own (docs/examples), and a row of totals below the label of its table.
#include <fstream>
#include <sstream>

#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::all_reviews;
using test::extra_text;
using test::table_of;
using test::text_line;

// As `--form` takes it: before the built-in forms.
std::vector<Form> with_example() {
  std::ostringstream text;
  text << std::ifstream(std::string(BUDGETLIFT_SOURCE_DIR) + "/docs/examples/shanghai-early.json").rdbuf();
  std::vector<Form> forms{parse_form(text.str()).value()};
  forms.insert(forms.end(), builtin_forms().begin(), builtin_forms().end());
  return forms;
}

TEST(ShanghaiEarly, TotalAndAnnualBudgetAndTheProjectInWords) {
  const NormalizedDocument document = test::normalize({text_line("财政项目支出绩效目标申报表"), text_line("（2019年度）"), text_line("申报单位名称：某区某局"),
      table_of({{"项目名称", "综合治理", "项目类别", "经常性"}, {"计划开始日期", "2019-01-01", "计划完成日期", "2019-12-31"},
                {"项目总预算（元）", "300.00", "项目当年预算（元）", "100.00"}, {"项目概况", "开展治理。", "<", "<"}, {"立项依据", "某办法", "<", "<"},
                {"项目总目标", "1.提升水平。2.减少纠纷。", "<", "<"}, {"年度绩效目标", "完成年度任务。", "<", "<"}}),
      table_of({{"一级指标", "二级指标", "三级指标", "指标目标值"}, {"产出目标", "数量指标", "调解件数", ">=120件"}, {"影响力目标", "长效管理", "制度健全", "健全"}})}, with_example());
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  EXPECT_EQ(record.form.best.name, "shanghai-early");
  EXPECT_TRUE(record.review.empty()) << all_reviews(record);
  EXPECT_EQ(record.unit_name, "某区某局");
  EXPECT_EQ(record.total->printed, "300.00");
  EXPECT_EQ(record.goals, (std::vector<std::string>{"提升水平。", "减少纠纷。"}));
  EXPECT_EQ(extra_text(record, "annual_total"), "100.00");
  EXPECT_EQ(extra_text(record, "overview"), "开展治理。");
  EXPECT_EQ(extra_text(record, "grounds"), "某办法");
  EXPECT_EQ(extra_text(record, "annual_goal"), "完成年度任务。");
  EXPECT_TRUE(document.unplaced.empty());
}

TEST(DepartmentOverall, TheRowOfTotalsMayStandBelowTheLabelsCell) {
  const NormalizedDocument document = test::normalize({text_line("部门整体支出绩效目标表"), text_line("（2024年度）"),
      table_of({{"部门名称", "某局", "<", "<", "<", "<"}, {"年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "<", "<"}, {"^", "^", "^", "总额", "财政拨款", "其他资金"},
                {"^", "修路", "修路十里", "30", "20", "10"}, {"金额合计", "<", "<", "30", "20", "10"}, {"年度总体目标", "1.甲", "<", "<", "<", "<"}}),
      table_of({{"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", "里程", "≥10公里"}})});
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  EXPECT_EQ(record.unit_name, "某局") << all_reviews(record);
  ASSERT_TRUE(record.total && record.fiscal && record.other);
  EXPECT_EQ(record.total->printed, "30");
  EXPECT_EQ(record.other->printed, "10");
}

}  // namespace
}  // namespace budgetlift
