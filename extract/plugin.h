// Libraries of the program that are loaded when they are first needed (scans, tables of other systems), so that it starts
// without what they link.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace budgetlift {

std::filesystem::path folder_of_program();

// The first of the places that is there, or "".
std::string first_existing(const std::vector<std::filesystem::path>& places);

// `chosen`, else what the environment's `variable` names; with either no other place is looked at: the bool says so.
std::pair<std::string, bool> asked_for(const std::string& chosen, const char* variable);

// The path of lib/budgetlift/`file`, beside the program or where it was installed; "" where there is none.
std::string find_plugin(const std::string& file, const std::string& chosen, const char* variable);

// Loads the library, for good, and gives the address of its `symbol`. Errors: the loader's words.
tl::expected<const void*, std::string> load_symbol(const std::string& path, const char* symbol);

}  // namespace budgetlift
