// The one file that includes valijson.
#include "normalize/schema_check.h"

#define VALIJSON_USE_EXCEPTIONS 1
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "normalize/record_rules.h"
#include "schemas/embedded.h"

namespace budgetlift {
namespace {

using nlohmann::json;

constexpr const char* kRecordSchema = "record.v1.schema.json";

std::string_view schema_text(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path == "schemas/" + std::string(name)) return file.text;
  }
  return {};
}

// What the library must not see: its patterns are std::regex, which overflows the stack on long strings; the
// rules of record_rules.cpp say the same. It knows keywords up to draft 7, and our schemas use only those that mean
// the same in 2020-12. A $ref to the record's schema, or into it, becomes one into its copy.
void prepare(json& schema) {
  if (schema.is_object()) {
    for (const char* keyword : {"pattern", "format", "propertyNames", "$schema", "$id"}) {
      const auto it = schema.find(keyword);
      // A property of that name has a schema as its value; the keyword has a text, or is propertyNames.
      if (it != schema.end() && (it->is_string() || std::string_view(keyword) == "propertyNames")) schema.erase(it);
    }
    if (auto it = schema.find("$ref"); it != schema.end() && it->is_string()) {
      const std::string ref = it->get<std::string>();
      if (ref == kRecordSchema) {
        *it = "#/$defs/record";
      } else if (ref.starts_with(std::string(kRecordSchema) + "#")) {
        *it = ref.substr(std::string_view(kRecordSchema).size());
      }
    }
  }
  if (schema.is_structured()) {
    for (json& child : schema) prepare(child);
  }
}

json prepared(std::string_view name) {
  json schema = json::parse(schema_text(name), nullptr, false);
  if (name == "document.v1.schema.json") {
    json record = json::parse(schema_text(kRecordSchema));
    schema["$defs"].update(record["$defs"]);
    record.erase("$defs");
    schema["$defs"]["record"] = std::move(record);
  }
  prepare(schema);
  return schema;
}

// Compiled once a schema. Null for a name that is none.
const valijson::Schema* compiled(std::string_view name) {
  static std::map<std::string, std::unique_ptr<valijson::Schema>, std::less<>> schemas;
  if (const auto it = schemas.find(name); it != schemas.end()) return it->second.get();
  if (schema_text(name).empty()) return nullptr;
  auto schema = std::make_unique<valijson::Schema>();
  const json text = prepared(name);
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), *schema);
  return schemas.emplace(std::string(name), std::move(schema)).first->second.get();
}

std::string pointer_of(const std::vector<std::string>& context) {
  std::string out;
  for (size_t i = 1; i < context.size(); ++i) {  // the first is "<root>"
    std::string_view part = context[i];
    if (part.starts_with("[") && part.ends_with("]")) part = part.substr(1, part.size() - 2);
    if (part.size() >= 2 && part.starts_with("\"") && part.ends_with("\"")) part = part.substr(1, part.size() - 2);
    out.push_back('/');
    for (char c : part) {
      if (c == '~') {
        out += "~0";
      } else if (c == '/') {
        out += "~1";
      } else {
        out.push_back(c);
      }
    }
  }
  return out;
}

// The text between the first and the last of the library's quotation marks.
std::string quoted(const std::string& description) {
  const size_t from =
      description.find(": '") != std::string::npos ? description.find(": '") + 2 : description.find('\'');
  const size_t to = description.rfind('\'');
  return from == std::string::npos || to <= from ? "" : description.substr(from + 1, to - from - 1);
}

std::string shown(const json& root, const std::string& pointer) {
  constexpr size_t kLongest = 60;
  const json* value = value_at(root, pointer);
  if (!value) return "";
  std::string text = value->is_structured() ? std::string(value->is_array() ? "a list" : "an object")
                                            : value->dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > kLongest) {
    size_t end = kLongest;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end) + "…";
  }
  return text;
}

