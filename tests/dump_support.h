// Reads a dump and brings its tables into the shape of a gold file, so that both can be compared field by field.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "extract/dump_reader.h"
#include "schemas/canonical.h"
#include "schemas/form_set.h"

namespace budgetlift::test {

struct DumpProject {
  std::vector<std::string> lines;             // title and unit line
  std::map<std::string, std::string> fields;  // "/purpose", "/indicators/3/basis" → canonical text
  std::map<std::string, std::string> doubts;  // the same keys → reasons
  std::vector<std::string> stray;
};

inline std::vector<Block> read_blocks(const std::string& bytes, DocumentInfo* info = nullptr) {
  std::vector<Block> blocks;
  auto result =
      read_dump(bytes, DumpOptions{}, builtin_forms(), [&](Block&& block) { blocks.push_back(std::move(block)); });
  if (info && result) *info = *result;
  return blocks;
}

inline std::string doubts_of(const Cell& cell) {
  std::string out;
  for (const Doubt& doubt : cell.doubts) out += (out.empty() ? "" : "; ") + doubt.reason + ": " + doubt.detail;
  return out;
}

// The head's values by the field whose label stands to their left.
inline void take_head(const Table& table, const Form& form, DumpProject& project) {
  const auto put = [&](const std::string& key, const Cell& cell, const std::string& text) {
    project.fields[key] = text;
    if (!cell.doubts.empty()) project.doubts[key] = doubts_of(cell);
  };
  for (const Cell& cell : table.cells) {
    const std::string label = folded(canonical_joined(cell.lines));
    for (const FormField& field : form.fields) {
      bool is_label = false;
      for (const std::string& name : field.labels) is_label |= folded(name) == label;
      if (!is_label) continue;
      int number = 0;
      for (const Cell& value : table.cells) {
        if (value.column <= cell.column || value.row < cell.row || value.row >= cell.row + cell.row_span) continue;
        const std::string text = canonical_joined(value.lines);
        if (field.kind == "schedule") {
          if (value.row == cell.row)
            put("/schedule/" + std::to_string(value.column - cell.column - 1) + "/by", value, text);
          if (value.row == cell.row + 1)
            put("/schedule/" + std::to_string(value.column - cell.column - 1) + "/percent", value, text);
        } else if (field.kind == "goals") {
          std::string goal;
          const auto close = [&] {
            if (!goal.empty()) put("/goals/" + std::to_string(number++), value, canonical(goal));
            goal.clear();
          };
          for (const TextLine& line : value.lines) {
            const std::string printed = canonical(line.text);
            const std::string start = std::to_string(number + (goal.empty() ? 1 : 2)) + ".";
            if (printed.rfind(start, 0) == 0) {
              close();
              goal = printed.substr(start.size());
            } else {
              goal += printed;
            }
          }
          close();
          break;
        } else if (value.row == cell.row + cell.row_span - 1 &&
                   (cell.row_span > 1 || value.column == cell.column + 1)) {
          put(field.key, value, text);
          break;
        }
      }
    }
  }
}

inline void take_indicators(const Table& table, const Form& form, DumpProject& project) {
  std::map<int, std::string> keys;
  for (const Cell& cell : table.cells) {
    if (cell.row > 0) continue;
    for (const FormColumn& column : form.columns) {
      for (const std::string& label : column.labels) {
        if (canonical_joined(cell.lines) == label) keys[cell.column] = column.key;
      }
    }
  }
  for (const Cell& cell : table.cells) {
    for (int row = cell.row; row < cell.row + cell.row_span; ++row) {
      if (row == 0) continue;
      const std::string key = "/indicators/" + std::to_string(row - 1) + "/" + keys[cell.column];
      project.fields[key] = canonical_joined(cell.lines);
      if (!cell.doubts.empty()) project.doubts[key] = doubts_of(cell);
    }
  }
}

inline std::vector<DumpProject> projects_of(const std::vector<Block>& blocks) {
  const Form& form = *find_form(builtin_forms(), "hebei-2024");
  std::vector<DumpProject> projects;
  std::vector<std::string> lines;
  for (const Block& block : blocks) {
    if (const auto* line = std::get_if<TextLine>(&block)) {
      lines.push_back(line->text);
      continue;
    }
    const Table& table = std::get<Table>(block);
    if (table.header_rows == 0) {
      projects.emplace_back();
      projects.back().lines = std::move(lines);
      lines.clear();
      take_head(table, form, projects.back());
    } else if (!projects.empty()) {
      take_indicators(table, form, projects.back());
    }
    if (projects.empty()) continue;
    for (const TextLine& line : table.stray) projects.back().stray.push_back(line.text);
  }
  return projects;
}

// A gold project as the same fields.
inline std::map<std::string, std::string> gold_fields(const nlohmann::json& project) {
  std::map<std::string, std::string> out;
  const auto put = [&](const std::string& key, const nlohmann::json& value) {
    out[key] = value.is_string() ? canonical(value.get<std::string>()) : "";
  };
  put("/project/code", project.at("code"));
  put("/project/name", project.at("name"));
  put("/budget/total", project.at("budget").at("total"));
  put("/budget/fiscal", project.at("budget").at("fiscal"));
  put("/budget/other", project.at("budget").at("other"));
  put("/purpose", project.at("purpose"));
  for (size_t i = 0; i < project.at("schedule").size(); ++i) {
    const auto& step = project["schedule"][i];
    put("/schedule/" + std::to_string(i) + "/by", step.at("by"));
    out["/schedule/" + std::to_string(i) + "/percent"] = step.at("percent").dump() + "%";
  }
  for (size_t i = 0; i < project.at("goals").size(); ++i) put("/goals/" + std::to_string(i), project["goals"][i]);
  for (size_t i = 0; i < project.at("indicators").size(); ++i) {
    for (const auto& [key, value] : project["indicators"][i].items()) {
      put("/indicators/" + std::to_string(i) + "/" + key, value);
    }
  }
  return out;
}

struct DumpScore {
  int fields = 0;
  int right = 0;
  int wrong_doubted = 0;            // wrong, but named in a doubt of its own cell or of its row
  int needless = 0;                 // doubted although right
  std::vector<std::string> silent;  // wrong and not named
  std::vector<std::string> needless_list;
};

// A wrong field is named where its own cell, a cell of its row, or (for missing and surplus rows) any cell of the
// table is doubted, or where the table has stray text.
inline DumpScore score(const std::vector<DumpProject>& projects, const nlohmann::json& gold) {
  DumpScore out;
  for (size_t p = 0; p < gold.at("projects").size(); ++p) {
    const auto expected = gold_fields(gold["projects"][p]);
    const std::string place = "project " + std::to_string(p + 1) + " ";
    if (p >= projects.size()) {
      out.fields += static_cast<int>(expected.size());
      out.silent.push_back(place + "is missing");
      continue;
    }
    const DumpProject& project = projects[p];
    const auto row_of = [](const std::string& key) {
      return key.rfind("/indicators/", 0) == 0 ? key.substr(0, key.rfind('/') + 1) : key;
    };
    const auto named = [&](const std::string& key) {
      const std::string row = row_of(key);
      for (const auto& [doubted, reason] : project.doubts) {
        if (doubted.rfind(row, 0) == 0) return true;
      }
      return !project.stray.empty();
    };
    bool wrong_here = false;
    for (const auto& [key, value] : expected) {
      ++out.fields;
      const auto it = project.fields.find(key);
      if ((it != project.fields.end() && it->second == value) || (it == project.fields.end() && value.empty())) {
        ++out.right;
        continue;
      }
      wrong_here = true;
      if (named(key)) {
        ++out.wrong_doubted;
      } else {
        out.silent.push_back(place + key + ": \"" + (it == project.fields.end() ? "(nothing)" : it->second) +
                             "\" for \"" + value + "\"");
      }
    }
    for (const auto& [key, value] : project.fields) {
      if (expected.count(key) || value.empty() || named(key)) continue;
      out.silent.push_back(place + key + ": surplus \"" + value + "\"");
    }
    for (const auto& [key, reason] : project.doubts) {
      const auto it = expected.find(key);
      if (it == expected.end() || project.fields.at(key) != it->second) continue;
      if (wrong_here && key.rfind("/indicators/", 0) == 0) continue;  // beside a wrong cell a doubt is welcome
      ++out.needless;
      out.needless_list.push_back(place + key + " \"" + it->second + "\": " + reason);
    }
  }
  for (size_t p = gold.at("projects").size(); p < projects.size(); ++p) out.silent.push_back("a project too many");
  return out;
}

}  // namespace budgetlift::test
