#pragma once

#include <string>
#include <string_view>

#include "schemas/error.h"

namespace budgetlift {

// SHA-256 of a file's bytes as lower-case hex, read in pieces. Errors: not_found.
Expected<std::string> sha256_of_file(const std::string& path);

// The same of a text.
std::string sha256_of(std::string_view bytes);

}  // namespace budgetlift
