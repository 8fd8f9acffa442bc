// Page furniture: page numbers, running headers and footers, specks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "extract/options.h"
#include "schemas/document.h"
#include "schemas/form_set.h"

namespace budgetlift {

// Decides for one page after the other which of its lines are furniture. A line may be so only if it stands near
// the head or the foot of the page; never a title or a unit line of a form, never a line that names a unit. Specks that a
// scan left between the lines are furniture wherever they stand.
// What a mark says of a line; 0: it belongs to the document. A speck of a scan is marked like a page number.
inline constexpr char kPageNumber = 1, kRunningLine = 2;

class FurnitureFinder {
 public:
  FurnitureFinder(const TableOptions& options, const FormSet& forms);
  ~FurnitureFinder();

  // Takes the next page and marks its lines, and those of the page before, in `marks` (one for each block). Lines
  // of running text need a second page that shows them, so a page is settled when the next one has been seen.
  void look(const PageInfo& page, const std::vector<Block>& blocks, std::vector<char>& marks,
            std::vector<char>* marks_before);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
