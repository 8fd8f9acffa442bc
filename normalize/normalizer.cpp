#include "normalize/normalizer.h"

#include <algorithm>
#include <re2/re2.h>
#include <set>

#include "normalize/checks.h"
#include "normalize/code.h"
#include "normalize/date.h"
#include "normalize/draft.h"
#include "normalize/evidence.h"
#include "normalize/facts.h"
#include "normalize/form_matchers.h"
#include "normalize/head.h"
#include "normalize/indicators.h"
#include "normalize/label_cut.h"
#include "normalize/listing.h"
#include "normalize/overall.h"
#include "normalize/stray_codes.h"
#include "normalize/table_cut.h"
#include "normalize/target.h"
#include "schemas/canonical.h"

namespace budgetlift {
namespace {

// Lines of text kept back because a title may be among them.
constexpr size_t kMaxPending = 64;

// Points below a table's last ruling within which text is held to be part of its last row.
constexpr double kCloseBelow = 6;

// The first form that says something of the kind; any if none does.
template <typename Says>
const Form& form_that(const std::vector<Form>& forms, Says says) {
  const auto it = std::find_if(forms.begin(), forms.end(), says);
  return it == forms.end() ? forms.front() : *it;
}

// Where a part of a table begins, to find it in print.
std::string first_text(const TableGrid& grid, const TablePart& part) {
  const std::vector<int> cells = grid.row_cells(part.row_begin);
  return cells.empty() ? "" : grid.text(cells.front());
}

bool is_scanned(const Table& table) {
  return std::any_of(table.cells.begin(), table.cells.end(), [](const Cell& cell) { return !cell.lines.empty() && cell.lines.front().source == Source::ocr; });
}

bool is_dumped(const TableGrid& grid) {
  for (int i = 0; i < grid.cells(); ++i) {
    if (!grid.cell(i).lines.empty()) return grid.cell(i).lines.front().source == Source::text_dump;
  }
  return false;
}

// Printed lines that hold a code, or the first part of one.
size_t codes_in(const TableGrid& grid) {
  size_t out = 0;
  for (int i = 0; i < grid.cells(); ++i) {
    for (const TextLine& line : grid.cell(i).lines) out += shows_code(line.text);
  }
  return out;
}

// How often the first level is printed that is printed most: each project of a listing has it once, but for a page's end.
size_t first_levels_in(const TableGrid& grid, const Form& form) {
  std::set<std::string> names;
  for (const TaxonomyEntry& entry : form.taxonomy) names.insert(canonical(entry.level1));
  // "效益指标" ends names of second levels, too.
  for (const TaxonomyEntry& entry : form.taxonomy) {
    for (const std::string& second : entry.level2) {
      std::erase_if(names, [&](const std::string& name) { return canonical(second).find(name) != std::string::npos; });
    }
  }
  std::string text;
  for (int i = 0; i < grid.cells(); ++i) text += canonical(grid.text(i)) + "\n";
  size_t out = 0;
  for (const std::string& name : names) {
    size_t printed = 0;
    for (size_t at = text.find(name); at != text.npos; at = text.find(name, at + name.size())) ++printed;
    out = std::max(out, printed);
  }
  return out;
}

void understand_targets(std::vector<Indicator>& indicators, const std::optional<int>& year) {
  for (Indicator& indicator : indicators) {
    if (indicator.target) indicator.target = parse_target(indicator.target->text, year);
  }
}

void append(std::vector<TextLine>& to, const std::vector<TextLine>& from) { to.insert(to.end(), from.begin(), from.end()); }

}  // namespace

struct Normalizer::Impl {
  Impl(const FormSet& f, const NormalizeOptions& o)
      : options(o), forms(f), matchers(f.index<FormMatchers>()), chooser(matchers.chooser()),
        overall(form_that(f, [](const Form& form) { return !form.overall.goal_heading.empty(); }).overall),
        facts(form_that(f, [](const Form& form) { return !form.document_title_pattern.empty(); })) {}

