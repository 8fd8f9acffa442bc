// FormTables: a part of a table becomes a part of a project, or the rows of a listing many projects.
#include <algorithm>

#include <re2/re2.h>

#include "normalize/draft.h"
#include "normalize/form_tables.h"
#include "normalize/head.h"
#include "normalize/indicators.h"
#include "normalize/listing.h"
#include "normalize/table_signs.h"
#include "schemas/canonical.h"

namespace budgetlift {

void FormTables::take_part(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) {
  if (part.kind == TablePart::Kind::foreign) {
    take_foreign(grid, part);
    return;
  }
  const Heading heading = take_heading(matcher);
  if (part.kind == TablePart::Kind::listing) {
    take_listing(matcher, grid, part, heading);
    return;
  }
  if (!find_project(matcher, grid, part, heading)) {
    draft_.flush_pending();
    draft_.leave_unplaced(lines_of_rows(grid, part.row_begin, part.row_end));
    return;
  }
  ProjectRecord& record = draft_.projects.back();
  set_heading(heading, record);
  std::vector<TextLine> lost;
  if (part.kind == TablePart::Kind::head) {
    read_head(matcher, grid, part, record, draft_.seen, lost);
  } else {
    read_indicators(matcher, grid, part, part.first_body_row, part.row_end, {}, record, lost);
    // A doubt about the header is one about how many rows there are.
    for (int row = part.row_begin; row < part.first_body_row; ++row) {
      for (int cell : grid.row_cells(row)) flag_doubts(record, "/indicators", grid.cell(cell));
    }
  }
  draft_.leave_unplaced(lost);
}

void FormTables::take_foreign(const TableGrid& grid, const TablePart& part) {
  const std::vector<TextLine> lost = lines_of_rows(grid, part.row_begin, part.row_end);
  if (draft_.open && !lost.empty()) flag(draft_.projects.back(), "", "unplaced-text", "rows of the form's table that the form does not know");
  draft_.leave_unplaced(lost);
}

// Title, unit and year above a table, from the pending text. What they say of the document is noted.
FormTables::Heading FormTables::take_heading(const FormMatcher& matcher) {
  const FormLines& form_lines = matcher.lines();
  std::vector<TextLine>& pending = draft_.pending;
  Heading out;
  const std::optional<int> year_below = form_lines.take_year_line(pending);
  out.unit = form_lines.take_unit_line(pending);
  if (!out.unit) {
    out.unit = form_lines.take_spoilt_unit_line(pending);
    out.spoilt = out.unit.has_value();
  }
  const std::optional<int> year_above = form_lines.take_year_line(pending);
  out.title = form_lines.take_title(pending);
  for (const std::optional<int>& year : {year_below, year_above, out.title ? out.title->year : std::nullopt}) {
    if (year) draft_.facts.take_year(*year);
  }
  if (out.unit && !out.unit->department.empty()) {
    draft_.facts.take_department(out.unit->department);
    draft_.leave_unplaced(out.unit->lines);
  }
  return out;
}

// The project that the part belongs to is the last one: the open one, or a new one. False if nothing says whose it is.
bool FormTables::find_project(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const Heading& heading) {
  const bool head = part.kind == TablePart::Kind::head;
  const bool again = head && draft_.open && starts_again(matcher, grid, part);
  if (head && (!draft_.open || heading.unit || heading.title || again)) {
    // Where its first rows were not read as such, they stand among the other form's.
    const bool beheaded = again && !heading.unit && !heading.title && !has_first_label(matcher, grid, part);
    if (beheaded) {
      flag(draft_.projects.back(), "", "form-not-read", "rows of the next form stand among this one's, above: " + first_text(grid, part.row_begin));
    }
    draft_.flush_pending();
    ProjectRecord& record = draft_.begin_project(matcher);
    if (beheaded) flag(record, "", "form-not-read", "the first rows of this form could not be told from the form above it");
  } else if (!head && (heading.title || (!draft_.open && !draft_.behind_listing))) {
    // Indicators without a head above them: a form whose head could not be read, and perhaps its title.
    draft_.flush_pending();
    ProjectRecord& record = draft_.begin_project(matcher);
    if (!heading.title) flag(record, "", "form-not-read", "indicators without the head of their form");
  } else if (!head && !draft_.open) {
    flag(draft_.projects.back(), "", "unplaced-text", "indicators behind the listing that could not be joined to it; they may be this project's");
    return false;
  } else {
    draft_.between_tables();
  }
  return true;
}

void FormTables::set_heading(const Heading& heading, ProjectRecord& record) {
  if (heading.title) set_title(record, *heading.title);
  if (heading.unit) set_unit(record, *heading.unit);
  if (!heading.spoilt) return;
  const std::string text = "the line above the form could not be read whole: " + canonical_joined(heading.unit->lines);
  for (const char* field : {"/unit", "/budget"}) flag(record, field, "unlikely-text", text);
  draft_.leave_unplaced(heading.unit->lines);
}

// A listing's title, and the line above it, are those of all its projects.
void FormTables::take_listing(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const Heading& heading) {
  std::vector<ProjectRecord>& projects = draft_.projects;
  draft_.flush_pending();
  // It names no project, so that a year in it is the document's.
  static const RE2 year(R"((20\d\d)年)");
  int found = 0;
  if (heading.title && RE2::PartialMatch(heading.title->title, year, &found)) draft_.facts.take_year(found);
  std::vector<TextLine> lost;
  const LabelEvidence labels = draft_.matchers.chooser().look(grid);
  const size_t before = projects.size();
  const std::set<size_t> headless = read_listing(matcher, grid, part, [&]() -> ProjectRecord& {
    ProjectRecord& record = draft_.begin_project(matcher);
    draft_.labels_of.back() = labels;
    if (heading.title) set_title(record, *heading.title);
    if (heading.unit) set_unit(record, *heading.unit);
    if (!part.unit.empty()) set_unit(record, {"", "", part.unit, grid.cell(grid.at(part.row_begin, 0)).lines});
    return record;
  }, lost);
  // Rows above all projects are those of one that was not read.
  if (before == 0 && !projects.empty() && headless.count(0) > 0 && is_dumped(grid)) {
    ProjectRecord& unread = draft_.begin_project(matcher);
    draft_.labels_of.back() = labels;
    if (heading.title) set_title(unread, *heading.title);
    if (heading.unit) set_unit(unread, *heading.unit);
    flag(unread, "", "form-not-read", "rows of the listing stand above its first project");
    std::rotate(projects.begin(), projects.end() - 1, projects.end());
    std::rotate(draft_.matcher_of.begin(), draft_.matcher_of.end() - 1, draft_.matcher_of.end());
  }
  for (const size_t behind : headless) {
    if (before + behind == 0 || before + behind > projects.size()) continue;
    flag(projects[before + behind - 1], "", "unplaced-text", "rows of a listing that belong to no project stand behind it; they may be this one's");
  }
  if (projects.size() == before && is_dumped(grid)) {
    // Its rows are printed all the same; where cells ran into each other, codes and first levels tell how many projects they are.
    take_unread_projects(grid, "no row of the listing could be told from the others", std::max<size_t>(1, first_levels_in(grid, matcher.form())));
  }
  draft_.open = false;
  draft_.behind_listing = !projects.empty();
  draft_.leave_unplaced(lost);
}

}  // namespace budgetlift
