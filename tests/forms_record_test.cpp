// What the Normalizer makes of forms whose head, lines and amounts vary, and of those that nobody has defined.
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::all_reviews;
using test::extra_text;
using test::is_named;
using test::normalize;
using test::table_of;
using test::text_line;
using test::texts;

using Rows = std::vector<std::vector<std::string>>;

const Rows kIndicators = {{"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", "设备数量", "≥3个"}, {"满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"}};

// A head of the national form; the amounts as printed, "-" where the label is not.
Rows national_head(const std::string& total, const std::string& fiscal, const std::string& carryover, const std::string& other) {
  Rows out = {{"项目名称", "某工程", "<", "<"}, {"主管部门", "某厅", "实施单位", "312001-某局"}, {"项目资金（万元）", "年度资金总额", total, "<"}};
  for (const auto& [label, amount] : {std::pair<std::string, std::string>{"其中：财政拨款", fiscal}, {"上年结转", carryover}, {"其他资金", other}}) {
    if (amount != "-") out.push_back({"^", label, amount, "<"});
  }
  out.push_back({"年度总体目标", "1.甲|2.乙", "<", "<"});
  return out;
}

std::vector<Block> national(const Rows& head) {
  return {text_line("项目支出绩效目标表"), text_line("（2023年度）"), table_of(head), table_of(kIndicators)};
}

ProjectRecord record_of(std::vector<Block> blocks) {
  const NormalizedDocument document = normalize(std::move(blocks));
  EXPECT_EQ(document.projects.size(), 1u);
  return document.projects.empty() ? ProjectRecord() : document.projects.front();
}

TEST(NationalForm, GivesARecordThatNeedsNoReview) {
  const NormalizedDocument document = normalize(national(national_head("5", "4", "-", "1")));
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  EXPECT_EQ(record.form.best.name, "national-project");
  EXPECT_TRUE(record.form.known);
  EXPECT_EQ(record.title, "项目支出绩效目标表");
  EXPECT_EQ(record.unit_code, "312001");
  EXPECT_EQ(record.unit_name, "某局");
  EXPECT_EQ(extra_text(record, "authority"), "某厅");
  EXPECT_EQ(record.goals, (std::vector<std::string>{"甲", "乙"}));
  EXPECT_EQ(record.indicators.size(), 2u);
  EXPECT_TRUE(record.review.empty()) << all_reviews(record);
  EXPECT_TRUE(document.unplaced.empty());
}

// Too little of a head to be known as one, above indicators that are: it is not lost without a word.
TEST(NationalForm, RowsOfALostHeadAreNamed) {
  Rows rows = {{"年度总体目标", "甲", "<", "<"}};
  rows.insert(rows.end(), kIndicators.begin(), kIndicators.end());
  const ProjectRecord record = record_of({text_line("项目支出绩效目标表"), text_line("（2023年度）"), table_of(rows)});
  EXPECT_TRUE(record.goals == std::vector<std::string>{"甲"} || is_named(record, "", "unplaced-text"));
}

// The ruling between the goals and the table below them was lost.
TEST(NationalForm, ALabelInsideAValueIsNamed) {
  Rows head = national_head("5", "4", "-", "1");
  head.back()[1] = "1.甲|2.乙|一级指标";
  EXPECT_TRUE(is_named(record_of(national(head)), "/goals", "several-cells"));
}

TEST(NationalForm, TheLabelOfTheAmountsNamesTheirUnit) {
  Rows head = national_head("5", "4", "-", "1");
  head[2][0] = "项目资金（千元）";
  const ProjectRecord record = record_of(national(head));
  EXPECT_EQ(record.printed_unit, "千元");
  EXPECT_EQ(record.total->cny->digits, "5000.00");
}

TEST(NationalForm, TheYearStandsInALineOfItsOwn) {
  EXPECT_EQ(normalize(national(national_head("5", "4", "-", "1"))).facts.fiscal_year, 2023);
}

TEST(NationalForm, TheYearStandsInTheTitle) {
  auto blocks = national(national_head("5", "4", "-", "1"));
  blocks[0] = text_line("项目支出绩效目标表（2022年度）");
  blocks.erase(blocks.begin() + 1);
  EXPECT_EQ(normalize(std::move(blocks)).facts.fiscal_year, 2022);
}

