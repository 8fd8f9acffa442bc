// One function a command; each adds its options to the command line and says what runs.
#pragma once

#include <CLI/CLI.hpp>

namespace budgetlift {

// Each sets `status` to the exit status when its command was chosen.
void add_extract(CLI::App& app, int& status);
void add_batch(CLI::App& app, int& status);
void add_batch_worker(CLI::App& app, int& status);   // what batch starts; not in the help
void add_merge(CLI::App& app, int& status);
void add_load(CLI::App& app, int& status);
void add_tables(CLI::App& app, int& status);
void add_check(CLI::App& app, int& status);
void add_schema(CLI::App& app, int& status);
void add_doctor(CLI::App& app, int& status);
void add_manual(CLI::App& app, int& status);         // man page and completions, for the build; not in the help

}  // namespace budgetlift
