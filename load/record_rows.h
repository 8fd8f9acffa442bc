// A record line becomes rows of tables.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "load/tables.h"

namespace budgetlift {

// What is wrong with a line or a target, in words for people, with what to do. Thrown by everything of this folder.
struct LoadError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The line is no record.
struct RecordError : LoadError {
  using LoadError::LoadError;
};

class RecordMapper {
 public:
  RecordMapper();
  ~RecordMapper();

  // Of the record in every table; documents has its row, with the counts and the digest left open.
  // Throws RecordError where the line is no record of this version: no JSON, a key missing that says which record it is, a
  // value of another type than its column.
  DocumentRows map(std::string_view line);

  // The row of a document's own object ({"path", "sha256", …}).
  TableRow document_row(std::string_view document);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
