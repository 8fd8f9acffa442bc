// Folders of several batches (shards on several machines) become one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "batch/batch.h"

namespace budgetlift {

// Two folders that do not agree on a document or an input; the first folder's word holds, but what was read holds over
// what failed.
struct MergeConflict {
  std::string path;      // of the input
  std::string sha256;    // of the document; "" where the input itself has other content
  std::string words;     // what each folder says
};

// Puts the documents and inputs of `folders` into `out`, which may hold some already, and writes its output. A folder
// that is no finished batch is an error, in words; so is an `out` in use. Conflicts go to `take`, in no order.
tl::expected<BatchFacts, std::string> merge_batches(const std::vector<std::string>& folders, const std::string& out,
                                                    const std::function<void(const MergeConflict&)>& take);

}  // namespace budgetlift
