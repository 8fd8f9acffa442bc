#include "normalize/record_json.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr int kBoxDecimals = 2;  // 1/100 point: finer than any printer
constexpr int kConfidenceDecimals = 4;

void write_amount(JsonWriter& json, const std::optional<Amount>& amount) {
  if (!amount) {
    json.null();
    return;
  }
  json.open_object().key("printed").text(amount->printed).key("cny").number(amount->cny).close_object();
}

void write_code_parts(JsonWriter& json, const std::optional<CodeParts>& parts) {
  if (!parts) {
    json.null();
    return;
  }
  json.open_object();
  json.key("division").text(parts->division).key("year").number(static_cast<long long>(parts->year));
  json.key("category").text(parts->category).key("serial").text(parts->serial).key("check").text(parts->check);
  json.close_object();
}

void write_target(JsonWriter& json, const std::optional<Target>& target) {
  if (!target) {
    json.null();
    return;
  }
  json.open_object();
  json.key("text").text(target->text).key("kind").text(target->kind).key("operator").text(target->op);
  json.key("value").number(target->value).key("unit").text(target->unit).key("date").text(target->date);
  json.close_object();
}

void write_indicator(JsonWriter& json, const Indicator& indicator) {
  json.open_object();
  json.key("level1").text(indicator.level1).key("level2").text(indicator.level2).key("level3").text(indicator.level3);
  json.key("description").text(indicator.description);
  json.key("target");
  write_target(json, indicator.target);
  json.key("basis").text(indicator.basis);
  json.close_object();
}

void write_extra_value(JsonWriter& json, const Extra& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    json.text(*text);
    return;
  }
  json.open_array();
  if (const auto* indicators = std::get_if<std::vector<Indicator>>(&value)) {
    for (const Indicator& indicator : *indicators) write_indicator(json, indicator);
  } else {
    for (const ExtraRow& row : std::get<std::vector<ExtraRow>>(value)) {
      json.open_object();
      for (const auto& [key, text] : row) json.key(key).text(text);
      json.close_object();
    }
  }
  json.close_array();
}

void write_score(JsonWriter& json, const FormScore& score) {
  json.key("name").text(score.name).key("score").number(score.score, kConfidenceDecimals);
}

// {"name", "score", "runner_up": {"name", "score"}}; the name is null where no form fits well enough.
void write_form(JsonWriter& json, const FormFit* form) {
  if (!form) {
    json.null();
    return;
  }
  json.open_object();
  if (form->known) {
    write_score(json, form->best);
  } else {
    json.key("name").null().key("score").number(form->best.score, kConfidenceDecimals);
  }
  json.key("runner_up");
  // Where no form fits, the nearest one is only a runner-up.
  const std::optional<FormScore> next = form->known ? form->runner_up : std::optional(form->best);
  if (next) {
    json.open_object();
    write_score(json, *next);
    json.close_object();
  } else {
    json.null();
  }
  json.close_object();
}

void write_texts(JsonWriter& json, const std::vector<std::string>& texts) {
  json.open_array();
  for (const std::string& text : texts) json.text(text);
  json.close_array();
}

void write_origin(JsonWriter& json, const FieldOrigin& origin) {
  json.open_object().key("page").number(static_cast<long long>(origin.page));
  json.key("bbox");
  write_box(json, origin.box);
  if (origin.source == Source::text_dump) json.key("line").number(static_cast<long long>(origin.line));
  json.key("source").text(name(origin.source));
  json.key("confidence").number(origin.confidence, kConfidenceDecimals);
  json.key("raw");
  write_texts(json, origin.raw);
  if (!origin.proof.empty()) {
    json.key("proof");
    write_texts(json, origin.proof);
  }
  json.close_object();
}

void write_budget(JsonWriter& json, const ProjectRecord& record) {
  json.open_object().key("printed_unit").text(record.printed_unit);
  json.key("total");
  write_amount(json, record.total);
  json.key("fiscal");
  write_amount(json, record.fiscal);
  json.key("other");
  write_amount(json, record.other);
  json.close_object();
}

void write_lists(JsonWriter& json, const ProjectRecord& record) {
  json.key("schedule").open_array();
  for (const ScheduleStep& step : record.schedule) {
    json.open_object().key("label").text(step.label).key("date").text(step.date);
    json.key("percent").number(step.percent).close_object();
  }
  json.close_array().key("goals");
  write_texts(json, record.goals);
  json.key("indicators").open_array();
  for (const Indicator& indicator : record.indicators) write_indicator(json, indicator);
  json.close_array().key("extra");
  write_extra(json, record.extra);
  json.key("review");
  write_reviews(json, record.review);
  json.key("fields").open_object();
  for (const auto& [pointer, origin] : record.fields) {
    json.key(pointer);
    write_origin(json, origin);
  }
  json.close_object();
}

}  // namespace

const char* name(Source source) {
  switch (source) {
    case Source::text_layer: return "text-layer";
    case Source::ocr: return "ocr";
    case Source::text_dump: return "text-dump";
  }
  return "text-layer";
}

