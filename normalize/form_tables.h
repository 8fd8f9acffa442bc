// Tables become parts of projects: which form a table is of, where one project ends and the next begins.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "normalize/document_draft.h"
#include "normalize/form_match.h"
#include "normalize/table_grid.h"
#include "normalize/table_part.h"
#include "schemas/document.h"

namespace budgetlift {

class FormTables {
 public:
  // `draft` gets the projects; it must outlive this.
  explicit FormTables(DocumentDraft& draft) : draft_(draft) {}

  // The next table in reading order.
  void take(const Table& table);

 private:
  // A table as a form's definition cuts it; no parts if the form knows none of it.
  struct Cut {
    const FormMatcher* matcher = nullptr;
    std::vector<TablePart> parts;
  };
  // What stands above a part of a table.
  struct Heading {
    std::optional<TitleMatch> title;
    std::optional<UnitMatch> unit;
    bool spoilt = false;   // the unit's line could not be read whole
  };

  // ---- tables
  void take_read(const Table& table);
  void take_forms(const Table& table);
  void take_unknown(const Table& table, const TableGrid& grid, bool has_labels);
  void take_unread(const Cell& cell);
  void take_unread_projects(const TableGrid& grid, const std::string& why, size_t least = 1);
  std::vector<const FormMatcher*> likely_forms(const LabelEvidence& labels, const Table& table) const;
  Cut cut(const Table& table, const TableGrid& grid, const LabelEvidence& labels, const std::vector<const FormMatcher*>& likely) const;
  std::vector<TablePart> parts_of(const FormMatcher& matcher, const TableGrid& grid) const;
  bool shows_labelled_code(const TableGrid& grid) const;   // a label and a project's code among its cells

  // ---- their parts
  void take_part(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part);
  void take_foreign(const TableGrid& grid, const TablePart& part);
  void take_listing(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const Heading& heading);
  Heading take_heading(const FormMatcher& matcher);
  bool find_project(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part, const Heading& heading);
  void set_heading(const Heading& heading, ProjectRecord& record);
  bool is_part_of_head(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const;
  bool has_first_label(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const;
  bool starts_again(const FormMatcher& matcher, const TableGrid& grid, const TablePart& part) const;

  DocumentDraft& draft_;
};

}  // namespace budgetlift
