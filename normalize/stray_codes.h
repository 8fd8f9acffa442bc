// Project codes that stand in a form but in no cell of their own.
#pragma once

#include <vector>

#include "schemas/document.h"
#include "schemas/record.h"

namespace budgetlift {

// Where a scan has lost the rulings around a code it stands among the text that belongs to nobody. It is known by its shape
// and proved by its check character, so it can be given to the one form on its page that lacks its code.
class StrayCodes {
 public:
  // Text of scans that belongs to nobody, in printed order. What is no code is forgotten.
  void take(const std::vector<TextLine>& lines);

  // Gives codes to projects that lack one, each named in `review`; returns the lines, or parts of lines, that they were printed
  // on.
  std::vector<TextLine> place(std::vector<ProjectRecord>& projects) const;

 private:
  struct Begun {
    std::vector<TextLine> lines;   // of the code as far as it is read
    int passed = 0;                // lines since then
  };

  std::vector<Begun> codes_;
};

}  // namespace budgetlift
