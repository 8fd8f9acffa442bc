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
constexpr size_t kNear = 6;            // pieces that a name is away from what tells its project
constexpr size_t kSamePlace = 3;       // characters that names of units of one place have in common
constexpr size_t kGoal = 18;           // characters from which a text may be a goal
constexpr double kWideGoal = 9;        // full-width characters of a line that a goal goes on in
constexpr size_t kLeastName = 4;       // characters of a project's name

class ProjectTaker {
 public:
  ProjectTaker(std::vector<HeadPiece>& pieces, const Form& form, const std::string& department, const std::function<bool(const HeadPiece&)>& of_row)
      : pieces_(pieces), form_(form), department_(key_text(department)) {
    for (const HeadPiece& piece : pieces) of_row_.push_back(piece.kind == HeadKind::text && of_row(piece));
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
    units();
    goals();
    count();
    names();
    amounts();
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
      else if (field->key.starts_with("/unit")) others = std::max(others, values.size());
    }
    if (out_.projects == 0) out_.projects = others;
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

  // Numbers in order are the rows'; those of one length that come again are codes of units.
  void numbers() {
    const FormField *sequence = field("/extra/sequence"), *unit = field("/unit/code");
    static const RE2 whole(R"(\d{1,9})");
    std::map<size_t, int> lengths;
    for (const HeadPiece& piece : pieces_) {
      if (piece.kind == HeadKind::amount && RE2::FullMatch(encode_utf8(piece.key), whole) && piece.key.size() >= 3) ++lengths[piece.key.size()];
    }
    const auto most = std::max_element(lengths.begin(), lengths.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    int next = 1;
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind != HeadKind::amount || !RE2::FullMatch(encode_utf8(pieces_[i].key), whole)) continue;
      if (sequence && pieces_[i].key == key_text(std::to_string(next))) {
        take(sequence, {i});
        ++next;
      } else if (unit && most != lengths.end() && pieces_[i].key.size() == most->first && pieces_[i].key.size() >= 3) {
        take(unit, {i});
      }
    }
  }

  void units() {
    const FormField* own = field("/unit/name");
    if (!own || department_.size() < kSamePlace) return;
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind != HeadKind::text || pieces_[i].key.compare(0, kSamePlace, department_, 0, kSamePlace) != 0) continue;
      std::vector<size_t> parts{i};
      if (!pieces_[i].whole && i + 1 < pieces_.size() && pieces_[i + 1].kind == HeadKind::text && is_rest(i + 1, pieces_[i].key)) parts.push_back(i + 1), unsure_.insert(own);
      take(own, std::move(parts));
    }
  }

  // Whether the text goes on with piece k as another one of its kind does.
  bool is_rest(size_t k, const std::u32string& first) const {
    const std::u32string both = first + pieces_[k].key;
    return both.ends_with(department_) || (department_.size() > first.size() && both.starts_with(department_)) || pieces_[k].key.size() <= 2;
  }

  void goals() {
    const FormField* own = field("/goals");
    if (!own) return;
    std::vector<size_t> open;
    int last = 0;
    const auto close = [&] {
      if (!open.empty()) take(own, open);
      open.clear();
      last = 0;
    };
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind != HeadKind::text || of_row_[i]) continue;
      const int number = item_number(pieces_[i].key);
      const bool sentence = pieces_[i].key.size() >= kGoal && pieces_[i].key.find_first_of(U",。;") != pieces_[i].key.npos;
      const bool below = !open.empty() && open.back() + 1 == i && !pieces_[i].whole && text_width(pieces_[i].text) > kWideGoal;
      if (number > 0 && number == last + 1 && last > 0) {
        open.push_back(i);
      } else if (number > 0 || (sentence && !below)) {
        close();
        open.push_back(i);
        if (number == 0) unsure_.insert(own);
      } else if (below) {
        open.push_back(i);
        unsure_.insert(own);
        continue;
      } else {
        continue;
      }
      if (!pieces_[i].whole) unsure_.insert(own);
      // The last item of a box of several.
      last = number;
      for (const TextLine& line : pieces_[i].lines) last = std::max(last, item_number(key_text(line.text)));
    }
    close();
  }

  // A text beside what surely is a project's.
  void names() {
    const FormField* own = field("/project/name");
    if (!own) return;
    std::vector<std::pair<size_t, size_t>> found;   // piece; how far it is away
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].kind != HeadKind::text || of_row_[i] || pieces_[i].key.size() < kLeastName) continue;
      size_t away = kNear;
      for (size_t d = 1; d < kNear; ++d) {
        if ((i >= d && project_.count(i - d)) || project_.count(i + d)) {
          away = d;
          break;
        }
      }
      if (away == 1) found.emplace_back(i, away);
    }
    for (const auto& [i, away] : found) {
      // What goes on right below.
      if (!values_[own].empty() && values_[own].back().back() + 1 == i && !pieces_[i].whole) {
        values_[own].back().push_back(i);
        pieces_[i].kind = HeadKind::used;
        unsure_.insert(own);
        continue;
      }
      take(own, {i});
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
  const std::u32string department_;
  std::vector<bool> of_row_;                    // pieces that are surely of indicators
  std::map<const FormField*, size_t> labels_;   // pieces
  std::map<const FormField*, Values> values_;
  std::set<const FormField*> unsure_;
  std::set<size_t> project_;                    // pieces that are projects'
  BoxListing out_;
};

}  // namespace

BoxListing take_projects(std::vector<HeadPiece>& pieces, const Form& form, const std::string& department, const std::function<bool(const HeadPiece&)>& of_row) {
  return ProjectTaker(pieces, form, department, of_row).run();
}

}  // namespace budgetlift
