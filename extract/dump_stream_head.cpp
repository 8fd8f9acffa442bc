#include "extract/dump_stream_head.h"

#include <algorithm>
#include <map>
#include <set>

#include "extract/dump_stream_items.h"
#include "extract/dump_stream_pair.h"
#include "extract/dump_stream_tasks.h"
#include "extract/dump_stream_values.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

constexpr const char* kAmbiguous = "ambiguous-cells";

using stream_values::is_digit;

// Characters of an amount at the start of `key`.
size_t amount_length(std::u32string_view key) {
  size_t i = 0;
  while (i < key.size() && (is_digit(key[i]) || key[i] == ',' || key[i] == '.' || (i == 0 && key[i] == '-'))) ++i;
  return i;
}

class HeadBuilder {
 public:
  HeadBuilder(const StreamText& text, const Form& form, const std::vector<StreamItem>& items, const DumpWords& words, const RE2& target, const StreamHabits& document,
              const StreamSentences& sentences)
      : text_(text), form_(form), items_(items), words_(words), target_(target), document_(document), kind_(document.kind), sentences_(sentences) {
    for (const StreamItem& item : items) fields_.push_back(fields_of(item));
    for (const FormField& field : form.fields) {
      if (!field.under.empty() && std::find(totals_.begin(), totals_.end(), field.under) == totals_.end()) totals_.push_back(field.under);
    }
    find_torn();
    std::set<std::u32string> seen;
    for (size_t i = 0; i < items.size(); ++i) {
      if (!fields_[i].empty() && field(i).kind == "amount" && !seen.insert(label_key_of(i)).second) two_columns_ = true;
    }
  }

  Table build(size_t last) {
    table_.columns = 0;
    if (!items_.empty() && items_.front().label.range.first > 0) stray(0, items_.front().label.range.first);
    for (size_t i = 0; i < items_.size();) i = take(i);
    table_.rows = row_;
    for (Cell& cell : table_.cells) table_.columns = std::max(table_.columns, cell.column + cell.column_span);
    for (size_t i = 0; i < last; i = next_page(i)) table_.regions.push_back({text_.source[static_cast<size_t>(text_.lines[i])]->page, std::nullopt});
    std::sort(table_.cells.begin(), table_.cells.end(), [](const Cell& a, const Cell& b) { return a.row != b.row ? a.row < b.row : a.column < b.column; });
    return std::move(table_);
  }

 private:
  size_t next_page(size_t i) const {
    const int page = text_.source[static_cast<size_t>(text_.lines[i])]->page;
    while (i < text_.size() && text_.source[static_cast<size_t>(text_.lines[i])]->page == page) ++i;
    return i;
  }

  std::u32string label_key_of(size_t i) const { return std::u32string(key_of(text_, items_[i])); }

  std::vector<int> fields_of(const StreamItem& item) const {
    std::vector<int> out;
    const std::u32string_view key = key_of(text_, item);
    for (size_t f = 0; f < form_.fields.size(); ++f) {
      for (const std::string& label : form_.fields[f].labels) {
        if (key_text(label) == key) out.push_back(static_cast<int>(f));
      }
    }
    return out;
  }

  const FormField& field(size_t i) const { return form_.fields[static_cast<size_t>(fields_[i].front())]; }
  bool has_value(size_t i) const { return items_[i].value.first < items_[i].value.last; }
  bool is_long(size_t i) const { return !fields_[i].empty() && (field(i).kind == "goals" || field(i).kind == "text"); }

