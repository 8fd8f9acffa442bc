#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "batch/input_walk.h"
#include "cli/commands.h"
#include "cli/session.h"

namespace budgetlift {

// For programs that share a batch out: what they list is what `batch` would read.
void add_inputs(CLI::App& app, int& status) {
  auto arguments = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("inputs", "Print the paths that batch would read, each with a zero byte behind it");
  command->add_option("INPUT", *arguments, "As for batch")->required();
  command->callback([arguments, &status] {
    interruptions_end_at_once(true);
    const auto print = [](const std::string& path) { std::cout << path << '\0'; };
    // What is not there is printed, too: batch lists it as failed.
    walk_inputs(*arguments, {.archives = true},
                {[&](const std::string& path, const FileStamp&) { print(path); },
                 [&](const std::string& path, const Error& error) {
                   print(path);
                   report(path, error);
                   status = kSomeFailed;
                 }});
  });
}

}  // namespace budgetlift
