// Dumps that keep columns: what may be another text's is named.
#include "extract/dump_layout_head_table.h"
#include "tests/dump_layout_sample.h"
#include "tests/dump_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::cell_with;
using Sample = test::LayoutSample;

TEST(DumpLayoutDoubts, ALineFarFromTheOthersOfATextIsNamed) {
  const auto doubts_of = [](const char* text) {
    const Sample sample(text);
    HeadRow row;
    row.values.emplace_back();
    for (const LayoutLine& line : sample.text.lines) row.values[0].push_back(&line.pieces.front());
    const Table table = HeadTable(sample.text, 0, sample.lines(), sample.words, {{0, sample.lines(), false, row}}, {}, {}).build();
    return table.cells.at(0).doubts.size();
  };
  EXPECT_EQ(doubts_of("                                          270.05\n"
                      "           经党组会研究决定，进行宣传。\n"), 1u);
  EXPECT_EQ(doubts_of("           经党组会研究决定，对61批次土壤\n"
                      "           普查样点进行宣传。\n"), 0u);
  EXPECT_EQ(doubts_of("           经党组会研究决定，对61批次土壤\n"
                      "                  进行宣传。\n"), 0u);   // centred
}

const std::vector<Lane> kLanes = {{"level2", ColumnKind::level2}, {"level3", ColumnKind::text}, {"target", ColumnKind::target}, {"basis", ColumnKind::text}};

TEST(DumpLayoutDoubts, AColumnsLineBeforeAPagesEndMayBeTheRowsAbove) {
  const Sample sample(
      "成本指标   整治标准   51万元   柳财资环\n"
      "                      44号\n"
      "\f数量指标   整治数量   30台    调查问卷\n");
  LayoutBody body(sample.text, sample.words, kLanes, true);
  for (int line = 0; line < sample.lines();) {
    PagePieces page;
    page.headers = {{0, 4, false}, {7, 11, false}, {14, 18, false}, {21, 25, false}};
    for (const int first = line; line < sample.lines() && (line == first || !sample.text.lines[static_cast<size_t>(line)].page_start); ++line) {
      for (const LayoutPiece& piece : sample.text.lines[static_cast<size_t>(line)].pieces) page.pieces.push_back(&piece);
    }
    body.add(page);
  }
  ASSERT_EQ(body.lines(), 3);
  EXPECT_TRUE(body.may_be_end_of({0, 1, false}, {1, 3, false}));
  EXPECT_FALSE(body.may_be_end_of({0, 2, false}, {2, 3, false}));
  EXPECT_FALSE(body.is_rest({1, 3, false}));   // the page has a header
}

TEST(DumpLayoutDoubts, ARestOnAPageWithoutAHeaderIsKnown) {
  const Sample sample(
      "成本指标   整治标准   51万元   柳财资环\n"
      "\f     长效标准\n");
  LayoutBody body(sample.text, sample.words, kLanes, true);
  for (const LayoutLine& line : sample.text.lines) {
    PagePieces page;
    for (const LayoutPiece& piece : line.pieces) page.pieces.push_back(&piece);
    body.add(page);
  }
  ASSERT_EQ(body.lines(), 2);
  EXPECT_TRUE(body.is_rest({0, 2, false}));
  EXPECT_FALSE(body.is_rest({0, 1, false}));
}

TEST(DumpLayoutDoubts, ALabelWhoseTextWasNotFoundIsNamed) {
  const std::vector<Block> blocks = test::read_blocks(
      "                1.药品不良反应监测培训经费绩效目标表\n"
      "499001 某区市场监督管理局本级                                             单位：元\n"
      "            36023121P39672467628\n"
      "   项目编码              F           项目名称 药品不良反应监测培训经费\n"
      "                                  其中：财\n"
      "  预算规模及 预算金额 5113.68              政资金     5113.68 其他资金\n"
      "   资金用途\n"
      "           保障标准化示范培训正常开展\n"
      "           1.扩大消费者规范化水平\n"
      "   绩效目标 2.药品不良反应监测管护合格率≥80%\n"
      "           3.电梯应急处置96333平台培训合格率≥90%\n"
      "   一级指标       二级指标          三级指标          绩效指标描述         指标值\n"
      "   产出指标       数量指标 培训数量              培训数量。              ＞1653台\n");
  bool named = cell_with(blocks, "保障标准化示范培训正常开展") != nullptr;
  for (const Block& block : blocks) {
    const Table* table = std::get_if<Table>(&block);
    named = named || (table && !table->doubts.empty());
  }
  EXPECT_TRUE(named);
}

TEST(DumpLayoutDoubts, ALineIsScatteredByMoreThanSoManyColumns) {
  const Sample sample(
      "         知识产权质押验\n"
      "                        监测\n"
      "         收总里程\n");
  std::vector<const LayoutPiece*> pieces;
  for (const LayoutLine& line : sample.text.lines) pieces.push_back(&line.pieces.front());
  EXPECT_TRUE(is_scattered(pieces, 5));
  EXPECT_FALSE(is_scattered(pieces, 16));
  pieces.erase(pieces.begin() + 1);
  EXPECT_FALSE(is_scattered(pieces, 5));
}

}  // namespace
}  // namespace budgetlift
