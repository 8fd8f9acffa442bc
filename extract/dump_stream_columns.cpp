#include "extract/dump_stream_columns.h"

#include <algorithm>
#include <set>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr size_t kLeastColumns = 3;    // different labels of indicator columns that are a header
constexpr size_t kLeastOwn = 2;        // labels of a project's own columns that make it a listing's
constexpr size_t kUnknownLabel = 10;   // characters of a label that no form knows, between two that are known
constexpr size_t kMostUnknown = 2;     // of a header

StreamSort sort_of(const FormColumn& column) {
  if (column.kind == "level1") return StreamSort::level1;
  if (column.kind == "level2") return StreamSort::level2;
  return column.kind == "target" ? StreamSort::target : StreamSort::text;
}

StreamSort sort_of(const FormField& field) {
  if (field.kind == "amount") return StreamSort::amount;
  if (field.kind == "code") return StreamSort::code;
  if (field.key == "/extra/sequence") return StreamSort::number;
  if (field.key == "/unit/code") return StreamSort::id;
  return field.kind == "goals" ? StreamSort::list : StreamSort::text;
}

using stream_values::is_digit;

// Characters of "(万元)" at the start of `key`; 0 if there is none.
size_t unit_length(std::u32string_view key) {
  constexpr size_t kLongest = 8;
  if (key.empty() || key[0] != '(') return 0;
  const size_t close = key.substr(0, kLongest).find(U')');
  return close != key.npos && close > 1 && key[close - 1] == U'元' ? close + 1 : 0;
}

}  // namespace

std::optional<StreamLabel> label_at(const StreamText& text, size_t at, const DumpWords& words, bool glued) {
  if (at >= text.size() || (!glued && text.gaps[at] == StreamGap::none)) return std::nullopt;
  for (const DumpWords::Start& start : words.labels_at(text.key_of(at, text.size()))) {
    StreamLabel label{{at, at + start.length}, start.length, start.use};
    label.range.last += unit_length(text.key_of(label.range.last, text.size()));
    if (label.range.last < text.size() && text.key[label.range.last] == ':') ++label.range.last;
    if (glued || label.range.last == text.size() || text.gaps[label.range.last] != StreamGap::none) return label;
  }
  return std::nullopt;
}

std::vector<StreamLabel> StreamColumns::run_at(const StreamText& text, size_t at) const {
  std::vector<StreamLabel> run;
  size_t unknown = 0;
  while (at < text.size()) {
    auto label = label_at(text, at, words_, glued_);
    if (!label && ++unknown > kMostUnknown) break;
    for (size_t skip = 1; !label && !run.empty() && !is_digit(text.key[at + skip - 1]) && skip <= kUnknownLabel && at + skip < text.size(); ++skip) {
      label = label_at(text, at + skip, words_, glued_);
      // Not a word of a first row, which names of indicators follow.
      if (label && !label->use->column && !label->use->field) label.reset();
    }
    if (!label) break;
    run.push_back(*label);
    at = label->range.last;
  }
  return run;
}

const FormColumn* StreamColumns::column(std::u32string_view label) const {
  for (const Form& form : forms_) {
    for (const FormColumn& column : form.columns) {
      for (const std::string& name : column.labels) {
        if (key_text(name) == label) return &column;
      }
    }
  }
  return nullptr;
}

const FormField* StreamColumns::listing_field(std::u32string_view label, std::u32string_view group) const {
  const std::u32string path = group.empty() ? std::u32string(label) : std::u32string(group) + U'/' + std::u32string(label);
  for (const Form& form : forms_) {
    if (!form.listing) continue;
    for (const FormField& field : form.fields) {
      for (const std::string& name : field.labels) {
        if (key_text(name) == path) return &field;
      }
    }
  }
  return nullptr;
}

// Labels above others may begin with what is a label below them: of those that come again the last one counts.
void StreamColumns::leave_out_lead(const StreamText& text, std::vector<StreamLabel>& run) const {
  const auto key = [&](const StreamLabel& label) { return text.key_of(label.range.first, label.range.first + label.length); };
  std::vector<StreamLabel> kept;
  for (size_t i = 0; i < run.size(); ++i) {
    const bool again = !run[i].use->column && listing_field(key(run[i]), {}) &&
                       std::any_of(run.begin() + static_cast<std::ptrdiff_t>(i) + 1, run.end(), [&](const StreamLabel& other) { return key(other) == key(run[i]); });
    // Or is the start of one that no form knows.
    const size_t end = run[i].range.last;
    const bool lead = std::none_of(kept.begin(), kept.end(), [](const StreamLabel& label) { return label.use->field || label.use->column; });
    const bool longer = lead && i + 1 < run.size() && end < run[i + 1].range.first && text.gaps[end] == StreamGap::none;
    if (!again && !longer) kept.push_back(run[i]);
  }
  run = std::move(kept);
}

