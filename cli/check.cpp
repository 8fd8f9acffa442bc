#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/session.h"
#include "normalize/schema_check.h"

namespace budgetlift {
namespace {

int run_check(const std::vector<std::string>& files) {
  int status = kOk;
  for (const std::string& path : files) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      report(path, "not-found: no such file; check the path");
      status = kSomeFailed;
      continue;
    }
    int silent = 0, reviewed = 0;
    for (const SchemaProblem& problem : check_records(in)) {
      ++(problem.in_review ? reviewed : silent);
      std::cout << fmt::format("{}:{}: {}: {}{}\n", path, problem.line, problem.pointer.empty() ? "record" : problem.pointer, problem.message,
                 problem.in_review ? " (named in review)" : "");
    }
    std::cout << fmt::format("{}: {}\n", path, silent + reviewed == 0 ? "ok" : fmt::format("{} problem(s), {} of them named in review", silent + reviewed, reviewed));
    if (silent > 0) status = kSomeFailed;
  }
  return status;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("check", "Check records against the schema and the rules (codes, sums, schedules)");
  command->add_option("RECORDS.jsonl", *files, "Files that `budgetlift extract` wrote")->required();
  command->callback([files, &status] { status = run_check(*files); });
}

}  // namespace budgetlift
