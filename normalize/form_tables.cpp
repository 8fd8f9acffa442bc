#include "normalize/form_tables.h"

#include <algorithm>
#include <variant>

#include "normalize/draft.h"
#include "normalize/label_cut.h"
#include "normalize/table_cut.h"
#include "normalize/table_signs.h"
#include "schemas/canonical.h"

namespace budgetlift {

void FormTables::take(const Table& table) {
  std::vector<ProjectRecord>& projects = draft_.projects;
  const size_t before = projects.size();
  if (table.rows == 0 && !table.cells.empty() && !table.cells.front().doubts.empty()) take_unread(table.cells.front());
  else take_read(table);
  // Of the project that the table goes on with, or of all that it shows.
  for (size_t i = std::min(before, std::max<size_t>(1, projects.size()) - 1); i < projects.size(); ++i) {
    for (const Doubt& doubt : table.doubts) flag(projects[i], "", doubt.reason, doubt.detail);
  }
}

std::vector<const FormMatcher*> FormTables::likely_forms(const LabelEvidence& labels, const Table& table) const {
  return draft_.matchers.likely(labels, is_scanned(table), draft_.matcher_of.empty() ? nullptr : draft_.matcher_of.back());
}

void FormTables::take_read(const Table& table) {
  // A scan that has lost rulings may show its labels together with their values only.
  std::vector<const FormMatcher*> likely = likely_forms(draft_.matchers.chooser().look(TableGrid(table)), table);
  if (likely.empty() && is_scanned(table)) {
    for (size_t form = 0; form < draft_.matchers.size(); ++form) likely.push_back(&draft_.matchers.at(form));
  }
  const std::optional<Table> cut = cut_at_labels(table, likely);
  take_forms(cut ? *cut : table);
}

void FormTables::take_forms(const Table& table) {
  const TableGrid grid(table);
  const FormChooser& chooser = draft_.matchers.chooser();
  const LabelEvidence labels = chooser.look(grid);
  const std::vector<const FormMatcher*> likely = likely_forms(labels, table);
  std::vector<Block> blocks = cut_at_title(table, grid, likely);
  for (Block& block : blocks) {
    if (auto* line = std::get_if<TextLine>(&block)) draft_.take_line(std::move(*line));
    else take_forms(std::get<Table>(block));
  }
  if (!blocks.empty()) return;
  const auto [matcher, parts] = cut(table, grid, labels, likely);
  if (!matcher) {
    take_unknown(table, grid, labels.size() >= kLeastLabels);
    return;
  }
  std::vector<ProjectRecord>& projects = draft_.projects;
  bool headless = false;   // rows with labels stand above the first project that the table begins
  for (const TablePart& part : parts) {
    const size_t before = projects.size();
    headless = headless || (part.kind == TablePart::Kind::foreign && !draft_.open && !chooser.look(grid, part.row_begin, part.row_end).empty());
    take_part(*matcher, grid, part);
    if (headless && part.kind != TablePart::Kind::listing && projects.size() > before) {
      flag(projects[before], "", "unplaced-text", "rows of the form's table stand above it that the form does not know");
      headless = false;
    }
    if (draft_.open) draft_.labels_of.back().merge(chooser.look(grid, part.row_begin, part.row_end));
  }
  if (!table.regions.empty()) draft_.last_region = table.regions.back();
  if (!table.stray.empty() && !matcher->is_part_of_group(canonical_joined(table.stray))) {
    draft_.leave_unplaced(table.stray);
    if (draft_.open) flag(projects.back(), "", "unplaced-text", "text inside the table that lies in no cell: " + canonical(table.stray.front().text));
  }
}

FormTables::Cut FormTables::cut(const Table& table, const TableGrid& grid, const LabelEvidence& labels, const std::vector<const FormMatcher*>& likely) const {
  Cut out;
  for (const FormMatcher* candidate : likely) {
    // The likeliest that knows a part, but a listing's form rather than that of its rows.
    if (out.matcher && !candidate->form().listing) continue;
    std::vector<TablePart> parts = parts_of(*candidate, grid);
    const bool listing = std::any_of(parts.begin(), parts.end(), [](const TablePart& part) { return part.kind == TablePart::Kind::listing; });
    if (!parts.empty() && (!out.matcher || listing)) out = {candidate, std::move(parts)};
  }
  // No form has enough of its labels there.
  if (!out.matcher && labels.size() >= kLeastLabels && !is_scanned(table)) {
    const FormMatcher& any = draft_.matchers.any_form();
    if (std::vector<TablePart> parts = parts_of(any, grid); !parts.empty()) out = {&any, std::move(parts)};
  }
  return out;
}

std::vector<TablePart> FormTables::parts_of(const FormMatcher& matcher, const TableGrid& grid) const {
  std::vector<TablePart> parts = matcher.parts(grid);
  bool known = false;
  for (TablePart& part : parts) {
    if (part.weak && !is_part_of_head(matcher, grid, part)) part.kind = TablePart::Kind::foreign;
    known = known || part.kind != TablePart::Kind::foreign;
  }
  return known ? parts : std::vector<TablePart>();
}

bool FormTables::shows_labelled_code(const TableGrid& grid) const { return codes_in(grid) > 0 && !draft_.matchers.chooser().look(grid).empty(); }

// A table of no form.
void FormTables::take_unknown(const Table& table, const TableGrid& grid, bool has_labels) {
  if (draft_.open) {
    for (const Cell& cell : table.cells) draft_.flag_if_indicator(canonical_joined(cell.lines));
  }
  // Right behind a form's table, with nothing printed between: part of it that could not be joined.
  if ((draft_.open && draft_.pending.empty()) || draft_.behind_listing) {
    flag(draft_.projects.back(), "", "unplaced-text", "a table behind the form that the form does not know");
  } else if (is_dumped(grid) && (has_labels || names_indicators(grid, draft_.matchers) || shows_labelled_code(grid))) {
    // Where a dump's reader makes a table of such labels, or of one beside a code, a form is printed; where cells ran into each other, codes
    // tell how many.
    take_unread_projects(grid, "no form's definition fits the labels of its table");
    draft_.open = true;
  } else {
    draft_.open = false;
  }
  draft_.flush_pending();
  for (const Cell& cell : table.cells) draft_.leave_unplaced(cell.lines);
  draft_.leave_unplaced(table.stray);
}

// A form that the reader saw and could not read is a table without rows whose only cell says so. It must not be missing without a word.
void FormTables::take_unread(const Cell& cell) {
  Heading heading;
  for (size_t form = 0; form < draft_.matchers.size() && !heading.title; ++form) {
    const FormLines& form_lines = draft_.matchers.at(form).lines();
    std::vector<TextLine> lines = draft_.pending;
    form_lines.take_year_line(lines);
    heading.unit = form_lines.take_unit_line(lines);
    form_lines.take_year_line(lines);
    heading.title = form_lines.take_title(lines);
    if (heading.title) draft_.pending = std::move(lines);
  }
  // Without a title it may be what is missing of the form above it.
  if (draft_.open && !heading.title) flag(draft_.projects.back(), "", "unplaced-text", "labels of a form stand below this one's tables");
  draft_.flush_pending();
  ProjectRecord& record = draft_.begin_project(draft_.matchers.any_form());
  if (heading.title) set_heading(heading, record);
  flag_doubts(record, "", cell);
  draft_.open = false;
}

// As many of them as the table has codes, where cells ran into each other; at least `least`.
void FormTables::take_unread_projects(const TableGrid& grid, const std::string& why, size_t least) {
  Cell unread;
  unread.doubts.push_back({"form-not-read", why});
  for (size_t n = std::max(least, codes_in(grid)); n > 0; --n) take_unread(unread);
}

// True if a few labels are enough: the head was cut by a page break. Its first part stands below a title or a unit
// line, the others go on with the open project.
bool FormTables::is_part_of_head(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const {
  std::vector<TextLine> lines = draft_.pending;
  const bool has_unit = matcher.lines().take_unit_line(lines).has_value();
  if (matcher.lines().take_title(lines)) return true;
  return !has_unit && draft_.open && &matcher == draft_.matcher_of.back() && draft_.projects.back().indicators.empty() &&
         !starts_again(matcher, grid, part);
}

bool FormTables::has_first_label(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const {
  for (int row = part.row_begin; row < part.row_end; ++row) {
    for (int cell : grid.row_cells(row)) {
      const auto match = matcher.label(grid, cell);
      if (match && match->field == 0) return true;
    }
  }
  return false;
}

// True if the head has a label that the open project already had, so that it is the next project's.
bool FormTables::starts_again(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const {
  for (int row = part.row_begin; row < part.row_end; ++row) {
    for (int cell : grid.row_cells(row)) {
      const auto match = matcher.label(grid, cell);
      if (match && draft_.seen.count(match->field)) return true;
    }
  }
  return false;
}

}  // namespace budgetlift
