#include "tests/gold.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace budgetlift::test {
namespace {

using nlohmann::json;

std::string shown(const json& j) { return j.is_null() ? "null" : j.is_string() ? j.get<std::string>() : j.dump(); }

struct Comparer {
  Comparison& out;
  const json* record = nullptr;
  int project = -1;
  std::vector<std::string> checked;   // pointers of fields that are right

  void field(const std::string& pointer, const json& gold, const json& got) {
    ++out.fields;
    if (shown(gold) == shown(got)) {
      checked.push_back(pointer);
    } else {
      out.wrong.push_back({project, pointer, shown(gold), shown(got), record && is_flagged(*record, pointer)});
    }
  }

  // Lists of different length: what is missing or too much is wrong, too.
  template <typename Each>
  void list(const std::string& pointer, const json& gold, const json& got, Each each) {
    const size_t most = std::max(gold.size(), got.size());
    for (size_t i = 0; i < most; ++i) {
      const json null;
      each(pointer + "/" + std::to_string(i), i < gold.size() ? gold[i] : null, i < got.size() ? got[i] : null);
    }
  }
};

json at(const json& j, const char* key) { return j.is_object() && j.contains(key) ? j.at(key) : json(); }

void compare_indicators(Comparer& c, const std::string& list, const json& gold, const json& got) {
  c.list(list, gold, got, [&](const std::string& pointer, const json& a, const json& b) {
    for (const char* key : {"level1", "level2", "level3", "description", "basis"}) c.field(pointer + "/" + key, at(a, key), at(b, key));
    c.field(pointer + "/target", at(a, "target"), at(at(b, "target"), "text"));
  });
}

// What a form prints beyond a record's own keys: of either side.
void compare_extra(Comparer& c, const json& gold, const json& got) {
  std::set<std::string> keys;
  for (const json* side : {&gold, &got}) {
    for (auto it = side->begin(); it != side->end(); ++it) keys.insert(it.key());
  }
  for (const std::string& key : keys) {
    const std::string pointer = "/extra/" + key;
    const json a = at(gold, key.c_str()), b = at(got, key.c_str());
    if (key == "period_indicators") {
      compare_indicators(c, pointer, a, b);
    } else if (key == "tasks") {
      c.list(pointer, a, b, [&](const std::string& row, const json& x, const json& y) {
        for (const char* part : {"name", "content", "total", "fiscal", "other"}) c.field(row + "/" + part, at(x, part), at(y, part));
      });
    } else {
      c.field(pointer, a, b);
    }
  }
}

void compare_project(Comparer& c, const json& gold, const json& got, const json& unit) {
  c.field("/title", at(gold, "title"), at(got, "title"));
  for (const char* key : {"code", "name"}) c.field(std::string("/unit/") + key, at(at(gold, "unit"), key), at(at(got, "unit"), key));
  for (const char* key : {"code", "name"}) c.field(std::string("/project/") + key, at(gold, key), at(at(got, "project"), key));
  for (const char* key : {"total", "fiscal", "other"}) {
    c.field(std::string("/budget/") + key, at(at(gold, "budget"), key), at(at(at(got, "budget"), key), "printed"));
  }
  c.field("/budget/printed_unit", unit, at(at(got, "budget"), "printed_unit"));
  c.field("/purpose", at(gold, "purpose"), at(got, "purpose"));
  c.list("/schedule", at(gold, "schedule"), at(got, "schedule"), [&](const std::string& pointer, const json& a, const json& b) {
    c.field(pointer + "/label", at(a, "by"), at(b, "label"));
    c.field(pointer + "/percent", at(a, "percent"), at(b, "percent"));
  });
  c.list("/goals", at(gold, "goals"), at(got, "goals"), [&](const std::string& pointer, const json& a, const json& b) { c.field(pointer, a, b); });
  compare_indicators(c, "/indicators", at(gold, "indicators"), at(got, "indicators"));
  compare_extra(c, at(gold, "extra"), at(got, "extra"));
}

}  // namespace

bool is_flagged(const json& record, const std::string& pointer) {
  for (const json& entry : record.at("review")) {
    const std::string field = entry.at("field");
    if (pointer == field || pointer.rfind(field + "/", 0) == 0) return true;
  }
  return false;
}

Comparison compare_with_gold(const json& gold, const json& document) {
  Comparison out;
  const json& golds = gold.at("projects");
  const json& records = document.at("projects");
  for (size_t i = 0; i < std::max(golds.size(), records.size()); ++i) {
    const json null;
    Comparer c{out, i < records.size() ? &records[i] : nullptr, static_cast<int>(i), {}};
    compare_project(c, i < golds.size() ? golds[i] : null, i < records.size() ? records[i] : null, at(gold, "amount_unit"));
    if (i >= records.size()) continue;
    for (const json& entry : records[i].at("review")) {
      const std::string field = entry.at("field");
      bool needed = false;
      for (const Difference& d : out.wrong) {
        needed = needed || (d.project == c.project && (d.pointer == field || d.pointer.rfind(field + "/", 0) == 0));
      }
      if (!needed) out.needless.push_back(std::to_string(i + 1) + " " + field + " " + shown(entry.at("reason")) + " " + shown(entry.at("detail")));
    }
  }
  Comparer c{out, nullptr, -1, {}};
  const json overall = at(gold, "overall"), got = at(document, "overall");
  c.list("/overall/goal", at(overall, "goal"), at(got, "goal"), [&](const std::string& p, const json& a, const json& b) { c.field(p, a, b); });
  c.list("/overall/safeguards", at(overall, "safeguards"), at(got, "safeguards"), [&](const std::string& p, const json& a, const json& b) { c.field(p, a, b); });
  c.list("/overall/subgoals", at(overall, "subgoals"), at(got, "subgoals"), [&](const std::string& p, const json& a, const json& b) {
    for (const char* key : {"title", "objective", "indicators"}) c.field(p + "/" + key, at(a, key), at(b, key));
    c.field(p + "/index", at(a, "seq"), at(b, "index"));
  });
  return out;
}

std::string describe(const Comparison& comparison) {
  std::ostringstream out;
  out << comparison.wrong.size() << " wrong of " << comparison.fields << " fields, " << comparison.needless.size() << " needless flags\n";
  for (const Difference& d : comparison.wrong) {
    out << "  project " << d.project + 1 << " " << d.pointer << (d.flagged ? " (flagged)" : " (SILENT)") << "\n    gold " << d.gold << "\n    got  " << d.got << "\n";
  }
  for (const std::string& flag : comparison.needless) out << "  needless: " << flag << "\n";
  return out.str();
}

}  // namespace budgetlift::test