  Cell& put(int row, int column, size_t first, size_t last) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.lines = text_.text_lines(first, last);
    cell.page = cell.lines.empty() ? 1 : cell.lines.front().page;
    table_.cells.push_back(std::move(cell));
    return table_.cells.back();
  }
  void put_label(int row, int column, size_t i) { put(row, column, items_[i].label.range.first, items_[i].label.range.last); }

  void stray(size_t first, size_t last) {
    for (TextLine& line : text_.text_lines(first, last)) table_.stray.push_back(std::move(line));
  }

  // Takes item i, and others that go with it; returns the next one.
  size_t take(size_t i) {
    const bool more = i + 1 < items_.size();
    // A label without a value of its own, left of those that it is above.
    if (fields_[i].empty() || (items_[i].label.use->group && !has_value(i) && more && !fields_[i + 1].empty() && is_long(i) && is_long(i + 1))) {
      if (has_value(i)) stray(items_[i].value.first, items_[i].value.last);
      put_label(row_, 0, i);
      return i + 1;
    }
    if (field(i).kind == "schedule") return take_schedule(i);
    if (field(i).kind == "rows") return take_rows(i);
    if (!has_value(i) && more && is_long(i) && is_long(i + 1) && (field(i).kind == "goals" || field(i + 1).kind == "goals")) return take_pair(i);
    if (!has_value(i) && more && field(i).label_row >= 0 && field(i).label_row < field(i).row) {
      // Its value stands below the values beside it.
      put_label(row_, 0, i);
      spanning_ = static_cast<int>(table_.cells.size()) - 1;
      return i + 1;
    }
    const int column = column_of(i);
    put_label(row_, column, i);
    StreamRange value = items_[i].value;
    if (field(i).kind == "amount") {
      size_t amount = value.first + amount_length(text_.key_of(value.first, value.last));
      const bool year = amount < value.last && text_.key[amount] == U'年' && text_.gaps[amount] < StreamGap::line;
      if (year || (amount < value.last && text_.gaps[amount] == StreamGap::none && !ends_amount(amount))) amount = before_text(value.first, amount);
      if (amount < value.last && spanning_ >= 0) {
        put(row_, column + 1, value.first, amount);
        ++row_;
        Cell& label = table_.cells[static_cast<size_t>(spanning_)];
        label.row_span = row_ - label.row + 1;
        put(row_, 1, amount, value.last);
        spanning_ = -1;
      } else {
        Cell& cell = put(row_, column + 1, value.first, value.last);
        if (amount < value.last) cell.doubts.push_back({"unexpected-text", "the printed text is not of the kind that this field has"});
      }
    } else {
      Cell& cell = put(row_, column + 1, value.first, value.last);
      if (torn_.count(i) > 0) cell.doubts.push_back({kAmbiguous, "a part of a label may stand inside"});
      if (stands_twice(i)) cell.doubts.push_back({kAmbiguous, "its label stands there twice: one of them may be a word of another text"});
      if (holds_lost_label(value) || holds_torn_label(value)) cell.doubts.push_back({kAmbiguous, "a label of the form that was not found stands inside"});
      if (field(i).kind == "goals") {
        if (kind_ == DumpKind::pypdf) part_items(table_.cells.back().lines);
        join_paragraph(table_.cells.back());
      }
    }
    ++row_;
    return i + 1;
  }

  // "主管部门及" on one line and "代码：" on the next: labels that their field has longer, too, whose values begin as that goes on, and the values
  // with the rest of it.
  void find_torn() {
    for (size_t i = 0; kind_ == DumpKind::pypdf && i < items_.size(); ++i) {
      if (fields_[i].empty() || !has_value(i)) continue;
      const std::u32string key = label_key_of(i);
      const std::u32string_view value = text_.key_of(items_[i].value.first, items_[i].value.last);
      for (const std::string& name : field(i).labels) {
        const std::u32string longer = key_text(name);
        if (longer.size() <= key.size() || !longer.starts_with(key)) continue;
        size_t at = key.size();
        while (at < longer.size() && at - key.size() < value.size() && value[at - key.size()] == longer[at]) ++at;
        if (at == key.size()) continue;
        const std::u32string rest = longer.substr(at);
        for (size_t k = 0; k < items_.size(); ++k) {
          if (text_.key_of(items_[k].value.first, items_[k].value.last).find(rest) == std::u32string_view::npos) continue;
          torn_.insert(i);
          torn_.insert(k);
        }
      }
    }
  }

  // Whether another item with a value has the same label.
  bool stands_twice(size_t i) const {
    for (size_t k = 0; k < items_.size(); ++k) {
      if (k != i && !fields_[k].empty() && has_value(k) && label_key_of(k) == label_key_of(i)) return true;
    }
    return false;
  }

  // Whether `stands` holds for a label that no item has. `optional`: also for one that the form may lack.
  template <typename Stands>
  bool any_lost_label(bool optional, Stands stands) const {
    for (size_t f = 0; f < form_.fields.size(); ++f) {
      const auto has = [&](const std::vector<int>& of) { return std::find(of.begin(), of.end(), static_cast<int>(f)) != of.end(); };
      if ((form_.fields[f].optional && !optional) || std::any_of(fields_.begin(), fields_.end(), has)) continue;
      for (const std::string& label : form_.fields[f].labels) {
        if (stands(key_text(label))) return true;
      }
    }
    return false;
  }

  // Whether a label that the form never lacks, and that no item has, stands inside `value`.
  bool holds_lost_label(StreamRange value) const {
    const std::u32string_view key = text_.key_of(value.first, value.last);
    return any_lost_label(false, [&](const std::u32string& label) { return key.find(label) != key.npos; });
  }

  // Where cells are glued: whether the start of a label that no item has stands inside `value`, its last character elsewhere, or characters
  // of a label that is written downwards and that a page's end cuts.
  bool holds_torn_label(StreamRange value) const {
    constexpr size_t kLeast = 5;
    if (kind_ != DumpKind::pypdf) return false;
    const std::u32string_view key = text_.key_of(value.first, value.last);
    const auto torn = [&](const std::u32string& label) { return label.size() >= kLeast && key.find(std::u32string_view(label).substr(0, label.size() - 1)) != key.npos; };
    if (any_lost_label(true, torn)) return true;
    bool page = false, single = false;
    for (size_t i = value.first + 1; i + 1 < value.last; ++i) {
      page = page || text_.gaps[i] >= StreamGap::maybe_page;
      single = single || (text_.gaps[i] >= StreamGap::line && text_.gaps[i + 1] >= StreamGap::line);
    }
    return page && single;
  }

  // Whether an amount can be over before character `at`, with nothing between.
  bool ends_amount(size_t at) const { return kind_ == DumpKind::pypdf && text_.key[at] != U'年' && text_.key[at] != '%'; }

  // "8.032021年": where the digits of a year are glued to an amount, the amount ends before them. Its sum is checked later.
  size_t before_text(size_t first, size_t at) const {
    // Digits on the text's own line are its own.
    for (size_t end = at; --end > first;) {
      if (text_.gaps[end] != StreamGap::none) return end;
    }
    constexpr size_t kYear = 4;
    const bool year = kind_ == DumpKind::pypdf && text_.key[at] == U'年' && at > first + kYear && text_.key_of(at - kYear, at - kYear + 2) == U"20";
    return year && is_digit(text_.key[at - 1]) && is_digit(text_.key[at - kYear - 1]) && text_.key_of(at - kYear, at).find_first_of(U".,") == std::u32string_view::npos ? at - kYear : first;
  }

  // Amounts may stand in two columns, each with a total of its own.
  int column_of(size_t i) const {
    if (!two_columns_ || field(i).kind != "amount" || totals_.size() < 2) return 1;
    const auto right = [&](size_t k) {
      const auto of_right = [&](int f) {
        const FormField& one = form_.fields[static_cast<size_t>(f)];
        return one.under == totals_[1] || one.key == totals_[1];
      };
      return !fields_[k].empty() && std::all_of(fields_[k].begin(), fields_[k].end(), of_right);
    };
    if (right(i)) return 3;
    if (fields_[i].size() < 2) return 1;
    size_t same = 0, before = 0;
    for (size_t k = 0; k < items_.size(); ++k) {
      same += label_key_of(k) == label_key_of(i);
      before += k < i && label_key_of(k) == label_key_of(i);
    }
    if (same > 1) return before > 0 ? 3 : 1;
    // Alone in its row it is the right one's, but for one that has its counterpart beside it.
    const auto counterpart = [&](size_t k) {
      return right(k) && std::any_of(fields_[k].begin(), fields_[k].end(), [&](int f) { return std::find(fields_[i].begin(), fields_[i].end(), f) != fields_[i].end(); });
    };
    return i + 1 < items_.size() && counterpart(i + 1) ? 1 : 3;
  }

  size_t take_pair(size_t i) {
    put_label(row_, 1, i);
    put_label(row_, 2, i + 1);
    ++row_;
    const StreamRange value = items_[i + 1].value;
    StreamPairCut cut = cut_pair(text_, value, kind_, sentences_);
    // Both may go on behind a page's end, which pypdf's lines do not show.
    const auto page = [](StreamGap gap) { return gap >= StreamGap::maybe_page; };
    cut.sure = cut.sure && !(kind_ == DumpKind::pypdf && std::any_of(text_.gaps.begin() + static_cast<std::ptrdiff_t>(value.first), text_.gaps.begin() + static_cast<std::ptrdiff_t>(value.last), page));
    for (const auto& [column, front, rest] : {std::tuple{1, cut.left, cut.left_rest}, std::tuple{2, cut.right, cut.right_rest}}) {
      Cell& cell = put(row_, column, front.first, front.last);
      for (TextLine& line : text_.text_lines(rest.first, rest.last)) cell.lines.push_back(std::move(line));
      if (kind_ == DumpKind::pypdf) part_items(cell.lines);
      if (field(column == 1 ? i : i + 1).kind == "goals") join_paragraph(cell);
      if (!cut.sure) cell.doubts.push_back({kAmbiguous, "where the text on the left ends and the one on the right begins is not certain"});
    }
    ++row_;
    return i + 2;
  }

  // Goals without numbers are one paragraph, however its lines end.
  static void join_paragraph(Cell& cell) {
    for (const TextLine& line : cell.lines) {
      if (item_number(key_text(line.text)) > 0) return;
    }
    for (size_t i = 1; i < cell.lines.size(); ++i) cell.lines.front().text += cell.lines[i].text;
    if (cell.lines.size() > 1) cell.lines.resize(1);
  }

  // Dates in one row, percentages below them.
  size_t take_schedule(size_t i) {
    put_label(row_, 1, i);
    table_.cells.back().row_span = 2;
    std::vector<StreamRange> dates, percents;
    const StreamRange value = items_[i].value;
    for (size_t at = value.first; at < value.last;) {
      size_t end = at + 1;
      bool percent = false;
      while (end < value.last && !(text_.gaps[end] == StreamGap::none ? begins_glued_step(end) : begins_step(at, end))) ++end;
      percent = text_.key[end - 1] == '%' || amount_length(text_.key_of(at, end)) == end - at;
      (percent ? percents : dates).push_back({at, end});
      at = end;
    }
    for (const auto* steps : {&dates, &percents}) {
      int column = 2;
      for (const StreamRange& step : *steps) put(row_, column++, step.first, step.last);
      ++row_;
    }
    if (dates.size() != percents.size()) table_.cells.back().doubts.push_back({kAmbiguous, "the dates and percentages do not pair up"});
    return i + 1;
  }

  // A step that began at `at` is over at `end`, behind a space or a line's end.
  bool begins_step(size_t at, size_t end) const {
    const char32_t before = text_.key[end - 1], after = text_.key[end];
    if (before == '%') return true;
    return end - at > 1 && !(is_digit(before) && !is_digit(after)) && (is_digit(after) || !is_digit(text_.key[at]));
  }

  // "2月底8月底", "一季度第二季度", "18%70%": with nothing between, only the ends of dates and percentages tell.
  bool begins_glued_step(size_t end) const {
    const auto in = [](std::u32string_view set, char32_t c) { return set.find(c) != set.npos; };
    return kind_ == DumpKind::pypdf && (is_digit(text_.key[end]) || in(U"第一二三四上下", text_.key[end])) && in(U"底末前旬日度%", text_.key[end - 1]);
  }

  // The labels of its columns follow, and then its rows.
  size_t take_rows(size_t i) {
    const FormField& own = field(i);
    size_t last = i;
    const auto is_column = [&](size_t k) {
      const std::u32string key = label_key_of(k);
      for (const FormRowColumn& column : own.columns) {
        for (const std::string& label : column.labels) {
          const std::u32string path = key_text(label);
          const size_t slash = path.find('/');
          if (path == key || (slash != path.npos && (path.substr(0, slash) == key || path.substr(slash + 1) == key))) return true;
        }
      }
      return false;
    };
    std::vector<StreamLabel> labels;
    while (!has_value(last) && last + 1 < items_.size() && is_column(last + 1)) labels.push_back(items_[++last].label);
    // In the rows, a column's label is a word of theirs.
    StreamRange body = items_[last].value;
    while (last + 1 < items_.size() && is_column(last + 1)) body.last = items_[++last].value.last;
    put_label(row_, 0, i);
    const size_t label = table_.cells.size() - 1;
    StreamTasks tasks = read_stream_tasks(text_, own, labels, body, words_, target_, document_);
    for (Cell& cell : tasks.cells) {
      cell.row += row_;
      cell.column += 1;
      table_.cells.push_back(std::move(cell));
    }
    table_.stray.insert(table_.stray.end(), tasks.stray.begin(), tasks.stray.end());
    table_.cells[label].row_span = std::max(1, tasks.rows);
    row_ += std::max(1, tasks.rows);
    return last + 1;
  }

  const StreamText& text_;
  const Form& form_;
  const std::vector<StreamItem>& items_;
  const DumpWords& words_;
  const RE2& target_;
  const StreamHabits& document_;
  const DumpKind kind_;
  const StreamSentences& sentences_;
  std::vector<std::vector<int>> fields_;   // of each item, indices into Form::fields
  std::set<size_t> torn_;                  // items whose value may hold a part of a label
  std::vector<std::string> totals_;        // keys of amounts that others stand under
  bool two_columns_ = false;
  int row_ = 0;
  int spanning_ = -1;                      // cell of a label that waits for its value
  Table table_;
};

}  // namespace

Table read_stream_head(const StreamText& text, size_t last, const Form& form, const std::vector<StreamItem>& items, const DumpWords& words,
                       const RE2& target, const StreamHabits& document, const StreamSentences& sentences) {
  return HeadBuilder(text, form, items, words, target, document, sentences).build(last);
}

}  // namespace budgetlift
