// Tables of forms over page breaks: pages drawn by hand go through page_blocks and the joiner.
#include <gtest/gtest.h>

#include "extract/merged_cells.h"
#include "extract/open_table.h"
#include "extract/table_joiner.h"
#include "extract/table_parts.h"
#include "tables_support.h"
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::cell_at;
using test::cell_text;
using test::PageDrawer;

struct Joined {
  std::vector<Table> tables;
  std::vector<std::string> lines;
  std::vector<TextLine> running;
};

Joined join(const std::vector<PageDrawer>& pages) {
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
  Joined out{test::tables(blocks), test::lines(blocks), joiner.running_lines()};
  for (const Table& table : out.tables) EXPECT_TRUE(test::spans_are_sound(table));
  return out;
}

bool has_join(const Table& table, const std::string& rule) {
  return std::any_of(table.joins.begin(), table.joins.end(), [&](const Join& one) { return one.rule == rule; });
}

// Rows of equal height from `top` on, with all rulings of the columns that `merged` does not name: those have none between their rows.
PageDrawer page_of(int number, double top, const std::vector<double>& xs, const std::vector<std::vector<std::string>>& rows, const std::set<size_t>& merged = {}) {
  constexpr double kHeight = 30;
  PageDrawer page(number);
  const double bottom = top + kHeight * static_cast<double>(rows.size());
  for (size_t r = 0; r < rows.size(); ++r) page.row(xs, top + kHeight * static_cast<double>(r), rows[r]);
  for (double x : xs) page.v(x, top, bottom);
  for (size_t c = 0; c + 1 < xs.size(); ++c) {
    page.h(top, xs[c], xs[c + 1]).h(bottom, xs[c], xs[c + 1]);
    for (size_t r = 1; r < rows.size() && !merged.count(c); ++r) page.h(top + kHeight * static_cast<double>(r), xs[c], xs[c + 1]);
  }
  return page;
}

const std::vector<double> kXs = {50, 110, 190, 290, 420, 500};
const std::vector<std::string> kHeader = {"一级指标", "二级指标", "三级指标", "指标值", "备注"};

// A part of a table without the columns before `first` and from `last` on, and with lines of text beside it.
Table part_of(const std::vector<double>& xs, const std::vector<std::vector<std::string>>& rows, double top = 60) {
  Table out = test::table_of(rows);
  for (Cell& cell : out.cells) {
    cell.box = Box{xs[static_cast<size_t>(cell.column)], top + 30 * cell.row, xs[static_cast<size_t>(cell.column + cell.column_span)], top + 30 * (cell.row + cell.row_span)};
  }
  out.regions.push_back({1, Box{xs.front(), top, xs.back(), top + 30 * out.rows}});
  return out;
}

TextLine beside(const std::string& text, double x0, double x1) {
  TextLine out = test::text_line(text);
  out.box = Box{x0, 70, x1, 80};
  return out;
}

TEST(LostColumns, OnTheLeftAreAddedWithTheTextThatStandsThere) {
  Table table = part_of({50, 110, 190, 290}, {{"产出指标", "甲", "1"}});
  Table part = part_of({110, 190, 290}, {{"乙", "2"}, {"丙", "3"}});
  part.stray = {beside("效益指标", 60, 100)};
  add_lost_columns(table, {50, 110, 190, 290}, part, TableOptions{}, false);
  EXPECT_EQ(part.columns, 3);
  ASSERT_TRUE(test::spans_are_sound(part));
  EXPECT_EQ(cell_at(part, 0, 0)->row_span, 2);
  EXPECT_EQ(cell_text(part, 0, 0), "效益指标");
  EXPECT_EQ(cell_text(part, 1, 1), "丙");
  EXPECT_TRUE(part.stray.empty());
}