  NormalizeOptions options;
  FormSet forms;
  const FormMatchers& matchers;
  const FormChooser& chooser;
  OverallReader overall;
  FactsFinder facts;
  std::vector<TextLine> pending;        // running text since the last table, not yet given to anybody
  std::vector<TextLine> unplaced;
  StrayCodes stray_codes;               // among them
  std::vector<ProjectRecord> projects;
  std::vector<const FormMatcher*> matcher_of;   // of each project
  std::vector<LabelEvidence> labels_of;         // of each project: what its tables show of labels
  std::set<int> seen;                   // labels met in the open project
  bool open = false;                    // the last project may still get tables
  bool behind_listing = false;          // nothing was printed since a listing's table
  TableRegion last_region;              // where its last table ends

  void leave_unplaced(const std::vector<TextLine>& lines) {
    stray_codes.take(lines);
    if (options.keep_unplaced) append(unplaced, lines);
  }

  // Running text that is no title: the overall part, or unplaced.
  void give_away(const std::vector<TextLine>& lines) {
    std::vector<TextLine> outside;
    for (const TextLine& line : lines) overall.take(line, outside);
    // The title page says the document's year and department.
    if (projects.empty()) {
      for (const TextLine& line : outside) facts.take(line);
    }
    leave_unplaced(outside);
  }

  void take_line(TextLine&& line) {
    behind_listing = false;
    pending.push_back(std::move(line));
    if (pending.size() > 2 * kMaxPending) {
      give_away({pending.begin(), pending.begin() + kMaxPending});
      pending.erase(pending.begin(), pending.begin() + kMaxPending);
    }
  }

  void begin_project(const FormMatcher& matcher) {
    overall.end_section();
    projects.emplace_back();
    matcher_of.push_back(&matcher);
    labels_of.emplace_back();
    seen.clear();
    open = true;
    behind_listing = false;
  }

  std::vector<const FormMatcher*> likely_forms(const LabelEvidence& labels, const Table& table) const {
    return matchers.likely(labels, is_scanned(table), matcher_of.empty() ? nullptr : matcher_of.back());
  }

  // Parts of the table by a form's definition; empty if it knows none of it.
  std::vector<TablePart> parts_of(const FormMatcher& matcher, const TableGrid& grid) {
    std::vector<TablePart> parts = matcher.parts(grid);
    bool known = false;
    for (TablePart& part : parts) {
      if (part.weak && !is_part_of_head(matcher, grid, part)) part.kind = TablePart::Kind::foreign;
      known = known || part.kind != TablePart::Kind::foreign;
    }
    return known ? parts : std::vector<TablePart>();
  }

  void take_table(const Table& table) {
    const size_t before = projects.size();
    if (table.rows == 0 && !table.cells.empty() && !table.cells.front().doubts.empty()) take_unread(table.cells.front());
    else take_read(table);
    // Of the project that the table goes on with, or of all that it shows.
    for (size_t i = std::min(before, std::max<size_t>(1, projects.size()) - 1); i < projects.size(); ++i) {
      for (const Doubt& doubt : table.doubts) flag(projects[i], "", doubt.reason, doubt.detail);
    }
  }

  // A form that the reader saw and could not read is a table without rows whose only cell says so. It must not be missing without a word.
  void take_unread(const Cell& cell) {
    std::optional<TitleMatch> title;
    std::optional<UnitMatch> unit;
    for (size_t f = 0; f < forms.size() && !title; ++f) {
      std::vector<TextLine> lines = pending;
      matchers.at(f).lines().take_year_line(lines);
      unit = matchers.at(f).lines().take_unit_line(lines);
      matchers.at(f).lines().take_year_line(lines);
      title = matchers.at(f).lines().take_title(lines);
      if (title) pending = std::move(lines);
    }
    // Without a title it may be what is missing of the form above it.
    if (open && !title) flag(projects.back(), "", "unplaced-text", "labels of a form stand below this one's tables");
    flush_pending();
    begin_project(matchers.any_form());
    if (title) set_title(projects.back(), *title);
    if (title && unit) set_unit(projects.back(), *unit);
    flag_doubts(projects.back(), "", cell);
    open = false;
  }

  // As many of them as the table has codes, where cells ran into each other; at least `least`.
  void take_unread_projects(const TableGrid& grid, const std::string& why, size_t least = 1) {
    Cell unread;
    unread.doubts.push_back({"form-not-read", why});
    for (size_t n = std::max(least, codes_in(grid)); n > 0; --n) take_unread(unread);
  }