void write_box(JsonWriter& json, const std::optional<Box>& box) {
  if (!box) {
    json.null();
    return;
  }
  json.open_array();
  for (double edge : {box->x0, box->y0, box->x1, box->y1}) json.number(edge, kBoxDecimals);
  json.close_array();
}

void write_extra(JsonWriter& json, const std::map<std::string, Extra>& extra) {
  json.open_object();
  for (const auto& [key, value] : extra) {
    json.key(key);
    write_extra_value(json, value);
  }
  json.close_object();
}

namespace {

// All keys but the brace that closes them.
void open_document(JsonWriter& json, const DocumentInfo& info, const DocumentFacts& facts) {
  json.open_object().key("path").text(info.path).key("sha256").text(info.sha256).key("kind").text(info.kind);
  json.key("pages").number(static_cast<long long>(info.pages.size())).key("fiscal_year");
  if (facts.fiscal_year) {
    json.number(static_cast<long long>(*facts.fiscal_year));
  } else {
    json.null();
  }
  json.key("department").text(facts.department);
}

}  // namespace

void write_document(JsonWriter& json, const DocumentInfo& info, const DocumentFacts& facts, const FormFit* form) {
  open_document(json, info, facts);
  json.key("form");
  write_form(json, form);
  json.close_object();
}

void write_record(JsonWriter& json, const DocumentInfo& info, const DocumentFacts& facts, const ProjectRecord& record) {
  json.open_object().key("record_version").number(1LL).key("document");
  write_document(json, info, facts, &record.form);
  json.key("index").number(static_cast<long long>(record.index)).key("title").text(record.title);
  json.key("unit").open_object().key("code").text(record.unit_code).key("name").text(record.unit_name).close_object();
  json.key("project").open_object().key("code").text(record.code).key("name").text(record.name).key("code_parts");
  write_code_parts(json, record.code_parts);
  json.close_object().key("budget");
  write_budget(json, record);
  json.key("purpose").text(record.purpose);
  write_lists(json, record);
  json.close_object();
}

void write_reviews(JsonWriter& json, const std::vector<Review>& reviews) {
  json.open_array();
  for (const Review& review : reviews) {
    json.open_object().key("field").text(review.field).key("reason").text(review.reason);
    json.key("detail").text(review.detail).close_object();
  }
  json.close_array();
}

void write_overall(JsonWriter& json, const Overall& overall) {
  json.open_object().key("goal");
  write_texts(json, overall.goal);
  json.key("subgoals").open_array();
  for (const Subgoal& subgoal : overall.subgoals) {
    json.open_object().key("index").number(static_cast<long long>(subgoal.index)).key("title").text(subgoal.title);
    json.key("objective").text(subgoal.objective).key("indicators").text(subgoal.indicators).close_object();
  }
  json.close_array().key("safeguards");
  write_texts(json, overall.safeguards);
  json.close_object();
}

Source source_of(const Cell& cell, const DocumentInfo& info) {
  if (!cell.lines.empty()) return cell.lines.front().source;
  for (const PageInfo& page : info.pages) {
    if (page.page == cell.page) return page.source;
  }
  return info.kind == "text" ? Source::text_dump : info.kind == "image" ? Source::ocr : Source::text_layer;
}

double confidence_of(const Cell& cell) {
  double least = 1;
  for (const TextLine& line : cell.lines) least = std::min(least, line.confidence);
  return least;
}

void write_table(JsonWriter& json, const DocumentInfo& info, const DocumentFacts& facts, int index,
                 const Table& table) {
  const auto whole = [&json](const char* key, int value) { json.key(key).number(static_cast<long long>(value)); };
  json.open_object().key("table_version").number(1LL).key("document");
  open_document(json, info, facts);
  json.close_object();
  whole("index", index);
  json.key("title").text(table.title).key("unit").text(table.unit).key("pages").open_array();
  for (const TableRegion& region : table.regions) {
    json.open_object();
    whole("page", region.page);
    json.key("bbox");
    write_box(json, region.box);
    json.close_object();
  }
  json.close_array();
  whole("rows", table.rows);
  whole("columns", table.columns);
  whole("header_rows", table.header_rows);
  json.key("cells").open_array();
  for (const Cell& cell : table.cells) {
    json.open_object();
    whole("row", cell.row);
    whole("column", cell.column);
    whole("row_span", cell.row_span);
    whole("column_span", cell.column_span);
    json.key("text").text(canonical_joined(cell.lines));
    whole("page", cell.page);
    json.key("bbox");
    write_box(json, cell.box);
    const Source source = source_of(cell, info);
    if (source == Source::text_dump) whole("line", cell.lines.empty() ? 0 : cell.lines.front().line);
    json.key("source").text(name(source)).key("confidence").number(confidence_of(cell), kConfidenceDecimals);
    json.close_object();
  }
  json.close_array().close_object();
}

}  // namespace budgetlift
