#include "extract/dump_boxes_listing.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "extract/dump_boxes_places.h"
#include "extract/dump_stream_text.h"
#include "extract/dump_text.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr size_t kCode = 21;           // characters of a project's code
constexpr size_t kRest = 12;           // pieces in which a torn code goes on
constexpr size_t kLeastName = 4;       // characters of a project's name

class ProjectTaker {
 public:
  ProjectTaker(std::vector<HeadPiece>& pieces, const Form& form, const std::function<bool(const HeadPiece&)>& of_row,
               const std::function<bool(const HeadPiece&)>& level1)
      : pieces_(pieces), form_(form) {
    part_numbers(of_row);
    std::map<std::u32string, size_t> levels;
    for (const HeadPiece& piece : pieces) {
      of_row_.push_back(piece.kind == HeadKind::text && of_row(piece));
      if (level1(piece)) levels_ = std::max(levels_, ++levels[piece.key]);
    }
    for (const FormField& field : form.fields) {
      for (size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].kind != HeadKind::label || std::find(pieces[i].fields.begin(), pieces[i].fields.end(), &field) == pieces[i].fields.end()) continue;
        labels_.emplace(&field, i);
        break;
      }
    }
  }

  BoxListing run() {
    codes();
    numbers();
    count();
    amounts();
    mark_beside();
    for (const FormField& field : form_.fields) {
      const auto label = labels_.find(&field);
      if (label == labels_.end()) continue;
      // Numbers of rows that are not all found would tell projects from each other where there are none.
      if (field.key == "/extra/sequence" && values_[&field].size() != out_.projects) {
        out_.stray.insert(out_.stray.end(), pieces_[label->second].lines.begin(), pieces_[label->second].lines.end());
        for (const auto& value : values_[&field]) {
          for (size_t i : value) out_.stray.insert(out_.stray.end(), pieces_[i].lines.begin(), pieces_[i].lines.end());
        }
        continue;
      }
      BoxListing::Column column;
      column.field = &field;
      column.label = pieces_[label->second].text;
      column.group = group_of(field, column.label);
      column.open = field.kind == "goals" || (field.kind == "text" && field.key != "/extra/sequence" && field.key != "/unit/code");
      const auto& values = values_[&field];
      column.sure = values.size() == out_.projects && unsure_.count(&field) == 0;
      column.values.resize(out_.projects);
      for (size_t n = 0; n < values.size(); ++n) {
        for (size_t i : values[n]) {
          auto& lines = n < out_.projects ? column.values[n] : out_.stray;
          lines.insert(lines.end(), pieces_[i].lines.begin(), pieces_[i].lines.end());
        }
      }
      out_.columns.push_back(std::move(column));
    }
    for (HeadPiece& piece : pieces_) {
      if (piece.kind == HeadKind::label) piece.kind = HeadKind::used;
    }
    return std::move(out_);
  }

 private:
  using Values = std::vector<std::vector<size_t>>;   // pieces of each value

  const FormField* field(std::string_view key) const {
    for (const auto& [one, label] : labels_) {
      if (one->key == key) return one;
    }
    return nullptr;
  }

  void take(const FormField* field, std::vector<size_t> pieces) {
    for (size_t i : pieces) {
      pieces_[i].kind = HeadKind::used;
      project_.insert(i);
    }
    values_[field].push_back(std::move(pieces));
  }

  // Codes and numbers of rows are each project's; where there are none, what else comes once for each says how many there are.
  void count() {
    size_t others = 1, columns = 0;
    for (const FormField& one : form_.fields) columns += one.kind == "amount" && is_column(one);
    const size_t amounts = printed_amounts().size();
    if (columns > 0) others = std::max(others, amounts / columns);
    for (const auto& [field, values] : values_) {
      if (field->kind == "code" || field->key == "/extra/sequence") out_.projects = std::max(out_.projects, values.size());
      else if (field->key == "/unit/code") others = std::max(others, values.size());
    }
    // Each has a first level of its own.
    if (out_.projects == 0) out_.projects = std::max(others, levels_);
    out_.suspected = std::max(out_.projects, others);
    // The row of sums has amounts, too.
    if (columns > 0 && others == out_.projects + 1 && amounts == columns * others) out_.suspected = out_.projects;
  }

  std::vector<size_t> printed_amounts() const {
    std::vector<size_t> out;
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind == HeadKind::amount && (pieces_[i].key.find('.') != pieces_[i].key.npos || pieces_[i].key.find(',') != pieces_[i].key.npos)) out.push_back(i);
    }
    return out;
  }

  static std::string label_of(const std::string& text) { return label_key(folded(canonical(text))).key; }

  // The printed label that `label` stands below.
  std::string group_of(const FormField& field, const std::string& label) const {
    for (const std::string& path : field.labels) {
      const std::vector<std::string> parts = labels_of_path(path);
      if (parts.size() < 2 || label_of(parts.back()) != label_of(label)) continue;
      for (const HeadPiece& piece : pieces_) {
        if ((piece.kind == HeadKind::label || piece.kind == HeadKind::used) && label_of(piece.text) == label_of(parts.front())) return piece.text;
      }
    }
    return {};
  }

  bool is_column(const FormField& field) const { return labels_.count(&field) > 0; }

  void codes() {
    const FormField* own = field("/project/code");
    if (!own) return;
    static const RE2 rest("[0-9A-Z]{1,12}");
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind != HeadKind::code) continue;
      std::vector<size_t> parts{i};
      size_t length = pieces_[i].key.size();
      for (size_t k = i + 1; k < std::min(pieces_.size(), i + 1 + kRest) && length < kCode; ++k) {
        if (pieces_[k].kind == HeadKind::label || pieces_[k].kind == HeadKind::used || pieces_[k].kind == HeadKind::code || !RE2::FullMatch(encode_utf8(pieces_[k].key), rest)) continue;
        // One line is enough for what a narrow cell's first line has no room for.
        if (length + pieces_[k].key.size() != kCode) continue;
        parts.push_back(k);
        length += pieces_[k].key.size();
      }
      if (length != kCode) unsure_.insert(own);
      take(own, std::move(parts));
    }
  }

  static bool is_number(const std::u32string& key) {
    return !key.empty() && key.size() <= 9 && std::all_of(key.begin(), key.end(), [](char32_t c) { return c >= '0' && c <= '9'; });
  }

  // A number that begins a line with another cell's text behind it: a row's or a unit's code.
  void part_numbers(const std::function<bool(const HeadPiece&)>& of_row) {
    std::vector<HeadPiece> out;
    for (HeadPiece& piece : pieces_) {
      const size_t space = piece.text.find(' ');
      const std::u32string first = key_text(piece.text.substr(0, space));
      if (piece.kind != HeadKind::text || space == piece.text.npos || piece.bound || piece.lines.size() != 1 || !is_number(first)) {
        out.push_back(std::move(piece));
        continue;
      }
      HeadPiece number = piece, rest = piece;
      number.text = number.lines.front().text = rest.text.substr(0, space);
      number.key = first;
      number.kind = HeadKind::amount;
      rest.text = rest.lines.front().text = rest.text.substr(space + 1);
      rest.key = key_text(rest.text);
      rest.bound = true;
      parted_.insert(out.size());
      if (of_row(piece)) targets_.insert(out.size());
      out.push_back(std::move(number));
      out.push_back(std::move(rest));
    }
    pieces_ = std::move(out);
  }

  // Numbers that are nothing of a project belong to what stands behind them.
  void join_numbers() {
    for (size_t i : parted_) {
      if (pieces_[i].kind == HeadKind::used) continue;
      HeadPiece& rest = pieces_[i + 1];
      rest.text = rest.lines.front().text = pieces_[i].text + " " + rest.text;
      rest.key = pieces_[i].key + rest.key;
      rest.bound = false;
      pieces_[i].kind = HeadKind::used;
    }
  }

  // Numbers in order are the rows'; those of one length that come again are codes of units.
  void numbers() {
    const FormField *sequence = field("/extra/sequence"), *unit = field("/unit/code");
    std::map<size_t, int> lengths;
    std::map<std::u32string, std::vector<size_t>> places, targets;   // numbers; those that may be a target's
    for (size_t i = 0; i < pieces_.size(); ++i) {
      const HeadPiece& piece = pieces_[i];
      if (piece.kind != HeadKind::amount || !is_number(piece.key)) continue;
      (targets_.count(i) ? targets : places)[piece.key].push_back(i);
      if (piece.key.size() >= 3) ++lengths[piece.key.size()];
    }
    const auto first = [&](std::map<std::u32string, std::vector<size_t>>& of, int number, size_t from) {
      const std::vector<size_t>& all = of[key_text(std::to_string(number))];
      const auto it = std::lower_bound(all.begin(), all.end(), from);
      return it == all.end() ? pieces_.size() : *it;
    };
    const auto place = [&](int number, size_t from) {
      const size_t sure = first(places, number, from), other = first(targets, number, from);
      return sure < pieces_.size() || other > first(places, number + 1, from) ? sure : other;
    };
    size_t from = 0;
    for (int number = 1; sequence; ++number) {
      const size_t at = place(number, from);
      if (at < pieces_.size()) {
        take(sequence, {at});
        from = at + 1;
        continue;
      }
      // One that is lost.
      const size_t next = place(number + 1, from);
      if (next >= pieces_.size() || place(number + 2, next) >= pieces_.size()) break;
      take(sequence, {});
    }
    const auto most = std::max_element(lengths.begin(), lengths.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    for (const auto& [key, all] : places) {
      if (!unit || most == lengths.end() || key.size() != most->first) continue;
      for (size_t i : all) if (pieces_[i].kind == HeadKind::amount) units_.push_back(i);
    }
    std::sort(units_.begin(), units_.end());
    for (size_t i : units_) take(unit, {i});
    join_numbers();
  }

  // Texts beside what surely is a project's.
  void mark_beside() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind != HeadKind::text || of_row_[i] || pieces_[i].key.size() < kLeastName) continue;
      pieces_[i].beside = (i > 0 && project_.count(i - 1)) || project_.count(i + 1);
    }
  }

  void amounts() {
    std::vector<const FormField*> columns;
    for (const FormField& field : form_.fields) {
      if (field.kind == "amount" && is_column(field)) columns.push_back(&field);
    }
    const std::vector<size_t> printed = printed_amounts();
    if (columns.empty()) return;
    const bool whole = printed.size() == columns.size() * out_.projects || printed.size() == columns.size() * (out_.projects + 1);
    for (size_t n = 0; n < printed.size(); ++n) {
      const FormField* own = columns[n % columns.size()];
      take(own, {printed[n]});
      if (!whole) unsure_.insert(own);
    }
    if (columns.size() == 3 && whole) {
      for (size_t n = 0; n + 2 < printed.size(); n += 3) {
        const double total = amount_of(pieces_[printed[n]].key), parts = amount_of(pieces_[printed[n + 1]].key) + amount_of(pieces_[printed[n + 2]].key);
        if (std::abs(total - parts) > 1e-6 * std::max(1.0, total)) unsure_.insert(columns.begin(), columns.end());
      }
    } else if (columns.size() > 1) {
      unsure_.insert(columns.begin(), columns.end());
    }
  }

  std::vector<HeadPiece>& pieces_;
  const Form& form_;
  std::vector<bool> of_row_;                    // pieces that are surely of indicators
  std::map<const FormField*, size_t> labels_;   // pieces
  std::map<const FormField*, Values> values_;
  std::set<const FormField*> unsure_;
  std::set<size_t> project_;                    // pieces that are projects'
  std::set<size_t> targets_;                    // those of them that may be targets with what stands behind
  std::set<size_t> parted_;                     // numbers that another cell's text stands behind
  std::vector<size_t> units_;                   // their codes
  size_t levels_ = 0;                           // how often the commonest first level is printed
  BoxListing out_;
};

}  // namespace

BoxListing take_projects(std::vector<HeadPiece>& pieces, const Form& form, const std::function<bool(const HeadPiece&)>& of_row,
                         const std::function<bool(const HeadPiece&)>& level1) {
  return ProjectTaker(pieces, form, of_row, level1).run();
}

std::vector<BoxListing::Column> BoxListing::open() const {
  std::vector<Column> out;
  for (const Column& column : columns) {
    if (column.open) out.push_back(column);
  }
  return out;
}

}  // namespace budgetlift
