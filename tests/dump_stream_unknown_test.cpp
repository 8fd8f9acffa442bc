// Forms that no definition covers in dumps in drawing order: what their labels tell is read, all of it in doubt, and nothing is lost.
#include <algorithm>

#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::records_of;

const std::string kForm = "政府投资项目申报书\n单位：万元\n实 施 单 位\n某县生态环境局固废管理\n中心\n建设周期 2024年6月至2024年12月\n项 目 属 性 新增项目 承担机构 某局\n项 目 名 称 散煤替代运维 主管部门 某县生态环境局\n"
                          "联 系 电 话 0344-8522068\n绩 效 目 标 完成散煤替代。\n一级指标 二级指标 三级指标 指标值\n产出指标\n数量指标 替代户数 ≥20户\n质量指标 验收合格率 ≥95%\n\f";

TEST(DumpStreamUnknown, LabelsTellFieldsAndEachIsNamed) {
  const NormalizedDocument got = records_of("第1页\n某局2024年部门预算\n\f第2页\n" + kForm + "第3页\n" + kForm);
  ASSERT_EQ(got.projects.size(), 2u);
  for (const ProjectRecord& project : got.projects) {
    EXPECT_EQ(project.name, "散煤替代运维");
    EXPECT_EQ(project.unit_name, "某县生态环境局固废管理中心");
    ASSERT_EQ(project.indicators.size(), 2u);
    EXPECT_EQ(project.indicators[1].target->text, "≥95%");
    const auto in_review = [&](const std::string& field) { return std::any_of(project.review.begin(), project.review.end(), [&](const Review& review) { return review.field == field; }); };
    EXPECT_TRUE(in_review("/project/name"));
    EXPECT_TRUE(in_review("/indicators"));
  }
  const auto lost = [&](const std::string& text) { return std::none_of(got.unplaced.begin(), got.unplaced.end(), [&](const TextLine& line) { return line.text.find(text) != std::string::npos; }); };
  EXPECT_FALSE(lost("2024年6月至2024年12月"));
  EXPECT_FALSE(lost("承担机构"));
}

// Where cells are glued a label counts that nothing is glued to in front, or that a colon or a code follows.
TEST(DumpStreamUnknown, GluedLabels) {
  for (const char* code : {"牵头处室：综合科项目编码：37073222P37481171428E\n", "资金来源 本级配套资金项目编码37073222P37481171428E\n"}) {
    const std::string form = std::string("政府投资项目申报书\n建设地点 某县各乡镇 项目名称散煤替代运维\n") + code +
                             "绩效目标完成散煤替代。\n一级指标二级指标三级指标指标值\n产出指标数量指标 替代户数 ≥20户\n质量指标 验收合格率 ≥95%\n";
    const NormalizedDocument got = records_of(form + form);
    ASSERT_EQ(got.projects.size(), 2u) << code;
    for (const ProjectRecord& project : got.projects) {
      EXPECT_EQ(project.name, "散煤替代运维");
      EXPECT_EQ(project.code, "37073222P37481171428E");
      EXPECT_EQ(project.indicators.size(), 2u);
    }
  }
}

// The header's labels may be unknown, too: then the labels of the head tell how cells stand.
TEST(DumpStreamUnknown, GluedLabelsWithoutAKnownHeader) {
  const std::string form = "政府投资项目申报书\n建设地点 某县各乡镇 项目名称散煤替代运维\n牵头处室 综合科 主管部门某县生态环境局\n绩效目标完成散煤替代。\n"
                           "考核类别 考核事项 考核内容 考核标准\n产出指标 数量指标 替代户数 ≥20户\n质量指标 验收合格率 ≥95%\n";
  const NormalizedDocument got = records_of(form + form);
  ASSERT_EQ(got.projects.size(), 2u);
  for (const ProjectRecord& project : got.projects) EXPECT_EQ(project.name, "散煤替代运维");
}

TEST(DumpStreamUnknown, RunningTextIsNoForm) {
  EXPECT_TRUE(records_of("第1页\n主管部门 某局\n本年主要职责见下文，项目名称按规定填写。\n\f第2页\n其余见附表。\n\f").projects.empty());
}

// Two labels are few; a code with the right check character behind one shows a form.
TEST(DumpStreamUnknown, ACodeShowsAForm) {
  EXPECT_EQ(records_of("预算项目任务书\n（2024年度）\n投资估算44.85\n项目编码37073222P3748117142\n8E项目名称耕地建设\n费\n建设地点 某县\n").projects.size(), 1u);
}

}  // namespace
}  // namespace budgetlift
