#include "normalize/form_match.h"

#include <algorithm>
#include <map>
#include <re2/re2.h>
#include <set>

#include "normalize/amount.h"
#include "normalize/label_cut.h"
#include "normalize/listing_header.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

// A head begins this form only with at least this share of its required labels, and this many labels …
constexpr double kHeadLabelShare = 0.5;
constexpr int kLeastHeadLabels = 3;
// … and an indicator header with at least this share of the columns that the form never lacks.
constexpr double kColumnLabelShare = 0.6;

// A pattern that is compiled when it is first needed: of many forms a document needs one.
class LazyPattern {
 public:
  explicit LazyPattern(const std::string& text) : text_(text) {}
  bool empty() const { return text_.empty(); }
  const RE2& operator*() const {
    if (!pattern_) pattern_ = std::make_unique<RE2>(text_, RE2::Quiet);
    return *pattern_;
  }

 private:
  std::string text_;
  mutable std::unique_ptr<RE2> pattern_;
};

// The named groups of a match; nothing if the text does not match.
std::optional<std::map<std::string, std::string>> groups_of(const LazyPattern& lazy, const std::string& text) {
  constexpr int kMostGroups = 16;
  if (lazy.empty()) return std::nullopt;
  const RE2& pattern = *lazy;
  re2::StringPiece pieces[kMostGroups];
  const int groups = pattern.NumberOfCapturingGroups() + 1;
  if (!pattern.ok() || groups > kMostGroups || !pattern.Match(text, 0, text.size(), RE2::UNANCHORED, pieces, groups)) return std::nullopt;
  std::map<std::string, std::string> out;
  for (const auto& [name, index] : pattern.NamedCapturingGroups()) {
    out[name] = pieces[index].data() ? std::string(pieces[index].data(), pieces[index].size()) : "";
  }
  return out;
}

}  // namespace

std::string pattern_problem(const Form& form) {
  const OverallForm& o = form.overall;
  for (const std::string* text : {&form.title_pattern, &form.unit_line_pattern, &form.year_line_pattern, &form.document_title_pattern, &o.goal_heading,
                                  &o.subgoal_heading, &o.safeguard_heading, &o.end_heading, &o.subgoal_title}) {
    const RE2 pattern(*text, RE2::Quiet);
    if (!pattern.ok()) return "the pattern \"" + *text + "\" is not valid: " + pattern.error();
  }
  return "";
}

struct FormMatcher::Impl {
  explicit Impl(const Form& f) : form(f), title(f.title_pattern), unit_line(f.unit_line_pattern), year_line(f.year_line_pattern) {
    for (size_t i = 0; i < form.fields.size(); ++i) {
      for (const std::string& label : form.fields[i].labels) {
        std::vector<int>& fields = labels[label_key(folded(label)).key];
        if (fields.empty() || fields.back() != static_cast<int>(i)) fields.push_back(static_cast<int>(i));
      }
      required += form.fields[i].required;
    }
    for (size_t i = 0; i < form.columns.size(); ++i) {
      for (const std::string& label : form.columns[i].labels) columns.emplace(label_key(folded(label)).key, static_cast<int>(i));
      printed_columns += !form.columns[i].optional;
    }
    for (const std::string& group : form.groups) groups.insert(label_key(folded(group)).key);
    for (const FormBlock& block : form.blocks) {
      for (const std::string& label : block.labels) groups.insert(label_key(folded(label)).key);
    }
    for (const std::string& label : form.total_labels) totals.insert(label_key(folded(label)).key);
    for (const std::string& caption : form.overall.captions) captions.insert(folded(caption));
    if (form.listing) listing = std::make_unique<ListingHeader>(form);
    for (const TaxonomyEntry& entry : form.taxonomy) {
      level1.insert(entry.level1);
      for (const std::string& level2 : entry.level2) taxonomy[level2].push_back(entry.level1);
    }
  }

