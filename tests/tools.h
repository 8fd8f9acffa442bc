// Tests with programs that are not part of the build: skipped where they are missing, a failure in CI.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

namespace budgetlift::test {

// The path of a program of PATH; "" where there is none.
inline std::string find_tool(const std::string& name) {
  std::istringstream folders(std::getenv("PATH") ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code error;
    if (std::filesystem::exists(folder + "/" + name, error)) return folder + "/" + name;
  }
  return "";
}

}  // namespace budgetlift::test

#define BUDGETLIFT_NEEDS(there, what)                                                             \
  do {                                                                                            \
    if (!(there)) {                                                                               \
      if (std::getenv("CI")) FAIL() << what << " is missing, and CI must have it";                \
      GTEST_SKIP() << what << " is missing; setup/install load brings it";                        \
    }                                                                                             \
  } while (false)

#define BUDGETLIFT_NEEDS_TOOL(name) BUDGETLIFT_NEEDS(!::budgetlift::test::find_tool(name).empty(), name)
