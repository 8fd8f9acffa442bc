// What a worker may do: read files and compute, within limits; nothing else. The output files are open before.
#pragma once

#include <cstdint>
#include <string>

namespace budgetlift {

// No network, no file opened for writing, none made, moved or removed, no program started: such calls fail. Says why it
// could not be done (the kernel has no seccomp filters); "" if it was.
std::string confine_process();

// Whether confine_process() would work here, without doing it.
bool can_confine();

// From now on the process has no more memory than this for its data (0: no limit), and leaves no core file. What needs more gets none.
void limit_process(std::int64_t memory_bytes);

// Until the next call: no file of the process grows beyond `file_bytes`, and it has `cpu_seconds` more of CPU time (0: no
// limit), after which SIGXCPU ends it.
void limit_document(std::int64_t file_bytes, std::int64_t cpu_seconds);

}  // namespace budgetlift
