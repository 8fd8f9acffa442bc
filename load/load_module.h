// The door of the library that writes tables. It is no part of the program: `load` and the formats that need it load it
// (budgetlift_load.so) when they are asked for, so that reading documents starts without SQL and spreadsheets.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace budgetlift {

struct LoadOptions {
  std::string format{};          // "csv", "datapackage", "xlsx", "sqlite", "postgresql"
  std::string place{};           // file, folder, or connection string; "": standard output (csv alone: the table projects)
  bool anew = true;              // sqlite: the file is written whole or not at all; false: it goes on with what it holds
  bool in_order = false;         // documents come in order of their hashes
  bool byte_order_mark = false;  // csv
  bool chinese_headings = false; // xlsx
  std::int64_t rows_of_sheet = 1048576;   // xlsx: the most that a sheet holds, with its headings; Excel's limit
  std::string schema = "budgetlift";   // postgresql
  std::string program{};         // "budgetlift 0.1.0"
};

enum class Loaded { added, replaced, unchanged, again };   // again: the document came before in this run

struct LoadFacts {
  std::int64_t added = 0, replaced = 0, unchanged = 0, again = 0;   // documents
  std::int64_t differ = 0;                                          // that came again with other records than before
  std::int64_t projects = 0, reviewed = 0;                          // of those added and replaced; with a review
  std::int64_t elsewhere = 0, removed = 0;                          // documents there that did not come this time
};

struct LoadProblem {
  std::string words;        // for people: what is wrong and what to do
  bool of_record = false;   // the line that was given is no record; else the target cannot be written
};
template <typename T>
using LoadResult = tl::expected<T, LoadProblem>;

class Loader {
 public:
  virtual ~Loader() = default;

  // A record, as a line of JSONL. Records of one document come one after the other; they are written together with the
  // document's last one.
  virtual LoadResult<void> record(std::string_view line) = 0;
  // A document's own object; its records, if it has any, follow.
  virtual LoadResult<void> document(std::string_view json) = 0;
  // Ends the last document and puts everything in its place. `remove_elsewhere`: takes documents away that did not come.
  virtual LoadResult<LoadFacts> finish(bool remove_elsewhere) = 0;
  virtual const LoadFacts& facts() const = 0;   // so far
};

inline constexpr unsigned kLoadModuleVersion = 2;
inline constexpr const char* kLoadModuleSymbol = "budgetlift_load_module";

struct LoadModule {
  unsigned version = kLoadModuleVersion;
  LoadResult<std::unique_ptr<Loader>> (*open)(const LoadOptions& options) = nullptr;
};

// lib/budgetlift/budgetlift_load.so, or what BUDGETLIFT_LOAD_LIBRARY names; "" where there is none.
std::string find_load_library();
LoadResult<const LoadModule*> load_load_module();

// Loads the library and opens the target.
LoadResult<std::unique_ptr<Loader>> open_loader(const LoadOptions& options);

}  // namespace budgetlift
