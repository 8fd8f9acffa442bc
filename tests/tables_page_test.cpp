// Pages drawn by hand: lines of text, grids, captions.
#include <gtest/gtest.h>

#include <chrono>

#include "tables_support.h"

namespace budgetlift {
namespace {

using test::cell_at;
using test::cell_text;
using test::lines;
using test::only_table;
using test::PageDrawer;
using test::tables;

const std::vector<double> kThree = {50, 150, 250, 350};

TEST(TextLines, GapsGiveOneSpace) {
  PageDrawer page;
  page.text(50, 50, "312001 某单位").text(400, 50, "单位：万元");
  page.text(50, 80, "当  年  收  入");
  page.text(50, 110, "ab cd");
  EXPECT_EQ(lines(page.blocks()), (std::vector<std::string>{"312001 某单位 单位：万元", "当 年 收 入", "ab cd"}));
}

TEST(TextLines, GlyphsInAnyOrder) {
  PageDrawer page;
  page.glyph("丙", {70, 50, 80, 60}, 10, 0).glyph("甲", {50, 50, 60, 60}, 10, 0).glyph("乙", {60, 51, 70, 61}, 10, 0);
  EXPECT_EQ(lines(page.blocks()), std::vector<std::string>{"甲乙丙"});
}

TEST(TextLines, RotatedText) {
  PageDrawer page;
  for (int i = 0; i < 3; ++i) {
    const double y = 300 - 10 * i;
    page.glyph(std::string(1, static_cast<char>('a' + i)), {50, y - 10, 60, y}, 10, 90);
    page.glyph(std::string(1, static_cast<char>('x' + i)), {100, 200 + 10.0 * i, 110, 210 + 10.0 * i}, 10, 270);
  }
  auto found = lines(page.blocks());
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<std::string>{"abc", "xyz"}));
}

TEST(TextLines, LargeAndSmallOnOneLine) {
  PageDrawer page;
  page.text(50, 50, "标题", 16).text(90, 56, "(1)", 8);
  EXPECT_EQ(lines(page.blocks()), std::vector<std::string>{"标题 (1)"});
}

TEST(Grid, PlainTable) {
  PageDrawer page;
  page.grid(kThree, {100, 120, 140}).row(kThree, 100, {"甲", "乙", "丙"}).row(kThree, 120, {"1", "2", "3"});
  const Table table = only_table(page);
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.columns, 3);
  EXPECT_EQ(cell_text(table, 1, 2), "3");
  EXPECT_EQ(*cell_at(table, 0, 1)->box, (Box{150, 100, 250, 120}));
}

TEST(Grid, SpansFromMissingRulings) {
  PageDrawer page;
  page.h(100, 50, 350)
      .h(120, 150, 350)
      .h(140, 50, 350)
      .v(50, 100, 140)
      .v(150, 100, 140)
      .v(250, 120, 140)
      .v(350, 100, 140);
  page.text(60, 112, "左").text(160, 103, "上").text(160, 123, "下").text(260, 123, "右");
  const Table table = only_table(page);
  EXPECT_EQ(cell_at(table, 0, 0)->row_span, 2);
  EXPECT_EQ(cell_at(table, 0, 1)->column_span, 2);
  EXPECT_EQ(cell_text(table, 1, 0), "左");
  EXPECT_EQ(cell_text(table, 1, 2), "右");
}

TEST(Grid, NoOuterBorder) {
  PageDrawer page;
  page.h(120, 50, 350).h(140, 50, 350).v(150, 100, 160).v(250, 100, 160);
  for (double y : {100.0, 120.0, 140.0}) page.row(kThree, y, {"甲", "乙", "丙"});
  const Table table = only_table(page);
  EXPECT_EQ(table.rows, 3);
  EXPECT_EQ(table.columns, 3);
  EXPECT_EQ(cell_text(table, 2, 2), "丙");
  EXPECT_TRUE(lines(page.blocks()).empty());
}

TEST(Grid, OpenAtTheFoot) {
  PageDrawer page;
  page.h(100, 50, 350).h(120, 50, 350);
  for (double x : kThree) page.v(x, 100, 140);
  page.row(kThree, 100, {"甲", "乙", "丙"}).row(kThree, 120, {"1", "2", "3"});
  const Table table = only_table(page);
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(cell_text(table, 1, 0), "1");
  EXPECT_EQ(
      std::count_if(table.joins.begin(), table.joins.end(), [](const Join& join) { return join.rule == kOpenBelow; }),
      3);
}

