// Which labels a table has, and which of its rows are a form's head, which its indicators.
#include "normalize/form_match.h"
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::builtin;
using test::find_cell;
using test::table_of;
using Kind = TablePart::Kind;

const FormMatcher& national() {
  static const FormMatcher matcher(builtin("national-project"));
  return matcher;
}

// The key of the field whose label the cell with this text is; "" if it is none.
std::string key_of(const TableGrid& grid, const std::string& text, int nth = 0) {
  const int cell = find_cell(grid, text, nth);
  const auto match = cell < 0 ? std::nullopt : national().label(grid, cell);
  return match ? national().form().fields[static_cast<size_t>(match->field)].key : "";
}

TEST(FormLabels, OneThatIsPrintedTwiceBelongsToTheLabelAboveIt) {
  const Table table = table_of({{"项目资金（万元）", "实施期资金总额", "9", "年度资金总额", "3"}, {"^", "其中：财政拨款", "8", "其中：财政拨款", "2"}, {"^", "其他资金", "1", "其他资金", "1"}});
  const TableGrid grid(table);
  EXPECT_EQ(key_of(grid, "其他资金", 0), "/extra/period_other");
  EXPECT_EQ(key_of(grid, "其他资金", 1), "/budget/other");
  EXPECT_EQ(key_of(grid, "其中：财政拨款", 0), "/extra/period_fiscal");
  EXPECT_EQ(key_of(grid, "其中：财政拨款", 1), "/budget/fiscal");
}

TEST(FormLabels, OneThatHasNoLabelAboveBelongsToTheOneOnItsLeft) {
  const Table table = table_of({{"实施期资金总额", "9", "其他资金", "1"}, {"年度资金总额", "3", "其他资金", "2"}});
  const TableGrid grid(table);
  EXPECT_EQ(key_of(grid, "其他资金", 0), "/extra/period_other");
  EXPECT_EQ(key_of(grid, "其他资金", 1), "/budget/other");
}

TEST(FormLabels, OneThatIsAGroupTooIsNoLabelBesideAnotherLabel) {
  const Table beside = table_of({{"总体目标", "年度目标"}, {"^", "目标一"}}), alone = table_of({{"总体目标", "目标一"}});
  EXPECT_EQ(key_of(TableGrid(beside), "总体目标"), "");
  EXPECT_EQ(key_of(TableGrid(beside), "年度目标"), "/goals");
  EXPECT_EQ(key_of(TableGrid(alone), "总体目标"), "/goals");
}

TEST(FormLabels, AValueMayStandBehindTheColon) {
  const Table table = table_of({{"项目名称：某工程：一期", "项目名称："}});
  const TableGrid grid(table);
  ASSERT_TRUE(national().label(grid, 0));
  EXPECT_EQ(national().label(grid, 0)->inline_value, "某工程：一期");
  EXPECT_EQ(national().label(grid, 1)->inline_value, "");
}

TEST(FormLabels, TheUnitOfMoneyBehindALabelIsGiven) {
  const Table table = table_of({{"年度资金总额（千元）：", "5"}, {"年度资金总额（元）：7", ""}});
  const TableGrid grid(table);
  EXPECT_EQ(national().label(grid, 0)->unit, "千元");
  EXPECT_EQ(national().label(grid, find_cell(grid, "年度资金总额（元）：7"))->unit, "元");
}

TEST(FormLabels, AGroupMayNameTheUnitToo) {
  std::string unit;
  EXPECT_TRUE(national().is_group("项目资金（万元）", &unit));
  EXPECT_EQ(unit, "万元");
  EXPECT_FALSE(national().is_group("项目名称"));
}

TEST(FormLabels, APieceOfAGroupIsKnown) {
  EXPECT_TRUE(national().is_part_of_group("效指标"));
  EXPECT_FALSE(national().is_part_of_group("效果"));
  EXPECT_FALSE(national().is_part_of_group(""));
}

