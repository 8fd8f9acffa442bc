#include "normalize/listing.h"

#include <algorithm>
#include <map>
#include <set>

#include "normalize/code.h"
#include "normalize/draft.h"
#include "normalize/head.h"
#include "normalize/indicators.h"

namespace budgetlift {
namespace {

class ListingReader {
 public:
  ListingReader(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, std::vector<TextLine>& unplaced)
      : matcher_(matcher), grid_(grid), part_(part), unplaced_(unplaced) {
    for (int place : part.fields) {
      if (place >= 0) own_columns_.push_back(place);
    }
  }

  std::set<size_t> read(const std::function<ProjectRecord&()>& begin) {
    size_t begun = 0;
    std::set<size_t> headless;
    const std::function<ProjectRecord&()> begin_project = [&]() -> ProjectRecord& {
      ++begun;
      return begin();
    };
    int row = part_.first_body_row;
    while (row < part_.row_end) {
      const bool total = is_total_row(row);
      if (total || !begins_project(row)) {
        if (!total && !is_blank(row)) headless.insert(begun);
        leave(row++);
        continue;
      }
      int end = row + 1;
      while (end < part_.row_end && !begins_project(end) && !is_total_row(end)) ++end;
      ProjectRecord& record = begin_project();
      read_fields(row, end, record);
      read_indicators(matcher_, grid_, part_, row, end, own_columns_, record, unplaced_);
      name_swallowed(row, end, record, begin_project);
      row = end;
    }
    return headless;
  }

 private:
  bool is_blank(int row) const {
    const std::vector<int> cells = grid_.row_cells(row);
    return std::all_of(cells.begin(), cells.end(), [&](int cell) { return grid_.text(cell).empty(); });
  }

  // What tells one project from the next, the surest first. A page break cannot cut a number in two; but two projects may have the same
  // amount, and a unit's cell may be merged over its projects.
  const FormField* telling_field() const {
    for (const char* key : {"/extra/sequence", "/project/code", "/budget/total", "/project/name"}) {
      const std::vector<FormField>& fields = matcher_.form().fields;
      for (size_t f = 0; f < fields.size(); ++f) {
        if (fields[f].key == key && part_.fields[f] >= 0) return &fields[f];
      }
    }
    return nullptr;
  }

  bool begins_project(int row) const {
    const FormField* field = telling_field();
    const int column = field ? part_.fields[static_cast<size_t>(field - matcher_.form().fields.data())] : -1;
    const int cell = field ? grid_.at(row, column) : -1;
    if (cell < 0 || grid_.cell(cell).row != row) return false;
    if (grid_.text(cell).empty()) return field->key == "/extra/sequence" && has_lost_code(row);
    if (row == part_.first_body_row) return true;
    const int above = grid_.at(row - 1, column);
    // Printed again in each of its rows, where the cells are not merged.
    if (above >= 0 && grid_.text(above) == grid_.text(cell)) return false;
    // Most of the other cells go on where a page end cuts this one in two.
    const bool wraps = field->key == "/project/name" || (field->key == "/project/code" && !cell_is_whole_code(cell));
    if (!wraps || above < 0 || grid_.cell(above).page == grid_.cell(cell).page) return true;
    int begin = 0, go_on = 0;
    for (int own : own_columns_) {
      const int one = grid_.at(row, own);
      const bool begins = one >= 0 && grid_.cell(one).row == row && !grid_.text(one).empty();
      ++(begins ? begin : go_on);
    }
    return begin > go_on;
  }

  // A dump's reader may have taken several projects for one: each has a code, and a first level is printed once in each.
  void name_swallowed(int begin, int end, ProjectRecord& record, const std::function<ProjectRecord&()>& begin_project) const {
    std::set<int> seen;
    std::set<std::string> codes;
    bool of_dump = false;
    for (int row = begin; row < end; ++row) {
      for (int cell : grid_.row_cells(row)) {
        if (!seen.insert(cell).second) continue;
        for (const TextLine& line : grid_.cell(cell).lines) {
          of_dump = of_dump || line.source == Source::text_dump;
          if (line.source == Source::text_dump && shows_code(line.text)) codes.insert(line.text);
        }
      }
    }
    const size_t rounds = of_dump ? rounds_of_levels(record.indicators) : 0;
    const size_t projects = std::max(codes.size(), rounds);
    if (projects < 2) return;
    const std::string count = std::to_string(projects) + " projects";
    flag(record, "", "form-not-read", codes.size() >= rounds ? "its texts hold the codes of " + count : "its first levels are those of " + count);
    for (size_t n = 1; n < projects; ++n) flag(begin_project(), "", "form-not-read", "it stands among the texts of the project before it");
  }

