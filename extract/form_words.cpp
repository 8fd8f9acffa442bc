#include "extract/form_words.h"

#include <algorithm>

#include "schemas/canonical.h"

namespace budgetlift {
namespace {

size_t bytes(const Cell& cell) {
  size_t n = 0;
  for (const TextLine& line : cell.lines) n += line.text.size();
  return n;
}

}  // namespace

const FormColumns::Place* FormColumns::at(int column) const {
  for (const Place& place : places) {
    if (place.column == column) return &place;
  }
  return nullptr;
}

std::string folded_text(const Cell& cell) {
  std::string all;
  for (const TextLine& line : cell.lines) all += line.text;
  return folded(all);
}

FormWords::FormWords(const std::vector<Form>& forms) {
  auto fold = [&](const std::string& label) {
    std::string out = folded(label);
    longest_label_ = std::max(longest_label_, label.size());
    return out;
  };
  for (const Form& form : forms) {
    Entry entry;
    for (const FormField& field : form.fields) {
      for (const std::string& label : field.labels) entry.labels.insert(fold(label));
    }
    for (const FormColumn& column : form.columns) {
      std::unordered_set<std::string> labels;
      for (const std::string& label : column.labels) labels.insert(fold(label));
      entry.columns.emplace_back(std::move(labels), column.kind);
    }
    forms_.push_back(std::move(entry));
    for (const TaxonomyEntry& group : form.taxonomy) {
      level1_.insert(folded(group.level1));
      for (const std::string& name : group.level2) level2_.insert(folded(name));
    }
  }
}

std::optional<FormColumns> FormWords::find_columns(const Table& table) const {
  std::optional<FormColumns> found;
  for (size_t i = 0; i < table.cells.size();) {
    const int row = table.cells[i].row;
    std::vector<std::pair<int, std::string>> texts;
    for (; i < table.cells.size() && table.cells[i].row == row; ++i) {
      // Spaces of a justified label take room too.
      const size_t n = bytes(table.cells[i]);
      if (n > 0 && n <= 2 * longest_label_ + 8) texts.emplace_back(table.cells[i].column, folded_text(table.cells[i]));
    }
    for (const Entry& form : forms_) {
      if (form.columns.empty() || texts.size() < 2) continue;
      FormColumns columns;
      columns.header_row = row;
      for (const auto& [labels, kind] : form.columns) {
        for (const auto& [column, text] : texts) {
          if (labels.count(text)) columns.places.push_back({column, kind});
        }
      }
      if (columns.places.size() * 3 >= form.columns.size() * 2) found = std::move(columns);
    }
  }
  return found;
}

bool FormWords::is_head_row(const Table& table, int row) const {
  std::vector<std::string> texts;
  for (const Cell& cell : table.cells) {
    if (cell.row > row) break;
    if (cell.row == row && !cell.lines.empty()) texts.push_back(folded_text(cell));
  }
  return std::any_of(forms_.begin(), forms_.end(), [&](const Entry& form) {
    return std::count_if(texts.begin(), texts.end(), [&](const std::string& t) { return form.labels.count(t) > 0; }) >=
           2;
  });
}

}  // namespace budgetlift
