#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "normalize/json_writer.h"
#include "normalize/schema_check.h"
#include "normalize/sink.h"
#include "tests/sink_test_data.h"

namespace budgetlift {
namespace {

using nlohmann::json;

std::string problems_of(const std::vector<SchemaProblem>& problems) {
  std::string out;
  for (const SchemaProblem& p : problems) out += p.pointer + ": " + p.message + "\n";
  return out;
}

std::string line_of(const ProjectRecord& record) {
  std::ostringstream out;
  auto sink = make_jsonl_sink(out);
  sink->begin(test::pdf_info(), test::facts());
  sink->record(test::pdf_info(), test::facts(), record);
  sink->end_document(test::pdf_info(), test::facts(), {}, {});
  sink->finish();
  return out.str();
}

TEST(JsonWriter, EscapesAndReplaces) {
  JsonWriter writer;
  writer.open_object().key("a\"b").text(std::string("\x01\n\t\\/\"") + "中\xFF\xE2\x80\xA8" + std::string(1, '\0') +
                                        "\x7F😀");
  writer.key("c")
      .open_array()
      .null()
      .number(5LL)
      .number(Decimal{"5000000.00"})
      .open_object()
      .close_object()
      .close_array();
  writer.close_object();
  EXPECT_EQ(writer.str(),
            "{\"a\\\"b\":\"\\u0001\\n\\t\\\\/\\\"中\xEF\xBF\xBD\\u2028\\u0000\\u007f😀\",\"c\":[null,5,5000000.00,{}]}");
  EXPECT_NO_THROW(json::parse(writer.str()));
}

TEST(JsonWriter, RoundsNumbers) {
  EXPECT_EQ(rounded(72, 2), "72.0");
  EXPECT_EQ(rounded(100.006, 2), "100.01");
  EXPECT_EQ(rounded(-0.001, 2), "0.0");
  EXPECT_EQ(rounded(0.98765, 4), "0.9877");
  EXPECT_EQ(rounded(1e300, 0).size(), 301u);
  EXPECT_EQ(rounded(1.0 / 0.0, 2), "null");
}

TEST(JsonlSink, WritesTheContractsRecord) {
  const std::string line = line_of(test::full_record());
  EXPECT_EQ(line.back(), '\n');
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_EQ(problems_of(check_record_json(line)), "");
  // Exact digits as text, not as a parser would round them.
  EXPECT_NE(line.find("\"total\":{\"printed\":\"500.00\",\"cny\":5000000.00}"), std::string::npos) << line;
  EXPECT_NE(line.find("\"other\":{\"printed\":\"0.005\",\"cny\":50.00}"), std::string::npos) << line;
  EXPECT_NE(line.find("\"fields\":{\"/goals/1\":{\"page\":2,\"bbox\":null,\"line\":17,\"source\":\"text-dump\","
                      "\"confidence\":0.9877,\"raw\":[\"目标二\"]},\"/project/code\":{\"page\":1,"
                      "\"bbox\":[72.0,100.01,199.99,112.5],\"source\":\"text-layer\",\"confidence\":1.0,"),
            std::string::npos)
      << line;

  const auto record = nlohmann::ordered_json::parse(line);
  std::vector<std::string> keys;
  for (const auto& [key, value] : record.items()) keys.push_back(key);
  EXPECT_EQ(keys,
            (std::vector<std::string>{"record_version", "document", "index", "title", "unit", "project", "budget",
                                      "purpose", "schedule", "goals", "indicators", "extra", "review", "fields"}));
  EXPECT_EQ(record["document"].dump(), nlohmann::ordered_json({{"path", "预算/\"a\".pdf"},
                                                               {"sha256", std::string(64, 'a')},
                                                               {"kind", "pdf"},
                                                               {"pages", 3},
                                                               {"fiscal_year", 2024},
                                                               {"department", "虚构县公安局"},
                                                               {"form",
                                                                {{"name", "hebei-2024"},
                                                                 {"score", 0.95},
                                                                 {"runner_up", {{"name", "hebei-early"}, {"score", 0.9}}}}}})
                                           .dump());
  EXPECT_EQ(record["purpose"], *test::full_record().purpose);
  EXPECT_EQ(record["indicators"][0]["target"]["unit"], "元/人/月");
  EXPECT_EQ(record["indicators"][0]["target"]["operator"], "<=");
  EXPECT_TRUE(record["indicators"][2]["target"].is_null());
  EXPECT_EQ(record["schedule"][1]["percent"], 100);
  EXPECT_EQ(record["extra"]["authority"], "虚构县财政局");
  EXPECT_EQ(record["extra"]["period_indicators"][0]["target"]["value"], 3);
  EXPECT_EQ(record["extra"]["tasks"].dump(), R"([{"name":"任务一","total":null}])");
}

TEST(JsonlSink, EveryKeyOfAnEmptyRecord) {
  const std::string line = line_of(test::empty_record());
  EXPECT_EQ(problems_of(check_record_json(line)), "");
  const json record = json::parse(line);
  EXPECT_TRUE(record["title"].is_null());
  EXPECT_TRUE(record["project"]["code_parts"].is_null());
  EXPECT_TRUE(record["budget"]["total"].is_null());
  EXPECT_EQ(record["schedule"], json::array());
  EXPECT_EQ(record["extra"], json::object());
  EXPECT_EQ(record["fields"], json::object());
}

TEST(JsonlSink, TextThatIsNotUtf8StaysOneValidLine) {
  ProjectRecord record = test::empty_record();
  record.title = "坏\xFF字\xE2\x80\xA9\r\n";
  record.extra["\xC0"] = "\xED\xA0\x80";
  const std::string line = line_of(record);
  EXPECT_EQ(problems_of(check_record_json(line)), "");
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(JsonSink, OneObjectADocument) {
  std::ostringstream out;
  auto sink = make_json_sink(out);
  const DocumentInfo info = test::pdf_info();
  Overall overall{.goal = {"总体"}, .subgoals = {{1, "标题", "目标", std::nullopt}}, .safeguards = {"保障"}, .review = {}};
  TextLine lost{.text = "未 归位", .page = 2, .box = Box{1, 2, 3, 4}};
  TextLine dumped{.text = "转储", .page = 1, .box = std::nullopt, .line = 9, .source = Source::text_dump};
  for (int i = 0; i < 2; ++i) {
    sink->begin(info, test::facts());
    if (i == 0) {
      sink->record(info, test::facts(), test::full_record());
      sink->record(info, test::facts(), test::empty_record());
    }
    sink->end_document(info, test::facts(), i == 0 ? overall : Overall{}, {lost, dumped});
  }
  sink->finish();
  std::istringstream lines(out.str());
  std::string line;
  std::vector<json> documents;
  while (std::getline(lines, line)) {
    EXPECT_EQ(problems_of(check_against_schema("document.v1.schema.json", line)), "");
    documents.push_back(json::parse(line));
  }
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[0]["projects"].size(), 2u);
  EXPECT_EQ(documents[1]["projects"].size(), 0u);
  EXPECT_EQ(documents[0]["projects"][0], json::parse(line_of(test::full_record())));
  EXPECT_EQ(documents[0]["overall"]["subgoals"][0],
            json({{"index", 1}, {"title", "标题"}, {"objective", "目标"}, {"indicators", nullptr}}));
  EXPECT_EQ(documents[0]["unplaced"][0], json({{"page", 2}, {"bbox", {1.0, 2.0, 3.0, 4.0}}, {"text", "未归位"}}));
  EXPECT_EQ(documents[0]["unplaced"][1], json({{"page", 1}, {"bbox", nullptr}, {"line", 9}, {"text", "转储"}}));
  EXPECT_EQ(documents[0]["pages"][1]["rotation"], 90);
  EXPECT_EQ(documents[0]["pages"][1]["width"], 595.28);
}

TEST(TableJsonlSink, WritesTheContractsTable) {
  Table table;
  table.title = "收支总表";
  table.regions = {{1, Box{10, 20, 30, 40}}, {2, std::nullopt}};
  table.rows = 2;
  table.columns = 1;
  table.header_rows = 1;
  Cell header{.row = 0, .column = 0, .lines = {}, .page = 1, .box = Box{1, 2, 3, 4}, .doubts = {}};
  for (const char* text : {"项 目", "名称"}) {
    TextLine line;
    line.text = text;
    line.page = 1;
    line.confidence = header.lines.empty() ? 0.9 : 1;
    header.lines.push_back(line);
  }
  table.cells = {header, {.row = 1, .column = 0, .lines = {}, .page = 2, .box = std::nullopt, .doubts = {}}};
  std::ostringstream out;
  make_table_jsonl_sink(out)->table(test::pdf_info(), {}, 4, table);
  EXPECT_EQ(problems_of(check_against_schema("table.v1.schema.json", out.str())), "");
  const json line = json::parse(out.str());
  EXPECT_EQ(line["table_version"], 1);
  EXPECT_EQ(line["index"], 4);
  EXPECT_TRUE(line["unit"].is_null());
  EXPECT_TRUE(line["document"]["department"].is_null());
  EXPECT_EQ(line["cells"][0]["text"], "项目名称");
  EXPECT_EQ(line["cells"][0]["confidence"], 0.9);
  EXPECT_EQ(line["cells"][1]["source"], "text-layer");
  EXPECT_EQ(line["pages"][1], json({{"page", 2}, {"bbox", nullptr}}));

  std::ostringstream csv;
  make_table_csv_sink(csv)->table(test::pdf_info(), {}, 4, table);
  EXPECT_NE(csv.str().find(",4,收支总表,,0,0,1,1,1,项目名称,1,1.0,2.0,3.0,4.0,text-layer,0.9\r\n"), std::string::npos)
      << csv.str();
}

}  // namespace
}  // namespace budgetlift
