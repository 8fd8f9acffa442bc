#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "batch/input_walk.h"
#include "batch/merge.h"
#include "cli/batch_watcher.h"
#include "cli/commands.h"
#include "cli/session.h"

namespace budgetlift {
namespace {

struct MergeArguments {
  std::vector<std::string> folders;
  std::string out;
};

int run(const MergeArguments& arguments) {
  std::vector<std::string> folders;
  for (const std::string& argument : arguments.folders) {
    if (argument[0] != '@') {
      folders.push_back(argument);
      continue;
    }
    std::ifstream list(argument.substr(1), std::ios::binary);
    if (!list) {
      report(argument.substr(1), "not-found: the list of folders cannot be read; check the path after @");
      return kUsage;
    }
    each_listed(list, [&](const std::string& folder) { folders.push_back(folder); });
  }
  if (folders.empty()) {
    report("merge", "no folders are named; the list after @ may be empty");
    return kUsage;
  }
  interruptions_end_at_once(true);   // whenever that is, the same command makes it whole
  int conflicts = 0;
  const auto facts = merge_batches(folders, arguments.out, [&](const MergeConflict& conflict) {
    ++conflicts;
    report(conflict.path, "conflict: " + conflict.words);
  });
  if (!facts) {
    report("merge", "not-written: " + facts.error());
    return kSomeFailed;
  }
  std::cout << batch_summary(*facts, arguments.out);
  if (conflicts > 0) std::cout << conflicts << " conflicts, named above\n";
  return conflicts > 0 || facts->totals.failed > 0 || facts->totals.elsewhere > 0 ? kSomeFailed : kOk;
}

}  // namespace

void add_merge(CLI::App& app, int& status) {
  auto arguments = std::make_shared<MergeArguments>();
  CLI::App* command = app.add_subcommand("merge", "Put the folders of several batches (shards) together");
  command->add_option("DIR", arguments->folders, "Folders that `batch --out` has filled; @list.txt: those on its lines")->required();
  command->add_option("--out", arguments->out, "Folder of the output; may hold some already")->required();
  command->callback([arguments, &status] { status = run(*arguments); });
}

}  // namespace budgetlift
