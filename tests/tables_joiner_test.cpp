// Tables over page breaks: pages drawn by hand go through page_blocks and the joiner.
#include <gtest/gtest.h>

#include "extract/merged_cells.h"
#include "extract/open_table.h"
#include "extract/table_joiner.h"
#include "extract/table_parts.h"
#include "tables_support.h"

namespace budgetlift {
namespace {

using test::cell_text;
using test::PageDrawer;

struct Joined {
  std::vector<Block> blocks;
  std::vector<Table> tables;
  std::vector<std::string> lines;
  std::vector<std::string> furniture;

  bool has_join(const std::string& rule) const {
    for (const Table& table : tables) {
      for (const Join& join : table.joins) {
        if (join.rule == rule) return true;
      }
    }
    return false;
  }
};

Joined join(const std::vector<PageDrawer>& pages) {
  Joined out;
  test::Characters characters;
  const TableOptions options;
  TableJoiner joiner(options, builtin_forms(), [&](Block&& block) { out.blocks.push_back(std::move(block)); });
  for (const PageDrawer& page : pages) {
    for (const Glyph& glyph : page.page().glyphs) characters.add(glyph.text);
    joiner.add(page.page().info, page.blocks());
  }
  const std::vector<TextLine> furniture = joiner.finish();
  characters.add(furniture, -1);
  for (const Block& block : out.blocks) characters.add(block, -1);
  EXPECT_EQ(characters.rest(), "") << "every character ends in a block or in the furniture";
  for (const TextLine& line : furniture) out.furniture.push_back(line.text);
  out.tables = test::tables(out.blocks);
  out.lines = test::lines(out.blocks);
  for (const Table& table : out.tables) {
    EXPECT_TRUE(test::spans_are_sound(table));
    for (const Join& join : table.joins) EXPECT_NE(join.rule.substr(0, 4), "open") << "marks of page_blocks remain";
  }
  return out;
}

// The six columns of the form in forms/hebei-2024.json; a column holds 5, 5, 5, 12, 5 and 7 wide characters.
const std::vector<double> kForm = {50, 107, 164, 221, 348, 405, 482};
const std::vector<std::string> kLabels = {"一级指标",     "二级指标", "三级指标",
                                          "绩效指标描述", "指标值",   "指标值确定依据"};

// A page with rows of the form from `y` on, all of one height; level-1 cells as spans of rows.
class FormPage {
 public:
  explicit FormPage(int number, double y, bool labels = true) : page_(number), top_(y), y_(y) {
    page_.h(y, kForm.front(), kForm.back());
    if (labels) row(kLabels, 24, true);
  }
  // `closes`: the level-1 cell ends below this row.
  FormPage& row(const std::vector<std::string>& texts, double height, bool closes, bool bottom = true) {
    page_.row(kForm, y_, texts);
    y_ += height;
    if (bottom) page_.h(y_, closes ? kForm[0] : kForm[1], kForm.back());
    return *this;
  }
  PageDrawer done() {
    for (double x : kForm) page_.v(x, top_, y_);
    return page_;
  }

 private:
  PageDrawer page_;
  double top_, y_;
};

TEST(Joiner, TableGoesOnWithItsHeader) {
  const std::vector<double> xs = {50, 150, 300, 400};
  PageDrawer first(1), second(2);
  first.grid(xs, {600, 620, 640, 660})
      .row(xs, 600, {"科目", "名称", "金额"})
      .row(xs, 620, {"201", "公共服务", "12.00"});
  first.row(xs, 640, {"203", "国防", "1.00"});
  second.grid(xs, {60, 80, 100}).row(xs, 60, {"科目", "名称", "金额"}).row(xs, 80, {"204", "公共安全", "3.00"});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 4);
  EXPECT_EQ(out.tables[0].header_rows, 1);
  EXPECT_EQ(out.tables[0].regions.size(), 2u);
  EXPECT_EQ(cell_text(out.tables[0], 3, 1), "公共安全");
  EXPECT_TRUE(out.has_join(kTableContinued));
  EXPECT_TRUE(out.has_join(kHeaderRemoved));
  EXPECT_EQ(out.furniture, (std::vector<std::string>{"科目", "名称", "金额"}));
}

// The ruling below the first label of the repeated header was not found: its cell reaches over the rows below.
TEST(Joiner, RowsBesideALabelThatReachesOverThemAreKept) {
  FormPage first(1, 600), second(2, 60, false);
  first.row({"产出指标", "数量指标", "设备数量", "设备的数量", "3个", "合同"}, 40, true);
  second.row(kLabels, 24, false).row({"", "质量指标", "合格率", "设备合格率", "95%", "合同"}, 40, true);
  const Joined out = join({first.done(), second.done()});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 3);
  EXPECT_EQ(cell_text(out.tables[0], 2, 2), "合格率");
}

