// No form of a dump is passed over without a word, whichever reader saw it.
#include <algorithm>
#include <string>
#include <tuple>

#include "extract/dump_audit.h"
#include "extract/dump_reader.h"
#include "normalize/dump_checks.h"
#include "normalize/target.h"
#include "normalize/normalizer.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::records_of;

bool has(const ProjectRecord& record, const std::string& field, const std::string& reason) {
  return std::any_of(record.review.begin(), record.review.end(), [&](const Review& entry) { return entry.field == field && entry.reason == reason; });
}

TextLine dumped(const std::string& text) { return {.text = text, .page = 1, .box = {}, .line = 1, .source = Source::text_dump}; }

const std::string kUnknown =
    "预算项目任务书\n项目属性： 延续项目 资金来源： 本级财政\n项目编码： 41113222P09848348278Q 牵头处室： 综合业务科\n主管部门 某局\n负责人 李明\n";

TEST(DumpAudit, AFormThatNobodyDefinedIsReadByItsLabelsAndNamed) {
  const NormalizedDocument document = records_of(kUnknown);
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].code, "41113222P09848348278Q");
  EXPECT_TRUE(has(document.projects[0], "/project/code", "ambiguous-cells"));
  EXPECT_TRUE(has(document.projects[0], "", "unknown-form"));
  EXPECT_TRUE(std::any_of(document.unplaced.begin(), document.unplaced.end(), [](const TextLine& line) { return line.text.starts_with("牵头处室："); }));
}

// Labels without values beside them: the text is in an order that tells nothing.
TEST(DumpAudit, AFormThatCannotBeReadIsNamedAndItsTextIsUnplaced) {
  const NormalizedDocument document = records_of("预算项目任务书\n项目属性\n项目编码\n主管部门\n负责人\n延续项目\n41113222P09848348278Q\n某局\n李明\n");
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(has(document.projects[0], "", "form-not-read"));
  EXPECT_TRUE(std::any_of(document.unplaced.begin(), document.unplaced.end(), [](const TextLine& line) { return line.text == "李明"; }));
}

// Cells are glued: a label behind a space shows itself by the code that follows it.
TEST(DumpAudit, AGluedLabelBeforeACodeCounts) {
  const std::string form = "政府投资项目申报书\n资金来源本级财政项目名称计量强制检定工作经费\n实施单位某县检验检测中心 项目编码36052124P40659340300A\n绩效目标为高质量发展提供支撑\n";
  EXPECT_EQ(records_of("某局2024年预算说明\n" + form + form).projects.size(), 2u);
}

TEST(DumpAudit, LabelsThatComeAgainAreTheNextProject) { EXPECT_EQ(records_of(kUnknown + kUnknown).projects.size(), 2u); }

TEST(DumpAudit, RunningTextThatNamesTwoLabelsIsNoForm) {
  EXPECT_TRUE(records_of("某局2024年预算说明\n主管部门 某局\n项目编码按财政部门的规定填写，共有三项。\n其余见附表。\n").projects.empty());
}

TEST(DumpAudit, AListingWhoseCellsAreGluedIsAProjectACode) {
  std::string text = "某局2024年预算说明\n";
  for (const char* code : {"13052924P00584110432W", "13052924P00584110433X"}) {
    text += "某局本级\n" + std::string(code) + "道路养护\n数量指标养护里程≥20公里\n质量指标合格率100%\n社会效益指标受益人数≥20人\n";
  }
  EXPECT_EQ(records_of(text).projects.size(), 2u);
}

TEST(DumpAudit, AFormThatTheReaderNamedIsNotNamedAgain) {
  const DumpWords words(builtin_forms());
  size_t tables = 0;
  const BlockSink sink = [&](Block&& block) { tables += std::holds_alternative<Table>(block); };
  DumpAudit audit(words, sink);
  Table unread;
  unread.cells.emplace_back();
  unread.cells.front().doubts.push_back({"form-not-read", ""});
  audit.take(std::move(unread));
  for (const char* text : {"项目属性", "项目编码", "主管部门"}) audit.take(dumped(text));
  audit.finish();
  EXPECT_EQ(tables, 1u);
}

