// What a dump's reader cannot tell it names, and what its words and sums tell it reads: rules that were found by wrong values which nothing
// named.
#include <algorithm>
#include <re2/re2.h>

#include "extract/dump_audit.h"
#include "extract/dump_boxes_task_amounts.h"
#include "extract/dump_kind.h"
#include "extract/dump_stream_cells.h"
#include "extract/dump_stream_spaces.h"
#include "extract/dump_stream_table.h"
#include "normalize/dump_checks.h"
#include "normalize/target.h"
#include "tests/dump_records.h"
#include "tests/forms_support.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::boxes;
using test::Read;
using test::read_glued;
using test::records_of;
using test::review_of;

bool has(const ProjectRecord& record, const std::string& field, const std::string& reason) {
  return std::any_of(record.review.begin(), record.review.end(), [&](const Review& entry) { return entry.field == field && entry.reason == reason; });
}

TextLine dumped(const std::string& text) { return {.text = text, .page = 1, .box = {}, .line = 1, .source = Source::text_dump}; }

// The cell whose text it is; null if there is none.
const Cell* cell_of(const Read& got, const std::string& text) {
  for (const Table& table : got.tables) {
    for (const Cell& cell : table.cells) {
      if (canonical_joined(cell.lines) == text) return &cell;
    }
  }
  return nullptr;
}

// Every first level is glued to the text before it and cut by a line's end: second levels only seem to stand above theirs.
TEST(DumpKindNames, AFirstLevelThatALineEndCutsIsOneWithItsSecond) {
  const std::string listing = "序号项目名称绩效目标\n一级指标二级指标三级指标 指标值\n1养护费完成养护，保障通行。产出指\n标数量指标养护里程≥20公里\n质量指标 合格率 ≥95%\n2监测费完成监测。产出指\n标时效指标完成时间12月底\n质量指标 合格率 ≥95%\n";
  EXPECT_EQ(dump_kind(listing, DumpWords(builtin_forms())), DumpKind::pypdf);
}

TEST(DumpStreamTargets, ABoundBehindAUnitEndsATarget) {
  std::vector<StreamLine> lines;
  for (const char* line : {"居民投诉下降率758件以上", "纠纷调解投诉下降率"}) lines.push_back({line, static_cast<int>(lines.size()) + 1, 1});
  const StreamText text = stream_text(lines, 0, lines.size());
  std::vector<StreamColumn> columns(3);
  columns[0].sort = StreamSort::level2;
  columns[2].sort = StreamSort::target;
  const RE2 target(target_pattern(DumpOptions{}));
  StreamHabits habits;
  habits.kind = DumpKind::pypdf;
  habits.widths.resize(3);
  habits.known.resize(3);
  habits.starts.resize(3);
  habits.ends.resize(3);
  const DumpWords words(builtin_forms());
  EXPECT_FALSE(StreamCells(text, columns, words, target, habits).may_hold_rows(1, 0, text.size(), false));
  habits.units = {U"件"};
  EXPECT_TRUE(StreamCells(text, columns, words, target, habits).may_hold_rows(1, 0, text.size(), false));
}

const std::string kShanghai = "财政项目支出绩效目标申报表\n项目名称 农民工工资 项目编码 34042126P009421188883\n项目性质 新增项目 项目类别 其他\n主管部门 某局 实施单位 某大队\n"
                              "计划开始日期 2026年01月01日 计划完成日期 2026年12月31日\n项目资金（元） 项目资金总额 10.00 年度资金申请总额 10.00\n项目总目标 年度总体目标\n";
const std::string kRows = "一级指标 二级指标 三级指标 指标值\n产出指标数量指标 检查次数 ≥12次\n";

TEST(DumpStreamHead, ALabelBehindASpaceInATextIsNoneWhereItStandsInItsPlace) {
  const Read got = read_glued(kShanghai + "完成一。按照 主管部门年度部署，按时完成小区居民信息化程度的提升和验收。\n" + kRows);
  EXPECT_NE(cell_of(got, "某局"), nullptr);
  for (const Table& table : got.tables) {
    for (const Cell& cell : table.cells) EXPECT_FALSE(canonical_joined(cell.lines).starts_with("年度部署"));
  }
}

