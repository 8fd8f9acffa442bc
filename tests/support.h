// What tests share: where the project's files, its executable and the folder of shared documents are.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace budgetlift::test {

inline std::filesystem::path source_dir() { return BUDGETLIFT_SOURCE_DIR; }

// Folder of documents that are not ours to commit; empty where there is none.
inline std::filesystem::path shared_dir() {
  const char* env = std::getenv("BUDGETLIFT_SHARED");
  std::filesystem::path path = env ? std::filesystem::path(env) : source_dir().parent_path() / "shared";
  return std::filesystem::exists(path / "CONTRACT.md") ? path : std::filesystem::path();
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace budgetlift::test

// First line of a test on shared documents: skipped where there are none, a failure in CI.
#define BUDGETLIFT_NEEDS_SHARED()                                                                  \
  do {                                                                                             \
    if (::budgetlift::test::shared_dir().empty()) {                                                \
      if (std::getenv("CI")) FAIL() << "../shared is missing, and CI must have it";                \
      GTEST_SKIP() << "no ../shared beside the project: real documents are not part of the clone"; \
    }                                                                                              \
  } while (false)
