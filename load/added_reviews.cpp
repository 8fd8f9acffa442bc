#include <algorithm>
#include <fmt/format.h>

#include "load/target.h"

namespace budgetlift {

void AddedReviews::add(TableId id, const TableRow& row, size_t column, const std::string& reason, const std::string& detail) {
  const TableDefinition& table = table_definitions()[id];
  const std::string& project = *row[1].text;   // project_index
  if (!next_.contains(project)) {
    next_[project] = std::count_if(rows_.tables[kReview].begin(), rows_.tables[kReview].end(), [&](const TableRow& entry) { return entry[1].text == project; });
  }
  const std::string& source = table.columns[column].source;
  const std::string where = source.starts_with(".") ? fmt::format("{}/{}{}", table.rows, *row[2].text, source.substr(1)) : source;
  TableRow& entry = entries_.emplace_back(table_definitions()[kReview].columns.size());
  const std::vector<std::string> values = {rows_.sha256(), project, std::to_string(next_[project]++), where, reason, detail};
  for (size_t i = 0; i < values.size(); ++i) entry[i].text = values[i];
}

}  // namespace budgetlift