  void take_read(const Table& table) {
    // A scan that has lost rulings may show its labels together with their values only.
    const LabelEvidence labels = chooser.look(TableGrid(table));
    std::vector<const FormMatcher*> likely = likely_forms(labels, table);
    if (likely.empty() && is_scanned(table)) {
      for (size_t f = 0; f < forms.size(); ++f) likely.push_back(&matchers.at(f));
    }
    const std::optional<Table> cut = cut_at_labels(table, likely);
    take_forms(cut ? *cut : table);
  }

  void take_forms(const Table& table) {
    const TableGrid grid(table);
    const LabelEvidence labels = chooser.look(grid);
    const std::vector<const FormMatcher*> likely = likely_forms(labels, table);
    std::vector<Block> cut = cut_at_title(table, grid, likely);
    for (Block& block : cut) {
      if (auto* line = std::get_if<TextLine>(&block)) take_line(std::move(*line));
      else take_forms(std::get<Table>(block));
    }
    if (!cut.empty()) return;
    const FormMatcher* matcher = nullptr;
    std::vector<TablePart> parts;
    for (const FormMatcher* candidate : likely) {
      if (matcher && !candidate->form().listing) continue;
      std::vector<TablePart> own = parts_of(*candidate, grid);
      const bool listing = std::any_of(own.begin(), own.end(), [](const TablePart& part) { return part.kind == TablePart::Kind::listing; });
      if (own.empty() || (matcher && !listing)) continue;
      parts = std::move(own);
      matcher = candidate;
    }
    // No form has enough of its labels there.
    if (!matcher && labels.size() >= kLeastLabels && !is_scanned(table)) {
      parts = parts_of(matchers.any_form(), grid);
      if (!parts.empty()) matcher = &matchers.any_form();
    }
    if (!matcher) {
      if (open) {
        for (const Cell& cell : table.cells) flag_if_indicator(canonical_joined(cell.lines));
      }
      // Right behind a form's table, with nothing printed between: part of it that could not be joined.
      if ((open && pending.empty()) || behind_listing) {
        flag(projects.back(), "", "unplaced-text", "a table behind the form that the form does not know");
      } else if (is_dumped(grid) && (labels.size() >= kLeastLabels || names_indicators(grid) || (!labels.empty() && codes_in(grid) > 0))) {
        // Where a dump's reader makes a table of such labels, or of one beside a code, a form is printed; where cells ran into each other, codes
        // tell how many.
        take_unread_projects(grid, "no form's definition fits the labels of its table");
        open = true;
      } else {
        open = false;
      }
      flush_pending();
      for (const Cell& cell : table.cells) leave_unplaced(cell.lines);
      leave_unplaced(table.stray);
      return;
    }
    bool headless = false;   // rows with labels stand above the first project that the table begins
    for (const TablePart& part : parts) {
      const size_t before = projects.size();
      headless = headless || (part.kind == TablePart::Kind::foreign && !open && !chooser.look(grid, part.row_begin, part.row_end).empty());
      take_part(*matcher, grid, part);
      if (headless && part.kind != TablePart::Kind::listing && projects.size() > before) {
        flag(projects[before], "", "unplaced-text", "rows of the form's table stand above it that the form does not know");
        headless = false;
      }
      if (open) labels_of.back().merge(chooser.look(grid, part.row_begin, part.row_end));
    }
    if (!table.regions.empty()) last_region = table.regions.back();
    if (!table.stray.empty() && !matcher->is_part_of_group(canonical_joined(table.stray))) {
      leave_unplaced(table.stray);
      if (open) flag(projects.back(), "", "unplaced-text", "text inside the table that lies in no cell: " + canonical(table.stray.front().text));
    }
  }

  // True if a cell begins with the name of a second-level indicator, whatever is glued to it.
  bool names_indicators(const TableGrid& grid) const {
    const auto begins = [&](const FormMatcher& matcher, int cell) {
      return std::any_of(matcher.taxonomy().begin(), matcher.taxonomy().end(), [&](const auto& entry) { return grid.text(cell).rfind(entry.first, 0) == 0; });
    };
    for (size_t f = 0; f < forms.size(); ++f) {
      for (int cell = 0; cell < grid.cells(); ++cell) {
        if (begins(matchers.at(f), cell)) return true;
      }
    }
    return false;
  }

