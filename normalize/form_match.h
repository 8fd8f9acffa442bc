// Finds a form's labels in tables.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "normalize/form_lines.h"
#include "normalize/table_grid.h"
#include "normalize/table_part.h"
#include "schemas/form.h"

namespace budgetlift {

// A cell that is a label of the form.
struct LabelMatch {
  int field = -1;              // index into Form::fields
  std::string inline_value;    // canonical text after "label：" in the same cell; empty where there is none
  std::string unit;            // of the amounts, behind the label in brackets: "年度资金总额（万元）"
};

// One form, its labels folded and its patterns compiled.
class FormMatcher {
 public:
  explicit FormMatcher(const Form& form);
  ~FormMatcher();
  FormMatcher(FormMatcher&&) noexcept;

  const Form& form() const;
  const FormLines& lines() const;   // around its tables

  // Cuts a table into parts of this form; foreign rows are parts too. Rows are covered without gaps.
  std::vector<TablePart> parts(const TableGrid& grid) const;

  std::optional<LabelMatch> label(const TableGrid& grid, int cell) const;
  bool is_label(const std::string& text) const;   // of a field

  // A label without a value of its own; `unit` is what it names as the unit of the amounts ("项目资金（万元）"), or empty.
  bool is_group(const std::string& text, std::string* unit = nullptr) const;

  // A piece of such a label, as a page break leaves it.
  bool is_part_of_group(const std::string& text) const;
  // True of a cell of the first column, before a label, that holds the beginning of a group's label: a row too low for it cuts off
  // the rest.
  bool begins_group(const TableGrid& grid, int cell) const;

  // The row holds a listing's sums.
  bool is_total_label(const std::string& text) const;

  bool is_caption(const std::string& canonical_text) const;
  bool is_column_label(const std::string& folded_text) const;
  // The side column with this label; null if there is none.
  const FormSideColumn* side_column(const std::string& folded_text) const;

  // The level-2 names known, and the level-1 names under which each belongs.
  const std::unordered_map<std::string, std::vector<std::string>>& taxonomy() const;
  bool knows_level1(const std::string& text) const;

 private:
  std::vector<std::pair<int, int>> shared_labels(const TableGrid& grid, int cell) const;
  bool repeats_labels(const TableGrid& grid, int from, const std::set<int>& seen) const;
  std::optional<TablePart> header_at(const TableGrid& grid, int row) const;
  int field_of(const TableGrid& grid, int cell, const std::vector<int>& fields) const;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
