// pypdf's dumps: page numbers glued to titles and headers, spaces anywhere, items of a list without a line of their own.
#include "extract/dump_stream.h"
#include "extract/dump_stream_text.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::Read;
using test::text_at;

Read read_glued(const std::string& text) {
  Read out;
  read_stream(text, DumpKind::pypdf, DumpWords(builtin_forms()), builtin_forms(), DumpOptions{}, out.sink());
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (const StreamLine& line : stream_lines(text, DumpKind::pypdf, DumpWords(builtin_forms()), DumpPatterns(builtin_forms())).lines) out.push_back(line.text);
  return out;
}

const std::string kHead = "1.养护绩效目标表\n123001 某局 单位：万元\n项目编码 43093025P00195370959C 项目名称 道路养护\n预算规模及资金用途预算数 234.00 其中：财政资金 234.00 其他资金\n"
                          "用于道路养护\n";
const std::string kRows = "一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据\n产出指标数量指标 养护里程 养护道路的里程 ≥20公里 工作方案\n质量指标 合格率 验收合格的比率 ≥95% 工作方案\n";

TEST(DumpStreamGlued, TitlesNumbersAreNoPages) {
  const std::vector<std::string> got = lines_of("1\n封面\n甲\n1.道路养护绩效目标表\n乙\n2\n丙\n2.桥梁维修绩效目标表\n丁\n3\n3.绿化绩效目标表\n戊\n4\n");
  EXPECT_NE(std::find(got.begin(), got.end(), "2.桥梁维修绩效目标表"), got.end());
  EXPECT_EQ(std::find(got.begin(), got.end(), "3"), got.end());
}

TEST(DumpStreamGlued, NoSpacesInsideNumbersAndBrackets) {
  EXPECT_EQ(lines_of("合格率≥ 95 %，冀财〔2022 〕2号，纪要[2022 ]2号\n").at(0), "合格率≥95%，冀财〔2022 〕2号，纪要[2022]2号");
}

TEST(DumpStreamGlued, APageNumberIsGluedToTheHeaderPrintedAgain) {
  const Read got = read_glued(kHead + "绩效目标1.养护道路\n2.完成验收\n" + kRows + "12一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据\n效益指标社会效益指标 通行能力 道路通行的能力 有所提升 工作方案\n");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 4);
  EXPECT_EQ(text_at(got.tables[1], 3, 0), "效益指标");
}

TEST(DumpStreamGlued, AnItemBeginsWhereItsNumberStands) {
  const Read got = read_glued(kHead + "绩效目标1.养护道路0.3公里\n2.完成验收，杜绝挤占挪用。3.提高通行能力\n" + kRows);
  ASSERT_EQ(got.tables.size(), 2u);
  const auto goals = std::find_if(got.tables[0].cells.begin(), got.tables[0].cells.end(), [](const Cell& cell) { return !cell.lines.empty() && cell.lines[0].text.starts_with("1."); });
  ASSERT_NE(goals, got.tables[0].cells.end());
  ASSERT_EQ(goals->lines.size(), 3u);
  EXPECT_EQ(goals->lines[2].text, "3.提高通行能力");
}

}  // namespace
}  // namespace budgetlift