  void take_part(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) {
    std::vector<TextLine> lost;
    if (part.kind == TablePart::Kind::foreign) {
      for (int row = part.row_begin; row < part.row_end; ++row) {
        for (int cell : grid.row_cells(row)) {
          if (grid.cell(cell).row == row) append(lost, grid.cell(cell).lines);
        }
      }
      if (open && !lost.empty()) flag(projects.back(), "", "unplaced-text", "rows of the form's table that the form does not know");
      leave_unplaced(lost);
      return;
    }
    const std::optional<int> year_below = matcher.lines().take_year_line(pending);
    std::optional<UnitMatch> unit = matcher.lines().take_unit_line(pending);
    const bool spoilt = !unit && (unit = matcher.lines().take_spoilt_unit_line(pending));
    const std::optional<int> year_above = matcher.lines().take_year_line(pending);
    const std::optional<TitleMatch> title = matcher.lines().take_title(pending);
    for (const std::optional<int>& year : {year_below, year_above, title ? title->year : std::nullopt}) {
      if (year) facts.take_year(*year);
    }
    if (unit && !unit->department.empty()) {
      facts.take_department(unit->department);
      leave_unplaced(unit->lines);
    }
    if (part.kind == TablePart::Kind::listing) {
      take_listing(matcher, grid, part, unit, title);
      return;
    }
    const bool head = part.kind == TablePart::Kind::head;
    const bool again = head && open && starts_again(matcher, grid, part);
    if (head && (!open || unit || title || again)) {
      // Where its first rows were not read as such, they stand among the other form's.
      const bool beheaded = again && !unit && !title && !has_first_label(matcher, grid, part);
      if (beheaded) flag(projects.back(), "", "form-not-read", "rows of the next form stand among this one's, above: " + first_text(grid, part));
      flush_pending();
      begin_project(matcher);
      if (beheaded) flag(projects.back(), "", "form-not-read", "the first rows of this form could not be told from the form above it");
    } else if (!head && (title || (!open && !behind_listing))) {
      // Indicators without a head above them: a form whose head could not be read, and perhaps its title.
      flush_pending();
      begin_project(matcher);
      if (!title) flag(projects.back(), "", "form-not-read", "indicators without the head of their form");
    } else if (!head && !open) {
      // Indicators of no project: nothing says whose they are.
      if (behind_listing) flag(projects.back(), "", "unplaced-text", "indicators behind the listing that could not be joined to it; they may be this project's");
      flush_pending();
      for (int row = part.row_begin; row < part.row_end; ++row) {
        for (int cell : grid.row_cells(row)) {
          if (grid.cell(cell).row == row) append(lost, grid.cell(cell).lines);
        }
      }
      leave_unplaced(lost);
      return;
    } else {
      between_tables();
    }
    ProjectRecord& record = projects.back();
    if (title) set_title(record, *title);
    if (unit) set_unit(record, *unit);
    if (spoilt) {
      const std::string text = "the line above the form could not be read whole: " + canonical_joined(unit->lines);
      for (const char* field : {"/unit", "/budget"}) flag(record, field, "unlikely-text", text);
      leave_unplaced(unit->lines);
    }
    if (head) {
      read_head(matcher, grid, part, record, seen, lost);
    } else {
      read_indicators(matcher, grid, part, part.first_body_row, part.row_end, {}, record, lost);
      // A doubt about the header is one about how many rows there are.
      for (int row = part.row_begin; row < part.first_body_row; ++row) {
        for (int cell : grid.row_cells(row)) flag_doubts(record, "/indicators", grid.cell(cell));
      }
    }
    leave_unplaced(lost);
  }