const std::vector<std::string> kBlocks = {"绩效指标", "一级指标", "实施期指标", "<", "<", "年度指标", "<", "<"};
const std::vector<std::string> kBelow = {"^", "^", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"};

TEST(FormLabels, TheBeginningOfAGroupBeforeALabelIsNoValue) {
  const Table table = table_of({{"总体目", "实施期目标", "年度目标"}, {"^", "甲", "乙"}, {"总体目", "丙", "丁"}});
  const TableGrid grid(table);
  EXPECT_TRUE(national().begins_group(grid, find_cell(grid, "总体目")));
  EXPECT_FALSE(national().begins_group(grid, find_cell(grid, "总体目", 1)));   // no label beside it
}

TEST(FormParts, AHeaderOfTwoRowsAboveTwoBlocksSideBySide) {
  const Table table = table_of({kBlocks, kBelow, {"^", "产出指标", "数量指标", "甲", "1个", "质量指标", "乙", "2%"}});
  const auto parts = national().parts(TableGrid(table));
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].kind, Kind::indicators);
  EXPECT_EQ(parts[0].row_begin, 0);
  EXPECT_EQ(parts[0].first_body_row, 2);
  ASSERT_EQ(parts[0].blocks.size(), 2u);
  EXPECT_EQ(parts[0].blocks[0].key, "/extra/period_indicators");
  EXPECT_EQ(parts[0].blocks[0].columns, (std::vector<int>{1, 2, 3, -1, 4, -1}));
  EXPECT_EQ(parts[0].blocks[1].key, "/indicators");
  EXPECT_EQ(parts[0].blocks[1].columns, (std::vector<int>{1, 5, 6, -1, 7, -1}));
}

// A page's end between the two rows: the merged label stands above it, an empty cell below.
TEST(FormParts, ALabelMergedOverAHeaderThatAPagesEndCutsIsTheColumns) {
  std::vector<std::string> below = kBelow;
  ASSERT_EQ(below[1], "^");
  below[1] = "";
  const auto parts = national().parts(TableGrid(table_of({kBlocks, below, {"^", "产出指标", "数量指标", "甲", "1个", "质量指标", "乙", "2%"}})));
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].row_begin, 0);
  ASSERT_EQ(parts[0].blocks.size(), 2u);
  EXPECT_EQ(parts[0].blocks[0].columns, (std::vector<int>{1, 2, 3, -1, 4, -1}));
  EXPECT_EQ(parts[0].blocks[1].columns, (std::vector<int>{1, 5, 6, -1, 7, -1}));
}

TEST(FormParts, TheUpperRowOfAHeaderIsNoRowOfTheHead) {
  const Table table = table_of({{"项目名称", "某工程", "<", "<", "<", "<", "<", "<"},
                                {"主管部门", "某局", "<", "<", "实施单位", "某站", "<", "<"},
                                {"年度目标", "一", "<", "<", "<", "<", "<", "<"},
                                kBlocks,
                                kBelow,
                                {"^", "产出指标", "数量指标", "甲", "1个", "质量指标", "乙", "2%"}});
  const auto parts = national().parts(TableGrid(table));
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].kind, Kind::head);
  EXPECT_EQ(parts[0].row_end, 3);
  EXPECT_EQ(parts[1].row_begin, 3);
  EXPECT_EQ(parts[1].first_body_row, 5);
  EXPECT_EQ(parts[1].row_end, 6);
}

TEST(FormParts, OneBlockGoesToTheIndicators) {
  const Table table = table_of({{"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", "甲", "1个"}});
  const auto parts = national().parts(TableGrid(table));
  ASSERT_EQ(parts.at(0).blocks.size(), 1u);
  EXPECT_EQ(parts[0].blocks[0].key, "/indicators");
}

TEST(FormParts, ColumnsThatAFormMayLackAreNotAskedFor) {
  const FormMatcher strict(builtin("hebei-2024"));
  const Table three = table_of({{"一级指标", "二级指标", "指标值"}, {"产出指标", "数量指标", "1个"}});
  EXPECT_EQ(national().parts(TableGrid(three)).at(0).kind, Kind::indicators);   // 3 of 4 that it never lacks
  EXPECT_EQ(strict.parts(TableGrid(three)).at(0).kind, Kind::foreign);          // 3 of 6
  const Table two = table_of({{"一级指标", "二级指标"}, {"产出指标", "数量指标"}});
  EXPECT_EQ(national().parts(TableGrid(two)).at(0).kind, Kind::foreign);
}

TEST(FormParts, AHeaderPrintedAgainIsNoPartOfItsOwn) {
  const std::vector<std::string> header = {"一级指标", "二级指标", "三级指标", "指标值"};
  const Table table = table_of({header, {"产出指标", "数量指标", "甲", "1个"}, header, {"效益指标", "社会效益指标", "乙", "2%"}});
  EXPECT_EQ(national().parts(TableGrid(table)).size(), 1u);
}

