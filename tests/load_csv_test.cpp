#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "extract/file_hash.h"
#include "tests/load_support.h"
#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;

std::map<std::string, CsvRows> read_tables(const fs::path& folder) {
  std::map<std::string, CsvRows> out;
  for (const TableDefinition& table : table_definitions()) out[table.name] = parse_csv(read_file(folder / (table.name + ".csv")));
  return out;
}

ProjectRecord second_record() {
  ProjectRecord record = empty_record();
  record.index = 2;
  return record;
}

TEST(LoadCsv, WritesJoinedTables) {
  TemporaryFolder folder;
  const std::string place = (folder.path() / "tables").string();
  const LoadFacts facts = load_lines({.format = "csv", .place = place}, {record_line(full_record()), record_line(second_record())});
  EXPECT_EQ(facts.added, 1);
  EXPECT_EQ(facts.projects, 2);
  EXPECT_EQ(facts.reviewed, 1);

  auto tables = read_tables(place);
  const DocumentInfo info = pdf_info();
  for (const auto& [name, rows] : tables) {
    for (const auto& row : rows) {
      EXPECT_EQ(row.size(), rows[0].size()) << name;
      EXPECT_TRUE(row[0] == "document_sha256" || row[0] == info.sha256);
    }
  }
  EXPECT_EQ(tables["documents"].size(), 2u);
  EXPECT_EQ(tables["projects"].size(), 3u);
  EXPECT_EQ(tables["schedule"].size(), 3u);
  EXPECT_EQ(tables["goals"].size(), 3u);
  EXPECT_EQ(tables["indicators"].size(), 4u);
  EXPECT_EQ(tables["review"].size(), 2u);

  const ProjectRecord record = full_record();
  EXPECT_EQ(column(tables["documents"], "projects", 1), "2");
  EXPECT_EQ(column(tables["documents"], "review_entries", 1), "1");
  EXPECT_EQ(column(tables["documents"], "path", 1), info.path);
  EXPECT_EQ(column(tables["documents"], "records_sha256", 1), sha256_of(record_line(full_record()) + "\n" + record_line(second_record()) + "\n"));
  EXPECT_EQ(column(tables["projects"], "purpose", 1), *record.purpose);
  EXPECT_EQ(column(tables["projects"], "code", 1), *record.code);
  EXPECT_EQ(column(tables["projects"], "form", 1), "hebei-2024");
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

TEST(LoadCsv, TextsAreQuotedAndNumbersAreNot) {
  TemporaryFolder folder;
  load_lines({.format = "csv", .place = folder.path().string()}, {record_line(full_record())});
  const std::string projects = read_file(folder.path() / "projects.csv"), schedule = read_file(folder.path() / "schedule.csv");
  EXPECT_THAT(projects, testing::HasSubstr(",\"901001\","));
  EXPECT_THAT(projects, testing::HasSubstr(",5000000.00,"));
  EXPECT_THAT(schedule, testing::HasSubstr(",2024-03-31,25\r\n"));
  EXPECT_NE(projects.substr(0, 3), "\xEF\xBB\xBF");
}

TEST(LoadCsv, AByteOrderMarkWhereItIsWanted) {
  TemporaryFolder folder;
  load_lines({.format = "csv", .place = folder.path().string(), .byte_order_mark = true}, {record_line(full_record())});
  for (const TableDefinition& table : table_definitions()) EXPECT_EQ(read_file(folder.path() / (table.name + ".csv")).substr(0, 3), "\xEF\xBB\xBF");
}

TEST(LoadCsv, ADocumentThatComesAgainCountsOnce) {
  TemporaryFolder folder;
  const LoadFacts facts = load_lines({.format = "csv", .place = folder.path().string()}, {numbered_line(2), numbered_line(1), numbered_line(2)});
  EXPECT_EQ(facts.added, 2);
  EXPECT_EQ(facts.again, 1);
  EXPECT_EQ(read_tables(folder.path())["projects"].size(), 3u);
}

TEST(LoadCsv, ADocumentThatComesAgainWithOtherRecordsIsCountedApart) {
  TemporaryFolder folder;
  ProjectRecord other = full_record();
  other.purpose = "读得更好";
  DocumentInfo named = pdf_info();
  named.path = "other/name.pdf";
  const LoadFacts facts = load_lines({.format = "csv", .place = folder.path().string()},
                                     {record_line(full_record()), numbered_line(1), record_line(other), numbered_line(2), record_line(full_record(), named)});
  EXPECT_EQ(facts.again, 1);
  EXPECT_EQ(facts.differ, 1);
}

TEST(LoadCsv, ABatchThatIsNotInOrderIsNone) {
  TemporaryFolder folder;
  auto loader = open_target({.format = "csv", .place = folder.path().string(), .in_order = true});
  ASSERT_TRUE(loader);
  ASSERT_TRUE((*loader)->record(numbered_line(2)));
  ASSERT_TRUE((*loader)->record(numbered_line(1)));   // ends the first
  const auto end = (*loader)->finish(false);
  ASSERT_FALSE(end);
  EXPECT_THAT(end.error().words, testing::HasSubstr("not in order"));
}

TEST(LoadCsv, NothingIsLeftOfWhatFailed) {
  TemporaryFolder folder;
  {
    auto loader = open_target({.format = "csv", .place = folder.path().string()});
    ASSERT_TRUE(loader);
    ASSERT_TRUE((*loader)->record(numbered_line(1)));
    EXPECT_FALSE((*loader)->record("{}"));
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(LoadDataPackage, DescribesTheFilesBesideIt) {
  TemporaryFolder folder;
  load_lines({.format = "datapackage", .place = folder.path().string(), .program = "budgetlift 9"}, {record_line(full_record()), record_line(second_record())});
  const auto package = nlohmann::json::parse(read_file(folder.path() / "datapackage.json"));
  ASSERT_EQ(package["resources"].size(), static_cast<size_t>(kTables));
  EXPECT_EQ(package["generator"], "budgetlift 9");
  for (const auto& resource : package["resources"]) {
    const std::string text = read_file(folder.path() / std::string(resource["path"]));
    EXPECT_EQ(resource["bytes"], text.size());
    EXPECT_EQ(resource["hash"], "sha256:" + sha256_of(text));
    std::vector<std::string> names;
    for (const auto& field : resource["schema"]["fields"]) {
      names.push_back(field["name"]);
      for (const char* ours : {"source", "money", "doubtful_with", "width"}) EXPECT_FALSE(field.contains(ours));
    }
    EXPECT_EQ(parse_csv(text)[0], names);
  }
}

// The descriptor against the JSON Schema of Tabular Data Packages, and every cell of every file against its Table Schema.
TEST(LoadDataPackage, IsValid) {
  TemporaryFolder folder;
  const std::string place = (folder.path() / "tables").string();
  ASSERT_EQ(budgetlift({"extract", std::string(BUDGETLIFT_SOURCE_DIR) + "/corpus/made", "-f", "datapackage", "-o", place}).err, "");
  const auto package = nlohmann::json::parse(read_file(place + "/datapackage.json"));

  const auto text = nlohmann::json::parse(read_file(source_dir() / "tests/data/frictionless/tabular-data-package.json"));
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft4);
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::Validator validator;
  EXPECT_TRUE(validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(package), nullptr));
  auto other = package;
  other["resources"][0]["name"] = "名";
  EXPECT_FALSE(validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(other), nullptr));

  const std::map<std::string, std::string> patterns = {
      {"string", "[^]*"}, {"integer", "-?[0-9]+"}, {"year", "[0-9]{4}"}, {"number", "-?[0-9]+(\\.[0-9]+)?"}, {"date", "[0-9]{4}-[0-9]{2}-[0-9]{2}"}, {"object", "\\{[^]*\\}"}};
  std::map<std::string, std::set<std::vector<std::string>>> keys;   // by table
  for (const auto& resource : package["resources"]) {
    const std::string name = resource["name"];
    const CsvRows rows = parse_csv(read_file(place + "/" + std::string(resource["path"])));
    EXPECT_GT(rows.size(), 1u) << name;
    const auto values = [&](const nlohmann::json& names, size_t row) {
      std::vector<std::string> out;
      for (const std::string key : names) out.push_back(column(rows, key, row));
      return out;
    };
    for (size_t row = 1; row < rows.size(); ++row) {
      const auto& fields = resource["schema"]["fields"];
      for (size_t i = 0; i < fields.size(); ++i) {
        const std::string& cell = rows[row][i];
        const auto constraints = fields[i].value("constraints", nlohmann::json::object());
        if (!cell.empty()) {
          EXPECT_TRUE(std::regex_match(cell, std::regex(patterns.at(fields[i]["type"])))) << name << "." << fields[i]["name"] << ": " << cell;
          if (constraints.contains("pattern")) {
            EXPECT_TRUE(std::regex_match(cell, std::regex(std::string(constraints["pattern"])))) << cell;
          }
        } else if (fields[i]["type"] != "string") {
          EXPECT_FALSE(constraints.value("required", false)) << name << "." << fields[i]["name"];
        }
      }
      EXPECT_TRUE(keys[name].insert(values(resource["schema"]["primaryKey"], row)).second) << name << " " << row;
      for (const auto& foreign : resource["schema"].value("foreignKeys", nlohmann::json::array())) {
        EXPECT_TRUE(keys[foreign["reference"]["resource"]].contains(values(foreign["fields"], row))) << name << " " << row;
      }
    }
  }
}

}  // namespace
}  // namespace budgetlift::test
