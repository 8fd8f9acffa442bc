#include "cli/output.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <unistd.h>

namespace budgetlift {

Output::Output(std::string path) : path_(std::move(path)) {
  if (path_.empty()) return;
  struct stat status {};
  const bool device = ::stat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  // A device or pipe cannot be replaced by renaming a file over it; it is written as it stands.
  temporary_ = device ? "" : fmt::format("{}.{}.part", path_, ::getpid());
  errno = 0;
  auto file = std::make_unique<std::ofstream>(device ? path_ : temporary_, std::ios::binary | std::ios::trunc);
  if (!*file) problem_ = fmt::format("cannot be written ({}); check the folder and its permissions", std::strerror(errno));
  file_ = std::move(file);
}

Output::~Output() {
  if (!committed_ && !temporary_.empty()) {
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
  }
}

std::ostream& Output::stream() { return file_ ? *file_ : std::cout; }

bool Output::good() const { return problem_.empty() && (file_ ? file_->good() : std::cout.good()); }

bool Output::flush() {
  if (!problem_.empty()) return false;
  errno = 0;
  stream().flush();
  if (!stream()) {
    problem_ = fmt::format("cannot be written whole ({}); {}", errno ? std::strerror(errno) : "write error",
                           errno == EPIPE ? "the program that reads it has ended" : "free some space or choose another place");
    return false;
  }
  return true;
}

bool Output::commit() {
  if (!flush()) return false;
  file_.reset();
  if (temporary_.empty()) return committed_ = true;
  std::error_code error;
  std::filesystem::rename(temporary_, path_, error);
  if (error) {
    problem_ = fmt::format("cannot be put in place ({})", error.message());
    return false;
  }
  return committed_ = true;
}

}  // namespace budgetlift
