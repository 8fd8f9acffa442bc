// Bytes as a file that has a path but no place on a disk.
#pragma once

#include <string>
#include <string_view>
#include <sys/mman.h>

#include "batch/descriptor.h"

namespace budgetlift::fuzz {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : file_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    write_all(file_.get(), bytes);
  }

  int descriptor() const { return file_.get(); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor()); }

 private:
  Descriptor file_;
};

}  // namespace budgetlift::fuzz
