#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "normalize/sink.h"
#include "tests/sink_test_data.h"

namespace budgetlift {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// An RFC 4180 reader that insists on CRLF and on quotation where it is needed.
Rows parse_csv(const std::string& text) {
  Rows rows;
  std::vector<std::string> row;
  std::string field;
  size_t i = 0;
  while (i < text.size()) {
    if (text[i] == '"') {
      for (++i; i < text.size(); ++i) {
        if (text[i] == '"' && text[i + 1] == '"') {
          field.push_back(text[i++]);
        } else if (text[i] == '"') {
          break;
        } else {
          field.push_back(text[i]);
        }
      }
      ++i;
    } else {
      while (i < text.size() && text[i] != ',' && text[i] != '\r') field.push_back(text[i++]);
    }
    row.push_back(field);
    field.clear();
    if (text[i] == ',') {
      ++i;
      if (text[i] == '\r') row.emplace_back();
    }
    if (text[i] == '\r') {
      EXPECT_EQ(text[i + 1], '\n');
      i += 2;
      rows.push_back(row);
      row.clear();
    }
  }
  return rows;
}

TEST(CsvSink, WritesJoinedTables) {
  std::map<std::string, std::ostringstream> files;
  auto sink = make_csv_sink([&](std::string_view name) { return &files[std::string(name)]; });
  const DocumentInfo info = test::pdf_info();
  sink->begin(info, test::facts());
  sink->record(info, test::facts(), test::full_record());
  sink->record(info, test::facts(), test::empty_record());
  sink->end_document(info, test::facts(), {}, {});
  sink->finish();

  ASSERT_EQ(files.size(), csv_table_names().size());
  std::map<std::string, Rows> tables;
  for (auto& [name, out] : files) {
    tables[name] = parse_csv(out.str());
    for (const auto& row : tables[name]) {
      EXPECT_EQ(row.size(), tables[name][0].size()) << name;
      EXPECT_TRUE(row[0] == "document_sha256" || row[0] == info.sha256);
    }
  }
  EXPECT_EQ(tables["documents"].size(), 2u);
  EXPECT_EQ(tables["projects"].size(), 3u);
  EXPECT_EQ(tables["schedule"].size(), 3u);
  EXPECT_EQ(tables["goals"].size(), 3u);
  EXPECT_EQ(tables["indicators"].size(), 4u);
  EXPECT_EQ(tables["review"].size(), 2u);

  const auto column = [](const Rows& rows, const std::string& name, size_t row) {
    for (size_t i = 0; i < rows[0].size(); ++i) {
      if (rows[0][i] == name) return rows[row][i];
    }
    return std::string("no such column");
  };
  const ProjectRecord record = test::full_record();
  EXPECT_EQ(column(tables["documents"], "projects", 1), "2");
  EXPECT_EQ(column(tables["documents"], "review_entries", 1), "1");
  EXPECT_EQ(column(tables["documents"], "path", 1), info.path);
  EXPECT_EQ(column(tables["projects"], "purpose", 1), *record.purpose);
  EXPECT_EQ(column(tables["projects"], "code", 1), *record.code);
  EXPECT_EQ(column(tables["projects"], "total_cny", 1), "5000000.00");
  EXPECT_EQ(column(tables["projects"], "code_year", 1), "2024");
  EXPECT_EQ(column(tables["projects"], "extra", 1), R"({"authority":"虚构县财政局","period_indicators":[{"level1":"产出指标","level2":"数量指标","level3":"数量","description":null,)"
            R"("target":{"text":"≥3个","kind":"quantity","operator":">=","value":3,"unit":"个","date":null},"basis":null}],)"
            R"("tasks":[{"name":"任务一","total":null}]})");
  EXPECT_EQ(column(tables["projects"], "total_cny", 2), "");
  EXPECT_EQ(column(tables["schedule"], "percent", 2), "100.0");
  EXPECT_EQ(column(tables["indicators"], "target_unit", 1), "元/人/月");
  EXPECT_EQ(column(tables["indicators"], "target_date", 2), "2024-12-31");
  EXPECT_EQ(column(tables["indicators"], "indicator_index", 3), "2");
  EXPECT_EQ(column(tables["review"], "reason", 1), "empty-cell");
}

TEST(CsvSink, LeavesTablesOut) {
  std::ostringstream projects;
  auto sink = make_csv_sink([&](std::string_view name) { return name == "projects" ? &projects : nullptr; });
  sink->begin(test::pdf_info(), test::facts());
  sink->record(test::pdf_info(), test::facts(), test::full_record());
  sink->end_document(test::pdf_info(), test::facts(), {}, {});
  sink->finish();
  EXPECT_EQ(parse_csv(projects.str()).size(), 2u);
}

}  // namespace
}  // namespace budgetlift