TEST(DumpAudit, IndicatorsOfADumpWithoutAHeadAreARecordThatSaysSo) {
  Table table;
  table.rows = 2;
  table.columns = 4;
  table.header_rows = 1;
  const char* texts[2][4] = {{"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", "养护里程", "≥20公里"}};
  for (int row = 0; row < 2; ++row) {
    for (int column = 0; column < 4; ++column) table.cells.push_back({.row = row, .column = column, .lines = {dumped(texts[row][column])}, .page = 1, .box = {}, .doubts = {}});
  }
  Normalizer normalizer(builtin_forms(), NormalizeOptions{});
  normalizer.take(table);
  const NormalizedDocument document = normalizer.finish();
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(has(document.projects[0], "", "form-not-read"));
  EXPECT_EQ(document.projects[0].indicators.size(), 1u);
}

ProjectRecord with_tasks(const char* total, const char* fiscal, const char* name) {
  ProjectRecord record;
  record.printed_unit = "万元";
  const auto text = [](const char* value) { return value ? std::optional<std::string>(value) : std::nullopt; };
  record.extra["tasks"] = std::vector<ExtraRow>{{{"name", text(name)}, {"content", "修路"}, {"total", text(total)}, {"fiscal", text(fiscal)}, {"other", std::nullopt}}};
  record.total = record.fiscal = Amount{"10.00", Decimal{"100000.00"}};
  return record;
}

TEST(DumpChecks, TasksThatFitTheirSumAreNotNamed) {
  ProjectRecord record = with_tasks("10.00", "10.00", "道路");
  check_dump(*find_form(builtin_forms(), "department-overall"), record);
  EXPECT_TRUE(record.review.empty());
}

TEST(DumpChecks, TasksThatDoNotFitAreAllNamedWithTheirSums) {
  for (ProjectRecord record : {with_tasks("10.0010.00", nullptr, "道路"), with_tasks("10.00", "9.00", "道路"), with_tasks("9.00", "9.00", "道路"), with_tasks("10.00", "10.00", nullptr)}) {
    check_dump(*find_form(builtin_forms(), "department-overall"), record);
    EXPECT_TRUE(has(record, "/extra/tasks", "sum-mismatch"));
    EXPECT_TRUE(has(record, "/budget/other", "sum-mismatch"));
  }
}

// A record whose rows are these third levels, checked as a dump's.
ProjectRecord checked_rows(const std::vector<std::string>& level3) {
  ProjectRecord record;
  for (const std::string& text : level3) {
    Indicator row;
    row.level3 = text;
    row.target.emplace().text = "达标";
    record.indicators.push_back(row);
  }
  check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
  return record;
}

TEST(DumpChecks, ACellThatTookInAnotherOneIsNamedWithTheRowsBesideIt) {
  for (const char* bad : {"设备正常运转率数量指标", "厕所革命投诉下降率降率", "《关于养护的实施", "服务对象满社会公众满意度", "、三支一扶）人数", "21"}) {
    const ProjectRecord record = checked_rows({"甲数", "乙数", bad, "丁数", "戊数"});
    EXPECT_FALSE(has(record, "/indicators/0", "unlikely-text")) << bad;
    for (const char* row : {"/indicators/1", "/indicators/2", "/indicators/3"}) EXPECT_TRUE(has(record, row, "unlikely-text")) << bad;
    EXPECT_FALSE(has(record, "/indicators/4", "unlikely-text")) << bad;
  }
  EXPECT_TRUE(checked_rows({"群众满意度", "《办法》执行率（%）", "PM2.5平均浓度", "可持续影响力", "服务对象满意度（%）"}).review.empty());
}

TEST(DumpChecks, RowsBehindATextInPlaceOfAFirstLevelMayBeAnotherProjects) {
  ProjectRecord record = checked_rows({"甲数", "乙数", "丙数", "丁数"});
  record.review.clear();
  record.indicators[1].level1 = "19609M科技法庭提升资金设备更新，法警装备管护87套，案件办理建设342套";
  check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
  for (const char* row : {"/indicators", "/indicators/1", "/indicators/2", "/indicators/3"}) EXPECT_TRUE(has(record, row, "unlikely-text"));
}

TEST(DumpChecks, ARowWithoutItsTargetMayBeAPartOfAnother) {
  ProjectRecord record = checked_rows({"甲数", "乙数", "丙数", "丁数"});
  record.review.clear();
  record.indicators[1].target.reset();
  check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
  for (const char* row : {"/indicators/0", "/indicators/1", "/indicators/2"}) EXPECT_TRUE(has(record, row, "unlikely-text"));
  EXPECT_FALSE(has(record, "/indicators/3", "unlikely-text"));
}

