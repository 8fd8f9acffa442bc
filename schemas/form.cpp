// The one file of this folder that includes nlohmann-json.
#include "schemas/form.h"

#include <nlohmann/json.hpp>

#include "schemas/embedded.h"

namespace budgetlift {
namespace {

using nlohmann::json;

FormField field_of(const json& j) {
  return {.key = j.at("key"),
          .labels = j.at("labels"),
          .kind = j.at("kind"),
          .required = j.value("required", true),
          .wrap = j.value("wrap", 0),
          .row = j.value("row", -1),
          .label_row = j.value("label_row", -1)};
}

FormColumn column_of(const json& j) {
  return {.key = j.at("key"), .labels = j.at("labels"), .kind = j.at("kind"), .wrap = j.value("wrap", 0)};
}

OverallForm overall_of(const json& j) {
  return {.captions = j.at("captions"),
          .goal_heading = j.at("goal_heading"),
          .subgoal_heading = j.at("subgoal_heading"),
          .safeguard_heading = j.at("safeguard_heading"),
          .end_heading = j.at("end_heading"),
          .subgoal_title = j.at("subgoal_title"),
          .objective_prefix = j.at("objective_prefix"),
          .indicators_prefix = j.at("indicators_prefix")};
}

}  // namespace

Expected<Form> parse_form(std::string_view text) {
  try {
    const json j = json::parse(text);
    Form form;
    form.name = j.at("name");
    form.title_pattern = j.at("title").at("pattern");
    form.title_max_lines = j.at("title").value("max_lines", 3);
    form.title_ending = j.at("title").value("ending", "");
    form.document_title_pattern = j.value("document_title", "");
    form.main_unit_ending = j.value("main_unit_ending", "");
    form.unit_line_pattern = j.at("unit_line").at("pattern");
    for (const json& f : j.at("fields")) form.fields.push_back(field_of(f));
    for (const json& c : j.at("columns")) form.columns.push_back(column_of(c));
    for (const json& t : j.at("taxonomy")) form.taxonomy.push_back({t.at("level1"), t.at("level2")});
    if (j.contains("overall")) form.overall = overall_of(j.at("overall"));
    return form;
  } catch (const json::exception& e) {
    return fail(ErrorKind::damaged, std::string("the form definition is not valid: ") + e.what() +
                                        "; see schemas/form.v1.schema.json");
  }
}

const std::vector<Form>& builtin_forms() {
  static const std::vector<Form> forms = [] {
    std::vector<Form> out;
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path.rfind("forms/", 0) != 0) continue;
      if (auto form = parse_form(file.text)) out.push_back(*std::move(form));
    }
    return out;
  }();
  return forms;
}

}  // namespace budgetlift
