// A department's tasks in dumps whose cells are glued.
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::Read;
using test::read_glued;
using test::text_at;

const std::string kTop = "部门整体支出绩效目标表（2026年度）\n部门名称： 某县民政局\n年\n度\n主\n要\n任\n务任务名称 主要内容预算金额（万元）\n总额 财政拨款其他资金\n";
const std::string kBottom =
    "年\n度\n总\n体\n目\n标（1）每月16日前完成残疾人两项补贴评估\n（2）加强高龄津贴公共服务均等化；残疾人满意度达\n到80%以上，让群众得到实惠。\n年\n度\n绩\n效\n指\n标"
    "一级指标 二级指标 三级指标 指标值\n效益指标可持续影响指标 长效机制健全性 持续上升\n产出指标质量指标 临时救助完好率（%） ＞95%\n";

TEST(DumpStreamTasks, ALabelWrittenDownwardsBeginsTheForm) {
  const Read got = read_glued(kTop +
                        "居家养老服务\n验收PPP项目可行性缺口补助及地名普查运\n维，无安全责任事故。3.69 0.00 3.69\n特困人员供养\n更新保障孤儿基本生活改造正常开展 0.50 0.40 0.10\n"
                        "信息化运行维\n护2024年完成城乡居民最低生活保障整\n治0.5人275.47 220.38 55.09\n社区服务设施\n宣传优化残疾人两项补贴采购，扩大服务水\n平。77.00 77.00 0.00\n"
                        "金额合计 356.66 297.47 59.19\n" + kBottom);
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[0], 0, 2), "某县民政局");
  EXPECT_EQ(text_at(got.tables[0], 3, 1), "居家养老服务验收");
  EXPECT_EQ(text_at(got.tables[0], 3, 2), "PPP项目可行性缺口补助及地名普查运维，无安全责任事故。");
  EXPECT_EQ(text_at(got.tables[0], 3, 3), "3.69");
  EXPECT_EQ(text_at(got.tables[0], 5, 5), "55.09");
}

// "651" is 6, 5 and 1: a total and its parts.
TEST(DumpStreamTasks, GluedAmountsAreThoseThatAddUp) {
  const Read got = read_glued(kTop +
                        "重点项目建设进一步提升人工增雨防雹作业覆\n盖面651\n预警信息发布维护用于农业气象服务及其他\n监测2 2\n观测设备改\n造用于区域自动气象站改造，其中升级\n改造54万元。1010\n"
                        "金额合计 18153\n" + kBottom);
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[0], 3, 3), "6");
  EXPECT_EQ(text_at(got.tables[0], 3, 4), "5");
  EXPECT_EQ(text_at(got.tables[0], 3, 5), "1");
  EXPECT_EQ(text_at(got.tables[0], 4, 3), "2");
  EXPECT_EQ(text_at(got.tables[0], 4, 4), "none");
  EXPECT_EQ(text_at(got.tables[0], 4, 5), "2");
  EXPECT_EQ(text_at(got.tables[0], 5, 2), "用于区域自动气象站改造，其中升级改造54万元。");
  EXPECT_EQ(text_at(got.tables[0], 5, 4), "10");
  EXPECT_EQ(text_at(got.tables[0], 6, 3), "18");
}

// Both borders fit the columns' widths: the text begins with what it is for.
TEST(DumpStreamTasks, ATextBeginsWithWordsOfPurpose) {
  const Read got = read_glued(kTop + "民政信息系统\n改造升级用于系统改造升级12.00 12.00 0.00\n重点项目建设保障机关正常运转 5.00 5.00 0.00\n金额合计 17.00 17.00 0.00\n" + kBottom);
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[0], 3, 1), "民政信息系统改造升级");
  EXPECT_EQ(text_at(got.tables[0], 4, 1), "重点项目建设");
}

// As many decimals in all amounts: 131.50 and 131.50, not 131.5 and 0 and 131.50.
TEST(DumpStreamTasks, GluedAmountsHaveAsManyDecimals) {
  const Read got = read_glued(kTop + "海绵城市采购为切实解决群众反映的突出问题，海绵\n城市补助完成。131.50 131.50\n保障机关正常运转每月27日前完成奖补 1844.57 1844.57\n金额合计 1976.07 1844.57 131.50\n" + kBottom);
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[0], 3, 3), "131.50");
  EXPECT_EQ(text_at(got.tables[0], 3, 4), "none");
  EXPECT_EQ(text_at(got.tables[0], 3, 5), "131.50");
}

}  // namespace
}  // namespace budgetlift
