// Dumps that are sorted by place: what cannot be put together for sure is said, never guessed.
#include <algorithm>
#include <string>

#include "extract/dump_boxes_brackets.h"
#include "extract/dump_boxes_names.h"
#include "extract/dump_boxes_pieces.h"
#include "extract/dump_boxes_places.h"
#include "extract/dump_boxes_prose.h"
#include "extract/dump_boxes_rows.h"
#include "extract/dump_boxes_task_amounts.h"
#include "extract/dump_boxes_texts.h"
#include "extract/dump_reader.h"
#include "normalize/normalizer.h"
#include "tests/dump_records.h"
#include "tests/support.h"

namespace budgetlift {
namespace {

using test::boxes;
using test::records_of;
using test::review_of;

bool named_whole(const ProjectRecord& record) {
  for (const Review& entry : record.review) {
    if (entry.field.empty() && entry.reason == "form-not-read") return true;
  }
  return false;
}

bool is_unplaced(const NormalizedDocument& document, const std::string& text) {
  return std::any_of(document.unplaced.begin(), document.unplaced.end(), [&](const TextLine& line) { return line.text == text; });
}

// Sorted by place: the labels stand apart from their values, the header is torn, and one of its columns is not found.
const std::string kTorn =
    "项目名称\n实施单位\n年度资金总额\n项目支出绩效目标表\n（2024年度）\n道路养护\n某局\n12.00\n一级指标\n产出指标\n二级指标\n三级\n数量指标\n养护里程\n指标值\n≥20公里\n";

TEST(DumpBoxes, AFormThatIsNotReadIsNamedAndItsTextIsUnplaced) {
  const NormalizedDocument document = records_of(boxes(kTorn));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(named_whole(document.projects[0]));
  EXPECT_EQ(document.projects[0].title, "项目支出绩效目标表");
  EXPECT_TRUE(is_unplaced(document, "养护里程"));
  EXPECT_TRUE(is_unplaced(document, "12.00"));
}

TEST(DumpBoxes, EachTitleIsAProject) {
  const NormalizedDocument document = records_of(boxes(kTorn + kTorn));
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(named_whole(document.projects[0]));
  EXPECT_TRUE(named_whole(document.projects[1]));
}

// Who fills the form in begins the line that the unit of its amounts ends; the title stands below, but in the middle.
TEST(DumpBoxes, AUnitAndLabelsMayComeBeforeATitle) {
  const NormalizedDocument document = records_of(
      boxes("312001 某局本级\n项目编码\n13052924P00584110432W\n1.道路养护绩效目标表\n项目名称 道路养护\n单位：万元\n预算数\n一级指标\n产出指标\n二级指标\n三级指标\n数量指标\n养护里程\n"
            "指标值\n≥20公里\n"));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].unit_code, "312001");
  EXPECT_EQ(document.projects[0].unit_name, "某局本级");
}

TEST(DumpBoxes, ALabelAndItsValueAreNoTitle) {
  const NormalizedDocument document = records_of(boxes("项目名称 道路养护\n1.道路养护绩效目标表\n" + kTorn.substr(kTorn.find("一级指标"))));
  for (const ProjectRecord& record : document.projects) EXPECT_EQ(record.title.value_or("").find("项目名称"), std::string::npos);
}

TEST(DumpBoxes, StepsOfASchedule) {
  EXPECT_EQ(step_month(U"3月底"), 3);
  EXPECT_EQ(step_month(U"第二季度"), 6);
  EXPECT_EQ(step_month(U"4季度末"), 12);
  EXPECT_LT(step_month(U"2024年12月底"), step_month(U"2025年1月底"));
  EXPECT_EQ(step_month(U"按时"), 0);
}

// Half the columns of rows that stand close are boxes of several cells.
TEST(DumpBoxes, BoxesThatHoldCellsOfSeveralRows) {
  const std::vector<Form> forms = builtin_forms();
  const DumpWords words(forms);
  const auto style = [&](const std::vector<std::string>& texts) {
    std::vector<StreamLine> lines;
    BoxPlace place;
    for (const std::string& text : texts) {
      const int above = lines.empty() ? 0 : lines.back().line;
      place.rest.push_back(lines.size());
      lines.push_back({text, above + (text.starts_with("+") ? 1 : 2), 1, lines.empty()});
      if (text.starts_with("+")) lines.back().text.erase(0, 1);
    }
    return box_style(lines, {place}, words);
  };
  EXPECT_TRUE(style({"数量指标", "养护里程", "本年度养护的", "+道路里程", "≥20公里"}).whole_cells);
  EXPECT_FALSE(style({"数量指标", "+质量指标", "养护里程", "+验收合格率", "≥20公里"}).whole_cells);
  EXPECT_FALSE(style({"数量指标", "养护里程", "≥20公里"}).whole_cells);
  // The second line would have had room in the first: another cell's.
  EXPECT_FALSE(style({"数量指标", "养护里程", "+桥梁", "+本年度养护的道路", "≥20公里"}).whole_cells);
}