TEST(Grid, PiecesAndDoubledLines) {
  PageDrawer page;
  const std::vector<double> ys = {100, 120, 140};
  for (double y : ys) {
    for (double x = 50; x < 350; x += 0.5) page.h(y, x, x + 0.5).h(y + 1.8, x, x + 0.5);
  }
  for (double x : kThree) {
    for (double y = 100; y < 140; y += 0.5) page.v(x, y, y + 0.5).v(x + 1.8, y, y + 0.5);
  }
  page.row(kThree, 101, {"甲", "乙", "丙"}).row(kThree, 121, {"1", "2", "3"});
  ASSERT_GT(page.page().rulings.size(), 4000u);
  const auto start = std::chrono::steady_clock::now();
  const Table table = only_table(page);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(200));
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.columns, 3);
  EXPECT_EQ(table.cells.size(), 6u);
  EXPECT_EQ(cell_text(table, 1, 1), "2");
}

TEST(Grid, BoxesAndUnderlinesAreNoTables) {
  PageDrawer page;
  page.grid({50, 350}, {100, 160}).text(60, 110, "一段话").text(60, 130, "又一段");
  page.text(50, 200, "有下划线").h(212, 50, 90);
  EXPECT_TRUE(tables(page.blocks()).empty());
  EXPECT_EQ(lines(page.blocks()), (std::vector<std::string>{"一段话", "又一段", "有下划线"}));
}

TEST(Grid, NumbersThatTouchAcrossABorder) {
  PageDrawer page;
  page.grid({50, 100, 150}, {100, 120});
  page.text(60, 103, "1234.5678").text(105, 103, "90123.45");  // the first one ends where the second one begins
  const Table table = only_table(page);
  EXPECT_EQ(cell_text(table, 0, 0), "1234.567");
  EXPECT_EQ(cell_text(table, 0, 1), "890123.45");
}

TEST(Grid, ANumberWiderThanItsCellStaysWhole) {
  PageDrawer page;
  page.grid({50, 100, 150}, {100, 120});
  page.text(52, 103, "3,982,285.17").text(119, 103, "其他");
  const Table table = only_table(page);
  EXPECT_EQ(cell_text(table, 0, 0), "3,982,285.17");
  EXPECT_EQ(cell_text(table, 0, 1), "其他");
}

TEST(Grid, LineOverARulingStaysWhole) {
  PageDrawer page;
  page.grid(kThree, {100, 112, 124});
  // Glyphs of one line whose middles jitter around the ruling at 112.
  page.glyph("采", {53, 106.6, 63, 116.6}, 10, 0).glyph("购", {63, 107.2, 73, 117.2}, 10, 0);
  page.glyph("式", {73, 106.8, 83, 116.8}, 10, 0);
  page.text(160, 101, "乙").text(160, 113, "丙");
  const Table table = only_table(page);
  EXPECT_EQ(cell_text(table, 0, 0) + cell_text(table, 1, 0), "采购式");
}

TEST(Grid, SecondLineOfARowTooLow) {
  PageDrawer page;
  page.grid(kThree, {100, 114, 128});
  page.text(53, 101, "采购组织形").text(53, 111, "式").text(153, 102, "总计");
  page.text(53, 117, "政府集中").text(153, 117, "1.00");
  const Table table = only_table(page);
  EXPECT_EQ(cell_text(table, 0, 0), "采购组织形式");
  EXPECT_EQ(cell_text(table, 1, 0), "政府集中");
}

TEST(Grid, TwoTablesAndTextBetween) {
  PageDrawer page;
  page.text(50, 80, "上").grid(kThree, {100, 120, 140}).row(kThree, 100, {"甲", "乙", "丙"});
  page.text(50, 160, "中").grid(kThree, {200, 220, 240}).row(kThree, 220, {"1", "2", "3"}).text(50, 260, "下");
  const auto blocks = page.blocks();
  ASSERT_EQ(blocks.size(), 5u);
  EXPECT_TRUE(std::holds_alternative<Table>(blocks[1]));
  EXPECT_TRUE(std::holds_alternative<Table>(blocks[3]));
}

TEST(Grid, TableInsideACell) {
  PageDrawer page;
  page.grid({50, 300, 500}, {100, 300, 320}).grid({100, 150, 200}, {150, 170, 190});
  page.text(60, 110, "外").text(105, 153, "内").text(310, 110, "右");
  const auto found = tables(page.blocks());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(cell_text(found[0], 0, 0), "外");
  EXPECT_EQ(cell_text(found[1], 0, 0), "内");
}

TEST(Grid, TextBesideASmallerGrid) {
  // The upper grid is narrower than the lower one: what stands beside it is in no cell.
  PageDrawer page;
  page.h(100, 50, 250).h(120, 50, 350).h(140, 50, 350);
  page.v(50, 100, 140).v(150, 100, 140).v(250, 100, 140).v(350, 120, 140);
  page.row(kThree, 100, {"甲", "乙", "旁"}).row(kThree, 120, {"1", "2", "3"});
  const Table table = only_table(page);
  EXPECT_EQ(cell_text(table, 0, 2), "<no cell>");
  ASSERT_EQ(table.stray.size(), 1u);
  EXPECT_EQ(table.stray[0].text, "旁");
}

