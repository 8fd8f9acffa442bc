#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "normalize/schema_check.h"
#include "normalize/sink.h"
#include "schemas/embedded.h"
#include "tests/sink_test_data.h"

namespace budgetlift {
namespace {

using nlohmann::json;

json record() {
  std::ostringstream out;
  make_jsonl_sink(out)->record(test::pdf_info(), test::facts(), test::full_record());
  return json::parse(out.str());
}

// The pointers of all problems after `change`, those that `review` names in brackets.
std::string problems_after(const std::function<void(json&)>& change) {
  json j = record();
  change(j);
  std::string out;
  for (const SchemaProblem& p : check_record_json(j.dump(), 3)) {
    EXPECT_EQ(p.line, 3);
    EXPECT_FALSE(p.message.empty());
    EXPECT_EQ(p.message.find('\n'), std::string::npos);
    if (!out.empty()) out += " ";
    out += p.in_review ? "(" + p.pointer + ")" : p.pointer;
  }
  return out;
}

TEST(SchemaCheck, FindsWhatTheSchemaForbids) {
  EXPECT_EQ(problems_after([](json&) {}), "");
  const auto missing = check_record_json([] {
    json j = record();
    j.erase("goals");
    j["fields"].erase("/goals/1");
    return j.dump();
  }());
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].message, "the key \"goals\" is missing");
  EXPECT_EQ(problems_after([](json& j) { j["project"]["surprise"] = 1; }), "/project");
  EXPECT_EQ(problems_after([](json& j) { j["index"] = "1"; }), "/index");
  EXPECT_EQ(problems_after([](json& j) { j["index"] = 0; }), "/index");
  EXPECT_EQ(problems_after([](json& j) { j["record_version"] = 2; }), "/record_version");
  EXPECT_EQ(problems_after([](json& j) { j["goals"][0] = nullptr; }), "/goals/0");
  EXPECT_EQ(problems_after([](json& j) { j["extra"]["n"] = 5; }), "/extra/n");
  EXPECT_EQ(problems_after([](json& j) { j["fields"]["/project/code"]["confidence"] = 98; }),
            "/fields/~1project~1code/confidence");
  EXPECT_EQ(problems_after([](json& j) { j["fields"]["/project/code"]["source"] = "guess"; }),
            "/fields/~1project~1code/source");
  EXPECT_EQ(problems_after([](json& j) { j["fields"]["/project/code"]["bbox"].erase(0); }),
            "/fields/~1project~1code/bbox");
  EXPECT_EQ(problems_after([](json& j) { j["review"][0]["reason"] = "whim"; }), "/review/0/reason");
}

TEST(SchemaCheck, FindsWhatTheRulesForbid) {
  EXPECT_EQ(problems_after([](json& j) { j["document"]["sha256"] = "AB"; }), "/document/sha256");
  EXPECT_EQ(problems_after([](json& j) { j["project"]["code"] = "13052924P00584110432X"; }),
            "/project/code /project/code_parts");
  EXPECT_EQ(problems_after([](json& j) { j["project"]["code_parts"] = nullptr; }), "/project/code_parts");
  EXPECT_EQ(problems_after([](json& j) { j["project"]["code"] = "312"; }), "/project/code_parts");
  EXPECT_EQ(problems_after([](json& j) {
              j["project"]["code"] = "312";
              j["project"]["code_parts"] = nullptr;
            }),
            "");
  EXPECT_EQ(problems_after([](json& j) { j["budget"]["total"]["cny"] = 5000001; }), "/budget/total/cny");
  EXPECT_EQ(problems_after([](json& j) { j["budget"]["total"]["cny"] = nullptr; }), "/budget/total/cny");
  EXPECT_EQ(problems_after([](json& j) { j["budget"]["other"] = nullptr; }), "/budget");
  // A form that may lack the place for other funds.
  const auto early = [](json& j) {
    j["budget"]["other"] = nullptr;
    j["document"]["form"]["name"] = "hebei-early";
  };
  EXPECT_EQ(problems_after(early), "");
  EXPECT_EQ(problems_after([&](json& j) {
              early(j);
              j["budget"]["total"] = {{"printed", "1.00"}, {"cny", 10000}};
            }),
            "/budget");
  // Carried-over money is a part of its own, or counted within another one; and a form's own sums hold, too.
  const auto national = [](json& j, const char* fiscal, long cny) {
    j["document"]["form"]["name"] = "national-project";
    j["budget"]["fiscal"] = {{"printed", fiscal}, {"cny", cny}};
    j["budget"]["other"] = {{"printed", "100.00"}, {"cny", 1000000}};
    j["extra"]["carryover"] = "150.00";
  };
  EXPECT_EQ(problems_after([&](json& j) { national(j, "250.00", 2500000); }), "");
  EXPECT_EQ(problems_after([&](json& j) { national(j, "400.00", 4000000); }), "");
  EXPECT_EQ(problems_after([&](json& j) { national(j, "300.00", 3000000); }), "/budget");
  EXPECT_EQ(problems_after([&](json& j) {
              national(j, "400.00", 4000000);
              j["extra"]["period_total"] = "9.00";
              j["extra"]["period_fiscal"] = "8.00";
              j["extra"]["period_other"] = "2.00";
            }),
            "/extra");
  EXPECT_EQ(problems_after([](json& j) { j["schedule"][0]["percent"] = 101; }),
            "/schedule/0/percent /schedule/1/percent");
  EXPECT_EQ(problems_after([](json& j) { j["schedule"][1]["percent"] = 99; }), "/schedule");
  EXPECT_EQ(problems_after([](json& j) { j["schedule"][0]["date"] = "2024-03-32"; }), "/schedule/0/date");
  EXPECT_EQ(problems_after([](json& j) { j["schedule"][0]["date"] = "2024-03-30"; }), "/schedule/0/date");
  EXPECT_EQ(problems_after([](json& j) { j["indicators"][0]["target"]["operator"] = ">="; }),
            "/indicators/0/target/operator");
  EXPECT_EQ(problems_after([](json& j) { j["indicators"][0]["target"]["value"] = 300; }), "/indicators/0/target/value");
  EXPECT_EQ(problems_after([](json& j) { j["indicators"][1]["target"]["date"] = "2023-02-29"; }),
            "/indicators/1/target/date");
  EXPECT_EQ(problems_after([](json& j) { j["review"][0]["field"] = "/indicators/9"; }), "/review/0/field");
  EXPECT_EQ(problems_after([](json& j) { j["review"][0]["field"] = "nowhere"; }), "/review/0/field");
  EXPECT_EQ(problems_after([](json& j) { j["review"][0]["field"] = "/extra/start"; }), "");
  EXPECT_EQ(problems_after([](json& j) { j["fields"]["/goals/7"] = j["fields"]["/goals/1"]; }), "/fields/~1goals~17");
  EXPECT_EQ(problems_after([](json& j) { j["fields"]["/goals/1"].erase("line"); }), "/fields/~1goals~11");
  EXPECT_EQ(problems_after([](json& j) { j["fields"]["/project/code"]["page"] = 4; }), "/fields/~1project~1code/page");
}

