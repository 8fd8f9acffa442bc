#include "normalize/form_match.h"

#include <algorithm>
#include <re2/re2.h>
#include <set>

#include "normalize/label_cut.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// A head begins this form only with at least this share of its required labels …
constexpr double kHeadLabelShare = 0.5;
// … and an indicator header with at least this share of the form's columns.
constexpr double kColumnLabelShare = 0.6;

std::string strip_colon(const std::string& text) {
  std::string out = text;
  while (!out.empty() && (out.back() == ':' || out.back() == ' ')) out.pop_back();
  return out;
}

}  // namespace

std::string pattern_problem(const Form& form) {
  const OverallForm& o = form.overall;
  for (const std::string* text : {&form.title_pattern, &form.unit_line_pattern, &form.document_title_pattern, &o.goal_heading,
                                  &o.subgoal_heading, &o.safeguard_heading, &o.end_heading, &o.subgoal_title}) {
    const RE2 pattern(*text, RE2::Quiet);
    if (!pattern.ok()) return "the pattern \"" + *text + "\" is not valid: " + pattern.error();
  }
  return "";
}

struct FormMatcher::Impl {
  explicit Impl(const Form& f)
      : form(f), title(f.title_pattern), unit_line(f.unit_line_pattern), document_title(f.document_title_pattern) {
    for (size_t i = 0; i < form.fields.size(); ++i) {
      for (const std::string& label : form.fields[i].labels) labels.emplace(strip_colon(folded(label)), static_cast<int>(i));
    }
    for (size_t i = 0; i < form.columns.size(); ++i) {
      for (const std::string& label : form.columns[i].labels) columns.emplace(folded(label), static_cast<int>(i));
    }
    for (const std::string& caption : form.overall.captions) captions.insert(folded(caption));
    for (const TaxonomyEntry& entry : form.taxonomy) {
      level1.insert(entry.level1);
      for (const std::string& level2 : entry.level2) taxonomy[level2].push_back(entry.level1);
    }
    required = static_cast<int>(std::count_if(form.fields.begin(), form.fields.end(), [](const FormField& field) { return field.required; }));
  }

  Form form;
  RE2 title;
  RE2 unit_line;
  RE2 document_title;
  std::unordered_map<std::string, int> labels;
  std::unordered_map<std::string, int> columns;
  std::set<std::string> captions;
  std::set<std::string> level1;
  std::unordered_map<std::string, std::vector<std::string>> taxonomy;
  int required = 0;
};

FormMatcher::FormMatcher(const Form& form) : impl_(std::make_unique<Impl>(form)) {}
FormMatcher::~FormMatcher() = default;
FormMatcher::FormMatcher(FormMatcher&&) noexcept = default;

const Form& FormMatcher::form() const { return impl_->form; }
const std::unordered_map<std::string, std::vector<std::string>>& FormMatcher::taxonomy() const { return impl_->taxonomy; }
bool FormMatcher::knows_level1(const std::string& text) const { return impl_->level1.count(text) > 0; }
bool FormMatcher::is_caption(const std::string& text) const { return impl_->captions.count(folded(text)) > 0; }
bool FormMatcher::is_label(const std::string& text) const { return impl_->labels.count(strip_colon(folded(text))) > 0; }
bool FormMatcher::is_column_label(const std::string& text) const { return impl_->columns.count(text) > 0; }

std::optional<LabelMatch> FormMatcher::label(const TableGrid& grid, int cell) const {
  const std::string text = strip_colon(grid.folded_text(cell));
  if (text.empty()) return std::nullopt;
  if (auto it = impl_->labels.find(text); it != impl_->labels.end()) return LabelMatch{it->second, ""};
  // "label：value" in one cell. The label ends at the first colon of the canonical text that completes one.
  const std::string& whole = grid.text(cell);
  for (size_t at = 0; (at = whole.find_first_of(":\xEF", at)) != std::string::npos; ++at) {
    const size_t length = whole[at] == ':' ? 1 : whole.compare(at, 3, "：") == 0 ? 3 : 0;
    if (length == 0) continue;
    auto it = impl_->labels.find(folded(whole.substr(0, at)));
    if (it != impl_->labels.end()) return LabelMatch{it->second, canonical(whole.substr(at + length))};
  }
  return std::nullopt;
}

// Whether the rows from this one on, up to the next header, have labels that the head has had above: another form's.
bool FormMatcher::repeats_labels(const TableGrid& grid, int from, const std::set<int>& seen) const {
  std::set<int> again;
  bool first = true;
  for (int row = from; row < grid.rows(); ++row) {
    int columns = 0;
    for (int cell : grid.row_cells(row)) {
      if (grid.cell(cell).row != row) continue;
      columns += is_column_label(grid.folded_text(cell));
      if (auto match = label(grid, cell); match && seen.count(match->field)) again.insert(match->field);
    }
    if (columns >= 2 || (first && again.empty())) break;
    first = false;
  }
  // One alone may be a value that reads like a label.
  return again.size() >= 2;
}

