#include "extract/head_cut.h"

#include <algorithm>

#include "extract/form_words.h"
#include "extract/table_parts.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

// Labels of the form's head among the texts of a table; 0 if it has come to the indicators. `texts`: label_text of its cells.
int labels_of_open_head(const Table& table, const std::vector<std::string>& texts, const HeadLabels& form) {
  int labels = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) continue;
    labels += form.has(texts[i]);
    if (table.cells[i].column == 0 && form.column.count(texts[i]) > 0) return 0;
  }
  // One row of a head has but one label, perhaps.
  return labels >= 2 || table.rows == 1 ? labels : 0;
}

// Two numbers, not one that is wrapped: it has one decimal point, and fills its cell before the break.
bool are_two_amounts(const Cell& cell, const std::string& before, const std::string& after) {
  if (!is_number(before) || !is_number(after)) return false;
  if (before.find('.') != std::string::npos && after.find('.') != std::string::npos) return true;
  constexpr double kRoom = 2.5;   // heights of the text beside a line that is full, padding and all, at most
  const std::optional<Box>& last = cell.lines.back().box;
  return cell.box && last && cell.box->width() - last->width() > kRoom * last->height();
}

// The label that the table already has: the next form begins.
bool starts_again(const Table& table, const Table& part, const HeadLabels& form) {
  std::unordered_set<std::string> seen;
  for (const Cell& cell : table.cells) {
    const std::string text = label_text(cell);
    // Farther right a label may be printed twice: the amounts of two years.
    if (cell.column == 0 && form.has(text)) seen.insert(text);
  }
  return std::any_of(part.cells.begin(), part.cells.end(), [&](const Cell& cell) {
    const std::string text = label_text(cell);
    return form.first.count(text) > 0 || (cell.column == 0 && seen.count(text) > 0);
  });
}

// The part has something that only the rest of the form has.
bool knows_part(const Table& part, const HeadLabels& form) {
  return std::any_of(part.cells.begin(), part.cells.end(), [&](const Cell& cell) {
    if (cell.lines.empty()) return false;
    const std::string text = label_text(cell);
    return form.has(text) || (cell.column == 0 && form.column.count(text) > 0);
  });
}

// Whether what stands before and `after` the break is one label together. A row too low for a label cuts off its end.
bool is_label(const HeadLabels& form, const std::string& joined, const std::string& after) {
  return form.has(joined) || (!form.has(after) && form.begins(joined));
}

// "36.5%", "100": digits, with a mark behind them at most.
bool is_share(const std::string& folded_text) {
  const size_t end = folded_text.find_first_not_of("0123456789.");
  return !folded_text.empty() && end != 0 && (end == std::string::npos || folded_text.substr(end) == "%");
}

}  // namespace

bool HeadLabels::begins(const std::string& text) const {
  return !text.empty() &&
         std::any_of(labels.begin(), labels.end(), [&](const auto& entry) { return entry.first.starts_with(text); });
}

FormHeads::FormHeads(const std::vector<Form>& forms) {
  for (const Form& form : forms) {
    HeadLabels head;
    for (const FormField& field : form.fields) {
      const bool schedule = field.kind == "schedule";
      const bool more_rows = schedule || field.kind == "rows" || (field.label_row >= 0 && field.label_row < field.row);
      for (const std::string& label : field.labels) {
        head.labels[label_key(folded(label)).key] = {schedule, more_rows};
        if (&field == &form.fields.front()) head.first.insert(label_key(folded(label)).key);
      }
      for (const FormRowColumn& column : field.columns) {
        for (const std::string& path : column.labels) {
          for (const std::string& label : labels_of_path(path)) head.labels.try_emplace(label_key(folded(label)).key);
        }
      }
    }
    for (const std::string& group : form.groups) head.labels[label_key(folded(group)).key] = {false, true};
    if (!form.columns.empty()) {
      for (const std::string& label : form.columns.front().labels) head.column.insert(label_key(folded(label)).key);
    }
    heads.push_back(std::move(head));
  }
}

const HeadLabels* head_of(const Table& table, const std::vector<HeadLabels>& forms) {
  if (table.cells.empty() || table.cells.front().row > 0 || table.cells.front().column > 0) return nullptr;
  std::vector<std::string> texts = {label_text(table.cells.front())};
  const HeadLabels* best = nullptr;
  int most = 0;
  for (const HeadLabels& form : forms) {
    // Of most forms this is no label.
    if (texts.front().empty() || !form.has(texts.front())) continue;
    while (texts.size() < table.cells.size()) texts.push_back(label_text(table.cells[texts.size()]));
    const int labels = labels_of_open_head(table, texts, form);
    if (labels > most) {
      most = labels;
      best = &form;
    }
  }
  return best;
}

