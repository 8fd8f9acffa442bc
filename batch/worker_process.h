// A worker as its supervisor sees it: a process with a socket, an output file and deadlines.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "batch/protocol.h"

namespace budgetlift {

// Why a worker is no more. `error` has the kinds timed_out, out_of_memory and crashed; nothing if it ended as it should.
struct WorkerEnd {
  std::optional<Error> error;
  bool cannot_write = false;   // its output file: no document is to blame
};

class WorkerProcess {
 public:
  using Clock = std::chrono::steady_clock;

  // Starts `command` (a program and its words) with the descriptors of worker.h; its output goes to `folder`/`file`, which must not
  // be there yet.
  // Throws std::system_error.
  WorkerProcess(const std::vector<std::string>& command, const std::string& folder, std::string file);
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;
  ~WorkerProcess();   // kills it

  Channel& channel() { return channel_; }
  const std::string& file() const { return file_; }   // relative to the folder, as FileRange::file

  // What it is at.
  std::string input;       // "" if it waits for one
  std::string document;    // that it reads now: the input, or a document of an archive
  FileStamp stamp;
  std::string sha256;      // of the document, once known and wanted
  int documents = 0;       // that it has finished

  void set_deadlines(std::optional<Clock::time_point> whole, std::optional<Clock::time_point> page);
  std::optional<Clock::time_point> whole_deadline() const { return whole_; }
  std::optional<Clock::time_point> deadline() const;   // the nearer one
  // Past a deadline it is killed.
  void kill_if_late(Clock::time_point now);
  // Ends it, if it has not ended, and says why it did.
  WorkerEnd wait();

 private:
  pid_t process_ = -1;
  std::string file_;
  Channel channel_;
  std::optional<Clock::time_point> whole_, page_;
  std::string late_;   // which deadline it was killed for
};

}  // namespace budgetlift