TEST(LostColumns, OnTheRightAreAddedWithTheTextThatStandsThere) {
  Table table = part_of({50, 110, 190, 290}, {{"产出指标", "甲", "1"}});
  Table part = part_of({50, 110, 190}, {{"乙", "2"}, {"丙", "3"}});
  part.stray = {beside("合同", 200, 240), beside("无关", 10, 40)};
  add_lost_columns(table, {50, 110, 190, 290}, part, TableOptions{}, false);
  EXPECT_EQ(part.columns, 3);
  ASSERT_TRUE(test::spans_are_sound(part));
  EXPECT_EQ(cell_text(part, 1, 2), "合同");
  EXPECT_EQ(cell_text(part, 1, 0), "丙");
  ASSERT_EQ(part.stray.size(), 1u);
  EXPECT_EQ(part.stray[0].text, "无关");
}

TEST(LostColumns, OneCellOverSeveralColumnsIsAddedOnce) {
  const std::vector<double> edges = {50, 110, 190, 240, 290};
  Table table = part_of(edges, {{"产出指标", "<", "1", "2"}});
  Table part = part_of({190, 240, 290}, {{"2", "3"}});
  add_lost_columns(table, edges, part, TableOptions{}, false);
  EXPECT_EQ(part.columns, 3);
  EXPECT_EQ(cell_at(part, 0, 0)->box->x1, 190);
}

TEST(LostColumns, NothingIsAddedToAPartWhoseEdgesAreNotTheTables) {
  Table table = part_of({50, 110, 190, 290}, {{"产出指标", "甲", "1"}});
  Table part = part_of({110, 240, 290}, {{"乙", "2"}});
  add_lost_columns(table, {50, 110, 190, 290}, part, TableOptions{}, false);
  EXPECT_EQ(part.columns, 2);
}

TEST(LostColumns, NothingIsAddedToACompletePart) {
  Table table = part_of({50, 110, 190}, {{"甲", "1"}});
  Table part = part_of({50, 110, 190}, {{"乙", "2"}});
  add_lost_columns(table, {50, 110, 190}, part, TableOptions{}, false);
  EXPECT_EQ(part.columns, 2);
}

TEST(FormBreaks, APartWithoutItsFirstColumnsRulingsGoesOn) {
  const PageDrawer first = page_of(1, 600, kXs, {kHeader, {"产出指标", "数量指标", "甲", "1个", ""}, {"", "质量指标", "乙", "2%", ""}}, {0});
  PageDrawer second(2);
  second.grid({110, 190, 290, 420, 500}, {60, 90, 120}).row({110, 190, 290, 420}, 60, {"时效指标", "丙", "3月", ""}).row({110, 190, 290, 420}, 90, {"成本指标", "丁", "4元", ""});
  second.text(60, 84, "（续）");
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].columns, 5);
  EXPECT_EQ(cell_text(out.tables[0], 4, 1), "成本指标");
}

TEST(FormBreaks, AHeaderAloneAtThePagesFootGoesOn) {
  // The rest is a page that ends high up: by itself a table there would not go on.
  const PageDrawer first = page_of(1, 200, kXs, {kHeader});
  const PageDrawer second = page_of(2, 60, kXs, {{"产出指标", "数量指标", "甲", "1个", "无"}, {"效益指标", "社会效益指标", "乙", "2%", "无"}});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 3);
}

// Labels merged over both rows of a header are empty below the page's end, and no cells of their own.
TEST(FormBreaks, AHeaderCutBetweenItsRowsIsOne) {
  const std::vector<double> xs = {50, 110, 170, 230, 290, 350, 420, 500};
  PageDrawer first(1), second(2);
  first.row({50, 110, 170, 290}, 700, {"项目名称", "单位名称", "预算数", "绩效指标"});
  first.h(700, 50, 500).h(730, 170, 500);
  for (double x : {50, 110, 170, 290, 500}) first.v(x, 700, 730);
  second.row({170, 230, 290, 350, 420}, 60, {"小计", "财政资金", "一级指标", "二级指标", "指标值"});
  second.row(xs, 90, {"甲工程", "某局", "5", "5", "产出指标", "数量指标", "1个"}).row(xs, 120, {"乙工程", "某局", "6", "6", "产出指标", "数量指标", "2个"});
  for (double x : xs) second.v(x, 60, 150);
  for (double y : {90, 120, 150}) second.h(y, 50, 500);
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  const Table& table = out.tables[0];
  EXPECT_EQ(table.rows, 4);
  for (int column : {0, 1}) {
    ASSERT_TRUE(cell_at(table, 0, column));
    EXPECT_EQ(cell_at(table, 0, column)->row_span, 2) << column;
  }
  EXPECT_EQ(cell_text(table, 1, 2), "小计");
  EXPECT_EQ(cell_text(table, 2, 0), "甲工程");
}