// A few lines of other columns do not make a column wide.
TEST(DumpBoxes, AColumnIsAsWideAsItsFullLines) {
  BoxHabits habits;
  habits.columns.resize(2);
  habits.columns[0].widths = {5, 5, 4, 5, 2, 9};
  habits.columns[0].full = {5, 5, 4.5};
  habits.columns[1].widths = {3, 6};
  habits.settle_widths();
  EXPECT_EQ(habits.columns[0].width, 5);
  EXPECT_EQ(habits.columns[1].width, 6);
}

TEST(DumpBoxes, AListingHasAsManyProjectsAsCodes) {
  const NormalizedDocument document = records_of(
      boxes("2024年度部门预算项目支出绩效目标表\n序号\n项目编码\n项目名称\n单位名称\n一级指标\n产出指标\n二级指标\n三级指标\n指标值\n1\n某局\n13052924P00584110432W\n道路养护\n2\n"
            "13052924P0058411\n0433X\n桥梁加固\n某局\n数量指标\n"));
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_TRUE(named_whole(document.projects[0]));
  EXPECT_TRUE(named_whole(document.projects[1]));
}

TEST(DumpBoxes, WithoutATitleADocumentStillSaysThatAFormIsNotRead) {
  const NormalizedDocument document = records_of(boxes("项目名称\n道路养护\n一级指标\n产出指标\n二级指标\n三级指标\n指标值\n"));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_TRUE(named_whole(document.projects[0]));
}

// One printed line a box, by height and then from the left: a row's cells of one line stand between the lines of its other cells.
const std::string kHebei =
    "1.道路养护绩效目标表\n312001 某局本级\n单位：万元\n项目编码\n项目名称 道路养护\n13052924P0058411043\n2W\n预算规模及\n预算数\n500.00\n其中：财政资金\n400.00\n其他资金\n100.00\n"
    "资金用途\n用于支付养护经费。\n资金支出计划\n（%）\n3月底\n25%\n12月底\n100%\n绩效目标\n1.完成养护。\n2.完成验收。\n"
    "一级指标\n二级指标\n三级指标\n绩效指标描述\n指标值\n指标值确定依据\n产出指标\n数量指标 养护里程\n养护里程总数\n≥20公里\n工作计划\n"
    "服务对象满\n沿线居民满\n满意度指标\n沿线居民满意度达到要求\n≥90%\n工作计划\n意度指标\n意度\n";

TEST(DumpBoxes, AHeadsValuesAreKnownByTheirKinds) {
  const NormalizedDocument document = records_of(boxes(kHebei));
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  EXPECT_EQ(record.code, "13052924P00584110432W");
  EXPECT_EQ(record.name, "道路养护");
  EXPECT_EQ(record.purpose, "用于支付养护经费。");
  ASSERT_EQ(record.goals.size(), 2u);
  EXPECT_EQ(record.goals[1], "完成验收。");
  EXPECT_EQ(record.schedule.size(), 2u);
  ASSERT_TRUE(record.fiscal.has_value());
  EXPECT_EQ(record.fiscal->printed, "400.00");
}

TEST(DumpBoxes, RowsArePutTogetherAndInDoubt) {
  const NormalizedDocument document = records_of(boxes(kHebei));
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  ASSERT_EQ(record.indicators.size(), 2u);
  EXPECT_EQ(record.indicators[1].level1, "满意度指标");
  EXPECT_EQ(record.indicators[1].level2, "服务对象满意度指标");
  EXPECT_EQ(record.indicators[1].level3, "沿线居民满意度");
  EXPECT_EQ(record.indicators[0].description, "养护里程总数");
  for (const char* field : {"/indicators", "/indicators/0/level3", "/indicators/1/target", "/indicators/1/basis"}) {
    EXPECT_TRUE(std::any_of(record.review.begin(), record.review.end(), [&](const Review& entry) { return entry.field == field; })) << field;
  }
}

