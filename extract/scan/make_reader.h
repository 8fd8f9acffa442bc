// The reader of scanned pages, made.
#pragma once

#include <memory>

#include "extract/scan_reader.h"

namespace budgetlift {

// Loads the models of options.models_dir. Errors: not_found, with what to install in the message.
Expected<std::unique_ptr<ScanReader>> make_scan_reader(const ScanOptions& options);

}  // namespace budgetlift