TEST(FormParts, ATableWithFewOfTheLabelsOfAHeadIsWeak) {
  const Table table = table_of({{"项目名称", "某工程"}, {"年度目标", "一"}});
  ASSERT_EQ(national().parts(TableGrid(table)).size(), 1u);
  EXPECT_TRUE(national().parts(TableGrid(table))[0].weak);
  const Table more = table_of({{"项目名称", "某工程"}, {"主管部门", "某局"}, {"实施单位", "某站"}, {"年度资金总额", "5"}, {"年度目标", "一"}});
  EXPECT_FALSE(national().parts(TableGrid(more))[0].weak);
}

TEST(FormParts, TwoLabelsMakeNoHeadThoughTheFormAsksForNoMore) {
  const FormMatcher department(builtin("department-overall"));
  const Table table = table_of({{"部门名称", "某厅"}, {"年度总体目标", "好"}});
  ASSERT_EQ(department.parts(TableGrid(table)).at(0).kind, Kind::head);
  EXPECT_TRUE(department.parts(TableGrid(table))[0].weak);
}

TEST(FormParts, TheSecondOfTwoHeadsBeginsWhereLabelsComeAgain) {
  const Table table = table_of({{"项目名称", "甲"}, {"主管部门", "某局"}, {"年度目标", "一"}, {"项目名称", "乙"}, {"主管部门", "某局"}, {"年度目标", "二"}});
  const auto parts = national().parts(TableGrid(table));
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[1].row_begin, 3);
}

TEST(FormLines, AUnitOfMoneyIsNoUnitThatFillsTheFormIn) {
  Form form;
  form.unit_line_pattern = "^单位：(?P<name>.+)$";
  const FormMatcher matcher(form);
  ASSERT_TRUE(matcher.lines().match_unit_line("单位：万元") && matcher.lines().match_unit_line("单位：某局"));
  EXPECT_EQ(matcher.lines().match_unit_line("单位：万元")->unit, "万元");
  EXPECT_EQ(matcher.lines().match_unit_line("单位：万元")->name, "");
  EXPECT_EQ(matcher.lines().match_unit_line("单位：某局")->name, "某局");
  const FormMatcher early(builtin("hebei-early"));
  ASSERT_TRUE(early.lines().match_unit_line("312001 某局 单位：元"));
  EXPECT_EQ(early.lines().match_unit_line("312001 某局 单位：元")->name, "某局");
}

TEST(FormLines, TheDepartmentMayBeNamedWhereTheUnitIsNot) {
  const auto match = national().lines().match_unit_line("部门：某局 单位：万元");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->department, "某局");
  EXPECT_EQ(match->name, "");
  EXPECT_EQ(match->unit, "万元");
}

TEST(FormLines, AYearMayStandInTheTitleOrInALineOfItsOwn) {
  ASSERT_TRUE(national().lines().match_title("项目支出绩效目标表（2023年度）"));
  EXPECT_EQ(national().lines().match_title("项目支出绩效目标表（2023年度）")->year, 2023);
  EXPECT_EQ(national().lines().match_year_line("（2023年度）"), 2023);
  EXPECT_EQ(national().lines().match_year_line("2023年度工作"), std::nullopt);
  std::vector<TextLine> lines = {test::text_line("项目支出绩效目标表"), test::text_line("（2023年度）")};
  EXPECT_EQ(national().lines().take_year_line(lines), 2023);
  EXPECT_EQ(lines.size(), 1u);
}

// "46." is no number of the title below it.
TEST(FormLines, ALineThatEndsASentenceIsNoPartOfATitle) {
  const FormLines early(builtin("hebei-early"));
  std::vector<TextLine> lines{test::text_line("46.99万元。"), test::text_line("某项目绩效目标表")};
  const auto title = early.take_title(lines);
  ASSERT_TRUE(title.has_value());
  EXPECT_EQ(title->title, "某项目绩效目标表");
  EXPECT_EQ(lines.size(), 1u);
}

TEST(FormLines, ARowOfSumsIsToldByItsLabel) {
  const FormMatcher listing(builtin("listing"));
  EXPECT_TRUE(listing.is_total_label("合 计"));
  EXPECT_FALSE(listing.is_total_label("合计数"));
  EXPECT_FALSE(national().is_total_label("合计"));
}

}  // namespace
}  // namespace budgetlift
