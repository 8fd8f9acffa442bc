// The words of all forms in folded spelling: what tells a header row, a new project and a whole indicator name.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

// Which column of a form's indicator table stands in which columns of a table.
struct FormColumns {
  int header_row = -1;  // the row with the labels
  int header_rows = 1;  // that all of them take
  struct Place {
    int column = 0;    // where its cell begins
    std::string kind;  // FormColumn::kind
  };
  std::vector<Place> places;

  const Place* at(int column) const;

  // Two tables in one, each with second-level names: rows of one may be empty.
  bool side_by_side() const;
};

class FormWords {
 public:
  explicit FormWords(const std::vector<Form>& forms);

  // The last row with most of a form's column labels; nothing if there is none.
  std::optional<FormColumns> find_columns(const Table& table) const;

  // The part begins with a label of a form's head that the table has, too: a project begins here.
  bool starts_again(const Table& table, const Table& part) const;

  // Labels of the row reach down to those of the indicators' columns: they are of a listing's projects.
  bool is_listing_header(const Table& table, int row) const;

  // The row holds at least two labels of a form's head: a project begins here.
  bool is_head_row(const Table& table, int row) const;

  bool is_level1(const std::string& folded_text) const { return level1_.count(folded_text) > 0; }
  bool is_level2(const std::string& folded_text) const { return level2_.count(folded_text) > 0; }

 private:
  // A label of a form: of a field of its head, or of a column of its indicators.
  struct Use {
    size_t form = 0;
    int column = -1;   // index into Form::columns; -1: of a field
  };
  std::unordered_map<std::string, std::vector<Use>> labels_;   // by label_key
  struct Columns {
    std::vector<std::string> kinds;
    int always = 0;   // that the form never lacks
    bool listing = false;
  };
  std::vector<Columns> columns_;   // of each form
  std::unordered_set<std::string> level1_, level2_;
  size_t longest_label_ = 0;  // bytes
};

// The folded text of a cell's lines.
std::string folded_text(const Cell& cell);

// The same as a label is compared.
std::string label_text(const Cell& cell);

}  // namespace budgetlift