// The library's words in ours; empty for what only repeats an inner problem.
std::string plain(const std::string& description, const json& root, const std::string& pointer) {
  const auto says = [&](const char* words) { return description.find(words) != std::string::npos; };
  if (says("Failed to validate against schema associated") || says("Failed to validate item #") ||
      says("Failed to validate against additional properties")) {
    return "";
  }
  if (says("Missing required property")) return "the key \"" + quoted(description) + "\" is missing";
  if (says("Object contains a property")) return "the key \"" + quoted(description) + "\" is not part of the format";
  if (says("Value type not permitted")) return "a value of this type does not belong here: " + shown(root, pointer);
  if (says("enum values")) {
    const bool reason = pointer.starts_with("/review/");
    return (reason ? "no known reason: " : "none of the values that are allowed here: ") + shown(root, pointer);
  }
  if (says("'const'")) return "not the value that must stand here: " + shown(root, pointer);
  return description;
}

std::vector<SchemaProblem> schema_problems(std::string_view name, const json& root) {
  std::vector<SchemaProblem> problems;
  const valijson::Schema* schema = compiled(name);
  if (!schema) return {{0, "", "no such schema: " + std::string(name), false}};
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(*schema, valijson::adapters::NlohmannJsonAdapter(root), &results)) return problems;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    std::string pointer = pointer_of(error.context);
    std::string message = plain(error.description, root, pointer);
    if (!message.empty()) problems.push_back({0, std::move(pointer), std::move(message), false});
  }
  if (problems.empty()) problems.push_back({0, "", "does not follow the schema", false});
  return problems;
}

// Parses and validates; `root` is null where the text is no JSON.
std::vector<SchemaProblem> parsed(std::string_view schema, std::string_view text, json& root) {
  try {
    root = json::parse(text);
  } catch (const json::parse_error& e) {
    root = nullptr;
    return {{0, "", "no JSON: at byte " + std::to_string(e.byte), false}};
  } catch (const json::exception&) {
    root = nullptr;
    return {{0, "", "no JSON: a number that no program can hold", false}};
  }
  try {
    return schema_problems(schema, root);
  } catch (const std::exception& e) {
    return {{0, "", std::string("the schema library gave up: ") + e.what(), false}};
  }
}

std::vector<SchemaProblem> check_line(std::string_view line, int line_number, json& record) {
  std::vector<SchemaProblem> problems = parsed(kRecordSchema, line, record);
  if (record.is_object()) {
    auto more = rule_problems(record);
    problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  for (SchemaProblem& problem : problems) problem.line = line_number;
  return problems;
}

}  // namespace

std::vector<SchemaProblem> check_record_json(std::string_view line, int line_number) {
  json record;
  return check_line(line, line_number, record);
}

std::vector<SchemaProblem> check_records(std::istream& records) {
  std::vector<SchemaProblem> problems;
  std::set<std::pair<std::string, std::string>> indices, codes;  // of a document
  std::string line;
  for (int number = 1; std::getline(records, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    json record;
    auto more = check_line(line, number, record);
    problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    const json* document = value_at(record, "/document/sha256");
    if (!document || !document->is_string()) continue;
    const auto once = [&](auto& seen, const std::string& pointer, const char* message) {
      const json* value = value_at(record, pointer);
      if (!value || value->is_null()) return;
      const std::string key = value->dump(-1, ' ', false, json::error_handler_t::replace);
      if (!seen.insert({document->get<std::string>(), key}).second) {
        problems.push_back({number, pointer, message + key, named_in_review(record, pointer)});
      }
    };
    once(indices, "/index", "a record of this document before has the same index: ");
    once(codes, "/project/code", "a record of this document before has the same code: ");
  }
  return problems;
}

std::vector<SchemaProblem> check_against_schema(std::string_view schema, std::string_view text) {
  json root;
  return parsed(schema, text, root);
}

const std::vector<std::string>& known_review_reasons() {
  static const std::vector<std::string> reasons = [] {
    const json schema = json::parse(schema_text(kRecordSchema), nullptr, false);
    const json* list = value_at(schema, "/$defs/reason/enum");
    return list ? list->get<std::vector<std::string>>() : std::vector<std::string>{};
  }();
  return reasons;
}

std::string_view record_schema_text() {
  return schema_text(kRecordSchema);
}

}  // namespace budgetlift
