// Pages' blocks become the document's blocks: tables joined over page breaks, repeated headers removed, cut rows
// rejoined, page furniture set aside.
#pragma once

#include <memory>
#include <vector>

#include "extract/options.h"
#include "extract/reader.h"
#include "schemas/document.h"
#include "schemas/form_set.h"

namespace budgetlift {

class TableJoiner {
 public:
  // `forms` give the labels and the indicator taxonomy, which tell to which row a cut label belongs.
  TableJoiner(const TableOptions& options, const FormSet& forms, BlockSink sink);
  ~TableJoiner();

  // Takes the blocks of the next page. The page's blocks are handed out when the next page is known (a running
  // header shows only then), and a table that ends at the page's foot when it is complete.
  void add(const PageInfo& page, std::vector<Block> blocks);

  // Hands out what is left. Returns the page furniture seen, and the lines of repeated headers and labels.
  std::vector<TextLine> finish();

  // Running headers and footers, each text where it stands first.
  const std::vector<TextLine>& running_lines() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