TEST(DumpChecks, ATargetThatIsTheEndOfALevelsNameIsNone) {
  ProjectRecord record = checked_rows({"甲数", "乙数", "丙数", "丁数"});
  EXPECT_TRUE(record.review.empty());
  record.indicators[1].target->text = "意度指标";
  check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
  for (const char* row : {"/indicators", "/indicators/0", "/indicators/1", "/indicators/2"}) EXPECT_TRUE(has(record, row, "unlikely-text"));
}

TEST(DumpChecks, ABasisThatTookInTheEndOfATargetOrAListIsNamed) {
  for (const auto& [target, basis, bad] : {std::tuple{"2024年12月", "行业标准17日前", true}, std::tuple{"2024年12月", "行业标准", false}, std::tuple{"达标", "财预发3号2.评估合格率≥98%3.验收合格率", true},
                                           std::tuple{"达标", "《DB13/T 2.1标准》", false}}) {
    ProjectRecord record = checked_rows({"甲数", "乙数", "丙数"});
    record.indicators[1].target->text = target;
    record.indicators[1].basis = basis;
    check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
    EXPECT_EQ(has(record, "/indicators/1", "unlikely-text"), bad) << basis;
  }
}

TEST(DumpChecks, ATaskWithoutItsTotalIsNamed) {
  ProjectRecord record = with_tasks("10.00", "10.00", "道路");
  auto& rows = std::get<std::vector<ExtraRow>>(record.extra["tasks"]);
  rows.push_back({{"name", "桥梁"}, {"content", "修桥"}, {"total", std::nullopt}, {"fiscal", std::nullopt}, {"other", std::nullopt}});
  check_dump(*find_form(builtin_forms(), "department-overall"), record);
  EXPECT_TRUE(has(record, "/extra/tasks", "sum-mismatch"));
}

TEST(DumpChecks, ANameWithATargetInItHasTakenInRows) {
  EXPECT_TRUE(has(checked_rows({"作业数量<83条补助数量"}), "/indicators", "unlikely-text"));
  EXPECT_TRUE(has(checked_rows({"满意度85%以上"}), "/indicators", "unlikely-text"));
}

TEST(DumpChecks, ANumberForTheUnitMeansThatCellsStandBesideTheirColumns) {
  const Form& listing = *find_form(builtin_forms(), "listing");
  ProjectRecord right, wrong;
  right.unit_name = "某局";
  right.name = wrong.name = "某工程";
  wrong.unit_name = "39.0000";
  check_dump(listing, right);
  check_dump(listing, wrong);
  EXPECT_TRUE(right.review.empty());
  for (const char* part : {"/unit", "/project", "/budget", "/goals", "/indicators", "/extra"}) EXPECT_TRUE(has(wrong, part, "unlikely-text")) << part;
}

TEST(DumpChecks, ATextThatEndsAsAScheduleDoesHoldsIt) {
  ProjectRecord record;
  record.purpose.emplace("支付养护费。3月底6月底10月底12月底25% 50% 75% 100%");
  check_dump(*find_form(builtin_forms(), "hebei-early"), record);
  EXPECT_TRUE(has(record, "/schedule", "unlikely-text"));
  ProjectRecord prose;
  prose.purpose.emplace("支付养护费，合格率达到95%");
  check_dump(*find_form(builtin_forms(), "hebei-early"), prose);
  EXPECT_FALSE(has(prose, "/purpose", "unlikely-text"));
}

TEST(DumpChecks, AListingsProjectNamedByAnIndicatorIsSomeOfTheRowsBefore) {
  std::vector<ProjectRecord> records(2);
  records[0].name = "某工程";
  records[1].name = "经济效益指标产值提高率";
  for (ProjectRecord& record : records) check_dump(*find_form(builtin_forms(), "listing"), record);
  check_dumped_listing(records);
  EXPECT_TRUE(has(records[1], "/indicators", "unlikely-text"));
  EXPECT_TRUE(has(records[0], "/indicators", "unlikely-text"));
}

