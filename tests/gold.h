// Compares what the program prints with a gold file (corpus/README.md describes its shape).
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace budgetlift::test {

// One field that is not as the gold says, or is flagged though it is.
struct Difference {
  int project = 0;         // 0 based; -1: the overall part
  std::string pointer;     // into the record
  std::string gold;
  std::string got;
  bool flagged = false;    // `review` names the field or one above it
};

struct Comparison {
  int fields = 0;
  std::vector<Difference> wrong;
  std::vector<std::string> needless;   // "PROJECT POINTER REASON" of flags on fields that are right
};

// `document`: what `budgetlift extract FILE -f json` prints.
Comparison compare_with_gold(const nlohmann::json& gold, const nlohmann::json& document);

// "3 wrong of 2300 fields: …", a line a difference; for assertion messages.
std::string describe(const Comparison& comparison);

// True if `review` of the record has an entry for `pointer` or one above it.
bool is_flagged(const nlohmann::json& record, const std::string& pointer);

}  // namespace budgetlift::test
