#include "extract/dump_audit.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr size_t kGluedLabel = 4;      // characters of a label that counts with its value right behind it

bool is_unread(const Table& table) { return table.rows == 0 && !table.cells.empty() && !table.cells.front().doubts.empty(); }

// A code, or the first part of one.
bool shows_code(const TextLine& line) {
  static const RE2 code(R"((?:^|[^0-9A-Z])\d{8}[A-Z][0-9A-Z]{2,12}(?:[^0-9A-Z]|$))");
  return RE2::PartialMatch(folded(line.text), code);
}

Table unread(size_t labels) {
  Table out;
  out.cells.emplace_back();
  out.cells.front().doubts.push_back({"form-not-read", labels > 0 ? std::to_string(labels) + " labels of forms stand in text that no form's definition reads" : "there are more codes in text that was not read than forms"});
  return out;
}

// A label, and right behind it a code with the right check character: a form by itself.
bool shows_form(const TextLine& line, const DumpWords& words) {
  const std::u32string key = key_text(line.text);
  for (size_t at = 1; at + stream_values::kProjectCode <= key.size(); ++at) {
    if (!stream_values::is_project_code(std::u32string_view(key).substr(at, stream_values::kProjectCode))) continue;
    const size_t end = key[at - 1] == ':' ? at - 1 : at;
    for (size_t first = 0; first < end; ++first) {
      const std::vector<DumpWords::Start> starts = words.labels_at(std::u32string_view(key).substr(first, end - first));
      if (!starts.empty() && starts.front().length == end - first && starts.front().use->field) return true;
    }
  }
  return false;
}

// "实 施 单 位 某局": labels are printed with spaces between their characters, which are taken out where nothing else stands alone; where
// cells are glued ("属 性新增项目") the last character stands before the value.
std::string without_spaces_in_labels(std::string_view text, const DumpWords& words) {
  std::string out, run;   // `run`: characters that stand alone
  const auto end_run = [&] {
    if (!run.empty()) out += run + ' ';
    run.clear();
  };
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" \t", at), text.size());
    const std::string_view token = text.substr(at, end - at);
    at = end + 1;
    if (token.empty()) continue;
    const std::u32string key = key_text(token);
    if (key.size() == 1) {
      run += token;
      continue;
    }
    if (words.find(run)) end_run();
    run += token;
    end_run();
  }
  end_run();
  return out;
}

}  // namespace

void DumpAudit::take(Block&& block) {
  if (auto* line = std::get_if<TextLine>(&block)) {
    lines_.push_back(std::move(*line));
    return;
  }
  // Several in a row stand for several projects of one text.
  const bool more = lines_.empty();
  const bool none = is_unread(std::get<Table>(block));
  read_below_ = !none;
  flush(none);
  read_below_ = false;
  named_ = none ? (more ? named_ : 0) + 1 : 0;
  unread_ += none;
  sink_(std::move(block));
}

void DumpAudit::finish() {
  flush(false);
  // Each code among running text is of a project that was not read.
  for (; unread_ > 0 && unread_ < codes_; ++unread_) sink_(unread(0));
}

// Labels and names of indicators that the line shows as such: by themselves, behind a space, or at its start with others or a value glued
// to them.
std::vector<std::u32string> DumpAudit::labels_of(const TextLine& line) const {
  std::vector<std::u32string> out;
  const std::string text = without_spaces_in_labels(line.text, words_);
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" \t", at), text.size());
    const std::string_view token = std::string_view(text).substr(at, end - at);
    const bool first = at == 0;
    at = end + 1;
    if (token.empty()) continue;
    std::u32string key = key_text(token);
    if (const LabelUse* use = words_.find(token)) {
      while (!key.empty() && key.back() == ':') key.pop_back();
      if (use->field || use->column) out.push_back(std::move(key));
    } else if (first) {
      for (size_t from = 0, length = 1; length > 0; from += length) {
        length = glued_label(std::u32string_view(key).substr(from));
        if (length > 0) out.push_back(key.substr(from, length));
      }
    } else if (const size_t length = glued_label(key); length > 0 && shows_code({.text = encode_utf8(key.substr(length))})) {
      out.push_back(key.substr(0, length));   // a code right behind it is no sentence's
    }
  }
  return out;
}

