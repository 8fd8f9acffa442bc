// The rows of a listing become projects; the table of tasks inside a head becomes rows of `extra`.
#include "normalize/form_match.h"
#include "normalize/listing.h"
#include "normalize/row_table.h"
#include "tests/forms_support.h"

namespace budgetlift {
namespace {

using test::all_reviews;
using test::builtin;
using test::extra_text;
using test::is_named;
using test::put_on_page;
using test::table_of;
using test::texts;

struct Listing {
  std::vector<ProjectRecord> projects;
  std::vector<std::string> unplaced;
};

Listing listing(const Table& table) {
  static const FormMatcher matcher(builtin("listing"));
  const TableGrid grid(table);
  const std::vector<TablePart> parts = matcher.parts(grid);
  Listing out;
  EXPECT_EQ(parts.back().kind, TablePart::Kind::listing);
  std::vector<TextLine> unplaced;
  read_listing(matcher, grid, parts.back(), [&]() -> ProjectRecord& {
    out.projects.emplace_back();
    out.projects.back().printed_unit = "万元";
    return out.projects.back();
  }, unplaced);
  out.unplaced = texts(unplaced);
  return out;
}

const std::vector<std::string> kHeader = {"单位名称", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"};

// What stands behind a row of sums, without a project of its own, may be the project's before it.
TEST(Listings, RowsThatBelongToNoProjectAreNamedWithTheOneBefore) {
  const Table table = table_of({kHeader,
                                {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个"},
                                {"小计", "", "1", "", "", "", "", ""},
                                {"", "", "", "", "效益指标", "社会效益指标", "效益", "2%"}});
  static const FormMatcher matcher(builtin("listing"));
  const TableGrid grid(table);
  std::vector<ProjectRecord> projects;
  std::vector<TextLine> unplaced;
  const std::vector<TablePart> parts = matcher.parts(grid);
  const std::set<size_t> behind = read_listing(matcher, grid, parts.back(), [&]() -> ProjectRecord& { return projects.emplace_back(); }, unplaced);
  EXPECT_EQ(behind, std::set<size_t>{1});
}

TEST(Listings, AProjectHasTheRowsThatItsCellsAreMergedOver) {
  const Listing got = listing(table_of({kHeader,
                                        {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个"},
                                        {"^", "^", "^", "^", "效益指标", "社会效益指标", "效益", "2%"},
                                        {"某站", "乙", "2", "优", "产出指标", "质量指标", "质量", "3%"}}));
  ASSERT_EQ(got.projects.size(), 2u);
  EXPECT_EQ(got.projects[0].name, "甲");
  EXPECT_EQ(got.projects[0].unit_name, "某局");
  EXPECT_EQ(got.projects[0].total->printed, "1");
  EXPECT_EQ(got.projects[0].goals, std::vector<std::string>{"好"});
  ASSERT_EQ(got.projects[0].indicators.size(), 2u);
  EXPECT_EQ(got.projects[0].indicators[1].level3, "效益");
  EXPECT_EQ(got.projects[1].name, "乙");
  EXPECT_EQ(got.projects[1].indicators.size(), 1u);
  EXPECT_TRUE(got.projects[0].review.empty()) << all_reviews(got.projects[0]);
  EXPECT_TRUE(got.unplaced.empty());
}

TEST(Listings, AUnitMayBeMergedOverItsProjects) {
  const Listing got = listing(table_of({kHeader,
                                        {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个"},
                                        {"^", "乙", "2", "优", "产出指标", "质量指标", "质量", "3%"}}));
  ASSERT_EQ(got.projects.size(), 2u);
  EXPECT_EQ(got.projects[0].unit_name, "某局");
  EXPECT_EQ(got.projects[1].unit_name, "某局");
}

TEST(Listings, CellsLeftEmptyGoOnWithTheProjectAbove) {
  const Listing got = listing(table_of({kHeader,
                                        {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个"},
                                        {"", "", "", "", "", "质量指标", "质量", "2%"}}));
  ASSERT_EQ(got.projects.size(), 1u);
  ASSERT_EQ(got.projects[0].indicators.size(), 2u);
  EXPECT_EQ(got.projects[0].indicators[1].level1, "产出指标");
}

TEST(Listings, TheRestOfACellBesideEmptyOnesBeginsNoProject) {
  Table table = table_of({kHeader, {"某局", "甲", "1", "保障", "产出指标", "数量指标", "数量", "1个"}, {"", "", "", "运行", "", "质量指标", "质量", "2%"}});
  put_on_page(table, 2, 3, 2);
  const Listing got = listing(table);
  ASSERT_EQ(got.projects.size(), 1u);
  EXPECT_EQ(got.projects[0].indicators.size(), 2u);
}

TEST(Listings, TextsPrintedAgainInEveryRowAreOneProjects) {
  const Listing got = listing(table_of({kHeader,
                                        {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个"},
                                        {"某局", "甲", "1", "好", "产出指标", "质量指标", "质量", "2%"}}));
  ASSERT_EQ(got.projects.size(), 1u);
  EXPECT_EQ(got.projects[0].name, "甲");
  EXPECT_TRUE(got.projects[0].review.empty()) << all_reviews(got.projects[0]);
}

TEST(Listings, ACellThatAPageEndCutsIsOneText) {
  Table table = table_of({kHeader,
                          {"某局", "甲工程的", "1", "好", "产出指标", "数量指标", "数量", "1个"},
                          {"^", "第二期", "^", "^", "产出指标", "质量指标", "质量", "2%"}});
  put_on_page(table, 2, 1, 2);
  const Listing got = listing(table);
  ASSERT_EQ(got.projects.size(), 1u);
  EXPECT_EQ(got.projects[0].name, "甲工程的第二期");
  EXPECT_TRUE(got.projects[0].review.empty()) << all_reviews(got.projects[0]);
}

TEST(Listings, TwoTextsOnOnePageAreNamed) {
  const Listing got = listing(table_of({kHeader,
                                        {"某局", "甲工程的", "1", "好", "产出指标", "数量指标", "数量", "1个"},
                                        {"^", "第二期", "^", "^", "产出指标", "质量指标", "质量", "2%"}}));
  ASSERT_EQ(got.projects.size(), 1u);
  EXPECT_TRUE(is_named(got.projects[0], "/project/name", "several-cells"));
}

TEST(Listings, TheRowOfSumsIsNoProject) {
  const Listing got = listing(table_of({{"项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标值"},
                                        {"甲", "1", "产出指标", "数量指标", "数量", "1个"},
                                        {"合计", "1", "", "", "", ""}}));
  ASSERT_EQ(got.projects.size(), 1u);
  EXPECT_EQ(got.projects[0].indicators.size(), 1u);
  EXPECT_EQ(got.unplaced, (std::vector<std::string>{"合计", "1"}));
}

TEST(Listings, ARowOfNoProjectIsUnplaced) {
  const Listing got = listing(table_of({kHeader,
                                        {"", "", "", "", "产出指标", "数量指标", "数量", "1个"},
                                        {"某局", "甲", "1", "好", "产出指标", "质量指标", "质量", "2%"}}));
  ASSERT_EQ(got.projects.size(), 1u);
  EXPECT_EQ(got.projects[0].indicators.size(), 1u);
  EXPECT_EQ(got.unplaced, (std::vector<std::string>{"产出指标", "数量指标", "数量", "1个"}));
}

TEST(Listings, AColumnWithoutALabelOfTheFormIsUnplacedAndNamed) {
  std::vector<std::string> header = kHeader;
  header.push_back("责任人");
  const Listing got = listing(table_of({header, {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个", "张三"}}));
  ASSERT_EQ(got.projects.size(), 1u);
  EXPECT_EQ(got.unplaced, std::vector<std::string>{"张三"});
  EXPECT_TRUE(is_named(got.projects[0], "/indicators/0", "unplaced-text"));
}

TEST(Listings, ACodeWhoseHeadingWasNotFoundIsTheProjectsAllTheSame) {
  std::vector<std::string> header = kHeader;
  header.push_back("项§8s");
  const auto of = [&](const std::string& code) { return listing(table_of({header, {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个", code}})).projects.at(0); };
  EXPECT_EQ(of("13052924P00584110432W").code, "13052924P00584110432W");
  EXPECT_TRUE(is_named(of("13052924P00584110432W"), "/project/code", "unplaced-text"));
  EXPECT_FALSE(of("13052924P00584110433W").code);   // its check character does not fit
}

TEST(Listings, TheTitlesYearAndTheUnitInTheHeaderAreTheDocuments) {
  std::vector<std::string> header = kHeader;
  header[2] = "预算数（千元）";
  const NormalizedDocument document = test::normalize({test::text_line("某局2023年部门预算项目绩效目标表"), table_of({header, {"某局", "甲", "1", "好", "产出指标", "数量指标", "数量", "1个"}})});
  ASSERT_EQ(document.projects.size(), 1u);
  EXPECT_EQ(document.facts.fiscal_year, 2023);
  EXPECT_EQ(document.projects[0].title, "某局2023年部门预算项目绩效目标表");
  EXPECT_EQ(document.projects[0].total->cny->digits, "1000.00");
  EXPECT_EQ(document.projects[0].form.best.name, "listing");
}

struct Rows {
  ProjectRecord record;
  std::vector<std::string> unplaced;

  // The text of a row's column; "<none>" where there is none.
  std::string at(size_t row, const std::string& key) const {
    const auto it = record.extra.find("tasks");
    if (it == record.extra.end()) return "<none>";
    for (const auto& [name, text] : std::get<std::vector<ExtraRow>>(it->second).at(row)) {
      if (name == key) return text.value_or("<null>");
    }
    return "<none>";
  }
  size_t count() const { return record.extra.count("tasks") ? std::get<std::vector<ExtraRow>>(record.extra.at("tasks")).size() : 0; }
};

// The tasks beside the label 年度主要任务, in rows up to `end`.
Rows rows(const Table& table, int end = -1) {
  const Form& form = builtin("department-overall");
  const FormField& field = form.fields[static_cast<size_t>(test::field_at(form, "/extra/tasks"))];
  const TableGrid grid(table);
  Rows out;
  out.record.printed_unit = "万元";
  std::set<int> taken;
  std::vector<TextLine> unplaced;
  read_row_table(field, grid, test::find_cell(grid, "年度主要任务"), end < 0 ? table.rows : end, out.record, taken, unplaced);
  out.unplaced = texts(unplaced);
  return out;
}

const std::vector<std::string> kTasks = {"年度主要任务", "任务名称", "主要内容", "预算金额（千元）", "<", "<"};
const std::vector<std::string> kSums = {"^", "^", "^", "总额", "财政拨款", "其他资金"};

TEST(RowTables, RowsGoToExtraByTheKeysOfTheirColumns) {
  const Rows got = rows(table_of({kTasks, kSums, {"^", "甲", "做甲", "3", "2", "1"}, {"^", "乙", "做乙", "4", "", "4"}}));
  ASSERT_EQ(got.count(), 2u);
  EXPECT_EQ(got.at(0, "name"), "甲");
  EXPECT_EQ(got.at(0, "content"), "做甲");
  EXPECT_EQ(got.at(1, "total"), "4");
  EXPECT_EQ(got.at(1, "fiscal"), "<null>");
  EXPECT_TRUE(got.record.review.empty()) << all_reviews(got.record);
  EXPECT_EQ(got.record.fields.count("/extra/tasks/1/other"), 1u);
}

TEST(RowTables, TheRowOfSumsGoesToTheBudget) {
  const Rows got = rows(table_of({kTasks, kSums, {"^", "甲", "做甲", "3", "2", "1"}, {"^", "金额合计", "<", "3", "2", "1"}}));
  EXPECT_EQ(got.count(), 1u);
  ASSERT_TRUE(got.record.total && got.record.fiscal && got.record.other);
  EXPECT_EQ(got.record.total->printed, "3");
  EXPECT_EQ(got.record.fiscal->printed, "2");
  EXPECT_EQ(got.record.other->printed, "1");
}

TEST(RowTables, TheUnitInTheHeaderIsThatOfTheSums) {
  const Rows got = rows(table_of({kTasks, kSums, {"^", "金额合计", "<", "3", "2", "1"}}));
  EXPECT_EQ(got.record.printed_unit, "千元");
  EXPECT_EQ(got.record.total->cny->digits, "3000.00");
}

TEST(RowTables, TextUnderNoColumnIsUnplacedAndNamed) {
  const Rows got = rows(table_of({{"年度主要任务", "任务名称", "主要内容", "备注"}, {"^", "甲", "做甲", "急"}}));
  EXPECT_EQ(got.count(), 1u);
  EXPECT_EQ(got.unplaced, std::vector<std::string>{"急"});
  EXPECT_TRUE(is_named(got.record, "/extra/tasks", "unplaced-text"));
}

TEST(RowTables, EndWhereTheCellBelowTheLabelHasAText) {
  const Rows got = rows(table_of({{"年度主要任务", "任务名称", "主要内容"}, {"", "甲", "做甲"}, {"", "乙", "做乙"}, {"年度总体目标", "好", "<"}}));
  EXPECT_EQ(got.count(), 2u);
  EXPECT_TRUE(got.unplaced.empty());
}

TEST(RowTables, EndWhereTheHeadEnds) {
  EXPECT_EQ(rows(table_of({{"年度主要任务", "任务名称", "主要内容"}, {"^", "甲", "做甲"}, {"^", "乙", "做乙"}}), 2).count(), 1u);
}

TEST(Listing, MayHaveTheVeryLabelsOfAForm) {
  const NormalizedDocument document = test::normalize({test::text_line("项目绩效目标一览表"), test::text_line("单位：万元"),
                                                 test::table_of({{"项目编码", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"},
                                                           {"13052924P00584110432W", "甲工程", "5", "保障甲", "产出指标", "数量指标", "甲数", "1个"},
                                                           {"13052924P00584110433X", "乙工程", "6", "保障乙", "产出指标", "数量指标", "乙数", "2个"}})});
  ASSERT_EQ(document.projects.size(), 2u);
  EXPECT_EQ(document.projects[1].name, "乙工程");
  EXPECT_EQ(document.projects[1].form.best.name, "listing");
}

TEST(Listings, CodesOfSeveralProjectsInOneOfADumpAreNamed) {
  Table table = table_of({{"单位名称", "项目编码", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"},
                          {"某局", "43062121P003750740936", "甲43062121P00488604679N", "1", "好", "产出指标", "数量指标", "数量", "1个"}});
  for (Cell& cell : table.cells) {
    for (TextLine& line : cell.lines) line.source = Source::text_dump;
  }
  const Listing got = listing(table);
  ASSERT_EQ(got.projects.size(), 2u);
  EXPECT_TRUE(is_named(got.projects[0], "", "form-not-read"));
  EXPECT_TRUE(is_named(got.projects[1], "", "form-not-read"));
}

// Each project has its first levels once, one behind the other.
TEST(Listings, FirstLevelsOfSeveralProjectsInOneOfADumpAreNamed) {
  const std::vector<std::string> head = {"单位名称", "项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"};
  const auto rows = [&](Source source, const std::vector<std::string>& levels) {
    std::vector<std::vector<std::string>> texts = {head};
    for (size_t i = 0; i < levels.size(); ++i) {
      const bool outcome = levels[i] == "产出指标";
      texts.push_back({i == 0 ? "某局" : "", i == 0 ? "道路养护" : "", i == 0 ? "1" : "", i == 0 ? "好" : "", levels[i], outcome ? "数量指标" : "社会效益指标", "数量" + std::to_string(i), "1个"});
    }
    Table table = table_of(texts);
    for (Cell& cell : table.cells) {
      for (TextLine& line : cell.lines) line.source = source;
    }
    return listing(table);
  };
  const Listing two = rows(Source::text_dump, {"产出指标", "效益指标", "产出指标", "效益指标"});
  ASSERT_EQ(two.projects.size(), 2u);
  EXPECT_TRUE(is_named(two.projects[0], "", "form-not-read"));
  EXPECT_TRUE(is_named(two.projects[1], "", "form-not-read"));
  EXPECT_FALSE(is_named(rows(Source::text_dump, {"产出指标", "产出指标", "效益指标"}).projects[0], "", "form-not-read"));
  // A PDF shows where a project's cells end.
  EXPECT_EQ(rows(Source::text_layer, {"产出指标", "效益指标", "产出指标", "效益指标"}).projects.size(), 1u);
}

// Where no row begins a project, its first levels tell how many records must say so.
TEST(Listings, AListingOfADumpThatIsNotReadHasAsManyProjectsAsFirstLevels) {
  const auto document = [](const std::vector<std::string>& levels) {
    std::vector<std::vector<std::string>> texts = {kHeader};
    for (const std::string& level : levels) texts.push_back({"", "", "", "", level, level == "产出指标" ? "数量指标" : "社会效益指标", "数量", "1个"});
    Table table = table_of(texts);
    for (Cell& cell : table.cells) {
      for (TextLine& line : cell.lines) line.source = Source::text_dump;
    }
    return test::normalize({table});
  };
  // "效益指标" ends names of second levels, too.
  const NormalizedDocument two = document({"产出指标", "效益指标", "产出指标", "效益指标"});
  ASSERT_EQ(two.projects.size(), 2u);
  for (const ProjectRecord& record : two.projects) EXPECT_TRUE(is_named(record, "", "form-not-read"));
  EXPECT_EQ(document({"效益指标", "效益指标"}).projects.size(), 1u);
}

}  // namespace
}  // namespace budgetlift