TEST(DumpStreamHead, ALabelThatBeginsTwoLinesIsInDoubt) {
  EXPECT_TRUE(cell_of(read_glued(kShanghai + "完成一。完成二。\n" + kRows), "某局")->doubts.empty());
  const Read got = read_glued(kShanghai + "完成一。按照\n主管部门年度部署，按时完成小区居民信息化程度的提升和验收。\n" + kRows);
  ASSERT_NE(cell_of(got, "某局"), nullptr);
  EXPECT_FALSE(cell_of(got, "某局")->doubts.empty());
}

// "主管部门及" and "代码：" on the next line: both values hold a part of the label.
TEST(DumpStreamHead, PartsOfALongerLabelInValuesAreInDoubt) {
  const auto doubted = [](const std::string& label, const std::string& rest, const std::string& value) {
    const Read got = read_glued("项目支出绩效目标表（2021年度）\n项目名称： 聘用人员工资\n" + label + "417-某局实施单位：某局急\n" + rest + "救指挥中心\n项目资金（\n万元）年度资金总额： 1.25\n其中：财政拨款： 1.25\n年度总体目\n标1.完成一。\n" + kRows);
    const Cell* cell = cell_of(got, value);
    return cell ? static_cast<int>(cell->doubts.size()) : -1;
  };
  EXPECT_EQ(doubted("主管部门", "", "417-某局"), 0);
  EXPECT_EQ(doubted("主管部门及", "代码： ", "及417-某局"), 1);
}

TEST(DumpStreamSpaces, NoSpacesInsideDates) {
  EXPECT_EQ(without_spaces_in_numbers("2022 /10/31"), "2022/10/31");
  EXPECT_EQ(without_spaces_in_numbers("12 /10/31"), "12 /10/31");
}

// A listing of names, units and amounts; the second project's amount is a part of its name.
TEST(DumpStreamTable, BesideWhatAProjectLacksItsCellsAreInDoubt) {
  std::vector<StreamLine> lines;
  for (const char* line : {"甲某局1.00产出指标", "乙2.00某局产出指标", "丙某局3.00产出指标", "丁某局4.00产出指标"}) lines.push_back({line, static_cast<int>(lines.size()) + 1, 1});
  const StreamText text = stream_text(lines, 0, lines.size());
  StreamHeader header;
  header.listing = true;
  header.columns.resize(4);
  for (size_t c = 0; c < 3; ++c) header.columns[c].own = true;
  header.columns[2].sort = StreamSort::amount;
  header.columns[3].sort = StreamSort::level1;
  for (const bool glued : {true, false}) {
    StreamCut cut;
    cut.glued = glued;
    const auto row = [&](const std::vector<std::pair<size_t, std::u32string_view>>& cells) {
      StreamRow& made = cut.rows.emplace_back();
      for (const auto& [column, key] : cells) {
        const size_t at = text.key.find(key, made.cells.empty() ? 0 : made.cells.back().range.last);
        made.cells.push_back({column, {at, at + key.size()}, {}, 20});
      }
    };
    row({{0, U"甲"}, {1, U"某局"}, {2, U"1.00"}, {3, U"产出指标"}});
    row({{0, U"乙2.00"}, {1, U"某局"}, {3, U"产出指标"}});
    row({{0, U"丙"}, {1, U"某局"}, {2, U"3.00"}, {3, U"产出指标"}});
    row({{0, U"丁"}, {1, U"某局"}, {2, U"4.00"}, {3, U"产出指标"}});
    const Table table = stream_table(header, text, text, cut, {});
    const int first = table.header_rows;
    EXPECT_TRUE(test::at(table, first, 1)->doubts.empty());
    EXPECT_EQ(test::at(table, first + 1, 1)->doubts.empty(), !glued);
    EXPECT_TRUE(test::at(table, first + 1, 3)->doubts.empty());   // no cell of the project's own
  }
}

const std::string kHebei =
    "1.道路养护绩效目标表\n312001 某局本级\n单位：元\n项目编码\n项目名称 道路养护\n13052924P00584110432W\n预算规模及\n资金用途\n预算数 500.00 其中：财政\n400.00 其他资金\n100.00\n"
    "资金\n用于支付养护经费。\n资金支出计划\n（%）\n3月底\n25%\n12月底\n100%\n绩效目标\n1.完成养护。\n2.完成验收。\n"
    "一级指标\n二级指标\n三级指标\n绩效指标描述\n指标值\n指标值确定依据\n产出指标\n数量指标 养护里程\n养护里程总数\n≥20公里\n工作计划\n"
    "满意度指标\n服务对象满意度指标\n居民满意度\n居民满意度达到要求\n≥90%\n工作计划\n";

