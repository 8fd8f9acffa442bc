#include <algorithm>
#include <fmt/format.h>
#include <iterator>

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

void AddedReviews::put() {
  if (entries_.empty()) return;
  auto& reviews = rows_.tables[kReview];
  std::move(entries_.begin(), entries_.end(), std::back_inserter(reviews));
  for (TableRow& project : rows_.tables[kProjects]) {
    const auto next = next_.find(*project[column_of(kProjects, "project_index")].text);
    if (next != next_.end()) project[column_of(kProjects, "review_entries")] = {std::to_string(next->second), true};
  }
  rows_.tables[kDocuments].front()[column_of(kDocuments, "review_entries")] = {std::to_string(reviews.size()), true};
}

}  // namespace budgetlift
