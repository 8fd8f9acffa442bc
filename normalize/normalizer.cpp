#include "normalize/normalizer.h"

#include <algorithm>
#include <set>

#include "normalize/checks.h"
#include "normalize/date.h"
#include "normalize/draft.h"
#include "normalize/evidence.h"
#include "normalize/facts.h"
#include "normalize/form_match.h"
#include "normalize/head.h"
#include "normalize/indicators.h"
#include "normalize/label_cut.h"
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

// Where a part of a table begins, to find it in print.
std::string first_text(const TableGrid& grid, const TablePart& part) {
  const std::vector<int> cells = grid.row_cells(part.row_begin);
  return cells.empty() ? "" : grid.text(cells.front());
}

void append(std::vector<TextLine>& to, const std::vector<TextLine>& from) { to.insert(to.end(), from.begin(), from.end()); }

}  // namespace

struct Normalizer::Impl {
  Impl(const std::vector<Form>& forms, const NormalizeOptions& o)
      : options(o), overall(forms.front().overall), facts(forms.front()) {
    for (const Form& form : forms) matchers.emplace_back(form);
  }

  NormalizeOptions options;
  std::vector<FormMatcher> matchers;
  OverallReader overall;
  FactsFinder facts;
  std::vector<TextLine> pending;        // running text since the last table, not yet given to anybody
  std::vector<TextLine> unplaced;
  StrayCodes stray_codes;               // among them
  std::vector<ProjectRecord> projects;
  std::vector<const FormMatcher*> matcher_of;   // of each project
  std::set<int> seen;                   // labels met in the open project
  bool open = false;                    // the last project may still get tables
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
    seen.clear();
    open = true;
  }

  // The form that knows most labels of the table; null if none knows enough of them.
  const FormMatcher* best_matcher(const TableGrid& grid, std::vector<TablePart>& parts) {
    const FormMatcher* best = nullptr;
    int most = 0;
    for (const FormMatcher& matcher : matchers) {
      std::vector<TablePart> candidate = matcher.parts(grid);
      int labels = 0;
      for (TablePart& part : candidate) {
        if (part.weak && !is_part_of_head(matcher, grid, part)) part.kind = TablePart::Kind::foreign;
        labels += part.kind == TablePart::Kind::foreign ? 0 : part.labels;
      }
      if (labels > most) {
        most = labels;
        best = &matcher;
        parts = std::move(candidate);
      }
    }
    return best;
  }

  void take_table(const Table& table) {
    const std::optional<Table> cut = cut_at_labels(table, matchers);
    take_forms(cut ? *cut : table);
  }

  void take_forms(const Table& table) {
    const TableGrid grid(table);
    std::vector<Block> cut = cut_at_title(table, grid, matchers);
    for (Block& block : cut) {
      if (auto* line = std::get_if<TextLine>(&block)) take_line(std::move(*line));
      else take_forms(std::get<Table>(block));
    }
    if (!cut.empty()) return;
    std::vector<TablePart> parts;
    const FormMatcher* matcher = best_matcher(grid, parts);
    if (!matcher) {
      // Right behind a form's table, with nothing printed between: part of it that could not be joined.
      if (open && pending.empty()) {
        flag(projects.back(), "", "unplaced-text", "a table behind the form that the form does not know");
      } else {
        open = false;
      }
      flush_pending();
      for (const Cell& cell : table.cells) leave_unplaced(cell.lines);
      leave_unplaced(table.stray);
      return;
    }
    for (const TablePart& part : parts) take_part(*matcher, grid, part);
    if (!table.regions.empty()) last_region = table.regions.back();
    if (!table.stray.empty()) {
      leave_unplaced(table.stray);
      if (open) flag(projects.back(), "", "unplaced-text", "text inside the table that lies in no cell: " + canonical(table.stray.front().text));
    }
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
    std::optional<UnitMatch> unit = matcher.take_unit_line(pending);
    const bool spoilt = !unit && (unit = matcher.take_spoilt_unit_line(pending));
    const std::optional<TitleMatch> title = matcher.take_title(pending);
    const bool head = part.kind == TablePart::Kind::head;
    const bool again = head && open && starts_again(matcher, grid, part);
    if (head && (!open || unit || title || again)) {
      // Where its first rows were not read as such, they stand among the other form's.
      const bool beheaded = again && !unit && !title && !has_first_label(matcher, grid, part);
      if (beheaded) flag(projects.back(), "", "form-not-read", "rows of the next form stand among this one's, above: " + first_text(grid, part));
      flush_pending();
      begin_project(matcher);
      if (beheaded) flag(projects.back(), "", "form-not-read", "the first rows of this form could not be told from the form above it");
    } else if (!head && title) {
      // Indicators under a title of their own: a form whose head could not be read.
      flush_pending();
      begin_project(matcher);
    } else if (!head && !open) {
      // Indicators of no project: nothing says whose they are.
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
      read_indicators(matcher, grid, part, record, lost);
    }
    leave_unplaced(lost);
  }

  // True if a few labels are enough: the head was cut by a page break. Its first part stands below a title or a unit
  // line, the others go on with the open project.
  bool is_part_of_head(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const {
    std::vector<TextLine> lines = pending;
    const bool has_unit = matcher.take_unit_line(lines).has_value();
    if (matcher.take_title(lines)) return true;
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

  void flush_pending() {
    flag_text_below_table();
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
      for (const FormMatcher& matcher : matchers) {
        auto title = matcher.match_title(text);
        if (!title || matcher.name_of_title(title->title) == title->title) continue;
        begin_project(matcher);
        ProjectRecord& record = projects.back();
        title->lines = {line};
        set_title(record, *title);
        auto unit = std::next(it) == pending.end() ? std::nullopt : matcher.match_unit_line(canonical(std::next(it)->text));
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

Normalizer::Normalizer(const std::vector<Form>& forms, const NormalizeOptions& options)
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
    for (Indicator& indicator : record.indicators) {
      if (indicator.target) indicator.target = parse_target(indicator.target->text, out.facts.fiscal_year);
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
