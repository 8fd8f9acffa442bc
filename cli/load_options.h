// Where tables go, as the command line says it: what `extract`, `load` and `batch --load` share.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "load/load_module.h"

namespace budgetlift {

// --bom, --chinese-headings
void add_table_options(CLI::App& command, LoadOptions& options);

// The format of a place that tells it: a connection string of PostgreSQL, .xlsx, .sqlite, .sqlite3, .db. Else "".
std::string format_of_place(const std::string& place);

// A connection string without its password.
std::string shown_place(const std::string& place);

struct LoadRun {
  std::vector<std::string> inputs;   // folders of batches, files of record lines, "-"
  LoadOptions options;
  bool remove_elsewhere = false;
};

// Loads them and says on standard output what came of it, and on standard error what did not. Gives the exit status.
int run_load(const LoadRun& run);

}  // namespace budgetlift