TEST(DumpBoxes, ALabelsBeginningBehindAnAmountIsNoPartOfIt) {
  const NormalizedDocument document = records_of(boxes(kHebei) + "\f");
  ASSERT_EQ(document.projects.size(), 1u);
  ASSERT_TRUE(document.projects[0].fiscal && document.projects[0].total);
  EXPECT_EQ(document.projects[0].total->printed, "500.00");
  EXPECT_EQ(document.projects[0].fiscal->printed, "400.00");
  EXPECT_EQ(document.projects[0].purpose, "用于支付养护经费。");
}

const std::string kNational =
    "项目名称\n主管部门及\n代码\n项目支出绩效目标表（2024年度）\n道路养护经费\n[312]某县交通局\n实施单位\n312001-某县交通局本级\n项目资金（\n万元）\n"
    "年度资金总额\n其中：财政拨款\n上年结转资金\n其他资金\n12.00\n10.00\n2.00\n年度总体目\n标\n（1）完成养护。\n（2）完成验收。\n"
    "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n养护里程\n≥20公里\n质量指标\n验收合格率\n≥95%\n满意度指标\n服务对象满意度指标\n居民满意度\n≥90%\n";

TEST(DumpBoxes, TheLastAmountMayBeThatOfTheLabelBelow) {
  const NormalizedDocument document = records_of(boxes(kNational) + "\f");
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_NE(review_of(document.projects[0], "/budget/other"), nullptr);
  EXPECT_NE(review_of(document.projects[0], "/extra/carryover"), nullptr);
}

// Each amount stands there twice: two tasks without one of the parts, or one task with both.
TEST(DumpBoxes, RowsWithoutAWholeColumnAreTriedToo) {
  const TaskRows rows = deal_amounts({75, 75, 1655.92, 1655.92, 1730.92, 1730.92}, true);
  ASSERT_EQ(rows.rows.size(), 3u);
  EXPECT_EQ(rows.rows[1], (TaskAmounts{2, 3, -1}));
  EXPECT_FALSE(rows.sure);   // nothing tells which part it is
  EXPECT_TRUE(rows.sure_count);
  const TaskRows columns = deal_amounts({75, 1655.92, 1730.92, 75, 1655.92, 1730.92}, true);
  ASSERT_EQ(columns.rows.size(), 3u);
  EXPECT_EQ(columns.rows[1], (TaskAmounts{1, 4, -1}));
  // Two amounts of nothing are no row.
  EXPECT_EQ(deal_amounts({3, 3, 0, 0, 5, 5, 8, 8, 0}, true).rows.size(), 3u);
}

TEST(DumpBoxes, ADoubtAboutATablesHeaderIsOneAboutHowManyRowsItHas) {
  Table table;
  const std::vector<std::vector<std::string>> rows = {{"部门（单位）名称", "某局", "", "", "", ""},
                                                      {"年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "", ""},
                                                      {"", "", "", "总额", "财政拨款", "其他资金"},
                                                      {"", "道路", "修路", "10.00", "10.00", "0.00"},
                                                      {"年度总体目标", "1.修路", "", "", "", ""}};
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t c = 0; c < rows[r].size(); ++c) {
      if (rows[r][c].empty()) continue;
      Cell cell;
      cell.row = static_cast<int>(r);
      cell.column = static_cast<int>(c);
      if (r == 1 && c == 0) cell.row_span = 3;
      if (r == 1 && (c == 1 || c == 2)) cell.row_span = 2;
      if (r == 1 && c == 3) cell.column_span = 3;
      if ((r == 0 || r == 4) && c == 1) cell.column_span = 5;
      if (r == 1 && c == 1) cell.doubts.push_back({"ambiguous-cells", "how many rows there are"});
      cell.lines.push_back(dumped(rows[r][c]));
      table.cells.push_back(cell);
    }
  }
  table.rows = 5;
  table.columns = 6;
  Normalizer normalizer(builtin_forms(), NormalizeOptions{});
  normalizer.take(dumped("部门整体支出绩效目标表"));
  normalizer.take(std::move(table));
  const NormalizedDocument document = normalizer.finish();
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(has(document.projects[0], "/extra/tasks", "ambiguous-cells"));
}

