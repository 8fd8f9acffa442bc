// A unit's name with the code that may be printed with it.
#pragma once

#include <string>

namespace budgetlift {

struct UnitName {
  std::string code;   // empty where none is printed
  std::string name;
};

// "[312001]某局", "312001-某局", "312001 某局", "某局（312001）", "某局-312001", "某局". `canonical_text` whole is the name where no code can
// be told from it.
UnitName split_unit(const std::string& canonical_text);

}  // namespace budgetlift
