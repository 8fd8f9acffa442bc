// A document and a record with every key filled, and one with nothing, for the tests of sinks and schemas.
#pragma once

#include <string>

#include "normalize/amount.h"
#include "normalize/code.h"
#include "normalize/target.h"
#include "schemas/document.h"
#include "schemas/record.h"

namespace budgetlift::test {

inline DocumentInfo pdf_info() {
  DocumentInfo info{
      .path = "预算/\"a\".pdf", .sha256 = std::string(64, 'a'), .kind = "pdf", .pages = {}, .furniture = {}};
  for (int page = 1; page <= 3; ++page) {
    info.pages.push_back({.page = page,
                          .width = 595.276,
                          .height = 841.89,
                          .rotation = page == 2 ? 90 : 0,
                          .source = Source::text_layer,
                          .reason = "has text"});
  }
  return info;
}

inline DocumentFacts facts() {
  return {.fiscal_year = 2024, .department = "虚构县公安局"};
}

inline ProjectRecord full_record() {
  ProjectRecord r;
  r.index = 1;
  r.title = "虚构项目绩效目标表";
  r.unit_code = "901001";
  r.unit_name = "虚构县公安局本级";
  std::string code = "13052924P00000000001";
  code.push_back(*check_character(code));
  r.code = code;
  r.code_parts = check_code(code).parts;
  r.name = "虚构项目";
  r.printed_unit = "万元";
  r.total = parse_amount("500.00", "万元");
  r.fiscal = parse_amount("499.995", "万元");
  r.other = parse_amount("0.005", "万元");
  r.purpose = "含\"引号\"、逗号,反斜杠\\与\n换行";
  r.schedule = {{"3月底", "2024-03-31", Decimal{"25"}}, {"12月底", "2024-12-31", Decimal{"100.0"}}};
  r.goals = {"目标一", "目标二"};
  r.indicators = {{"产出指标", "数量指标", "数量", "描述", parse_target("≤3000元/人/月", 2024), "依据"},
                  {"产出指标", "时效指标", "时间", std::nullopt, parse_target("12月底前", 2024), std::nullopt},
                  {"效益指标", std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
  r.extra = {{"authority", "虚构县财政局"},
             {"period_indicators", std::vector<Indicator>{{"产出指标", "数量指标", "数量", std::nullopt, parse_target("≥3个", 2024), std::nullopt}}},
             {"tasks", std::vector<ExtraRow>{{{"name", "任务一"}, {"total", std::nullopt}}}}};
  r.form.known = true;
  r.form.best.name = "hebei-2024";
  r.form.best.score = 0.95;
  r.form.runner_up = FormScore{"hebei-early", 0.9};
  r.review = {{"/indicators/2/target", "empty-cell", "the cell is empty"}};
  r.fields["/project/code"] = {.page = 1,
                               .box = Box{72, 100.006, 199.994, 112.5},
                               .line = 0,
                               .source = Source::text_layer,
                               .confidence = 1,
                               .raw = {code.substr(0, 19), code.substr(19)},
                               .proof = {},
                               .readings = {}};
  r.fields["/goals/1"] = {.page = 2,
                          .box = std::nullopt,
                          .line = 17,
                          .source = Source::text_dump,
                          .confidence = 0.98765,
                          .raw = {"目标二"},
                          .proof = {},
                          .readings = {}};
  return r;
}

inline ProjectRecord empty_record() {
  ProjectRecord r;
  r.index = 2;
  return r;
}

}  // namespace budgetlift::test
