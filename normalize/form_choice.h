// Which of many forms the labels of a table or of a record are.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "normalize/table_grid.h"
#include "schemas/form.h"
#include "schemas/record.h"

namespace budgetlift {

// Labels that some form knows, each once: numbers of a FormChooser's own.
using LabelEvidence = std::set<int>;

// A form's fit to the evidence, 0..1. `known`: share of the labels that the form knows. `score`: the harmonic mean of that and of the
// share of the form's own labels (those it never lacks) that were found. A form whose head and indicators are two tables is measured
// by what one of them can show.
struct FormRank {
  size_t form = 0;     // index into the forms
  double score = 0;
  double known = 0;
  double least = 0;    // the lesser share of its fields' and of its columns' labels that were found
  int labels = 0;      // that it knows
  int own = 0;         // labels that it never lacks
};

// An index over the labels of all forms, so that a table costs the same however many forms there are.
class FormChooser {
 public:
  explicit FormChooser(const std::vector<Form>& forms);

  LabelEvidence look(const TableGrid& grid) const { return look(grid, 0, grid.rows()); }
  // Of the cells that begin in rows [row_begin, row_end).
  LabelEvidence look(const TableGrid& grid, int row_begin, int row_end) const;

  // All forms, the best first; among equals the one given first.
  std::vector<FormRank> rank(const LabelEvidence& evidence) const;

  // The form that fits best of those that read every label as `form` does; `form` itself among equals.
  size_t best_alike(const LabelEvidence& evidence, size_t form) const;

  // How well `form` fits beside the others; `titled`: its title is printed.
  FormFit fit(const LabelEvidence& evidence, size_t form, bool titled) const;

 private:
  enum class Part { field, column, group };
  struct Use {
    size_t form = 0;
    Part part = Part::field;
    int item = 0;          // of the form's fields or columns
    bool always = false;   // the form never lacks it
    std::string key;       // of the field or column
  };
  bool reads_alike(const LabelEvidence& evidence, size_t a, size_t b) const;
  void add(const std::string& label, const Use& use);

  struct FormSize {
    std::string name;
    bool listing = false;
    int fields = 0, columns = 0;   // that it never lacks
  };
  std::vector<FormSize> forms_;
  std::unordered_map<std::string, int> labels_;   // by label_key
  std::vector<std::vector<Use>> uses_;            // of each label
  size_t longest_ = 0;                            // bytes of a label
};

}  // namespace budgetlift
