// Words with numbers, labels that a page's end cuts, and names of levels, in dumps in drawing order.
#include "extract/dump_stream_labels.h"
#include "extract/dump_stream_number_words.h"
#include "tests/dump_records.h"

namespace budgetlift {
namespace {

using test::Read;
using test::read_whole;
using test::text_at;

const std::string kHead = "项目支出绩效目标表\n（2024年度）\n项目名称 道路养护\n实施单位 某局\n项目资金（\n万元）\n年度资金总额 12.00\n其中：财政拨款 10.00\n其他资金 2.00\n年度总体目\n标\n1.养护道路\n2.完成验收\n"
                          "一级指标 二级指标 三级指标 指标值\n";

std::vector<size_t> inside(const std::vector<std::u32string>& lines, std::u32string_view key) {
  StreamNumberWords words;
  for (const std::u32string& line : lines) words.add(line, {U"件", U"平台"});
  const std::vector<bool> found = words.inside(key);
  std::vector<size_t> out;
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i]) out.push_back(i);
  }
  return out;
}

TEST(DumpStreamNumberWords, LettersBesideIdeographsAreOfTheirWord) {
  EXPECT_EQ(inside({U"档案接收平台V3.0更新"}, U"接收平台V3.0更新时间"), (std::vector<size_t>{4, 8, 9}));
  EXPECT_TRUE(inside({U"档案接收平台"}, U"接收平台V3.0更新时间").empty());
}

TEST(DumpStreamNumberWords, AQuantityIsNoneUnlessItStandsInTheSameWordsAgainAndAgain) {
  EXPECT_TRUE(inside({U"完成补助1375件以上"}, U"完成补助1375件以上").empty());
  EXPECT_TRUE(inside({U"应急处置96333平台整治", U"应急处置96333平台检测"}, U"处置96333平台").empty());
  EXPECT_EQ(inside({U"应急处置96333平台整治", U"置96333平台检测", U"应急处置96333平台"}, U"处置96333平台"), (std::vector<size_t>{2, 7, 8}));
  EXPECT_TRUE(inside({U"金额12.50其中", U"金额12.50其中", U"金额12.50其中"}, U"金额12.50其中").empty());
}

TEST(DumpStreamWords, ANumberInANameIsNoTarget) {
  const std::string prose = "全年推进电梯应急处置 96333 平台整治 3 处，按时完成年度任务，确保工作有序开展。\n落实电梯应急处置 96333 平台检测 5 次，落实各项任务。\n保障电梯应急处置 96333 平台运行 24 小时。\n";
  const Read got = read_whole(prose + kHead + "产出指标\n数量指标 养护里程 20 公里\n质量指标 合格率（%） 90%\n效益指标\n生态效益指标 污染物减排量 <7 件\n经济效益指标 电梯应急处置 96333 平\n"
                              "台产值提高率 有所降低\n社会效益指标 维护社会稳定 5 次\n\f");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 6);
  EXPECT_EQ(text_at(got.tables[1], 4, 2), "电梯应急处置96333平台产值提高率");
  EXPECT_EQ(text_at(got.tables[1], 4, 3), "有所降低");
}

TEST(DumpStreamWords, WhatStandsBehindAWholeTargetMayBeTheRestOfAnotherCell) {
  Read got;
  read_stream(kHead + "产出指标\n数量指标 养护里程 ≥20公里\n数量指标 完成桥梁加固采购 1633件\n任务量\n质量指标 合格率 ≥95%\n", DumpKind::browser, DumpWords(builtin_forms()), builtin_forms(), DumpOptions{}, got.sink());
  ASSERT_EQ(got.tables.size(), 2u);
  EXPECT_FALSE(test::at(got.tables[1], 2, 2)->doubts.empty());
  EXPECT_FALSE(test::at(got.tables[1], 2, 3)->doubts.empty());
  EXPECT_TRUE(test::at(got.tables[1], 1, 3)->doubts.empty());
}

TEST(DumpStreamWords, ALineWithATargetsWordAlonePartsRows) {
  const Read got = read_whole(kHead + "产出指标\n数量指标\n村民人数\n≥2698吨\n成本指标\n检测标准\n不超过7元\n效益指标\n生态效益指标\n污染物减排量\n稳步提高\n植被覆盖率\n≤1576头\n满意度指标\n服务对象满意\n度指标\n满意度\n90%\n村民满意度\n>80%\n");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 7);
  EXPECT_EQ(text_at(got.tables[1], 3, 2), "污染物减排量");
  EXPECT_EQ(text_at(got.tables[1], 4, 3), "≤1576头");
}

TEST(DumpStreamWords, ALevelsNameIsNoTarget) {
  const Read got = read_whole(kHead + "产出指标\n数量指标\n聘用到馆读者数\n377册\n质量指标\n质量合格率(%)\n100%\n时效指标\n项目完成时间\n及时\n成本指标\n合同金额\n<5万元\n效益指标\n经济效益指标\n"
                              "降低农家书屋采购费用\n持续发挥作用\n满意度指\n标\n服务对象满意\n度指标\n社会公众满意度\n大于80%\n1\n");
  ASSERT_EQ(got.tables.size(), 2u);
  ASSERT_EQ(got.tables[1].rows, 7);
  EXPECT_EQ(text_at(got.tables[1], 5, 3), "持续发挥作用");
  EXPECT_EQ(text_at(got.tables[1], 6, 0), "满意度指标");
}