TEST(Joiner, ACameraHeldElsewhereTakesTheSameColumnsAtAnotherSize) {
  std::vector<double> part;
  for (double x : kForm) part.push_back(20 + 0.98 * x);
  const TableOptions options;
  const EdgeMatch match = match_edges(kForm, part, options, true);
  EXPECT_TRUE(match.outer);
  EXPECT_EQ(match.matched, static_cast<int>(kForm.size()));
}

TEST(Joiner, TableGoesOnWithoutHeader) {
  const std::vector<double> xs = {50, 150, 300, 400}, wide = {80, 230, 455, 605};  // the second page is turned
  PageDrawer first(1), second(2, 842, 595);
  first.grid(xs, {600, 620, 640}).row(xs, 600, {"科目", "名称", "金额"}).row(xs, 620, {"201", "公共服务", "12.00"});
  second.grid(wide, {60, 80}).row(wide, 60, {"204", "公共安全", "3.00"});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 3);
  EXPECT_TRUE(out.furniture.empty());
}

TEST(Joiner, ATitleBetweenBeginsANewTable) {
  const std::vector<double> xs = {50, 150, 300, 400};
  PageDrawer first(1), second(2);
  first.text(160, 570, "收入预算表").grid(xs, {600, 620, 640}).row(xs, 600, {"科目", "名称", "金额"});
  first.row(xs, 620, {"201", "公共服务", "12.00"});
  second.text(160, 120, "支出预算表").grid(xs, {160, 180, 200}).row(xs, 160, {"科目", "名称", "金额"});
  second.row(xs, 180, {"204", "公共安全", "3.00"});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 2u);
  EXPECT_EQ(out.tables[0].title, "收入预算表");
  EXPECT_EQ(out.tables[1].title, "支出预算表");
}

TEST(Joiner, CaptionsPrintedAgain) {
  const std::vector<double> xs = {50, 150, 300, 400};
  PageDrawer first(1), second(2);
  first.text(160, 560, "采购预算表").text(330, 580, "单位：万元").grid(xs, {600, 620, 640});
  first.row(xs, 600, {"科目", "名称", "金额"}).row(xs, 620, {"201", "公共服务", "12.00"});
  second.text(160, 120, "采购预算表（续表）").text(330, 140, "单位：万元").grid(xs, {160, 180, 200});
  second.row(xs, 160, {"科目", "名称", "金额"}).row(xs, 180, {"204", "公共安全", "3.00"});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 3);
  EXPECT_EQ(out.lines, (std::vector<std::string>{"采购预算表", "单位：万元"}));
}

TEST(Joiner, OtherColumnsBeginANewTable) {
  const std::vector<double> xs = {50, 150, 300, 400}, ys = {50, 100, 200, 400};
  PageDrawer first(1), second(2);
  first.grid(xs, {600, 620, 640}).row(xs, 600, {"科目", "名称", "金额"}).row(xs, 620, {"201", "公共服务", "12.00"});
  second.grid(ys, {60, 80}).row(ys, 60, {"一", "二", "三"});
  EXPECT_EQ(join({first, second}).tables.size(), 2u);
}

TEST(Joiner, TitleOnThePageBefore) {
  const std::vector<double> xs = {50, 150, 300, 400};
  PageDrawer first(1), second(2);
  first.text(50, 400, "正文。").text(160, 700, "采购预算表").text(330, 720, "单位：万元");
  second.grid(xs, {160, 180, 200}).row(xs, 160, {"科目", "名称", "金额"}).row(xs, 180, {"204", "公共安全", "3.00"});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].title, "采购预算表");
  EXPECT_EQ(out.tables[0].unit, "万元");
}

