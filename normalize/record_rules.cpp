#include "normalize/record_rules.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "normalize/amount.h"
#include "normalize/code.h"
#include "normalize/date.h"
#include "normalize/decimal.h"
#include "normalize/target.h"
#include "schemas/form_set.h"

namespace budgetlift {
namespace {

using nlohmann::json;

std::optional<std::string> text_at(const json& root, const std::string& pointer) {
  const json* value = value_at(root, pointer);
  return value && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

std::optional<double> number_at(const json& root, const std::string& pointer) {
  const json* value = value_at(root, pointer);
  return value && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

std::optional<int> fiscal_year(const json& record) {
  const json* value = value_at(record, "/document/fiscal_year");
  if (!value || !value->is_number_integer()) return std::nullopt;
  const auto year = value->get<int64_t>();
  return year >= 1900 && year < 2200 ? std::optional(static_cast<int>(year)) : std::nullopt;
}

size_t length_at(const json& root, const std::string& pointer) {
  const json* value = value_at(root, pointer);
  return value && value->is_array() ? value->size() : 0;
}

// The double that a parser makes of exact digits: equal digits give equal doubles.
double as_double(const Decimal& value) {
  double out = 0;
  std::from_chars(value.digits.data(), value.digits.data() + value.digits.size(), out);
  return out;
}

bool same(const std::optional<Decimal>& exact, const std::optional<double>& read) {
  if (exact.has_value() != read.has_value()) return false;
  return !exact || as_double(*exact) == *read;
}

// The definition that the record was read by; null where it is none of the built-in ones.
const Form* form_of(const json& record) {
  const auto name = text_at(record, "/document/form/name");
  const auto found = std::find_if(builtin_forms().begin(), builtin_forms().end(), [&](const Form& form) { return form.name == name; });
  return found == builtin_forms().end() ? nullptr : &*found;
}

// Whether a document of the form need not have a place for that field.
bool may_lack(const Form* form, const std::string& key) {
  return !form || std::none_of(form->fields.begin(), form->fields.end(), [&](const FormField& field) { return field.key == key && !field.optional; });
}

std::string shown(const std::optional<std::string>& text) {
  return text ? "\"" + *text + "\"" : "null";
}
std::string shown(const std::optional<Decimal>& value) {
  return value ? value->digits : "null";
}

// Collects what the rules find in one record.
class Rules {
 public:
  explicit Rules(const json& record) : record_(record) {}

  std::vector<SchemaProblem> all() {
    document();
    code();
    budget();
    schedule();
    targets();
    review();
    fields();
    return std::move(problems_);
  }

 private:
  void add(const std::string& pointer, std::string message) {
    problems_.push_back({0, pointer, std::move(message), named_in_review(record_, pointer)});
  }

  void document() {
    const auto sha = text_at(record_, "/document/sha256");
    const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (sha && (sha->size() != 64 || !std::all_of(sha->begin(), sha->end(), hex))) {
      add("/document/sha256", "not 64 lower-case hexadecimal digits");
    }
  }

  void code() {
    const auto code = text_at(record_, "/project/code");
    const json* parts = value_at(record_, "/project/code_parts");
    if (!parts) return;
    const CodeCheck check = code ? check_code(*code) : CodeCheck{};
    if (check.result == CodeCheck::Result::wrong_check) {
      add("/project/code",
          "the check character of " + *code + " does not fit: a character is wrong, missing or too many");
    }
    if (parts->is_null()) {
      if (check.result == CodeCheck::Result::valid)
        add("/project/code_parts", "null, but the code is one that has parts");
      return;
    }
    if (!check.parts) {
      add("/project/code_parts", "given, but the code is not one that has parts");
      return;
    }
    const json expected{{"division", check.parts->division},
                        {"year", check.parts->year},
                        {"category", check.parts->category},
                        {"serial", check.parts->serial},
                        {"check", check.parts->check}};
    if (*parts != expected) add("/project/code_parts", "not the parts of the code " + *code);
  }

  void budget() {
    const auto unit = text_at(record_, "/budget/printed_unit");
    for (const char* name : {"total", "fiscal", "other"}) {
      const std::string pointer = std::string("/budget/") + name;
      const auto printed = text_at(record_, pointer + "/printed");
      const auto cny = printed ? parse_amount(*printed, unit).cny : std::nullopt;
      if (printed && !same(cny, number_at(record_, pointer + "/cny"))) {
        add(pointer + "/cny", "\"" + *printed + "\" in " + shown(unit) + " is " + shown(cny) + " yuan");
      }
    }
    const Form* form = form_of(record_);
    if (form) {
      for (const FormSum& of : form->sums) add_up(of, form, unit);
    } else {
      add_up({"/budget/total", {"/budget/fiscal", "/budget/other"}}, form, unit);
    }
  }

  void add_up(const FormSum& of, const Form* form, const std::optional<std::string>& unit) {
    const auto yuan_at = [&](const std::string& key) {
      const auto printed = text_at(record_, key.starts_with("/budget/") ? key + "/printed" : key);
      return printed ? parse_amount(*printed, unit).cny : std::nullopt;
    };
    const std::optional<Decimal> total = yuan_at(of.total);
    std::optional<Decimal> parts;
    bool lacks = false;   // a part that the document need not have
    for (const std::string& key : of.parts) {
      const auto part = yuan_at(key);
      if (part) parts = parts ? sum(*parts, *part) : *part;
      else lacks = lacks || may_lack(form, key);
    }
    if (!total || !parts) return;
    Decimal more = *parts;
    for (const std::string& key : of.maybe) more = sum(more, yuan_at(key).value_or(Decimal{"0"}));
    const int against = compare(*total, *parts);
    if (against == 0 || compare(*total, more) == 0 || (against > 0 && lacks)) return;
    add(of.total.substr(0, of.total.rfind('/')), "the total is " + total->digits + " yuan, its parts make " + parts->digits);
  }

  void schedule() {
    const size_t steps = length_at(record_, "/schedule");
    std::optional<double> last;
    bool whole = true;  // every step has a percent
    for (size_t i = 0; i < steps; ++i) {
      const std::string pointer = "/schedule/" + std::to_string(i);
      const auto label = text_at(record_, pointer + "/label");
      const auto date = text_at(record_, pointer + "/date");
      if (date && !is_iso_date(*date)) {
        add(pointer + "/date", "no day of the calendar: " + *date);
      } else if (label && date != schedule_date(*label, fiscal_year(record_))) {
        add(pointer + "/date", "\"" + *label + "\" is " + shown(schedule_date(*label, fiscal_year(record_))));
      }
      const auto percent = number_at(record_, pointer + "/percent");
      if (!percent) {
        whole = false;
        continue;
      }
      if (*percent < 0 || *percent > 100) add(pointer + "/percent", "not between 0 and 100");
      if (last && *percent < *last) add(pointer + "/percent", "less than the step before");
      last = percent;
    }
    if (last && whole && *last != 100) add("/schedule", "does not end at 100");
  }

  void targets() {
    const size_t rows = length_at(record_, "/indicators");
    for (size_t i = 0; i < rows; ++i) {
      const std::string pointer = "/indicators/" + std::to_string(i) + "/target";
      const auto text = text_at(record_, pointer + "/text");
      if (!text) continue;
      const auto date = text_at(record_, pointer + "/date");
      if (date && !is_iso_date(*date)) add(pointer + "/date", "no day of the calendar: " + *date);
      const Target target = parse_target(*text, fiscal_year(record_));
      const auto expect = [&](const char* key, const std::optional<std::string>& value) {
        if (text_at(record_, pointer + "/" + key) != value) {
          add(pointer + "/" + key, "\"" + *text + "\" gives " + shown(value));
        }
      };
      expect("kind", target.kind);
      expect("operator", target.op);
      expect("unit", target.unit);
      if (!date || is_iso_date(*date)) expect("date", target.date);
      if (!same(target.value, number_at(record_, pointer + "/value"))) {
        add(pointer + "/value", "\"" + *text + "\" gives " + shown(target.value));
      }
    }
  }

  void review() {
    const size_t entries = length_at(record_, "/review");
    for (size_t i = 0; i < entries; ++i) {
      const std::string pointer = "/review/" + std::to_string(i) + "/field";
      const auto field = text_at(record_, pointer);
      // What a form prints beyond the fixed keys may be what is missing.
      if (field && !field->starts_with("/extra/") && !value_at(record_, *field)) {
        add(pointer, "leads nowhere in the record: " + *field);
      }
    }
  }

  void fields() {
    const json* fields = value_at(record_, "/fields");
    if (!fields || !fields->is_object()) return;
    const auto pages = number_at(record_, "/document/pages");
    for (const auto& [key, origin] : fields->items()) {
      std::string escaped = key;
      for (size_t at = 0; (at = escaped.find_first_of("~/", at)) != std::string::npos; at += 2) {
        escaped.replace(at, 1, escaped[at] == '~' ? "~0" : "~1");
      }
      const std::string pointer = "/fields/" + escaped;
      if (!key.starts_with("/") || !value_at(record_, key)) add(pointer, "leads nowhere in the record");
      const auto page = number_at(origin, "/page");
      if (page && pages && *page > *pages) add(pointer + "/page", "the document has fewer pages");
      const auto source = text_at(origin, "/source");
      if (!source) continue;
      const bool dump = *source == "text-dump";
      if (dump != (value_at(origin, "/line") != nullptr)) {
        add(pointer, dump ? "text of a dump, but without its line" : "a line, but not of a text dump");
      }
      const json* box = value_at(origin, "/bbox");
      if (box && dump && !box->is_null()) add(pointer + "/bbox", "a text dump has no boxes");
      if (box && box->is_array() && box->size() == 4 && (*box)[0].is_number() && (*box)[1].is_number() &&
          (*box)[2].is_number() && (*box)[3].is_number() &&
          ((*box)[0].get<double>() > (*box)[2].get<double>() || (*box)[1].get<double>() > (*box)[3].get<double>())) {
        add(pointer + "/bbox", "its corners are the wrong way round");
      }
    }
  }

  const json& record_;
  std::vector<SchemaProblem> problems_;
};

}  // namespace

const json* value_at(const json& root, const std::string& pointer) {
  try {
    const json::json_pointer path(pointer);
    return root.contains(path) ? &root.at(path) : nullptr;
  } catch (const json::exception&) {
    return nullptr;
  }
}

bool named_in_review(const json& record, const std::string& pointer) {
  const size_t entries = length_at(record, "/review");
  for (size_t i = 0; i < entries; ++i) {
    const auto field = text_at(record, "/review/" + std::to_string(i) + "/field");
    if (!field) continue;
    if (*field == pointer || pointer.starts_with(*field + "/") || field->starts_with(pointer + "/")) return true;
  }
  return false;
}

std::vector<SchemaProblem> rule_problems(const json& record) {
  return Rules(record).all();
}

}  // namespace budgetlift