const HeadLabels* head_cut_in_its_first_row(const Table& table, const Table& part, const std::vector<HeadLabels>& forms) {
  if (table.rows != 1 || table.cells.empty() || part.cells.empty() || table.cells.front().column > 0 || part.cells.front().column > 0) return nullptr;
  const std::string before = folded_text(table.cells.front()), after = folded_text(part.cells.front());
  if (before.empty() || after.empty()) return nullptr;
  const auto form = std::find_if(forms.begin(), forms.end(), [&](const HeadLabels& head) { return head.first.count(label_key(before + after).key) > 0; });
  return form == forms.end() ? nullptr : &*form;
}

HeadCut weigh_head(Table& table, Table& part, const HeadLabels& form) {
  HeadCut out;
  if (starts_again(table, part, form)) return out;
  const std::vector<Cell*> over = cells_over(table, table.rows - 1);
  const auto [begin, end] = cells_of_row(part, 0);
  std::vector<CutPair> pairs;
  bool all = begin < end;
  for (size_t i = begin; i < end; ++i) {
    Cell& after = part.cells[i];
    Cell* before = over[static_cast<size_t>(after.column)];
    if (before && before->column == after.column && before->column_span == after.column_span) {
      pairs.push_back({before, &after});
    } else {
      all = false;
    }
  }

  // Labels first: one that is complete on both sides names two rows, one that ends on the other side is one cell.
  const CutPair* left = nullptr;
  bool other_label = false, broken_label = false, schedule = false, amounts = false;
  int before_texts = 0, before_shares = 0, after_texts = 0, after_shares = 0;
  for (const CutPair& pair : pairs) {
    const std::string before = label_text(*pair.before), after = folded_text(*pair.after);
    if (pair.before->column == 0) left = &pair;
    const auto label = form.labels.find(before);
    const std::string joined = label_key(folded_text(*pair.before) + after).key;
    const bool completed = !before.empty() && !after.empty() && is_label(form, joined, after);
    if (label != form.labels.end() || completed || form.begins(before) || (before.empty() && form.has(after))) {
      if (!completed && !before.empty() && !after.empty()) other_label = true;
      if (completed && pair.before->column > 0) broken_label = true;
      const std::string& whole = completed ? joined : before;
      if (const auto it = form.labels.find(whole); it != form.labels.end()) schedule |= it->second.schedule;
      continue;
    }
    if (form.has(after)) other_label = true;
    amounts |= are_two_amounts(*pair.before, before, after);
    before_texts += !before.empty();
    before_shares += is_share(before);
    after_texts += !after.empty();
    after_shares += is_share(after);
  }
  // Below the months stand the percentages.
  const bool second_row = schedule && left && left->before->row == table.rows - 1 && before_texts > 0 &&
                          before_shares == 0 && after_texts > 0 && after_shares == after_texts;
  if (all && !other_label && !amounts && (broken_label || !second_row)) {
    out.row = {true, false, 1};
    out.pairs = pairs;
  } else if (left) {
    const std::string before = label_text(*left->before), after = folded_text(*left->after);
    const auto label = form.labels.find(before);
    const bool more_rows = label != form.labels.end() ? label->second.more_rows : form.begins(before);
    if ((after.empty() && more_rows) || (!after.empty() && is_label(form, label_key(folded_text(*left->before) + after).key, after))) out.pairs.push_back(*left);
  }
  out.goes_on = out.row.cut || !out.pairs.empty() || knows_part(part, form);
  return out;
}

bool take_hanging_label(Table& table, TextLine& line, const std::vector<HeadLabels>& forms) {
  if (!line.box) return false;
  const std::string rest = folded(line.text);
  for (size_t i = table.cells.size(); i > 0; --i) {
    Cell& cell = table.cells[i - 1];
    if (cell.row + cell.row_span < table.rows || cell.lines.empty() || !cell.box) continue;
    if (line.box->x0 < cell.box->x0 || line.box->x1 > cell.box->x1) continue;
    if (line.box->y0 > cell.box->y1 + line.box->height()) continue;
    const std::string text = folded_text(cell) + rest;
    if (std::none_of(forms.begin(), forms.end(), [&](const HeadLabels& form) { return form.has(text); })) continue;
    cell.lines.push_back(std::move(line));
    return true;
  }
  return false;
}

}  // namespace budgetlift
