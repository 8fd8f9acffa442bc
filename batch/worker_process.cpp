#include "batch/worker_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "batch/worker.h"

namespace budgetlift {
namespace {

Descriptor opened(int descriptor, const std::string& what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return Descriptor(descriptor);
}

// A file without a name. Not every file system knows such files (NFS does not): there it has one for a moment.
int open_scratch(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT)) return file;
  std::string path = (folder / "scratch-XXXXXX").string();
  const int named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(path.c_str());
  return named;
}

// In the child, before the worker's program: only calls that are safe there.
[[noreturn]] void become_worker(char* const* words, const std::array<int, 3>& descriptors, int nothing, pid_t parent) {
  constexpr int kHigh = 64;   // above all that they become
  std::array<int, 3> moved{};
  for (size_t i = 0; i < 3; ++i) {
    moved[i] = ::fcntl(descriptors[i], F_DUPFD_CLOEXEC, kHigh);
    if (moved[i] < 0) ::_exit(kWorkerCannotWrite);
  }
  for (int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, standard);
  for (size_t i = 0; i < 3; ++i) ::dup2(moved[i], kWorkerSocket + static_cast<int>(i));
  // Nothing lives on when the supervisor is killed.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);
  ::execv("/proc/self/exe", words);
  ::_exit(kWorkerCannotWrite);
}

}  // namespace

WorkerProcess::WorkerProcess(const std::vector<std::string>& command, const std::string& folder, std::string file) : file_(std::move(file)) {
  const std::filesystem::path path = std::filesystem::path(folder) / file_;
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) throw std::system_error(errno, std::generic_category(), "socketpair");
  Channel ours(pair[0]);
  const Descriptor theirs(pair[1]);
  const Descriptor output = opened(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644), path.string());
  const Descriptor scratch = opened(open_scratch(path.parent_path()), path.parent_path().string());
  const Descriptor nothing = opened(::open("/dev/null", O_RDWR | O_CLOEXEC), "/dev/null");
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  // Tesseract with several threads in several processes is many times slower than with one in each.
  ::setenv("OMP_THREAD_LIMIT", "1", 1);
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (process_ == 0) become_worker(words.data(), {theirs.get(), output.get(), scratch.get()}, nothing.get(), parent);
  channel_ = std::move(ours);
}

WorkerProcess::~WorkerProcess() {
  if (process_ > 0) wait();
}

void WorkerProcess::set_deadlines(std::optional<Clock::time_point> whole, std::optional<Clock::time_point> page) {
  whole_ = whole;
  page_ = page;
}

std::optional<WorkerProcess::Clock::time_point> WorkerProcess::deadline() const {
  if (!late_.empty()) return std::nullopt;
  if (!whole_ || !page_) return whole_ ? whole_ : page_;
  return std::min(*whole_, *page_);
}

void WorkerProcess::kill_if_late(Clock::time_point now) {
  if (!late_.empty()) return;
  if (whole_ && now >= *whole_) late_ = "it took longer than a document of its size may; split it, or raise --timeout";
  else if (page_ && now >= *page_) late_ = "a page took longer than it may; split the document, or raise --page-timeout";
  if (!late_.empty()) ::kill(process_, SIGKILL);
}

WorkerEnd WorkerProcess::wait() {
  channel_ = Channel();
  // One that has ended keeps its own status; one that only broke off its talk ends now.
  ::kill(process_, SIGKILL);
  int status = 0;
  pid_t ended;
  do ended = ::waitpid(process_, &status, 0);
  while (ended < 0 && errno == EINTR);
  process_ = -1;
  if (!late_.empty()) return {Error{ErrorKind::timed_out, late_}};
  if (WIFEXITED(status)) {
    const int code = WEXITSTATUS(status);
    if (code == 0) return {};
    if (code == kWorkerCannotWrite) return {std::nullopt, true};
    if (code == kWorkerOutOfMemory) return {Error{ErrorKind::out_of_memory, "the document needs more memory than it may have; split it, or raise --memory"}};
    return {Error{ErrorKind::crashed, fmt::format("reading ended with status {}; please report it, with the document if you may", code)}};
  }
  const int signal = WTERMSIG(status);
  if (signal == SIGXCPU) return {Error{ErrorKind::timed_out, "it took more computing time than a document of its size may; split it, or raise --timeout"}};
  // Nobody but the system kills a worker so: its memory was needed.
  if (signal == SIGKILL) return {Error{ErrorKind::out_of_memory, "the system ended the reading, as it does where memory runs out; use fewer --jobs or a larger machine"}};
  return {Error{ErrorKind::crashed, fmt::format("reading ended with signal {} ({}); please report it, with the document if you may", signal, ::strsignal(signal))}};
}

}  // namespace budgetlift
