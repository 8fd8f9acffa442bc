// Listings in dumps that keep the page's columns: projects' own columns merged over rows of indicators.

#include "extract/dump_layout_labels.h"
#include "extract/dump_layout_listing.h"
#include "tests/dump_layout_sample.h"
#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

// The second project's rows go on below a page's end, under a repeated header.
const char* const kListing =
    "                         2023年项目支出绩效目标一览表\n"
    "                                                                                         单位：万元\n"
    "                              预算数                           绩效指标\n"
    " 序号   项目名称       单位名称\n"
    "                           合计      其他资金   一级指标    二级指标       三级指标      指标值\n"
    "                                                        数量指标     购置数量      ≤10套\n"
    "\n"
    "                                             产出指标    质量指标     合格率       ≥95%\n"
    "      设备购置项\n"
    " 1               某县档案馆      30.00    2.00\n"
    "      目资金                                             时效指标     完工时间      3月底前\n"
    "\n"
    "                                             满意度指标  服务对象满意度\n"
    "                                                                   公众满意度     ≥90%\n"
    "                                                     指标\n"
    "\n"
    "                                             产出指标    数量指标     修缮数量      2处\n"
    " 2    房屋修缮       某县档案馆      8.50     0.50\n"
    "\f                              预算数                           绩效指标\n"
    " 序号   项目名称       单位名称\n"
    "                           合计      其他资金   一级指标    二级指标       三级指标      指标值\n"
    "                                             效益指标    社会效益指标   受益人数      500人\n"
    "\n"
    "       合计                  38.50    2.50\n";

const Table* table_of(const std::vector<Block>& blocks) {
  for (const Block& block : blocks) {
    if (const auto* table = std::get_if<Table>(&block)) return table;
  }
  return nullptr;
}

const Cell* find_cell(const Table& table, const std::string& text) {
  for (const Cell& cell : table.cells) {
    if (canonical_joined(cell.lines) == text) return &cell;
  }
  return nullptr;
}

TEST(DumpLayoutListing, ReadsProjectsMergedOverTheirIndicators) {
  const std::vector<Block> blocks = test::read_blocks(kListing);
  const Table* table = table_of(blocks);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->columns, 9);
  EXPECT_EQ(table->header_rows, 2);
  const Cell* name = find_cell(*table, "设备购置项目资金");
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->row, 2);
  EXPECT_EQ(name->row_span, 4);
  const Cell* second = find_cell(*table, "房屋修缮");
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->row, 6);
  EXPECT_EQ(second->row_span, 2);
  const Cell* level1 = find_cell(*table, "满意度指标");
  ASSERT_NE(level1, nullptr);
  EXPECT_EQ(level1->row, 5);
  EXPECT_EQ(level1->row_span, 1);
  const Cell* sum = find_cell(*table, "38.50");
  ASSERT_NE(sum, nullptr);
  EXPECT_EQ(sum->row, 8);
  EXPECT_TRUE(table->stray.empty());
}

TEST(DumpLayoutListing, LabelsOfTwoRowsStandAboveTheirColumns) {
  const std::vector<Block> blocks = test::read_blocks(kListing);
  const Table* table = table_of(blocks);
  ASSERT_NE(table, nullptr);
  const Cell* total = find_cell(*table, "合计");
  ASSERT_NE(total, nullptr);
  EXPECT_EQ(total->row, 1);
  const Cell* group = find_cell(*table, "绩效指标");
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(group->row, 0);
}

TEST(DumpLayoutListing, AHeadWithValuesBesideItsLabelsIsNone) {
  const char* text =
      " 项目名称   设备购置项目     预算数   30.00    其他资金   2.00\n"
      " 一级指标   二级指标       三级指标     指标值\n"
      " 产出指标   数量指标       购置数量     ≤10套\n";
  const LayoutText layout = layout_text(split_lines(text), text, [](const std::string&) { return false; });
  const LabelWordsOfForms labels(builtin_forms());
  const LevelNames levels(builtin_forms());
  const RE2 target("x");
  const DumpOptions options;
  const LayoutWords words{labels, levels, target, options, {}, false};
  EXPECT_FALSE(listing_header(layout, 0, static_cast<int>(layout.lines.size()), words).has_value());
}

TEST(DumpLayoutListing, ARowOfSumsIsNoHeader) {
  const test::LayoutSample sample(
      "                              预算数                           绩效指标\n"
      " 序号   项目名称       单位名称\n"
      "                           小计      其他资金   一级指标    二级指标       三级指标      指标值\n"
      "       合计                  38.50    2.50\n");
  const auto header = listing_header(sample.text, 0, sample.lines(), sample.words);
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->last, 3);
  EXPECT_EQ(header->columns.size(), 9u);
}

// What is known to stand below "预算数" shows how low its columns' labels are.
TEST(DumpLayoutListing, AGroupInsideAnotherHasTheColumnsAsLowAsItsOwn) {
  const test::LayoutSample sample(
      "      项目基本情况                     项目资金                  绩效目标及指标\n"
      "                                 预算数\n"
      " 序                                                            一级指\n"
      "     单位名称     项目名称              其中：财政           绩效目标            二级指标    三级指标   指标值\n"
      " 号                         小计            其他资金                标\n"
      "                                  资金\n");
  const auto header = listing_header(sample.text, 0, sample.lines(), sample.words);
  ASSERT_TRUE(header.has_value());
  ASSERT_EQ(header->nested.size(), 1u);
  EXPECT_EQ(header->nested[0].first, 3);
  EXPECT_EQ(header->nested[0].last, 6);
  ASSERT_EQ(header->groups.size(), 3u);
  EXPECT_LE(header->groups[1].first, 3);
  EXPECT_EQ(header->groups[1].last, header->groups[2].first);
  EXPECT_GE(header->groups[1].last, 6);
}

TEST(DumpLayoutListing, ALineThatEndsASentenceIsNoPartOfATitle) {
  const std::vector<Block> blocks = test::read_blocks("   比上年增加\n\n46.99万元。\n" + std::string(kListing));
  const auto* above = std::get_if<TextLine>(&blocks.at(1));
  ASSERT_NE(above, nullptr);
  EXPECT_EQ(above->text, "46.99万元。");
  EXPECT_EQ(table_of(blocks)->columns, 9);
}

TEST(DumpLayoutListing, KnowsTheOrderOfFirstLevels) {
  const LevelNames levels(builtin_forms());
  EXPECT_LT(levels.order_of(key_text("产出指标")), levels.order_of(key_text("满意度指标")));
  EXPECT_EQ(levels.order_of(key_text("数量指标")), 0);
}

}  // namespace
}  // namespace budgetlift