  Form form;
  LazyPattern title, unit_line, year_line;
  std::unordered_map<std::string, std::vector<int>> labels;
  std::unordered_map<std::string, int> columns;
  std::set<std::string> groups, totals, captions;
  std::set<std::string> level1;
  std::unordered_map<std::string, std::vector<std::string>> taxonomy;
  std::unique_ptr<ListingHeader> listing;   // of a listing
  int required = 0;
  int printed_columns = 0;   // that the form never lacks
};

FormMatcher::FormMatcher(const Form& form) : impl_(std::make_unique<Impl>(form)) {}
FormMatcher::~FormMatcher() = default;
FormMatcher::FormMatcher(FormMatcher&&) noexcept = default;

const Form& FormMatcher::form() const { return impl_->form; }
const std::unordered_map<std::string, std::vector<std::string>>& FormMatcher::taxonomy() const { return impl_->taxonomy; }
bool FormMatcher::knows_level1(const std::string& text) const { return impl_->level1.count(text) > 0; }
bool FormMatcher::is_caption(const std::string& text) const { return impl_->captions.count(folded(text)) > 0; }
bool FormMatcher::is_label(const std::string& text) const { return impl_->labels.count(label_key(folded(text)).key) > 0; }
bool FormMatcher::is_column_label(const std::string& text) const { return impl_->columns.count(label_key(text).key) > 0; }
bool FormMatcher::is_total_label(const std::string& text) const { return impl_->totals.count(label_key(folded(text)).key) > 0; }

bool FormMatcher::is_group(const std::string& text, std::string* unit) const {
  const LabelKey label = label_key(folded(text));
  if (!impl_->groups.count(label.key)) return false;
  if (unit) *unit = label.unit;
  return true;
}

bool FormMatcher::is_part_of_group(const std::string& text) const {
  const std::string part = folded(text);
  return !part.empty() && std::any_of(impl_->groups.begin(), impl_->groups.end(), [&](const std::string& group) { return group.find(part) != std::string::npos; });
}

// Which of the fields that share a label the cell is: the one that the nearest label above it in its column, or failing that to
// the left of it in its row, tells.
int FormMatcher::field_of(const TableGrid& grid, int cell, const std::vector<int>& fields) const {
  if (fields.size() == 1) return fields.front();
  const Cell& c = grid.cell(cell);
  auto told_by = [&](int other) {
    const auto it = other < 0 || other == cell ? impl_->labels.end() : impl_->labels.find(label_key(grid.folded_text(other)).key);
    if (it == impl_->labels.end()) return -1;
    for (int field : fields) {
      const std::string& under = impl_->form.fields[static_cast<size_t>(field)].under;
      for (int above : it->second) {
        if (!under.empty() && impl_->form.fields[static_cast<size_t>(above)].key == under) return field;
      }
    }
    return -1;
  };
  for (int row = c.row - 1; row >= 0; --row) {
    if (const int field = told_by(grid.at(row, c.column)); field >= 0) return field;
  }
  for (int column = c.column - 1; column >= 0; --column) {
    if (const int field = told_by(grid.at(c.row, column)); field >= 0) return field;
  }
  const auto free = std::find_if(fields.begin(), fields.end(), [&](int f) { return impl_->form.fields[static_cast<size_t>(f)].under.empty(); });
  return free == fields.end() ? fields.front() : *free;
}