TEST(NationalForm, TheDepartmentsLineIsTheDocumentsAndStaysUnplaced) {
  auto blocks = national(national_head("5", "4", "-", "1"));
  blocks.insert(blocks.begin() + 2, text_line("部门：某厅 单位：万元"));
  const NormalizedDocument document = normalize(std::move(blocks));
  EXPECT_EQ(document.facts.department, "某厅");
  EXPECT_EQ(texts(document.unplaced), std::vector<std::string>{"部门：某厅 单位：万元"});
  EXPECT_EQ(document.projects.at(0).unit_name, "某局");
}

TEST(NationalForm, BlocksSideBySideGoToTheYearAndToThePeriod) {
  auto blocks = national(national_head("5", "4", "-", "1"));
  blocks[3] = table_of({{"绩效指标", "一级指标", "实施期指标", "<", "<", "年度指标", "<", "<"},
                        {"^", "^", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"},
                        {"^", "产出指标", "数量指标", "三年数量", "9个", "数量指标", "一年数量", "3个"},
                        {"^", "^", "质量指标", "三年质量", "8%", "", "", ""}});
  const ProjectRecord record = record_of(std::move(blocks));
  ASSERT_EQ(record.indicators.size(), 1u);
  EXPECT_EQ(record.indicators[0].level3, "一年数量");
  ASSERT_TRUE(record.extra.count("period_indicators"));
  const auto& period = std::get<std::vector<Indicator>>(record.extra.at("period_indicators"));
  ASSERT_EQ(period.size(), 2u);
  EXPECT_EQ(period[1].level1, "产出指标");
  EXPECT_EQ(period[1].level3, "三年质量");
  EXPECT_EQ(period[1].target->kind, "percent");
  EXPECT_EQ(record.fields.count("/extra/period_indicators/0/level3"), 1u);
  EXPECT_TRUE(record.review.empty()) << all_reviews(record);
}

TEST(NationalForm, SecondLevelsOfThePeriodAreChecked) {
  auto blocks = national(national_head("5", "4", "-", "1"));
  blocks[3] = table_of({{"绩效指标", "一级指标", "实施期指标", "<", "<", "年度指标", "<", "<"},
                        {"^", "^", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"},
                        {"^", "产出指标", "质量指标数量指标", "三年数量", "9个", "数量指标", "一年数量", "3个"}});
  EXPECT_TRUE(is_named(record_of(std::move(blocks)), "/extra/period_indicators/0/level2", "unknown-level2"));
}

TEST(NationalForm, BothGoalsBesideTheirCommonLabel) {
  Rows head = national_head("5", "4", "-", "1");
  head.back() = {"总体目标", "实施期目标", "年度目标", "<"};
  head.push_back({"^", "三年做完", "1.甲|2.乙", "<"});
  const ProjectRecord record = record_of(national(head));
  EXPECT_EQ(extra_text(record, "period_goal"), "三年做完");
  EXPECT_EQ(record.goals, (std::vector<std::string>{"甲", "乙"}));
  EXPECT_TRUE(record.review.empty()) << all_reviews(record);
}

TEST(SumsOfForms, WhatIsLeftOfTheYearBeforeIsAPart) {
  EXPECT_FALSE(is_named(record_of(national(national_head("6", "4", "1", "1"))), "/budget/total", "sum-mismatch"));
}

TEST(SumsOfForms, WhatIsLeftOfTheYearBeforeMayBeOneOfTheFiscalFunds) {
  EXPECT_FALSE(is_named(record_of(national(national_head("5", "4", "1", "1"))), "/budget/total", "sum-mismatch"));
}

TEST(SumsOfForms, PartsThatDoNotAddUpAreNamed) {
  const ProjectRecord record = record_of(national(national_head("7", "4", "1", "1")));
  for (const char* field : {"/budget/total", "/budget/fiscal", "/budget/other"}) EXPECT_TRUE(is_named(record, field, "sum-mismatch")) << field;
}

TEST(SumsOfForms, WhereOneOfThePartsIsNotUnderstoodTheOthersDoNotAddUp) {
  Form form = test::builtin("national-project");
  form.sums.at(0).maybe = {"/extra/carryover", "/extra/period_total"};
  for (const auto& [carryover, named] : {std::pair{"约一", true}, {"0", false}}) {
    Rows head = national_head("6", "4", carryover, "1");
    head.insert(head.end() - 1, {"^", "实施期资金总额", "1", "<"});
    const NormalizedDocument document = normalize(national(head), {form});
    EXPECT_EQ(is_named(document.projects.at(0), "/budget/total", "sum-mismatch"), named) << carryover;
  }
}

// The amounts of an older form of Hebei: its total, its fiscal funds, and its other funds where their label is printed.
ProjectRecord early(const std::string& total, const std::string& fiscal, const std::optional<std::string>& other) {
  Rows head = {{"项目编码", "13052924P00584110432W", "项目名称", "某工程", "<", "<"}, {"预算数", total, "其中：财政资金", fiscal, "<", "<"}, {"绩效目标", "甲", "<", "<", "<", "<"}};
  if (other) head[1] = {"预算数", total, "其中：财政资金", fiscal, "其他资金", *other};
  return record_of({text_line("某工程绩效目标表"), text_line("312001 某局 单位：万元"), table_of(head), table_of(kIndicators)});
}

TEST(SumsOfForms, PartsThatAFormLeavesOutAreNotAskedFor) {
  const ProjectRecord record = early("5", "3", std::nullopt);
  EXPECT_EQ(record.form.best.name, "hebei-early");
  EXPECT_FALSE(is_named(record, "/budget/total", "sum-mismatch"));
}

TEST(SumsOfForms, PartsWhoseLabelIsPrintedAreAskedForThoughTheyAreEmpty) { EXPECT_TRUE(is_named(early("5", "3", ""), "/budget/total", "sum-mismatch")); }

TEST(UnknownForms, AreNamedAndTheirTextsKept) {
  // Labels of several forms, and some of none.
  const NormalizedDocument document = normalize({text_line("专项任务计划表"),
                                                 table_of({{"项目名称", "某工程", "牵头处室", "办公室"}, {"部门名称", "某厅", "联系电话", "12345"}, {"资金用途", "买设备", "<", "<"}, {"验收标准", "通过", "<", "<"}})});
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  EXPECT_FALSE(record.form.known);
  EXPECT_TRUE(is_named(record, "", "unknown-form"));
  EXPECT_TRUE(is_named(record, "/project/name", "several-cells"));   // 牵头处室 is no label that any form knows
  EXPECT_EQ(extra_text(record, "phone"), "12345");
  std::string kept = record.name.value_or("") + record.purpose.value_or("") + record.unit_name.value_or("");
  for (const std::string& text : texts(document.unplaced)) kept += text;
  for (const Review& review : record.review) kept += review.detail;
  for (const char* text : {"牵头处室", "办公室", "某厅", "买设备", "验收标准", "通过"}) EXPECT_NE(kept.find(text), std::string::npos) << text;
}

TEST(UnknownForms, AFormThatFitsIsNotNamed) { EXPECT_FALSE(is_named(record_of(national(national_head("5", "4", "-", "1"))), "", "unknown-form")); }

TEST(FormEvidence, IsEachRecordsOwnWhereTwoStandInOneTable) {
  Rows both = national_head("5", "4", "-", "1");
  both.insert(both.end(), kIndicators.begin(), kIndicators.end());
  // The second form lacks most of its head.
  const Rows second = {{"项目名称", "别的工程", "<", "<"}, {"主管部门", "某厅", "承担机构", "某站"}, {"牵头处室", "办公室", "建设地点", "城关镇"}};
  both.insert(both.end(), second.begin(), second.end());
  const NormalizedDocument document = normalize({text_line("项目支出绩效目标表"), table_of(both)});
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(document.projects[0].form.known);
  EXPECT_DOUBLE_EQ(document.projects[0].form.best.score, 1);
  EXPECT_FALSE(document.projects[1].form.known);
}

TEST(IndicatorsOutside, OfTheFormsTableAreNamed) {
  for (const char* text : {"产出指标 数量指标 设备数量", "服务对象满意度指标"}) {
    auto blocks = national(national_head("5", "4", "-", "1"));
    blocks.push_back(text_line(text));
    const NormalizedDocument document = normalize(std::move(blocks));
    EXPECT_TRUE(is_named(document.projects.at(0), "/indicators", "unplaced-text")) << text;
    EXPECT_EQ(texts(document.unplaced), std::vector<std::string>{text});
  }
}

TEST(IndicatorsOutside, ASentenceThatOnlyHasSuchAWordIsNone) {
  auto blocks = national(national_head("5", "4", "-", "1"));
  blocks.push_back(text_line("各项产出指标见附件。"));
  EXPECT_FALSE(is_named(record_of(std::move(blocks)), "/indicators", "unplaced-text"));
}

TEST(OneForm, GivenAloneReadsADocumentOfAnother) {
  const ProjectRecord record = normalize(national(national_head("5", "4", "-", "1")), {test::builtin("shanghai-project")}).projects.at(0);
  EXPECT_FALSE(record.form.known);
  EXPECT_TRUE(is_named(record, "", "unknown-form"));
}

}  // namespace
}  // namespace budgetlift
