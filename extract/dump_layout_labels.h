// Printed labels of forms in a dump that keeps columns: in one piece, over several lines, or a character a line.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/dump_layout_text.h"
#include "extract/dump_level_names.h"
#include "schemas/form.h"

namespace budgetlift {

// What a label may be, over all forms.
enum LayoutUse : unsigned {
  kFieldLabel = 1,      // of a field of a form's head
  kGroupLabel = 2,      // without a value of its own
  kColumnLabel = 4,     // of a column of the indicators
  kRowsLabel = 8,       // of a column of a table inside a head
  kTotalLabel = 16,     // of the row of totals of such a table
  kListingLabel = 32,   // of a field of a listing
  kBlockLabel = 64,     // above the columns of one of two tables side by side
  kSumLabel = 128,      // what a listing's row of sums begins with
};

// A label as it is printed.
struct LayoutLabel {
  unsigned uses = 0;
  std::string kind;     // FormField::kind or FormColumn::kind
  std::string column;   // FormColumn::key
  std::string own;      // FormField::key of a listing; "group" without a value of its own
  std::vector<const LayoutPiece*> pieces;   // from the top down
  int first = 0, last = 0;                  // printed lines
  int begin = 0, end = 0;                   // columns

  double center() const { return (begin + end) / 2.0; }
};

class LabelWordsOfForms {
 public:
  explicit LabelWordsOfForms(const std::vector<Form>& forms);

  // The labels among the pieces of lines [first, last) that have one of `uses`, by their first line, from left to right; the longest
  // one where several begin at a piece. No piece is in two.
  std::vector<LayoutLabel> find(const LayoutText& text, int first, int last, unsigned uses) const;
  // A group's label that stands in parts along the left edge of lines [first, last), on one page or over more; empty where none does.
  std::vector<const LayoutPiece*> along_edge(const LayoutText& text, int first, int last) const;
  // Whether `below` is a field's label under `above` in a listing.
  bool is_under(const LayoutLabel& above, const LayoutLabel& below) const;
  bool is_sum(const LayoutPiece& piece) const;
  // Where labels of columns that a piece is made of begin behind its own begin; empty where it is not of such labels alone.
  std::vector<size_t> cuts(const std::u32string& key) const;
  // Whether some columns' labels stand on the line (as printed) and little else, or one of them alone.
  bool is_header(const std::string& line) const;

 private:
  struct Word {
    unsigned uses = 0;
    std::string kind, column, own;
  };
  void add(const std::string& label, unsigned use, const std::string& kind, const std::string& column);
  const Word* word(const std::u32string& key, unsigned uses) const;
  bool begins(const std::u32string& key) const;
  struct Search;

  std::unordered_map<std::u32string, Word> words_;
  std::unordered_set<std::u32string> beginnings_;
};

}  // namespace budgetlift
