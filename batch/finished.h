// What others may take from a batch's folder.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace budgetlift {

struct BatchOutput {
  std::string records;   // path of the records that it has written
  std::string missing;   // in words: why they are not of all its inputs; "" if they are
  std::string remedy;    // what to do then
};

// Errors, in words with what to do: the folder is no batch's, no run has written records, or the file is not as it was written.
tl::expected<BatchOutput, std::string> batch_output(const std::string& folder);

}  // namespace budgetlift
