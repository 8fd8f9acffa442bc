#include "extract/dump_stream_tasks.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "extract/dump_stream_glued.h"
#include "extract/dump_stream_learn.h"
#include "extract/dump_text.h"

namespace budgetlift {
namespace {

constexpr int kRounds = 3;
constexpr double kDoubt = 2, kGluedDoubt = 6;   // nats; the second where cells are glued: widths are fitted to few rows
constexpr size_t kMostUnsure = 12;     // rows with an amount of which it is open which one it is

double value_of(std::u32string_view key) {
  std::string digits;
  for (char32_t c : key) {
    if ((c >= '0' && c <= '9') || c == '.' || c == '-') digits.push_back(static_cast<char>(c));
  }
  return std::strtod(digits.c_str(), nullptr);
}

StreamText part_of(const StreamText& text, StreamRange range) {
  StreamText out;
  out.source = text.source;
  for (size_t i = range.first; i < range.last; ++i) {
    out.raw.push_back(text.raw[i]);
    out.key.push_back(text.key[i]);
    out.gaps.push_back(i == range.first ? std::max(text.gaps[i], StreamGap::line) : text.gaps[i]);
    out.lines.push_back(text.lines[i]);
  }
  return out;
}

class TaskReader {
 public:
  TaskReader(const StreamText& text, const FormField& field, const std::vector<StreamLabel>& labels, StreamRange body, const DumpWords& words,
             const RE2& target, const StreamHabits& document)
      : whole_(text), field_(field), labels_(labels), words_(words), target_(target), document_(document), kind_(document.kind), text_(part_of(text, body)) {}

  StreamTasks read() {
    find_columns();
    if (columns_.empty()) {
      out_.stray = text_.text_lines(0, text_.size());
      return std::move(out_);
    }
    put_header();
    const size_t sums = find_sums();
    if (kind_ == DumpKind::pypdf && sums < text_.size()) {
      const auto glued = cut_glued_tasks(text_, sums, sums_label_.last, columns_, words_, target_, first_habits());
      if (glued) {
        put_glued(*glued);
        return std::move(out_);
      }
    }
    StreamText body = part_of(text_, {0, sums});
    StreamHabits habits = first_habits();
    StreamCut cut;
    fit_widths(body, columns_, words_, target_, habits);
    for (int round = 0; round < kRounds; ++round) {
      cut = cut_stream_rows(body, columns_, words_, target_, habits);
      const std::vector<StreamHabits::Width> widths = habits.widths;
      learn_habits({{&body, &cut}}, columns_, words_, target_, habits);
      habits.widths = widths;
    }
    put_rows(body, cut, sums);
    put_sums(sums);
    for (const StreamRange& range : cut.stray) {
      for (TextLine& line : body.text_lines(range.first, range.last)) out_.stray.push_back(std::move(line));
    }
    return std::move(out_);
  }

 private:
  StreamHabits first_habits() const {
    StreamHabits out = budgetlift::first_habits(document_, columns_.size());
    out.number_words = {};   // they were taken from these rows, too, cells and all
    return out;
  }

  // A label that a later one is known below is no column.
  void find_columns() {
    for (size_t i = 0; i < labels_.size(); ++i) {
      const std::u32string key = key_of(labels_[i]);
      const FormRowColumn* found = nullptr;
      bool above = false;
      for (const FormRowColumn& column : field_.columns) {
        for (const std::string& label : column.labels) {
          const std::u32string path = key_text(label);
          const size_t slash = path.find('/');
          if (path == key || (slash != path.npos && path.substr(slash + 1) == key)) found = &column;
          above = above || (slash != path.npos && path.substr(0, slash) == key);
        }
      }
      if (above) {
        group_ = static_cast<int>(i);
        group_at_ = columns_.size();
      } else if (found) {
        StreamColumn column;
        column.key = found->key;
        column.sort = found->total.empty() ? StreamSort::text : StreamSort::amount;
        column.label = labels_[i].range;
        columns_.push_back(column);
      }
    }
  }

  std::u32string key_of(const StreamLabel& label) const { return std::u32string(whole_.key_of(label.range.first, label.range.first + label.length)); }

