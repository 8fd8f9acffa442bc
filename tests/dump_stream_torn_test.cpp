// Names whose rests pypdf prints behind what is beside their first line, and targets with more behind or before them than is theirs.
#include "extract/dump_stream_torn.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::Read;
using test::read_glued;
using test::text_at;

std::string joined(const std::vector<std::string>& all) {
  std::vector<StreamLine> lines;
  for (const std::string& line : all) lines.push_back({line, static_cast<int>(lines.size()) + 1, 1});
  StreamText text = stream_text(lines, 0, lines.size());
  join_torn_names(text, DumpWords(builtin_forms()));
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && text.gaps[i] >= StreamGap::line) out += '/';
    out += encode_utf8(text.key_of(i, i + 1));
  }
  return out;
}

TEST(DumpStreamTorn, RestsGoBackToTheirBeginnings) {
  EXPECT_EQ(joined({"效益指标可持续影响指长效机制健全性 持续上升", "标", "社会效益指标带动就业人数 5人"}), "效益指标可持续影响指标长效机制健全性持续上升/社会效益指标带动就业人数5人");
  EXPECT_EQ(joined({"计划开始日期2026年1月1日计划完成日2026年12月31日", "期：", "项目总目标"}), "计划开始日期2026年1月1日计划完成日期:2026年12月31日/项目总目标");
}

TEST(DumpStreamTorn, ANameThatGoesOnBelowIsWhole) {
  EXPECT_EQ(joined({"效益指标可持续影响指", "标长效机制健全性 持续上升"}), "效益指标可持续影响指/标长效机制健全性持续上升");
  // A page's end cuts it: the search for rows knows of that.
  EXPECT_EQ(joined({"效益指标社会效益指公众知晓率 2套", "一级指标二级指标三级指标指标值", "标"}), "效益指标社会效益指公众知晓率2套/一级指标二级指标三级指标指标值/标");
}

// The label's second line begins that of its values, behind a page's end or not.
TEST(DumpStreamTorn, ALabelsRestMayHaveItsValueBehindIt) {
  EXPECT_EQ(joined({"资金支出计1月底6月底12月底", "划（%）22%41%100%"}), "资金支出计划(%)1月底6月底12月底/22%41%100%");
  EXPECT_EQ(joined({"资金支出计划3月底6月底", "（%）50%100%"}), "资金支出计划(%)3月底6月底/50%100%");
  EXPECT_EQ(joined({"2.完成资金支出计1月底6月底", "划（%）22%41%"}), "2.完成资金支出计1月底6月底/划(%)22%41%");
}

const std::string kHead = "财政项目支出绩效目标申报表\n项目名称 农民工工资 项目编码 34042126P009421188883\n项目性质 新增项目 项目类别 其他\n主管部门 某局 实施单位 某大队\n"
                          "计划开始日期 2026年01月01日 计划完成日期 2026年12月31日\n项目资金（元） 项目资金总额 10.00 年度资金申请总额 10.00\n项目总目标 年度总体目标\n完成一。完成二。\n";

std::vector<std::string> rows_of(const std::string& rows, bool& doubted) {
  const Read got = read_glued(kHead + "一级指标 二级指标 三级指标 指标值\n" + rows);
  std::vector<std::string> out;
  if (got.tables.size() != 2) return out;
  const Table& table = got.tables[1];
  for (int row = table.header_rows; row < table.rows; ++row) out.push_back(text_at(table, row, 2) + "|" + text_at(table, row, 3));
  doubted = std::any_of(table.cells.begin(), table.cells.end(), [](const Cell& cell) { return cell.column == 3 && !cell.doubts.empty(); });
  return out;
}

TEST(DumpStreamTorn, WhatStandsBehindAWholeTargetIsInDoubt) {
  bool doubted = false;
  const auto got = rows_of("产出指标数量指标 检查次数 ≥12次\n数量指标 完成电子卷宗采购 1633件\n任务量\n质量指标 合格率 ≥95%\n", doubted);
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(got[1], "完成电子卷宗采购任务量|1633件");
  EXPECT_TRUE(doubted);
}

TEST(DumpStreamTorn, WordsOfComparisonBelongToTheNumber) {
  bool doubted = false;
  const auto got = rows_of("产出指标数量指标 检查次数 ≥12次\n质量指标检查合格率大于95%\n时效指标 完成时间 12月底\n", doubted);
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(got[1], "检查合格率|大于95%");
}

}  // namespace
}  // namespace budgetlift