TEST(DumpStreamLabels, TheBeginningOfALabelWithSpacesIsNoCutOne) {
  const Read got = read_whole("项目支出绩效目标表（2026年度）\n项 目 名 称：\n某工程\n实施单位：\n某局\n其 他 资 金：\n0.00\n总\n体\n目\n标\n实施期目标：\n年 度 目 标：\n1.规范程度\n2.落实加固\n1.杜绝挪用\n2.形成机制\n\f"
                              "绩\n效\n指\n标\n一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n养护里程\n≥20公里\n");
  ASSERT_FALSE(got.tables.empty());
  bool found = false;
  for (const Cell& cell : got.tables[0].cells) found = found || canonical_joined(cell.lines) == "年度目标：";
  EXPECT_TRUE(found);
}

TEST(DumpStreamLabels, ALabelWrittenDownwardsMayLackItsLastCharacterBehindAPagesEnd) {
  const Read got = read_whole("财政项目支出绩效目标申报表\n项目名称： 某工程\n实施单位： 某局\n项目资金总额： 12.00 年度资金申请总额： 12.00\n其他资金： 0.00\n项\n目\n绩\n项目总目标 年度总体目标\n1.规范程度\n2.落实加固\n"
                              "1.杜绝挪用\n2.形成机制\n\f效\n目\n3.推进整治\n3.完成验收\n绩\n效\n指\n标\n一级指标 二级指标 三级指标 指标值\n产出指标\n数量指标 养护里程 ≥20公里\n\f");
  ASSERT_FALSE(got.tables.empty());
  std::vector<std::string> goals;
  for (const Cell& cell : got.tables[0].cells) {
    if (cell.lines.size() == 3) goals.push_back(canonical_joined(cell.lines));
  }
  EXPECT_EQ(goals, (std::vector<std::string>{"1.规范程度2.落实加固3.推进整治", "1.杜绝挪用2.形成机制3.完成验收"}));
}

// Where cells are glued, the parts' neighbours are: what begins a label or a first level behind them shows their ends.
TEST(DumpStreamLabels, ALabelWrittenDownwardsMayBeGluedToTheNextCells) {
  std::vector<StreamLine> lines;
  for (const char* line : {"（2）不发生补助差", "错", "绩一级指标二级指标三级指标指标值", "效", "指", "标产出指标数量指标建设面积≤12间"}) lines.push_back({line, static_cast<int>(lines.size()) + 1, lines.size() < 3 ? 1 : 2});
  lines[3].page_start = true;
  const StreamText text = stream_text(lines, 0, lines.size());
  const StreamText kept = without_cut_labels(text, text.key.find(U"一级指标"), DumpWords(builtin_forms()));
  EXPECT_EQ(encode_utf8(kept.key), "(2)不发生补助差错一级指标二级指标三级指标指标值产出指标数量指标建设面积≤12间");
}

std::vector<std::string> joined(const std::string& above, const std::string& below) {
  const DumpWords words(builtin_forms());
  StreamLines lines;
  for (const auto& [text, start] : {std::pair{above, false}, std::pair{below, true}, std::pair{std::string("项目资金"), false}}) {
    StreamLine line;
    line.text = text;
    line.page = start ? 2 : 1;
    line.page_start = start;
    lines.lines.push_back(line);
  }
  join_cut_labels(lines, words);
  std::vector<std::string> out;
  for (const StreamLine& line : lines.lines) out.push_back((line.page_start ? "*" : "") + line.text);
  return out;
}

TEST(DumpStreamLabels, RestsBehindAPagesEndGoToTheirLabels) {
  EXPECT_EQ(joined("计划开始日 2022年1月1日 计划完成日 2022年12月31日", "期： 期："),
            (std::vector<std::string>{"计划开始日期： 2022年1月1日 计划完成日期： 2022年12月31日", "*项目资金"}));
  EXPECT_EQ(joined("计划开始日期 2022年1月1日 计划完成日 2022年12月31日", "期 其他"),
            (std::vector<std::string>{"计划开始日期 2022年1月1日 计划完成日期 2022年12月31日", "*其他", "项目资金"}));
  EXPECT_EQ(joined("计划开始日期 2022年1月1日", "期"), (std::vector<std::string>{"计划开始日期 2022年1月1日", "*期", "项目资金"}));
}

TEST(DumpStreamLabels, ALabelsRestIsNoPartOfTheLabelBesideIt) {
  const DumpWords words(builtin_forms());
  StreamLines lines;
  lines.lines = {{"三级指标 指标值 指标值确定依", 1, 1}, {"据财政资金 其他资金", 2, 1}};
  part_glued_labels(lines, words);
  ASSERT_EQ(lines.lines.size(), 3u);
  EXPECT_EQ(lines.lines[1].text, "据");
  EXPECT_EQ(lines.lines[2].text, "财政资金 其他资金");
}

}  // namespace
}  // namespace budgetlift
