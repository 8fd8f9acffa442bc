#include "schemas/unit_names.h"

#include <nlohmann/json.hpp>

#include "schemas/embedded.h"

namespace budgetlift {

const std::vector<std::string>& unit_names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out;
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path != "schemas/units.json") continue;
      const auto j = nlohmann::json::parse(file.text);  // built in and tested: cannot fail
      const auto units = j.at("units").get<std::vector<std::string>>();
      out = units;
      for (const auto& scale : j.at("scales").get<std::vector<std::string>>()) {
        out.push_back(scale);
        for (const std::string& unit : units) out.push_back(scale + unit);
      }
    }
    return out;
  }();
  return all;
}

const std::vector<std::string>& office_endings() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out;
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.path == "schemas/offices.json") out = nlohmann::json::parse(file.text).at("endings").get<std::vector<std::string>>();   // built in
    }
    return out;
  }();
  return all;
}

}  // namespace budgetlift
