// Pages of a dump: by form feeds, by a leading space, by page numbers; page numbers against other lone numbers.
#include "extract/dump_lines.h"
#include "extract/dump_stream_text.h"
#include "schemas/form_set.h"

#include "tests/support.h"

namespace budgetlift {
namespace {

std::vector<int> pages_of(const DumpLines& lines) {
  std::vector<int> pages;
  for (const DumpLine& line : lines.lines) pages.push_back(line.page);
  return pages;
}

TEST(DumpLines, FormFeedsBeginPages) {
  const DumpLines lines = split_lines("甲\n\n乙\n\f丙\n\f\f丁\n");
  EXPECT_EQ(pages_of(lines), (std::vector<int>{1, 1, 2, 3}));
  EXPECT_TRUE(lines.lines[2].page_start);
  EXPECT_EQ(lines.lines[3].line, 5);
}

TEST(DumpLines, OneLeadingSpaceBeginsAPage) {
  const DumpLines lines =
      split_lines("第一部分\n\n目标\n 一、总体\n\n正文\n\n正文\n\n正文\n\n正文\n\n正文\n\n正文\n 二、分项\n");
  EXPECT_EQ(pages_of(lines), (std::vector<int>{1, 1, 2, 2, 2, 2, 2, 2, 2, 3}));
  EXPECT_EQ(lines.pages, 3);
}

TEST(DumpLines, PageNumberEndsItsPage) {
  const DumpLines lines = split_lines("甲\n\n乙\n\n\n\n1\n\n \n丙\n\n丁\n\n\n\n- 2 -\n\n戊\n");
  EXPECT_EQ(pages_of(lines), (std::vector<int>{1, 1, 2, 2, 3}));
  ASSERT_EQ(lines.furniture.size(), 2u);
  EXPECT_EQ(lines.furniture[1].text, "- 2 -");
  EXPECT_EQ(lines.furniture[1].page, 2);
}

TEST(DumpLines, QuantitiesAndCodeTailsAreNoPageNumbers) {
  const DumpLines lines = split_lines("项目编码\n13010124P0000000000\n\n76\n项目名称 甲\n\n不少于\n\n12 页\n\n依据\n");
  EXPECT_TRUE(lines.furniture.empty());
  EXPECT_EQ(lines.lines.size(), 7u);
}

TEST(DumpLines, IndentedTextHasNoPages) {
  const DumpLines lines = split_lines(" 甲\n 乙\n 丙\n 丁\n 戊\n 己\n 庚\n 辛\n");
  EXPECT_EQ(lines.pages, 1);
}

// Sorted by place, a running head may stand among the other lines of its page.
TEST(DumpLines, ARunningHeadOfBoxesMayStandInsideItsPage) {
  const std::string text = "某局2022年部门预算\n\n甲\n\n\f某局2022年部门预算\n\n乙\n\n\f丙\n\n某局2022年部门预算\n\n丁\n\n\f某局2022年部门预算\n\n戊\n\n\f";
  EXPECT_EQ(stream_lines(text, DumpKind::pdfminer, DumpWords(builtin_forms()), DumpPatterns(builtin_forms())).lines.size(), 5u);
}

}  // namespace
}  // namespace budgetlift
