// Heads of forms that a page break cuts: pages drawn by hand go through page_blocks and the joiner.
#include <gtest/gtest.h>

#include "extract/head_cut.h"
#include "extract/merged_cells.h"
#include "extract/open_table.h"
#include "extract/table_joiner.h"
#include "tables_support.h"

namespace budgetlift {
namespace {

using test::cell_at;
using test::cell_text;
using test::PageDrawer;

std::vector<Table> join(const std::vector<PageDrawer>& pages) {
  std::vector<Block> blocks;
  test::Characters characters;
  const TableOptions options;
  TableJoiner joiner(options, builtin_forms(), [&](Block&& block) { blocks.push_back(std::move(block)); });
  for (const PageDrawer& page : pages) {
    for (const Glyph& glyph : page.page().glyphs) characters.add(glyph.text);
    joiner.add(page.page().info, page.blocks());
  }
  characters.add(joiner.finish(), -1);
  for (const Block& block : blocks) characters.add(block, -1);
  EXPECT_EQ(characters.rest(), "") << "every character ends in a block or in the furniture";
  std::vector<Table> out = test::tables(blocks);
  for (const Table& table : out) EXPECT_TRUE(test::spans_are_sound(table));
  return out;
}

bool has_join(const Table& table, const std::string& rule) {
  return std::any_of(table.joins.begin(), table.joins.end(), [&](const Join& join) { return join.rule == rule; });
}

const std::vector<double> kCode = {50, 126, 246, 299, 482};
const std::vector<double> kBudget = {50, 126, 178, 220, 299, 348, 420, 482};
const std::vector<double> kPurpose = {50, 126, 482};
const std::vector<double> kMonths = {50, 126, 215, 304, 393, 482};
const std::vector<double> kForm = {50, 107, 164, 221, 348, 405, 482};
const std::vector<std::string> kLabels = {"一级指标",     "二级指标", "三级指标",
                                          "绩效指标描述", "指标值",   "指标值确定依据"};

// Rows of a head one below the other, each with columns of its own.
class HeadPage {
 public:
  HeadPage(int number, double y) : page_(number), y_(y) { page_.h(y, 50, 482); }
  // `closes`: a ruling stands below the label too.
  HeadPage& row(const std::vector<double>& xs, const std::vector<std::string>& texts, double height,
                bool closes = true) {
    page_.row(xs, y_, texts);
    for (double x : xs) page_.v(x, y_, y_ + height);
    y_ += height;
    page_.h(y_, closes ? 50 : 126, 482);
    return *this;
  }
  HeadPage& code(const std::string& code) { return row(kCode, {"项目编码", code, "项目名称", "设备采购"}, 30); }
  HeadPage& budget() {
    row(kBudget, {"预算规模及资\n金用途", "预算数", "6.59", "其中：财政\n资金", "6.59", "其他资金", ""}, 30, false);
    return row(kPurpose, {"", "用于设备采购。"}, 20);
  }
  HeadPage& goals() { return row(kPurpose, {"绩效目标", "1.完成采购"}, 20); }
  HeadPage& indicators() {
    row(kForm, kLabels, 20);
    return row(kForm, {"产出指标", "数量指标", "采购数量", "采购数量", "≥5台", "工作安排"}, 20);
  }
  PageDrawer done() const { return page_; }

 private:
  PageDrawer page_;
  double y_;
};

TEST(Heads, CutInTheCode) {
  const auto first = HeadPage(1, 780).code("51102522P5903496963").done();
  const auto second = HeadPage(2, 60)
                          .row(kCode, {"", "71", "", ""}, 20)
                          .budget()
                          .row(kMonths, {"资金支出计\n划（%）", "3月底", "6月底", "9月底", "12月底"}, 20, false)
                          .row(kMonths, {"", "30%", "60%", "90%", "100%"}, 20)
                          .goals()
                          .indicators()
                          .done();
  const std::vector<Table> out = join({first, second});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].rows, 8);
  EXPECT_EQ(cell_text(out[0], 0, 0), "项目编码");
  EXPECT_EQ(canonical_joined(out[0].cells[1].lines), "51102522P590349696371");
  EXPECT_TRUE(has_join(out[0], kHeadContinued));
  EXPECT_TRUE(has_join(out[0], kRowCut));
  for (const Cell& cell : out[0].cells) EXPECT_TRUE(cell.doubts.empty());
}