  // How often a first level begins, of the one that does most often.
  static size_t rounds_of_levels(const std::vector<Indicator>& indicators) {
    std::map<std::string, size_t> begun;
    std::string last;
    size_t out = 0;
    for (const Indicator& indicator : indicators) {
      const std::string level = indicator.level1.value_or("");
      if (!level.empty() && level != last) out = std::max(out, ++begun[level]);
      if (!level.empty()) last = level;
    }
    return out;
  }

  // Whether a dump's reader says that a project begins there whose number it did not find.
  bool has_lost_code(int row) const {
    for (int column : own_columns_) {
      const int cell = grid_.at(row, column);
      if (cell >= 0 && grid_.cell(cell).row == row && is_lost(grid_.cell(cell)) && cell_is_whole_code(cell)) return true;
    }
    return false;
  }

  static bool is_lost(const Cell& cell) {
    return std::any_of(cell.doubts.begin(), cell.doubts.end(), [](const Doubt& doubt) { return doubt.reason == "form-not-read"; });
  }

  bool cell_is_whole_code(int cell) const { return check_code(grid_.text(cell)).result == CodeCheck::Result::valid; }

  bool is_total_row(int row) const {
    for (int cell : grid_.row_cells(row)) {
      if (grid_.cell(cell).row == row && !grid_.text(cell).empty()) return matcher_.is_total_label(grid_.text(cell));
    }
    return false;
  }

  void leave(int row) {
    for (int cell : grid_.row_cells(row)) {
      if (grid_.cell(cell).row == row) unplaced_.insert(unplaced_.end(), grid_.cell(cell).lines.begin(), grid_.cell(cell).lines.end());
    }
  }

  // A project that was not read is in doubt as a whole.
  static void take_doubts(ProjectRecord& record, const std::string& key, const Cell& cell) {
    flag_doubts(record, is_lost(cell) ? "" : key, cell);
  }

  void read_fields(int begin, int end, ProjectRecord& record) {
    const std::vector<FormField>& fields = matcher_.form().fields;
    for (size_t f = 0; f < fields.size(); ++f) {
      if (part_.fields[f] < 0) continue;
      record.labelled.insert(fields[f].key);
      FieldValue value;
      std::set<int> cells;
      for (int row = begin; row < end; ++row) {
        const int cell = grid_.at(row, part_.fields[f]);
        if (cell < 0 || !cells.insert(cell).second) continue;
        const Cell& c = grid_.cell(cell);
        if (grid_.text(cell).empty()) {
          if (row == begin) take_doubts(record, fields[f].key, c);
          continue;
        }
        // A unit's cell may be merged over all its projects.
        if (!value.text.empty() && value.text == grid_.text(cell)) continue;
        take_doubts(record, fields[f].key, c);
        // On the next page it is the rest of the cell that the page break cuts.
        const bool cut = !value.lines.empty() && c.page > value.lines.back().page;
        if (!value.text.empty() && !cut) flag(record, fields[f].key, "several-cells", "the project has more than one text in this column");
        value.lines.insert(value.lines.end(), c.lines.begin(), c.lines.end());
        value.text += grid_.text(cell);
        if (c.box) value.width = c.box->width();
      }
      set_value(fields[f], value, record);
    }
  }

  const FormMatcher& matcher_;
  const TableGrid& grid_;
  const TablePart& part_;
  std::vector<TextLine>& unplaced_;
  std::vector<int> own_columns_;   // of the project's own fields
};

}  // namespace

std::set<size_t> read_listing(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const std::function<ProjectRecord&()>& begin_project,
                              std::vector<TextLine>& unplaced) {
  return ListingReader(matcher, grid, part, unplaced).read(begin_project);
}

}  // namespace budgetlift