// Labels in one column, values in another; a label is printed above the title.
const std::string kNational =
    "项目名称\n主管部门及\n代码\n项目支出绩效目标表（2024年度）\n道路养护经费\n[312]某县交通局\n实施单位\n312001-某县交通局本级\n项目资金（\n万元）\n"
    "年度资金总额\n其中：财政拨款\n其他资金\n12.00\n10.00\n2.00\n年度总体目\n标\n（1）完成养护。\n（2）完成验收。\n"
    "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n养护里程\n≥20公里\n质量指标\n验收合格率\n≥95%\n满意度指标\n服务对象满意度指标\n居民满意度\n≥90%\n";

TEST(DumpBoxes, AHeadOfAnyFormIsReadByKindsAndOrder) {
  const NormalizedDocument document = records_of(boxes(kNational) + "\f");
  ASSERT_EQ(document.projects.size(), 1u);
  const ProjectRecord& record = document.projects[0];
  EXPECT_EQ(record.title, "项目支出绩效目标表（2024年度）");
  EXPECT_EQ(record.name, "道路养护经费");
  EXPECT_EQ(record.unit_name, "某县交通局本级");
  ASSERT_TRUE(record.total && record.fiscal && record.other);
  EXPECT_EQ(record.total->printed, "12.00");
  EXPECT_EQ(record.fiscal->printed, "10.00");
  EXPECT_EQ(record.other->printed, "2.00");
  EXPECT_EQ(review_of(record, "/budget/total"), nullptr);
  ASSERT_EQ(record.goals.size(), 2u);
  EXPECT_EQ(record.goals[1], "完成验收。");
  ASSERT_EQ(record.indicators.size(), 3u);
  EXPECT_EQ(record.indicators[2].level3, "居民满意度");
}

// An amount is missing inside a sum: nothing but its place would say whose it is.
TEST(DumpBoxes, AmountsThatMayBeOfAnotherLabelAreInDoubt) {
  std::string text = kNational;
  text.erase(text.find("10.00\n"), std::string("10.00\n").size());
  const NormalizedDocument document = records_of(boxes(text) + "\f");
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_NE(review_of(document.projects[0], "/budget/other"), nullptr);
}

TEST(DumpBoxes, ProjectsOfAListing) {
  const NormalizedDocument document = records_of(
      "部门：某县交通局\n\n序号\n\n单位名称\n\n项目编码\n\n项目名称\n\n绩效目标\n\n预算数\n\n项目支出绩效目标一览表\n\n单位：万元\n\n一级指标\n\n二级指标\n\n三级指标\n\n指标值\n\n"
      "1\n\n某县交通局本级\n\n13052924P00584110432W\n\n农村道路养护经费\n\n目标1：完成全部道路养护工作，\n保障通行。\n\n12.00\n\n产出指标\n\n数量指标\n\n养护里程\n\n≥20公里\n\n"
      "效益指标\n\n社会效益指标\n\n通行条件改善\n\n明显\n\n"
      "2\n\n某县交通局本级\n\n13052924P00584110433X\n\n农村桥梁加固经费\n\n目标1：完成全部桥梁加固工作，\n保障安全。\n\n8.00\n\n产出指标\n\n数量指标\n\n加固桥梁\n\n≥3座\n\n\f");
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_EQ(document.projects[0].code, "13052924P00584110432W");
  EXPECT_EQ(document.projects[0].name, "农村道路养护经费");
  EXPECT_EQ(document.projects[0].indicators.size(), 2u);
  EXPECT_EQ(document.projects[1].name, "农村桥梁加固经费");
  EXPECT_EQ(document.projects[1].unit_name, "某县交通局本级");
  ASSERT_TRUE(document.projects[1].total.has_value());
  EXPECT_EQ(document.projects[1].total->printed, "8.00");
  ASSERT_EQ(document.projects[1].indicators.size(), 1u);
  EXPECT_NE(review_of(document.projects[1], "/indicators/0/level3"), nullptr);
}

BoxPiece piece(const std::u32string& text) {
  BoxPiece out;
  out.raw = out.key = text;
  return out;
}

// Rows of second level, name, target and basis.
BoxRows solved(std::vector<BoxPiece> pieces, const BoxHabits& habits) {
  static const DumpWords words(builtin_forms());
  static const RE2 target(target_pattern({}));
  static const std::vector<BoxSort> sorts{BoxSort::level2, BoxSort::name, BoxSort::target, BoxSort::basis};
  static const std::vector<int> blocks{0, 0, 0, 0};
  find_names(pieces, words);
  for (BoxPiece& one : pieces) one.width = static_cast<double>(one.key.size());
  return BoxSolver(sorts, blocks, words, target, habits).solve(pieces);
}