TEST(Heads, CutBetweenMonthsAndPercentages) {
  const auto first = HeadPage(1, 680)
                         .code("51102522P590349696371")
                         .budget()
                         .row(kMonths, {"资金支出计划", "3月底", "6月底", "9月底", "12月底"}, 20)
                         .done();
  const auto second =
      HeadPage(2, 60).row(kMonths, {"（%）", "30%", "60%", "90%", "100%"}, 20).goals().indicators().done();
  const std::vector<Table> out = join({first, second});
  ASSERT_EQ(out.size(), 1u);
  const Table& table = out[0];
  EXPECT_EQ(table.rows, 8);
  EXPECT_FALSE(has_join(table, kRowCut));
  EXPECT_TRUE(has_join(table, kMergedContinued));
  const Cell* label = cell_at(table, 3, 0);
  ASSERT_TRUE(label);
  EXPECT_EQ(label->row_span, 2);
  EXPECT_EQ(canonical_joined(label->lines), "资金支出计划（%）");
  EXPECT_EQ(cell_text(table, 4, table.columns - 1), "100%");
  EXPECT_EQ(cell_text(table, 5, 0), "绩效目标");
}

TEST(Heads, CutBetweenBudgetAndPurpose) {
  const auto first =
      HeadPage(1, 700)
          .code("51102522P590349696371")
          .row(kBudget, {"预算规模及资\n金用途", "预算数", "6.59", "其中：财政\n资金", "6.59", "其他资金", ""}, 30)
          .done();
  const auto second = HeadPage(2, 60).row(kPurpose, {"", "用于设备采购。"}, 20).goals().indicators().done();
  const std::vector<Table> out = join({first, second});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_FALSE(has_join(out[0], kRowCut));
  const Cell* label = cell_at(out[0], 1, 0);
  ASSERT_TRUE(label);
  EXPECT_EQ(label->row_span, 2);
  EXPECT_EQ(cell_text(out[0], 2, out[0].columns - 1), "用于设备采购。");
}

TEST(Heads, CutInTheGoals) {
  const auto first = HeadPage(1, 680).code("51102522P590349696371").budget().goals().done();
  const auto second = HeadPage(2, 60).row(kPurpose, {"", "2.按期验收"}, 20).indicators().done();
  const std::vector<Table> out = join({first, second});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_TRUE(has_join(out[0], kRowCut));
  const Cell* goals = cell_at(out[0], 3, 0);
  ASSERT_TRUE(goals);
  EXPECT_EQ(cell_text(out[0], 3, out[0].columns - 1), "1.完成采购2.按期验收");
  EXPECT_EQ(cell_text(out[0], 4, 0), "一级指标");
}

TEST(Heads, CutTwice) {
  const auto first = HeadPage(1, 680).code("51102522P590349696371").budget().goals().done();
  const auto second = HeadPage(2, 60).row(kPurpose, {"", "2.按期验收"}, 720).done();
  const auto third = HeadPage(3, 60).row(kPurpose, {"", "3.投入使用"}, 20).indicators().done();
  const std::vector<Table> out = join({first, second, third});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(cell_text(out[0], 3, out[0].columns - 1), "1.完成采购2.按期验收3.投入使用");
  EXPECT_EQ(out[0].regions.size(), 3u);
}

