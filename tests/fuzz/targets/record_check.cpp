// Records as `budgetlift check` meets them, written by anyone.
#include "normalize/schema_check.h"
#include "tests/fuzz/targets.h"

#include <sstream>
#include <string>

namespace budgetlift::fuzz {

void record_check(const std::uint8_t* data, std::size_t size) {
  std::istringstream records{std::string(text_of(data, size))};
  for (const SchemaProblem& problem : check_records(records)) {
    promise(!problem.message.empty() && problem.message.find('\n') == std::string::npos,
            "a problem is said in one line");
  }
}

}  // namespace budgetlift::fuzz
