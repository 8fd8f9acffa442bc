#include "extract/form_words.h"

#include <algorithm>
#include <map>

#include "schemas/canonical.h"
#include "schemas/label_key.h"

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

bool FormColumns::side_by_side() const {
  return std::count_if(places.begin(), places.end(), [](const Place& place) { return place.kind == "level2"; }) > 1;
}

std::string folded_text(const Cell& cell) {
  std::string all;
  for (const TextLine& line : cell.lines) all += line.text;
  return folded(all);
}

std::string label_text(const Cell& cell) { return label_key(folded_text(cell)).key; }

FormWords::FormWords(const std::vector<Form>& forms) {
  auto add = [&](const std::string& label, const Use& use) {
    longest_label_ = std::max(longest_label_, label.size());
    labels_[label_key(folded(label)).key].push_back(use);
  };
  for (size_t f = 0; f < forms.size(); ++f) {
    for (const FormField& field : forms[f].fields) {
      for (const std::string& label : field.labels) add(label, {f, -1});
    }
    Columns columns;
    columns.listing = forms[f].listing;
    for (const FormColumn& column : forms[f].columns) {
      for (const std::string& label : column.labels) add(label, {f, static_cast<int>(columns.kinds.size())});
      columns.kinds.push_back(column.kind);
      columns.always += !column.optional;
    }
    columns_.push_back(std::move(columns));
    for (const TaxonomyEntry& group : forms[f].taxonomy) {
      level1_.insert(folded(group.level1));
      for (const std::string& name : group.level2) level2_.insert(folded(name));
    }
  }
}

std::optional<FormColumns> FormWords::find_columns(const Table& table) const {
  std::optional<FormColumns> found;
  std::map<size_t, FormColumns> of_form;   // of the forms that know a label of the row
  for (size_t i = 0; i < table.cells.size();) {
    const int row = table.cells[i].row;
    of_form.clear();
    for (; i < table.cells.size() && table.cells[i].row == row; ++i) {
      // Spaces of a justified label take room too.
      const size_t n = bytes(table.cells[i]);
      if (n == 0 || n > 2 * longest_label_ + 8) continue;
      const auto label = labels_.find(label_text(table.cells[i]));
      if (label == labels_.end()) continue;
      for (const Use& use : label->second) {
        if (use.column < 0) continue;
        FormColumns& columns = of_form.try_emplace(use.form, FormColumns{row, 1, {}}).first->second;
        columns.header_rows = columns.places.empty() ? table.cells[i].row_span : std::min(columns.header_rows, table.cells[i].row_span);
        columns.places.push_back({table.cells[i].column, columns_[use.form].kinds[static_cast<size_t>(use.column)]});
      }
    }
    size_t most = 1;
    for (auto& [form, columns] : of_form) {
      if (columns.places.size() <= most || columns.places.size() * 3 < static_cast<size_t>(columns_[form].always) * 2) continue;
      most = columns.places.size();
      found = std::move(columns);
    }
  }
  return found;
}

bool FormWords::starts_again(const Table& table, const Table& part) const {
  if (part.cells.empty() || part.cells.front().row != 0 || part.cells.front().column != 0) return false;
  const std::string first = label_text(part.cells.front());
  const auto label = labels_.find(first);
  if (label == labels_.end()) return false;
  const bool of_head = std::any_of(label->second.begin(), label->second.end(), [&](const Use& use) { return use.column < 0 && !columns_[use.form].listing; });
  const bool of_column = std::any_of(label->second.begin(), label->second.end(), [](const Use& use) { return use.column >= 0; });
  return of_head && !of_column && !is_listing_header(part, 0) &&
         std::any_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) { return cell.column == 0 && !cell.lines.empty() && label_text(cell) == first; });
}

bool FormWords::is_listing_header(const Table& table, int row) const {
  const std::optional<FormColumns> header = find_columns(table);
  return header && header->header_row > row && std::any_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) {
    return cell.row == row && !cell.lines.empty() && cell.row + cell.row_span > header->header_row;
  });
}

bool FormWords::is_head_row(const Table& table, int row) const {
  // In a head values stand between the labels; in a header label stands beside label, and some are those of indicators.
  std::vector<int> labels(columns_.size(), 0), last(columns_.size(), -2);
  int place = -1, columns = 0, texts = 0, known = 0;
  for (const Cell& cell : table.cells) {
    if (cell.row > row) break;
    if (cell.row != row) continue;
    ++place;
    texts += !cell.lines.empty();
    if (cell.lines.empty() || bytes(cell) > 2 * longest_label_ + 8) continue;
    const auto label = labels_.find(label_text(cell));
    if (label == labels_.end()) continue;
    ++known;
    columns += std::any_of(label->second.begin(), label->second.end(), [](const Use& use) { return use.column >= 0; });
    if (columns >= 2) return false;
    for (const Use& use : label->second) {
      if (use.column >= 0 || columns_[use.form].listing || last[use.form] == place) continue;
      labels[use.form] += last[use.form] + 1 == place ? -1 : 1;
      last[use.form] = place;
    }
  }
  constexpr int kLeastOfHeader = 4;   // texts
  if (texts >= kLeastOfHeader && 3 * known > 2 * texts) return false;
  if (std::none_of(labels.begin(), labels.end(), [](int n) { return n >= 2; })) return false;
  return !is_listing_header(table, row);
}

}  // namespace budgetlift
