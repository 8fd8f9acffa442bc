// Rows of dumps in drawing order: what a cell must not have swallowed, and pages.
#include "extract/dump_reader.h"
#include "extract/dump_stream_text.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::Read;
using test::read_whole;
using test::text_at;

const std::string kTitle = "项目支出绩效目标表\n（2024年度）\n";
const std::string kAmounts = "项目资金（\n万元）\n年度资金总额 12.00\n其中：财政拨款 10.00\n其他资金 2.00\n年度总体目\n标\n1.养护道路\n2.2025年完成验收\n";
const std::string kHeader = "一级指标 二级指标 三级指标 指标值\n";

std::vector<std::string> furniture(const std::string& text, DumpKind kind) {
  std::vector<std::string> out;
  for (const TextLine& line : stream_lines(text, kind, DumpWords(builtin_forms()), DumpPatterns(builtin_forms())).furniture) out.push_back(line.text);
  return out;
}

TEST(DumpStreamRows, ATargetAtALinesEndEndsItsRow) {
  const Read got = read_whole(kTitle + "项目名称 道路养护\n实施单位 某局\n" + kAmounts + kHeader +
                        "产出指标\n时效指标 整治响应时间 24年底\n付款时间 2024年9月11日前\n验收时间 24年底\n效益指标 社会效益指标 通行能力 有所提升\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 5);
  EXPECT_EQ(text_at(got.tables[1], 2, 2), "付款时间");
  EXPECT_EQ(text_at(got.tables[1], 2, 3), "2024年9月11日前");
}

TEST(DumpStreamRows, ATargetKeepsItsWordOfComparison) {
  const Read got = read_whole(kTitle + "项目名称 道路养护\n实施单位 某局\n" + kAmounts + "一级指标 二级指标 三级指标 指标值 指标值确定依据\n" +
                        "产出指标\n数量指标 养护里程 20 公里 工作方案\n质量指标 合格率 85% 以下 工作方案\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[1], 2, 3), "85%以下");
}

TEST(DumpStreamRows, TitlesOfABasisStandEachOnLinesOfTheirOwn) {
  const Read got = read_whole(kTitle + "项目名称 道路养护\n实施单位 某局\n" + kAmounts + "一级指标 二级指标 三级指标 指标值 指标值确定依据\n" +
                        "产出指标\n数量指标 养护里程 ≥3公里\n《公路养护技术规范\n》\n、\n《关于进一步加强\n道路养护资金和管理\n工作的实施意见》\n"
                        "数量指标 桥梁维修数量 =12座 道路养护年度考核标准\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 3);
  EXPECT_EQ(text_at(got.tables[1], 1, 4), "《公路养护技术规范》、《关于进一步加强道路养护资金和管理工作的实施意见》");
}

TEST(DumpStreamRows, ASpaceBehindABracketMayPartCells) {
  const Read got = read_whole(kTitle + "项目名称\n道路养护\n实施单位\n某局\n" + kAmounts + "一级指标\n二级指标\n三级指标\n绩效指标描述\n指标值\n" +
                        "产出指标\n数量指标\n养护里程\n按计划养护的公路里程\n≥3公里\n质量指标\n合格率（%） 合格率（%）\n≥95%\n时效指标\n完工时间\n养护工程完工的时间\n2024年底\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[1], 2, 2), "合格率（%）");
  EXPECT_EQ(text_at(got.tables[1], 2, 3), "合格率（%）");
}

TEST(DumpStreamRows, TheRestOfACutCellIsNoPartOfTheNextTitle) {
  const std::string form = "项目名称\n道路养护\n实施单位\n某局\n" + kAmounts + "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n养护里程\n≥3公里\n满意度指标\n服务对象满意度指";
  const Read got = read_whole(kTitle + form + "\n群众满意度（%）\n＞98%\n\f标\n" + kTitle + form + "\n标\n群众满意度（%）\n＞98%\n\f");
  ASSERT_EQ(got.tables.size(), 4u);
  ASSERT_EQ(got.tables[1].rows, 3);
  EXPECT_EQ(text_at(got.tables[1], 2, 1), "服务对象满意度指标");
}

TEST(DumpStreamRows, TheRestOfANameShowsAPagesEnd) {
  const Read got = read_whole(kTitle + "项目名称\n道路养护\n实施单位\n某局\n" + kAmounts + "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n养护里程\n≥3公里\n效益指标\n"
                        "可持续影响指\n养护机制健全性\n持续提升\n标\n满意度指标\n服务对象满意度指\n标\n群众满意度\n＞98%\n");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 4);
  EXPECT_EQ(text_at(got.tables[1], 2, 1), "可持续影响指标");
  EXPECT_EQ(text_at(got.tables[1], 2, 3), "持续提升");
}

TEST(DumpStreamRows, AGroupsNameEndsTheTextBeforeAShortField) {
  const Read got = read_whole(kTitle + "项目名称 道路养护补助\n资金\n项目编码 43093025P0019537095\n实施单位 某局\n" + kAmounts + kHeader + "产出指标\n数量指标 养护里程 ≥20公里\n\f");
  ASSERT_FALSE(got.tables.empty());
  EXPECT_EQ(text_at(got.tables[0], 0, 2), "道路养护补助资金");
}

TEST(DumpStreamRows, AYearBehindAnEmptyAmountIsTheTextsBelow) {
  const Read got = read_whole("1.养护绩效目标表\n123001 某局 单位：万元\n项目编码 43093025P0019537095\n9C\n项目名称 道路养护\n预算规模及\n资金用途\n预算数 234.00 其中：财政\n资金\n234.00 其他资金\n"
                        "2024 年通过养护，提高通行能力\n绩效目标\n1.养护道路\n2.2024年完成验收\n一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据\n产出指标\n数量指标 养护里程 养护里程 ≥20 公里 方案\n\f");
  ASSERT_FALSE(got.tables.empty());
  std::vector<std::string> texts;
  for (const Cell& cell : got.tables[0].cells) texts.push_back(text_at(got.tables[0], cell.row, cell.column));
  EXPECT_NE(std::find(texts.begin(), texts.end(), "2024年通过养护，提高通行能力"), texts.end());
}

TEST(DumpStreamRows, PageNumbersOnOneSideOfEachSheet) {
  EXPECT_EQ(furniture("封面\n1\n\f甲\n\f乙\n3\n\f丙\n\f丁\n5\n", DumpKind::raw), (std::vector<std::string>{"1", "3", "5"}));
}

TEST(DumpStreamRows, PagesWithoutANumberBetween) {
  EXPECT_EQ(furniture("1\n封面\n甲\n2\n项目名称 乙\n丙\n4\n项目名称 丁\n戊\n", DumpKind::browser), (std::vector<std::string>{"1", "2", "4"}));
}

TEST(DumpStreamRows, ARunningFootStandsAboveItsNumbers) {
  EXPECT_EQ(furniture("甲\n某局预算\n1\n乙\n某局预算\n2\n丙\n某局预算\n3\n", DumpKind::browser).size(), 6u);
}

TEST(DumpStreamRows, TheRestOfACodeIsNoPageNumber) {
  const std::string page = "\n甲\n乙\n丙\n";
  EXPECT_EQ(furniture("1" + page + "2" + page + "项目编码\n33072526P64581467817\n3\n项目名称\n丁\n3" + page, DumpKind::pymupdf), (std::vector<std::string>{"1", "2", "3"}));
}

TEST(DumpStreamRows, AYearMayFollowAnItemsNumber) {
  EXPECT_EQ(item_number(U"2.2025年完成"), 2);
  EXPECT_EQ(item_number(U"2.2025万元"), 0);
}

TEST(DumpStreamRows, ANumberAloneAboveATitleIsAPages) {
  EXPECT_EQ(furniture("甲\n乙\n7\n3.道路养护绩效目标表\n项目编码\n", DumpKind::raw), (std::vector<std::string>{"7"}));
}

// Whether the table of indicators names its rows as unsure.
bool rows_unsure(const std::string& rows) {
  const Read got = read_whole(kTitle + "项目名称 道路养护\n实施单位 某局\n" + kAmounts + kHeader + rows + "\f");
  if (got.tables.size() != 2) return false;
  const std::vector<Doubt>& doubts = got.tables[1].cells.front().doubts;
  return !doubts.empty();
}

TEST(DumpStreamRows, AWordOfQualityInsideANameIsAnotherRowsTarget) {
  EXPECT_FALSE(rows_unsure("产出指标\n质量指标 合格率 ≥95%\n效益指标\n社会效益指标 通行能力 有所提升\n"));
  EXPECT_TRUE(rows_unsure("产出指标\n质量指标 合格率 ≥95%\n效益指标\n社会效益指标\n通行投诉下降率 逐步提高\n通行服务均等\n化\n不断增强\n"));
}

// A page's own number may stand before any text, but not where it makes a quantity or a document's number.
TEST(DumpStreamRows, APagesNumberIsGluedToAWordRatherThanToAUnit) {
  const std::string page = "\n甲\n乙\n丙\n";
  const std::string text = "1某局2024年预算" + page + "2项目编码" + page + "3一级指标" + page + "4二级指标" + page + "某财社2024年3\n5号\n丁\n监控建设\n5率达到90%\n戊\n6一级指标" + page;
  std::vector<std::string> lines;
  for (const StreamLine& line : stream_lines(text, DumpKind::pypdf, DumpWords(builtin_forms()), DumpPatterns(builtin_forms())).lines) lines.push_back(line.text);
  EXPECT_NE(std::find(lines.begin(), lines.end(), "5号"), lines.end());
  EXPECT_NE(std::find(lines.begin(), lines.end(), "率达到90%"), lines.end());
}

// Projects begin inside pages, too: the digits before a page's first one are the page's.
TEST(DumpStreamRows, APagesNumberMayStandBeforeAProjectsOwn) {
  const std::string head = "某县水务局2025年部门预算\n", more = "产出指标数量指标里程20公里\n";
  const auto rows = [&](const char* inside) {
    return head + "序号单位编码单位名称项目名称\n1408001某县水务局道路甲\n" + more + head + "22408001某县水务局道路乙\n" + more + inside + more + head + "34408001某县水务局道路丙\n" + more + head +
           "45408001某县水务局道路丁\n" + more;
  };
  EXPECT_EQ(furniture(rows("3408001某县水务局道路戊\n"), DumpKind::pypdf), (std::vector<std::string>{"某县水务局2025年部门预算", "某县水务局2025年部门预算", "某县水务局2025年部门预算", "某县水务局2025年部门预算", "2", "3", "4"}));
  // One project a page: they are its own.
  const std::string alone = head + "序号单位编码单位名称项目名称\n1408001某县水务局道路甲\n" + more + head + "2408001某县水务局道路乙\n" + more + head + "3408001某县水务局道路丙\n" + more + head + "4408001某县水务局道路丁\n" + more;
  EXPECT_EQ(furniture(alone, DumpKind::pypdf).size(), 4u);
}

}  // namespace
}  // namespace budgetlift
