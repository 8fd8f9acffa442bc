#include "batch/new_file.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace budgetlift {
namespace {

constexpr size_t kBuffer = 1 << 18;   // bytes

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

NewFile::NewFile(std::string path) : path_(std::move(path)) {
  file_ = Descriptor(::open((path_ + kSuffix).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file_.open()) fail(path_);
}

void NewFile::add(std::string_view bytes) {
  size_ += static_cast<std::int64_t>(bytes.size());
  buffer_ += bytes;
  if (buffer_.size() >= kBuffer) flush();
}

void NewFile::finish() {
  flush();
  if (::fsync(file_.get()) != 0 || !file_.close()) fail(path_);
}

void NewFile::put_in_place() const {
  if (::rename((path_ + kSuffix).c_str(), path_.c_str()) != 0) fail(path_);
}

void NewFile::remove() const noexcept { ::unlink((path_ + kSuffix).c_str()); }

void NewFile::flush() {
  if (!write_all(file_.get(), buffer_)) fail(path_);
  buffer_.clear();
}

}  // namespace budgetlift
