#include "batch/folder_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace budgetlift {

bool FolderLock::is_held(const std::string& folder) {
  const Descriptor file(::open((std::filesystem::path(folder) / "lock").c_str(), O_RDONLY | O_CLOEXEC));
  return file.open() && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

FolderLock::FolderLock(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw std::system_error(error, folder);
  const std::string path = (std::filesystem::path(folder) / "lock").string();
  file_ = Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!file_.open()) throw std::system_error(errno, std::generic_category(), path);
  char text[32] = {};
  if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw std::system_error(errno, std::generic_category(), path);
    const ssize_t n = ::pread(file_.get(), text, sizeof text - 1, 0);
    owner_ = n > 0 ? fmt::format("process {}", std::string(text, static_cast<size_t>(n))) : "another process";
    return;
  }
  const std::string own = std::to_string(::getpid());
  if (::ftruncate(file_.get(), 0) != 0 || ::pwrite(file_.get(), own.data(), own.size(), 0) < 0) throw std::system_error(errno, std::generic_category(), path);
}

}  // namespace budgetlift