// Of lines that stand close, the lower one may be nearer to what is beside it.
TEST(DumpBoxes, ALineMayComeBehindTheOneBelowIt) {
  BoxHabits habits;
  habits.columns.resize(4);
  habits.pairs.add("《中华人民共和国公共图书馆法》");
  const BoxRows rows = solved({piece(U"数量指标"), piece(U"养护里程"), piece(U"≥20公里"), piece(U"国公共图书馆法》"), piece(U"《中华人民共和")}, habits);
  ASSERT_EQ(rows.rows, 1);
  EXPECT_EQ(rows.seats[3].column, 3);
  EXPECT_EQ(rows.seats[4].column, 3);
  EXPECT_TRUE(rows.seats[4].above);
  BoxText text;
  text.add(U"国公共图书馆法》", false);
  text.add(U"《中华人民共和", true);
  EXPECT_EQ(text.text(), U"《中华人民共和国公共图书馆法》");
}

// What is lost on a page does not put the next one's rows out of step.
TEST(DumpBoxes, APagesRowsAreInStep) {
  BoxHabits habits;
  habits.columns.resize(4);
  std::vector<BoxPiece> pieces;
  for (const char32_t* text : {U"数量指标", U"养护里程", U"质量指标", U"验收合格率", U"时效指标", U"完成时间"}) pieces.push_back(piece(text));
  const size_t next = pieces.size();
  for (const char32_t* text : {U"成本指标", U"养护成本", U"≤20万元", U"工作计划"}) {
    pieces.push_back(piece(text));
    pieces.back().page = 2;
  }
  pieces[next].page_start = true;
  const BoxRows rows = solved(pieces, habits);
  ASSERT_EQ(rows.rows, 4);
  EXPECT_EQ(rows.seats[next + 2].column, 2);
  EXPECT_EQ(rows.seats[next + 2].row, 3);
}

TEST(DumpBoxes, NumbersAndCodesBeforeACellOfAListing) {
  const NormalizedDocument document = records_of(
      "部门：某县交通局\n\n项目支出绩效目标一览表\n\n单位：万元\n\n序号\n\n单位名称\n\n项目编码\n\n项目名称\n\n绩效目标\n\n一级指标\n\n二级指标\n\n三级指标\n\n指标值\n\n"
      "1 某县交通局本级\n\n13052924P00584110432W\n\n农村道路养护经费\n\n目标1：完成全部道路养护工作，\n保障通行。\n\n产出指标\n\n数量指标\n\n养护里程\n\n≥20公里\n\n"
      "成本指标\n\n经济成本\n\n指标\n\n养护成本\n\n≤3万元\n\n"
      "2 某县交通局本级\n\n13052924P00584110433X\n\n农村桥梁加固经费\n\n目标1：完成全部桥梁加固工作，\n保障安全。\n\n产出指标\n\n数量指标\n\n加固桥梁\n\n≥3座\n\n\f");
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_EQ(document.projects[0].unit_name, "某县交通局本级");
  ASSERT_EQ(document.projects[0].indicators.size(), 2u);
  EXPECT_EQ(document.projects[0].indicators[1].level2, "经济成本指标");
  EXPECT_EQ(document.projects[1].unit_name, "某县交通局本级");
  EXPECT_NE(review_of(document.projects[1], "/unit/name"), nullptr);
}

TEST(DumpBoxes, NamesOfIndicatorsInParts) {
  const DumpWords words(builtin_forms());
  std::vector<BoxPiece> pieces;
  for (const char32_t* text : {U"满意度指", U"服务对象", U"标", U"满意度指", U"居民满意", U"标", U"度"}) pieces.push_back(piece(text));
  find_names(pieces, words);
  EXPECT_EQ(pieces[0].level, 1);
  EXPECT_TRUE(pieces[2].level == 1 && pieces[2].rest);
  EXPECT_TRUE(pieces[1].level == 2 && !pieces[1].rest);
  EXPECT_TRUE(pieces[3].level == 2 && pieces[3].rest);
  EXPECT_TRUE(pieces[5].level == 2 && pieces[5].rest);
  EXPECT_EQ(pieces[4].level, 0);
}

