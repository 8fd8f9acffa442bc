// Grids whose rulings a word processor left out, and text beside a table.
#include <gtest/gtest.h>

#include "extract/grid.h"
#include "extract/grid_rulings.h"
#include "tables_support.h"

namespace budgetlift {
namespace {

using test::cell_at;
using test::cell_text;
using test::lines;
using test::only_table;
using test::PageDrawer;
using test::tables;

const std::vector<double> kXs = {50, 150, 250, 350};

// Five rows; the first two columns are merged over rows 1 to 4, and the side between them ends `lacking` rows early.
PageDrawer merged_cells(int lacking, Source source = Source::text_layer) {
  PageDrawer page;
  for (double y : {100, 120, 140, 160, 180, 200}) page.h(y, y == 100 || y == 120 || y == 200 ? 50 : 250, 350);
  page.v(50, 100, 200).v(350, 100, 200).v(250, 100, 200).v(150, 100, 200 - 20.0 * lacking);
  page.row(kXs, 100, {"一", "二", "三"}).row({50, 150}, 120, {"甲", "乙"});
  for (int r = 1; r < 5; ++r) page.row({250}, 100 + 20.0 * r, {"丙" + std::to_string(r)});
  const_cast<Page&>(page.page()).info.source = source;
  return page;
}

TEST(LackingSides, OfAMergedCellGoOnToTheRulingBelow) {
  for (int lacking : {0, 1, 2}) {
    const Table table = only_table(merged_cells(lacking));
    ASSERT_EQ(table.columns, 3) << lacking;
    for (int column : {0, 1}) {
      ASSERT_TRUE(cell_at(table, 1, column)) << lacking;
      EXPECT_EQ(cell_at(table, 1, column)->row_span, 4) << lacking;
    }
    for (const Cell& cell : table.cells) EXPECT_TRUE(cell.doubts.empty()) << lacking;
  }
}

TEST(LackingSides, OfAScanAreLackingAndNamed) {
  const Table table = only_table(merged_cells(1, Source::ocr));
  ASSERT_TRUE(cell_at(table, 1, 0));
  EXPECT_FALSE(cell_at(table, 1, 0)->doubts.empty());
}

TEST(LackingSides, ASideThatEndsAtARulingIsNotLengthened) {
  PageDrawer page;
  for (double y : {100, 120, 140, 160}) page.h(y, 50, 350);
  page.v(50, 100, 160).v(350, 100, 160).v(200, 100, 140);
  page.row({50, 200}, 100, {"甲", "乙"}).row({50, 200}, 120, {"丙", "丁"}).row({50}, 140, {"戊"});
  const Table table = only_table(page);
  ASSERT_TRUE(cell_at(table, 2, 0));
  EXPECT_EQ(cell_at(table, 2, 0)->column_span, 2);
}

// A label merged over all rows ends two rows early, and below it the next column's left side is not drawn.
TEST(LackingSides, BelowAMergedCellThatEndsEarlyAreTheOutline) {
  PageDrawer page;
  for (double y : {100, 120, 140, 160, 180, 200}) page.h(y, y == 100 || y == 160 ? 50 : 150, 350);
  page.v(50, 100, 160).v(150, 100, 160).v(250, 100, 200).v(350, 100, 200);
  page.row({50}, 100, {"目标"});
  for (int r = 0; r < 5; ++r) page.row({150, 250}, 100 + 20.0 * r, {"甲" + std::to_string(r), "乙" + std::to_string(r)});
  const Table table = only_table(page);
  EXPECT_EQ(table.rows, 5);
  for (int r = 0; r < 5; ++r) EXPECT_EQ(cell_text(table, r, 1), "甲" + std::to_string(r));
}

TEST(Seams, OfTwoTablesWithoutBordersAreAnEdge) {
  PageDrawer page;
  // The side at 200 is one of both.
  page.h(120, 50, 350).v(100, 100, 140).v(200, 100, 180).v(300, 100, 140);
  page.h(160, 50, 350).v(150, 140, 180).v(250, 140, 180);
  page.row({50, 100, 200, 300}, 100, {"甲", "乙", "丙", "丁"}).row({50, 100, 200, 300}, 120, {"1", "2", "3", "4"});
  page.row({50, 150, 200, 250}, 140, {"一级", "二级", "三级", "值"}).row({50, 150, 200, 250}, 160, {"子", "丑", "寅", "卯"});
  const Table table = only_table(page);
  EXPECT_EQ(table.rows, 4);
  EXPECT_EQ(cell_text(table, 1, 0), "1");
  EXPECT_EQ(cell_text(table, 2, 0), "一级");
}

TEST(RowsWithoutRulings, AtThePagesTopAreARow) {
  PageDrawer page;
  for (double x : kXs) page.v(x, 60, 90);
  page.row(kXs, 60, {"甲", "乙", "丙"});
  const Table table = only_table(page);
  EXPECT_EQ(table.rows, 1);
  EXPECT_EQ(table.columns, 3);
  EXPECT_EQ(cell_text(table, 0, 2), "丙");
}

TEST(RowsWithoutRulings, FartherDownAreNone) {
  PageDrawer page;
  for (double x : kXs) page.v(x, 400, 430);
  page.row(kXs, 400, {"甲", "乙", "丙"});
  EXPECT_TRUE(tables(page.blocks()).empty());
}

TEST(RowsWithoutRulings, AreNoneOnAScan) {
  PageDrawer page;
  for (double x : kXs) page.v(x, 60, 90);
  page.row(kXs, 60, {"甲", "乙", "丙"});
  const_cast<Page&>(page.page()).info.source = Source::ocr;
  EXPECT_TRUE(tables(page.blocks()).empty());
}

std::vector<Ruling> sides(const std::vector<std::array<double, 3>>& all) {
  std::vector<Ruling> out;
  for (const auto& [x, y0, y1] : all) out.push_back({false, x, y0, y1, 0.5});
  return out;
}

size_t rows_in(const std::vector<Ruling>& rulings) {
  const TableOptions options;
  return rows_of_sides(find_components(rulings, options), options).size();
}

TEST(Sides, OfOneHeightAreARowsIfTheyAreThree) {
  EXPECT_EQ(rows_in(sides({{50, 60, 90}, {150, 60, 90}, {250, 61, 91}})), 1u);
  EXPECT_EQ(rows_in(sides({{50, 60, 90}, {150, 60, 90}})), 0u);
  EXPECT_EQ(rows_in(sides({{50, 60, 90}, {150, 60, 90}, {250, 60, 120}})), 0u);
}

TEST(Sides, ThatMeetAHorizontalRulingAreNone) {
  std::vector<Ruling> rulings = sides({{50, 60, 90}, {150, 60, 90}, {250, 60, 90}});
  ASSERT_EQ(rows_in(rulings), 1u);
  for (double x : {50, 150, 250}) rulings.push_back({true, 60, x - 10, x + 10, 0.5});   // each one its own
  EXPECT_EQ(rows_in(rulings), 0u);
}

// The end of a table without borders on a new page: levels merged over both of its rows, rulings between the rows alone.
TEST(Sides, AsHighAsATableAreItsCellsMergedOverAllRows) {
  PageDrawer page;
  page.v(50, 60, 120).v(150, 60, 120).v(250, 60, 120).v(350, 60, 120).h(90, 250, 450);
  page.text(60, 80, "满意度").text(160, 80, "对象").text(260, 70, "甲").text(360, 70, "乙").text(260, 100, "丙").text(360, 100, "丁");
  const Table table = only_table(page);
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.columns, 4);
  EXPECT_EQ(cell_text(table, 0, 0), "满意度");
  EXPECT_EQ(cell_text(table, 0, 1), "对象");
  EXPECT_EQ(cell_text(table, 1, 3), "丁");
}

TEST(Sides, HigherThanATableAreNotIts) {
  PageDrawer page;
  page.v(50, 60, 220).v(150, 60, 220).v(250, 60, 120).v(350, 60, 120).h(90, 250, 450);
  page.text(260, 70, "甲").text(360, 70, "乙").text(260, 100, "丙").text(360, 100, "丁");
  EXPECT_EQ(only_table(page).columns, 2);
}

// Rows too low for a label that is merged over them: its last line is printed into the next label.
TEST(TextOverARuling, ThatRunsIntoTheNextLineIsOfTheCellAbove) {
  PageDrawer page;
  for (double y : {100, 140, 200}) page.h(y, 50, 350);
  page.v(50, 100, 200).v(150, 100, 200).v(350, 100, 200);
  page.text(60, 121, "万").text(60, 135, "元").text(60, 142, "年").text(60, 156, "度").row({150}, 140, {"甲"});
  const Table table = only_table(page);
  EXPECT_EQ(cell_text(table, 0, 0), "万元");
  EXPECT_EQ(cell_text(table, 1, 0), "年度");
}

TEST(TextBeside, ATableIsTheTables) {
  PageDrawer page;
  page.grid({150, 250, 350}, {100, 140, 180}).row({150, 250}, 100, {"甲", "乙"}).row({150, 250}, 140, {"丙", "丁"});
  page.text(80, 130, "产出指标").text(360, 160, "合同");
  const Table table = only_table(page);
  ASSERT_EQ(table.stray.size(), 2u);
  EXPECT_EQ(table.stray[0].text, "产出指标");
  EXPECT_EQ(table.stray[1].text, "合同");
  EXPECT_TRUE(lines(page.blocks()).empty());
}

TEST(TextBeside, AboveOrBelowATableIsNot) {
  PageDrawer page;
  page.grid({150, 250, 350}, {100, 140, 180}).row({150, 250}, 100, {"甲", "乙"}).row({150, 250}, 140, {"丙", "丁"});
  page.text(80, 80, "上文").text(80, 190, "下文");
  EXPECT_TRUE(only_table(page).stray.empty());
  EXPECT_EQ(lines(page.blocks()), (std::vector<std::string>{"上文", "下文"}));
}

TEST(TextBeside, TwoTablesIsNeithers) {
  PageDrawer page;
  for (double x : {100, 400}) {
    page.grid({x, x + 50, x + 100}, {100, 140}).row({x, x + 50}, 100, {"甲", "乙"});
  }
  page.text(250, 115, "中间");
  for (const Table& table : tables(page.blocks())) EXPECT_TRUE(table.stray.empty());
  EXPECT_EQ(lines(page.blocks()), std::vector<std::string>{"中间"});
}

}  // namespace
}  // namespace budgetlift
