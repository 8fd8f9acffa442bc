// pypdf's dumps: page numbers glued to titles and headers, spaces anywhere, items of a list without a line of their own.
#include "extract/dump_stream_text.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::Read;
using test::read_glued;
using test::text_at;

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

TEST(DumpStreamGlued, PageNumbersStandInFrontOfTitlesNumbers) {
  const std::vector<std::string> got = lines_of("1封面\n2第一部分\n3（五）健全覆盖面\n4预算项目绩效目标\n51.养护绩效目标表\n项目编码51012125P00202266365\n2项目名称甲\n62.维修绩效目标表\n乙\n");
  EXPECT_EQ(got.at(2), "（五）健全覆盖面");
  EXPECT_EQ(got.at(4), "1.养护绩效目标表");
  EXPECT_EQ(got.at(6), "2项目名称甲");
  EXPECT_EQ(got.at(7), "2.维修绩效目标表");
}

TEST(DumpStreamGlued, NoSpacesInsideNumbersAndBrackets) {
  EXPECT_EQ(lines_of("合格率≥ 95 %，DB13/T7430.1 -2021，冀财〔2022 〕2号，纪要[2022 ]2号\n").at(0), "合格率≥95%，DB13/T7430.1-2021，冀财〔2022 〕2号，纪要[2022]2号");
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

// The line's end before a row is lost: its cells would be a part of the target before.
TEST(DumpStreamGlued, ARowInsideATargetIsInDoubt) {
  const auto doubts = [](const std::string& rows) {
    const Read got = read_glued(kHead + "绩效目标1.养护道路\n2.完成验收\n一级指标 二级指标 三级指标 指标值\n" + rows);
    return got.tables.size() == 2 && !got.tables[1].cells.empty() ? got.tables[1].cells[0].doubts.size() : 99;
  };
  EXPECT_EQ(doubts("产出指标数量指标 养护里程 ≥20公里\n质量指标 合格率 ≥95%\n时效指标 完成时间 12月底\n"), 0u);
  EXPECT_EQ(doubts("产出指标数量指标 养护里程 ≥20公里质量指标合格率≥95%\n时效指标 完成时间 12月底\n"), 1u);
}

const std::string kListing = "项目支出绩效目标一览表\n单位：万元\n序号 单位编码 单位名称 项目编码 项目名称 预算数 绩效目标 一级指标 二级指标 三级指标 指标值\n";

// Each project's code is a cell, also where a space or a line's end is inside; "59.561." is an amount and an item's number.
TEST(DumpStreamGlued, CodesTellProjectsApart) {
  const Read got = read_glued(kListing +
                        "1 186001某县人力资源\n和社会保障局本\n级\n37073222P3748117\n1428E农民工工资支付监控\n更新市级配套资金59.561.无安全责任事故\n2.按时完成零工市场环境质量，进一步提升\n"
                        "风险防范能力。产出指标成本指标 资金成本 ≤2.35元/件\n质量指标 整治达标率 ≥60%\n效益指标经济效益指\n标经济收益 达标\n"
                        "2 186002某县劳动保障\n监察大队37073222 P0041328\n1421J参训学员体检费106.001.按照主管部门年度部署，完善高校毕业生\n见习整治。产出指标数量指标高校毕业生见习补助\n数1135人\n质量指标 奖补准确率 >90%\n");
  ASSERT_EQ(got.tables.size(), 1u);
  const Table& table = got.tables[0];
  ASSERT_EQ(table.rows, table.header_rows + 5);
  const int first = table.header_rows;
  EXPECT_EQ(text_at(table, first, 3), "37073222P37481171428E");
  EXPECT_EQ(text_at(table, first, 5), "59.56");
  EXPECT_EQ(text_at(table, first, 6).substr(0, 2), "1.");
  EXPECT_EQ(text_at(table, first + 3, 3), "37073222P00413281421J");
  EXPECT_EQ(text_at(table, first + 3, 5), "106.00");
}

// Where the unit's name ends nothing shows but what offices' names end with.
TEST(DumpStreamGlued, UnitsEndAsOfficesDo) {
  const Read units = read_glued("项目支出绩效目标一览表\n单位：万元\n序号 项目编码 单位名称 项目名称 预算数 一级指标 二级指标 三级指标 指标值\n"
                                "137073222P37481171428E滦栖市排水公司供热管网维护费59.56产出指标成本指标 资金成本 ≤2.35元/件\n质量指标 合格率 ≥95%\n"
                                "237073222P00413281421J滦栖市市政管理处公园绿地养护费106.00产出指标数量指标 养护面积 ≥20公顷\n质量指标 合格率 ≥95%\n");
  ASSERT_EQ(units.tables.size(), 1u);
  const int first = units.tables[0].header_rows;
  EXPECT_EQ(text_at(units.tables[0], first, 2), "滦栖市排水公司");
  EXPECT_EQ(text_at(units.tables[0], first + 2, 2), "滦栖市市政管理处");
}

TEST(DumpStreamGlued, NoSpacesInsideYears) {
  EXPECT_EQ(lines_of("202 4年完成5 2024年\n").at(0), "2024年完成5 2024年");
}

TEST(DumpStreamGlued, NoSpacesInsideGroupsOfDigitsAndStandardsNumbers) {
  EXPECT_EQ(lines_of("982. 76万元，643,66 0台，GB/T1691 5-2024，DB13/ T25654 .1-2021\n").at(0), "982.76万元，643,660台，GB/T16915-2024，DB13/T25654.1-2021");
  EXPECT_EQ(lines_of("GB/T1691 5-2024\n").at(0), "GB/T16915-2024");
  EXPECT_EQ(lines_of("2. 3家单位，2.202 4年完成\n").at(0), "2. 3家单位，2.202 4年完成");
  EXPECT_EQ(lines_of("2.202 4年完成\n").at(0), "2.2024年完成");
  const Read got = read_glued("本部门预算说明，完成设备购置2 05册，群众满意度大于8 5%，同比提高5%\n" + kHead + kRows);
  ASSERT_FALSE(got.lines.empty());
  EXPECT_EQ(got.lines[0], "本部门预算说明，完成设备购置205册，群众满意度大于85%，同比提高5%");
}

TEST(DumpStreamGlued, TheRestOfACodeIsHardlyAPageNumber) {
  const std::vector<std::string> got = lines_of("1封面\n2第一部分\n3甲\n4预算项目绩效目标\n项目编码36022821P0021817949\n5P项目名称消防水源\n绩效目标1.达到国家规\n5定标准。\n");
  EXPECT_EQ(got.at(5), "5P项目名称消防水源");
  EXPECT_EQ(got.at(7), "定标准。");
}

TEST(DumpStreamGlued, ASecondLevelMayStandBelowItsFirstLevel) {
  const Read got = read_glued(kHead + "绩效目标1.养护道路\n2.完成验收\n" + kRows + "效益指标\n社会效益指标 事故下降 事故下降的比率 ≥5% 工作方案\n");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[1], 3, 0), "效益指标");
  EXPECT_EQ(text_at(got.tables[1], 3, 1), "社会效益指标");
  EXPECT_EQ(text_at(got.tables[1], 2, 5), "工作方案");
}

