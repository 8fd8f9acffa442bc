#include "normalize/form_match.h"

#include <algorithm>
#include <set>

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

}  // namespace

struct FormMatcher::Impl {
  explicit Impl(const Form& f) : form(f), lines(form) {
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
    for (const FormSideColumn& column : form.side_columns) {
      for (const std::string& label : column.labels) side_columns.emplace(folded(label), &column);
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
  FormLines lines;
  std::unordered_map<std::string, std::vector<int>> labels;
  std::unordered_map<std::string, int> columns;
  std::unordered_map<std::string, const FormSideColumn*> side_columns;
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
const FormLines& FormMatcher::lines() const { return impl_->lines; }
const std::unordered_map<std::string, std::vector<std::string>>& FormMatcher::taxonomy() const { return impl_->taxonomy; }
bool FormMatcher::knows_level1(const std::string& text) const { return impl_->level1.count(text) > 0; }
bool FormMatcher::is_caption(const std::string& text) const { return impl_->captions.count(folded(text)) > 0; }
bool FormMatcher::is_label(const std::string& text) const { return impl_->labels.count(label_key(folded(text)).key) > 0; }
bool FormMatcher::is_column_label(const std::string& text) const { return impl_->columns.count(label_key(text).key) > 0; }
const FormSideColumn* FormMatcher::side_column(const std::string& folded_text) const {
  const auto it = impl_->side_columns.find(folded_text);
  return it == impl_->side_columns.end() ? nullptr : it->second;
}
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

bool FormMatcher::begins_group(const TableGrid& grid, int cell) const {
  constexpr size_t kLeast = 6;   // bytes: two characters
  const Cell& c = grid.cell(cell);
  const std::string& text = grid.folded_text(cell);
  const int right = grid.at(c.row, c.column + c.column_span);
  if (c.column > 0 || text.size() < kLeast || right < 0 || !label(grid, right)) return false;
  return std::any_of(impl_->groups.begin(), impl_->groups.end(), [&](const std::string& group) { return group.starts_with(text); });
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

// The cell that holds a column's label: the cell itself, or the one above an empty one (a page's end between two rows of
// a header cuts the cells that are merged over both).
int header_cell(const TableGrid& grid, int cell) {
  const Cell& c = grid.cell(cell);
  const int above = c.row == 0 || !grid.text(cell).empty() ? -1 : grid.at(c.row - 1, c.column);
  if (above < 0) return cell;
  const Cell& label = grid.cell(above);
  return label.column == c.column && label.column_span == c.column_span ? above : cell;
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
    const int label = header_cell(grid, cell);
    if (auto it = impl_->columns.find(label_key(grid.folded_text(label)).key); it != impl_->columns.end()) found = {{it->second, c.column}};
    const int from = grid.cell(label).row;
    for (const auto& [column, place] : found) (from == row ? own : from_above).push_back({column, place, from});
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

}  // namespace budgetlift