TEST(Joiner, CutRowOfNumbers) {
  const std::vector<double> xs = {50, 126, 200, 280};
  PageDrawer first(1), second(2);
  first.grid(xs, {560, 580, 600, 620}).row(xs, 560, {"项目", "预算数", "决算数"});
  first.row(xs, 580, {"七、文化支出", "1.00", "1.00"}).row(xs, 600, {"八、社会保障和", "754.75", "754.75"});
  second.grid(xs, {60, 80, 100, 120}).row(xs, 60, {"就业支出", "", ""}).row(xs, 80, {"九、卫生支出", "2.00", "2.00"});
  second.row(xs, 100, {"十、住房支出", "3.00", "3.00"});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 5);
  EXPECT_EQ(cell_text(out.tables[0], 2, 0), "八、社会保障和就业支出");
  EXPECT_EQ(cell_text(out.tables[0], 2, 1), "754.75");
  EXPECT_TRUE(out.has_join(kRowCut));
}

TEST(Joiner, RowsOfNumbersAreNotCut) {
  const std::vector<double> xs = {50, 126, 200, 280};
  PageDrawer first(1), second(2);
  first.grid(xs, {560, 580, 600, 620}).row(xs, 560, {"项目", "预算数", "决算数"});
  first.row(xs, 580, {"七、文化支出", "1.00", "1.00"}).row(xs, 600, {"八、社会保障支", "", ""});
  second.grid(xs, {60, 80, 100}).row(xs, 60, {"九、卫生支出", "", ""}).row(xs, 80, {"十、住房支出", "3.00", "3.00"});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 5);
  EXPECT_FALSE(out.has_join(kRowCut));
}

TEST(Joiner, TailOfOneCell) {
  const auto first =
      FormPage(1, 600)
          .row({"效益指标", "社会效益指\n标", "维护社会稳\n定", "维护社会稳定", "≥80%", "根据有关会议纪\n要"}, 36,
               false)
          .row({"", "可持续影响\n指标", "保持队伍稳\n定，各项业\n务", "保持队伍稳定，各项业务", "≥90%", "年初工作安排"},
               40, true)
          .done();
  const auto second =
      FormPage(2, 60)
          .row({"", "", "顺利开展", "", "", ""}, 24, true)
          .row({"满意度指标", "服务对象满\n意度指标", "群众满意度", "群众满意度", "≥95%", "调查问卷"}, 36, true)
          .done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  const Table& table = out.tables[0];
  EXPECT_EQ(table.rows, 4);
  EXPECT_EQ(cell_text(table, 2, 2), "保持队伍稳定，各项业务顺利开展");
  EXPECT_EQ(cell_text(table, 2, 0), "效益指标");
  EXPECT_EQ(cell_text(table, 3, 0), "满意度指标");
  EXPECT_TRUE(out.has_join(kRowCut));
}

TEST(Joiner, EveryCellCutAtOnce) {
  const auto first = FormPage(1, 600)
                         .row({"效益指标", "社会效益指\n标", "治安状况", "治安状况好转", "≥80%", "统计数据"}, 36, false)
                         .row({"", "可持续影响", "不稳定因素", "不稳定因素长期下降，", "1", "工作实际及历史"}, 18, true)
                         .done();
  const auto second =
      FormPage(2, 60)
          .row({"", "指标", "长期下降", "队伍长期稳定", "长期", "依据"}, 24, true)
          .row({"满意度指标", "服务对象满\n意度指标", "群众满意度", "群众满意度", "≥95%", "调查问卷"}, 36, true)
          .done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 4);
  EXPECT_EQ(cell_text(out.tables[0], 2, 1), "可持续影响指标");
  EXPECT_EQ(cell_text(out.tables[0], 2, 5), "工作实际及历史依据");
}

// The second level's name, merged over both rows, goes on; two whole targets say that the rows are two.
TEST(Joiner, AMergedSecondLevelThatIsCutLeavesTwoRows) {
  const auto first = FormPage(1, 600)
                         .row({"效益指标", "经济效益指\n标", "增收", "增收", "≥5%", "统计数据"}, 36, false)
                         .row({"", "社会效益指", "治安事件数", "治安事件", "34235件", "统计数据"}, 18, false, false)
                         .done();
  const auto second = FormPage(2, 60, false)
                          .row({"", "标", "知晓率", "知晓率", "60%", "统计数据"}, 24, true)
                          .row({"满意度指标", "服务对象满\n意度指标", "群众满意度", "群众满意度", "≥95%", "调查问卷"}, 36, true)
                          .done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 5);
  EXPECT_EQ(cell_text(out.tables[0], 2, 4), "34235件");
  EXPECT_EQ(cell_text(out.tables[0], 3, 4), "60%");
}