  void put_header() {
    const bool two = group_ >= 0;
    for (size_t c = 0; c < columns_.size(); ++c) {
      const bool below = two && c >= group_at_;
      Cell& cell = put(whole_, below ? 1 : 0, static_cast<int>(c), columns_[c].label);
      if (two && !below) cell.row_span = 2;
    }
    if (two) {
      Cell& cell = put(whole_, 0, static_cast<int>(group_at_), labels_[static_cast<size_t>(group_)].range);
      cell.column_span = static_cast<int>(columns_.size() - group_at_);
    }
    out_.rows = two ? 2 : 1;
  }

  // Where the row of sums begins.
  size_t find_sums() {
    for (size_t at = text_.size(); at-- > 0;) {
      if (text_.gaps[at] < StreamGap::line) continue;
      for (const std::string& label : field_.total_labels) {
        const std::u32string key = key_text(label);
        if (text_.key_of(at, text_.size()).substr(0, key.size()) == key) {
          sums_label_ = {at, at + key.size()};
          return at;
        }
      }
    }
    return text_.size();
  }

  std::vector<StreamRange> amounts(size_t first, size_t last) const {
    std::vector<StreamRange> out;
    for (size_t at = first; at < last; ++at) {
      if (out.empty() || text_.gaps[at] != StreamGap::none) out.push_back({at, at});
      out.back().last = at + 1;
    }
    return kind_ == DumpKind::pypdf ? glued_amounts(first, last, out) : out;
  }

  // Amounts that wrap are glued to each other ("5,840,147.757", "02,045,982.757", "0"): all have as many decimals as the last one.
  std::vector<StreamRange> glued_amounts(size_t first, size_t last, const std::vector<StreamRange>& parted) const {
    const std::u32string_view key = text_.key_of(first, last);
    const size_t point = key.rfind(U'.');
    if (point == key.npos) return parted;
    const size_t decimals = key.size() - 1 - point;
    std::vector<StreamRange> out;
    for (size_t at = first; at < last;) {
      const size_t next = text_.key_of(at, last).find(U'.');
      if (next == key.npos || at + next + 1 + decimals > last) return parted;
      out.push_back({at, at + next + 1 + decimals});
      at = out.back().last;
      // A space stands between amounts alone.
      if (std::any_of(text_.gaps.begin() + static_cast<std::ptrdiff_t>(out.back().first + 1), text_.gaps.begin() + static_cast<std::ptrdiff_t>(at), [](StreamGap gap) { return gap == StreamGap::space; })) return parted;
    }
    return out;
  }

  size_t amounts_from() const {
    size_t c = 0;
    while (c < columns_.size() && columns_[c].sort != StreamSort::amount) ++c;
    return c;
  }

  void put_sums(size_t sums) {
    if (sums == text_.size()) return;
    const size_t first = amounts_from();
    put(text_, out_.rows, 0, sums_label_).column_span = static_cast<int>(std::max<size_t>(1, first));
    const std::vector<StreamRange> printed = amounts(sums_label_.last, text_.size());
    for (size_t k = 0; k < printed.size(); ++k) {
      Cell& cell = put(text_, out_.rows, static_cast<int>(std::min(first + k, columns_.size() - 1)), printed[k]);
      if (printed.size() != columns_.size() - first) cell.doubts.push_back({"ambiguous-cells", "the row of sums has not an amount for each column"});
    }
    ++out_.rows;
  }

