// Listings in dumps in drawing order: projects' own cells, numbers beside pages' numbers, what is glued, projects that get no record.
#include <algorithm>

#include "extract/dump_reader.h"
#include "extract/dump_stream_values.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::records_of;

const std::string kTitle = "2024年度部门预算项目支出绩效目标表\n单位：万元\n";

std::string lines(std::initializer_list<const char*> all) {
  std::string out;
  for (const char* line : all) out += std::string(line) + "\n";
  return out;
}

// Three projects; `join` stands between the cells of a row.
std::string listing(const std::string& header, const std::string& break_between) {
  return kTitle + header +
         lines({"1", "某县水务局本级", "53042824P0053", "0281617Q", "河道清淤疏浚补助", "资金", "10.00", "1.清理河道", "2.保障行洪", "产出指标", "数量指标", "清淤里程", "≥20公里", "质量指标",
                "验收合格率", "≥95%"}) +
         break_between +
         lines({"2", "某县水务局本级", "53042824P3448", "3404269B", "水质监测", "8.50", "1.达到国家标准", "产出指标", "时效指标", "完成时间", "2024年12月底前", "效益指标", "社会效益指标", "公众知晓率",
                "≥80%"}) +
         lines({"3", "某县水文站", "53042824P9400", "6374482P", "测站维护", "3.20", "1.设备运转正常", "产出指标", "成本指标", "维护标准", "≤5万元", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"});
}

const std::string kHeader = lines({"序号", "单位名称", "项目编码", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"});

TEST(DumpStreamListing, NumbersCodesAndNamesHaveCellsOfTheirOwn) {
  const NormalizedDocument got = records_of(listing(kHeader, ""));
  ASSERT_EQ(got.projects.size(), 3u);
  EXPECT_EQ(got.projects[0].code, "53042824P00530281617Q");
  EXPECT_EQ(got.projects[0].name, "河道清淤疏浚补助资金");
  EXPECT_EQ(got.projects[0].unit_name, "某县水务局本级");
  EXPECT_EQ(got.projects[1].goals.size(), 1u);
  EXPECT_EQ(got.projects[2].unit_name, "某县水文站");
  EXPECT_EQ(got.projects[2].indicators.size(), 2u);
}

TEST(DumpStreamListing, AProjectsNumberIsNoPages) {
  const NormalizedDocument got = records_of(listing(kHeader, ""));
  for (const ProjectRecord& project : got.projects) EXPECT_TRUE(project.extra.count("sequence")) << project.name.value_or("");
}

TEST(DumpStreamListing, ANumberAboveARepeatedHeaderIsAPages) {
  const NormalizedDocument got = records_of(listing(kHeader, "7\n" + kHeader));
  ASSERT_EQ(got.projects.size(), 3u);
  ASSERT_EQ(got.projects[0].indicators.size(), 2u);
  EXPECT_EQ(got.projects[0].indicators[1].target->text, "≥95%");
}

TEST(DumpStreamListing, LabelsThatNoFormKnowsBelongToTheHeader) {
  const std::string header = lines({"项目基本情况", "绩效目标及指标"}) + kHeader;
  const NormalizedDocument got = records_of(listing(header, header));
  ASSERT_EQ(got.projects.size(), 3u);
  EXPECT_EQ(got.projects[0].title, "2024年度部门预算项目支出绩效目标表");
  EXPECT_EQ(got.projects[1].name, "水质监测");
  EXPECT_EQ(got.projects[0].indicators.back().target->text, "≥95%");
}

TEST(DumpStreamListing, AmountsOfAGroupMayStandInTheHeadersLastRow) {
  const std::string header = lines({"项目名称 项目编码", "预算数", "绩效指标", "小计", "其中", "一级指标 二级指标 三级指标 指标值", "财政资金 其他资金"});
  const std::string text = kTitle + header +
                           lines({"河道清淤 53042824P00530281617Q 10.00 7.00 3.00 产出指标 数量指标 清淤里程 ≥20公里", "质量指标 验收合格率 ≥95%",
                                  "水质监测 53042824P34483404269B 8.50 8.00 0.50 产出指标 数量指标 监测次数 ≥12次", "效益指标 社会效益指标 公众知晓率 ≥80%"}) + "\f";
  const NormalizedDocument got = records_of(text);
  ASSERT_EQ(got.projects.size(), 2u);
  EXPECT_EQ(got.projects[0].total->printed, "10.00");
  EXPECT_EQ(got.projects[0].fiscal->printed, "7.00");
  EXPECT_EQ(got.projects[1].other->printed, "0.50");
}

TEST(DumpStreamListing, AProjectsCellGoesOnBesideItsLaterRows) {
  const std::string header = "序号 单位编码 单位名称 项目编码 项目名称 预算数 绩效目标 一级指标 二级指标 三级指标 指标值\n";
  const std::string goals = "目标1：清理河道淤泥和垃圾，改善水生\n态环境，保障汛期行洪安全，不发生漫\n堤决口等险情";
  const std::string rows = "产出指标\n数量指标 清淤疏浚河道总里\n程 ≥20公里\n质量指标 河道清淤工程验收\n合格率 ≥95%\n";
  const auto project = [&](const std::string& number, const std::string& code) { return number + " 123001 某县水务局本级 " + code + " 河道清淤 10.00 " + goals; };
  const NormalizedDocument got = records_of(kTitle + header + project("1", "53042824P00530281617Q") + "\n" + rows + project("2", "53042824P94006374482P") + "\n" + rows +
                                            project("3", "53042824P34483404269B") + "，达到国家标准，确保群\n" + rows + "\f" + header +
                                            "众满意。 时效指标 完成时间 2024年12月底前\n效益指标\n社会效益指标 公众知晓率 ≥80%\n\f");
  ASSERT_EQ(got.projects.size(), 3u);
  EXPECT_EQ(got.projects[2].goals, (std::vector<std::string>{"清理河道淤泥和垃圾，改善水生态环境，保障汛期行洪安全，不发生漫堤决口等险情，达到国家标准，确保群众满意。"}));
  EXPECT_EQ(got.projects[2].indicators.size(), 4u);
  EXPECT_EQ(got.projects[2].unit_code, "123001");
}

TEST(DumpStreamListing, AProjectsFirstRowThatAPagesEndCutsIsWhole) {
  const std::string header = "序号 项目编码 项目名称 绩效目标 一级指标 二级指标 三级指标 指标值\n";
  const std::string rows = "产出指标\n数量指标 清淤里程 ≥20公里\n质量指标 验收合格率 ≥95%\n";
  const NormalizedDocument got = records_of(kTitle + header + "1 53042824P005302\n81617Q\n河道清淤\n补助\n1、清理河道淤泥\n2、保障行洪\n" + rows +
                                            "2 53042824P344834 水质监测、水源 1、达到国家标准，优化水源地 产出指标 数量指标 监测次数 ≥12次\n\f" + header +
                                            "04269B 保护补助\n服务水平\n2、按月完成水质监测\n质量指标 监测合格率 ≥95%\n满意度指标\n服务对象满意度指标 群众满意度 ≥90%\n\f");
  ASSERT_EQ(got.projects.size(), 2u);
  EXPECT_EQ(got.projects[1].code, "53042824P34483404269B");
  EXPECT_EQ(got.projects[1].indicators.size(), 3u);
  EXPECT_EQ(got.projects[0].indicators.size(), 2u);
}

TEST(DumpStreamListing, ACodesRestMayStandBehindThatOfANeighboursCell) {
  const std::string header = "序号 单位编码 单位名称 项目编码 项目名称 绩效目标 一级指标 二级指标 三级指标 指标值\n";
  const std::string rows = "产出指标\n数量指标 清淤里程 ≥20公里\n质量指标 验收合格率 ≥95%\n";
  const NormalizedDocument got = records_of(kTitle + header + "1 767001 某县教师发展中心 53042824P00530281617Q 河道清淤 1、清理河道淤泥 " + rows +
                                            "2 767002 某县教师发展中 53042824P3448340426 水质监测 1、达到国家标准，优化水源地 产出指标 成本指标 成本控制率 ≤8元\n\f" + header +
                                            "心 9B 租赁经费 服务水平\n2、按月完成水质监测\n质量指标 监测合格率 ≥95%\n满意度指标\n服务对象满意度指标 群众满意度 ≥90%\n\f");
  ASSERT_EQ(got.projects.size(), 2u);
  EXPECT_EQ(got.projects[1].code, "53042824P34483404269B");
  EXPECT_EQ(got.projects[1].unit_name, "某县教师发展中心");
  EXPECT_EQ(got.projects[1].name, "水质监测租赁经费");
  EXPECT_EQ(got.projects[0].indicators.size(), 2u);
}

// Its page's number, 2, stands before the second project's own.
TEST(DumpStreamListing, WhereCodesStandBehindProjectsNumbersOthersArePages) {
  std::string text = listing(lines({"序号", "项目编码", "单位名称", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"}), "2\n");
  for (const char* unit : {"某县水务局本级\n", "某县水文站\n"}) {   // codes first
    for (size_t at = 0; (at = text.find(unit, at)) != std::string::npos; ++at) {
      const size_t first = at + std::string(unit).size(), end = text.find('\n', text.find('\n', first) + 1) + 1;
      const std::string code = text.substr(first, end - first);
      text.replace(at, end - at, code + unit);
      at += code.size();
    }
  }
  const NormalizedDocument got = records_of("1\n某县水务局2024年部门预算\n" + text);
  ASSERT_EQ(got.projects.size(), 3u);
  EXPECT_EQ(got.projects[0].indicators.back().target->text, "≥95%");
  EXPECT_EQ(got.projects[1].code, "53042824P34483404269B");
}

TEST(DumpStreamListing, ARunningHeadAboveARepeatedHeaderIsNoText) {
  const std::string head = "某县水务局2024年部门预算\n";
  const NormalizedDocument got = records_of(head + listing(kHeader, "1\n" + head + kHeader));
  ASSERT_EQ(got.projects.size(), 3u);
  EXPECT_EQ(got.projects[0].indicators.size(), 2u);
  EXPECT_EQ(got.projects[0].indicators[1].target->text, "≥95%");
}

// Which part of a total an amount is, is told by its place alone, which such a dump does not show.
TEST(DumpStreamListing, PartsOfATotalThatAreNotAllPrintedAreInDoubt) {
  const std::string header = "序号 项目编码 项目名称\n预算数\n小计 其中：财政资金 其他资金\n绩效目标 一级指标 二级指标 三级指标 指标值\n";
  const NormalizedDocument got = records_of(kTitle + header + "1 53042824P00530281617Q 河道清淤 10.00 10.00 目标1：清理河道\n产出指标\n数量指标 清淤里程 ≥20公里\n"
      "2 53042824P34483404269B 水质监测 8.50 8.00 0.50 目标1：达到国家标准\n产出指标\n数量指标 监测次数 ≥12次\n\f");
  ASSERT_EQ(got.projects.size(), 2u);
  const auto in_review = [](const ProjectRecord& record, const std::string& field) {
    return std::any_of(record.review.begin(), record.review.end(), [&](const Review& review) { return review.field == field; });
  };
  EXPECT_TRUE(in_review(got.projects[0], "/budget/other"));
  EXPECT_TRUE(in_review(got.projects[0], "/budget/fiscal"));
  EXPECT_FALSE(in_review(got.projects[1], "/budget/other"));
}

TEST(DumpStreamListing, GluedNumbersEndWhereTheOthersSay) {
  const std::string text = kTitle + "序号项目编码单位名称预算数绩效目标\n一级指标二级指标三级指标指标值\n" +
                           lines({"153042824P0053", "0281617Q某县水务局本级10.00目标1：清理河道", "目标2：保障行洪产出指标数量指标清淤里程≥20公里", "质量指标验收合格率≥95%",
                                  "253042824P3448", "3404269B某县水务局本级8.50目标1：达到国家标准产出指标数量指标监测次数≥12次", "效益指标社会效益指标公众知晓率≥80%",
                                  "353042824P9400", "6374482P某县水文站3.20目标1：设备运转正常产出指标成本指标维护标准≤5万元", "满意度指标服务对象满意度指标群众满意度≥90%"});
  const NormalizedDocument got = records_of(text);
  ASSERT_EQ(got.projects.size(), 3u);
  EXPECT_EQ(got.projects[0].code, "53042824P00530281617Q");
  EXPECT_EQ(got.projects[1].code, "53042824P34483404269B");
  ASSERT_TRUE(got.projects[2].total.has_value());
  EXPECT_EQ(got.projects[2].total->printed, "3.20");
  EXPECT_EQ(got.projects[1].indicators.size(), 2u);
}

TEST(DumpStreamListing, AProjectWithoutARecordIsNamed) {
  // The second project's row lacks its number: nothing tells it from the first.
  std::string text = listing(kHeader, "");
  text.erase(text.find("\n2\n某县") + 1, 2);
  const NormalizedDocument got = records_of(text);
  size_t named = 0;
  for (const ProjectRecord& project : got.projects) {
    named += std::any_of(project.review.begin(), project.review.end(), [](const Review& entry) { return entry.reason == "form-not-read"; });
  }
  EXPECT_TRUE(got.projects.size() >= 3u);
  EXPECT_EQ(got.projects.size() - named, 2u);
}

TEST(DumpStreamValues, CodesAndNumbers) {
  using namespace stream_values;
  EXPECT_EQ(project_code_at(U"53042824P00530281617Q"), 0u);
  EXPECT_EQ(project_code_at(U"本级53042824P0053"), 2u);
  EXPECT_EQ(project_code_at(U"336001"), std::u32string_view::npos);
  EXPECT_TRUE(is_number(U"12"));
  EXPECT_FALSE(is_number(U"012"));
  EXPECT_LT(code_cost(U"53042824P00530281617Q"), code_cost(U"0281617Q"));
  EXPECT_EQ(id_cost(U"336001"), 0);
  EXPECT_GT(id_cost(U"某局336001"), 0);
}

// What a page's end cuts off a project's name and goals stands below it: no row of indicators, with an item's number for a target.
TEST(DumpStreamListing, AnItemsNumberBehindAPagesEndIsNoTarget) {
  const std::string header = "序号 单位名称 项目编码 项目名称 预算数 绩效目标 一级指标 二级指标 三级指标 指标值 指标值确定依据\n";
  const std::string rows = "产出指标\n质量指标 清淤合格率 ≥98% 市场询价\n";
  const NormalizedDocument got = records_of(kTitle + header + "1 某县水务局 53042824P00530281617Q 河道清淤\n工作经费 0.65 1. 清理河道\n2. 保障行洪\n" + rows + "质量指标 验收合格率 ≥95% 年度计划\n" +
                                            "2 某县水务局 53042824P34483404269B 国家学业水平\n考试考务更新 0.66 1. 不发生0.5% 以上的农村\n小规模学校宣传差错\n" + rows + "\f" + header +
                                            "工作经费 2. 群众反映良好\n质量指标 一次验收通过率 长期 年度计划\n时效指标 完成时限 3 月底前 年度计划\n\f");
  ASSERT_EQ(got.projects.size(), 2u);
  EXPECT_EQ(got.projects[1].indicators.size(), 3u);
  for (const Indicator& indicator : got.projects[1].indicators) EXPECT_NE(indicator.target->text, "2.");
}

// "1.2021|年完成": an item begins there, not an amount.
TEST(DumpStreamListing, AYearBehindAnItemsNumberIsNoAmount) {
  const std::string header = "序号 项目编码 项目名称 预算数 财政资金 其他资金 绩效目标 一级指标 二级指标 三级指标 指标值\n";
  const auto project = [](const char* number, const char* code, const char* amounts, const char* goals) {
    return std::string(number) + " " + code + " 河道清淤\n" + amounts + "\n" + goals + "产出指标\n数量指标 清淤里程 ≥20 公里\n质量指标 验收合格率 ≥95%\n";
  };
  const NormalizedDocument got = records_of(kTitle + header + project("1", "53042824P00530281617Q", "0.0261 0.0200 0.0061", "1. 清理河道\n2. 保障行洪\n") +
                                            project("2", "53042824P34483404269B", "0.0261 0.0261", "1.2021 年完成清理\n2. 保障行洪\n") + "\f");
  ASSERT_EQ(got.projects.size(), 2u);
  ASSERT_EQ(got.projects[1].goals.size(), 2u);
  EXPECT_EQ(got.projects[1].goals[0], "2021年完成清理");
}

}  // namespace
}  // namespace budgetlift
