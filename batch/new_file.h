// A file that is written beside its place and put there whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "batch/descriptor.h"

namespace budgetlift {

class NewFile {
 public:
  static constexpr const char* kSuffix = ".new";   // while it is not in its place

  // Throws std::system_error that names the path, as all below.
  explicit NewFile(std::string path);

  std::int64_t size() const { return size_; }   // bytes
  void add(std::string_view bytes);
  void finish();   // all of it is on the disk, though not in its place
  void put_in_place() const;
  void remove() const noexcept;   // what is not in its place

 private:
  void flush();

  std::string path_, buffer_;
  Descriptor file_;
  std::int64_t size_ = 0;
};

}  // namespace budgetlift
