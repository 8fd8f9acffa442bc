// The documents inside an archive (.zip, .tar and its compressed kinds, .7z, .rar), unpacked one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "batch/limits.h"
#include "schemas/error.h"

namespace budgetlift {

class Archive {
 public:
  // Errors: not_found, not_a_document (no archive of a known kind), damaged.
  static Expected<Archive> open(const std::string& path, const BatchLimits& limits);

  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

  struct Member {
    std::string name;             // UTF-8 where it can be told
    std::optional<Error> error;   // encrypted, too_large, damaged: why it is not there
  };
  // The next document, by its name, written into `file` (an open descriptor, emptied first); nothing at the archive's
  // end. Errors end the archive: damaged, too_large (a bomb).
  Expected<std::optional<Member>> next(int file);

 private:
  struct Impl;
  explicit Archive(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace budgetlift