TEST(DumpChecks, ATextWithoutItsSecondItemHoldsOneOfTheTextBesideIt) {
  for (const bool whole : {false, true}) {
    ProjectRecord record;
    record.extra["annual_goal"] = std::string(whole ? "（1）采购（2）管护" : "（1）采购（3）管护");
    check_dump(*find_form(builtin_forms(), "shanghai-project"), record);
    EXPECT_EQ(has(record, "/goals", "unlikely-text"), !whole);
    EXPECT_EQ(has(record, "/extra/annual_goal", "unlikely-text"), !whole);
  }
}

TEST(DumpChecks, ATextThatEndsWithALoneNumberMayHoldAPagesNumber) {
  ProjectRecord record;
  record.goals = {"完成验收", "实现应保尽保14"};
  record.purpose.emplace("用于5G");
  check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
  EXPECT_TRUE(has(record, "/goals/1", "unlikely-text"));
  EXPECT_FALSE(has(record, "/goals/0", "unlikely-text"));
  EXPECT_FALSE(has(record, "/purpose", "unlikely-text"));
}

TEST(DumpChecks, PartsOfATotalWhoseLabelsArePrintedAreMissed) {
  ProjectRecord record;
  record.printed_unit.emplace("万元");
  record.total = Amount{"5", Decimal{"50000.00"}};
  record.labelled = {"/budget/fiscal"};
  check_dump(*find_form(builtin_forms(), "listing"), record);
  EXPECT_TRUE(has(record, "/budget/fiscal", "missing-value"));
  EXPECT_FALSE(has(record, "/budget/other", "missing-value"));
}

TEST(DumpChecks, ACodeForANameMeansThatCellsStandBesideTheirColumns) {
  ProjectRecord record;
  record.name = "42103124P008069104998";
  check_dump(*find_form(builtin_forms(), "listing"), record);
  EXPECT_TRUE(has(record, "/goals", "unlikely-text"));
}

TEST(DumpChecks, ATextThatEndsWithAnothersEndOrWithoutItsOwnIsNamed) {
  ProjectRecord record;
  record.name = "监控更新服务费（中央直达资";
  record.goals = {"提升覆盖面。件", "提升覆盖面。"};
  check_dump(*find_form(builtin_forms(), "listing"), record);
  EXPECT_TRUE(has(record, "/project/name", "unlikely-text"));
  EXPECT_TRUE(has(record, "/goals/0", "unlikely-text"));
  EXPECT_FALSE(has(record, "/goals/1", "unlikely-text"));
}

TEST(DumpChecks, ADescriptionThatEndsWithAPercentageMayHoldTheTarget) {
  const auto named = [](const char* description) {
    ProjectRecord record;
    record.indicators.emplace_back();
    record.indicators[0].level3 = "满意度";
    record.indicators[0].description = description;
    record.indicators[0].target = parse_target("移交单位总数", std::nullopt);
    check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
    return has(record, "/indicators/0", "unlikely-text");
  };
  EXPECT_TRUE(named("考核满意度，大于95%"));
  EXPECT_FALSE(named("完成数/计划数×100%"));
}

TEST(DumpChecks, ATextThatIsMissingMayStandInSeveralCellsOfAnother) {
  ProjectRecord record;
  record.review.push_back({"/goals", "several-cells", ""});
  check_dump(*find_form(builtin_forms(), "national-project"), record);
  EXPECT_TRUE(has(record, "/extra/period_goal", "missing-value"));
}

// A label is glued to what nobody knows, and two are too few: the code behind one shows a form all the same.
TEST(DumpAudit, ALabelledCodeShowsAForm) {
  const auto unread = [](const char* text) {
    const DumpWords words(builtin_forms());
    size_t tables = 0;
    const BlockSink sink = [&](Block&& block) { tables += std::holds_alternative<Table>(block); };
    DumpAudit audit(words, sink);
    for (const char* line : {"某馆2025年部门预算", text, "本年完成维护。"}) audit.take(dumped(line));
    audit.finish();
    return tables;
  };
  EXPECT_EQ(unread("3项目编码：37082325P00564597806F承担机构：某馆"), 1u);
  EXPECT_EQ(unread("3项目编码：37082325P00564597806E承担机构：某馆"), 0u);   // no code's check character
  EXPECT_EQ(unread("附件37082325P00564597806F"), 0u);
}

}  // namespace
}  // namespace budgetlift
