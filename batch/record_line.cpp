#include "batch/record_line.h"

#include <algorithm>

namespace budgetlift {

std::pair<size_t, size_t> place_of_path(std::string_view line) {
  // {"record_version":1,"document":{"path":"…", …: the first key of the second object.
  constexpr std::string_view kKey = "\"path\":\"";
  const size_t key = line.find(kKey);
  if (key == line.npos) return {line.size(), line.size()};
  const size_t begin = key + kKey.size() - 1;
  size_t end = begin + 1;
  while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
  return {begin, std::min(end + 1, line.size())};
}

std::string with_path(std::string_view line, const std::string& json_path) {
  const auto [begin, end] = place_of_path(line);
  std::string out(line.substr(0, begin));
  if (begin < end) out += json_path;
  out += line.substr(end);
  return out;
}

}  // namespace budgetlift
