// Dumps that are sorted by place: rows of forms that no definition covers, and second levels that are printed once for several rows.
#include <algorithm>
#include <string>
#include <vector>

#include "extract/dump_boxes_levels.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::boxes;
using test::records_of;
using test::review_of;

std::string form(const std::string& rows) {
  return boxes("专项任务计划表\n（2024年度）\n建设地点\n某县各乡镇\n项目编码\n13072821P40723415118Y\n主管部门\n某县民政局\n联系电话\n0522-6905997\n工程名称\n临时救助改造项目\n"
               "实施单位\n某县民政局本级\n一级指标\n二级指标\n三级指标\n" + rows) + "\f";
}

TEST(DumpBoxesLevels, RowsOfAFormThatNoDefinitionCovers) {
  const std::string rows =
      "产出指标\n数量指标\n修缮场次\n质量指标\n故障排除率\n时效指标\n资金支出完成时间\n效益指标\n社会效益指标\n群众知晓率\n目标值\n≥20次\n≥95%\n6月底前\n≥90%\n";
  const NormalizedDocument got = records_of(form(rows) + form(rows));
  ASSERT_EQ(got.projects.size(), 2u);
  for (const ProjectRecord& project : got.projects) {
    EXPECT_EQ(project.unit_name, "某县民政局本级");
    ASSERT_EQ(project.indicators.size(), 4u);
    EXPECT_EQ(project.indicators[0].target->text, "≥20次");
    EXPECT_EQ(project.indicators[2].level3, "资金支出完成时间");
    EXPECT_EQ(project.indicators[2].target->text, "6月底前");
    EXPECT_NE(review_of(project, "/indicators"), nullptr);
  }
}

TEST(DumpBoxesLevels, SecondLevelsForSeveralRows) {
  const std::string rows =
      "产出指标\n修缮场次\n数量指标\n救助人数\n资金支出完成时间\n时效指标\n项目完成时间\n目标值\n≥20次\n≥300人\n6月底前\n12月底前\n效益指标\n社会效益指标\n群众知晓率\n≥90%\n";
  const NormalizedDocument got = records_of(form(rows) + form(rows));
  ASSERT_EQ(got.projects.size(), 2u);
  for (const ProjectRecord& project : got.projects) {
    ASSERT_EQ(project.indicators.size(), 5u);
    EXPECT_EQ(project.indicators[1].level2, "数量指标");
    EXPECT_EQ(project.indicators[1].target->text, "≥300人");
    EXPECT_EQ(project.indicators[3].level2, "时效指标");
    EXPECT_EQ(project.indicators[3].level3, "项目完成时间");
    EXPECT_EQ(project.indicators[3].target->text, "12月底前");
    EXPECT_EQ(project.indicators[4].level1, "效益指标");
    EXPECT_NE(review_of(project, "/indicators"), nullptr);
  }
}

TEST(DumpBoxesLevels, ANameStandsAmongItsRows) {
  EXPECT_EQ(part_second_levels({1, 5}, {0, 2, 6}).starts, (std::vector<size_t>{0, 2, 3}));
  EXPECT_EQ(part_second_levels({0, 5}, {1, 4, 6}).starts, (std::vector<size_t>{0, 1, 3}));
  EXPECT_FALSE(part_second_levels({0, 5}, {1, 4, 6}).sure);
  EXPECT_TRUE(part_second_levels({0, 1}, {2, 3}).sure);   // a row each, wherever they stand
}

}  // namespace
}  // namespace budgetlift
