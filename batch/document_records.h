// One document from its bytes to its records: what `extract` and the workers of `batch` share.
#pragma once

#include <string>
#include <vector>

#include "extract/reader.h"
#include "normalize/normalizer.h"

namespace budgetlift {

struct DocumentRecords {
  DocumentInfo info;
  NormalizedDocument document;
};

// Reads and normalizes. `keep_unplaced`: also the text that is in no record. Errors: those of read_document.
Expected<DocumentRecords> read_records(const std::string& path, const ReadOptions& options, const FormSet& forms, bool keep_unplaced);

// A readable document that holds none.
Error no_records_warning();

// The kinds of trouble that pages of a document had, each with their numbers in its message; empty if there was none.
std::vector<Error> unread_pages(const DocumentInfo& info);

}  // namespace budgetlift