  // A listing's title, and the line above it, are those of all its projects.
  void take_listing(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const std::optional<UnitMatch>& unit,
                    const std::optional<TitleMatch>& title) {
    flush_pending();
    // It names no project, so that a year in it is the document's.
    static const RE2 year(R"((20\d\d)年)");
    int found = 0;
    if (title && RE2::PartialMatch(title->title, year, &found)) facts.take_year(found);
    std::vector<TextLine> lost;
    const LabelEvidence labels = chooser.look(grid);
    const size_t before = projects.size();
    const std::set<size_t> headless = read_listing(matcher, grid, part, [&]() -> ProjectRecord& {
      begin_project(matcher);
      labels_of.back() = labels;
      ProjectRecord& record = projects.back();
      if (title) set_title(record, *title);
      if (unit) set_unit(record, *unit);
      if (!part.unit.empty()) set_unit(record, {"", "", part.unit, grid.cell(grid.at(part.row_begin, 0)).lines});
      return record;
    }, lost);
    // Rows above all projects are those of one that was not read.
    if (before == 0 && projects.size() > 0 && headless.count(0) > 0 && is_dumped(grid)) {
      begin_project(matcher);
      labels_of.back() = labels;
      if (title) set_title(projects.back(), *title);
      if (unit) set_unit(projects.back(), *unit);
      flag(projects.back(), "", "form-not-read", "rows of the listing stand above its first project");
      std::rotate(projects.begin(), projects.end() - 1, projects.end());
      std::rotate(matcher_of.begin(), matcher_of.end() - 1, matcher_of.end());
    }
    for (const size_t behind : headless) {
      if (before + behind == 0 || before + behind > projects.size()) continue;
      flag(projects[before + behind - 1], "", "unplaced-text", "rows of a listing that belong to no project stand behind it; they may be this one's");
    }
    if (projects.size() == before && is_dumped(grid)) {
      // Its rows are printed all the same; where cells ran into each other, codes and first levels tell how many projects they are.
      take_unread_projects(grid, "no row of the listing could be told from the others", std::max<size_t>(1, first_levels_in(grid, matcher.form())));
    }
    open = false;
    behind_listing = !projects.empty();
    leave_unplaced(lost);
  }