// The labels of columns that share one cell of a header because the ruling between them was lost: each with the column of
// the table below it. Empty if the cell holds anything else.
std::vector<std::pair<int, int>> FormMatcher::shared_labels(const TableGrid& grid, int cell) const {
  const Cell& c = grid.cell(cell);
  const std::vector<TextLine> labels = pieces_in_row(c);
  std::vector<std::pair<int, int>> out;
  for (const TextLine& piece : labels) {
    const auto label = impl_->columns.find(folded(piece.text));
    if (label == impl_->columns.end()) return {};
    const double x = piece.box->center_x();
    for (int row = c.row + c.row_span; row < grid.rows(); ++row) {
      const std::vector<int> cells = grid.row_cells(row);
      const auto below = std::find_if(cells.begin(), cells.end(), [&](int k) {
        const Cell& one = grid.cell(k);
        return one.column >= c.column && one.column < c.column + c.column_span && one.box && one.box->x0 < x && x < one.box->x1;
      });
      if (below == cells.end()) continue;
      out.emplace_back(label->second, grid.cell(*below).column);
      break;
    }
  }
  std::set<int> columns;
  for (const auto& [label, column] : out) columns.insert(column);
  return out.size() == labels.size() && columns.size() == labels.size() ? out : std::vector<std::pair<int, int>>{};
}

std::vector<TablePart> FormMatcher::parts(const TableGrid& grid) const {
  const int column_count = static_cast<int>(impl_->form.columns.size());
  std::vector<TablePart> out;
  std::set<int> seen;   // fields labelled in the head part that is open
  for (int row = 0; row < grid.rows(); ++row) {
    std::vector<int> columns(static_cast<size_t>(column_count), -1);
    int column_labels = 0;
    std::set<int> fields;
    for (int cell : grid.row_cells(row)) {
      if (grid.cell(cell).row != row) continue;
      std::vector<std::pair<int, int>> labels = shared_labels(grid, cell);
      if (auto it = impl_->columns.find(grid.folded_text(cell)); it != impl_->columns.end()) labels = {{it->second, grid.cell(cell).column}};
      for (const auto& [label, column] : labels) {
        int& place = columns[static_cast<size_t>(label)];
        if (place < 0) place = column, ++column_labels;
      }
      if (!labels.empty()) continue;
      if (auto match = label(grid, cell)) {
        fields.insert(match->field);
      }
    }
    const bool header = column_labels >= 2 && column_labels >= kColumnLabelShare * column_count;
    const bool in_indicators = !out.empty() && out.back().kind == TablePart::Kind::indicators;
    // Inside the indicators a single cell may happen to read like a label; a head begins with several.
    const bool head = !header && (in_indicators ? fields.size() >= 2 || fields.count(0) > 0 : !fields.empty());
    if (header) {
      if (in_indicators && out.back().columns == columns) continue;   // printed again, not removed by the joiner
      TablePart part;
      part.kind = TablePart::Kind::indicators;
      part.row_begin = row;
      part.columns = columns;
      part.first_body_row = row + 1;
      part.labels = column_labels;
      out.push_back(part);
      seen.clear();
    } else if (head) {
      const bool repeats = std::any_of(fields.begin(), fields.end(), [&](int f) { return f == 0 && seen.count(f); });
      if (out.empty() || out.back().kind != TablePart::Kind::head || repeats || repeats_labels(grid, row, seen)) {
        TablePart part;
        part.kind = TablePart::Kind::head;
        part.row_begin = row;
        // Rows above the first label (a title inside the grid) belong to the head.
        if (!out.empty() && out.back().kind == TablePart::Kind::foreign) {
          part.row_begin = out.back().row_begin;
          out.pop_back();
        }
        out.push_back(part);
        seen.clear();
      }
      seen.insert(fields.begin(), fields.end());
      out.back().labels = static_cast<int>(seen.size());
    } else if (out.empty()) {
      TablePart part;
      part.row_begin = row;
      out.push_back(part);
    }
    out.back().row_end = row + 1;
  }
  for (TablePart& part : out) {
    part.weak = part.kind == TablePart::Kind::head && part.labels < kHeadLabelShare * impl_->required;
  }
  return out;
}

std::optional<UnitMatch> FormMatcher::match_unit_line(const std::string& text) const {
  UnitMatch match;
  re2::StringPiece pieces[16];
  const int groups = impl_->unit_line.NumberOfCapturingGroups() + 1;
  if (!impl_->unit_line.ok() || groups > 16 ||
      !impl_->unit_line.Match(text, 0, text.size(), RE2::UNANCHORED, pieces, groups)) {
    return std::nullopt;
  }
  for (const auto& [name, index] : impl_->unit_line.NamedCapturingGroups()) {
    const std::string value = canonical(std::string_view(pieces[index].data(), pieces[index].size()));
    if (name == "code") match.code = value;
    if (name == "name") match.name = value;
    if (name == "unit") match.unit = value;
  }
  return match;
}