TEST(SchemaCheck, KnowsWhatReviewNames) {
  EXPECT_EQ(problems_after([](json& j) {
              j["budget"]["other"] = nullptr;
              j["review"].push_back({{"field", "/budget/total"}, {"reason", "sum-mismatch"}, {"detail", ""}});
            }),
            "(/budget)");
  EXPECT_EQ(problems_after([](json& j) {
              j["schedule"][1]["percent"] = 99;
              j["review"].push_back({{"field", ""}, {"reason", "low-confidence"}, {"detail", ""}});
            }),
            "(/schedule)");
}

TEST(SchemaCheck, TakesAnyLine) {
  const std::string deep(200000, '[');
  for (const std::string& line : {std::string(), std::string("{"), std::string("null"), std::string("[]"),
                                  std::string("{}"), std::string("\xFF\xFE"), std::string("1e999"),
                                  std::string("\"text\""), deep, deep + std::string(200000, ']')}) {
    EXPECT_FALSE(check_record_json(line).empty()) << line.substr(0, 20);
  }
  json j = record();
  j["title"] = std::string(5000000, 'x');
  EXPECT_TRUE(check_record_json(j.dump()).empty());
  j["document"]["sha256"] = std::string(5000000, 'a');
  EXPECT_EQ(check_record_json(j.dump()).size(), 1u);
}

TEST(SchemaCheck, FindsDoubleEntriesOfADocument) {
  json second = record(), third = record();
  second["index"] = 2;
  third["index"] = 2;
  third["project"]["code"] = nullptr;
  third["project"]["code_parts"] = nullptr;
  third["fields"] = json::object();
  json other = record();
  other["document"]["sha256"] = std::string(64, 'b');
  std::istringstream lines(record().dump() + "\n" + second.dump() + "\r\n\n" + third.dump() + "\n" + other.dump());
  const auto problems = check_records(lines);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].line, 2);
  EXPECT_EQ(problems[0].pointer, "/project/code");
  EXPECT_EQ(problems[1].line, 4);
  EXPECT_EQ(problems[1].pointer, "/index");
}

// Every property of the published schemas says in Chinese and English what it is, itself or where its $ref leads.
TEST(Schemas, EveryPropertyIsDescribed) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.ends_with(".schema.json")) continue;
    const json root = json::parse(file.text);
    EXPECT_EQ(root["$schema"], "https://json-schema.org/draft/2020-12/schema");
    std::function<void(const json&, const std::string&)> walk = [&](const json& node, const std::string& at) {
      if (node.is_object() && node.contains("properties") && node["properties"].is_object()) {
        EXPECT_EQ(node.value("additionalProperties", json(true)), json(false)) << file.path << at;
        for (const auto& [name, property] : node["properties"].items()) {
          json described = property;
          if (property.contains("$ref") && property["$ref"].get<std::string>().starts_with("#")) {
            described = root.at(json::json_pointer(property["$ref"].get<std::string>().substr(1)));
            described.update(property);
          }
          EXPECT_TRUE(described.contains("title") && described.contains("description"))
              << file.path << at << "/" << name;
          if (described.contains("title")) {
            EXPECT_NE(described["title"].get<std::string>().find(" · "), std::string::npos);
          }
        }
      }
      if (!node.is_structured()) return;
      for (const auto& [key, child] : node.items()) walk(child, at + "/" + key);
    };
    walk(root, "");
  }
  EXPECT_FALSE(known_review_reasons().empty());
  EXPECT_FALSE(record_schema_text().empty());
}

TEST(Schemas, BuiltInFormsFollowTheirSchema) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("forms/")) continue;
    for (const SchemaProblem& p : check_against_schema("form.v1.schema.json", file.text))
      ADD_FAILURE() << file.path << p.pointer << ": " << p.message;
  }
}

}  // namespace
}  // namespace budgetlift