TEST(DumpAudit, NumbersBelowAListingsLabelAreItsProjects) {
  const auto unread = [](const std::vector<std::string>& lines) {
    const DumpWords words(builtin_forms());
    size_t tables = 0;
    const BlockSink sink = [&](Block&& block) { tables += std::holds_alternative<Table>(block); };
    DumpAudit audit(words, sink);
    for (const std::string& line : lines) audit.take(dumped(line));
    audit.finish();
    return tables;
  };
  EXPECT_EQ(unread({"序号", "单位名称", "项目名称", "预算数", "1", "2", "3", "某局"}), 3u);
  EXPECT_EQ(unread({"绩效目标", "单位名称", "项目名称", "预算数", "1", "2", "3", "某局"}), 1u);
}

TEST(DumpAudit, ATableWithOneLabelAndItsCodeIsAFormThatIsNotRead) {
  const NormalizedDocument document = records_of("某局2024年部门预算\n本年度落实各项重点任务，确保工作有序开展。\n项目实施方案备案表\n单位：元\n工程名称厕所改造实施单位某局本级\n资金来源上级补助建设地点某镇\n项目编码 42092124P550021248680\n建设内容用于检测，达到标准。\n绩效目标加强种业创新。\n");
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(has(document.projects[0], "", "form-not-read"));
}

TEST(DumpAudit, RowsAboveAListingsFirstProjectAreOneThatWasNotRead) {
  Table table = test::table_of({{"项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标值"},
                                {"", "", "产出指标", "数量指标", "次数", "≥2次"},
                                {"养护", "10.00", "产出指标", "质量指标", "合格率", "≥95%"}});
  for (Cell& cell : table.cells) {
    for (TextLine& line : cell.lines) line = dumped(line.text);
  }
  table.header_rows = 1;
  Normalizer normalizer(builtin_forms(), NormalizeOptions{});
  normalizer.take(std::move(table));
  const NormalizedDocument document = normalizer.finish();
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(has(document.projects[0], "", "form-not-read"));
  EXPECT_EQ(document.projects[1].name, "养护");
  EXPECT_FALSE(has(document.projects[1], "", "form-not-read"));
}

TEST(DumpChecks, ATextThatBeginsWithAnAmountsLabelHoldsTheAmounts) {
  const auto checked = [](const char* purpose, bool fiscal) {
    ProjectRecord record;
    record.printed_unit.emplace("元");
    record.total = Amount{"500.00", Decimal{"500.00"}};
    if (fiscal) record.fiscal = record.total;
    record.purpose.emplace(purpose);
    check_dump(*find_form(builtin_forms(), "hebei-2024"), record);
    return record;
  };
  for (const char* purpose : {"其中：财政保障路灯采购", "500.00其中：财政资金用于路灯采购"}) {
    const ProjectRecord record = checked(purpose, false);
    EXPECT_TRUE(has(record, "/budget/fiscal", "missing-value")) << purpose;
    EXPECT_TRUE(has(record, "/purpose", "unlikely-text")) << purpose;
    EXPECT_TRUE(has(record, "/goals", "unlikely-text")) << purpose;
  }
  EXPECT_FALSE(has(checked("用于路灯采购，其中：财政资金500元", false), "/purpose", "unlikely-text"));
  EXPECT_FALSE(has(checked("其中：财政资金用于采购", true), "/purpose", "unlikely-text"));
}

TEST(DumpChecks, ACodeAmongTheIndicatorsIsTheHeads) {
  ProjectRecord record;
  record.indicators.emplace_back().level3 = "32092521P42860187459C";
  check_dump(*find_form(builtin_forms(), "national-project"), record);
  EXPECT_TRUE(has(record, "/project", "missing-value"));
  ProjectRecord with;
  with.code = "32092521P42860187459C";
  with.indicators.emplace_back().level3 = "合格率";
  check_dump(*find_form(builtin_forms(), "national-project"), with);
  EXPECT_FALSE(has(with, "/project", "missing-value"));
}

TEST(DumpChecks, AUnitThatBeginsWithinADateIsNamed) {
  ProjectRecord record;
  record.unit_code = "2023";
  record.unit_name = "年局本级";
  check_dump(*find_form(builtin_forms(), "national-project"), record);
  EXPECT_TRUE(has(record, "/unit/code", "unlikely-text"));
  EXPECT_TRUE(has(record, "/unit/name", "unlikely-text"));
}

}  // namespace
}  // namespace budgetlift
