// A form's labels on a scan: where most of a head are known, the others are where the form prints them.
#pragma once

#include <string>
#include <vector>

#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

class LabelWords {
 public:
  LabelWords(const std::vector<Form>& forms, const WordOptions& options);

  // Parts cells in which labels stand one below the other, because the ruling between them was lost, and writes the form's
  // label into cells that were misread where one is missing; the cell that holds its value gets the doubt `label-unsure`.
  // A line keeps what was read in TextLine::raw. Cells of a text layer are left alone.
  void repair(Table& table) const;

 private:
  // A field of a form's head.
  struct Field {
    std::vector<std::u32string> labels;   // folded
    std::string usual;                    // the first of them as it is printed
    bool required = true;
    bool optional = false;                // the form may lack the label
  };
  struct Head {
    std::vector<Field> fields;            // in printed order
    std::vector<std::u32string> columns;  // labels of the table that ends it, folded
    int required = 0;
  };
  struct Section;

  const Head* head_of(const Table& table) const;
  int field_of(const Head& head, const std::u32string& text) const;
  bool is_column(const Head& head, const Cell& cell) const;
  void part_stacked(const Head& head, Table& table) const;
  std::vector<Section> sections_of(const Head& head, const Table& table) const;
  void join_cut(const Head& head, const Section& section, Table& table) const;
  bool goes_on(const Field& field, const Cell& cell, const Cell& below) const;
  void find_missing(const Head& head, const Section& section, Table& table) const;
  void write(Table& table, size_t cell, const std::string& label) const;

  WordOptions options_;
  std::vector<Head> heads_;
};

}  // namespace budgetlift