std::optional<LabelMatch> FormMatcher::label(const TableGrid& grid, int cell) const {
  const LabelKey own = label_key(grid.folded_text(cell));
  if (own.key.empty()) return std::nullopt;
  if (auto it = impl_->labels.find(own.key); it != impl_->labels.end()) {
    // Beside another label it is what the two have in common: "总体目标" left of "年度目标".
    if (impl_->groups.count(own.key)) {
      const Cell& c = grid.cell(cell);
      const int right = grid.at(c.row, c.column + c.column_span);
      if (right >= 0 && impl_->labels.count(label_key(grid.folded_text(right)).key)) return std::nullopt;
    }
    return LabelMatch{field_of(grid, cell, it->second), "", own.unit};
  }
  // "label：value" in one cell. The label ends at the first colon of the canonical text that completes one.
  const std::string& whole = grid.text(cell);
  for (size_t at = 0; (at = whole.find_first_of(":\xEF", at)) != std::string::npos; ++at) {
    const size_t length = whole[at] == ':' ? 1 : whole.compare(at, 3, "：") == 0 ? 3 : 0;
    if (length == 0) continue;
    const LabelKey before = label_key(folded(whole.substr(0, at)));
    auto it = impl_->labels.find(before.key);
    if (it != impl_->labels.end()) return LabelMatch{field_of(grid, cell, it->second), canonical(whole.substr(at + length)), before.unit};
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
    const auto label = impl_->columns.find(label_key(folded(piece.text)).key);
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

// The header of the indicators whose lowest row this is: labels of columns, and the labels of blocks above them.
std::optional<TablePart> FormMatcher::header_at(const TableGrid& grid, int row) const {
  struct Label {
    int column = 0;   // of the form
    int place = 0;    // in the table
    int row = 0;
  };
  std::vector<Label> own, from_above;
  for (int cell : grid.row_cells(row)) {
    const Cell& c = grid.cell(cell);
    std::vector<std::pair<int, int>> found = c.row == row ? shared_labels(grid, cell) : std::vector<std::pair<int, int>>{};
    if (auto it = impl_->columns.find(label_key(grid.folded_text(cell)).key); it != impl_->columns.end()) found = {{it->second, c.column}};
    for (const auto& [column, place] : found) (c.row == row ? own : from_above).push_back({column, place, c.row});
  }
  if (own.size() < 2) return std::nullopt;
  TablePart part;
  part.kind = TablePart::Kind::indicators;
  part.row_begin = row;
  part.row_end = part.first_body_row = row + 1;
  const size_t count = impl_->form.columns.size();
  std::vector<std::vector<int>> places(count);   // of each column, from left to right
  for (const std::vector<Label>* labels : {&own, &from_above}) {
    for (const Label& label : *labels) {
      if (labels == &from_above && !places[static_cast<size_t>(label.column)].empty()) continue;
      places[static_cast<size_t>(label.column)].push_back(label.place);
      part.row_begin = std::min(part.row_begin, label.row);
    }
  }
  for (const auto& of_column : places) part.labels += !of_column.empty();
  if (part.labels < 2 || part.labels < kColumnLabelShare * impl_->printed_columns) return std::nullopt;
  // A column that is printed twice belongs to two tables side by side; one that is printed once is common to them.
  const std::vector<FormBlock> one{{"/indicators", {}}};
  const std::vector<FormBlock>& blocks = impl_->form.blocks.empty() ? one : impl_->form.blocks;
  const bool several = std::any_of(places.begin(), places.end(), [](const auto& of_column) { return of_column.size() > 1; });
  for (size_t k = 0; k < (several ? blocks.size() : 1); ++k) {
    BlockColumns block{several ? blocks[k].key : "/indicators", {}};
    for (const auto& of_column : places) block.columns.push_back(of_column.empty() ? -1 : of_column[std::min(k, of_column.size() - 1)]);
    part.blocks.push_back(std::move(block));
  }
  return part;
}

std::vector<TablePart> FormMatcher::parts(const TableGrid& grid) const {
  if (impl_->form.listing) {
    if (auto part = impl_->listing->find(grid)) {
      std::vector<TablePart> out;
      if (part->row_begin > 0) {
        out.emplace_back();
        out.back().row_end = part->row_begin;
      }
      out.push_back(*std::move(part));
      return out;
    }
    TablePart foreign;
    foreign.row_end = grid.rows();
    return {foreign};
  }
  std::vector<TablePart> out;
  std::set<int> seen;   // fields labelled in the head part that is open
  for (int row = 0; row < grid.rows(); ++row) {
    std::optional<TablePart> header = header_at(grid, row);
    std::set<int> fields;
    for (int cell : grid.row_cells(row)) {
      if (grid.cell(cell).row != row || is_column_label(grid.folded_text(cell)) || !shared_labels(grid, cell).empty()) continue;
      if (auto match = label(grid, cell)) fields.insert(match->field);
    }
    const bool in_indicators = !out.empty() && out.back().kind == TablePart::Kind::indicators;
    // Inside the indicators a single cell may happen to read like a label; a head begins with several.
    const bool head = !header && (in_indicators ? fields.size() >= 2 || fields.count(0) > 0 : !fields.empty());
    if (header) {
      if (in_indicators && out.back().blocks == header->blocks) continue;   // printed again, not removed by the joiner
      // The upper rows of the header are no rows of the part before it.
      while (!out.empty() && out.back().row_begin >= header->row_begin) out.pop_back();
      if (!out.empty()) out.back().row_end = std::min(out.back().row_end, header->row_begin);
      out.push_back(*std::move(header));
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
    part.weak = part.kind == TablePart::Kind::head && (part.labels < kHeadLabelShare * impl_->required || part.labels < kLeastHeadLabels);
  }
  return out;
}

std::optional<UnitMatch> FormMatcher::match_unit_line(const std::string& text) const {
  auto groups = groups_of(impl_->unit_line, text);
  if (!groups) return std::nullopt;
  UnitMatch match{canonical((*groups)["code"]), canonical((*groups)["name"]), canonical((*groups)["unit"]), {}, canonical((*groups)["department"])};
  // "单位：万元" says nothing of who fills the form in.
  if (match.unit.empty() && match.code.empty() && yuan_power(match.name)) match.unit.swap(match.name);
  return match;
}

std::optional<TitleMatch> FormMatcher::match_title(const std::string& text) const {
  constexpr size_t kLongestNumber = 6;   // digits
  auto groups = groups_of(impl_->title, text);
  if (!groups) return std::nullopt;
  TitleMatch match;
  match.title = canonical((*groups)["title"]);
  const std::string &number = (*groups)["index"], &year = (*groups)["year"];
  if (!number.empty() && number.size() <= kLongestNumber) match.number = std::stoi(number);
  if (!year.empty() && year.size() <= kLongestNumber) match.year = std::stoi(year);
  return match;
}

std::optional<int> FormMatcher::match_year_line(const std::string& text) const {
  auto groups = groups_of(impl_->year_line, text);
  if (!groups || (*groups)["year"].size() != 4) return std::nullopt;
  return std::stoi((*groups)["year"]);
}

std::optional<int> FormMatcher::take_year_line(std::vector<TextLine>& lines) const {
  if (lines.empty()) return std::nullopt;
  const auto year = match_year_line(canonical(lines.back().text));
  if (year) lines.pop_back();
  return year;
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

// True if the centred line `lower` goes on with the line above it, which is wider: nothing else tells a wrapped title that has no number
// from a title with a line of another kind above.
static bool goes_on(const TextLine& upper, const TextLine& lower) {
  if (!upper.box || !lower.box || upper.page != lower.page) return false;
  const Box &a = *upper.box, &b = *lower.box;
  const double height = std::max(a.height(), b.height());
  constexpr double kSame = 0.1, kPitch = 2.2;
  if (canonical(upper.text).ends_with("。")) return false;
  return std::abs(a.height() - b.height()) < kSame * height && b.center_y() - a.center_y() < kPitch * height &&
         std::abs(a.center_x() - b.center_x()) < height && a.width() > b.width() + height;
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
    const bool wrapped = best_count + 1 == count && !impl_->form.title_ending.empty() && goes_on(tail[0], tail[1]);
    if (best && !match->number && !wrapped) continue;
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