// A line's end may be one within a name.
TEST(DumpStreamGlued, AnUnsureEndOfARowPutsTheRowsInDoubt) {
  const auto doubts = [](const std::string& rows) {
    const Read got = read_glued(kHead + "绩效目标1.养护道路\n2.完成验收\n一级指标 二级指标 三级指标 指标值\n" + rows);
    return got.tables.size() == 2 && !got.tables[1].cells.empty() ? got.tables[1].cells[0].doubts.size() : 99;
  };
  EXPECT_GT(doubts("产出指标成本指标审判法庭音视频设备提升\n成本<271元\n质量指标 合格率 ≥95%\n"), 0u);
}

// The mark has a space inside that is none of the text behind it.
TEST(DumpStreamGlued, ANameMayEndWithAFullStopThatItsDescriptionLacks) {
  const Read got = read_glued(test::kNationalTitle + "项目名称道路养护\n实施单位某局\n年度资金总额12.00\n年度总体目标改善路况\n一级指标二级指标三级指标指标解释指标值\n"
                              "产出指标数量指标养护里程养护里程≥20公里\n效益指标社会效益指标馆藏档案数\n字化事故发\n生率。馆藏档案数字化事故发生\n率，以实际发生为准＜703件\n");
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_EQ(text_at(got.tables[1], 2, 2), "馆藏档案数字化事故发生率。");
}

TEST(DumpStreamGlued, APageMarkInFrontOfATitlesNumber) {
  const std::vector<std::string> got = lines_of("- 1 -甲\n- 2 -3.道路养护绩效目标表\n乙\n- 3 -丙\n");
  ASSERT_EQ(got.size(), 4u);
  EXPECT_EQ(got[1], "3.道路养护绩效目标表");
}

TEST(DumpStreamGlued, AUnitLinesCodeHasNoSpaces) {
  const Read got = read_glued("1.养护绩效目标表\n12300 1 某局 单位：万元\n" + kHead.substr(kHead.find("项目编码")) + kRows);
  EXPECT_NE(std::find(got.lines.begin(), got.lines.end(), "123001 某局 单位：万元"), got.lines.end());
}

TEST(DumpStreamGlued, QuartersAreStepsOfASchedule) {
  const Read got = read_glued(kHead + "资金支出计划（%）一季度二季度三季度四季度\n20% 45% 70% 100%\n绩效目标1.养护道路\n2.完成验收\n" + kRows);
  ASSERT_FALSE(got.tables.empty());
  for (const char* step : {"一季度", "二季度", "四季度", "45%", "100%"}) {
    const auto& cells = got.tables[0].cells;
    EXPECT_TRUE(std::any_of(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.lines.size() == 1 && cell.lines[0].text == step; })) << step;
  }
}

// "差错1、" is the end of the left text with the right one's first number.
TEST(DumpStreamGlued, AListBesideATextBeginsWithItsNumber) {
  const Read got = read_glued("项目支出绩效目标表\n（2024年度）\n项目名称道路养护\n实施单位某局\n年度资金总额12.00\n总体目标实施期目标 年度目标\n"
                         "1、养护道路\n2、不发生养护差错1、改善路况\n2、完成验收\n一级指标二级指标三级指标指标值\n产出指标数量指标养护里程≥20公里\n");
  ASSERT_FALSE(got.tables.empty());
  EXPECT_EQ(text_at(got.tables[0], 4, 1), "1、养护道路2、不发生养护差错");
  EXPECT_EQ(text_at(got.tables[0], 4, 2), "1、改善路况2、完成验收");
}

}  // namespace
}  // namespace budgetlift
