#include "normalize/form_choice.h"

#include <algorithm>
#include <map>

#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

// A record is a form's with at least this score, and this share of the labels of its head and of those of its columns (all of them where
// the form's title is not printed); below it the form is called unknown.
constexpr double kKnownScore = 0.7, kKnownShare = 0.65;
// A colon, brackets and a unit of money behind a label, in bytes.
constexpr size_t kBehindLabel = 24;

}  // namespace

FormChooser::FormChooser(const std::vector<Form>& forms) {
  for (size_t f = 0; f < forms.size(); ++f) {
    const Form& form = forms[f];
    FormSize size{form.name, form.listing, 0, 0};
    for (size_t i = 0; i < form.fields.size(); ++i) {
      size.fields += !form.fields[i].optional;
      for (const std::string& label : form.fields[i].labels) add(label, {f, Part::field, static_cast<int>(i), !form.fields[i].optional, form.fields[i].key});
      for (const FormRowColumn& column : form.fields[i].columns) {
        for (const std::string& path : column.labels) {
          for (const std::string& label : labels_of_path(path)) add(label, {f, Part::group, 0, false, ""});
        }
      }
    }
    for (size_t i = 0; i < form.columns.size(); ++i) {
      size.columns += !form.columns[i].optional;
      for (const std::string& label : form.columns[i].labels) add(label, {f, Part::column, static_cast<int>(i), !form.columns[i].optional, form.columns[i].key});
    }
    for (const std::string& group : form.groups) add(group, {f, Part::group, 0, false, ""});
    for (const FormBlock& block : form.blocks) {
      for (const std::string& label : block.labels) add(label, {f, Part::group, 0, false, ""});
    }
    forms_.push_back(std::move(size));
  }
}

void FormChooser::add(const std::string& label, const Use& use) {
  if (label.find('/') != std::string::npos) return;   // a path of labels of a listing's header
  const std::string key = label_key(folded(label)).key;
  longest_ = std::max(longest_, key.size());
  const auto [it, is_new] = labels_.emplace(key, static_cast<int>(uses_.size()));
  if (is_new) uses_.emplace_back();
  uses_[static_cast<size_t>(it->second)].push_back(use);
}

LabelEvidence FormChooser::look(const TableGrid& grid, int row_begin, int row_end) const {
  LabelEvidence out;
  for (int cell = 0; cell < grid.cells(); ++cell) {
    const std::string& text = grid.folded_text(cell);
    if (text.empty() || grid.cell(cell).row < row_begin || grid.cell(cell).row >= row_end) continue;
    if (text.size() <= longest_ + kBehindLabel) {
      if (auto it = labels_.find(label_key(text).key); it != labels_.end()) {
        out.insert(it->second);
        continue;
      }
    }
    // "label：value"
    const size_t colon = text.find(':');
    if (colon == std::string::npos || colon > longest_ + kBehindLabel) continue;
    if (auto it = labels_.find(label_key(text.substr(0, colon)).key); it != labels_.end()) out.insert(it->second);
  }
  return out;
}

std::vector<FormRank> FormChooser::rank(const LabelEvidence& evidence) const {
  bool fields = false, columns = false;
  std::vector<FormRank> out(forms_.size());
  std::map<size_t, std::set<std::pair<Part, int>>> found;   // of the forms that know a label
  for (size_t f = 0; f < out.size(); ++f) out[f].form = f;
  for (int label : evidence) {
    size_t last = forms_.size();
    for (const Use& use : uses_[static_cast<size_t>(label)]) {
      fields |= use.part == Part::field;
      columns |= use.part == Part::column;
      if (use.form != last) ++out[use.form].labels;
      last = use.form;
      if (use.always) found[use.form].insert({use.part, use.item});
    }
  }
  for (FormRank& rank : out) {
    if (rank.labels == 0) continue;
    const FormSize& form = forms_[rank.form];
    rank.own = form.fields + form.columns;
    const std::set<std::pair<Part, int>>& items = found[rank.form];
    const auto of_columns = std::count_if(items.begin(), items.end(), [](const auto& item) { return item.first == Part::column; });
    const auto of_fields = static_cast<std::ptrdiff_t>(items.size()) - of_columns;
    auto share = [](std::ptrdiff_t n, int all) { return all > 0 ? static_cast<double>(n) / all : 1.0; };
    rank.least = std::min(fields || form.listing ? share(of_fields, form.fields) : 1, columns || form.listing ? share(of_columns, form.columns) : 1);
    const int own = (fields || form.listing ? form.fields : 0) + (columns || form.listing ? form.columns : 0);
    if (own == 0) continue;
    rank.known = static_cast<double>(rank.labels) / static_cast<double>(evidence.size());
    const double shown = static_cast<double>(items.size()) / own;
    rank.score = rank.known + shown > 0 ? 2 * rank.known * shown / (rank.known + shown) : 0;
  }
  std::stable_sort(out.begin(), out.end(), [](const FormRank& a, const FormRank& b) { return a.score > b.score; });
  return out;
}

bool FormChooser::reads_alike(const LabelEvidence& evidence, size_t a, size_t b) const {
  return std::all_of(evidence.begin(), evidence.end(), [&](int label) {
    std::set<std::pair<Part, std::string>> of_a, of_b;
    for (const Use& use : uses_[static_cast<size_t>(label)]) {
      if (use.form == a) of_a.emplace(use.part, use.key);
      if (use.form == b) of_b.emplace(use.part, use.key);
    }
    return of_a == of_b;
  });
}

size_t FormChooser::best_alike(const LabelEvidence& evidence, size_t form) const {
  for (const FormRank& rank : rank(evidence)) {
    if (rank.form == form || rank.labels == 0) break;
    if (!forms_[rank.form].listing && !forms_[form].listing && reads_alike(evidence, rank.form, form)) return rank.form;
  }
  return form;
}

FormFit FormChooser::fit(const LabelEvidence& evidence, size_t form, bool titled) const {
  FormFit out;
  for (const FormRank& rank : rank(evidence)) {
    if (rank.form == form) {
      out.best = {forms_[form].name, rank.score};
      out.known = rank.score >= kKnownScore && rank.least >= (titled ? kKnownShare : 1);
    } else if (!out.runner_up) {
      out.runner_up = FormScore{forms_[rank.form].name, rank.score};
    }
  }
  return out;
}

}  // namespace budgetlift
