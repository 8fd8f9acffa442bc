// Pages' blocks become the document's blocks: tables joined over page breaks, repeated headers removed, cut rows
// rejoined, page furniture set aside.
#pragma once

#include <vector>

#include "extract/options.h"
#include "extract/reader.h"
#include "schemas/document.h"
#include "schemas/form.h"

namespace budgetlift {

class TableJoiner {
 public:
  // `forms` give the indicator taxonomy, which tells to which row a cut label belongs. References must outlive this.
  TableJoiner(const TableOptions& options, const std::vector<Form>& forms, BlockSink sink);

  // Takes the blocks of the next page. A table that ends at the page's foot is kept until it is complete.
  void add(const PageInfo& page, std::vector<Block> blocks);

  // Hands out what is left. Returns the page furniture seen.
  std::vector<TextLine> finish();

 private:
  const TableOptions& options_;
  const std::vector<Form>& forms_;
  BlockSink sink_;
};

}  // namespace budgetlift
