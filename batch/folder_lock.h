#pragma once

#include <string>

#include "batch/descriptor.h"

namespace budgetlift {

// A folder is written by one process at a time; the lock goes with the process, however it ends.
class FolderLock {
 public:
  // Makes the folder if it is not there. Throws std::system_error where that, or its lock file, cannot be.
  explicit FolderLock(const std::string& folder);

  // Whether a process has it.
  static bool is_held(const std::string& folder);

  bool held() const { return owner_.empty(); }
  const std::string& owner() const { return owner_; }   // "process 123" where it is not held

 private:
  Descriptor file_;
  std::string owner_;
};

}  // namespace budgetlift
