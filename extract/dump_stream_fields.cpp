#include "extract/dump_stream_fields.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"

namespace budgetlift {

std::u32string_view key_of(const StreamText& text, const StreamItem& item) {
  return text.key_of(item.label.range.first, item.label.range.first + item.label.length);
}

std::vector<StreamItem> stream_items(const StreamText& text, size_t last, const DumpWords& words, bool glued) {
  constexpr size_t kLeastInLine = 4;   // characters of a label without a value that stands behind a space
  std::vector<StreamItem> out;
  for (size_t at = 0; at < last;) {
    auto label = label_at(text, at, words, glued);
    if (label && (label->range.last > last || !label->use->head || !(label->use->field || label->use->group))) label.reset();
    if (label && !label->use->field && label->length < kLeastInLine && text.gaps[at] < StreamGap::line) label.reset();
    if (!label) {
      // "金额合计" holds no label 合计.
      const std::vector<DumpWords::Start> starts = words.labels_at(text.key_of(at, last));
      at += glued && text.gaps[at] >= StreamGap::line && !starts.empty() && starts.front().use->total ? starts.front().length : 1;
      continue;
    }
    if (!out.empty()) out.back().value.last = at;
    out.push_back({*label, {label->range.last, last}});
    at = label->range.last;
  }
  return out;
}

namespace {

// Fields of `form` that a label stands for go to `fields`; true if the form knows it at all.
bool knows(const Form& form, std::u32string_view key, std::set<int>& fields) {
  bool known = false;
  const auto is = [&](const std::string& label) { return key_text(label) == key; };
  for (size_t f = 0; f < form.fields.size(); ++f) {
    const FormField& field = form.fields[f];
    if (std::any_of(field.labels.begin(), field.labels.end(), is)) fields.insert(static_cast<int>(f)), known = true;
    for (const FormRowColumn& column : field.columns) {
      for (const std::string& label : column.labels) {
        const std::u32string path = key_text(label);
        const size_t slash = path.find('/');
        known = known || path == key || (slash != path.npos && (path.substr(0, slash) == key || path.substr(slash + 1) == key));
      }
    }
  }
  return known || std::any_of(form.groups.begin(), form.groups.end(), is);
}

// A field with a short text, as the rows above the amounts and the goals have.
bool is_short(const FormField& field) {
  constexpr int kShortWrap = 16;
  return field.kind == "unit" || field.kind == "code" || (field.kind == "text" && field.wrap <= kShortWrap);
}

// Places among the form's labels that an item may have; empty for amounts, whose columns stand side by side, and where it is no field's.
std::vector<size_t> places_of(const StreamText& text, const Form& form, const StreamItem& item) {
  std::vector<size_t> out;
  for (size_t f = 0; f < form.fields.size(); ++f) {
    if (form.fields[f].kind == "amount") continue;
    for (const std::string& label : form.fields[f].labels) {
      if (key_text(label) == key_of(text, item)) out.push_back(f);
    }
  }
  return out;
}

// Labels are printed in the form's order: what stands in a text on both sides, and before a label that it should follow or behind
// one that it should precede, is a part of that text. A space before it parts nothing where the same label stands in its place.
void keep_order(const StreamText& text, const Form& form, std::vector<StreamItem>& items) {
  constexpr double kInText = 0.3;   // weight of a label that begins no line
  const auto begins_line = [&](const StreamItem& item) { return text.gaps[item.label.range.first] >= StreamGap::line; };
  const size_t count = form.fields.size();
  // best[p]: the heaviest chain that ends with place p or before; and what it holds.
  struct Chain {
    double weight = 0;
    std::vector<bool> holds;
  };
  std::vector<Chain> best(count + 1, {0, std::vector<bool>(items.size(), false)});
  for (size_t i = 0; i < items.size(); ++i) {
    const std::vector<Chain> before = best;
    for (size_t place : places_of(text, form, items[i])) {
      Chain chain = before[place];
      chain.weight += begins_line(items[i]) ? 1 : kInText;
      chain.holds[i] = true;
      for (size_t p = place + 1; p <= count; ++p) {
        if (chain.weight > best[p].weight) best[p] = chain;
      }
    }
  }
  std::vector<size_t> all(items.size());
  std::iota(all.begin(), all.end(), size_t{0});
  std::vector<StreamItem> kept;
  for (size_t i = 0; i < items.size(); ++i) {
    const auto again = [&](size_t k) { return k != i && best[count].holds[k] && key_of(text, items[k]) == key_of(text, items[i]); };
    const bool twice = std::any_of(all.begin(), all.end(), again);
    const bool in_text = !begins_line(items[i]) && (twice || text.gaps[items[i].label.range.first] == StreamGap::none);
    const std::vector<size_t> places = places_of(text, form, items[i]);
    // A code behind the label proves it, wherever it stands.
    const bool code = stream_values::is_project_code(text.key_of(items[i].value.first, std::min(items[i].value.last, items[i].value.first + stream_values::kProjectCode)));
    const bool out = in_text && !code && !best[count].holds[i] && !places.empty() && is_short(form.fields[places.front()]) && !kept.empty();
    if (out) kept.back().value.last = items[i].value.last;
    else kept.push_back(items[i]);
  }
  items = std::move(kept);
}

}  // namespace

const Form* form_of(const StreamText& text, const std::vector<StreamItem>& items, const std::vector<Form>& forms) {
  const Form* best = nullptr;
  double best_score = 0;
  for (const Form& form : forms) {
    if (form.listing || items.empty()) continue;
    std::set<int> found;
    size_t known = 0, own = 0, shown = 0;
    for (const StreamItem& item : items) known += knows(form, key_of(text, item), found);
    for (size_t f = 0; f < form.fields.size(); ++f) {
      own += !form.fields[f].optional;
      shown += !form.fields[f].optional && found.count(static_cast<int>(f));
    }
    if (known == 0 || shown == 0) continue;
    const double a = static_cast<double>(known) / static_cast<double>(items.size()), b = static_cast<double>(shown) / static_cast<double>(own);
    const double score = 2 * a * b / (a + b);
    if (score > best_score) best_score = score, best = &form;
  }
  return best;
}

namespace {

// Groups stand above amounts and lists: before a field with a short text, one's name is the end of the text before it.
void join_groups(const StreamText& text, const Form& form, std::vector<StreamItem>& items) {
  std::vector<StreamItem> kept;
  for (size_t i = 0; i < items.size(); ++i) {
    const StreamItem& item = items[i];
    std::set<int> fields;
    knows(form, key_of(text, item), fields);
    const bool bare = fields.empty() && item.value.first == item.value.last && !kept.empty() && kept.back().value.first < kept.back().value.last;
    const std::vector<size_t> next = bare && i + 1 < items.size() ? places_of(text, form, items[i + 1]) : std::vector<size_t>{};
    if (!next.empty() && is_short(form.fields[next.front()])) kept.back().value.last = item.value.last;
    else kept.push_back(item);
  }
  items = std::move(kept);
}

}  // namespace

void keep_known(const StreamText& text, const Form& form, std::vector<StreamItem>& items) {
  std::vector<StreamItem> kept;
  std::set<int> fields;
  for (const StreamItem& item : items) {
    // In front of the first label that is known nothing can be its value.
    if (kept.empty() || knows(form, key_of(text, item), fields)) kept.push_back(item);
    else kept.back().value.last = item.value.last;
  }
  items = std::move(kept);
  join_groups(text, form, items);
  keep_order(text, form, items);
}

}  // namespace budgetlift
