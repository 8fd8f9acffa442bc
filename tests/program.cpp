#include "tests/program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "tests/support.h"

namespace budgetlift::test {
namespace {

// In the child, between fork and exec: only async-signal-safe calls.
void redirect(int from, int to) {
  if (from >= 0) ::dup2(from, to);
}

void become(char* const* words, int out, int err, const ProgramOptions& options) {
  redirect(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  redirect(out, STDOUT_FILENO);
  redirect(err, STDERR_FILENO);
  if (options.closed_messages) ::close(STDERR_FILENO);
  if (options.file_size_limit > 0) {
    const rlimit limit{static_cast<rlim_t>(options.file_size_limit), static_cast<rlim_t>(options.file_size_limit)};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, SIG_IGN);  // then writing fails with an error instead
  }
  ::alarm(static_cast<unsigned>(options.seconds));
  ::execvp(words[0], words);
  ::_exit(127);
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& words, const ProgramOptions& options) {
  const TemporaryFolder folder;
  const std::string collected = folder.path() / "out";
  const std::string messages = folder.path() / "err";
  int pipe_ends[2] = {-1, -1};
  int out = -1;
  if (options.closed_pipe) {
    if (::pipe(pipe_ends) != 0) throw std::runtime_error("no pipe");
    ::close(pipe_ends[0]);
    out = pipe_ends[1];
  } else {
    const std::string& path = options.stdout_path.empty() ? collected : options.stdout_path;
    out = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  }
  const int err =
      ::open((options.stderr_path.empty() ? messages : options.stderr_path).c_str(), O_WRONLY | O_CREAT, 0600);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);

  const pid_t child = ::fork();
  if (child == 0) become(argv.data(), out, err, options);
  ::close(out);
  ::close(err);
  if (options.interrupt_after > 0) {
    ::usleep(static_cast<useconds_t>(options.interrupt_after) * 1000);
    ::kill(child, SIGINT);
  }
  int status = 0;
  ::waitpid(child, &status, 0);

  ProgramResult result;
  if (WIFEXITED(status)) {
    result.status = WEXITSTATUS(status);
  } else {
    result.status = WTERMSIG(status) == SIGALRM ? -1 : 128 + WTERMSIG(status);
  }
  result.out = read_file(collected);
  result.err = read_file(messages);
  return result;
}

ProgramResult budgetlift(std::vector<std::string> arguments, const ProgramOptions& options) {
  arguments.insert(arguments.begin(), BUDGETLIFT_EXECUTABLE);
  return run_program(arguments, options);
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "budgetlift-test-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::file(const std::string& name, const std::string& bytes) const {
  std::ofstream(path_ / name, std::ios::binary) << bytes;
  return path_ / name;
}

}  // namespace budgetlift::test
