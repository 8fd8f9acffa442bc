// Any bytes as what a worker says that somebody has taken over; and any names in lists and records.
#include "batch/input_walk.h"
#include "batch/protocol.h"
#include "batch/record_line.h"
#include "batch/tsv.h"
#include "normalize/json_writer.h"
#include "tests/fuzz/targets.h"

#include <algorithm>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace budgetlift::fuzz {

void batch_messages(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMost = 60000;   // what a socket takes without a reader
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return;
  Channel worker(pair[0]);
  (void)!::write(pair[1], data, std::min(size, kMost));
  ::close(pair[1]);
  while (worker.receive()) {}

  std::istringstream list{std::string(text_of(data, size))};
  std::size_t listed = 0;
  const bool zeros = text_of(data, size).find('\0') != std::string_view::npos;
  each_listed(list, [&](const std::string& path) {
    promise(!path.empty() && path.find(zeros ? '\0' : '\n') == std::string::npos, "a listed path is one path");
    listed += path.size();
  });
  const auto ends = std::count_if(data, data + size, [&](std::uint8_t c) { return c == (zeros ? '\0' : '\n') || c == '\r'; });
  promise(listed <= size && listed + static_cast<std::size_t>(ends) >= size, "a list loses nothing but its ends");

  const std::string name(text_of(data, size));
  const std::string cell = tsv_cell(name);
  promise(cell.find_first_of("\t\n\r") == std::string::npos && cell.size() >= name.size(), "a cell is one cell and loses nothing");
  const std::string json = JsonWriter().text(name).str();
  const std::string line = R"({"record_version":1,"document":{"path":"","sha256":"0"},"title":"\"path\":\"\""})";
  promise(with_path(with_path(line, json), "\"\"") == line, "a path that was put in can be taken out");
}

}  // namespace budgetlift::fuzz
