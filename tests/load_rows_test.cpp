// From a record line to rows, whatever the target.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/load_support.h"

namespace budgetlift::test {
namespace {

using testing::HasSubstr;

DocumentRows rows_of(const std::string& line) {
  RecordMapper mapper;
  return mapper.map(line);
}

std::string refused(const std::string& line) {
  try {
    rows_of(line);
  } catch (const RecordError& error) {
    return error.what();
  }
  return "";
}

const TableCell& cell(const DocumentRows& rows, TableId table, size_t row, const char* column) { return rows.tables[table].at(row)[column_of(table, column)]; }

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

TEST(LoadRows, EveryColumnComesFromAFullRecord) {
  ProjectRecord record = full_record();
  // Between them these have every value: a quantity and a date are not in one target.
  const DocumentRows rows = rows_of(record_line(record));
  for (size_t id = 0; id < kTables; ++id) {
    const TableDefinition& table = table_definitions()[id];
    ASSERT_FALSE(rows.tables[id].empty()) << table.name;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (id == kDocuments && !table.columns[i].source.starts_with("/")) continue;   // counted by the loader
      const bool somewhere = std::any_of(rows.tables[id].begin(), rows.tables[id].end(), [&](const TableRow& row) { return row[i].text.has_value(); });
      EXPECT_TRUE(somewhere) << table.name << "." << table.columns[i].name;
    }
  }
  EXPECT_EQ(cell(rows, kProjects, 0, "fiscal_cny").text, "4999950.00");
  EXPECT_EQ(cell(rows, kSchedule, 1, "percent").text, "100.0");
  EXPECT_EQ(cell(rows, kIndicators, 2, "target_text").text, std::nullopt);
  EXPECT_EQ(cell(rows, kGoals, 1, "goal_index").text, "1");
}

TEST(LoadRows, NumbersKeepTheirDigits) {
  const std::string line = replaced(record_line(full_record()), "\"cny\":5000000.00", "\"cny\":12345678901234567890.1234567890 ");
  EXPECT_EQ(cell(rows_of(line), kProjects, 0, "total_cny").text, "12345678901234567890.1234567890");
}

TEST(LoadRows, KeysMayComeInAnyOrder) {
  const std::string line = record_line(full_record());
  // nlohmann's map sorts them.
  const DocumentRows rows = rows_of(line), sorted = rows_of(nlohmann::json::parse(line).dump());
  for (size_t id = kProjects; id < kTables; ++id) {
    ASSERT_EQ(rows.tables[id].size(), sorted.tables[id].size());
    for (size_t row = 0; row < rows.tables[id].size(); ++row) {
      for (size_t i = 0; i < rows.tables[id][row].size(); ++i) {
        const TableColumn& column = table_definitions()[id].columns[i];
        // It writes numbers anew, and JSON in order of its keys.
        if (column.type == ColumnType::number || column.type == ColumnType::json) continue;
        EXPECT_EQ(rows.tables[id][row][i].text, sorted.tables[id][row][i].text) << table_definitions()[id].name << "." << column.name;
      }
    }
  }
}

TEST(LoadRows, WhatReviewNamesIsDoubtful) {
  ProjectRecord record = full_record();
  record.review = {{"/indicators/1/target", "low-confidence", "a"}, {"/project/code", "check-character", "b"}, {"/extra/authority", "low-confidence", "c"}};
  const DocumentRows rows = rows_of(record_line(record));
  EXPECT_TRUE(cell(rows, kIndicators, 1, "target_text").doubtful);
  EXPECT_TRUE(cell(rows, kIndicators, 1, "target_date").doubtful);
  EXPECT_FALSE(cell(rows, kIndicators, 1, "level3").doubtful);
  EXPECT_FALSE(cell(rows, kIndicators, 0, "target_text").doubtful);
  EXPECT_TRUE(cell(rows, kProjects, 0, "code").doubtful);
  EXPECT_TRUE(cell(rows, kProjects, 0, "division").doubtful);
  EXPECT_TRUE(cell(rows, kProjects, 0, "extra").doubtful);
  EXPECT_TRUE(cell(rows, kProjects, 0, "review_entries").doubtful);
  EXPECT_FALSE(cell(rows, kProjects, 0, "name").doubtful);
  // /indicators/1 is not /indicators/11.
  record.indicators.resize(12, record.indicators[0]);
  EXPECT_FALSE(cell(rows_of(record_line(record)), kIndicators, 11, "target_text").doubtful);
  // The whole record.
  record.review = {{"", "unknown-form", "d"}};
  const DocumentRows all = rows_of(record_line(record));
  EXPECT_TRUE(cell(all, kProjects, 0, "name").doubtful);
  EXPECT_TRUE(cell(all, kGoals, 0, "text").doubtful);
  EXPECT_FALSE(cell(all, kReview, 0, "reason").doubtful);
}

TEST(LoadRows, RefusesWhatIsNoRecord) {
  const std::string line = record_line(full_record());
  EXPECT_THAT(refused("not JSON"), HasSubstr("no JSON"));
  EXPECT_THAT(refused(line.substr(0, line.size() / 2)), HasSubstr("no JSON"));
  EXPECT_THAT(refused(line + line), HasSubstr("no JSON object"));
  EXPECT_THAT(refused("[]"), HasSubstr("no object"));
  EXPECT_THAT(refused("{}"), HasSubstr("/record_version is missing"));
  EXPECT_THAT(refused(replaced(line, "\"record_version\":1", "\"record_version\":2")), HasSubstr("version 2"));
  EXPECT_THAT(refused(replaced(line, "\"sha256\":", "\"sha\":")), HasSubstr("/document/sha256 is missing"));
  EXPECT_THAT(refused(replaced(line, "\"index\":1", "\"index\":\"1\"")), HasSubstr("/index is no number"));
  EXPECT_THAT(refused(replaced(line, "\"index\":1", "\"index\":1.5")), HasSubstr("no whole number"));
  EXPECT_THAT(refused(replaced(line, "\"cny\":5000000.00", "\"cny\":\"much\"")), HasSubstr("/budget/total/cny is no number"));
  EXPECT_THAT(refused(replaced(line, "\"date\":\"2024-03-31\"", "\"date\":\"soon\"")), HasSubstr("/schedule/0/date is no date"));
  EXPECT_THAT(refused(replaced(line, "\"goals\":[", "\"goals\":7,\"g\":[")), HasSubstr("/goals is no list"));
  EXPECT_THAT(refused(replaced(line, "\"label\":\"3月底\"", "\"label\":null")), HasSubstr("schedule.label is missing"));
  EXPECT_EQ(refused(line), "");
}

TEST(LoadRows, NulIsReplaced) {
  const std::string line = record_line(full_record());
  EXPECT_EQ(cell(rows_of(replaced(line, "\"目标一\"", "\"目\\u0000标\"")), kGoals, 0, "text").text, "目\xEF\xBF\xBD标");
  const DocumentRows rows = rows_of(replaced(line, "虚构县财政局", "a\\u0000b\\\\u0000c"));
  EXPECT_THAT(*cell(rows, kProjects, 0, "extra").text, HasSubstr("a\\ufffdb\\\\u0000c"));
}

TEST(LoadRows, DigitsOfADouble) {
  for (const char* exact : {"0", "5000000.00", "0.005", "123456789012345", "12345678901234.50", "-10100.10"}) EXPECT_TRUE(fits_double(exact)) << exact;
  for (const char* more : {"1234567890123456", "12345678901234.567", "1e400"}) EXPECT_FALSE(fits_double(more)) << more;
}

}  // namespace
}  // namespace budgetlift::test
