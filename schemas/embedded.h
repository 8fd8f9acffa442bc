// Data files built into the program: schemas/*.json and schemas/forms/*.json.
#pragma once

#include <string_view>
#include <vector>

namespace budgetlift {

struct EmbeddedFile {
  std::string_view path;   // "schemas/record.v1.schema.json", "forms/hebei-2024.json"
  std::string_view text;
};

const std::vector<EmbeddedFile>& embedded_files();

}  // namespace budgetlift