// A date is cut behind its year.
TEST(Joiner, ATargetThatGoesOnWithTheMonthIsOne) {
  const auto first = FormPage(1, 600)
                         .row({"产出指标", "数量指标", "购置数", "购置数", "≥2套", "合同"}, 24, false)
                         .row({"", "时效指标", "完成时间", "完成时间", "2024年", "合同"}, 18, false, false)
                         .done();
  const auto second = FormPage(2, 60, false)
                          .row({"", "", "", "", "11月底", ""}, 24, true)
                          .row({"满意度指标", "服务对象满\n意度指标", "群众满意度", "群众满意度", "≥95%", "调查问卷"}, 36, true)
                          .done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(cell_text(out.tables[0], 2, 4), "2024年11月底");
}

TEST(Joiner, MergedFirstLevelGoesOn) {
  // The label stands in the later part of the merged cell; the rows are whole.
  const auto first = FormPage(1, 600)
                         .row({"产出指标", "数量指标", "购置数", "购置数", "≥2套", "合同"}, 24, true)
                         .row({"", "社会效益指\n标", "治安状况", "治安状况好转", "≥80%", "统计数据"}, 36, true)
                         .done();
  const auto second =
      FormPage(2, 60)
          .row({"效益指标", "经济效益指\n标", "增收", "增收", "≥5%", "统计数据"}, 36, false)
          .row({"", "生态效益指\n标", "空气质量", "空气质量", "≥95%", "统计数据"}, 36, true)
          .row({"满意度指标", "服务对象满\n意度指标", "群众满意度", "群众满意度", "≥95%", "调查问卷"}, 36, true)
          .done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  const Table& table = out.tables[0];
  EXPECT_EQ(table.rows, 6);
  EXPECT_EQ(cell_text(table, 1, 0), "产出指标");
  for (int row = 2; row < 5; ++row) EXPECT_EQ(cell_text(table, row, 0), "效益指标") << row;
  EXPECT_FALSE(out.has_join(kRowCut));
  EXPECT_TRUE(out.has_join(kMergedContinued));
}

TEST(Joiner, FirstLevelPrintedAgain) {
  const auto first =
      FormPage(1, 600).row({"产出指标", "数量指标", "购置数", "购置数", "≥2套", "合同"}, 24, true).done();
  const auto second =
      FormPage(2, 60).row({"产出指标", "质量指标", "合格率", "合格率", "100%", "合同"}, 24, true).done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 3);
  EXPECT_EQ(cell_text(out.tables[0], 2, 0), "产出指标");
  EXPECT_EQ(cell_text(out.tables[0], 1, 0), "产出指标");
}

TEST(Joiner, SliverBelowACutRow) {
  const auto first = FormPage(1, 600)
                         .row({"产出指标", "数量指标", "购置数", "购置数", "≥2套", "合同"}, 24, false)
                         .row({"", "质量指标", "合格率", "合格率", "100%", "合同"}, 20, true)
                         .done();
  const auto second =
      FormPage(2, 60)
          .row({"", "", "", "", "", ""}, 8, true)
          .row({"满意度指标", "服务对象满\n意度指标", "群众满意度", "群众满意度", "≥95%", "调查问卷"}, 36, true)
          .done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 4);
}

TEST(Joiner, BalancedEvidenceIsDoubted) {
  const std::vector<double> xs = {50, 126, 226, 326};
  PageDrawer first(1), second(2);
  // Full lines on both sides, no numbers, no habit that speaks: nobody can tell.
  first.grid(xs, {600, 620, 640}).row(xs, 600, {"名称", "内容", "备注"}).row(xs, 620, {"社会治安综合治", "整治", ""});
  second.grid(xs, {60, 80}).row(xs, 60, {"理重点工作项目", "", ""});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  bool doubted = false;
  for (const Cell& cell : out.tables[0].cells) {
    for (const Doubt& doubt : cell.doubts) doubted |= doubt.reason == "row-cut-unsure";
  }
  EXPECT_TRUE(doubted);
}

TEST(Joiner, NewProjectIsNotJoined) {
  const auto first =
      FormPage(1, 700).row({"产出指标", "数量指标", "购置数", "购置数", "≥2套", "合同"}, 24, true).done();
  PageDrawer second(2);
  second.grid(kForm, {60, 80, 100}).row(kForm, 60, {"项目编码", "", "", "项目名称", "", ""});
  second.row(kForm, 80, {"绩效目标", "", "", "目标一", "", ""});
  EXPECT_EQ(join({first, second}).tables.size(), 2u);
}