// Characters of the label or name that `key` begins with; 0 if it begins with none that is long enough to be no word of a sentence.
size_t DumpAudit::glued_label(std::u32string_view key) const {
  size_t length = 0;
  for (const DumpWords::Start& start : words_.labels_at(key)) {
    if (start.use->field || start.use->column) length = std::max(length, start.length);
  }
  for (const auto* names : {&words_.level1(), &words_.level2()}) {
    for (const std::u32string& name : *names) {
      if (key.substr(0, name.size()) == name) length = std::max(length, name.size());
    }
  }
  return length < kGluedLabel ? 0 : length;
}

// `unread_below`: text sorted by place may have a form's labels above its title.
void DumpAudit::flush(bool unread_below) {
  for (const TextLine& line : lines_) codes_ += shows_code(line);
  std::vector<Block> out;
  size_t first = lines_.size(), last = 0;   // lines with labels that stand near each other
  for (size_t i = 0; i < lines_.size(); ++i) {
    if (labels_of(lines_[i]).empty() && !shows_form(lines_[i], words_)) continue;
    if (first < lines_.size() && i > last + kLabelsNear) {
      name(first, last, out);
      first = lines_.size();
    }
    first = std::min(first, i);
    last = i;
  }
  if (first < lines_.size()) {
    if (unread_below && lines_.size() - last <= kLabelsNear) ++named_;
    name(first, last, out);
  }
  size_t next = 0;
  for (Block& block : out) {
    // A table stands above the line that its first cell names.
    const size_t above = static_cast<size_t>(std::get<Table>(block).cells.front().row);
    std::get<Table>(block).cells.front().row = 0;
    for (; next < above; ++next) sink_(std::move(lines_[next]));
    sink_(std::move(block));
  }
  for (; next < lines_.size(); ++next) sink_(std::move(lines_[next]));
  lines_.clear();
  unread_ += out.size();
}

// How many lines from `line` on are the numbers 1, 2, 3 …, one each.
size_t DumpAudit::numbers_below(size_t line) const {
  size_t count = 0;
  while (line + count < lines_.size() && lines_[line + count].text == std::to_string(count + 1)) ++count;
  return count;
}

// Lines [first, last] as one or several forms that are not read, if their labels are enough to be a form's.
void DumpAudit::name(size_t first, size_t last, std::vector<Block>& out) {
  std::map<std::u32string, size_t> times;
  for (size_t i = first; i <= last; ++i) {
    for (const std::u32string& label : labels_of(lines_[i])) ++times[label];
  }
  const bool shown = std::any_of(lines_.begin() + static_cast<std::ptrdiff_t>(first), lines_.begin() + static_cast<std::ptrdiff_t>(last) + 1, [&](const TextLine& line) { return shows_form(line, words_); });
  if (times.size() < kLabelsOfForm && !shown) return;
  // Each project prints its labels once: two that stand there n times are n projects.
  std::vector<size_t> counts;
  for (const auto& [label, count] : times) {
    const std::vector<DumpWords::Start> starts = words_.labels_at(label);
    if (!starts.empty() && starts.front().use->head && starts.front().use->field) counts.push_back(count);
  }
  std::sort(counts.rbegin(), counts.rend());
  // A listing prints them once for all; its projects have codes, or numbers below the label of these.
  size_t codes = 0, numbers = 0;
  for (size_t i = first; i <= last; ++i) codes += shows_code(lines_[i]);
  const bool numbered = std::any_of(times.begin(), times.end(), [&](const auto& label) {
    const std::vector<DumpWords::Start> starts = words_.labels_at(label.first);
    return !starts.empty() && starts.front().use->number;
  });
  for (size_t i = first; numbered && i < std::min(lines_.size(), last + kLabelsNear); ++i) numbers = std::max(numbers, numbers_below(i));
  if (numbers > 1 && read_below_ && lines_.size() - last <= kLabelsNear) --numbers;   // one of them is the table's
  const size_t projects = std::max({size_t{1}, counts.size() > 1 ? counts[1] : 0, codes, numbers});
  const size_t known = std::min(named_, projects);
  named_ -= known;
  for (size_t n = known; n < projects; ++n) {
    Table table = unread(times.size());
    table.cells.front().row = static_cast<int>(first);
    out.emplace_back(std::move(table));
  }
}

}  // namespace budgetlift
