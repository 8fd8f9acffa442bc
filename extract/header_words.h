// A form's column headers on a scan: where most of a row are known and stand in the form's order, so do the others.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

// Writes a form's label over what was read in the cell; the line keeps that in TextLine::raw. `certain`: 0..1, of the label.
void write_label(Cell& cell, const std::string& label, double certain);

class HeaderWords {
 public:
  HeaderWords(const std::vector<Form>& forms, const WordOptions& options);

  // Cuts rows in which a header and the text above or below it run together, because the ruling between them was lost.
  void cut_out(Table& table) const;

  // Writes the form's label into cells of a header row that were read otherwise and without certainty. A line keeps what
  // was read in TextLine::raw. Rows of a text layer are left alone.
  void repair(Table& table) const;

 private:
  struct Stack;

  std::optional<Stack> stack_of(const std::vector<FormColumn>& columns, const std::vector<Cell*>& cells) const;
  void cut_row(Table& table, int row, double y) const;
  bool is_smeared(const std::vector<FormColumn>& columns, const std::vector<Cell*>& cells) const;
  void part_twins(const std::vector<FormColumn>& columns, const std::vector<Cell*>& cells, std::vector<std::string>& texts) const;

  WordOptions options_;
  std::vector<std::vector<FormColumn>> orders_;   // of each form
};

}  // namespace budgetlift
