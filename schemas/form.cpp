// The one file of this folder that includes nlohmann-json.
#include "schemas/form.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "schemas/embedded.h"
#include "schemas/form_set.h"

namespace budgetlift {
namespace {

using nlohmann::json;

using Texts = std::vector<std::string>;

FormField field_of(const json& j) {
  const bool optional = j.value("optional", false);
  FormField field{.key = j.at("key"),
                  .labels = j.at("labels"),
                  .kind = j.at("kind"),
                  .required = j.value("required", !optional),
                  .optional = optional,
                  .under = j.value("under", ""),
                  .wrap = j.value("wrap", 0),
                  .row = j.value("row", -1),
                  .label_row = j.value("label_row", -1),
                  .columns = {},
                  .total_labels = j.value("total_labels", Texts{})};
  if (!j.contains("columns")) return field;
  for (const json& c : j.at("columns")) field.columns.push_back({c.at("key"), c.at("labels"), c.value("total", "")});
  return field;
}

FormColumn column_of(const json& j) {
  return {.key = j.at("key"), .labels = j.at("labels"), .kind = j.at("kind"), .wrap = j.value("wrap", 0), .optional = j.value("optional", false)};
}

std::vector<TaxonomyEntry> taxonomy_of(const json& j) {
  std::vector<TaxonomyEntry> out;
  for (const json& t : j) out.push_back({t.at("level1"), t.at("level2")});
  return out;
}

std::vector<FormSideColumn> side_columns_of(const json& j) {
  std::vector<FormSideColumn> out;
  for (const json& c : j) out.push_back({c.at("key"), c.at("labels")});
  return out;
}

// What stands under `key` in schemas/`key`.json.
json usual(const std::string& key) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.ends_with("/" + key + ".json")) return json::parse(file.text).at(key);
  }
  return json::array();
}

// What a form without a taxonomy or side columns of its own uses.
const std::vector<TaxonomyEntry>& usual_taxonomy() {
  static const std::vector<TaxonomyEntry> taxonomy = taxonomy_of(usual("taxonomy"));
  return taxonomy;
}

const std::vector<FormSideColumn>& usual_side_columns() {
  static const std::vector<FormSideColumn> columns = side_columns_of(usual("side_columns"));
  return columns;
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
    form.document_department_pattern = j.value("document_department", "");
    form.place_endings = j.value("place_endings", Texts{});
    form.main_unit_ending = j.value("main_unit_ending", "");
    form.listing = j.value("layout", "form") == "listing";
    if (j.contains("unit_line")) form.unit_line_pattern = j.at("unit_line").at("pattern");
    form.year_line_pattern = j.value("year_line", "");
    for (const json& f : j.at("fields")) form.fields.push_back(field_of(f));
    form.groups = j.value("groups", Texts{});
    for (const json& s : j.value("sums", json::array())) form.sums.push_back({s.at("total"), s.at("parts"), s.value("maybe", Texts{})});
    if (!j.contains("sums")) form.sums = {{"/budget/total", {"/budget/fiscal", "/budget/other"}}};
    form.total_labels = j.value("total_labels", Texts{});
    for (const json& c : j.at("columns")) form.columns.push_back(column_of(c));
    form.side_columns = j.contains("side_columns") ? side_columns_of(j.at("side_columns")) : usual_side_columns();
    for (const json& b : j.value("blocks", json::array())) form.blocks.push_back({b.at("key"), b.at("labels")});
    form.taxonomy = j.contains("taxonomy") ? taxonomy_of(j.at("taxonomy")) : usual_taxonomy();
    if (j.contains("overall")) form.overall = overall_of(j.at("overall"));
    return form;
  } catch (const json::exception& e) {
    return fail(ErrorKind::damaged, std::string("the form definition is not valid: ") + e.what() +
                                        "; see schemas/form.v1.schema.json");
  }
}

Form united(const std::vector<Form>& forms) {
  Form out;
  std::set<std::string> known;   // labels
  for (const Form& form : forms) {
    if (form.listing) continue;
    for (const FormField& field : form.fields) {
      if (field.kind == "rows" || !field.under.empty()) continue;
      FormField own = field;
      std::erase_if(own.labels, [&](const std::string& label) { return !known.insert(label).second; });
      own.optional = true;
      own.required = false;
      if (!own.labels.empty()) out.fields.push_back(std::move(own));
    }
    for (const FormColumn& column : form.columns) {
      const auto same = std::find_if(out.columns.begin(), out.columns.end(), [&](const FormColumn& c) { return c.key == column.key; });
      if (same == out.columns.end()) {
        out.columns.push_back(column);
      } else {
        same->labels.insert(same->labels.end(), column.labels.begin(), column.labels.end());
      }
    }
    out.groups.insert(out.groups.end(), form.groups.begin(), form.groups.end());
    if (out.sums.empty()) out.sums = form.sums;
    out.taxonomy.insert(out.taxonomy.end(), form.taxonomy.begin(), form.taxonomy.end());
  }
  return out;
}

const FormSet& builtin_forms() {
  static const FormSet forms = [] {
    std::vector<Form> out;
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path.rfind("forms/", 0) != 0) continue;
      if (auto form = parse_form(file.text)) out.push_back(*std::move(form));
    }
    return FormSet(std::move(out));
  }();
  return forms;
}

const Form* find_form(const std::vector<Form>& forms, std::string_view name) {
  const auto it = std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.name == name; });
  return it == forms.end() ? nullptr : &*it;
}

}  // namespace budgetlift