TEST(Heads, LabelHangsBelowItsRow) {
  auto first = HeadPage(1, 680)
                   .code("51102522P590349696371")
                   .budget()
                   .row(kMonths, {"资金支出计划", "3月底", "6月底", "9月底", "12月底"}, 14)
                   .done();
  first.text(53, 775, "（%）");
  const auto second = HeadPage(2, 60).row(kMonths, {"", "30%", "60%", "90%", "100%"}, 20).goals().indicators().done();
  const std::vector<Table> out = join({first, second});
  ASSERT_EQ(out.size(), 1u);
  const Cell* label = cell_at(out[0], 3, 0);
  ASSERT_TRUE(label);
  EXPECT_EQ(canonical_joined(label->lines), "资金支出计划（%）");
  EXPECT_EQ(label->row_span, 2);
}

TEST(Heads, AFirstLabelThatThePageBreakCutsIsOneRow) {
  HeadLabels labels;
  for (const char* label : {"部门(单位)名称", "年度主要任务"}) labels.labels[label] = {};
  labels.first = {"部门(单位)名称"};
  PageDrawer first(1), second(2);
  first.grid({50, 110, 300}, {700, 720}).row({50, 110}, 700, {"部门（单", "某局"});
  second.grid({50, 110, 300}, {60, 80, 100}).row({50, 110}, 60, {"位）名称", ""}).row({50, 110}, 80, {"年度主要任务", "甲"});
  const Table head = only_table(first), rest = only_table(second);
  EXPECT_NE(head_cut_in_its_first_row(head, rest, {labels}), nullptr);
  EXPECT_EQ(head_cut_in_its_first_row(rest, head, {labels}), nullptr);
}

TEST(Heads, TheNextFormIsAnotherTable) {
  const auto first = HeadPage(1, 680).code("51102522P590349696371").budget().goals().done();
  const auto second = HeadPage(2, 60).code("51102522P590349696372").budget().goals().indicators().done();
  EXPECT_EQ(join({first, second}).size(), 2u);
}

TEST(Heads, ALineBetweenKeepsThemApart) {
  const auto first = HeadPage(1, 680).code("51102522P590349696371").budget().goals().done();
  auto second = HeadPage(2, 160).row(kPurpose, {"", "2.按期验收"}, 20).indicators().done();
  second.text(150, 130, "2.另一项目绩效目标表");
  EXPECT_EQ(join({first, second}).size(), 2u);
}

TEST(Heads, AnUnknownTableIsNotTheRest) {
  const auto first = HeadPage(1, 680).code("51102522P590349696371").budget().goals().done();
  const auto second = HeadPage(2, 60)
                          .row({50, 200, 300, 482}, {"科目", "名称", "金额"}, 20)
                          .row({50, 200, 300, 482}, {"201", "公共服务", "12.00"}, 20)
                          .done();
  EXPECT_EQ(join({first, second}).size(), 2u);
}

TEST(Heads, BrokenBorderBesideAFirstLevelCell) {
  PageDrawer page(1);
  for (double y : {60, 80, 120, 160}) page.h(y, 50, 482);
  for (double y : {100, 140}) page.h(y, 107, 482);
  for (size_t i = 1; i < kForm.size(); ++i) page.v(kForm[i], 60, 160);
  page.v(50, 60, 135);  // ends in the last row but one of the rows beside 效益指标
  page.row(kForm, 60, kLabels).row(kForm, 80, {"产出指标", "数量指标", "甲", "甲", "≥5台", "计划"});
  page.row(kForm, 100, {"", "质量指标", "乙", "乙", "≥6台", "计划"});
  page.row(kForm, 120, {"效益指标", "社会效益指标", "丙", "丙", "提升", "计划"});
  page.row(kForm, 140, {"", "经济效益指标", "丁", "丁", "提升", "计划"});
  const std::vector<Table> out = join({page});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(cell_text(out[0], 1, 0), "产出指标");
  EXPECT_EQ(cell_text(out[0], 2, 0), "产出指标");
  EXPECT_EQ(cell_text(out[0], 3, 0), "效益指标");
  EXPECT_EQ(cell_text(out[0], 4, 0), "效益指标");
}

}  // namespace
}  // namespace budgetlift
