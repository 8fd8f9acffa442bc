// Runs a program the way a user does, for tests that look at its messages, output and exit status.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace budgetlift::test {

struct ProgramOptions {
  std::string stdout_path{};      // where its standard output goes; empty: it is collected
  std::string stderr_path{};      // the same for its messages
  bool closed_pipe = false;       // its standard output is a pipe that nobody reads any more
  bool closed_messages = false;   // it starts without standard error
  long long file_size_limit = 0;  // bytes; writing more fails, as on a full disk; 0: no limit
  int interrupt_after = 0;        // milliseconds until it gets a Ctrl-C; 0: none
  int seconds = 60;               // it is stopped after so long, with exit status -1
};

struct ProgramResult {
  int status = -1;  // exit status; 128 + signal number where a signal ended it
  std::string out;
  std::string err;
};

ProgramResult run_program(const std::vector<std::string>& words, const ProgramOptions& options = {});

// The budgetlift of this build.
ProgramResult budgetlift(std::vector<std::string> arguments, const ProgramOptions& options = {});

// A new empty folder, removed with all in it at the end of its life.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Writes a file into it and gives its path.
  std::string file(const std::string& name, const std::string& bytes) const;

 private:
  std::filesystem::path path_;
};

}  // namespace budgetlift::test
