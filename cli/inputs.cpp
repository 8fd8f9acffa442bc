#include "cli/inputs.h"

#include "batch/input_walk.h"

namespace budgetlift {

std::vector<Input> expand_inputs(const std::vector<std::string>& arguments) {
  std::vector<Input> out;
  walk_inputs(arguments, {},
              {[&](const std::string& path, const FileStamp&) { out.push_back({path, std::nullopt}); },
               [&](const std::string& path, const Error& error) { out.push_back({path, error}); }});
  return out;
}

}  // namespace budgetlift