std::optional<TitleMatch> FormMatcher::match_title(const std::string& text) const {
  TitleMatch match;
  re2::StringPiece pieces[16];
  const int groups = impl_->title.NumberOfCapturingGroups() + 1;
  if (!impl_->title.ok() || groups > 16 || !impl_->title.Match(text, 0, text.size(), RE2::UNANCHORED, pieces, groups)) {
    return std::nullopt;
  }
  for (const auto& [name, index] : impl_->title.NamedCapturingGroups()) {
    const std::string value(pieces[index].data() ? std::string(pieces[index].data(), pieces[index].size()) : "");
    if (name == "title") match.title = canonical(value);
    if (name == "index" && !value.empty() && value.size() <= 6) match.number = std::stoi(value);
  }
  return match;
}

std::optional<UnitMatch> FormMatcher::take_unit_line(std::vector<TextLine>& lines) const {
  // The line may be read as two (code and name, then the unit at the right edge).
  constexpr size_t kMaxPieces = 3;
  std::optional<UnitMatch> best;
  size_t best_count = 0;
  for (size_t count = 1; count <= std::min(kMaxPieces, lines.size()); ++count) {
    std::vector<TextLine> tail(lines.end() - static_cast<std::ptrdiff_t>(count), lines.end());
    std::string text;
    for (const TextLine& line : tail) text += line.text + " ";
    auto match = match_unit_line(canonical(text));
    if (!match) continue;
    // Taking one more line is right only while it belongs to the same printed row and adds what was missing.
    const bool complete = !match->code.empty() && !match->name.empty();
    if (best && !(complete && best->code.empty())) break;
    if (count > 1 && tail.front().box && tail.back().box && tail.front().page == tail.back().page &&
        std::abs(tail.front().box->center_y() - tail.back().box->center_y()) > tail.back().box->height()) {
      break;
    }
    match->lines = std::move(tail);
    best = std::move(match);
    best_count = count;
    if (complete) break;
  }
  if (best) lines.resize(lines.size() - best_count);
  return best;
}

std::optional<UnitMatch> FormMatcher::take_spoilt_unit_line(std::vector<TextLine>& lines) const {
  if (lines.empty() || lines.back().source != Source::ocr || !lines.back().box) return std::nullopt;
  auto first = lines.end() - 1;
  while (first != lines.begin() && std::prev(first)->box && std::prev(first)->page == lines.back().page &&
         std::abs(std::prev(first)->box->center_y() - lines.back().box->center_y()) <
             0.8 * std::min(std::prev(first)->box->height(), lines.back().box->height())) {
    --first;
  }
  std::vector<TextLine> above(lines.begin(), first);
  if (!take_title(above)) return std::nullopt;
  UnitMatch out;
  out.lines.assign(first, lines.end());
  lines.erase(first, lines.end());
  std::string text;
  for (const TextLine& line : out.lines) text += line.text;
  static const RE2 whole(R"(^(\d{3,12})?\s*(.*?)([千万亿]?元)?$)"), label(R"(单位[^单位]*$|[^\p{Han}]*单?位?[^\p{Han}]*$)"), name(R"(^\p{Han}[\p{Han}\d（）()]{2,}$)");
  RE2::FullMatch(canonical(text), whole, &out.code, &out.name, &out.unit);
  RE2::Replace(&out.name, label, "");
  if (!RE2::FullMatch(out.name, name)) out.name.clear();
  return out;
}

std::optional<TitleMatch> FormMatcher::take_title(std::vector<TextLine>& lines) const {
  std::optional<TitleMatch> best;
  size_t best_count = 0;
  const size_t most = std::min(lines.size(), static_cast<size_t>(std::max(1, impl_->form.title_max_lines)));
  for (size_t count = 1; count <= most; ++count) {
    std::vector<TextLine> tail(lines.end() - static_cast<std::ptrdiff_t>(count), lines.end());
    // A line that is a title of its own above this one ends the search.
    if (count > 1 && match_title(canonical(tail.front().text)) && best) break;
    auto match = match_title(canonical_joined(tail));
    if (!match) continue;
    if (best && !match->number) continue;
    match->lines = std::move(tail);
    best = std::move(match);
    best_count = count;
    if (best->number) break;
  }
  if (best) lines.resize(lines.size() - best_count);
  return best;
}

std::string FormMatcher::name_of_title(const std::string& title) const {
  const std::string& ending = impl_->form.title_ending;
  if (ending.empty() || title.size() < ending.size() ||
      title.compare(title.size() - ending.size(), ending.size(), ending) != 0) {
    return title;
  }
  return title.substr(0, title.size() - ending.size());
}

}  // namespace budgetlift
