// Workbooks, as LibreOffice reads them.
#include <gmock/gmock.h>

#include "tests/load_support.h"
#include "tests/program.h"
#include "tests/support.h"
#include "tests/tools.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// Every sheet of the file as the contents of its cells, by the sheet's name.
std::map<std::string, CsvRows> sheets(const fs::path& file, const TemporaryFolder& folder) {
  // 44,34,76: commas, quotation marks, UTF-8; -1: all sheets.
  const ProgramResult result = run_program({"soffice", "-env:UserInstallation=file://" + (folder.path() / "profile").string(), "--headless", "--convert-to",
                                            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", (folder.path() / "sheets").string(), file.string()},
                                           {.seconds = 120});
  EXPECT_EQ(result.status, 0) << result.err;
  std::map<std::string, CsvRows> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder.path() / "sheets", error)) {
    std::string name = entry.path().stem().string();
    std::string text;
    for (const char c : read_file(entry.path())) text += c == '\n' ? "\r\n" : std::string(1, c);
    out[name.substr(name.find('-') + 1)] = parse_csv(text);
  }
  return out;
}

TEST(LoadXlsx, LibreOfficeReadsIt) {
  BUDGETLIFT_NEEDS_TOOL("soffice");
  TemporaryFolder folder;
  ProjectRecord record = full_record();
  record.unit_code = "001002";
  record.fiscal = parse_amount("999999999.999999", "万元");   // 15 digits
  record.purpose = "=1+1";
  record.total->cny = Decimal{"1234567890123456.78"};
  load_lines({.format = "xlsx", .place = (folder.path() / "a.xlsx").string()}, {record_line(record)});
  auto tables = sheets(folder.path() / "a.xlsx", folder);
  ASSERT_EQ(tables.size(), static_cast<size_t>(kTables));
  const CsvRows& projects = tables["projects"];
  EXPECT_EQ(column(projects, "unit_code", 1), "001002");
  EXPECT_EQ(column(projects, "code", 1), *record.code);
  EXPECT_EQ(column(projects, "serial", 1), record.code_parts->serial);
  EXPECT_EQ(column(projects, "department", 1), "虚构县公安局");
  EXPECT_EQ(column(projects, "fiscal_cny", 1), "9999999999999.99");
  EXPECT_EQ(column(projects, "total_cny", 1), "1234567890123456.78");   // as text: a spreadsheet keeps 15 digits
  EXPECT_EQ(column(projects, "other_cny", 1), "50");
  EXPECT_EQ(column(projects, "purpose", 1), "=1+1");
  EXPECT_EQ(column(tables["schedule"], "date", 1), "2024-03-31");
  EXPECT_EQ(column(tables["indicators"], "target_text", 1), "≤3000元/人/月");
  const CsvRows& review = tables["review"];
  EXPECT_EQ(column(projects, "review_entries", 1), "2");
  ASSERT_EQ(review.size(), 3u);
  EXPECT_EQ(column(review, "field", 2), "/budget/total/cny");
  EXPECT_EQ(column(review, "reason", 2), "text-in-table");
}

TEST(LoadXlsx, ASheetThatIsFullGoesOnInAnother) {
  BUDGETLIFT_NEEDS_TOOL("soffice");
  TemporaryFolder folder;
  const LoadFacts facts = load_lines({.format = "xlsx", .place = (folder.path() / "a.xlsx").string(), .chinese_headings = true, .rows_of_sheet = 4},
                                     {numbered_line(1), numbered_line(2), numbered_line(3)});
  EXPECT_EQ(facts.projects, 3);
  auto tables = sheets(folder.path() / "a.xlsx", folder);
  EXPECT_EQ(tables["projects"].size(), 4u);
  EXPECT_FALSE(tables.contains("projects_2"));
  ASSERT_TRUE(tables.contains("indicators_3"));   // nine rows, three a sheet
  EXPECT_EQ(tables["indicators_3"].size(), 4u);
  EXPECT_EQ(tables["goals_2"].size(), 4u);
  EXPECT_EQ(tables["indicators_3"][0], tables["indicators"][0]);
  EXPECT_EQ(column(tables["indicators_3"], "一级指标", 1), "产出指标");
  EXPECT_THAT(column(tables["indicators_3"], "文件哈希", 3), testing::EndsWith("3"));
}

TEST(LoadXlsx, WhatNoCellHoldsIsCutAndNamed) {
  BUDGETLIFT_NEEDS_TOOL("soffice");
  TemporaryFolder folder;
  ProjectRecord record = full_record();
  record.purpose.emplace();
  for (int i = 0; i < 33000; ++i) *record.purpose += "长";
  record.goals = {"a\x01" "b\xEF\xBF\xBF" "c", "a_x000D_b"};   // not in XML; what XML has for a character
  load_lines({.format = "xlsx", .place = (folder.path() / "a.xlsx").string()}, {record_line(record)});
  auto tables = sheets(folder.path() / "a.xlsx", folder);
  EXPECT_EQ(column(tables["projects"], "purpose", 1).size(), 32000u * 3 + 3);
  EXPECT_EQ(column(tables["review"], "reason", 2), "cut-in-table");
  EXPECT_THAT(column(tables["goals"], "text", 1), HasSubstr("c"));
  EXPECT_EQ(column(tables["goals"], "text", 2), "a_x000D_b");   // as it is printed
}

TEST(LoadXlsx, NothingIsLeftOfWhatFailed) {
  TemporaryFolder folder;
  {
    auto loader = open_target({.format = "xlsx", .place = (folder.path() / "a.xlsx").string()});
    ASSERT_TRUE(loader);
    ASSERT_TRUE((*loader)->record(numbered_line(1)));
    EXPECT_FALSE((*loader)->record("{}"));
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
  const auto nowhere = open_target({.format = "xlsx", .place = (folder.path() / "none/a.xlsx").string()});
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().words, HasSubstr("No such file or directory"));
}

TEST(LoadCsv, LibreOfficeReadsItAsTextAndNumbers) {
  BUDGETLIFT_NEEDS_TOOL("soffice");
  TemporaryFolder folder;
  ProjectRecord record = full_record();
  record.unit_code = "001002";
  load_lines({.format = "csv", .place = (folder.path() / "tables").string(), .byte_order_mark = true}, {record_line(record)});
  // "Quoted field as text" is the seventh token.
  const ProgramResult result = run_program({"soffice", "-env:UserInstallation=file://" + (folder.path() / "profile").string(), "--headless",
                                            "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,true,false", "--convert-to", "xlsx", "--outdir", folder.path().string(),
                                            (folder.path() / "tables/projects.csv").string()},
                                           {.seconds = 120});
  ASSERT_EQ(result.status, 0) << result.err;
  auto tables = sheets(folder.path() / "projects.xlsx", folder);
  const CsvRows& projects = tables.begin()->second;
  EXPECT_EQ(column(projects, "unit_code", 1), "001002");
  EXPECT_EQ(column(projects, "code", 1), *record.code);
  EXPECT_EQ(column(projects, "total_cny", 1), "5000000");
  EXPECT_EQ(column(projects, "name", 1), "虚构项目");
}

}  // namespace
}  // namespace budgetlift::test
