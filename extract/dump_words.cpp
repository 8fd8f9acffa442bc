#include "extract/dump_words.h"

#include <algorithm>

#include "extract/dump_text.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

// A colon, a unit of money in brackets and spaces inside a label, in bytes: what a label may be longer than its key.
constexpr size_t kAroundLabel = 60;

void add_once(std::vector<std::u32string>& names, std::string_view name) {
  std::u32string key = key_text(name);
  if (std::find(names.begin(), names.end(), key) == names.end()) names.push_back(std::move(key));
}

bool contains(const std::vector<std::u32string>& names, std::string_view text) {
  if (text.size() > kAroundLabel) return false;
  return std::find(names.begin(), names.end(), key_text(text)) != names.end();
}

}  // namespace

DumpWords::DumpWords(const std::vector<Form>& forms) {
  // "预算数/合计" is 合计 below 预算数.
  const auto add_label = [&](const std::string& label, bool head) -> LabelUse& {
    LabelUse& use = add(label);
    use.head = use.head || head;
    return use;
  };
  const auto add_path = [&](const std::string& path, bool head) {
    if (path.find('/') == std::string::npos) add_once(heads_, path);
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
      add_label(path, head).field = true;
      return;
    }
    add_label(path.substr(slash + 1), head).field = true;
    for (size_t at = 0; at < slash;) {
      const size_t end = std::min(path.find('/', at), slash);
      add_label(path.substr(at, end - at), head).group = true;
      at = end + 1;
    }
  };
  for (const Form& form : forms) {
    for (const FormField& field : form.fields) {
      for (const std::string& label : field.labels) {
        add_path(label, !form.listing);
        if (form.listing && field.key == "/extra/sequence") add(label).number = true;
      }
      for (const FormRowColumn& column : field.columns) {
        for (const std::string& label : column.labels) add_path(label, !form.listing);
      }
      for (const std::string& label : field.total_labels) add(label).total = true;
    }
    for (const std::string& label : form.groups) {
      add_label(label, !form.listing).group = true;
      add_once(heads_, label);
    }
    for (const std::string& label : form.total_labels) add(label).total = true;
    for (const FormBlock& block : form.blocks) {
      for (const std::string& label : block.labels) add(label).group = true;
    }
    for (const FormColumn& column : form.columns) {
      for (const std::string& label : column.labels) {
        add(label).column = true;
        add_once(columns_, label);
      }
    }
    for (const TaxonomyEntry& entry : form.taxonomy) {
      add_once(level1_, entry.level1);
      for (const std::string& name : entry.level2) {
        add_once(level2_, name);
        pairs_.insert({key_text(entry.level1), key_text(name)});
      }
    }
  }
}

LabelUse& DumpWords::add(const std::string& label) {
  const std::string key = label_key(folded(label)).key;
  longest_ = std::max(longest_, key.size());
  auto& starts = by_first_[decode_utf8(key)[0]];
  std::pair<std::u32string, std::string> start{key_text(key), key};
  if (std::find(starts.begin(), starts.end(), start) == starts.end()) {
    starts.push_back(std::move(start));
    std::sort(starts.begin(), starts.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  }
  return labels_[key];
}

std::vector<DumpWords::Start> DumpWords::labels_at(std::u32string_view key) const {
  std::vector<Start> out;
  const auto it = key.empty() ? by_first_.end() : by_first_.find(key[0]);
  if (it == by_first_.end()) return out;
  for (const auto& [label, name] : it->second) {
    if (key.substr(0, label.size()) == label) out.push_back({label.size(), &labels_.at(name)});
  }
  return out;
}

const LabelUse* DumpWords::find(std::string_view text) const {
  if (text.empty() || text.size() > longest_ + kAroundLabel) return nullptr;
  const auto it = labels_.find(label_key(folded(text)).key);
  return it == labels_.end() ? nullptr : &it->second;
}

bool DumpWords::is_column(std::string_view text) const {
  const LabelUse* use = find(text);
  return use && use->column;
}

bool DumpWords::is_level1(std::string_view text) const { return contains(level1_, text); }

bool DumpWords::is_level2(std::string_view text) const { return contains(level2_, text); }

}  // namespace budgetlift