std::optional<StreamHeader> StreamColumns::find(const StreamText& text, size_t from) const {
  for (size_t at = from; at < text.size(); ++at) {
    if (!glued_ && text.gaps[at] == StreamGap::none) continue;
    std::vector<StreamLabel> run = run_at(text, at);
    std::set<std::u32string_view> columns;
    size_t own = 0, first = run.size();
    for (size_t i = 0; i < run.size(); ++i) {
      const std::u32string_view key = text.key_of(run[i].range.first, run[i].range.first + run[i].length);
      if (run[i].use->column) {
        columns.insert(key);
        first = std::min(first, i);
      } else if (listing_field(key, {})) {
        own += first == run.size() || i > first;
      }
    }
    if (columns.size() < kLeastColumns) continue;
    if (own >= kLeastOwn) leave_out_lead(text, run);
    if (own < kLeastOwn) run.erase(run.begin(), run.begin() + static_cast<std::ptrdiff_t>(first));
    StreamHeader header = header_of(text, run);
    header.listing = own >= kLeastOwn;
    return header;
  }
  return std::nullopt;
}

StreamHeader StreamColumns::header_of(const StreamText& text, const std::vector<StreamLabel>& run) const {
  StreamHeader out;
  out.all = {run.front().range.first, run.back().range.last};
  out.key = std::u32string(text.key_of(out.all.first, out.all.last));
  const auto key = [&](size_t i) { return text.key_of(run[i].range.first, run[i].range.first + run[i].length); };
  // A label is above others if a later one is known below it.
  std::set<size_t> done;
  const auto add = [&](size_t i, int group) {
    StreamColumn made;
    made.label = run[i].range;
    made.group = group;
    if (const FormColumn* found = column(key(i)); found && run[i].use->column) {
      made.key = found->key;
      made.sort = sort_of(*found);
    } else if (const FormField* field = listing_field(key(i), group < 0 ? std::u32string_view() : text.key_of(out.groups[static_cast<size_t>(group)].first, out.groups[static_cast<size_t>(group)].last));
               field || (field = listing_field(key(i), {}))) {
      made.key = field->key;
      made.sort = sort_of(*field);
      made.own = true;
    } else {
      return;
    }
    out.columns.push_back(std::move(made));
    done.insert(i);
  };
  for (size_t i = 0; i < run.size(); ++i) {
    if (done.count(i)) continue;
    size_t below = run.size();
    for (size_t k = i + 1; k < run.size() && below == run.size(); ++k) {
      if (!done.count(k) && !run[k].use->column && listing_field(key(k), key(i))) below = k;
    }
    // The lowest of several labels above a column is the one that counts.
    for (size_t k = i + 1; k < below && below < run.size(); ++k) {
      if (!done.count(k) && !run[k].use->column && listing_field(key(below), key(k))) below = run.size();
    }
    if (below == run.size()) {
      add(i, -1);
      continue;
    }
    out.groups.push_back({run[i].range.first, run[i].range.first + run[i].length});
    const int group = static_cast<int>(out.groups.size()) - 1;
    // Its columns: those known below it, and the amounts that follow them; also those that a label above them parts from it, in the
    // header's last row, behind the labels of the row before.
    bool lower = false;
    for (size_t k = below; k < run.size(); ++k) {
      lower = lower || (k > below && run[k - 1].use->column && !run[k].use->column && text.gaps[run[k].range.first] >= StreamGap::line);
      const FormField* field = listing_field(key(k), key(i));
      if (!field) field = listing_field(key(k), {});
      if (!done.count(k) && !run[k].use->column && field && field->kind == "amount") add(k, group);
      else if (k > below && lower) break;
    }
  }
  // Columns that are printed again belong to a table beside the first.
  std::set<std::string> seen;
  int block = 0;
  for (StreamColumn& column : out.columns) {
    if (!column.own && !seen.insert(column.key).second) {
      ++block;
      seen = {column.key};
    }
    column.block = block;
  }
  return out;
}

}  // namespace budgetlift