// "）" on a line of its own may stand apart from its cell: the last text above that leaves a bracket open is the one.
TEST(DumpBoxes, BracketsThatALineEndCuts) {
  std::vector<BoxPiece> pieces;
  for (const char32_t* text : {U"完好率（%", U"监测评估次数（", U"次）（点位）", U"率（%）", U"99.5%以上", U"）", U"质量合格率", U"）"}) pieces.push_back(piece(text));
  for (size_t i = 0; i < pieces.size(); ++i) pieces[i].lines = {i};
  close_brackets(pieces);
  ASSERT_EQ(pieces.size(), 7u);
  EXPECT_EQ(pieces[0].raw, U"完好率（%）");
  EXPECT_EQ(pieces[0].lines, (std::vector<size_t>{0, 5}));
  EXPECT_EQ(pieces[5].raw, U"质量合格率");
  EXPECT_EQ(pieces[6].raw, U"）");
}

// Offices' names that a line's end cuts stand side by side: where one field has two beginnings, the other's rest is not sure either.
TEST(DumpBoxes, OfficesNamesThatAreMixedUpAreInDoubt) {
  const auto sure = [](const std::vector<std::string>& texts) {
    std::vector<StreamLine> lines;
    std::vector<size_t> all;
    for (const std::string& text : texts) {
      all.push_back(lines.size());
      lines.push_back({text, static_cast<int>(2 * lines.size()) + 1, 1});
    }
    const Form& form = *std::find_if(builtin_forms().begin(), builtin_forms().end(), [](const Form& one) { return one.name == "national-project"; });
    const std::vector<HeadPiece> pieces = head_pieces(lines, all, form, BoxStyle());
    const std::vector<HeadSeat> seats = seat_texts(pieces, form, CharPairs());
    std::vector<bool> out;
    for (size_t i = 0; i < pieces.size(); ++i) {
      if (seats[i].field && seats[i].field->kind == "unit") out.push_back(seats[i].sure);
    }
    return out;
  };
  EXPECT_EQ(sure({"项目名称", "应急广播奖补经费", "主管部门及代码", "堰枫市文化广电和旅游", "堰枫市文化广电和旅", "局-686", "实施单位", "游局本级", "项目期"}), std::vector<bool>{false});
  EXPECT_EQ(sure({"项目名称", "应急广播奖补经费", "主管部门及代码", "堰枫市文化广电和旅游局-686", "实施单位", "堰枫市图书馆本级", "项目期"}), std::vector<bool>{true});
}

TEST(DumpBoxes, AmountsOfTasksAreDealtOutBySums) {
  // Column by column; row by row with an empty part; and nothing that adds up.
  const TaskRows columns = deal_amounts({5, 7, 12, 5, 4, 9, 0, 3, 3}, true);
  ASSERT_EQ(columns.rows.size(), 3u);
  EXPECT_EQ(columns.rows[1], (TaskAmounts{1, 4, 7}));
  const TaskRows empty = deal_amounts({5, 5, 7, 4, 3, 12, 9, 3}, true);
  ASSERT_EQ(empty.rows.size(), 3u);
  EXPECT_EQ(empty.rows[0], (TaskAmounts{0, 1, -1}));
  EXPECT_TRUE(empty.sure);
  EXPECT_TRUE(deal_amounts({1, 2, 4}, false).rows.empty());
}

// The parts' labels are turned: their amounts may be, too.
TEST(DumpBoxes, AmountsOfTurnedLabelsAreInDoubt) {
  std::string text = kNational;
  const std::string labels = "其中：财政拨款\n其他资金\n";
  text.replace(text.find(labels), labels.size(), "其他资金\n其中：财政拨款\n");
  const NormalizedDocument document = records_of(boxes(text) + "\f");
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_NE(review_of(document.projects[0], "/budget/fiscal"), nullptr);
  EXPECT_NE(review_of(document.projects[0], "/budget/other"), nullptr);
}

TEST(DumpBoxes, AUnitBelowTheTitleMayBeTornFromItsLine) {
  std::string text = kHebei;
  const std::string printed = "单位：万元\n项目编码\n";
  text.replace(text.find(printed), printed.size(), "项目编码\n单位：万元\n");
  const NormalizedDocument document = records_of(boxes(text));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].unit_code, "312001");
  EXPECT_EQ(document.projects[0].purpose, "用于支付养护经费。");
}