  // True if a few labels are enough: the head was cut by a page break. Its first part stands below a title or a unit
  // line, the others go on with the open project.
  bool is_part_of_head(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const {
    std::vector<TextLine> lines = pending;
    const bool has_unit = matcher.lines().take_unit_line(lines).has_value();
    if (matcher.lines().take_title(lines)) return true;
    return !has_unit && open && &matcher == matcher_of.back() && projects.back().indicators.empty() &&
           !starts_again(matcher, grid, part);
  }

  bool has_first_label(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const {
    for (int row = part.row_begin; row < part.row_end; ++row) {
      for (int cell : grid.row_cells(row)) {
        const auto match = matcher.label(grid, cell);
        if (match && match->field == 0) return true;
      }
    }
    return false;
  }

  // True if the head has a label that the open project already had, so that it is the next project's.
  bool starts_again(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const {
    for (int row = part.row_begin; row < part.row_end; ++row) {
      for (int cell : grid.row_cells(row)) {
        const auto match = matcher.label(grid, cell);
        if (match && seen.count(match->field)) return true;
      }
    }
    return false;
  }

  // Text close below a form's last row may be a part of that row which no ruling closes.
  void flag_text_below_table() {
    if (!open || pending.empty() || !last_region.box || !pending.front().box) return;
    const TextLine& line = pending.front();
    if (line.page != last_region.page || line.box->y0 > last_region.box->y1 + kCloseBelow ||
        line.box->x1 < last_region.box->x0 || line.box->x0 > last_region.box->x1) {
      return;
    }
    flag(projects.back(), "", "unplaced-text", "text close below the form's last row: " + canonical(line.text));
  }

  // Rows that have lost their rulings behind a page break stand there as lines of text: names of indicators tell.
  void flag_indicators_outside() {
    if (!open) return;
    for (const TextLine& line : pending) flag_if_indicator(canonical(line.text));
  }

  void flag_if_indicator(const std::string& text) {
    const auto& taxonomy = matcher_of.back()->form().taxonomy;
    const bool begins = std::any_of(taxonomy.begin(), taxonomy.end(), [&](const TaxonomyEntry& entry) { return text.rfind(entry.level1, 0) == 0; });
    if (!begins && !matcher_of.back()->taxonomy().count(text)) return;
    flag(projects.back(), "/indicators", "unplaced-text", "an indicator's name stands outside the form's table: " + text);
  }

  void flush_pending() {
    flag_text_below_table();
    flag_indicators_outside();
    name_lost_forms();
    give_away(pending);
    pending.clear();
  }

  // A scanned form whose table could not be read has its title among the text. It must not be missing without a word:
  // it becomes a record that says so.
  void name_lost_forms() {
    for (auto it = pending.begin(); it != pending.end(); ++it) {
      const TextLine& line = *it;
      if (line.source != Source::ocr) continue;
      const std::string text = canonical(line.text);
      for (size_t f = 0; f < forms.size(); ++f) {
        const FormMatcher& matcher = matchers.at(f);
        auto title = matcher.lines().match_title(text);
        if (!title || matcher.lines().name_of_title(title->title) == title->title) continue;
        begin_project(matcher);
        ProjectRecord& record = projects.back();
        title->lines = {line};
        set_title(record, *title);
        auto unit = std::next(it) == pending.end() ? std::nullopt : matcher.lines().match_unit_line(canonical(std::next(it)->text));
        if (unit) unit->lines = {*std::next(it)}, set_unit(record, *unit);
        flag(record, "", "form-not-read", "the table below this title could not be read: " + text);
        open = false;
        break;
      }
    }
  }

  // Text between two tables of one project: captions are labels, anything else is the project's and unplaced.
  void between_tables() {
    for (TextLine& line : pending) {
      const std::string text = canonical(line.text);
      if (text.empty() || matcher_of.back()->is_caption(text)) continue;
      flag(projects.back(), "", "unplaced-text", "text between the form's tables: " + text);
      leave_unplaced({line});
    }
    pending.clear();
  }
};

Normalizer::Normalizer(const FormSet& forms, const NormalizeOptions& options)
    : impl_(std::make_unique<Impl>(forms, options)) {}
Normalizer::~Normalizer() = default;

void Normalizer::take(Block&& block) {
  if (auto* line = std::get_if<TextLine>(&block)) {
    impl_->take_line(std::move(*line));
  } else {
    impl_->take_table(std::get<Table>(block));
  }
}

NormalizedDocument Normalizer::finish() {
  Impl& s = *impl_;
  s.flush_pending();
  NormalizedDocument out;
  const std::vector<TextLine> placed = s.stray_codes.place(s.projects);
  weigh_evidence(s.projects, s.matcher_of, s.options.evidence);
  out.facts = s.facts.decide(s.projects);
  for (size_t i = 0; i < s.projects.size(); ++i) {
    ProjectRecord& record = s.projects[i];
    record.index = static_cast<int>(i) + 1;
    for (ScheduleStep& step : record.schedule) step.date = schedule_date(step.label, out.facts.fiscal_year);
    understand_targets(record.indicators, out.facts.fiscal_year);
    for (auto& [key, extra] : record.extra) {
      if (auto* indicators = std::get_if<std::vector<Indicator>>(&extra)) understand_targets(*indicators, out.facts.fiscal_year);
    }
    // On a scan, or in a dump, labels may be lost that another form lacks.
    if (!is_of_scan(record) && !is_of_dump(record)) s.matcher_of[i] = &s.matchers.of_all_tables(*s.matcher_of[i], s.labels_of[i]);
    record.form = s.matchers.fit(*s.matcher_of[i], s.labels_of[i], record.title.has_value());
    if (!record.form.known) {
      flag(record, "", "unknown-form", "no form's definition fits; the nearest is " + record.form.best.name);
    }
    check_record(*s.matcher_of[i], record);
  }
  check_document(s.projects);
  out.overall = s.overall.finish(s.options.evidence);
  out.projects = std::move(s.projects);
  out.unplaced = std::move(s.unplaced);
  // What the title page prints is in `document`.
  std::erase_if(out.unplaced, [&](const TextLine& line) {
    const bool is_placed = std::any_of(placed.begin(), placed.end(), [&](const TextLine& p) { return p.page == line.page && p.box == line.box; });
    return is_placed || s.facts.is_title(line, out.facts);
  });
  return out;
}

}  // namespace budgetlift