TEST(Joiner, UndrawnFirstLevelCell) {
  PageDrawer page(1);
  page.h(600, 50, 482).h(624, 50, 482).h(648, 50, 482).h(672, 107, 482);
  page.v(50, 600, 648);
  for (size_t i = 1; i < kForm.size(); ++i) page.v(kForm[i], 600, 672);
  page.row(kForm, 600, kLabels).row(kForm, 624, {"产出指标", "数量指标", "购置数", "购置数", "≥2套", "合同"});
  page.row(kForm, 648, {"", "质量指标", "合格率", "合格率", "100%", "合同"});
  const Joined out = join({page});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(cell_text(out.tables[0], 2, 0), "产出指标");
}

TEST(Furniture, PageNumbersAndRunningHeaders) {
  std::vector<PageDrawer> pages;
  for (int i = 1; i <= 3; ++i) {
    PageDrawer page(i);
    page.text(200, 40, "某市某局2024年部门预算").text(50, 200, "正文").text(290, 790, "- " + std::to_string(i) + " -");
    pages.push_back(page);
  }
  const Joined out = join(pages);
  EXPECT_EQ(out.lines, (std::vector<std::string>{"正文", "正文", "正文"}));
  EXPECT_EQ(out.furniture.size(), 6u);
}

TEST(Furniture, BareNumbers) {
  PageDrawer apart(1), close(1), cell(1);
  apart.text(50, 200, "正文").text(290, 790, "16");
  EXPECT_EQ(join({apart}).furniture, std::vector<std::string>{"16"});
  close.text(50, 778, "正文的最后一行").text(50, 790, "76");
  EXPECT_TRUE(join({close}).furniture.empty());
  PageDrawer own(2);   // close, but the page's own
  own.text(50, 778, "正文的最后一行").text(50, 790, "2");
  EXPECT_EQ(join({own}).furniture, std::vector<std::string>{"2"});
  cell.grid({50, 150, 300}, {740, 770, 800}).text(60, 745, "项目编码").text(160, 745, "1305").text(160, 757, "76");
  EXPECT_TRUE(join({cell}).furniture.empty());
}

TEST(Furniture, NumberThatDoesNotCountIsKept) {
  PageDrawer first(1), second(2);
  first.text(50, 200, "正文").text(290, 790, "1");
  second.text(50, 200, "正文").text(290, 790, "87");
  EXPECT_EQ(join({first, second}).furniture, std::vector<std::string>{"1"});
}

TEST(Furniture, UnitLinesAndTitlesAreKept) {
  std::vector<PageDrawer> pages;
  for (int i = 1; i <= 3; ++i) {
    PageDrawer page(i);
    page.text(150, 40, std::to_string(i) + ".工资绩效目标表")
        .text(50, 60, "312001 某局        单位：万元")
        .text(50, 300, "文");
    pages.push_back(page);
  }
  const Joined out = join(pages);
  EXPECT_TRUE(out.furniture.empty());
  EXPECT_EQ(out.lines.size(), 9u);
}

TEST(Furniture, SpecksOfAScanCutNoTable) {
  const std::vector<double> xs = {50, 150, 300, 400};
  PageDrawer first(1), second(2);
  first.grid(xs, {600, 620, 640}).row(xs, 600, {"科目", "名称", "金额"}).row(xs, 620, {"201", "公共服务", "12.00"});
  second.grid(xs, {60, 80, 100}).row(xs, 60, {"科目", "名称", "金额"}).row(xs, 80, {"204", "公共安全", "3.00"});
  for (const auto& [text, source, tables] : {std::tuple{"， Ⅰ", Source::ocr, 1}, {"附", Source::ocr, 2}, {"，", Source::text_layer, 2}}) {
    int count = 0;
    TableJoiner joiner(TableOptions(), builtin_forms(), [&](Block&& block) { count += std::holds_alternative<Table>(block); });
    std::vector<Block> blocks = first.blocks();
    TextLine speck;
    speck.text = text;
    speck.page = 1;
    speck.source = source;
    speck.confidence = 0.9;
    speck.box = Box{60, 650, 70, 660};
    blocks.push_back(speck);
    joiner.add(first.page().info, std::move(blocks));
    joiner.add(second.page().info, second.blocks());
    joiner.finish();
    EXPECT_EQ(count, tables) << text;
  }
}

TEST(Furniture, EmptyDocument) {
  EXPECT_TRUE(join({}).blocks.empty());
  EXPECT_TRUE(join({PageDrawer(1), PageDrawer(2)}).blocks.empty());
}

}  // namespace
}  // namespace budgetlift