TEST(Grid, AHatchedDrawingIsNoTable) {
  PageDrawer page;
  for (int i = 0; i < 600; ++i) page.h(100 + i, 50, 550).v(50 + 0.8 * i, 100, 700);
  page.text(60, 110, "图");
  const auto start = std::chrono::steady_clock::now();
  const auto blocks = page.blocks();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  test::Characters characters;
  for (const Block& block : blocks) characters.add(block);
  characters.add("图", -1);
  EXPECT_EQ(characters.rest(), "");
}

TEST(Grid, BrokenRulingIsDoubted) {
  PageDrawer page;
  page.grid(kThree, {100, 120, 140});
  std::vector<Ruling> kept;
  PageDrawer broken;
  for (Ruling ruling : page.page().rulings) {
    // The side between (0,0) and (0,1), and the one between (0,0) and (1,0), are not drawn.
    if (!ruling.horizontal && ruling.position == 150) ruling.start = 120;
    if (ruling.horizontal && ruling.position == 120) ruling.start = 150;
    ruling.horizontal ? broken.h(ruling.position, ruling.start, ruling.end)
                      : broken.v(ruling.position, ruling.start, ruling.end);
  }
  broken.row(kThree, 100, {"甲", "乙", "丙"}).row(kThree, 120, {"1", "2", "3"});
  const Table table = only_table(broken);
  ASSERT_FALSE(cell_at(table, 0, 0)->doubts.empty());
  EXPECT_EQ(cell_at(table, 0, 0)->doubts[0].reason, "ambiguous-cells");
}

TEST(Captions, TitleAndUnitAbove) {
  PageDrawer page;
  page.text(160, 50, "收支预算总表", 16).text(50, 75, "部门：某局").text(290, 75, "单位：万元");
  page.grid(kThree, {100, 120, 140}).row(kThree, 100, {"项目", "金额", "备注"}).row(kThree, 120, {"收入", "12.50", ""});
  const Table table = only_table(page);
  EXPECT_EQ(table.title, "收支预算总表");
  EXPECT_EQ(table.unit, "万元");
  EXPECT_EQ(table.header_rows, 1);
}

TEST(Captions, TitleAndUnitInsideTheGrid) {
  PageDrawer page;
  page.h(60, 50, 350).h(80, 50, 350).h(100, 50, 350).h(120, 50, 350).h(140, 50, 350);
  page.v(50, 60, 140).v(350, 60, 140).v(150, 100, 140).v(250, 100, 140);
  page.text(160, 63, "支出预算表").text(290, 83, "单位：元");
  page.row(kThree, 100, {"科目", "名称", "金额"}).row(kThree, 120, {"201", "事务", "1,000"});
  const Table table = only_table(page);
  EXPECT_EQ(table.title, "支出预算表");
  EXPECT_EQ(table.unit, "元");
  EXPECT_EQ(table.header_rows, 3);
}

TEST(Captions, UnitOfAReportIsNoCurrency) {
  PageDrawer page;
  page.text(50, 80, "填报单位：某局").grid(kThree, {100, 120, 140}).row(kThree, 100, {"甲", "乙", "丙"});
  EXPECT_EQ(only_table(page).unit, std::nullopt);
}

TEST(Captions, ParagraphIsNoTitle) {
  PageDrawer page;
  page.text(50, 70, "本部门预算由以下单位组成，详见下文所附各表的说明。");
  page.text(50, 84, "其中一级单位一个。").grid(kThree, {100, 120, 140}).row(kThree, 100, {"甲", "乙", "丙"});
  EXPECT_EQ(only_table(page).title, std::nullopt);
}

TEST(Captions, HeaderOfSeveralLevels) {
  PageDrawer page;
  page.h(100, 50, 350).h(120, 150, 350).h(140, 50, 350).h(160, 50, 350);
  page.v(50, 100, 160).v(150, 100, 160).v(250, 120, 160).v(350, 100, 160);
  page.text(60, 112, "科目").text(160, 103, "支出").row(kThree, 120, {"", "基本", "项目"});
  page.row(kThree, 140, {"201", "10.00", "5.00"});
  EXPECT_EQ(only_table(page).header_rows, 2);
}

TEST(PageBlocks, EmptyPage) {
  EXPECT_TRUE(PageDrawer().blocks().empty());
  EXPECT_TRUE(PageDrawer().grid(kThree, {100, 120, 140}).blocks().empty());
}

}  // namespace
}  // namespace budgetlift