  // A row with fewer amounts than columns: the last of them may stand in any column behind the one before it. The sums tell.
  void put_rows(const StreamText& body, StreamCut& cut, size_t sums) {
    const size_t first = amounts_from();
    const std::vector<StreamRange> printed = sums < text_.size() ? amounts(sums_label_.last, text_.size()) : std::vector<StreamRange>();
    struct Unsure {
      StreamCell* cell;
      size_t least;
    };
    std::vector<Unsure> unsure;
    for (StreamRow& row : cut.rows) {
      if (row.cells.size() < 2 || row.cells.size() >= columns_.size() || columns_[row.cells.back().column].sort != StreamSort::amount) continue;
      const StreamCell& before = row.cells[row.cells.size() - 2];
      if (before.column >= first) unsure.push_back({&row.cells.back(), before.column + 1});
    }
    bool settled = unsure.empty();
    if (!settled && printed.size() == columns_.size() - first && unsure.size() <= kMostUnsure) {
      std::vector<size_t> best;
      int ways = 0;
      for (std::vector<size_t> choice(unsure.size(), 0);;) {
        bool inside = true;
        for (size_t k = 0; k < unsure.size(); ++k) {
          unsure[k].cell->column = unsure[k].least + choice[k];
          inside = inside && unsure[k].cell->column < columns_.size();
        }
        if (inside && sums_fit(body, cut, printed, first)) {
          ++ways;
          best = choice;
        }
        size_t k = 0;
        while (k < choice.size() && unsure[k].least + ++choice[k] >= columns_.size()) choice[k++] = 0;
        if (k == choice.size()) break;
      }
      settled = ways == 1;
      for (size_t k = 0; k < unsure.size(); ++k) unsure[k].cell->column = unsure[k].least + (best.empty() ? 0 : best[k]);
    }
    for (const StreamRow& row : cut.rows) {
      for (const StreamCell& own : row.cells) {
        Cell& cell = put(body, out_.rows, static_cast<int>(own.column), own.range);
        for (TextLine& line : body.text_lines(own.rest.first, own.rest.last)) cell.lines.push_back(std::move(line));
        const bool open = !settled && std::any_of(unsure.begin(), unsure.end(), [&](const Unsure& u) { return u.cell == &own; });
        if (open || (own.margin < (kind_ == DumpKind::pypdf ? kGluedDoubt : kDoubt) && (kind_ == DumpKind::pypdf || columns_[own.column].sort != StreamSort::amount))) {
          cell.doubts.push_back({"ambiguous-cells", "another cut of the row is nearly as good"});
        }
      }
      ++out_.rows;
    }
  }

  // Rows whose amounts the row of sums has settled.
  void put_glued(const GluedTasks& tasks) {
    constexpr double kLeast = 5;   // nats
    for (const StreamRow& row : tasks.cut.rows) {
      for (const StreamCell& own : row.cells) {
        Cell& cell = put(text_, out_.rows, static_cast<int>(own.column), own.range);
        if (own.margin < kLeast) cell.doubts.push_back({"ambiguous-cells", "another cut of the row is nearly as good"});
      }
      ++out_.rows;
    }
    const size_t first = amounts_from();
    put(text_, out_.rows, 0, sums_label_).column_span = static_cast<int>(first);
    for (size_t k = 0; k < tasks.sums.size(); ++k) {
      if (tasks.sums[k].first == tasks.sums[k].last) continue;
      Cell& cell = put(text_, out_.rows, static_cast<int>(first + k), tasks.sums[k]);
      if (!tasks.sure_sums) cell.doubts.push_back({"ambiguous-cells", "the row of sums can be read in several ways"});
    }
    ++out_.rows;
  }

  bool sums_fit(const StreamText& body, const StreamCut& cut, const std::vector<StreamRange>& printed, size_t first) const {
    for (size_t c = first; c < columns_.size(); ++c) {
      double sum = 0;
      for (const StreamRow& row : cut.rows) {
        for (const StreamCell& cell : row.cells) {
          if (cell.column == c) sum += value_of(body.key_of(cell.range.first, cell.range.last));
        }
      }
      const double total = value_of(text_.key_of(printed[c - first].first, printed[c - first].last));
      if (std::abs(sum - total) > 1e-6 * std::max(1.0, std::abs(total))) return false;
    }
    return true;
  }

  Cell& put(const StreamText& text, int row, int column, StreamRange range) {
    Cell cell;
    cell.row = row;
    cell.column = column;
    cell.lines = text.text_lines(range.first, range.last);
    cell.page = cell.lines.empty() ? 1 : cell.lines.front().page;
    out_.cells.push_back(std::move(cell));
    return out_.cells.back();
  }

  const StreamText& whole_;
  const FormField& field_;
  const std::vector<StreamLabel>& labels_;
  const DumpWords& words_;
  const RE2& target_;
  const StreamHabits& document_;
  const DumpKind kind_;
  const StreamText text_;
  std::vector<StreamColumn> columns_;
  int group_ = -1;             // index of the label above others
  size_t group_at_ = 0;        // first column below it
  StreamRange sums_label_;
  StreamTasks out_;
};

}  // namespace

StreamTasks read_stream_tasks(const StreamText& text, const FormField& field, const std::vector<StreamLabel>& labels, StreamRange body,
                              const DumpWords& words, const RE2& target, const StreamHabits& document) {
  return TaskReader(text, field, labels, body, words, target, document).read();
}

}  // namespace budgetlift