// A narrow cell's last line stands far from the others; it ends an office's name, and no sentence.
TEST(DumpBoxes, TheLastPieceOfAnOfficesNameIsItsOwn) {
  std::string text = kNational;
  const auto put = [&](const std::string& old, const std::string& now) { text.replace(text.find(old), old.size(), now); };
  put("312001-某县交通局本级", "[312001]某县道路管理");
  put("（1）完成养护。\n（2）完成验收。\n", "处\n");
  put("其他资金\n12.00", "其他资金\n按时完成养护，提高效益\n12.00");
  const NormalizedDocument document = records_of(boxes(text) + "\f");
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].unit_name, "某县道路管理处");
}

// Of two texts that begin at one height the short one is printed first, whichever side it is on.
TEST(DumpBoxes, AShortTextBeforeATallOneBesideItMayBeEither) {
  const auto text = [](int first, int second) {
    HeadPiece label, other;
    const Form& form = *std::find_if(builtin_forms().begin(), builtin_forms().end(), [](const Form& f) { return f.name == "shanghai-project"; });
    const auto field = [&](const char* key) { return &*std::find_if(form.fields.begin(), form.fields.end(), [&](const FormField& f) { return f.key == key; }); };
    label.kind = other.kind = HeadKind::label;
    label.fields = {field("/goals")};
    other.fields = {field("/extra/annual_goal")};
    std::vector<HeadPiece> pieces = {label, other, HeadPiece(), HeadPiece()};
    pieces[2].lines.resize(static_cast<size_t>(first));
    pieces[3].lines.resize(static_cast<size_t>(second));
    std::vector<HeadSeat> seats(4);
    seats[2] = {field("/goals"), true};
    seats[3] = {field("/extra/annual_goal"), true};
    return taller_text(pieces, seats);
  };
  ASSERT_TRUE(text(3, 12).has_value());
  EXPECT_EQ(text(3, 12)->lines, -9);
  EXPECT_EQ(text(12, 3)->lines, 9);
}

std::vector<std::string> ordered(const std::vector<std::string>& texts) {
  std::vector<StreamLine> lines;
  for (const std::string& text : texts) lines.push_back({.text = text});
  order_prose(lines, 0, lines.size());
  std::vector<std::string> out;
  for (const StreamLine& line : lines) out.push_back(line.text);
  return out;
}

TEST(DumpBoxes, EndsOfParagraphsGoBehindTheirLines) {
  const std::string a = "修订项目与合同管理办法，厘清各科室职责，提高信息化程度，使绩效目标可查可", b = "加强书记员业务培训，每年不少于四十六次，按时完成工作正常开展，达到规定标";
  const std::string c = "每季度对诉前调解进展开展回头看，支出偏慢的项目限期说明原因，逐步形成机制";
  // Both last lines behind both first ones.
  EXPECT_EQ(ordered({a, b, "考。", "准。"}), (std::vector<std::string>{a, "考。", b, "准。"}));
  // A last line before the line that it ends.
  EXPECT_EQ(ordered({c, "用。", "考。", a, "三、工作保障措施"}), (std::vector<std::string>{c, "用。", a, "考。", "三、工作保障措施"}));
  // Further below, where a part begins behind it.
  EXPECT_EQ(ordered({"绩效目标：" + c, "用。", "考。", "绩效指标：合格率达到要求。", "（三）有序开展", "绩效指标：" + a, "（四）提高效率"}),
            (std::vector<std::string>{"绩效目标：" + c, "用。", "绩效指标：合格率达到要求。", "（三）有序开展", "绩效指标：" + a, "考。", "（四）提高效率"}));
  const std::vector<std::string> right = {c, a, "考。", b, "准。"};
  EXPECT_EQ(ordered(right), right);
}

// The form's head is printed between headings and lines that are none of its cells.
TEST(DumpBoxes, WhatIsPrintedAroundAHeadIsNoText) {
  std::string text = kHebei;
  const auto put = [&](const std::string& old, const std::string& now) { text.replace(text.find(old), old.size(), now); };
  put("1.道路养护绩效目标表\n312001 某局本级\n单位：万元\n", "312001 某局本级\n单位：万元\n预算项目绩效目标\n1.道路养护绩效目标表\n");
  put("绩效目标\n1.完成养护。", "单位：万元\n绩效目标\n1.完成养护。");
  put("预算规模及\n", "");
  put("项目编码\n", "预算规模及\n项目编码\n");
  const NormalizedDocument document = records_of(boxes(text));
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.projects[0].purpose, "用于支付养护经费。");
  EXPECT_EQ(document.projects[0].printed_unit, "万元");
}

}  // namespace
}  // namespace budgetlift