// The listing's own cells go on over the page's end, and with them the text of one.
TEST(FormBreaks, MergedCellsOfAGroupGoOn) {
  const std::vector<double> xs = {50, 90, 150, 190, 250, 300, 370, 430, 500};
  const std::vector<std::string> header = {"序号", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"};
  for (const bool goes_on : {true, false}) {
    PageDrawer first(1), second(2);
    first.row(xs, 600, header).row(xs, 630, {"1", "甲工程", "5", "保障甲\n工程的", "产出指标", "数量指标", "数量", "1个"}).row(xs, 660, {"", "", "", "", "", "质量指标", "质量", "2%"});
    second.row(xs, 60, {"", goes_on ? "" : "丙工程", goes_on ? "" : "7", "全部\n完成", "效益指标", "社会效益\n指标", "效益", "3%"});
    second.row(xs, 90, {"2", "乙工程", "6", "保障乙", "产出指标", "数量指标", "数量", "4个"});
    for (double x : xs) first.v(x, 600, 690), second.v(x, 60, 120);
    first.h(600, 50, 500).h(630, 50, 500).h(660, 300, 500).h(690, 50, 500);
    second.h(60, 50, 500).h(90, 50, 500).h(120, 50, 500);
    const Joined out = join({first, second});
    ASSERT_EQ(out.tables.size(), 1u);
    const Table& table = out.tables[0];
    EXPECT_EQ(table.rows, 5);
    EXPECT_EQ(cell_text(table, 4, 1), "乙工程");
    EXPECT_EQ(cell_text(table, 1, 3), goes_on ? "保障甲工程的全部完成" : "保障甲工程的");
    EXPECT_EQ(cell_text(table, 3, 1), goes_on ? "甲工程" : "丙工程");
    EXPECT_EQ(has_join(table, kMergedContinued), goes_on);
  }
}

// A unit's cell spans its projects, so that it goes on where the next project begins; cells of the project end.
TEST(FormBreaks, ACellThatSpansGroupsGoesOnBehindTheEndOfOne) {
  const std::vector<double> xs = {50, 90, 150, 190, 250, 300, 370, 430, 500};
  PageDrawer first(1), second(2);
  first.row(xs, 600, {"单位名称", "项目名称", "预算数", "其他资金", "一级指标", "二级指标", "三级指标", "指标值"});
  first.row(xs, 630, {"某局", "甲工程", "5", "1", "产出指标", "数量指标", "数量", "1个"}).row(xs, 660, {"", "乙工程", "6", "", "产出指标", "数量指标", "数量", "2个"});
  second.row(xs, 60, {"", "丙工程", "7", "3", "产出指标", "数量指标", "数量", "3个"}).row(xs, 90, {"", "", "", "", "效益指标", "社会效益\n指标", "效益", "4%"});
  for (double x : xs) first.v(x, 600, 690), second.v(x, 60, 120);
  first.h(600, 50, 500).h(630, 50, 500).h(660, 90, 500).h(690, 50, 500);
  second.h(60, 50, 500).h(90, 250, 500).h(120, 50, 500);
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  const Table& table = out.tables[0];
  EXPECT_EQ(cell_text(table, 3, 1), "丙工程");
  EXPECT_EQ(cell_text(table, 2, 3), "");
  EXPECT_EQ(cell_text(table, 3, 3), "3");
  const auto unit = std::find_if(table.cells.begin(), table.cells.end(), [](const Cell& cell) { return cell.column == 0 && cell.row == 1; });
  ASSERT_NE(unit, table.cells.end());
  EXPECT_EQ(unit->row_span, 4);
}

TEST(FormBreaks, RowsThatDidNotFitGoOnThoughTheTableEndsHighOnThePage) {
  const std::vector<std::string> row = {"产出指标", "数量指标", "甲", "1个", ""}, other = {"", "质量指标", "乙", "2个", ""};
  const PageDrawer first = page_of(1, 60, kXs, {kHeader, row}), goes_on = page_of(2, 60, kXs, {other, other});
  EXPECT_EQ(join({first, goes_on}).tables.size(), 1u);
  // With other columns it is another table.
  const PageDrawer wider = page_of(2, 60, {50, 110, 190, 290, 420, 460, 500}, {{"甲", "", "", "", "", ""}, {"乙", "", "", "", "", ""}});
  EXPECT_EQ(join({first, wider}).tables.size(), 2u);
}

TEST(FormBreaks, ATargetThatCannotEndThereGoesOn) {
  const auto rows_of = [](const std::string& target, const std::string& rest) {
    const PageDrawer first = page_of(1, 700, kXs, {kHeader, {"产出指标", "数量指标", "养护里程", target, ""}});
    const PageDrawer second = page_of(2, 60, kXs, {{"", "", "的完成数", rest, ""}, {"效益指标", "社会效益\n指标", "通行能力", "提升", "丙"}});
    return join({first, second}).tables.at(0).rows;
  };
  EXPECT_EQ(rows_of("不少于", "36卷"), 3);
  EXPECT_EQ(rows_of("2022年11月", "底"), 3);
  EXPECT_EQ(rows_of("良好", "36卷"), 4);
}

TEST(FormBreaks, AFormThatBeginsAgainIsAnotherTable) {
  const std::vector<double> xs = {50, 150, 250, 350, 450};
  const std::vector<std::string> header = {"一级指标", "二级指标", "三级指标", "指标值"}, row = {"产出指标", "数量指标", "甲", "1个"};
  const std::vector<std::string> name = {"项目名称", "某工程", "", ""};
  const PageDrawer first = page_of(1, 600, xs, {name, header, row}), again = page_of(2, 60, xs, {name, header, row}), goes_on = page_of(2, 60, xs, {row, row});
  EXPECT_EQ(join({first, again}).tables.size(), 2u);
  EXPECT_EQ(join({first, goes_on}).tables.size(), 1u);
}

TEST(FormBreaks, RowsOfBlocksSideBySideStayRowsThoughOneBlockIsEmpty) {
  const std::vector<double> xs = {50, 100, 160, 230, 290, 350, 430, 500};
  const std::vector<std::string> header = {"一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"};
  const PageDrawer first = page_of(1, 600, xs, {header, {"产出指标", "数量指标", "甲", "良", "", "", ""}});
  const PageDrawer second = page_of(2, 60, xs, {{"", "", "", "", "质量指标", "丙", "优"}, {"效益指标", "社会效益\n指标", "丁", "4%", "社会效益\n指标", "戊", "5%"}});
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(out.tables[0].rows, 4);
  EXPECT_FALSE(has_join(out.tables[0], kRowCut));
  EXPECT_EQ(cell_text(out.tables[0], 2, 5), "丙");
}

// Rows of a head, each with columns of its own, one below the other.
class HeadPage {
 public:
  HeadPage(int number, double y) : page_(number), y_(y) { page_.h(y, 50, 500); }
  HeadPage& row(const std::vector<double>& xs, const std::vector<std::string>& texts, double height = 30, bool closes = true) {
    page_.row(xs, y_, texts);
    for (double x : xs) page_.v(x, y_, y_ + height);
    y_ += height;
    page_.h(y_, closes ? 50 : xs[1], 500);
    return *this;
  }
  PageDrawer done() const { return page_; }

 private:
  PageDrawer page_;
  double y_;
};

const std::vector<double> kPair = {50, 140, 280, 370, 500}, kOne = {50, 140, 500}, kSums = {50, 140, 280, 500};

TEST(FormHeads, LabelsMayStandInAnotherOrderThanTheFormsOwn) {
  // 实施单位 first: no form's definition begins with it.
  const auto first = HeadPage(1, 700).row(kPair, {"实施单位", "某局", "项目名称", "某工程"}).row(kPair, {"主管部门", "某厅", "项目属性", "新增项目"}).done();
  const auto second = HeadPage(2, 60).row(kSums, {"项目资金", "年度资金总额", "5"}).row(kOne, {"年度总体目标", "好"}).done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_TRUE(has_join(out.tables[0], kHeadContinued));
  EXPECT_EQ(out.tables[0].rows, 4);
}

TEST(FormHeads, ALabelOfAGroupGoesOnOverThePagesEnd) {
  const auto first = HeadPage(1, 700).row(kPair, {"项目名称", "某工程", "主管部门", "某厅"}).row(kSums, {"项目资金", "年度资金总额", "5"}).done();
  const auto second = HeadPage(2, 60).row(kSums, {"（万元）", "其中：财政拨款", "4"}, 30, false).row(kSums, {"", "其他资金", "1"}).row(kOne, {"年度总体目标", "好"}).done();
  const Joined out = join({first, second});
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_EQ(cell_text(out.tables[0], 1, 0), "项目资金（万元）");
  EXPECT_EQ(cell_at(out.tables[0], 1, 0)->row_span, 3);
  EXPECT_EQ(cell_text(out.tables[0], 3, 0), "项目资金（万元）");
}

TEST(FormHeads, TwoAmountsAreNoRowThatThePageBreakCuts) {
  // The label of the tasks is cut, but the row beside it is not, unless its amount is the rest of a wrapped one.
  const std::vector<double> xs = {50, 140, 280, 420, 490};
  for (const auto& [before, after, cut] : {std::tuple{"750.84", "0.69", false}, {"29879885.839", "3", true}}) {
    const auto first = HeadPage(1, 640).row({50, 140, 490}, {"部门（单位）名称", "某局"}).row(xs, {"年度主要", "任务名称", "主要内容", "总额"}, 30, false).row(xs, {"", "培训", "一是培训", before}).done();
    const auto second = HeadPage(2, 60).row(xs, {"任务", "班", "好", after}).row({50, 140, 490}, {"年度总体目标", "好"}).done();
    const Joined out = join({first, second});
    ASSERT_EQ(out.tables.size(), 1u);
    EXPECT_EQ(out.tables[0].rows, cut ? 4 : 5) << before;
  }
}

TEST(FormHeads, TheNextFormIsNotTheRestOfOne) {
  const auto first = HeadPage(1, 700).row(kPair, {"项目名称", "某工程", "主管部门", "某厅"}).row(kSums, {"项目资金", "年度资金总额", "5"}).done();
  const auto second = HeadPage(2, 60).row(kPair, {"项目名称", "别的工程", "主管部门", "某厅"}).row(kOne, {"年度总体目标", "好"}).done();
  EXPECT_EQ(join({first, second}).tables.size(), 2u);
}

TEST(RunningLines, AreRememberedOnceEach) {
  std::vector<PageDrawer> pages;
  for (int i = 1; i <= 4; ++i) {
    PageDrawer page(i);
    page.text(200, 40, "某局2024年部门预算").text(50, 200, "正文" + std::string(static_cast<size_t>(i), 'a')).text(290, 790, "- " + std::to_string(i) + " -");
    pages.push_back(page);
  }
  const Joined out = join(pages);
  ASSERT_EQ(out.running.size(), 1u);
  EXPECT_EQ(out.running[0].text, "某局2024年部门预算");
  EXPECT_EQ(out.running[0].page, 1);
}

}  // namespace
}  // namespace budgetlift
