// What others may take from a batch's folder.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace budgetlift {

// The path of the records that the folder's last finished run has written. Errors, in words with what to do: the folder is no
// batch's, no run has finished, or the file is not as it was written.
tl::expected<std::string, std::string> finished_records(const std::string& folder);

}  // namespace budgetlift
